"""Typing, keeping, saving, crashing and another process's lines in any order: a model says what must be there."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.clocks import MS_PER_MIN, FakeClock
from tests.desktop.notebook.conftest import DAY
from truthtime_core.events import parse
from truthtime_desktop.config import Places
from truthtime_desktop.notes import Notebook, Page
from truthtime_desktop.store import open_store

DAYS = st.integers(0, 2).map(lambda number: DAY + timedelta(number))
TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0<>"), max_size=8)


class NotebookMachine(RuleBasedStateMachine):
    """One window on a day at a time, and now and then another process.

    Everything typed is a mark like ``<7 text>``; marks are never typed away, so every acknowledged one must be on its
    page, byte for byte.
    """

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.places = Places(Path(shutil.copytree(self.template, Path(self.folder.name) / "data")))
        self.clock = FakeClock()
        self.store = open_store(self.places)
        self.notebook = Notebook(self.store)
        self.page: Page = self.notebook.page(DAY)
        self.text = ""
        self.marks = 0
        self.typed: dict[date, list[str]] = {}
        self.fresh: list[str] = []
        self.saved: list[str] = []

    def mark(self, typed: str) -> str:
        self.marks += 1
        return f"<{self.marks}{typed}>"

    def show(self, page: Page) -> None:
        """The window takes what it is handed, as the contract says."""
        self.page, self.text = page, page.text
        self.typed.setdefault(page.day, []).extend(self.fresh)
        self.fresh = []

    @rule(typed=TYPED, at=st.floats(0, 1))
    def type(self, typed: str, at: float) -> None:
        place = round(at * len(self.text))
        while self.text[:place].count("<") != self.text[:place].count(">"):
            place += 1  # not inside another mark
        new = self.mark(typed)
        self.text = self.text[:place] + new + self.text[place:]
        self.fresh.append(new)

    @rule()
    def keep(self) -> None:
        self.show(self.notebook.keep(self.page, self.text, self.clock.tick(500)))

    @rule()
    def save(self) -> None:
        self.show(self.notebook.save(self.page, self.text, self.clock.tick(MS_PER_MIN)))
        assert self.page.saved
        self.saved.append(self.page.text)

    @rule(day=DAYS)
    def turn_to(self, day: date) -> None:
        self.save()
        self.show(self.notebook.page(day))

    @rule(day=DAYS, typed=TYPED)
    def append_elsewhere(self, day: date, typed: str) -> None:
        store = open_store(self.places)
        new = self.mark(typed)
        Notebook(store).append(day, new, self.clock.tick(MS_PER_MIN))
        store.close()
        self.typed.setdefault(day, []).append(new)

    @rule(day=DAYS, typed=TYPED)
    def type_elsewhere(self, day: date, typed: str) -> None:
        store = open_store(self.places)
        notebook = Notebook(store)
        new = self.mark(typed)
        page = notebook.page(day)
        notebook.keep(page, new + page.text, self.clock.tick(500))
        store.close()
        self.typed.setdefault(day, []).append(new)

    @rule(recovers=st.booleans())
    def crash(self, recovers: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.store.close()
        self.fresh = []
        self.store = open_store(self.places)
        self.notebook = Notebook(self.store)
        if recovers:
            self.notebook.recover(self.clock.tick(MS_PER_MIN))
            assert self.notebook.drafts() == ()
        self.show(self.notebook.page(self.page.day))

    @precondition(lambda self: self.typed)
    @rule(data=st.data())
    def search(self, data: st.DataObject) -> None:
        day = data.draw(st.sampled_from(sorted(day for day, marks in self.typed.items() if marks) or [DAY]))
        number = data.draw(st.sampled_from(self.typed[day] or ["<nothing>"]))
        found = [one.day for one in self.notebook.search(f'"{number}"')] if '"' not in number else [day]
        assert found == ([day] if self.typed[day] else [])

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        for day, marks in self.typed.items():
            text = self.notebook.page(day).text
            missing = [mark for mark in marks if mark not in text]
            assert not missing, (day, text)

    def teardown(self) -> None:
        revisions = {self.notebook.read(one) for day in self.typed for one in self.notebook.revisions(day)}
        assert {text for text in self.saved if text} <= revisions, "every revision stays readable"
        assert {parse(payload).type for _, payload, _ in self.store.events()} <= {"note.revise"}
        assert self.store.integrity() == []
        self.store.close()
        self.folder.cleanup()


def test_whatever_happens_nothing_acknowledged_is_lost(template: Path) -> None:
    machine = type("Machine", (NotebookMachine,), {"template": template})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=settings().max_examples // 2, stateful_step_count=30, suppress_health_check=list(HealthCheck)
        ),
    )
