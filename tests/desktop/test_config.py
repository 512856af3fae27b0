"""Where the data lies, and settings that survive damage."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthtime_core.errors import StoreError
from truthtime_desktop.config import (
    Places,
    Settings,
    disk_error,
    find_places,
    flush_to_disk,
    read_settings,
    replace_file,
    write_settings,
)


def test_the_environment_moves_all_data(tmp_path: Path) -> None:
    places = find_places({"TRUTHTIME_DATA_DIR": str(tmp_path / "elsewhere")})
    assert places.root == tmp_path / "elsewhere"
    for path in (places.database, places.heart, places.reserve, places.lock, places.backups, places.settings):
        assert path.parent == tmp_path / "elsewhere" / "accounts" / "local"
    assert places.running == tmp_path / "elsewhere" / "running.json"


@pytest.mark.parametrize("relative", ["data", ".", "../data", "data/below"])
def test_a_relative_data_folder_is_refused_because_every_folder_would_have_its_own_log(
    relative: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="depends on where a command is typed") as caught:
        find_places({"TRUTHTIME_DATA_DIR": relative})
    assert str(tmp_path / relative) in caught.value.hint


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/xdg"}, Path("/xdg/truthtime")),
        ("linux", {"XDG_DATA_HOME": "relative"}, Path("/home/somebody/.local/share/truthtime")),
        ("linux", {}, Path("/home/somebody/.local/share/truthtime")),
        ("linux", {"TRUTHTIME_DATA_DIR": ""}, Path("/home/somebody/.local/share/truthtime")),
        ("linux", {"TRUTHTIME_DATA_DIR": "~/work"}, Path("/home/somebody/work")),
        ("darwin", {}, Path("/home/somebody/Library/Application Support/TruthTime")),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/TruthTime")),
        ("win32", {}, Path("/home/somebody/AppData/Local/TruthTime")),
    ],
)
def test_each_platform_has_its_folder(
    platform: str, environ: dict[str, str], expected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    assert find_places(environ, platform).root == expected


def test_folders_are_made_for_their_owner_only(tmp_path: Path) -> None:
    places = Places(tmp_path / "new" / "data")
    places.prepare()
    places.prepare()
    assert places.backups.is_dir()
    assert {folder.stat().st_mode & 0o777 for folder in (places.root, places.account, places.backups)} == {0o700}


def test_a_file_in_the_way_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StoreError, match="is in the way at") as caught:
        Places(tmp_path / "data").prepare()
    assert "TRUTHTIME_DATA_DIR" in caught.value.hint
    with pytest.raises(StoreError, match="is in the way at"):
        Places(tmp_path / "data" / "below").prepare()


def test_a_read_only_folder_is_said_in_words(tmp_path: Path) -> None:
    places = Places(tmp_path / "data")
    places.prepare()
    places.account.chmod(0o500)
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from truthtime_core.errors import StoreError\n"
        "from truthtime_desktop.config import Places\n"
        "try: Places(Path(sys.argv[1])).prepare()\n"
        "except StoreError as error: print(error.title)\n"
    )
    # Where the tests run as root, whom no permission stops, the program runs without that privilege.
    unprivileged = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if unprivileged and not shutil.which("setpriv"):
        pytest.skip("The tests run as root and setpriv is not installed.")
    command = [*unprivileged, sys.executable, "-c", program, str(places.root)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
    assert said == f"TruthTime is not allowed to use {places.root}.\n"


def test_a_full_disk_is_said_in_words() -> None:
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space") as caught:
        full.write(b"x")
    assert disk_error(caught.value, Path("/dev/full")).title == "The disk is full."


def test_no_settings_file_means_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.json") == (Settings(), None)


def test_language_and_hours_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for language, hours in (("de", "24"), ("pt_BR", "12"), ("system", "system")):
        write_settings(path, Settings(language=language, hours=hours))
        assert read_settings(path) == (Settings(language=language, hours=hours), None)


def test_settings_come_back_with_the_keys_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "from_the_future": [1, {"a": null}]}')
    settings, fault = read_settings(path)
    assert fault is None
    assert settings.theme == "dark"
    write_settings(path, settings._replace(day_start_min=240))
    again, fault = read_settings(path)
    assert fault is None
    assert again == settings._replace(day_start_min=240)
    assert json.loads(path.read_text())["from_the_future"] == [1, {"a": None}]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day_start_min", 361),
        ("day_start_min", True),
        ("idle_after_s", 0),
        ("theme", "pink"),
        ("left_click", None),
        ("language", "DE"),
        ("language", "de-DE"),
        ("language", "deutsch"),
        ("language", 7),
        ("hours", 24),
        ("hotkeys", "Ctrl+Alt+P"),
        ("hotkeys", {"toggle-pause": None}),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_replaced(tmp_path: Path, name: str, value: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "dark", name: value}))
    settings, fault = read_settings(path)
    assert getattr(settings, name) == getattr(Settings(), name)
    assert fault is not None
    assert name in fault.title
    assert fault.hint


def test_hotkeys_come_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    write_settings(path, Settings(hotkeys={"toggle-pause": "", "later": "Ctrl+Alt+L"}))
    settings, fault = read_settings(path)
    assert fault is None
    assert settings.hotkeys == {"toggle-pause": "", "later": "Ctrl+Alt+L"}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 200_000])
def test_a_damaged_file_gives_defaults_and_is_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings, fault = read_settings(path)
    assert settings == Settings()
    assert fault is not None
    assert path.read_bytes() == content
    write_settings(path, settings)
    assert read_settings(path) == (Settings(), None)
    assert (tmp_path / "settings-damaged.json").read_bytes() == content


@given(content=st.binary(max_size=200))
def test_no_settings_file_stops_the_program(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.json"
    path.write_bytes(content)
    settings, _ = read_settings(path)
    assert isinstance(settings, Settings)


def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{}")
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from truthtime_core.errors import StoreError\n"
        "from truthtime_desktop.config import replace_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
        "try: replace_file(Path(sys.argv[1]), b'x' * 100)\n"
        "except StoreError as error: print(error.title)\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
    assert "The disk reports an error" in said
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]
    assert path.read_text() == "{}"


def test_a_missing_folder_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        replace_file(tmp_path / "nowhere" / "file", b"x")


def test_a_mac_disk_that_cannot_empty_its_cache_is_flushed_as_far_as_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 0x7FFF, raising=False)  # Linux refuses the unknown request with EINVAL
    flush = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: asked.append(descriptor) or flush(descriptor))
    with (tmp_path / "file").open("wb") as file:
        flush_to_disk(file.fileno())
        assert asked == [file.fileno()]
