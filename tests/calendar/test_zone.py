from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, reset_tzpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.calendar.zone import FIRST, LAST, observances

TZDATA = Path(__import__("tzdata").__file__).parent / "zoneinfo"
ZONES = sorted(line for line in (TZDATA.parent / "zones").read_text().split())


def offset_by(zone: str, at: datetime) -> timedelta:
    """What a client that reads the observances takes for the offset at a time in UTC."""
    onsets = [(onset - each.offset_from, each.offset_to) for each in observances(zone) for onset in each.onsets]
    return max((onset, offset) for onset, offset in onsets if onset <= at.replace(tzinfo=None))[1]


def test_a_zone_without_changes_has_one_observance():
    (utc,) = observances("UTC")
    assert (utc.name, utc.offset_from, utc.offset_to, utc.daylight) == ("UTC", timedelta(0), timedelta(0), False)
    assert utc.onsets == (datetime.fromisoformat("2020-01-01"),)


def test_the_clocks_of_new_york_go_forward_at_two_by_the_clock_before():
    daylight = observances("America/New_York")[1]
    assert daylight.daylight
    assert daylight.onsets[0] == datetime.fromisoformat("2020-03-08T02:00")
    assert daylight.onsets[-1] == datetime.fromisoformat("2037-03-08T02:00")


def test_the_winter_of_dublin_is_not_daylight_saving_though_tzdata_counts_it_so():
    assert not any(each.daylight for each in observances("Europe/Dublin"))


@settings(deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC)),
)
def test_the_observances_of_every_zone_give_its_offset_at_every_time(zone: str, at: datetime):
    with (TZDATA / zone).open("rb") as file:
        known = ZoneInfo.from_file(file, key=zone)
    assert offset_by(zone, at) == known.utcoffset(at.astimezone(known))


def test_the_machine_s_own_zone_files_change_nothing_where_the_package_has_the_zone(tmp_path: Path):
    expected = observances("Europe/Lisbon")
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Lisbon").write_bytes((TZDATA / "Asia" / "Tokyo").read_bytes())
    (tmp_path / "Mars").write_bytes((TZDATA / "Asia" / "Tokyo").read_bytes())
    reset_tzpath([tmp_path])
    ZoneInfo.clear_cache()
    observances.cache_clear()
    try:
        assert observances("Europe/Lisbon") == expected
        assert observances("Mars") == observances("Asia/Tokyo")
    finally:
        reset_tzpath()
        ZoneInfo.clear_cache()
        observances.cache_clear()


@pytest.mark.parametrize("name", ["Europe/Atlantis", "../../etc/passwd", "/etc/localtime", "", "a\nb"])
def test_a_zone_that_nobody_knows_is_refused_with_an_example(name: str):
    with pytest.raises(ValueError, match="write one such as Europe/Lisbon"):
        observances(name)
