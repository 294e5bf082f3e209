"""Gatherings: an event each, a look before at who will be there, and a word afterwards on noting whom you met."""

import pytest
from tests.conftest import TODAY

FAIR = "Gatherings/CX Days.md"
ANA, BO, CY, DI = (f"People/{name}.md" for name in ("Ana Reyes", "Bo", "林美玲", "Di"))
PEOPLE = {ANA: "", BO: "", CY: "", DI: ""}


def fair(*more: str, kind: str = "gathering", day: str = "2026-12-09", people: str = "Ana Reyes,Bo") -> str:
    listed = ", ".join(f'"[[{name}]]"' for name in people.split(","))
    return "\n".join(["---", f"type: {kind}", f"date: {day}", f"people: [{listed}]", *more, "---", ""])


def made(sandbox, notes, today=TODAY, settings=""):
    """What the plugin says: the title, the day and the reason of each reminder, by day."""
    plan = sandbox.write({**PEOPLE, "vaultsync.toml": settings, **notes}).plan(today)
    found = [one for one in plan.schedule.catch_ups if one.reminder.plugin == "gatherings"]
    return [(": ".join(filter(None, (one.name, one.reminder.action))), str(one.day), one.reason) for one in found]


EVENT = ("CX Days", "2026-12-09", "with Ana Reyes and Bo")


def test_a_gathering_ahead_is_one_event_that_says_who_will_be_there_and_is_looked_at_before(sandbox):
    before = ("CX Days: who will be there", "2026-12-06", "on 9 Dec 2026 you meet Ana Reyes and Bo")
    assert made(sandbox, {FAIR: fair()}) == [before, EVENT]


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ("Ana Reyes", "with Ana Reyes"),
        ("Ana Reyes,Bo,Di", "with Ana Reyes, Bo and Di"),
        ("Ana Reyes,林美玲,Bo,Di", "with Ana Reyes, 林美玲 and 2 more"),
        ("Ana Reyes,Nobody", "with Ana Reyes"),
    ],
)
def test_the_reason_names_up_to_three_of_them(sandbox, people, reason):
    assert [said for title, _, said in made(sandbox, {FAIR: fair(people=people)}) if title == "CX Days"] == [reason]


def test_a_gathering_at_which_nobody_known_is_listed_is_no_event(sandbox):
    assert made(sandbox, {FAIR: fair(people="Nobody")}) == []


def test_a_meeting_is_an_event_and_nothing_more(sandbox):
    note = {"Meetings/CX Days.md": fair(kind="meeting")}
    assert made(sandbox, note) == [EVENT]
    assert made(sandbox, note, "2026-12-10") == [EVENT]


@pytest.mark.parametrize(
    ("settings", "titles"),
    [
        ("enabled = false", []),
        ("days_before = 0", ["CX Days"]),
        ("days_before = 10", ["CX Days: who will be there", "CX Days"]),
        ("days_before = 30", ["CX Days"]),
    ],
)
def test_the_settings_say_what_is_reminded_of(sandbox, settings, titles):
    assert [title for title, *_ in made(sandbox, {FAIR: fair()}, settings=f"[gatherings]\n{settings}\n")] == titles


def test_the_event_has_its_time_length_and_place(sandbox):
    text = fair("time: 18:30", "end: 21:00", "place: The old fire station", "channel: coffee")
    plan = sandbox.write({**PEOPLE, FAIR: text}).plan()
    (one,) = [one for one in plan.schedule.catch_ups if one.name == "CX Days" and not one.reminder.cycle]
    told = one.reminder
    assert one.start.isoformat() == "2026-12-09T18:30:00+00:00"
    assert (told.minutes, told.place, told.channel) == (150, "The old fire station", "coffee")
    assert (one.path, told.line, told.people) == (FAIR, 3, (ANA, BO))


def test_a_gathering_of_several_days_says_until_when(sandbox):
    (_, (_, _, reason)) = made(sandbox, {FAIR: fair("end: 2026-12-11")})
    assert reason == "with Ana Reyes and Bo, until 11 Dec 2026"


