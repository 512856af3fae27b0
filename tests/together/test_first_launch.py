"""The first launch ever makes the data file, and keeps nothing in memory of what that takes."""

import re
from pathlib import Path

from tests.together.program import Program
from tests.waiting import until

MARGIN_KB = 3_000
"""What two launches of one program differ by; made in the same process, the file took 25,000."""

ANSWERS_WITHIN_S = 10.0


def resident_kb(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    assert found
    return int(found[1])


def libraries(pid: int) -> str:
    return Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")


def launched(program: Program) -> tuple[int, str]:
    """Resident memory of the tray program once it is at rest, and what it has loaded."""
    with program.tray(screenless=True) as child:
        assert program.state() == "stopped"
        before = [0, resident_kb(child.pid)]

        def rests() -> bool:
            before.append(resident_kb(child.pid))
            return before[-1] == before[-2] == before[-3]

        until(rests, ANSWERS_WITHIN_S, "the memory to stay the same")
        return before[-1], libraries(child.pid)


def test_the_first_launch_is_as_light_as_the_second(program: Program) -> None:
    assert not program.database.exists()
    first, loaded = launched(program)
    assert program.database.exists()
    assert "_sqlite3" in loaded
    assert "sqlalchemy" not in loaded
    second, _ = launched(program)
    assert first - second < MARGIN_KB
