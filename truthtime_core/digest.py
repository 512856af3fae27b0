"""SHA-256 from the interpreter itself.

`hashlib` takes it from OpenSSL, and loading that library costs the tray 3.4 MB and every start three milliseconds; an
event has half a kilobyte, for which both are as fast.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol


class Digest(Protocol):
    """What a hash function gives back."""

    def digest(self) -> bytes:
        """The hash, 32 bytes."""
        ...

    def hexdigest(self) -> str:
        """The hash, 64 hexadecimal digits."""
        ...


# CPython from 3.12 on, CPython 3.11, any other.
_HOME = next(name for name in ("_sha2", "_sha256", "hashlib") if find_spec(name))
sha256: Callable[[bytes], Digest] = import_module(_HOME).sha256
