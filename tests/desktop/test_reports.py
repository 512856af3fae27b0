"""What `status`, `log` and `report` say."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desktop.ledgers import OTHER, PROJECT, TIMER, Writer, morning
from truthtime_core.accounting import DayProject, Totals
from truthtime_core.entries import KINDS, Now
from truthtime_core.errors import InputError
from truthtime_core.ledger import Project
from truthtime_desktop import reports

MIN = 60_000
DAY = date(2026, 11, 17)
ACME = (Project(PROJECT, 'Acme; "Website"', archived=False),)
LOG_KEYS = [
    "id",
    "status",
    "description",
    "project",
    "tags",
    "started_at",
    "ended_at",
    "worked_ms",
    "paused_ms",
    "idle_ms",
    "locked_ms",
    "asleep_ms",
    "off_ms",
    "claimed_ms",
    "unanswered_ms",
    "elapsed_ms",
    "intervals",
    "flags",
    "provenance",
]


class Numbers:
    """A source of totals that are given."""

    def __init__(self, totals: Totals, projects: tuple[Project, ...] = ACME) -> None:
        self._totals = totals
        self._projects = projects

    def totals(self, first: date, last: date, now: Now | None) -> Totals:
        del first, last, now
        return self._totals

    def projects(self) -> tuple[Project, ...]:
        return self._projects


def test_log_json_has_the_shape_of_the_design() -> None:
    shown = reports.log_json(morning().entries(), ACME)["entries"]
    assert list(shown[0]) == LOG_KEYS
    assert shown[0] == {
        "id": TIMER,
        "status": "stopped",
        "description": "Landing page copy",
        "project": 'Acme; "Website"',
        "tags": ["web", "a, b"],
        "started_at": "2026-11-17T09:04:00.000+01:00",
        "ended_at": "2026-11-17T11:19:00.000+01:00",
        "worked_ms": 60 * MIN,
        "paused_ms": 15 * MIN,
        "idle_ms": 0,
        "locked_ms": 0,
        "asleep_ms": 60 * MIN,
        "off_ms": 0,
        "claimed_ms": 0,
        "unanswered_ms": 60 * MIN,
        "elapsed_ms": 135 * MIN,
        "intervals": [
            {
                "kind": kind,
                "started_at": f"2026-11-17T{at}:00.000+01:00",
                "duration_ms": length * MIN,
                "answered": known,
            }
            for kind, at, length, known in [
                ("work", "09:04", 30, True),
                ("paused", "09:34", 15, True),
                ("work", "09:49", 10, True),
                ("asleep", "09:59", 60, False),
                ("work", "10:59", 20, True),
            ]
        ],
        "flags": [],
        "provenance": ["measured"],
    }
    json.dumps(shown)


def test_an_open_entry_has_no_end_and_a_voided_one_says_so() -> None:
    writer = Writer()
    writer.write("timer.start", description="Open")
    writer.clock.tick(5 * MIN)
    writer.write("timer.start", OTHER, description="Taken back")
    writer.write("timer.stop", OTHER)
    writer.write("entry.void", OTHER, reason="Mistake")
    shown = {one["description"]: one for one in reports.log_json(writer.entries(), ())["entries"]}
    assert (shown["Open"]["status"], shown["Open"]["ended_at"], shown["Open"]["project"]) == ("running", None, None)
    assert shown["Taken back"]["status"] == "voided"
    assert shown["Taken back"]["ended_at"] is not None


def test_times_are_told_in_the_zone_they_were_lived_in() -> None:
    writer = Writer()
    writer.write("timer.start")
    writer.clock.tick(60 * MIN)
    writer.clock.travel("Asia/Kathmandu")
    writer.write("timer.stop")
    (shown,) = reports.log_json(writer.entries(), ())["entries"]
    assert shown["started_at"].endswith("+01:00")
    assert shown["ended_at"].startswith("2026-11-17T10:04")


def test_a_project_without_a_name_is_shown_by_its_id() -> None:
    assert reports.project_name(PROJECT, ()) == PROJECT
    assert reports.project_name("", ACME) == ""


def test_log_text_says_what_counts_and_what_does_not() -> None:
    assert reports.log_text(morning().entries(), ACME) == (
        "2026-11-17\n"
        '  09:04 – 11:19     1h 00m of 2h 15m   Landing page copy, Acme; "Website", #web, #a, b\n'
        "                    1h 00m not answered\n"
    )
    assert reports.log_text((), ()) == "Nothing tracked yet.\n"


def test_log_text_cannot_steer_the_terminal() -> None:
    writer = Writer()
    writer.write("timer.start", description="\x1b[2Jred\r\nnext\u202eline 👩\u200d💻", tags=["\x07bell"])
    shown = reports.log_text(writer.entries(), ())
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "👩\u200d💻" in shown
    assert shown.count("\n") == 2


def test_an_entry_over_midnight_names_the_day_it_ends() -> None:
    writer = Writer()
    writer.write("timer.start")
    writer.clock.tick(16 * 60 * MIN)
    writer.write("timer.stop")
    assert "09:04 – 01:04 +1d" in reports.log_text(writer.entries(), ())


def test_status_of_a_running_timer() -> None:
    writer = Writer()
    writer.write("timer.start", description="Landing page copy")
    writer.clock.tick(91 * MIN)
    (entry,) = writer.entries()
    today = reports.sums(writer.totals().values())
    shown = reports.status_json("running", entry, today)
    assert list(shown) == ["state", "entry", "worked_ms", "elapsed_ms", "today"]
    assert shown["worked_ms"] == shown["elapsed_ms"] == 91 * MIN
    assert "intervals" not in shown["entry"]
    assert shown["today"] == {"worked_ms": 91 * MIN, "elapsed_ms": 91 * MIN, "unanswered_ms": 0}
    assert reports.status_text("running", entry, today) == (
        "Running: Landing page copy\n  1h 31m of 1h 31m was work.\nToday: 1h 31m of 1h 31m was work.\n"
    )


def test_status_of_nothing() -> None:
    assert reports.status_json("stopped", None, reports.Sums()) == {
        "state": "stopped",
        "entry": None,
        "worked_ms": 0,
        "elapsed_ms": 0,
        "today": {"worked_ms": 0, "elapsed_ms": 0, "unanswered_ms": 0},
    }
    assert reports.status_text("stopped", None, reports.Sums()) == "Not tracking\nNothing tracked today.\n"


def test_what_waits_for_an_answer_is_stated_beside_the_total() -> None:
    today = reports.sums(morning().totals().values())
    assert "1h 00m is not counted until you answer." in reports.status_text("stopped", None, today)


def test_report_text_states_sources_beside_every_total() -> None:
    report = reports.report(Numbers(morning().totals()), DAY, DAY, None)
    assert report.text() == (
        "1h 00m of 2h 15m was work.\n"
        "1h 00m is not counted until you answer.\n"
        "Work: measured 1h 00m, claimed 0m. Not work: paused 15m, asleep 1h 00m.\n"
        "\n"
        "2026-11-17\n"
        '  1h 00m of 2h 15m   Acme; "Website" (measured 1h 00m, 1h 00m not answered)\n'
    )


def test_report_of_several_days_and_projects() -> None:
    second = date(2026, 11, 18)
    totals: Totals = {
        DayProject(DAY, PROJECT): {"work": 60 * MIN, "paused": 5 * MIN},
        DayProject(second, PROJECT): {"work": 30 * MIN},
        DayProject(second, ""): {"claimed": 90 * MIN, "idle": 7 * MIN, "unanswered": 7 * MIN},
        DayProject(date(2026, 11, 30), ""): {"work": 1},
    }
    report = reports.report(Numbers(totals), DAY, second, None)
    shown = report.json()
    assert (shown["worked_ms"], shown["elapsed_ms"], shown["unanswered_ms"]) == (180 * MIN, 192 * MIN, 7 * MIN)
    assert [day["day"] for day in shown["days"]] == ["2026-11-17", "2026-11-18"]
    assert [line["project"] for line in shown["projects"]] == [None, 'Acme; "Website"']
    assert [line["worked_ms"] for line in shown["days"][1]["projects"]] == [90 * MIN, 30 * MIN]
    assert (shown["measured_ms"], shown["claimed_ms"]) == (90 * MIN, 90 * MIN)
    lines = report.text().splitlines()
    assert lines[0] == "3h 00m of 3h 12m was work."
    assert "2026-11-17 – 2026-11-18" in lines
    assert "2h 00m of 2h 07m   2026-11-18 (measured 30m, claimed 1h 30m, 7m not answered)" in lines


def test_report_of_an_empty_day() -> None:
    assert reports.report(Numbers({}), DAY, DAY, None).text() == "Nothing tracked: 2026-11-17.\n"


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        reports.report(Numbers({}), DAY, date(2026, 11, 16), None)
    assert "--from" in caught.value.hint


_CELLS = st.dictionaries(st.sampled_from((*KINDS, "unanswered")), st.integers(0, 10**9))
_TOTALS = st.dictionaries(
    st.builds(DayProject, st.dates(date(2026, 1, 1), date(2026, 1, 9)), st.sampled_from(["", "a", "b", "c"])), _CELLS
)


@given(_TOTALS)
def test_the_projects_sum_to_the_days_and_both_to_the_total(totals: Totals) -> None:
    report = reports.report(Numbers(totals, ()), date(2026, 1, 1), date(2026, 1, 9), None)
    whole = tuple(report.total)
    assert tuple(map(sum, zip(*(one.sums for one in report.days), strict=True))) in {whole, ()}
    assert tuple(map(sum, zip(*(line.sums for line in report.lines), strict=True))) in {whole, ()}
    for day in report.days:
        assert tuple(map(sum, zip(*(line.sums for line in day.lines), strict=True))) == tuple(day.sums)
    assert report.total.elapsed_ms == sum(report.total[:7])
