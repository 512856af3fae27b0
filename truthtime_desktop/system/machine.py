"""Which computer this is, as a fingerprint that names nothing: to notice data that was carried to another one."""

import ctypes
import sys
from pathlib import Path

from truthtime_core.digest import sha256

_LINUX_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_hash() -> str:
    """A hash of the system's own identity of this computer, in hex; of its network name where it has none.

    The identity itself is confidential (machine-id(5)), so only a hash of it with our own name is ever stored.
    """
    return sha256(f"truthtime machine {_identity()}".encode()).hexdigest()


def _identity() -> str:
    try:
        if sys.platform == "win32":
            found = _windows()
        elif sys.platform == "darwin":
            found = _darwin()
        else:
            found = next((path.read_text("ascii").strip() for path in _LINUX_FILES if path.is_file()), "")
    except (OSError, ValueError, AttributeError):
        found = ""
    if not found:
        import platform  # large, and hardly ever needed

        found = f"node {platform.node()}"
    return found


def _windows() -> str:
    """The installation's MachineGuid."""
    import winreg

    key = winreg.OpenKey(  # type: ignore[attr-defined, unused-ignore]
        winreg.HKEY_LOCAL_MACHINE,  # type: ignore[attr-defined, unused-ignore]
        r"SOFTWARE\Microsoft\Cryptography",
        0,
        winreg.KEY_READ | winreg.KEY_WOW64_64KEY,  # type: ignore[attr-defined, unused-ignore]
    )
    with key:
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])  # type: ignore[attr-defined, unused-ignore]


def _darwin() -> str:
    """The hardware's UUID, the one that ioreg calls IOPlatformUUID: gethostuuid(2)."""
    uuid = (ctypes.c_ubyte * 16)()
    wait = (ctypes.c_long * 2)(0, 0)
    if ctypes.CDLL(None).gethostuuid(ctypes.byref(uuid), ctypes.byref(wait)) != 0:
        return ""
    return bytes(uuid).hex()
