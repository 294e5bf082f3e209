"""What ``report`` counts: every number follows from lines that anybody can look up."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import Writer
from tests.people.vault import note

from vaultsync.cli.report.made import Made, how_alike, of, summary, words
from vaultsync.cli.report.show import BAR, bar
from vaultsync.cli.report.svg import drawn
from vaultsync.model import Interaction, Network, Person
from vaultsync.notes import DailyName
from vaultsync.people import CHANNELS, OUTCOMES, Directory
from vaultsync.people.attempts import attempts_in
from vaultsync.people.report import (
    DORMANCY,
    FIRST,
    GROUPINGS,
    NO_CHANNEL,
    WHO_BEGAN,
    alike,
    counted,
    reached,
    tallies,
    tally,
)

CY = """---
company: Acme
groups: [CX Circle]
location: Leeds
tags: [person, mentor]
phone: "+44 7700 900115"
---
## Log
- 2022-01-10 met at a fair
- 2026-02-02 ☎ call: her new job (outcome:: talked)
- 2026-10-05 ☎ call (outcome:: no-answer)
- 2026-10-12 ☎ call (outcome:: no-answer)
- 2026-10-20 ✉ mail, from them: sorry, busy (outcome:: next-step)
- 2026-11-18 ☕ coffee: the plan (outcome:: met)
"""
DI = "---\ncompany: Acme\n---\n- 2026-11-03 💬 text: lunch? (outcome:: declined)\n"


@pytest.fixture
def told(guest: Writer) -> Writer:
    """A vault in which something came of it."""
    guest.vault.write({
        "People/Cy Brown.md": CY,
        "People/Di Park.md": DI,
        "Daily/2026-11-10.md": "- rang [[Di Park]], the line was dead (outcome:: no-answer)\n- call [[Bo]]\n",
    })  # fmt: skip
    return guest


def test_it_counts_contacts_and_the_times_nobody_answered(told: Writer) -> None:
    found = told("report", "--json").json
    assert list(found) == ["since", "until", "lines", "contacts", "inbound", "outcomes", "by", "began", "alike"]
    assert (found["since"], found["until"]) == ("2025-11-22", "2026-11-22")
    # Ana's call, Bo's call, Cy's two tries, her call and the coffee; Di's text and the dead line.
    assert (found["lines"], found["contacts"], found["inbound"]) == (8, 5, 1)
    assert found["outcomes"] == {
        "no-answer": 3, "talked": 1, "met": 1, "next-step": 0, "declined": 1, "not-said": 2,
    }  # fmt: skip


def test_it_parts_them_by_channel_gap_and_weekday(told: Writer) -> None:
    by = told("report", "--json").json["by"]
    lines = {name: {part["name"]: part["lines"] for part in parts if part["lines"]} for name, parts in by.items()}
    assert lines["channel"] == {"call": 6, "coffee": 1, "text": 1}
    # Di's text and Ana's and Bo's calls are the first; Cy was rung four years after the fair, then eight months on.
    assert lines["dormancy"] == {"under-3-months": 2, "3-to-12-months": 2, "over-3-years": 1, "first": 3}
    assert lines["weekday"] == {"monday": 3, "tuesday": 3, "wednesday": 1, "thursday": 1}


def test_each_number_can_be_looked_up(told: Writer) -> None:
    found = told("report", "--json", "--list").json
    assert len(found["listed"]) == found["lines"] + found["inbound"]
    for one in found["listed"]:
        text = (told.vault.root / one["path"]).read_text("utf-8").splitlines()[one["line"] - 1]
        assert one["path"].startswith("Daily/") or one["day"] in text
        assert one["outcome"] == "not-said" or f"(outcome:: {one['outcome']})" in text
        assert date.fromisoformat(one["day"]).strftime("%A").lower() == one["weekday"]
    for grouping in GROUPINGS:
        field = Counter(one[grouping.name] for one in found["listed"] if not one["inbound"])
        assert {part["name"]: part["lines"] for part in found["by"][grouping.name] if part["lines"]} == dict(field)


def test_the_list_shows_the_lines_with_their_places(told: Writer) -> None:
    out = told("report", "--list", "--since", "2026-11-01").out
    assert out.splitlines() == [
        "Counted, 1 Nov 2026 to 22 Nov 2026: 4 lines",
        "People/Cy Brown.md:14",
        "  2026-11-18  Cy Brown  coffee, under 3 months, outcome: met",
        "Daily/2026-11-10.md:2",
        "  2026-11-10  Bo  call, first one noted, outcome: not noted",
        "Daily/2026-11-10.md:1",
        "  2026-11-10  Di Park  call, under 3 months, outcome: no answer",
        "People/Di Park.md:4",
        "  2026-11-03  Di Park  text, first one noted, outcome: declined",
    ]


def test_it_is_told_in_a_terminal_of_80_columns(told: Writer) -> None:
    out = told("report").out
    assert out.startswith(
        "What came of it, 22 Nov 2025 to 22 Nov 2026\n  You reached out or met 8 times; in touch 5 of 8:"
    )
    assert "They reached out once." in out
    assert "call" in out
    assert "████████████" in out
    assert "too few to say" in out
    assert max(map(len, out.splitlines())) <= 80


def test_how_alike_people_are_is_told_in_words(told: Writer) -> None:
    assert "4 of 6 contacts since 22 Nov 2025 were with people from Acme; 2 people." in " ".join(
        told("report").out.split()
    )
    kinds = [
        (one["kind"], one["name"], one["contacts"], one["people"]) for one in told("report", "--json").json["alike"]
    ]
    assert kinds == [
        ("company", "Acme", 4, 2), ("group", "CX Circle", 3, 1), ("city", "Leeds", 3, 1), ("tag", "mentor", 3, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(("since", "first"), [("3 months", "2026-08-23"), ("2026-10-12", "2026-10-12")])
def test_since_is_a_day_or_a_span(told: Writer, since: str, first: str) -> None:
    found = told("report", "--since", since, "--json", "--list").json
    assert found["since"] == first
    assert all(one["day"] >= first for one in found["listed"])


def test_where_no_outcome_is_noted_it_says_how_to_note_one(guest: Writer) -> None:
    out = " ".join(guest("report").out.split())
    assert "You reached out or met once; too few to say. To note what comes of it: vaultsync log PERSON" in out


@pytest.mark.parametrize("since", ["soon", "2026-12-01"])
def test_since_what_no_day_is_or_has_not_come_is_wrong_use(told: Writer, since: str) -> None:
    assert told("report", "--since", since).code == 2


def test_a_vault_without_contacts_is_told_so(guest: Writer) -> None:
    said = guest("report", "--since", "1 day")
    assert (said.code, said.out.splitlines()[1:]) == (0, ["  No contact is noted in these days."])


def test_the_picture_is_xml_that_can_be_read_aloud(told: Writer, tmp_path: Path) -> None:
    file = tmp_path / "came.svg"
    told.vault.write({"People/Di Park.md": DI.replace("Acme", '"<Acme> & Söhne"'), "People/Ed.md": DI})
    assert told("report", "--svg", file).code == 0
    first = file.read_bytes()
    root = ET.fromstring(first)
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == "What came of it, 22 Nov 2025 to 22 Nov 2026"
    assert "By channel: call 6" in (root.findtext(f"{space}desc") or "")
    assert b"prefers-color-scheme: dark" in first
    assert b"<script" not in first
    assert told("report", "--svg", file).code == 0
    assert file.read_bytes() == first


def test_only_a_picture_is_written_over(told: Writer, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    file.write_text("# Mine\n")
    assert told("report", "--svg", file).code == 3
    assert file.read_text() == "# Mine\n"
    assert told("report", "--svg", tmp_path / "no" / "folder.svg").code == 2


def test_a_dry_run_draws_nothing(told: Writer, tmp_path: Path) -> None:
    assert told("--dry-run", "report", "--svg", tmp_path / "came.svg").code == 0
    assert not (tmp_path / "came.svg").exists()


def test_json_stays_alone_on_standard_output(told: Writer, tmp_path: Path) -> None:
    json.loads(told("report", "--json", "--svg", tmp_path / "came.svg").out)


# For all

TODAY = date(2026, 11, 22)
DAYS = st.integers(min_value=0, max_value=1500).map(lambda back: TODAY - timedelta(days=back))
CHANNEL = st.sampled_from(["", *(channel.name for channel in CHANNELS)])
LINES = st.lists(
    st.tuples(DAYS, CHANNEL, st.sampled_from(["", *OUTCOMES, "else"]), st.sampled_from(["", "in", "out"])), max_size=40
)


def report_of(lines: list[tuple[date, str, str, str]], since: date = date(2020, 1, 1)) -> Made:
    person = Person(uid="ana", path="People/Ana.md", name="Ana", company="Acme")
    told = [
        Interaction(
            person="ana",
            day=day,
            channel=channel,
            direction=direction,
            text=f"x (outcome:: {outcome})" if outcome else "x",
            path=person.path,
            line=number,
        )
        for number, (day, channel, outcome, direction) in enumerate(sorted(lines, reverse=True), 1)
    ]
    silent = tuple(each for each in told if "no-answer" in each.text)
    network = Network(people=(person,), interactions={"ana": tuple(each for each in told if each not in silent)})
    found = counted(network, {"ana": silent}, since=since, until=TODAY)
    ours = reached(found)
    groups = {grouping.name: tallies(grouping, ours) for grouping in GROUPINGS}
    return Made(since, TODAY, found, tally("", ours), groups, tallies(WHO_BEGAN, found), alike(found, network))


@given(LINES, DAYS)
def test_whatever_the_grouping_the_numbers_add_up_to_the_lines(
    lines: list[tuple[date, str, str, str]], since: date
) -> None:
    made = report_of(lines, since)
    assert len(made.lines) == sum(1 for day, *_ in lines if day >= since)
    for parts in (*made.groups.values(), (made.whole,)):
        assert sum(one.lines for one in parts) == len(made.lines) - made.inbound
        assert all(sum(one.outcomes.values()) == one.lines for one in parts)
        assert all(one.contacts + one.outcomes["no-answer"] == one.lines for one in parts)
        assert {word: sum(one.outcomes[word] for one in parts) for word in made.whole.outcomes} == made.whole.outcomes


@given(LINES)
def test_small_numbers_are_said_to_be_small(lines: list[tuple[date, str, str, str]]) -> None:
    made = report_of(lines)
    for one in (made.whole, *(part for parts in made.groups.values() for part in parts)):
        assert ("too few to say" in words(one)) is (0 < one.lines < 5)
        assert one.lines >= 10 or "%" not in words(one)
    for said in (*summary(made), *how_alike(made)):
        for whole in re.findall(r"of (\d+)(?: contacts)? \(\d+%\)", said):
            assert int(whole) >= 10


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_share_of_few_is_no_percentage(part: int, more: int) -> None:
    whole = part + more
    if whole:
        assert ("%" in of(part, whole)) is (whole >= 10)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_bar_fits_and_only_nothing_has_none(part: int, most: int) -> None:
    drawn_bar = bar(min(part, most), most)
    assert len(drawn_bar) <= BAR
    assert bool(drawn_bar) is bool(part)


@given(LINES)
def test_any_picture_is_xml(lines: list[tuple[date, str, str, str]]) -> None:
    made = report_of(lines)
    ET.fromstring(drawn(made))
    assert drawn(made) == drawn(made)


def test_the_gap_is_counted_from_the_contact_before() -> None:
    gaps = [0, 90, 91, 364, 365, 1095, 1096]
    assert [next(name for name, below in DORMANCY if gap < below) for gap in gaps] == [
        "under-3-months", "under-3-months", "3-to-12-months", "3-to-12-months", "1-to-3-years", "1-to-3-years",
        "over-3-years",
    ]  # fmt: skip
    (only,) = report_of([(TODAY, "", "", "")]).lines
    assert (only.dormancy, only.channel) == (FIRST, NO_CHANNEL)


@pytest.mark.parametrize(
    ("path", "text", "days"),
    [
        ("People/Ana.md", "- 2026-11-01 call (outcome:: no-answer)", ["2026-11-01"]),
        ("People/Ana.md", "- [x] call (outcome:: no-answer) ✅ 2026-11-01", ["2026-11-01"]),
        ("People/Ana.md", "- [ ] call (outcome:: no-answer) 📅 2026-11-01", []),
        ("People/Ana.md", "- 2026-12-01 call (outcome:: no-answer)", []),
        ("People/Ana.md", "- 2026-11-01 call (outcome:: talked)", []),
        ("Daily/2026-11-01.md", "- call [[Ana]] (outcome:: no-answer)\n- [[Ana]]", ["2026-11-01"]),
        ("Ideas.md", "- call [[Ana]] (outcome:: no-answer)", []),
    ],
)
def test_what_would_be_contact_if_they_had_answered_is_an_attempt(path: str, text: str, days: list[str]) -> None:
    person = Person(uid="ana", path="People/Ana.md", name="Ana")
    found = attempts_in(
        note(path, text),
        Directory((person,), (person.path, path)),
        daily=(DailyName(folder="Daily"),),
        today=TODAY,
        owner=person if path == person.path else None,
    )
    assert [str(each.day) for each in found] == days


PICKED = """---
tags: [person]
---
## Log
- 2026-11-20 ☎ call (outcome:: talked) (pick:: dormant)
- 2026-11-13 ✉ mail (pick:: Channel)
- 2026-11-06 ✉ mail (outcome:: no-answer) (pick:: aspirational)
- 2026-10-30 ✉ mail, to them (pick:: elsewhere)
- 2026-10-20 ✉ mail, from them
- 2026-10-10 ✉ mail, from them
"""


def test_it_parts_by_the_kind_of_pick_and_says_that_small_numbers_are_small(guest: Writer, tmp_path: Path) -> None:
    guest.vault.write({"People/Ed.md": PICKED})
    found = guest("report", "--json", "--list").json
    assert {one["name"]: one["lines"] for one in found["by"]["pick"] if one["lines"]} == {
        "dormant": 1, "aspirational": 1, "channel": 1, "other-pick": 1, "no-pick": 1,
    }  # fmt: skip
    out = guest("report", "--svg", tmp_path / "came.svg").out
    assert "By kind of pick\n  an old tie " in out
    assert "too few to say: talked 1" in out
    assert "By kind of pick: an old tie 1 (too few to say: talked 1)" in (tmp_path / "came.svg").read_text()
    assert "pick: change of channel" in " ".join(guest("report", "--list").out.split())


def test_it_says_who_reached_out(guest: Writer) -> None:
    guest.vault.write({"People/Ed.md": PICKED})
    found = guest("report", "--json").json
    assert {one["name"]: one["lines"] for one in found["began"]} == {"you": 4, "they": 2, "not-noted": 1}
    assert sum(one["lines"] for one in found["began"]) == found["lines"] + found["inbound"]
    assert "Who reached out\n  you " in guest("report").out


def test_what_parts_nothing_is_left_out(guest: Writer) -> None:
    out = guest("report").out
    assert "Who reached out" not in out
    assert "By kind of pick" not in out
    assert "By channel" in out


@given(LINES)
def test_each_line_was_begun_by_one(lines: list[tuple[date, str, str, str]]) -> None:
    made = report_of(lines)
    assert {one.name: one.lines for one in made.began} == {
        "you": sum(1 for *_, word, way in lines if way == "out" or (not way and word == "no-answer")),
        "they": sum(1 for *_, way in lines if way == "in"),
        "not-noted": sum(1 for *_, word, way in lines if not way and word != "no-answer"),
    }
    assert {one.name: one.lines for one in made.began}["they"] == made.inbound
