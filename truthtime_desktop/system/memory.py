"""Memory that is no longer used goes back to the operating system."""

import gc
import sys
from collections.abc import Callable

_ARENA_MAX = -8
"""M_ARENA_MAX of mallopt(3)."""


def share_one_heap() -> None:
    """Let all threads share one heap. Before the first thread: glibc gives each of them a heap of its own.

    That is for threads that all allocate at the same time; ours wait nearly always.
    """
    set_option = _of_libc("mallopt")
    if set_option is not None:
        set_option(_ARENA_MAX, 1)


def give_back() -> None:
    """Let go of what nothing refers to any more, and hand free pages back.

    Glibc keeps pages that were freed in the middle of its heap until it is asked (malloc_trim(3)); other allocators
    need no asking.
    """
    gc.collect()
    trim = _of_libc("malloc_trim")
    if trim is not None:
        trim(0)


def _of_libc(name: str) -> Callable[..., int] | None:
    """A function of glibc; None where another library is in its place (musl, other systems)."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    found: Callable[..., int] | None = getattr(ctypes.CDLL(None), name, None)
    return found
