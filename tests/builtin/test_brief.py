"""The sections of the brief, each from its own plugin, through the whole line."""

import re
import shutil
from pathlib import Path

import pytest

from vaultsync.notes import fold

EXAMPLE = Path(__file__).parents[2] / "example_vault"


def brief(sandbox, notes, who="Ana", today="2026-11-22", **options):
    line = sandbox.write({f"People/{path}": text for path, text in notes.items()}).arrange(today, **options)
    (person,) = (one for one in line.network.people if one.name == who)
    told = line.asking.answers.brief(person.uid)
    return {section.title: section for section in told.sections}


def lines(found, title):
    return found[title].lines if title in found else ()


@pytest.mark.parametrize(
    ("theirs", "yours", "said"),
    [
        ("America/Phoenix", "Europe/London", "7 or 8 h behind you"),
        ("Europe/Lisbon", "Europe/London", ""),
        ("Europe/Madrid", "Europe/London", "1 h ahead of you"),
        ("America/New_York", "Europe/London", "5 h behind you"),
        ("New York", "Europe/London", "5 h behind you"),
        ("Asia/Kolkata", "UTC", ""),
        ("Asia/Kolkata", "Asia/Dubai", "1:30 h ahead of you"),
        ("Nowhere/At all", "Europe/London", ""),
        ("../../etc/passwd", "Europe/London", ""),
    ],
)
def test_who_they_are_says_how_far_their_clocks_are_from_yours(sandbox, theirs, yours, said):
    sandbox.write({"vaultsync.toml": f'[vault]\ntimezone = "{yours}"\n'})
    found = brief(sandbox, {"Ana.md": f"---\nlocation: Phoenix\ntimezone: {theirs}\n---\n"})
    assert lines(found, "Who") == (f"Phoenix, {said}" if said else "Phoenix",)


def test_where_nobody_knows_the_place_the_clocks_have_the_name_of_their_town(sandbox):
    sandbox.write({"vaultsync.toml": '[vault]\ntimezone = "Europe/London"\n'})
    found = brief(sandbox, {"Ana.md": "---\ntimezone: America/New_York\n---\n"})
    assert lines(found, "Who") == ("New York time, 5 h behind you",)


@pytest.mark.parametrize(
    ("front", "body", "said"),
    [
        ("", "", "Head, Lumen"),
        ("previously: '[[Acme]]'", "", "Head, Lumen (before: Acme)"),
        ("previously: Acme\nsince: 2026-09", "", "Head, Lumen (since Sep 2026; before: Acme)"),
        ("", "- Until 2026-10-01: Junior at Acme", "Head, Lumen (by 1 Oct 2026; before: Acme)"),
        ("", "- 2026-10-01 role was Junior", "Head, Lumen (by 1 Oct 2026; before: Junior)"),
    ],
)
def test_who_they_are_says_since_when_where_the_note_does(sandbox, front, body, said):
    found = brief(sandbox, {"Ana.md": f"---\nrole: Head\ncompany: Lumen\n{front}\n---\n{body}\n"})
    assert lines(found, "Who") == (said,)


NEWS = """---
role: Head
company: Lumen
---
## News
- 2026-10-14 spoke at CX Days
- 2023-01-01 an old thing
## History
- Until 2026-09-01: Junior at Acme
- 2020-01-01 location was Bonn
## Log
- 2024-03-03 lunch: hello
"""


def test_new_is_what_happened_after_you_last_spoke(sandbox):
    found = brief(sandbox, {"Ana.md": NEWS})
    assert lines(found, "New") == (
        "spoke at CX Days (14 Oct 2026)",
        "joined Lumen as Head (1 Sep 2026; before: Acme)",
    )
    assert found["New"].places == (("People/Ana.md", 6), ("People/Ana.md", 9))


