"""Days: pieces sum exactly, and boundaries are right in every zone, on short, long and missing days."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.truth import by_day
from tests.core.world import ZONES
from truthtime_core.days import FIRST_MS, LAST_MS, day_of, day_start_ms, local, parse_day, rfc3339, split, zone_of
from truthtime_core.errors import InputError

H = 3_600_000
DAY = 24 * H
MORE_ZONES = (*ZONES, "Africa/Cairo", "America/Havana", "Pacific/Kwajalein", "Asia/Beirut", "Pacific/Chatham")


def at(text: str, zone: str) -> int:
    """UTC milliseconds of a local time."""
    moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        ("2026-03-29", "Europe/Paris", 23),
        ("2026-10-25", "Europe/Paris", 25),
        ("2026-10-04", "Australia/Lord_Howe", 23.5),
        ("2026-04-05", "Australia/Lord_Howe", 24.5),
        ("2026-11-17", "Asia/Kathmandu", 24),
        ("2028-02-29", "Europe/Paris", 24),
        ("2011-12-30", "Pacific/Apia", 0),
        ("2011-12-29", "Pacific/Apia", 24),
        ("2011-12-31", "Pacific/Apia", 24),
        ("1993-08-21", "Pacific/Kwajalein", 0),
        ("2024-04-26", "Africa/Cairo", 23),  # midnight itself is skipped
        ("2024-11-03", "America/Havana", 25),  # midnight comes twice
    ],
)
def test_a_day_has_as_many_hours_as_its_zone_says(day: str, zone: str, hours: float) -> None:
    this = date.fromisoformat(day)
    info = ZoneInfo(zone)
    for day_start_min in (0, 240):
        start_ms = day_start_ms(this, info, day_start_min)
        assert day_start_ms(this + timedelta(days=1), info, day_start_min) - start_ms == hours * H
        if hours:
            assert day_of(start_ms, info, day_start_min) == this
            assert day_of(start_ms - 1, info, day_start_min) < this


def test_a_clock_set_back_over_midnight_does_not_bring_the_old_day_back() -> None:
    """St. John's went from 00:01 back to 23:01; the new day had begun, and no day comes twice."""
    zone = ZoneInfo("America/St_Johns")
    start_ms = day_start_ms(date(2006, 10, 29), zone)
    assert local(start_ms + H // 2, zone).date() == date(2006, 10, 28)
    assert day_of(start_ms + H // 2, zone) == date(2006, 10, 29)
    assert day_start_ms(date(2006, 10, 30), zone) - start_ms == 25 * H


def test_a_midnight_in_the_middle_of_a_skipped_hour_keeps_days_and_pieces_in_step() -> None:
    """Toronto in 1919 went from 23:30 to 00:30."""
    zone = ZoneInfo("America/Toronto")
    begin_ms = day_start_ms(date(1919, 3, 31), zone)
    for at_ms in range(begin_ms - H, begin_ms + H, H // 4):
        assert (day_of(at_ms, zone) == date(1919, 3, 31)) == (at_ms >= begin_ms)
        assert sum(end - begin for _, begin, end in split(at_ms, at_ms + DAY, zone)) == DAY


def test_the_missing_day_gets_no_piece() -> None:
    zone = ZoneInfo("Pacific/Apia")
    start_ms = at("2011-12-29T12:00:00", "Pacific/Apia")
    pieces = list(split(start_ms, start_ms + 24 * H, zone))
    assert [(day.isoformat(), (end - begin) // H) for day, begin, end in pieces] == [
        ("2011-12-29", 12),
        ("2011-12-31", 12),
    ]


@given(
    st.sampled_from(MORE_ZONES),
    st.integers(at("2010-01-01T00:00:00", "UTC"), at("2030-01-01T00:00:00", "UTC")),
    st.integers(0, 6 * DAY),
    st.sampled_from([0, 60, 240, 360]),
)
def test_pieces_sum_exactly_and_agree_with_the_rule(
    zone: str, start_ms: int, length_ms: int, day_start_min: int
) -> None:
    pieces = list(split(start_ms, start_ms + length_ms, ZoneInfo(zone), day_start_min))
    assert sum(end - begin for _, begin, end in pieces) == length_ms
    assert all(begin < end for _, begin, end in pieces)
    assert [begin for _, begin, _ in pieces[1:]] == [end for _, _, end in pieces[:-1]]
    assert len({day for day, _, _ in pieces}) == len(pieces)
    assert {day.isoformat(): end - begin for day, begin, end in pieces} == by_day(
        start_ms, length_ms, zone, day_start_min
    )
    for day, begin, end in pieces:
        assert day == day_of(begin, ZoneInfo(zone), day_start_min) == day_of(end - 1, ZoneInfo(zone), day_start_min)


@given(
    st.sampled_from(MORE_ZONES),
    st.integers(-(2**53), 2**53),
    st.integers(-DAY, 40 * DAY),
    st.integers(0, 720),
)
def test_no_instant_is_too_far_away(zone: str, start_ms: int, length_ms: int, day_start_min: int) -> None:
    pieces = list(split(start_ms, start_ms + length_ms, ZoneInfo(zone), day_start_min))
    assert sum(end - begin for _, begin, end in pieces) == max(0, length_ms)


@pytest.mark.parametrize("edge", [FIRST_MS, LAST_MS])
def test_the_ends_of_time_are_counted_on_the_nearest_day(edge: int) -> None:
    for zone in (UTC, ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles")):
        assert sum(end - begin for _, begin, end in split(edge - DAY, edge + DAY, zone)) == 2 * DAY
        assert local(edge - DAY if edge == FIRST_MS else edge + DAY, zone) == local(edge, zone)


def test_empty_and_reversed_stretches_have_no_pieces() -> None:
    assert list(split(5, 5, UTC)) == list(split(6, 5, UTC)) == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "/",
        "/etc/passwd",
        "../../etc/passwd",
        "Europe",
        "Europe/",
        "Mars/Base",
        "a.b/c",
        "\x00",
        "�",
        "x" * 10000,
        "x/" * 500,
        "tzdata.zi",
        "posixrules/x",
        " ",
        "Europe/Paris\n",
        "C:\\",
        "é",
        "zone.tab",
        "-",
    ],
)
def test_a_zone_nobody_knows_falls_back_to_the_recorded_offset(name: str) -> None:
    assert zone_of(name, 330) == timezone(timedelta(minutes=330))


@given(st.text(), st.integers())
def test_no_zone_name_or_offset_can_raise(name: str, offset_min: int) -> None:
    assert local(0, zone_of(name, offset_min)).timestamp() == 0


def test_offsets_beyond_a_day_are_cut() -> None:
    assert zone_of("Mars/Base", 10**9) == timezone(timedelta(minutes=1_439))
    assert zone_of("Mars/Base", -(10**9)) == timezone(timedelta(minutes=-1_439))


def test_rfc_3339_with_offset_and_milliseconds() -> None:
    assert (
        rfc3339(at("2026-11-17T09:04:00", "Europe/Paris"), ZoneInfo("Europe/Paris")) == "2026-11-17T09:04:00.000+01:00"
    )
    assert rfc3339(-1, UTC) == "1969-12-31T23:59:59.999+00:00"


def test_dates_as_people_type_them() -> None:
    assert parse_day("2028-02-29") == date(2028, 2, 29)
    assert (parse_day("1900-01-01"), parse_day("9000-12-31")) == (date(1900, 1, 1), date(9000, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2027-02-29",
        "2026-13-01",
        "today",
        "17.11.2026",
        "2026-11-17T09:00",
        "x" * 1000000,
        "\x00",
        "�",
        "🗓",
        "0001-01-01",
        "1899-12-31",
        "9001-01-01",
        "9999-12-31",
        "٢٠٢٦-11-17",
        "\u202e2026-11-17",
    ],
)
def test_what_is_no_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_day(text)
    assert len(raised.value.title) < 400
    assert raised.value.title.endswith(".")
    assert raised.value.title.encode()
    assert raised.value.hint
