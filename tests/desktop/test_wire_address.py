"""The socket of the running copy lies where only its owner can put one."""

import os
import socket
import tempfile
from pathlib import Path

import pytest

from truthtime_core.errors import StoreError
from truthtime_desktop import wire
from truthtime_desktop.config import Places
from truthtime_desktop.wire import Request

STATUS = Request(("status",), None, "/")
LAST_RESORT = Path("/") / "tmp" / f"truthtime-{os.geteuid()}"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path / "data")
    places.prepare()
    return places


def test_the_runtime_folder_is_preferred(places: Places, tmp_path: Path) -> None:
    address = wire.choose_address(places, {"XDG_RUNTIME_DIR": str(tmp_path)})
    assert Path(address).parent == tmp_path
    assert address == wire.choose_address(places, {"XDG_RUNTIME_DIR": str(tmp_path)})
    other = wire.choose_address(Places(places.root / "other"), {"XDG_RUNTIME_DIR": str(tmp_path)})
    assert other != address


def test_a_long_runtime_folder_is_passed_over(places: Places, tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir(mode=0o700)
    environ = {"XDG_RUNTIME_DIR": str(long), "TMPDIR": str(long)}
    address = wire.choose_address(places, environ)
    assert len(os.fsencode(address)) <= 100
    assert Path(address).parent == LAST_RESORT
    assert Path(address).parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_can_write_is_passed_over(places: Places) -> None:
    # Not in tmp_path, whose length differs from run to run: an address may have no more than 100 bytes.
    with tempfile.TemporaryDirectory(prefix="tt") as name:
        runtime, temporary = Path(name) / "run", Path(name) / "tmp"
        for folder in (runtime, temporary):
            folder.mkdir()
        runtime.chmod(0o777)
        environ = {"XDG_RUNTIME_DIR": str(runtime), "TMPDIR": str(temporary)}
        address = wire.choose_address(places, environ)
        assert Path(address).parent == temporary / f"truthtime-{os.geteuid()}"
        Path(address).parent.chmod(0o770)
        address = wire.choose_address(places, environ)
        assert Path(address).parent == LAST_RESORT


def test_a_link_to_a_folder_is_passed_over(places: Places, tmp_path: Path) -> None:
    (tmp_path / "target").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "target")
    address = wire.choose_address(places, {"XDG_RUNTIME_DIR": str(tmp_path / "link")})
    assert not address.startswith(str(tmp_path))


def test_the_client_does_not_speak_where_others_could_listen(places: Places, tmp_path: Path) -> None:
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(open_to_all / "s"))
        server.listen(1)
        wire.publish(places, str(open_to_all / "s"))
        assert wire.ask(places, STATUS) is None
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_no_safe_place_is_said_in_words(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LONGEST_ADDRESS_BYTES", 5)
    with pytest.raises(StoreError, match="no safe place"):
        wire.choose_address(places, {})
