"""Renew requirements/*.txt from pyproject.toml: every version pinned with its hashes, for every system and Python.

The files name no download address: where packages come from is the business of the machine that installs them.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Made by `make pins` from pyproject.toml: {purpose}. Do not edit.\n"
SETS = {
    "run.txt": ("what TruthTime needs to run", ["--group", "setup"]),
    "dev.txt": ("what its tests and checks need as well", ["--group", "dev", "--extra", "server", "--extra", "devdb"]),
}
SERVER = ("server.txt", "what a server needs (installer/server)")
SERVER_ALSO = ("SQLAlchemy", "alembic", "tzdata")
"""What the server uses of the program's own dependencies. The rest of them draws windows."""

ADDRESS = re.compile(r"^\s*(#.*|--(index-url|extra-index-url|find-links|trusted-host)\b.*|-[if] .*)$")


def compile_set(uv: Path, purpose: str, options: list[str], source: str = "pyproject.toml") -> str:
    """One pinned set as text, without comments, addresses and paths.

    Args:
        uv: the program that resolves for all systems at once.
        purpose: ends the first line's sentence.
        options: which extras and dependency groups belong to the set.
        source: names what is asked for.
    """
    command = [uv, "pip", "compile", source, "--universal", "--generate-hashes", "--python-version", "3.11"]
    command += ["--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet", *options]
    made = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    lines = [line for line in made.stdout.splitlines() if line.strip() and not ADDRESS.match(line)]
    return HEADER.format(purpose=purpose) + "\n".join(lines) + "\n"


def asked_for_by_the_server(project: dict[str, Any]) -> list[str]:
    """Requirements of the server alone, as pyproject.toml has them."""
    own = [line for line in project["dependencies"] if re.split(r"[^A-Za-z0-9]", line)[0] in SERVER_ALSO]
    return [*own, *project["optional-dependencies"]["server"]]


def main() -> int:
    """Write all sets. uv is installed into a folder that is thrown away: the project itself does not need it."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        programs = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        python = programs / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv>=0.13"], check=True)  # noqa: S603 - fixed words
        for name, (purpose, options) in SETS.items():
            path = ROOT / "requirements" / name
            path.write_text(compile_set(programs / "uv", purpose, options), encoding="utf-8")
            print(f"requirements/{name} is renewed.")
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
        lines = [*asked_for_by_the_server(project["project"]), *project["dependency-groups"]["setup"]]
        source = Path(folder) / "server.in"
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        name, purpose = SERVER
        options = ["--constraint", "requirements/dev.txt"]
        made = compile_set(programs / "uv", purpose, options, str(source))
        (ROOT / "requirements" / name).write_text(made, encoding="utf-8")
        print(f"requirements/{name} is renewed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
