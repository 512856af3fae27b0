"""Noticing folders in which SQLite's files cannot be trusted: network drives and folders that a cloud synchronises."""

import sys
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")

_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "sshfs",
    "9p",
    "afs",
    "ceph",
    "davfs",
    "glusterfs",
    "ncpfs",
    "vboxsf",
}
_CLOUDS = (
    "Dropbox",
    "OneDrive",
    "Google Drive",
    "GoogleDrive",
    "iCloud Drive",
    "Mobile Documents",
    "Nextcloud",
    "pCloud",
)


def network_folder(path: Path, mounts: Path = MOUNTS) -> str | None:
    """Why this folder is a risky place for the data, as a sentence; None when nothing speaks against it.

    SQLite needs file locks that network file systems do not keep (https://sqlite.org/faq.html#q5), and programs that
    synchronise folders copy a file while it is being written.

    Args:
        path: a folder or file; need not exist.
        mounts: the kernel's table of mounts, where there is one.
    """
    resolved = path.absolute()
    for name in _CLOUDS:
        if any(part == name or part.startswith(f"{name} - ") for part in resolved.parts):
            return f"The folder is synchronised by {name}, which can damage or duplicate the data file."
    if sys.platform == "win32":
        is_remote = str(resolved).startswith("\\\\")
        return "The folder lies on a network drive, where file locks cannot be trusted." if is_remote else None
    kind = _file_system(resolved, mounts)
    bare = kind.removeprefix("fuse.")
    if bare in _NETWORK or bare in {"rclone", "s3fs", "gvfsd-fuse"}:
        return f"The folder lies on a network file system ({kind}), where file locks cannot be trusted."
    return None


def _file_system(path: Path, mounts: Path) -> str:
    """Type of the file system with the longest mount point above the path; empty where the system does not tell."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    found, longest = "", -1
    for line in lines:
        fields = line.split(" ")
        if len(fields) > 2:  # noqa: PLR2004 - device, mount point, type: fstab(5)
            point = Path(fields[1].replace(r"\040", " "))
            if path.is_relative_to(point) and len(point.parts) >= longest:
                found, longest = fields[2], len(point.parts)
    return found
