"""Prove with pip that every pin has a wheel with a listed hash for every system and Python TruthTime supports.

pip evaluates environment markers for the Python that runs it, so the lines that apply elsewhere are chosen here.
Nothing is installed; what pip downloads is thrown away.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
SETS = ("run.txt", "dev.txt")
PYTHONS = ("3.11", "3.12", "3.13")
MARKER = re.compile(r"^\S+ ; (?P<marker>.+?) \\$", re.MULTILINE)
PIN = re.compile(r"^\S.*(?:\n .*)*", re.MULTILINE)


class Target(NamedTuple):
    """A computer that TruthTime is written for.

    Attributes:
        name: for people.
        platform: the newest tag of wheels that installs there (PEP 425); pip knows which older ones do as well.
        environment: what markers are compared with there (PEP 508).
    """

    name: str
    platform: str
    environment: Mapping[str, str]


def _environment(os_name: str, sys_platform: str, platform_system: str, platform_machine: str) -> dict[str, str]:
    return {
        "os_name": os_name,
        "sys_platform": sys_platform,
        "platform_system": platform_system,
        "platform_machine": platform_machine,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
        "extra": "",
    }


WINDOWS = _environment("nt", "win32", "Windows", "AMD64")
TARGETS = (
    Target("Windows 10 and 11", "win_amd64", WINDOWS),
    Target("macOS 13, Apple silicon", "macosx_13_0_arm64", _environment("posix", "darwin", "Darwin", "arm64")),
    Target("macOS 13, Intel", "macosx_13_0_x86_64", _environment("posix", "darwin", "Darwin", "x86_64")),
)


def applying(pins: str, target: Target, python: str) -> str:
    """The pins of a set that are installed on this target, still with their hashes.

    Args:
        pins: content of a file in requirements/.
        python: version of Python, for example ``3.11``.
    """
    environment = {**target.environment, "python_version": python, "python_full_version": f"{python}.0"}
    blocks = (block for block in PIN.findall(pins) if not block.startswith("#"))
    chosen = []
    for block in blocks:
        marker = MARKER.match(block)
        if marker is None:
            chosen.append(block)
        elif Marker(marker["marker"]).evaluate(environment):
            chosen.append(block.replace(f" ; {marker['marker']}", "", 1))
    return "\n".join(chosen) + "\n"


def refusal(pins: str, target: Target, python: str) -> str:
    """What pip says against these pins on this target; empty when it takes them all."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "pins.txt"
        wanted.write_text(applying(pins, target, python), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation", "cp"]
        command += ["--platform", target.platform, "--python-version", python, "--dest", folder, "-r", str(wanted)]
        tried = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
        return "" if tried.returncode == 0 else tried.stderr.strip()


def main() -> int:
    """Try all sets for all targets; 1 when one of them could not be installed there."""
    refused = 0
    for name in SETS:
        pins = (ROOT / "requirements" / name).read_text("utf-8")
        for target in TARGETS:
            for python in PYTHONS:
                said = refusal(pins, target, python)
                count = len(PIN.findall(applying(pins, target, python)))
                print(f"{name}, {target.name}, Python {python}: {said or f'{count} wheels'}", flush=True)
                refused += bool(said)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
