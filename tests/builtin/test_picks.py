"""The weekly three: who, why, in which turn, and the same on every computer all week."""

import re
from collections import Counter
from datetime import date, timedelta
from functools import partial
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from vaultsync import Schedule
from vaultsync.testing import PluginContract, stage

picks = import_module("vaultsync.builtin.picks")
MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
ON = {"enabled": True, "since": MONDAY}


def note(*log: str, **front: object) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\ntags: [person]\n{head}---\n## Log\n" + "".join(f"- {entry}\n" for entry in log)


def vault(**people: str) -> dict[str, str]:
    return {f"People/{name}.md": text for name, text in people.items()}


def picked(notes, today=MONDAY, settings="", **config):
    given_ = stage(notes, plugin=picks, today=today, config={**ON, **config}, settings=settings)
    return list(picks.vaultsync_picks(given_.network, given_.ctx))


def turns(notes, today=MONDAY, **config):
    given_ = stage(notes, plugin=picks, today=today, config={**ON, **config})
    return {turn.kind: turn for turn in picks.turns(given_.network, given_.ctx)}


def names(notes, key="dormant", today=MONDAY, **config):
    return [one.person[7:-3] for one in picked(notes, today, **config) if one.key == key]


THREE = vault(
    Ana=note("2023-05-04 lunch: her sabbatical"),
    Kofi=note(status="aspirational"),
    Bo=note("2026-09-01 mail: a", "2026-10-01 mail: b", "2026-11-01 message: c"),
)


class TestContract(PluginContract):
    plugin = picks
    config = ON
    notes = THREE


# What a pick is


def test_there_are_none_unless_they_were_asked_for():
    given_ = stage(THREE, plugin=picks, today=MONDAY)
    assert list(picks.vaultsync_picks(given_.network, given_.ctx)) == []


def test_one_of_each_kind_stands_on_the_chosen_day_within_the_hour():
    found = {one.key: one for one in picked(THREE)}
    assert {key: one.person for key, one in found.items()} == {
        "dormant": "People/Ana.md",
        "aspirational": "People/Kofi.md",
        "channel": "People/Bo.md",
    }
    assert {(one.kind, one.cycle, one.due, one.latest, one.minutes, one.fixed) for one in found.values()} == {
        ("pick", "2026-W48", date(2026, 11, 25), date(2026, 11, 29), 20, True)
    }
    assert [(found[key].action, found[key].since) for key in ("dormant", "aspirational", "channel")] == [
        ("lunch", date(2023, 5, 4)),
        ("write", None),
        ("call", date(2026, 11, 1)),
    ]


def test_day_count_and_time_are_settings():
    notes = THREE | vault(Cy=note("2022-05-04 call: hello"))
    found = picked(notes, day="friday", minutes=45, dormant=2, aspirational=0)
    assert [(one.person[7:-3], one.due.isoformat(), one.minutes) for one in found] == [
        ("Cy", "2026-11-27", 15),
        ("Ana", "2026-11-27", 15),
        ("Bo", "2026-11-27", 15),
    ]


def test_what_is_still_to_be_done_when_its_day_has_passed_goes_along_with_today():
    days = [picked(THREE, today=MONDAY + timedelta(days=after))[0].due.day for after in range(7)]
    assert days == [25, 25, 25, 26, 27, 28, 29]


# Why


@pytest.mark.parametrize(
    ("ana", "others", "reason"),
    [
        (note("2023-05-04 lunch: x"), {}, "lunch; little time spent together (one contact)"),
        (
            note("2023-05-04 call: x", "2023-05-01 call: y", skills="[geology]"),
            {"Bo": note(skills="[law]")},
            "a call; nobody else you know has the skill geology, and little time spent together (2 contacts)",
        ),
        (
            note(*(f"2023-05-0{day} met: x" for day in range(1, 6)), company="Lumen"),
            {"Bo": note(company="Lumen"), "Cy": note(), "Di": note()},
            "you met; only one other you know works at Lumen",
        ),
        (note(*(f"2023-05-0{day} call: x" for day in range(1, 6))), {}, "a call; they may be glad to hear from you"),
        (
            note(*(f"2023-05-0{day} mail: x" for day in range(1, 6)), "asked:: to read my plan"),
            {"Bo": note(introduced_by='"[[Ana]]"')},
            "a mail; you have something to give first, and you know Bo through them",
        ),
        (
            note(*(f"2023-05-0{day} call: x" for day in range(1, 6)), "gave:: the book", "[ ] send the list"),
            {},
            "a call; you have given before, and a promise is open",
        ),
    ],
)
def test_the_reason_says_what_speaks_for_an_old_tie_the_most_first(ana, others, reason):
    found = {one.person: one for one in picked(vault(Ana=ana, **others)) if one.key == "dormant"}
    assert found["People/Ana.md"].reason == reason


