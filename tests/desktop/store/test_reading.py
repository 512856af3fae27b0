"""What the tray, the log and the report read."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.clocks import MS_PER_H, MS_PER_MIN, FakeClock
from tests.desktop.store import worlds
from truthtime_core.accounting import DayProject
from truthtime_core.entries import Now
from truthtime_core.events import Draft
from truthtime_desktop.store import Store, cache, network_folder
from truthtime_desktop.viewstate import RecentTask

DAY = date(2026, 11, 17)


def now_of(store: Store, clock: FakeClock) -> Now:
    """The present of this store's device."""
    return Now(store.head.device, clock.read())


def test_a_running_timer_counts_up_to_now(store: Store, clock: FakeClock) -> None:
    store.append([worlds.start(1, "Site", worlds.timer(0xF001))], clock.read())
    clock.tick(10 * MS_PER_MIN)
    assert store.day(DAY, None, 0).total_ms() == 0
    view = store.day(DAY, now_of(store, clock), 0)
    assert view.totals == {worlds.timer(0xF001): {"work": 10 * MS_PER_MIN}}
    assert (view.total_ms(), view.total_ms("work"), view.total_ms("unanswered")) == (600_000, 600_000, 0)
    assert view.entries == (worlds.timer(1),)
    cell = DayProject(DAY, worlds.timer(0xF001))
    assert store.totals(DAY, DAY, now_of(store, clock)) == {cell: {"work": 10 * MS_PER_MIN}}
    assert store.totals(DAY, DAY, None) == {}
    assert [one.worked_ms for one in store.entries(None, None, None, now_of(store, clock))] == [600_000]


def test_a_running_timer_over_midnight_is_live_on_both_days(store: Store) -> None:
    clock = FakeClock("2026-11-16T23:00:00")
    store.append([worlds.start(1)], clock.read())
    clock.tick(3 * MS_PER_H)
    now = now_of(store, clock)
    totals = store.totals(DAY - timedelta(days=9), DAY, now)
    assert {cell.day: kinds["work"] for cell, kinds in totals.items()} == {
        DAY - timedelta(days=1): MS_PER_H,
        DAY: 2 * MS_PER_H,
    }
    assert store.totals(DAY, DAY, now) == {DayProject(DAY, ""): {"work": 2 * MS_PER_H}}
    assert store.day(DAY, now, 180).total_ms() == 0
    assert store.day(DAY - timedelta(days=1), now, 180).total_ms() == 3 * MS_PER_H


def test_the_log_is_filtered_by_the_day_an_entry_began_and_limited_from_the_end(store: Store) -> None:
    clock = FakeClock("2026-11-14T23:30:00")
    for number in range(1, 6):
        store.append([worlds.start(number)], clock.read())
        store.append([worlds.stop(number)], clock.tick(MS_PER_H))
        clock.tick(23 * MS_PER_H)
    store.append([Draft("entry.void", worlds.timer(5), {}, {"reason": "slip"})], clock.read())

    def began(first: int | None, last: int | None, limit: int | None) -> list[int]:
        days = [date(2026, 11, one) if one else None for one in (first, last)]
        return [int(one.id[-4:], 16) for one in store.entries(days[0], days[1], limit, None)]

    assert began(None, None, None) == [1, 2, 3, 4, 5]
    assert began(None, None, 2) == [4, 5]
    assert began(15, 16, None) == [2, 3]
    assert began(None, 15, None) == [1, 2]
    assert began(None, 16, 1) == [3]
    assert began(17, None, 9) == [4, 5]
    assert store.entries(None, None, None, None)[-1].voided


def test_long_entries_are_found_on_every_day_they_touch(store: Store, clock: FakeClock) -> None:
    long_ago = clock.at_ms - 400 * 24 * MS_PER_H
    store.append([worlds.added(1, long_ago, 500 * 24 * 60), worlds.added(2, clock.at_ms, 30)], clock.read())
    assert set(store.day(DAY, None, 0).entries) == {worlds.timer(1), worlds.timer(2)}
    assert store.day(DAY, None, 0).total_ms() == 24 * MS_PER_H
    totals = store.totals(date.min, date.max, None)
    assert sum(kinds["claimed"] for kinds in totals.values()) == 500 * 24 * MS_PER_H


def test_an_overlap_is_shown_until_it_is_decided(store: Store, clock: FakeClock) -> None:
    first, second = worlds.timer(1), worlds.timer(2)
    store.append([worlds.added(1, clock.at_ms, 90), worlds.added(2, clock.at_ms + MS_PER_H, 60)], clock.read())
    (overlap,) = store.day(DAY, None, 0).overlaps
    assert {overlap.a, overlap.b} == {first, second}
    assert overlap.end_ms - overlap.start_ms == 30 * MS_PER_MIN
    assert store.totals(DAY, DAY, None)[DayProject(DAY, "")] == {"claimed": 120 * MS_PER_MIN}
    assert store.day(DAY + timedelta(days=1), None, 0).overlaps == ()
    store.append([Draft("overlap.decide", "", {"a": first, "b": second, "choice": "both"})], clock.read())
    assert store.day(DAY, None, 0).overlaps == ()
    assert store.totals(DAY, DAY, None)[DayProject(DAY, "")] == {"claimed": 150 * MS_PER_MIN}


