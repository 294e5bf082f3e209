from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import ANA, ana, note

from vaultsync.model import Cadence, Note, Person, Property, YearlyDate, problem
from vaultsync.notes import DIALECTS
from vaultsync.people import person_of

EVERYTHING = """
aliases: [Annie, "[[Ana R|Ana R.]]"]
email: ["mailto:ana@example.org", "Ana <ana@work.example>, ana@example.org"]
phone: tel:+351 21 000; 0123
website: "[Blog](https://ana.example/blog)"
linkedin: ana-reyes
birthday: 1990-07-13
wedding_anniversary: 2012-06-09
name_day: 26 July
dates:
  graduation: July 1st, 2011
  wedding: 2012-06-09
org: "[[Companies/Acme]]"
job title: Head of Research
city: "[[Lisbon]]"
tz: Europe/Lisbon
relationship: [friend, mentor]
groups: ["[[CX Circle]]", Rowers]
tags: [person, work/acme]
skills: python, interviewing
interests: [rowing]
status: aspirational
preferred channel: Phone call
cadence: 6 weeks
tier: close
lastContact: ["2026-03-04", "[[2026-05-06]]"]
next-contact: 2026-11-26 18:30
snooze_until: 2026-12-01
paused: yes
met: at the fair
met_date: 2019-05-01
met_through: "[[Ben Okri]] and [[People/Chi]]"
introduced_by: "[[People/Ben Okri|Ben]]"
knows: [Dana, "[[Emil]]"]
"""


def test_every_property_comes_as_the_value_it_means() -> None:
    person, problems = ana(EVERYTHING)
    assert problems == ()
    assert person == Person(
        uid="ana",
        path=ANA,
        name="Ana Reyes",
        aliases=("Annie", "Ana R."),
        emails=("ana@example.org", "ana@work.example"),
        phones=("+351 21 000", "0123"),
        urls=("https://ana.example/blog", "ana-reyes"),
        dates=(
            YearlyDate(label="birthday", month=7, day=13, year=1990, line=7),
            YearlyDate(label="wedding anniversary", month=6, day=9, year=2012, line=8),
            YearlyDate(label="nameday", month=7, day=26, line=9),
            YearlyDate(label="graduation", month=7, day=1, year=2011, line=11),
            YearlyDate(label="wedding", month=6, day=9, year=2012, line=12),
        ),
        company="Acme",
        role="Head of Research",
        location="Lisbon",
        timezone="Europe/Lisbon",
        relationship="friend, mentor",
        groups=("CX Circle", "Rowers"),
        tags=("person", "work/acme"),
        skills=("python", "interviewing"),
        interests=("rowing",),
        status="aspirational",
        channel="call",
        cadence=Cadence(days=42),
        tier="close",
        last_contact=date(2026, 5, 6),
        next_contact=date(2026, 11, 26),
        next_contact_at=time(18, 30),
        snooze_until=date(2026, 12, 1),
        paused=True,
        met="at the fair",
        met_on=date(2019, 5, 1),
        met_through=("Ben Okri", "People/Chi"),
        introduced_by=("People/Ben Okri",),
        knows=("Dana", "Emil"),
        found=person.found,
    )
    assert person.lines["cadence"] == 24
    assert person.lines["last_contact"] == 26


def test_a_vcard_style_note_is_read() -> None:
    person, problems = ana("""
        N.GN: Ana
        N.FN: Reyes
        FN: Ana Maria Reyes
        "EMAIL[HOME]": ana@example.org
        "TEL[CELL]": "+351"
        BDAY: --0713
        ORG: Acme
        "ADR[HOME].LOCALITY": Lisbon
        "RELATED[friend]": "[[Ben Okri]]"
    """)
    assert (person.name, person.emails, person.phones, person.company) == (
        "Ana Maria Reyes",
        ("ana@example.org",),
        ("+351",),
        "Acme",
    )
    assert (person.location, person.knows) == ("Lisbon", ("Ben Okri",))
    assert person.birthday == YearlyDate(label="birthday", month=7, day=13, line=7)
    assert problems == ()


