"""No catch-up stands on a holiday, theirs or one's own."""

import time
from datetime import date, timedelta
from datetime import time as clock
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import vaultsync_holidays as plugin
from vaultsync import Reminder, Schedule
from vaultsync.testing import PluginContract, stage
from vaultsync_holidays.days import extra_days, holidays_in, is_day
from vaultsync_holidays.places import Place

TODAY = date(2026, 11, 24)
INDEPENDENCE = date(2026, 12, 1)
CHRISTMAS = date(2026, 12, 25)


def note(**properties):
    lines = "".join(f"{name}: {value}\n" for name, value in properties.items())
    return {"People/Ana Reyes.md": f"---\ntags: [person]\n{lines}---\n"}


def adjusted(notes, reminders=None, today=TODAY, **config):
    set_up = stage(notes, plugin=plugin, config=config, today=today)
    (ana,) = set_up.network.people
    some = [ask(ana.uid)] if reminders is None else [replace(one, person=ana.uid) for one in reminders]
    schedule = plugin.vaultsync_adjust_schedule(Schedule(reminders=tuple(some)), set_up.network, set_up.ctx)
    assert schedule.limits == Schedule().limits
    return schedule.reminders


def ask(person="", **more):
    given = {"key": "next", "kind": "catch-up", "reason": "you met", "due": INDEPENDENCE, "plugin": "cadence"}
    return Reminder(person=person, **(given | more))


def not_on(notes, **config):
    (one,) = adjusted(notes, **config)
    return one.not_on


def brief(notes, today=TODAY, **config):
    set_up = stage(notes, plugin=plugin, config=config, today=today)
    (ana,) = set_up.network.people
    return [line for part in plugin.vaultsync_brief(ana, set_up.network, set_up.ctx) for line in part.lines]


def problems(notes, **config):
    set_up = stage(notes, plugin=plugin, config=config, today=TODAY)
    return list(plugin.vaultsync_check(set_up.network, set_up.ctx))


def test_no_catch_up_stands_on_a_holiday_of_ones_own_country():
    days = not_on(note(), country="Portugal")
    assert INDEPENDENCE in days
    assert CHRISTMAS in days
    assert date(2026, 12, 2) not in days


def test_holidays_of_the_part_of_ones_country_count_too():
    assert date(2027, 1, 6) in not_on(note(), country="DE", subdivision="Bayern")
    assert date(2027, 1, 6) not in not_on(note(), country="DE")


@pytest.mark.parametrize(
    "where",
    [
        {"country": "Portugal"}, {"country": "pt"}, {"Land": "Portugal"}, {"País": "Portugal"},
        {"timezone": "Europe/Lisbon"}, {"location": '"Porto, Portugal"'}, {"country": '["[[Portugal]]", Spain]'},
        {"location": '"Porto, Portugal"', "timezone": "Europe/Lisbon"},
        {"country": "PT", "timezone": "America/New_York"},
    ],
)  # fmt: skip
def test_no_catch_up_stands_on_a_holiday_of_their_country(where):
    assert INDEPENDENCE in not_on(note(**where))


def test_where_time_zone_and_location_name_two_countries_neither_counts():
    assert not_on(note(location='"Atlanta, Spain"', timezone="America/New_York")) == ()


def test_an_unknown_country_in_the_note_is_not_guessed_at():
    assert not_on(note(country="Portgual", timezone="Europe/Lisbon")) == ()


def test_their_holidays_may_be_left_out():
    assert not_on(note(country="PT"), theirs=False) == ()
    assert INDEPENDENCE in not_on(note(country="PT"), theirs=False, country="PT")


def test_holidays_on_which_one_works_do_not_count():
    assert INDEPENDENCE not in not_on(note(), country="PT", working=("Restoration of Independence Day",))
    assert INDEPENDENCE not in not_on(note(), country="PT", working=("12-01",))
    assert INDEPENDENCE not in not_on(note(), country="PT", working=("2026-12-01",))
    assert INDEPENDENCE in not_on(note(), country="PT", working=("2027-12-01", "Carnival"))


def test_an_observed_holiday_goes_by_the_name_of_the_holiday():
    observed = date(2027, 7, 5)
    assert observed in not_on(note(), country="US")
    assert observed not in not_on(note(), country="US", working=("independence day",))


