"""Compare every pinned package with the published list of known holes (pip-audit), and fail on one.

Holes that do not reach us stand in build/ignored-vulnerabilities.txt with a day on which they are looked at
again. Where the service cannot be reached, that is said, and nothing fails: a check that needs the network must not
stop people without one. TRUTHTIME_AUDIT=required makes it fail there too (for a machine that checks releases),
TRUTHTIME_AUDIT=skip leaves it out.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
IGNORED = ROOT / "build" / "ignored-vulnerabilities.txt"
ENTRY = re.compile(r"^(?P<id>\S+) +(?P<until>\d{4}-\d\d-\d\d) +(?P<why>\S.*)$")
PIN = re.compile(r"^[a-z0-9-]+==")
TIMEOUT_S = 5
WHOLE_TIMEOUT_S = 40


def ignored(text: str, today: date) -> list[str]:
    """Ids that are ignored today.

    Args:
        text: of the file.
        today: entries of earlier days no longer count.

    Raises:
        ValueError: a line is no entry.
    """
    found = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        entry = ENTRY.match(line)
        if entry is None:
            raise ValueError(f"No entry: {line!r}. Write: ID YYYY-MM-DD reason")
        if date.fromisoformat(entry["until"]) >= today:
            found.append(entry["id"])
    return found


def pins(text: str) -> str:
    """The pins that apply here, without hashes: pip-audit resolves and installs nothing."""
    lines = [Requirement(line.rstrip(" \\")) for line in text.splitlines() if PIN.match(line)]
    applying = [one for one in lines if one.marker is None or one.marker.evaluate()]
    return "\n".join(f"{one.name}{one.specifier}" for one in applying) + "\n"


def holes(answer: str) -> list[str]:
    """What pip-audit found, a line each."""
    return [
        f"{package['name']} {package['version']}: {hole['id']}"
        f" (mended in {', '.join(hole['fix_versions']) or 'no version yet'})"
        for package in json.loads(answer)["dependencies"]
        for hole in package.get("vulns", ())
    ]


def audit(requirements: Path, ids: list[str]) -> tuple[int, str, str]:
    """Run pip-audit. Returns its exit code, its answer, and what it complained about."""
    words = ["--requirement", str(requirements), "--no-deps", "--disable-pip", "--format", "json"]
    words += ["--progress-spinner", "off", "--timeout", str(TIMEOUT_S), *(f"--ignore-vuln={one}" for one in ids)]
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-m", "pip_audit", *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=WHOLE_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return 2, "", f"no answer within {WHOLE_TIMEOUT_S} s"
    return done.returncode, done.stdout, done.stderr


def main() -> int:
    """Audit the development set, which holds every other. Returns the exit code."""
    wanted = os.environ.get("TRUTHTIME_AUDIT", "")
    if wanted == "skip":
        print("Audit of dependencies: left out (TRUTHTIME_AUDIT=skip).")
        return 0
    today = datetime.now(UTC).date()  # noqa: TID251 - a script of the build, which has no clock to be given
    ids = ignored(IGNORED.read_text("utf-8"), today)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "pins.txt"
        plain.write_text(pins((ROOT / "requirements" / "dev.txt").read_text("utf-8")), encoding="utf-8")
        code, answer, complaint = audit(plain, ids)
    if code in {0, 1} and answer:
        found = holes(answer)
        for line in found:
            print(line)
        verdict = f"{len(found)} known holes" if found else "no known hole"
        print(f"Audit of dependencies: {verdict} in what is pinned; {len(ids)} are ignored with a reason.")
        return int(bool(found))
    reason = next((line for line in reversed(complaint.splitlines()) if line.strip()), "it said nothing")[:200]
    print(f"Audit of dependencies: NOT DONE, the list of known holes cannot be reached ({reason}).")
    return int(wanted == "required")


if __name__ == "__main__":
    sys.exit(main())