def test_the_way_to_somebody_new_is_named_where_a_note_says_one():
    reason = partial(lambda notes: next(one.reason for one in picked(notes) if one.key == "aspirational"))
    assert reason(THREE) == "you would like to know them"
    ravi = note("2026-10-15 call: x", knows='"[[Kofi]]"')
    assert reason(THREE | vault(Ravi=ravi)) == (
        "you would like to know them; Ravi knows them and could introduce you (call, 15 Oct 2026)"
    )
    assert reason(THREE | vault(Ravi=ravi.replace("tags", "paused: true\ntags"))) == "you would like to know them"


def test_a_call_is_proposed_after_enough_writing_and_nothing_else():
    def wrote(*log: str) -> list[str]:
        return names(vault(Bo=note(*log)), "channel")

    three = ("2026-09-01 mail: a", "2026-10-01 letter: b", "2026-11-01 message: c")
    assert wrote(*three) == ["Bo"]
    assert wrote(*three[:2]) == []
    assert wrote(*three, "2026-10-20 coffee: d") == []
    assert wrote(*three, "2026-10-20 spoke") == []
    assert wrote(*(entry.replace("2026", "2024") for entry in three)) == []
    (found,) = picked(vault(Bo=note(*three, phone="+44 7700 900114")))
    assert found.reason == "a message; you have their number, and 3 contacts so far, all in writing"


def test_a_close_tie_known_for_long_comes_up_sooner_and_first():
    old = note("2026-03-01 call: x", "2026-02-01 call: y", met="2012-04-01", relationship="close friend")
    notes = vault(Bo=old, Ana=note("2020-01-01 call: x", skills="[geology]"))
    (found,) = (one for one in picked(notes) if one.key == "dormant")
    assert (found.person, found.reason) == (
        "People/Bo.md",
        "a call; you call them close friend, and you met in 2012, and little time spent together (3 contacts)",
    )
    assert names(vault(Bo=old.replace("close friend", "neighbour"))) == []
    assert names(vault(Bo=old.replace("2012", "2024"))) == []
    assert names(vault(Bo=note(met="2012-04-01", tags="[close]"))) == ["Bo"]


def test_every_reason_can_be_checked_against_the_lines_that_the_parts_name():
    notes = vault(
        Ana=note("2023-05-04 lunch: x", "gave:: a book", "[ ] send the list", skills="[geology]", met="2011-03-02",
                 relationship="family"),
        Bo=note(introduced_by='"[[Ana]]"', skills="[law]"),
    )  # fmt: skip
    (one,) = turns(notes)["dormant"].chosen
    lines = {part.name: notes[part.path].splitlines()[part.line - 1] for part in one.parts}
    assert lines == {
        "little-time": "- 2023-05-04 lunch: x",
        "other-field": "skills: [geology]",
        "close": "relationship: family",
        "floor": "met: 2011-03-02",
        "give-and-take": "- gave:: a book",
        "promise": "- [ ] send the list",
        "introduced": 'introduced_by: "[[Ana]]"',
    }


# Who is left alone

HELD = [
    {"paused": "true"},
    {"status": "archived"},
    {"status": "deceased"},
    {"snooze_until": "2026-11-30"},
    {"snooze_until": "2027-03-01"},
    {"cadence": "monthly"},
    {"next_contact": "2026-11-27"},
]


@pytest.mark.parametrize("front", HELD, ids=str)
def test_nobody_is_named_who_is_to_be_left_alone_or_is_due_anyway(front):
    wrote = ("2026-08-01 mail: a", "2026-09-01 mail: b", "2026-10-01 mail: c")
    notes = vault(Ana=note("2023-05-04 lunch: x", **front), Bo=note(*wrote, **front))
    if "status" not in front:
        notes |= vault(Kofi=note(status="aspirational", **front))
    assert picked(notes) == []


def test_one_snoozed_into_the_week_is_named_for_the_day_on_which_that_ends():
    (found,) = picked(vault(Ana=note("2023-05-04 lunch: x", snooze_until="2026-11-28")))
    assert found.due == date(2026, 11, 28)


def test_what_is_done_makes_room_for_nobody_else_in_that_week():
    notes = vault(Ana=note("2021-05-04 lunch: x"), Bo=note("2022-05-04 lunch: x"))
    assert names(notes) == ["Ana"]
    notes |= vault(Ana=note("2021-05-04 lunch: x", "2026-11-24 call: good"))
    assert names(notes, today=MONDAY + timedelta(days=2)) == []
    assert names(notes, today=MONDAY + WEEK) == ["Bo"]


