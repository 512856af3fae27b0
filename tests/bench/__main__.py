"""`make bench`: measure TruthTime against the limits of this machine and print one table.

Every limit is measured in the same run, in turns with ours. The exit code is 1 if a target of the design (section 8)
is missed. `--quick` measures with a small log, in a minute; `--only` a part of it.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.bench import api, clicks, commands, folding, notes, panel, queries, tray
from tests.bench.measuring import QUICK, Plan, say
from tests.bench.table import Row, summary, table

Benchmark = Callable[[Plan], list[Row]]

BENCHMARKS: Mapping[str, Benchmark] = {
    "launch": tray.launch_rows,
    "resident": tray.resident_rows,
    "panel": panel.rows,
    "click": clicks.rows,
    "totals": queries.rows,
    "command": commands.rows,
    "fold": folding.rows,
    "notes": notes.rows,
    "api": api.rows,
    "growth": api.growth_rows,
}
BY_HAND = frozenset({"growth"})
"""Takes twenty gigabytes and twenty minutes: only when it is named."""

NEEDS_SCREEN = frozenset({"launch", "resident", "panel", "command"})


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether every target is met."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=BENCHMARKS, help="this benchmark; may be repeated")
    parser.add_argument("--quick", action="store_true", help="a small log and few repeats")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the table as JSON to this file as well")
    options = parser.parse_args(argv)
    # Without its .pyc files every import is slower, in a way that no user sees.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    plan = QUICK if options.quick else Plan()
    found: list[Row] = []
    for name in options.only or [one for one in BENCHMARKS if one not in BY_HAND]:
        if name in NEEDS_SCREEN and sys.platform != "linux":
            say(f"{name}: left out, it needs an X server and a tray that tests can start (Linux).")
            continue
        say(f"{name} ...")
        found += BENCHMARKS[name](plan)
    if options.json:
        options.json.write_text(json.dumps([row.json() for row in found], indent=2) + "\n", encoding="utf-8")
    print(f"\n{table(found)}\n\nFigures are medians, the lowest in brackets. {summary(found)}")
    return 1 if any(row.missed for row in found) else 0


if __name__ == "__main__":
    sys.exit(main())
