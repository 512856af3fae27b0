"""Memory that was used once goes back to the system when it is asked for."""

import subprocess
import sys

import pytest

SIZE_KB = 40_000

PROGRAM = f"""
import re
from pathlib import Path
from truthtime_desktop.system.memory import give_back

def resident_kb():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

give_back()
before = resident_kb()
pieces = [bytes(1_000) for _ in range({SIZE_KB})]
last = bytes(1_000)  # lies above them all: what is freed below it is no end that malloc cuts off by itself
filled = resident_kb()
del pieces
freed = resident_kb()
give_back()
print(filled - before, freed - before, resident_kb() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc, and the only system that has to be asked")
def test_freed_pages_go_back() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    filled, freed, left = map(int, done.stdout.split())
    assert filled > SIZE_KB * 9 // 10
    assert freed > SIZE_KB // 2, "the system had them back before it was asked: this test shows nothing"
    assert left < SIZE_KB // 10