def test_a_day_with_two_holidays_counts_unless_one_works_on_both():
    both = date(2027, 2, 15)
    assert both in not_on(note(), country="US", subdivision="CA", working=("Presidents' Day",))
    names = ("Presidents' Day", "Susan B. Anthony Day")
    assert both not in not_on(note(), country="US", subdivision="CA", working=names)


def test_extra_days_count_every_year_or_once():
    days = not_on(note(), extra={"12-24": "Christmas Eve", "2027-04-09": "off", "2020-01-02": "long ago"})
    assert days == (date(2026, 12, 24), date(2027, 4, 9))


def test_a_reminder_keeps_its_own_days_and_everything_else():
    before = ask(not_on=(date(2026, 12, 3), date(2026, 11, 30)), since=date(2026, 8, 1))
    (after,) = adjusted(note(), [before], country="PT")
    assert replace(after, not_on=(), person="") == replace(before, not_on=())
    assert {*before.not_on, INDEPENDENCE} <= {*after.not_on}


def test_what_stands_on_its_day_is_left_as_it_is():
    standing = [ask(fixed=True), ask(key="call", at=clock(17))]
    assert [replace(one, person="") for one in adjusted(note(), standing, country="PT")] == standing


def test_somebody_who_is_not_known_has_ones_own_holidays():
    set_up = stage(note(country="US"), plugin=plugin, config={"country": "PT"}, today=TODAY)
    schedule = Schedule(reminders=(ask("nobody"),))
    (one,) = plugin.vaultsync_adjust_schedule(schedule, set_up.network, set_up.ctx).reminders
    assert INDEPENDENCE in one.not_on
    assert date(2026, 11, 26) not in one.not_on


def test_the_days_reach_a_year_and_as_far_as_the_feeds():
    assert max(not_on(note(), country="PT")) == date(2027, 11, 1)
    set_up = stage(
        note(), plugin=plugin, config={"country": "PT"}, settings="[calendar]\nahead_days = 700\n", today=TODAY
    )
    schedule = Schedule(reminders=(ask(set_up.network.people[0].uid),))
    (one,) = plugin.vaultsync_adjust_schedule(schedule, set_up.network, set_up.ctx).reminders
    assert date(2028, 10, 5) in one.not_on


def test_the_end_of_time_is_no_matter():
    assert not_on(note(), country="PT", today=date(9999, 12, 20)) in {(), (date(9999, 12, 25),)}


countries = st.sampled_from(["", "PT", "Germany", "USA", "Atlantis", "Israel", "日本"])
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(countries, countries, st.lists(days, max_size=4), days, st.booleans())
def test_adjusting_twice_is_as_once_and_only_adds_days(mine, theirs, before, today, both):
    set_up = stage(note(country=theirs or '""'), plugin=plugin, config={"country": mine, "theirs": both}, today=today)
    once = Schedule(reminders=(ask(set_up.network.people[0].uid, not_on=tuple(before)),))
    first = plugin.vaultsync_adjust_schedule(once, set_up.network, set_up.ctx)
    assert plugin.vaultsync_adjust_schedule(first, set_up.network, set_up.ctx) == first
    assert {*before} <= {*first.reminders[0].not_on}
    assert all(day >= today for day in {*first.reminders[0].not_on} - {*before})


def test_the_brief_tells_of_the_next_holiday_where_they_are_within_two_weeks():
    said = ["Restoration of Independence Day, 1 Dec 2026 (Portugal)"]
    assert brief(note(country="PT")) == said
    assert brief(note(country="PT"), today=date(2026, 11, 17)) == said
    assert brief(note(country="PT"), today=INDEPENDENCE) == said
    assert brief(note(country="PT"), today=date(2026, 11, 16)) == []
    assert brief(note()) == []


def test_the_brief_names_holidays_in_the_language_one_likes_best():
    assert brief(note(country="PT"), languages=("pt-PT", "en")) == [
        "Restauração da Independência, 1 Dec 2026 (Portugal)"
    ]
    assert brief(note(country="PT"), languages=("xx", "pt")) == ["Restauração da Independência, 1 Dec 2026 (Portugal)"]
    assert brief(note(country="PT"), languages=("xx",)) == ["Restauração da Independência, 1 Dec 2026 (Portugal)"]