def test_one_who_is_left_out_for_a_week_lets_the_next_in_line_come_and_comes_back():
    notes = vault(**{name: note(f"20{15 + at}-05-04 lunch: x") for at, name in enumerate(["Ana", "Bo", "Cy"])})
    notes |= vault(Ana=note("2015-05-04 lunch: x", snooze_until="2026-11-30"))
    assert [names(notes, today=MONDAY + after * WEEK)[0] for after in range(4)] == ["Bo", "Ana", "Cy", "Bo"]


# Always

DAYS = st.dates(date(2022, 1, 1), date(2026, 11, 22))
CHANNELS = st.sampled_from(["call", "mail", "message", "lunch", "in touch"])
FRONT = st.fixed_dictionaries(
    {},
    optional={
        "skills": st.sampled_from(["[law]", "[law, geology]", "[nursing]"]),
        "company": st.sampled_from(["Lumen", "Acme"]),
        "relationship": st.sampled_from(["family", "neighbour"]),
        "met": st.sampled_from(["2012-04-01", "2024-04-01"]),
        "phone": st.just("+44 7700 900114"),
        "cadence": st.sampled_from(["monthly", "2 years"]),
        "status": st.sampled_from(["aspirational", "archived", "deceased"]),
        "paused": st.just("true"),
        "snooze_until": st.sampled_from(["2026-11-30", "2026-11-26", "2027-02-01"]),
        "next_contact": st.sampled_from(["2026-11-26", "2023-01-01"]),
        "knows": st.sampled_from(['"[[Ana]]"', '"[[Bo]]"']),
    },
)
LOGS = st.lists(st.tuples(DAYS, CHANNELS), max_size=6)


def written(front, log):
    return note(*(f"{day} {channel}" for day, channel in log), **front)


PEOPLE = st.fixed_dictionaries(
    {f"People/{name}.md": st.builds(written, FRONT, LOGS) for name in ("Ana", "Bo", "Cy", "Di", "Ed")}
)
FEWER = settings(max_examples=60)


@FEWER
@given(PEOPLE, st.integers(0, 5))
def test_the_choice_is_the_same_on_each_day_of_the_week(notes, week):
    monday = MONDAY + week * WEEK
    first = picked(notes, monday)
    for after in range(1, 7):
        now = picked(notes, monday + timedelta(days=after))
        assert [(one.id, one.reason) for one in now] == [(one.id, one.reason) for one in first]


@FEWER
@given(PEOPLE, st.integers(0, 8))
def test_nobody_who_is_to_be_left_alone_is_ever_named(notes, week):
    monday = MONDAY + week * WEEK
    found = picked(notes, monday)
    assert len({one.person for one in found}) == len(found)
    for one in found:
        text = notes[one.person]
        assert not re.search("paused: true|status: (archived|deceased)", text)
        snoozed = re.search(r"snooze_until: (\S+)", text)
        assert snoozed is None or date.fromisoformat(snoozed[1]) <= monday + timedelta(days=6)
        assert monday <= one.due <= one.latest == monday + timedelta(days=6)


@FEWER
@given(PEOPLE)
def test_nobody_is_named_twice_while_somebody_else_waits(notes):
    last: dict[str, int] = {}
    for week in range(8):
        turn = turns(notes, MONDAY + week * WEEK)["dormant"]
        for one in turn.chosen:
            # Of those who wait, it is the one who had no turn yet, or whose turn is longest ago.
            assert last.get(one.person.uid, 0) == min(last.get(other.person.uid, 0) for other, _ in turn.queue)
        last.update((one.person.uid, week + 1) for one in turn.chosen)


@FEWER
@given(PEOPLE, st.sampled_from(["Ana", "Bo", "Cy", "Di", "Ed"]), DAYS, CHANNELS)
def test_a_contact_more_never_makes_somebody_more_likely_to_be_an_old_tie_to_wake(notes, name, day, channel):
    path = f"People/{name}.md"

    def place(among) -> tuple[int, float]:
        queue = [one for one, _ in turns(among)["dormant"].queue]
        found = [(at, -one.score) for at, one in enumerate(queue) if one.person.path == path]
        return found[0] if found else (len(queue), 0.0)

    # Somebody who was met, or spoken to: the first contact of all is what makes it a tie.
    notes = {**notes, path: notes[path] + "- 2023-01-01 call\n"}
    before, after = place(notes), place({**notes, path: notes[path] + f"- {day} {channel}\n"})
    assert after[0] >= before[0] or after[1] == 0.0
    if after[1]:
        assert after[1] >= before[1]
    if before[1] == 0.0:
        assert after[1] == 0.0