def test_travellers_share_moments_with_another_day(store: Store, clock: FakeClock) -> None:
    """An entry in Kiritimati takes time from one in Pago Pago, which is lived a day earlier."""
    other = worlds.OtherDevice()
    store.append([worlds.added(2, clock.at_ms, 60, zone="Pacific/Pago_Pago")], clock.read())
    store.catch_up()
    other.write(worlds.added(1, clock.at_ms, 60, zone="Pacific/Kiritimati"), clock.tick(1))
    store.adopt(other.pairs())
    totals = store.totals(date.min, date.max, None)
    assert sum(sum(kinds.values()) for kinds in totals.values()) == 60 * MS_PER_MIN


def test_projects_by_name_and_id(store: Store, clock: FakeClock) -> None:
    store.append([worlds.project("Site", 1, archived=True), worlds.project("Site", 2)], clock.read())
    store.append([worlds.project("Shop", 3)], clock.read())
    found = store.project_named("Site")
    assert found is not None
    assert found.id == worlds.timer(0xF002)
    assert store.project_named("Nothing") is None
    assert store.project_words(worlds.timer(0xF003)) == "Shop"
    assert store.project_words("none") == ""
    assert [one.name for one in store.projects()] == ["Site", "Site", "Shop"]


def test_recent_tasks_are_the_newest_each_once_with_the_projects_name(store: Store, clock: FakeClock) -> None:
    store.append([worlds.project("Site", 1)], clock.read())
    for number, text in enumerate(["A", "B", "A", "", "C"], start=1):
        project = worlds.timer(0xF001) if text == "A" else ""
        store.append([worlds.start(number, text, project), worlds.stop(number)], clock.tick(MS_PER_MIN))
    store.append([Draft("entry.void", worlds.timer(5), {}, {"reason": "slip"})], clock.read())
    assert store.recent_tasks(5) == [RecentTask("A", "Site", ("tag",)), RecentTask("B", "", ("tag",))]
    assert len(store.recent_tasks(1)) == 1


def test_notes_of_days(store: Store, clock: FakeClock) -> None:
    text = "Ünïcode \u202e \r\n\ttab 🍉"
    store.append([worlds.note("2026-11-16", "x"), worlds.note("2026-11-17", text)], clock.read())
    note = store.note("2026-11-17")
    assert note is not None
    assert note.text == text
    assert store.note("2026-11-18") is None
    assert [one.day for one in store.notes("2026-11-16", "2026-11-17")] == ["2026-11-16", "2026-11-17"]


def test_a_large_backlog_is_folded_in_parts_with_the_days_at_the_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "BULK_EVENTS", 50)
    monkeypatch.setattr(cache, "CHUNK_EVENTS", 30)
    other, clock = worlds.OtherDevice(), FakeClock()
    for number in range(1, 101):
        other.write(worlds.start(number), clock.read())
        other.write(worlds.stop(number), clock.tick(MS_PER_H))
    assert store.adopt(other.pairs()) == (200, 0)
    totals = store.totals(date.min, date.max, None)
    assert sum(kinds["work"] for kinds in totals.values()) == 100 * MS_PER_H
    assert store.counts() == {"events": 200, "entries": 100, "intervals": 100}


def test_impossible_times_are_kept_and_counted_somewhere(store: Store, clock: FakeClock) -> None:
    store.append([worlds.added(1, -(2**50), 60), worlds.added(2, 2**52, 60)], clock.read())
    assert len(store.entries(None, None, None, None)) == 2
    totals = store.totals(date.min, date.max, None)
    assert sum(kinds["claimed"] for kinds in totals.values()) == 2 * MS_PER_H
    for cell in totals:
        assert store.day(cell.day, None, 0).total_ms() == MS_PER_H


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
me@host:/x /mnt/my\\040files fuse.sshfs rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/home/ada/data", "nfs4"),
        ("/mnt/my files/data", "fuse.sshfs"),
        ("/home/local/data", None),
        ("/var/data", None),
        ("/var/Dropbox/data", "Dropbox"),
        ("/var/OneDrive - Work/data", "OneDrive"),
        ("/var/Dropboxes/data", None),
    ],
)
def test_risky_folders_are_named(tmp_path: Path, path: str, said: str | None) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)
    found = network_folder(Path(path), tmp_path / "mounts")
    assert (found is None) if said is None else (found is not None and said in found)
    assert network_folder(Path("/var/data"), tmp_path / "no such file") is None
