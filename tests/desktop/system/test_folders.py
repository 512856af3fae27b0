"""Which folders lie on a network drive."""

from pathlib import Path

import pytest

from truthtime_desktop.system.folders import network_kind

TABLE = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home rw shared:9 - nfs4 server:/home rw,vers=4.2
31 30 8:2 / /home/ann/local rw shared:10 - ext4 /dev/sdb1 rw
32 22 0:41 / /mnt/with\\040space rw shared:11 - cifs //server/share rw
33 22 0:42 / /mnt/covered rw - nfs server:/x rw
34 33 0:43 / /mnt/covered rw - tmpfs tmpfs rw
broken line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib", ""),
        ("/home/ann/data", "nfs4"),
        ("/home/ann/local/data", ""),
        ("/homes", ""),
        ("/mnt/with space/x", "cifs"),
        ("/mnt/covered", ""),
    ],
)
def test_the_nearest_mount_decides(tmp_path: Path, folder: str, kind: str) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(TABLE)
    assert network_kind(Path(folder), mounts) == kind


def test_a_system_without_the_table_knows_nothing(tmp_path: Path) -> None:
    assert network_kind(tmp_path, tmp_path / "none") == ""
