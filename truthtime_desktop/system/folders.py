"""What kind of disk a folder lies on."""

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")

NETWORK = frozenset(
    {"9p", "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.rclone", "fuse.sshfs", "glusterfs", "ncpfs", "nfs"}
    | {"nfs4", "smb3", "smbfs"}
)
"""File systems whose files other computers may write: SQLite's write-ahead log does not work there
(https://sqlite.org/wal.html, "All processes using a database must be on the same host computer").
"""


def network_kind(folder: Path, mounts: Path = MOUNTS) -> str:
    """The network file system this folder lies on, for example ``nfs4``; empty when it is none or nobody knows.

    Args:
        mounts: the kernel's table (proc_pid_mountinfo(5)); other systems have none.
    """
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    place = folder.absolute()
    best: tuple[int, str] = (-1, "")
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:  # noqa: PLR2004 - the fifth field is the mount point
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4]))
        # Of two mounts on one point the later one covers the other.
        if place.is_relative_to(point) and len(point.parts) >= best[0]:
            best = (len(point.parts), after.split(" ")[0])
    return best[1] if best[1] in NETWORK else ""