ASK = "CX Days: note whom you met"
WHY = "listed are Ana Reyes and Bo; correct who was there, and log what was said"


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        ("2026-12-08", None),
        ("2026-12-09", "2026-12-10"),
        ("2026-12-10", "2026-12-10"),
        ("2026-12-13", "2026-12-13"),
        ("2026-12-16", "2026-12-16"),
        ("2026-12-17", None),
    ],
)
def test_for_a_week_after_it_asks_to_note_whom_you_met(sandbox, today, asked):
    found = [one for one in made(sandbox, {FAIR: fair()}, today) if one[0] == ASK]
    assert found == ([(ASK, asked, WHY)] if asked else [])


def test_the_event_stays_as_long_as_the_feeds_look_back(sandbox):
    assert EVENT in made(sandbox, {FAIR: fair()}, "2026-12-16")
    assert EVENT not in made(sandbox, {FAIR: fair()}, "2026-12-17")


@pytest.mark.parametrize(
    "noted",
    [
        {BO: "- 2026-12-09 coffee at the fair\n"},
        {BO: "- 2026-12-11 call: the talk\n"},
        {"Daily/2026-12-10.md": "[[Ana Reyes]] told me of it\n", ".obsidian/daily-notes.json": '{"folder": "Daily"}'},
        {FAIR: fair("status: done")},
        {FAIR: fair("status: Logged")},
        {"vaultsync.toml": "[gatherings]\nask_afterwards = false\n"},
    ],
)
def test_it_asks_no_more_once_it_is_noted(sandbox, noted):
    notes = {FAIR: fair(), **noted}
    settings = notes.pop("vaultsync.toml", "")
    assert [one for one in made(sandbox, notes, "2026-12-11", settings) if one[0] == ASK] == []


@pytest.mark.parametrize(
    "noted", [{BO: "- 2026-12-08 call\n"}, {DI: "- 2026-12-10 call\n"}, {FAIR: fair("status: soon")}]
)
def test_it_goes_on_asking_for_what_says_nothing_of_it(sandbox, noted):
    assert (ASK, "2026-12-11", WHY) in made(sandbox, {FAIR: fair(), **noted}, "2026-12-11")


def test_afterwards_those_who_are_listed_were_met(sandbox):
    sandbox.write({**PEOPLE, FAIR: fair(people="Bo")})
    assert sandbox.plan("2026-12-08").network.interactions.get(BO) is None
    (contact,) = sandbox.plan("2026-12-09").network.interactions[BO]
    assert (str(contact.day), contact.channel, contact.text) == ("2026-12-09", "met", "CX Days")


def test_a_brief_says_where_somebody_will_be(sandbox):
    sandbox.write(
        {
            **PEOPLE,
            FAIR: fair("time: 18:30", "place: the mill"),
            "Meetings/2026-11-22 Plan.md": fair(kind="call", day="2026-11-22"),
        }
    )
    (section,) = [one for one in sandbox.arrange().asking.answers.brief(BO).sections if one.title == "Will be at"]
    assert section.lines == ("Plan, 22 Nov 2026", "CX Days, 9 Dec 2026 at 18:30, the mill")
    assert section.places == (("Meetings/2026-11-22 Plan.md", 3), (FAIR, 3))


# In the feed, and on the agenda


def event(sandbox, title="CX Days"):
    """The unfolded lines of the event with that title."""
    text = sandbox.feed().replace("\r\n ", "").split("BEGIN:VEVENT\r\n")
    (found,) = [part for part in text if f"\r\nSUMMARY:{title}\r\n" in part]
    return found.partition("END:VEVENT")[0].split("\r\n")


def test_the_whole_event(sandbox):
    sandbox.write({**PEOPLE, FAIR: fair("time: 18:30", "end: 21:00", "place: The mill", people="Bo")}).sync()
    uid, *lines = event(sandbox)
    assert uid.startswith("UID:")
    assert lines == [
        "DTSTAMP:20261122T000000Z",
        "LAST-MODIFIED:20261122T000000Z",
        "SEQUENCE:0",
        "DTSTART:20261209T183000Z",
        "DTEND:20261209T210000Z",
        "SUMMARY:CX Days",
        "DESCRIPTION:With Bo.\\n\\nBo\\n\\nobsidian://open?vault=vault&file=Gatherings%2FCX%20Days.md",
        "LOCATION:The mill",
        "URL:obsidian://open?vault=vault&file=Gatherings%2FCX%20Days.md",
        "CATEGORIES:gathering",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "",
    ]


