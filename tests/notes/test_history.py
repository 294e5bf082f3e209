"""What changed for a person, as their note tells it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import ANA, contacts

from vaultsync.notes import moves_in, news_in, parse_note

NOW = "---\nrole: Head\ncompany: '[[Lumen]]'\nlocation: Leeds\n---\n"


def moves(text: str) -> list[tuple[str, str, str, str]]:
    note = parse_note("People/Ana.md", text.encode())
    return [(str(each.day), each.what, each.before, each.after) for each in moves_in(note)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("- Until 2026-10-01: Researcher at Acme", ("company", "Acme", "Lumen")),
        ("- Until 2026-10-01: Head of Data at Work at Acme", ("company", "Acme", "Lumen")),
        ("- Until 2026-10-01: at Acme", ("company", "Acme", "Lumen")),
        ("- Until 2026-10-01: Researcher at Lumen", ("role", "Researcher", "Head")),
        ("- Until 2026-10-01: Researcher", ("role", "Researcher", "Head")),
        ("- 2026-10-01 role was Researcher at Acme", ("company", "Acme", "Lumen")),
        ("- 2026-10-01: Role was Researcher (from contacts.vcf)", ("role", "Researcher", "Head")),
        ("- 2026-10-01 company was Acme; now Lumen", ("company", "Acme", "Lumen")),
        ("- 2026-10-01 location was Bonn", ("location", "Bonn", "Leeds")),
        ("- 2026-10-01 city was Leeds", None),
        ("- 2026-10-01 role was Head at Lumen", None),
        ("- Until 2026-13-01: Researcher at Acme", None),
        ("- Until further notice: at home", None),
        ("- the role was a good one", None),
        ("- [ ] 2026-10-01 role was Researcher", None),
        ("- 2026-10-01 lunch: her role was hard", None),
    ],
)
def test_a_line_says_what_was_so_until_a_day(line, found):
    assert moves(f"{NOW}## History\n{line}\n") == ([] if found is None else [("2026-10-01", *found)])


def test_what_became_of_one_change_is_what_was_before_the_next():
    lines = "- Until 2026-10-01: Researcher at Acme\n- 2024-05-01 role was Junior\n- Until 2020-01-01: at Beta\n"
    assert moves(f"{NOW}## History\n{lines}") == [
        ("2026-10-01", "company", "Acme", "Lumen"),
        ("2024-05-01", "role", "Junior", "Researcher"),
        ("2020-01-01", "company", "Beta", "Acme"),
    ]


@pytest.mark.parametrize(
    ("since", "day", "precise"), [("2026-09", "2026-09-01", 2), ("2026", "2026-01-01", 1), ("2026-09-14", None, 3)]
)
def test_previously_and_since_tell_of_a_change_together(since, day, precise):
    note = parse_note("P.md", f"---\ncompany: Lumen\npreviously: '[[Acme]]'\nsince: {since}\n---\n".encode())
    (found,) = moves_in(note)
    assert (str(found.day), found.precise, found.before, found.after, found.line) == (
        day or since,
        precise,
        "Acme",
        "Lumen",
        4,
    )


@pytest.mark.parametrize("front", ["since: 2026-09", "previously: Acme", "previously: Acme\nsince: long ago"])
def test_one_of_them_tells_of_no_change(front):
    assert moves(f"---\ncompany: Lumen\n{front}\n---\n") == []


def test_news_stand_below_a_heading_of_that_name():
    text = "## News\n- 2026-10-14 spoke at CX Days\n- no day\n- 2026-11-01 a daughter, Ida\n## Log\n- 2026-10-20 call\n"
    found = news_in(parse_note("P.md", text.encode()))
    assert [(str(line.day), line.text, line.number) for line in found] == [
        ("2026-11-01", "a daughter, Ida", 4),
        ("2026-10-14", "spoke at CX Days", 2),
    ]


@given(
    day=st.dates(date(2000, 1, 1), date(2026, 11, 22)),
    words=st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=30),
    form=st.sampled_from(
        ["## News\n- {day} {words}", "- {day} role was {words}", "- {day}: city was x{words}", "- Until {day}: {words}"]
    ),
)
def test_what_tells_of_their_life_is_never_a_contact(day, words, form):
    log = "## Log\n- 2026-01-05 call: hello\n"
    told = form.format(day=day, words=f"x{words}")
    assert contacts({ANA: f"{log}\n{told}\n"}) == contacts({ANA: log})