@FEWER
@given(PEOPLE)
def test_the_numbers_of_an_old_tie_follow_from_the_notes_alone(notes):
    """Worked out again from the text: how many days of contact, and how few share the skills, company and tags."""
    shared = Counter(
        mark for text in notes.values() if not re.search("status: [ad]\\w+ed", text) for mark in marks(text)
    )
    total = sum(not re.search("status: (archived|deceased)", text) for text in notes.values())
    for one, _ in turns(notes)["dormant"].queue:
        text = notes[one.person.path]
        days = {*re.findall(r"^- (\S+)", text, re.MULTILINE), *re.findall(r"^met: (\S+)", text, re.MULTILINE)}
        own = [mark for mark in marks(text) if shared[mark] <= total / 2]
        expected = {"little-time": 1 / len(days)}
        if own:
            expected["other-field"] = sum(1 / shared[mark] for mark in own) / len(own)
        if "family" in text:
            expected["close"] = 1.0
        if "family" in text and "met: 2012" in text:
            expected["floor"] = 1.0
        assert {part.name: part.value for part in one.parts} == pytest.approx(expected)
        weights = {"little-time": 2, "other-field": 2, "close": 1, "floor": 4}
        assert one.score == pytest.approx(sum(weights[name] * value for name, value in expected.items()), abs=1e-5)
        assert str(max(days)) == str(one.before)


def marks(text: str) -> list[str]:
    found = re.search(r"skills: \[(.*)\]", text)
    company = re.search(r"company: (.*)", text)
    return ["tag", *(found[1].split(", ") if found else []), *([company[1]] if company else [])]


# In the agenda, the feed and the list

SETTINGS = """
[picks]
enabled = true
since = 2026-11-16
[[feeds]]
name = "three"
query = "kind:pick"
[[feeds]]
name = "catch-ups"
query = "-kind:birthday"
"""


def test_picks_are_in_the_agenda_and_in_a_feed_of_their_own(sandbox):
    plan = sandbox.write({"vaultsync.toml": SETTINGS, **THREE}).sync("2026-11-16")
    assert [(one.name, one.day.isoformat()) for one in plan.schedule.catch_ups] == [
        ("Ana", "2026-11-18"), ("Bo", "2026-11-18"), ("Kofi", "2026-11-18"),
    ]  # fmt: skip
    feed = sandbox.feed("three")
    assert feed.count("BEGIN:VEVENT") == 3
    assert "SUMMARY:Bo: call" in feed
    assert "Done? Note it in their note" in feed.replace("\r\n ", "")


def test_picks_stand_in_the_weeks_list_and_take_no_room_from_the_others(keeper):
    due = {f"People/D{at}.md": note("2026-01-01 call: x", cadence="monthly") for at in range(7)}
    keeper.has(THREE | due, 'list = "Catch-ups.md"')
    keeper.vault.write({"vaultsync.toml": keeper.text("vaultsync.toml") + SETTINGS})
    keeper.sync()
    text = keeper.text("Catch-ups.md")
    assert text.count("- [ ]") == 6 + 3
    assert "[[People/Kofi|Kofi]] — write: you would like to know them" in text
    assert "[[People/Ana|Ana]] — lunch: little time spent together (one contact) (lunch on 4 May 2023)" in text
    keeper.sync()
    assert keeper.text("Catch-ups.md") == text


def test_what_is_known_from_one_sync_to_the_next_is_what_is_known_from_scratch(sandbox):
    def found():
        return [(one.uid, one.day, one.reason) for one in sandbox.sync("2026-11-17").schedule.catch_ups]

    ana, bo = "People/Ana.md", "People/Bo.md"
    sandbox.write({"vaultsync.toml": SETTINGS, **THREE, "People/Cy.md": note("2020-01-01 lunch: x")})
    for changes in (
        {},
        {"People/Cy.md": note("2020-01-01 lunch: x", "2026-11-17 call: good")},
        {ana: THREE[ana].replace("tags", "paused: true\ntags")},
        {bo: THREE[bo].replace("mail", "call")},
        {ana: THREE[ana]},
    ):
        found()
        sandbox.write(changes)
        kept = found()
        sandbox.lose_index()
        assert found() == kept