TALK = {
    ANA: "## Ask\n- How does research earn a seat?\n- And then?\n## Log\n- 2026-03-03 lunch: her sabbatical\n",
    BO: "- [ ] send the list 📅 2026-12-01\n",
}


def test_the_event_tells_of_each_in_a_line_what_there_is_to_talk_of(sandbox):
    sandbox.write({**PEOPLE, **TALK, FAIR: fair("time: 18:30", "place: The mill", people="Ana Reyes,Bo,Di")}).sync()
    lines = event(sandbox)
    assert "DTSTART:20261209T183000Z" in lines
    assert "LOCATION:The mill" in lines
    (told,) = [line.removeprefix("DESCRIPTION:") for line in lines if line.startswith("DESCRIPTION:")]
    assert told.replace("\\,", ",").split("\\n") == [
        "With Ana Reyes, Bo and Di.",
        "",
        "Ana Reyes: Last 3 Mar 2026: lunch: her sabbatical · Ask How does research earn a seat?",
        "Bo: Promised send the list (by 1 Dec 2026)",
        "Di",
        "",
        "obsidian://open?vault=vault&file=Gatherings%2FCX%20Days.md",
    ]


@pytest.mark.parametrize(("told", "lines"), [("reason", ["With Ana Reyes and Bo.", "", "obsidian"]), ("none", [])])
def test_an_event_tells_no_more_than_the_settings_allow(sandbox, told, lines):
    sandbox.write({**PEOPLE, **TALK, FAIR: fair(), "vaultsync.toml": f'[privacy]\ndescription = "{told}"\n'}).sync()
    found = [line.removeprefix("DESCRIPTION:") for line in event(sandbox) if line.startswith("DESCRIPTION:")]
    assert [line.partition(":")[0] for text in found for line in text.replace("\\,", ",").split("\\n")] == lines


def test_an_event_with_many_tells_of_the_first_and_says_how_many_more_there_are(sandbox):
    names = [f"P{number:02}" for number in range(15)]
    notes = {f"People/{name}.md": "" for name in names}
    sandbox.write({**notes, FAIR: fair(people=",".join(names))}).sync()
    (told,) = [line for line in event(sandbox) if line.startswith("DESCRIPTION:")]
    assert "\\nP11\\nand 3 more in the note\\n" in told


def test_a_feed_holds_the_event_where_its_query_holds_for_any_of_them(sandbox):
    settings = '[[feeds]]\nname = "family"\nquery = "tag:family"\n'
    keep = sandbox.write({**PEOPLE, FAIR: fair("time: 18:30"), "vaultsync.toml": settings})
    assert sum(len(one.reminder.people) for one in keep.sync().schedule.catch_ups) == 4
    assert "SUMMARY:CX Days" not in sandbox.feed("family")
    keep.write({BO: "---\ntags: [family]\n---\n"}).sync()
    assert sandbox.feed("family").count("SUMMARY:CX Days\r\n") == 1


def test_the_agenda_shows_it_by_its_title(sandbox, cli):
    sandbox.write({**PEOPLE, FAIR: fair("time: 18:30", "place: The mill")})
    options = ("--vault", sandbox.root, "--today", TODAY, "agenda", "--days", 30)
    assert "Wed 9 Dec 18:30  CX Days    with Ana Reyes and Bo" in cli(*options).out
    (row,) = [row for row in cli(*options, "--json").json if row["start"]]
    assert {key: row[key] for key in ("date", "person", "path", "kind", "place", "people", "minutes")} == {
        "date": "2026-12-09",
        "person": "CX Days",
        "path": FAIR,
        "kind": "gathering",
        "place": "The mill",
        "people": [ANA, BO],
        "minutes": 60,
    }
