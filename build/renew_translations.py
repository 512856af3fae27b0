"""Bring the catalogues in resources/translations up to date with the words of the program: `make translations`.

    python build/renew_translations.py            rewrite the .ts files; 1 if a translation is missing or wrong
    python build/renew_translations.py --check    change nothing, find the same faults
    python build/renew_translations.py --compile  make what the program reads (.qm) of the .ts files, as set-up does

The words are found by Python's own parser and handed to `pyside6-lupdate` one by one. Left alone, lupdate reads Python
with regular expressions: it knows no `plural`, loses the context of a call that spans lines, and takes a second
argument that is a literal for a comment. What merges, keeps and drops translations is lupdate all the same.
"""

import ast
import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from build.catalogues import faults_of, read_catalogue  # noqa: E402 - the project is no installed package

PACKAGES = (ROOT / "truthtime_desktop", ROOT / "truthtime_core")
CATALOGUES = ROOT / "resources" / "translations"
FUNCTIONS_CONTEXT = "words"
"""Where `truthtime_desktop.ui.words` looks up what functions outside of classes say."""

ERRORS_CONTEXT = "errors"
"""Where `truthtime_desktop.ui.words.said` looks up titles and hints of errors."""

PATTERNS = CATALOGUES / "patterns.json"
"""Titles and hints with values in them, so that the finished sentence can be found again; made here."""

PRINTED_ONLY = (
    "heartbeat.py",
    "note_command.py",
    "cli.py",
    "arguments.py",
    "commands.py",
    "wire.py",
    "reports.py",
    "imports/",
    "store/adoption.py",
)
"""Files whose errors the command line alone shows, in English as all of it."""


class Use(NamedTuple):
    """One message as the program asks for it.

    Attributes:
        counted: it is about a number, and a language may have several forms of it.
        place: the file, for translators.
        comment: tells two uses of the same English word apart (second argument of `self.tr`).
    """

    context: str
    source: str
    counted: bool
    place: str
    comment: str = ""


def uses() -> Iterator[Use]:
    """Every message of the program, in the order of the files.

    Raises:
        SystemExit: a text is not a literal, so nobody could translate it.
    """
    for folder in PACKAGES:
        for path in sorted(folder.rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            place = path.relative_to(folder).as_posix()
            yield from _uses_in(tree, "", place)
            if not place.startswith(PRINTED_ONLY):
                yield from _errors_in(tree, place)


def _errors_in(tree: ast.Module, place: str) -> Iterator[Use]:
    """Titles and hints where an error of ours, or a problem to show, is made; a value becomes a placeholder."""
    constants = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        for text in _titles_and_hints(node):
            for source in _sentences(text, constants):
                yield Use(ERRORS_CONTEXT, source, counted=False, place=place)


def _titles_and_hints(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call) and len(node.args) >= 2:  # noqa: PLR2004 - a title and a hint
        name = ast.unparse(node.func).split(".")[-1]
        if (name.endswith("Error") and name not in {"OSError", "PermissionError"}) or name == "Problem":
            yield from node.args[:2]
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"title", "hint"}:
        yield node.value
    elif isinstance(node, ast.arguments):
        named = zip(node.args[::-1], node.defaults[::-1], strict=False)
        yield from (default for argument, default in named if argument.arg in {"title", "hint"})


def _sentences(node: ast.expr, constants: Mapping[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_sentences(node.body, constants), *_sentences(node.orelse, constants))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.Name) and node.id in constants:
        yield from _sentences(constants[node.id], constants)
    elif isinstance(node, ast.JoinedStr):
        number = itertools.count(1)
        yield "".join(_part(part, number, constants) for part in node.values)


def _part(part: ast.expr, number: Iterator[int], constants: Mapping[str, ast.expr]) -> str:
    if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
        part = constants.get(part.value.id, part)
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return part.value
    return f"%{next(number)}"


def patterns() -> str:
    """The content of `PATTERNS`: what has values in it, the most telling first."""
    found = {use.source for use in uses() if use.context == ERRORS_CONTEXT and "%1" in use.source}
    return json.dumps(sorted(found, key=lambda one: (-len(one), one)), indent=1, ensure_ascii=False) + "\n"