@pytest.mark.parametrize(
    ("front", "line", "said"),
    [
        ("role: Head", "- 2026-10-01 role was Junior", "now Head (1 Oct 2026; before: Junior)"),
        ("city: Leeds", "- 2026-10-01 city was Bonn", "now in Leeds (1 Oct 2026; before: Bonn)"),
        ("met: 2019", "- 2026-10-01 city was Bonn", "no longer in Bonn (1 Oct 2026)"),
        ("met: 2019", "- 2026-10-01 role was Junior", "no longer Junior (1 Oct 2026)"),
        ("met: 2019", "- Until 2026-10-01: at Acme", "no longer at Acme (1 Oct 2026)"),
    ],
)
def test_a_change_is_said_in_words(sandbox, front, line, said):
    found = brief(sandbox, {"Ana.md": f"---\n{front}\n---\n{line}\n## Log\n- 2024-03-03 lunch\n"})
    assert lines(found, "New") == (said,)


def test_nothing_is_new_where_nobody_knows_when_you_last_spoke(sandbox):
    assert "New" not in brief(sandbox, {"Ana.md": NEWS.partition("## Log")[0]})


def test_nothing_is_new_that_you_spoke_after(sandbox):
    assert "New" not in brief(sandbox, {"Ana.md": f"{NEWS}- 2026-10-14 call: about her talk\n"})


def test_promises_are_told_apart_by_whose_they_are(sandbox):
    text = "- [ ] send the template 📅 2026-12-20\n- [ ] from them: an introduction to [[Kofi]]\n"
    notes = {"Ana.md": text, "Kofi.md": "Hello.\n"}
    found = brief(sandbox, notes)
    assert lines(found, "Promised") == ("send the template (by 20 Dec 2026)",)
    assert lines(found, "They promised") == ("an introduction to Kofi",)
    assert found["They promised"].places == (("People/Ana.md", 2),)
    other = brief(sandbox, notes, "Kofi")
    assert not {"Promised", "They promised"} & other.keys()


def test_the_family_and_the_days_that_matter_are_told(sandbox):
    front = "partner: '[[Dev]]'\nchildren: [Ike, Tobe]\nbirthday: 1984-05-19\nnameday: 12-06"
    found = brief(sandbox, {"Ana.md": f"---\n{front}\n---\n## Family\n- a dog\n"})
    assert lines(found, "Family") == ("partner: Dev", "children: Ike, Tobe", "a dog")
    assert lines(found, "Dates") == ("birthday 19 May 1984", "nameday 6 Dec")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("call: hello (outcome:: next-step)", "call: hello (next-step)"),
        ("call [Outcome::talked]: hello", "call [talked]: hello"),
        ("call: the outcome:: was good", "call: the outcome:: was good"),
        ("call. gave:: a book, asked:: a lift (outcome:: met)", "call. gave: a book, asked: a lift (met)"),
        ("call (gave:: a book)", "call (gave: a book)"),
    ],
)
def test_the_marks_of_a_line_are_told_in_words(sandbox, text, said):
    found = brief(sandbox, {"Ana.md": f"## Log\n- 2026-10-14 {text}\n"})
    assert lines(found, "Last") == (f"14 Oct 2026: {said}",)


MUTUALS = {
    "Ana.md": "---\nknows: ['[[Jo]]', '[[Max]]', '[[Sam]]']\nmet_through: '[[Ravi]]'\n---\n[[Lee]]\n"
    "- 2024-03-03 lunch\n",
    "Jo.md": "- 2026-10-14 coffee\n",
    "Max.md": "We never spoke.\n",
    "Sam.md": "---\npaused: true\n---\n- 2026-11-20 call\n",
    "Ravi.md": "- 2026-11-08 call\n",
    "Lee.md": "- 2026-11-08 call\n",
}


def test_in_common_are_those_they_know_and_you_spoke_to_the_latest_first(sandbox):
    found = brief(sandbox, MUTUALS)
    assert lines(found, "In common") == ("Ravi (call, 8 Nov 2026)", "Jo (coffee, 14 Oct 2026)")
    assert found["In common"].places == (("People/Ana.md", 3), ("People/Ana.md", 2))


def test_a_way_in_is_whoever_brought_you_together_else_knows_you_both(sandbox):
    assert lines(brief(sandbox, MUTUALS), "A way in") == ("Ravi, who brought you together (call, 8 Nov 2026)",)
    without = MUTUALS | {"Ravi.md": "We never spoke.\n"}
    assert lines(brief(sandbox, without), "A way in") == ("Jo, who knows you both (coffee, 14 Oct 2026)",)


