"""`make check`: lint, format, types for the three systems, and import contracts, as many at once as there are cores.

Each check's own words come out together, in the order of the list; all of them are run, whatever the first ones say.
Exit code 1 when one of them failed.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SYSTEMS = ("linux", "win32", "darwin")

Check = tuple[str, Sequence[str]]
"""What people call it, and the words of its command."""


def checks() -> Iterator[Check]:
    """All of them, the long ones first. Code for other systems is checked from any system."""
    for system in SYSTEMS:
        # A cache of its own for each: they would throw each other's away.
        yield f"mypy for {system}", ("mypy", "--platform", system, "--cache-dir", f".mypy_cache/{system}")
    yield "lint-imports", ("lint-imports",)
    yield "ruff check", ("ruff", "check", "--quiet", ".")
    yield "ruff format", ("ruff", "format", "--quiet", "--check", ".")


def run(check: Check) -> subprocess.CompletedProcess[str]:
    """Run one, with everything it says in the order it says it."""
    program, *arguments = check[1]
    command = [str(BIN / program), *arguments]
    return subprocess.run(  # noqa: S603 - our own words
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def main(planned: Sequence[Check]) -> int:
    """Run them all; say the last line of those that are content, and all that the others say."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (name, _command), done in zip(planned, pool.map(run, planned), strict=True):
            words = done.stdout.strip()
            if done.returncode:
                failed.append(name)
                print(f"{words}\n{name} failed.", flush=True)
            else:
                print(f"{name}: {words.splitlines()[-1] if words else 'no complaint'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(tuple(checks())))