def _uses_in(node: ast.AST, enclosing_class: str, place: str) -> Iterator[Use]:
    for child in ast.iter_child_nodes(node):
        inner = child.name if isinstance(child, ast.ClassDef) else enclosing_class
        if isinstance(child, ast.Call):
            yield from _use(child, inner, place)
        yield from _uses_in(child, inner, place)


def _use(call: ast.Call, enclosing_class: str, place: str) -> Iterator[Use]:
    name = ast.unparse(call.func)
    comment = ""
    if name == "self.tr":
        context, counted = enclosing_class, len(call.args) > 2  # noqa: PLR2004 - text, comment, number
        if len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
            comment = str(call.args[1].value or "")
    elif name in {"tr", "words.tr"}:
        context, counted = FUNCTIONS_CONTEXT, False
    elif name in {"plural", "words.plural"}:
        context, counted = FUNCTIONS_CONTEXT, True
    else:
        return
    text = call.args[0]
    for choice in (text.body, text.orelse) if isinstance(text, ast.IfExp) else (text,):
        if not (isinstance(choice, ast.Constant) and isinstance(choice.value, str)):
            raise SystemExit(f"{place}, line {call.lineno}: {name} needs a literal text, or nobody can translate it.")
        yield Use(context, choice.value, counted, place, comment)


def renew() -> None:
    """Rewrite every catalogue: new messages come in unfinished, those that are gone go."""
    with tempfile.TemporaryDirectory() as name:
        PATTERNS.write_text(patterns(), encoding="utf-8")
        calls = Path(name) / "messages.py"
        calls.write_text("".join(_call(use) for use in dict.fromkeys(uses())), encoding="utf-8")
        for path in sorted(CATALOGUES.glob("*.ts")):
            # English is the language of the sources: only what has several forms needs a catalogue.
            kind = ["-pluralonly"] if path.stem.endswith("_en") else []
            command = [Path(sys.executable).with_name("pyside6-lupdate"), "-silent", "-no-obsolete", *kind]
            command += ["-locations", "none", "-sort-messages", "-source-language", "en_US", calls, "-ts", path]
            subprocess.run(command, check=True)  # noqa: S603 - Qt's own tool, on our own files


def _call(use: Use) -> str:
    context, source, comment = (json.dumps(each, ensure_ascii=False) for each in (use.context, use.source, use.comment))
    # lupdate sees that a call is about a number when a number stands there.
    number = ", 1" if use.counted else ""
    comment = f", {comment}" if use.comment or use.counted else ""
    return f"#: {use.place}\nQCoreApplication.translate({context}, {source}{comment}{number})\n"


def compile_all() -> None:
    """What the program reads (.qm), as build/setup_environment.sh makes it."""
    for path in sorted(CATALOGUES.glob("*.ts")):
        command = [Path(sys.executable).with_name("pyside6-lrelease"), "-silent", path, "-qm", path.with_suffix(".qm")]
        subprocess.run(command, check=True)  # noqa: S603 - Qt's own tool, on our own files


def missing_or_wrong() -> list[str]:
    """What a person would see in the wrong words: one line for each fault, none when all is well."""
    wanted = {(use.context, use.source, use.comment): use.counted for use in uses()}
    found = []
    if not PATTERNS.is_file() or PATTERNS.read_text(encoding="utf-8") != patterns():
        found.append(f"{PATTERNS.name}: not what the program says now (make translations)")
    for path in sorted(CATALOGUES.glob("*.ts")):
        here = wanted if not path.stem.endswith("_en") else {key: True for key, counted in wanted.items() if counted}
        messages = read_catalogue(path)
        known = {(message.context, message.source, message.comment): message for message in messages}
        lost = [key for key in here if key not in known or known[key].counted != here[key]]
        found += [f"{path.name}: not in the catalogue (make translations): {key}" for key in lost]
        found += [f"{path.name}: nothing says this any more (make translations): {key}" for key in known - here.keys()]
        found += [f"{path.name}: {fault}" for message in messages for fault in faults_of(message)]
    return found


def main() -> int:
    """Do what the first page of this file says."""
    if "--compile" in sys.argv[1:]:
        compile_all()
        return 0
    if "--check" not in sys.argv[1:]:
        renew()
        compile_all()
    found = missing_or_wrong()
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