@pytest.mark.parametrize(
    ("path", "text", "name", "role"),
    [
        ("People/Ana Reyes.md", "---\ntitle: CTO\n---", "Ana Reyes", "CTO"),
        ("People/Ana Reyes.md", "---\ntitle: Ana Reyes\n---", "Ana Reyes", ""),
        ("People/ana-reyes.md", "---\ntitle: Ana Reyes\njob: CTO\n---", "Ana Reyes", "CTO"),
        ("People/areyes.md", "---\ntitle: Ana Reyes\n---\n# Ana Reyes", "Ana Reyes", ""),
        ("People/areyes.md", "---\nname: Ana Reyes\ntitle: CTO\n---", "Ana Reyes", "CTO"),
        ("People/areyes.md", "---\nname: Ana Reyes\ntitle: Ana Reyes\n---", "Ana Reyes", ""),
        ("People/areyes.md", "---\nname:\nN.GN: Ana\nN.FN: Reyes\n---", "Ana Reyes", ""),
        ("People/202603041200.md", "# Ana Reyes\n## Log", "Ana Reyes", ""),
        ("People/202603041200.md", "", "202603041200", ""),
        ("People/areyes.md", "# Ana Reyes", "areyes", ""),
    ],
)
def test_the_name_is_stated_or_the_files_and_a_title_that_repeats_it_is_no_job(
    path: str, text: str, name: str, role: str
) -> None:
    person, _ = person_of(note(path, text), uid="ana")
    assert (person.name, person.role) == (name, role)


def test_one_text_with_commas_is_a_list_and_a_list_keeps_its_commas() -> None:
    person, _ = ana('skills: python, sql\ngroups: ["Rowers, Sunday", "[[CX Circle]]"]\naliases: "Reyes, Ana"')
    assert person.skills == ("python", "sql")
    assert person.groups == ("Rowers, Sunday", "CX Circle")
    assert person.aliases == ("Reyes, Ana",)


def test_blanks_stand_for_nothing() -> None:
    person, problems = ana("birthday: '?'\ncadence: none\ncompany: n/a\nlast_contact: '-'\nemail:\npaused:\nmet: tbd")
    assert person == Person(uid="ana", path=ANA, name="Ana Reyes")
    assert problems == ()


def test_a_channel_that_the_table_does_not_know_stays_as_it_is() -> None:
    assert ana("channel: pigeon post")[0].channel == "pigeon post"


@pytest.mark.parametrize(
    ("text", "cadence", "tier"),
    [
        ("cadence: close", None, "close"),
        ("tier: monthly", None, "monthly"),
        ("tier: 1", None, "1"),
        ("prm-tier: close", None, "close"),
        ("every: 2 months", Cadence(days=61), ""),
        ("keep_in_touch: quarterly\ntier: close", Cadence(days=91), "close"),
        ("cadence: [weekly, monthly]", Cadence(days=7), ""),
    ],
)
def test_a_cadence_is_a_span_or_a_tier(text: str, cadence: Cadence | None, tier: str) -> None:
    person, problems = ana(text)
    assert (person.cadence, person.tier, problems) == (cadence, tier, ())


@pytest.mark.parametrize("text", ["0", "-3", "3661 days", "every blue moon"])
def test_a_cadence_that_was_meant_as_a_span_and_is_none_is_reported(text: str) -> None:
    person, problems = ana(f"contact_frequency: {text}")
    assert (person.cadence, person.tier) == (None, "")
    assert problems == (
        problem(
            "cadence-unreadable",
            f'contact_frequency "{text}" is no span of time from 1 to 3660 days.',
            hint="Write a number of days, or such as: 6 weeks, monthly, twice a year.",
            path=ANA,
            line=2,
        ),
    )


def test_an_ambiguous_birthday_asks_for_the_order_of_the_vault() -> None:
    person, problems = ana('birthday: "01/02/1980"')
    assert person.birthday is None
    assert problems == (
        problem(
            "date-ambiguous",
            'birthday "01/02/1980" could be 1 February or 2 January.',
            hint='Say which once for the vault:  [dates] order = "dmy"   in vaultsync.toml',
            path=ANA,
            line=2,
        ),
    )


