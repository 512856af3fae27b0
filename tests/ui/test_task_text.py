"""One line that says description, project and tags."""

import pytest

from truthtime_core.timer import Task
from truthtime_desktop.ui.task_text import completions, parsed, written
from truthtime_desktop.viewstate import RecentTask

PROJECTS = ("Acme", "Acme Studio", "Admin")
TASKS = (
    RecentTask("Invoices", "Admin", ()),
    RecentTask("Landing page copy", "Acme Studio", ("web", "copy")),
    RecentTask("", "Admin", ()),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Task()),
        ("Landing page copy", Task("Landing page copy")),
        ("Landing page copy @Acme Studio #web", Task("Landing page copy", "Acme Studio", ("web",))),
        ("#web Landing @acme studio", Task("Landing", "Acme Studio", ("web",))),
        ("Call @Acme about the invoice", Task("Call about the invoice", "Acme")),
        ("Call @New Client #a #b #a", Task("Call", "New Client", ("a", "b"))),
        ("Call @New Client #a about it", Task("Call about it", "New Client", ("a",))),
        ("Fix bug #42", Task("Fix bug #42")),
        ("Mail to jo@example.com", Task("Mail to jo@example.com")),
        ("Lunch @ noon", Task("Lunch @ noon")),
        ("@Acmeville", Task("", "Acmeville")),
        ("  two   spaces  ", Task("two spaces")),
        ("Über #größe", Task("Über", "", ("größe",))),
        ("C# and F#", Task("C# and F#")),
    ],
)
def test_parsed(text: str, expected: Task) -> None:
    assert parsed(text, PROJECTS) == expected


@pytest.mark.parametrize("task", TASKS)
def test_what_is_written_is_read_back(task: RecentTask) -> None:
    assert parsed(written(task), PROJECTS) == Task(task.description, task.project, task.tags)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["Invoices @Admin", "Landing page copy @Acme Studio #web #copy", "@Admin"]),
        ("land", ["Landing page copy @Acme Studio #web #copy"]),
        ("page web", ["Landing page copy @Acme Studio #web #copy"]),
        ("nothing like it", []),
        ("Invoices @Admin", []),
        ("Call @ac", ["Call @Acme ", "Call @Acme Studio "]),
        ("Call @acme", ["Call @Acme Studio "]),
        ("@adm", ["@Admin "]),
    ],
)
def test_completions(text: str, expected: list[str]) -> None:
    assert completions(text, TASKS, PROJECTS) == expected
