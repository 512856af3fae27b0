"""Memory that is no longer used goes back to the operating system."""

import gc
import sys


def give_back() -> None:
    """Let go of what nothing refers to any more, and hand free pages back.

    Glibc keeps pages that were freed in the middle of its heap until it is asked (malloc_trim(3)); other allocators
    need no asking.
    """
    gc.collect()
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
    if trim is not None:
        trim(0)