def test_the_order_of_the_vault_settles_an_ambiguous_date() -> None:
    person, problems = ana('birthday: "01/02/1980"\nlast_contact: 02/03/2026', date_order="dmy")
    assert person.birthday == YearlyDate(label="birthday", month=2, day=1, year=1980, line=2)
    assert person.last_contact == date(2026, 3, 2)
    assert problems == ()


def test_a_day_that_does_not_exist_is_reported() -> None:
    _, problems = ana("geburtsdatum: 30.02.1990\nlast_contact: recently\nnext_contact: 1 May")
    assert [(each.code, each.line, each.message) for each in problems] == [
        ("date-invalid", 2, 'geburtsdatum "30.02.1990" is not a date.'),
        ("date-invalid", 3, 'last_contact "recently" is not a date.'),
        ("date-invalid", 4, 'next_contact "1 May" is not a whole date.'),
    ]


def test_a_birthday_of_a_year_alone_is_no_yearly_date_and_no_problem() -> None:
    person, problems = ana("birthday: 1990")
    assert (person.birthday, problems) == (None, ())


def test_of_two_yearly_dates_of_one_label_the_first_counts() -> None:
    person, _ = ana("birthday: 1990-07-13\ndates:\n  birthday: 1991-01-01")
    assert person.dates == (YearlyDate(label="birthday", month=7, day=13, year=1990, line=2),)


@pytest.mark.parametrize("text", ["true", "Yes", "on", "x"])
def test_a_person_can_be_paused(text: str) -> None:
    assert ana(f"paused: {text}")[0].paused


@pytest.mark.parametrize("text", ["false", "No", "off", ""])
def test_a_person_need_not_be_paused(text: str) -> None:
    person, problems = ana(f"paused: {text}")
    assert (person.paused, problems) == (False, ())


def test_a_day_under_paused_ends_the_pause() -> None:
    person, _ = ana("paused: 2026-12-24")
    assert (person.paused, person.snooze_until) == (False, date(2026, 12, 24))


def test_a_pause_that_is_neither_yes_nor_no_is_reported() -> None:
    person, problems = ana("paused: until she writes")
    assert not person.paused
    assert [each.code for each in problems] == ["value-unreadable"]


def test_a_links_text_in_a_longer_value_is_told_apart() -> None:
    assert ana('knows: "[[Ben]] (cousin), [[Chi|C.]]"')[0].knows == ("Ben", "Chi")
    assert ana("knows: Ben Okri; Chi Obi")[0].knows == ("Ben Okri", "Chi Obi")
    assert ana('knows: "see [[#Friends]] here"')[0].knows == ()


def test_a_key_without_meaning_is_left_alone() -> None:
    assert ana("favourite colour: green")[0].lines == {}


KEYS = [spelling for dialect in DIALECTS for spelling in (dialect.name, *dialect.spellings)]
TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["[[A]]", "[[A", "]]", "01/02/1980", "1900-02-29", "P9999999Y", "0", "9" * 40, "[[|]]", "a,b;c"]),
)


@given(
    st.lists(
        st.tuples(st.sampled_from([*KEYS, "dates.x", "x anniversary", "FN", "N.GN"]), st.lists(TEXTS, max_size=3)),
        max_size=6,
    ),
    st.sampled_from(["", "dmy", "mdy"]),
)
def test_any_text_in_any_property_makes_a_person_and_problems(
    given_properties: list[tuple[str, list[str]]], order: str
) -> None:
    properties = tuple(
        Property(key=key, values=tuple(values), line=line) for line, (key, values) in enumerate(given_properties, 2)
    )
    each = Note(path=ANA, digest="", properties=properties)
    person, problems = person_of(each, uid="ana", date_order=order)
    assert (person, problems) == person_of(each, uid="ana", date_order=order)
    assert person.name
    assert all(problem.path == ANA and problem.line > 1 for problem in problems)