def test_no_way_in_is_needed_to_those_you_speak_with(sandbox):
    notes = MUTUALS | {"Ana.md": MUTUALS["Ana.md"] + "- 2026-06-01 call\n"}
    assert "A way in" not in brief(sandbox, notes)


@pytest.mark.parametrize(
    ("marks", "balance"),
    [
        (("gave:: a cake", "gave:: a book", "asked:: a lift"), "you have been the giving one, and may well ask"),
        (("asked:: a lift",), "you have something to give first"),
        (("asked:: a lift", "gave:: a cake"), "give and take are even"),
    ],
)
def test_give_and_take_is_told_in_words_and_without_a_number(sandbox, marks, balance):
    log = "".join(f"- 2026-0{number}-01 call. {mark}\n" for number, mark in enumerate(marks, 1))
    told = lines(brief(sandbox, {"Ana.md": f"## Log\n{log}"}), "Give and take")
    assert told[-1] == balance
    assert not re.search(r"\d", told[-1])
    assert told[0].startswith(f"you {marks[-1].replace('::', ':')} (1 ")


def test_open_questions_are_in_the_brief(sandbox):
    found = brief(sandbox, {"Ana.md": "## Ask\n- How does research earn a seat?\n- [x] answered?\n"})
    assert lines(found, "Ask") == ("How does research earn a seat?",)


@pytest.mark.parametrize(
    ("plugin", "titles"),
    [
        ("homework", {"New", "Family", "Dates"}),
        ("mutuals", {"In common", "A way in"}),
        ("give-and-take", {"Give and take"}),
        ("questions", {"Ask"}),
        ("brief", {"Who", "Met", "Last", "Promised", "They promised"}),
    ],
)
def test_each_part_can_be_left_out(sandbox, plugin, titles):
    shutil.copytree(EXAMPLE, sandbox.root, dirs_exist_ok=True)
    everything, less = brief(sandbox, {}, "Ana Reyes"), brief(sandbox, {}, "Ana Reyes", without=(plugin,))
    assert everything.keys() - less.keys() == titles & everything.keys()


def test_every_line_can_be_looked_up_where_it_says_it_stands(sandbox):
    """The words of the brief stand in the notes, on that line: told again from the files alone."""
    shutil.copytree(EXAMPLE, sandbox.root, dirs_exist_ok=True)
    line = sandbox.arrange()
    looked_up = 0
    for person in line.network.people:
        for section in line.asking.answers.brief(person.uid).sections:
            for text, (path, number) in zip(section.lines, section.places, strict=False):
                if number and section.title != "Dates":  # days are written in many ways
                    written = (sandbox.root / path).read_text(encoding="utf-8", errors="replace").splitlines()
                    shared = words(text) & words(written[number - 1])
                    # A list of links in front matter stands below its key; a meeting is called by its note's name.
                    below = " ".join((path, *written[number - 1 : number + 8]))
                    assert shared or words(text) & words(below), (text, path, number)
                    looked_up += 1
    assert looked_up > 300


def words(text):
    return set(re.findall(r"\w{2,}", fold(text)))


def test_the_brief_is_the_same_on_another_day(sandbox):
    """It must not depend on the clock: an event that is written anew every day is one that calendars move about."""
    shutil.copytree(EXAMPLE, sandbox.root, dirs_exist_ok=True)
    told = [brief(sandbox, {}, "Ana Reyes", today=day) for day in ("2026-11-22", "2026-11-25")]
    assert told[0] == told[1]


def test_an_event_carries_a_long_brief_in_a_sane_length(sandbox):
    questions = "".join(f"- {'why ' * 80}number {number}?\n" for number in range(40))
    sandbox.write(
        {"People/Ana.md": f"---\ncadence: 6 weeks\n---\n## Ask\n{questions}## Log\n- 2026-10-01 call\n"}
    ).sync()
    told = sandbox.feed().replace("\r\n ", "")
    (description,) = re.findall(r"\nDESCRIPTION:(.*?)\r\n", told)
    assert len(description) < 2500
    assert "and 35 more in the note" in description
    assert description.endswith("and this moves on.")
