"""Start when I sign in: what each operating system will read, written and read back, and started for real on Linux."""

import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.waiting import until
from truthtime_core.errors import StoreError
from truthtime_desktop.system import desktop_entry
from truthtime_desktop.system.autostart import (
    APPROVED_KEY,
    RUN_KEY,
    AgentAutostart,
    Autostart,
    Launch,
    RunKeyAutostart,
    XdgAutostart,
    find_autostart,
    own_launch,
)

LAUNCH = Launch(("/opt/Truth Time/bin/truthtime-tray",))
OTHER = Launch(("/old place/truthtime-tray",))
STARTS_WITHIN_S = 20.0


class PaperRegistry:
    """The registry on a sheet of paper."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {}

    def read(self, key: str, name: str) -> str | bytes | None:
        return self.values.get((key, name))

    def write(self, key: str, name: str, value: str) -> None:
        self.values[key, name] = value

    def delete(self, key: str, name: str) -> None:
        self.values.pop((key, name), None)


class Stage:
    """One computer, on which copies of TruthTime are started."""

    def __init__(self, kind: str, root: Path) -> None:
        self.kind = kind
        self.environ = {
            "XDG_CONFIG_HOME": str(root / "config"),
            "XDG_CONFIG_DIRS": str(root / "all"),
        }
        self.agents = root / "LaunchAgents" / "com.truthtime.TruthTime.plist"
        self.registry = PaperRegistry()

    def of(self, launch: Launch) -> Autostart:
        if self.kind == "xdg":
            return XdgAutostart(launch, self.environ)
        if self.kind == "agent":
            return AgentAutostart(launch, self.agents)
        return RunKeyAutostart(launch, self.registry)


@pytest.fixture(params=["xdg", "agent", "run key"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    return Stage(request.param, tmp_path)


def test_it_is_off_until_it_is_switched_on(stage: Stage) -> None:
    autostart = stage.of(LAUNCH)
    assert (autostart.is_on(), autostart.remark()) == (False, "")
    autostart.turn_off()
    autostart.turn_on()
    autostart.turn_on()
    assert (autostart.is_on(), autostart.remark()) == (True, "")
    autostart.turn_off()
    assert (autostart.is_on(), autostart.remark()) == (False, "")
    assert not stage.registry.values
    assert not stage.agents.exists()


def test_a_program_that_was_moved_is_noticed_and_set_right(stage: Stage) -> None:
    stage.of(OTHER).turn_on()
    autostart = stage.of(LAUNCH)
    assert autostart.is_on()
    assert OTHER.argv[0] in autostart.remark()
    autostart.turn_on()
    assert autostart.remark() == ""
    assert LAUNCH.argv[0] in stage.of(OTHER).remark()


def xdg(root: Path) -> XdgAutostart:
    return XdgAutostart(
        LAUNCH, {"XDG_CONFIG_HOME": str(root / "config"), "XDG_CONFIG_DIRS": f"{root / 'all'}:relative"}
    )


def test_a_file_that_a_person_edited_keeps_their_lines(tmp_path: Path) -> None:
    autostart = xdg(tmp_path)
    autostart.turn_on()
    text = autostart.path.read_text()
    edited = text.replace("Icon=", "X-Mine=yes\nIcon=").replace('truthtime-tray"', 'truthtime-tray" --theme dark')
    assert edited.count("--theme") == 1
    autostart.path.write_text(edited)
    assert "changed by hand" in autostart.remark()
    autostart.turn_off()
    assert not autostart.is_on()
    assert "--theme dark" in autostart.path.read_text()
    autostart.turn_on()
    assert (autostart.is_on(), autostart.remark()) == (True, "")
    assert "X-Mine=yes" in autostart.path.read_text()


def test_what_the_desktop_switched_off_is_off_and_can_be_switched_on(tmp_path: Path) -> None:
    autostart = xdg(tmp_path)
    autostart.turn_on()
    with autostart.path.open("a") as file:
        file.write("X-GNOME-Autostart-enabled=false\n")
    assert not autostart.is_on()
    autostart.turn_on()
    assert autostart.is_on()


def test_an_entry_for_all_users_can_be_switched_off_by_one(tmp_path: Path) -> None:
    autostart = xdg(tmp_path)
    autostart.turn_on()
    for_all = tmp_path / "all/autostart" / autostart.path.name
    for_all.parent.mkdir(parents=True)
    autostart.path.rename(for_all)
    assert autostart.is_on()
    autostart.turn_off()
    assert not autostart.is_on()
    assert for_all.exists()
    autostart.turn_on()
    assert autostart.is_on()


def test_the_task_manager_of_windows_is_believed() -> None:
    registry = PaperRegistry()
    autostart = RunKeyAutostart(LAUNCH, registry)
    autostart.turn_on()
    registry.values[APPROVED_KEY, "TruthTime"] = bytes([3, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 1])
    assert not autostart.is_on()
    registry.values[APPROVED_KEY, "TruthTime"] = bytes(12 * [2])
    assert autostart.is_on()
    registry.values[RUN_KEY, "TruthTime"] = '"/opt/Truth Time/bin/truthtime-tray" --theme dark'
    assert "changed by hand" in autostart.remark()


def test_a_launch_agent_is_what_macos_reads(tmp_path: Path) -> None:
    autostart = AgentAutostart(Launch(("/Applications/TruthTime",), "/folder"), tmp_path / "agents/one.plist")
    autostart.turn_on()
    agent = plistlib.loads(autostart.path.read_bytes())
    assert agent["Label"] == "com.truthtime.TruthTime"
    assert agent["ProgramArguments"] == ["/Applications/TruthTime"]
    assert agent["RunAtLoad"] is True
    assert agent["WorkingDirectory"] == "/folder"
    autostart.path.write_bytes(plistlib.dumps({**agent, "Nice": 5}))
    autostart.turn_off()
    assert not autostart.is_on()
    assert plistlib.loads(autostart.path.read_bytes())["Nice"] == 5
    autostart.path.write_text("<plist")
    with pytest.raises(StoreError, match="damaged"):
        autostart.is_on()


def test_a_place_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    with pytest.raises(StoreError, match="in the way"):
        xdg(tmp_path).turn_on()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12), min_size=1))
def test_every_command_survives_the_two_layers_of_quoting(words: list[str]) -> None:
    value = desktop_entry.exec_value(words)
    assert "\n" not in value
    assert desktop_entry.argv(value) == words


def test_quoting_is_that_of_the_specification() -> None:
    assert desktop_entry.exec_value(["/usr/bin/a", "b c", "$5", "100%"]) == '/usr/bin/a "b c" "\\\\$5" 100%%'
    assert desktop_entry.argv('env A=1 "b \\\\$c" %u') == ["env", "A=1", "b $c"]


@pytest.mark.parametrize(
    ("platform", "kind"), [("linux", XdgAutostart), ("freebsd14", XdgAutostart), ("darwin", AgentAutostart)]
)
def test_every_system_has_its_own_kind(platform: str, kind: type) -> None:
    assert isinstance(find_autostart(LAUNCH, os.environ, platform), kind)


def test_a_packaged_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_launch() == Launch((sys.executable,))


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are Linux")


@ON_LINUX
@pytest.mark.parametrize("folder", ["", "/opt/truth time"])
def test_the_file_is_valid_to_the_desktop_s_own_judge(tmp_path: Path, folder: str) -> None:
    autostart = XdgAutostart(Launch(("/opt/a b/$x `y` \\ %u", "ü\t", ""), folder), {"XDG_CONFIG_HOME": str(tmp_path)})
    autostart.turn_on()
    done = subprocess.run(["desktop-file-validate", autostart.path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@ON_LINUX
def test_the_desktop_hands_every_argument_on_as_it_was(tmp_path: Path) -> None:
    words = ["a b", "$HOME", "`ls`", "back\\slash", '"', "100%", "%u", "ü", "'", "~", "#"]
    said = tmp_path / "said"
    program = "import sys; open(sys.argv[1], 'w').write('\\0'.join(sys.argv[2:]))"
    launch = Launch((sys.executable, "-c", program, str(said), *words))
    autostart = XdgAutostart(launch, {"XDG_CONFIG_HOME": str(tmp_path)})
    autostart.turn_on()
    subprocess.run(["gio", "launch", autostart.path], check=True, timeout=STARTS_WITHIN_S)
    until(lambda: said.exists() and said.read_text().count("\0") == len(words) - 1, STARTS_WITHIN_S, "the program")
    assert said.read_text().split("\0") == words


@ON_LINUX
@pytest.mark.parametrize("way", ["command", "source"])
def test_the_entry_really_starts_the_program(tmp_path: Path, data_dir: Path, way: str) -> None:
    source = Launch((sys.executable, "-m", "truthtime_desktop"), str(Path(__file__).parents[3]))
    launch = own_launch() if way == "command" else source
    autostart = XdgAutostart(launch, {"XDG_CONFIG_HOME": str(tmp_path)})
    autostart.turn_on()
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TRUTHTIME_DATA_DIR": str(data_dir)}
    subprocess.run(["gio", "launch", autostart.path], check=True, timeout=STARTS_WITHIN_S, env=environ, cwd="/")
    command = [sys.executable, "-m", "truthtime_desktop"]
    until((data_dir / "running.json").exists, STARTS_WITHIN_S, "the program that the entry starts")
    subprocess.run([*command, "quit"], env=environ, check=True, capture_output=True, timeout=STARTS_WITHIN_S)
    until(lambda: not (data_dir / "running.json").exists(), STARTS_WITHIN_S, "its end")


def test_the_tools_of_these_tests_are_there() -> None:
    if sys.platform == "linux":
        assert shutil.which("desktop-file-validate")
        assert shutil.which("gio")