def test_the_machines_language_makes_no_difference(monkeypatch):
    place = Place(country="DE")
    span = (date(2026, 1, 1), date(2026, 12, 31), ("xx",), ())
    monkeypatch.setenv("LANGUAGE", "th")
    thai = holidays_in.__wrapped__(place, *span)
    monkeypatch.setenv("LANGUAGE", "en_US")
    assert holidays_in.__wrapped__(place, *span) == thai
    assert "Neujahr" in {name for _, name in thai}


def test_an_unknown_country_is_told_of_with_line_and_suggestion():
    (told,) = problems(note(email="ana@example.org", country="Portgual"))
    assert told.code == "holidays-country"
    assert (told.path, told.line) == ("People/Ana Reyes.md", 4)
    assert told.message == 'country "Portgual" is no country that is known; its holidays do not count.'
    assert told.hint.startswith("Did you mean Portugal?")


def test_known_countries_and_none_are_no_problem():
    assert problems(note(country="Portugal"), country="DE", subdivision="BY", extra={"02-29": "leap"}) == []
    assert problems(note(country="")) == []
    assert problems(note()) == []


def test_settings_that_mean_nothing_are_told_of():
    told = [
        *problems(note(), country="Germny"),
        *problems(note(), country="DE", subdivision="Bayren"),
        *problems(note(), subdivision="BY"),
        *problems(note(), extra={"24.12.": "Christmas Eve", "02-30": "never"}),
    ]
    assert [one.message for one in told] == [
        '[plugin.holidays] country = "Germny" is not known; no holiday of yours counts.',
        '[plugin.holidays] subdivision = "Bayren" is not known; those of the whole country count.',
        "[plugin.holidays] subdivision is set, and country is not.",
        '[plugin.holidays.extra] "24.12." is no day.',
        '[plugin.holidays.extra] "02-30" is no day.',
    ]
    assert all(one.hint and one.code == "holidays-settings" for one in told)
    assert told[1].hint.startswith("Did you mean BY?")


def test_a_part_that_is_not_known_leaves_the_holidays_of_the_country():
    assert CHRISTMAS in not_on(note(), country="DE", subdivision="Bayren")


@given(st.text(max_size=12))
def test_what_is_a_day_is_one_in_some_year_and_nothing_else_is(text):
    leap = (date(2000, 1, 1), date(2000, 12, 31))
    assert is_day(text) or not extra_days(((text, ""),), *leap)
    for day in ("02-29", "2000-02-29", "12-24"):
        assert is_day(day)
        assert len(extra_days(((day, ""),), *leap)) == 1


def test_ten_thousand_people_are_quick_because_a_country_is_looked_up_once():
    set_up = stage(note(country="PT"), plugin=plugin, config={"country": "DE", "subdivision": "BY"}, today=TODAY)
    uid = set_up.network.people[0].uid
    reminders = tuple(ask(uid, key=f"{number}", due=TODAY + timedelta(number % 300)) for number in range(10_000))
    holidays_in.cache_clear()
    begun = time.perf_counter()
    for one in reminders:
        plugin.vaultsync_adjust_schedule(Schedule(reminders=(one,)), set_up.network, set_up.ctx)
    assert holidays_in.cache_info().misses == 2
    assert time.perf_counter() - begun < 5


def test_a_synced_catch_up_leaves_a_holiday(make_vault, run_sync):
    ana = "---\ntags: [person]\ncadence: 4 weeks\ncountry: PT\n---\n- 2026-11-03 call\n"
    vault = make_vault({"People/Ana Reyes.md": ana})
    (before,) = run_sync(vault, today=TODAY).catch_ups
    assert before.day == INDEPENDENCE
    (after,) = run_sync(vault, today=TODAY, plugins=["holidays"]).catch_ups
    assert after.uid == before.uid
    assert after.day == date(2026, 12, 2)
    assert after.reason == before.reason


class TestContract(PluginContract):
    plugin = plugin
    config: ClassVar = {"country": "Portugal", "extra": {"12-24": "Christmas Eve"}}
    notes: ClassVar = {
        "People/Ana Reyes.md": "---\ntags: [person]\ncountry: Portugal\ncadence: monthly\n---\n- 2026-11-01 call\n",
        "People/Bo Lind.md": "---\ntags: [person]\ncountry: Swedn\ntimezone: Europe/Stockholm\n---\n",
    }