@pytest.mark.parametrize("change", ["paused: true", "snooze_until: 2026-11-30", "status: archived"])
def test_whoever_is_to_be_left_alone_goes_at_once_even_where_the_vault_is_not_looked_at_as_a_whole(change):
    given_ = stage(THREE, plugin=picks, today=MONDAY, config=ON)
    network = stage(THREE | vault(Ana=THREE["People/Ana.md"].replace("tags", f"{change}\ntags"))).network
    found = picks.vaultsync_picks(given_.network, given_.ctx)
    schedule = Schedule(reminders=tuple(replace(one, plugin=given_.ctx.plugin) for one in found))
    adjusted = picks.vaultsync_adjust_schedule(schedule, network, given_.ctx)
    gone = {one.person for one in schedule.reminders} - {one.person for one in adjusted.reminders}
    assert gone == {"People/Ana.md"}


def test_settings_that_mean_nothing_are_reported(sandbox):
    text = '[picks]\ndormant_after = "a while"\nweights = { seniority = 2.0 }\n'
    told = sandbox.write({"vaultsync.toml": text}).plan().problems
    assert [(one.code, one.message) for one in told] == [
        ("plugin-config", "[picks] dormant_after is not a span of time."),
        ("plugin-config", "[picks] weights.seniority is a weight of nothing."),
    ]


@pytest.mark.parametrize(("marks", "told"), [("asked:: a lift", True), ("gave:: a lift", False)])
@pytest.mark.parametrize("kind", ["dormant", "channel"])
def test_that_you_have_something_to_give_first_is_said_whatever_else_speaks_for_them(kind, marks, told):
    front = {"met": "2011-03-02", "relationship": "family", "skills": "[geology]", "phone": "'1'"}
    log = WRITTEN if kind == "channel" else ("2023-05-04 lunch: x",)
    (one,) = (each for each in picked(vault(Ana=note(*log, marks, "[ ] send the list", **front))) if each.key == kind)
    assert ("you have something to give first" in one.reason) is told
    assert one.reason.count(", ") <= 3


# After a no

NO = "2026-11-16 mail: coffee? (outcome:: declined)"
WRITTEN = ("2026-09-01 mail: a", "2026-10-01 mail: b", "2026-11-01 message: c")


def test_who_declined_is_left_in_peace_for_a_year_and_the_reason_says_until_when():
    notes = vault(Bo=note(*WRITTEN, NO))
    assert names(notes, "channel") == []
    assert names(vault(Bo=note(*WRITTEN, NO.replace("declined", "talked"))), "channel") == ["Bo"]
    given_ = stage(notes, plugin=picks, today=MONDAY, config=ON)
    (held,) = picks.held(given_.network, given_.ctx)
    assert (held.kind, held.person.name, held.until) == ("channel", "Bo", date(2027, 11, 16))
    assert (held.declined.path, held.declined.line) == ("People/Bo.md", 8)
    assert turns(notes)["channel"].queue == ()


@pytest.mark.parametrize(("wait", "named"), [("2 years", []), ("1 year", []), ("3 months", ["Bo"])])
def test_how_long_is_a_setting(wait, named):
    notes = vault(
        Bo=note("2020-01-01 lunch", "2026-04-20 mail: coffee? (outcome:: declined)", tags="[close]", met="2012")
    )
    old = notes["People/Bo.md"].replace("tags: [person]\n", "").replace("met: 2012", "met: 2012-04-01")
    assert names(vault(Bo=old), today=MONDAY, declined_wait=wait) == named


def test_a_no_is_over_once_there_was_contact_again():
    notes = vault(Bo=note(*WRITTEN, NO, "2026-11-18 mail, from them: perhaps after all"))
    assert names(notes, "channel") == ["Bo"]


def test_a_message_of_theirs_is_said_to_be():
    (one,) = picked(vault(Ana=note("2023-05-04 mail, from her: her sabbatical")))
    assert one.reason.startswith("a mail from them; ")
    (one,) = picked(vault(Ana=note("2023-05-04 lunch, from her: her sabbatical")))
    assert one.reason.startswith("lunch; ")


@given(
    st.lists(
        st.tuples(st.integers(1, 1200), st.sampled_from(["", " (outcome:: declined)", " (outcome:: talked)"])),
        max_size=6,
    ),
    st.sampled_from(["3 months", "1 year", "2 years"]),
)
@settings(max_examples=40, deadline=None)
def test_nobody_is_named_whose_last_word_was_no_within_the_wait(lines, wait):
    log = [f"{MONDAY - timedelta(days=back)} mail{end}" for back, end in lines]
    found = picked(vault(Bo=note(*log)), declined_wait=wait)
    days = {"3 months": 91, "1 year": 365, "2 years": 730}[wait]
    last = min((back for back, _ in lines), default=0)
    if any(back == last and "declined" in end for back, end in lines) and last < days:
        assert found == []
