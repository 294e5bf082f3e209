"""The values reject nonsense where it is made, and mean what their docstrings promise."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import (
    CODES,
    Brief,
    Cadence,
    Edit,
    Fact,
    Interaction,
    Network,
    Note,
    Person,
    Reminder,
    Section,
    Task,
    YearlyDate,
    action_of,
    day_words,
    every,
    problem,
    span,
)

DAY = date(2026, 11, 22)


def reminder(**changes: object) -> Reminder:
    return Reminder(
        **{"person": "ana", "key": "next", "kind": "catch-up", "due": DAY, "reason": "six weeks", **changes}
    )


def test_a_value_never_changes() -> None:
    with pytest.raises(AttributeError):
        Cadence(days=3).days = 4


def test_a_cadence_is_at_least_one_day() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        Cadence(days=0)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"earliest": date(2026, 12, 2), "latest": date(2026, 12, 1)}, "earliest is after latest"),
        ({"minutes": -1}, "minutes"),
        ({"weight": 0.0}, "weight"),
        ({"weight": float("nan")}, "weight"),
        ({"weight": float("inf")}, "weight"),
    ],
)
def test_a_reminder_that_could_not_be_placed_is_not_made(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        reminder(**changes)


def test_a_reminder_stands_where_it_is_fixed_or_has_a_time() -> None:
    assert not reminder().stands
    assert reminder(fixed=True).stands
    assert reminder(at=msgspec.convert("18:30:00", type=__import__("datetime").time)).stands


def test_a_reminder_is_known_by_person_plugin_key_and_cycle() -> None:
    assert reminder(plugin="cadence", cycle="2026").id == ("ana", "cadence", "next", "2026")


def test_the_29th_of_february_is_kept_on_the_28th_in_common_years_or_on_1_march() -> None:
    leap = YearlyDate(label="birthday", month=2, day=29, year=1992)
    assert leap.on(2028) == date(2028, 2, 29)
    assert leap.on(2027) == date(2027, 2, 28)
    assert leap.on(2027, leap_to_march=True) == date(2027, 3, 1)


def test_a_yearly_date_counts_years_only_where_the_first_is_known() -> None:
    assert YearlyDate(label="birthday", month=11, day=28, year=1986).years(2026) == 40
    assert YearlyDate(label="birthday", month=11, day=28).years(2026) is None


def test_a_yearly_date_that_no_year_has_is_not_made() -> None:
    with pytest.raises(ValueError, match="day is out of range"):
        YearlyDate(label="birthday", month=2, day=30)


def test_a_person_knows_their_birthday_among_their_dates() -> None:
    birthday = YearlyDate(label="birthday", month=5, day=19)
    wedding = YearlyDate(label="wedding", month=6, day=9)
    assert Person(uid="a", path="a.md", name="A", dates=(wedding, birthday)).birthday == birthday
    assert Person(uid="a", path="a.md", name="A").birthday is None


@pytest.mark.parametrize(("status", "quiet"), [("Deceased", True), ("archived", True), ("aspirational", False)])
def test_nobody_is_reminded_of_those_who_died_or_are_archived(status: str, quiet: bool) -> None:
    assert Person(uid="a", path="a.md", name="A", status=status).quiet is quiet


def test_a_task_is_done_open_or_cancelled() -> None:
    assert [(Task(status=sign).done, Task(status=sign).open) for sign in "x -/"] == [
        (True, False),
        (False, True),
        (False, False),
        (False, True),
    ]


def test_a_note_knows_its_name_and_folders() -> None:
    note = Note(path="People/Family/Ana Reyes.md", digest="")
    assert (note.stem, note.folders) == ("Ana Reyes", ("People", "Family"))


def test_a_network_finds_people_their_last_contact_and_the_first_plugins_fact() -> None:
    ana = Person(uid="a", path="a.md", name="Ana")
    newest, older = (Interaction(person="a", day=date(2026, month, 1)) for month in (5, 3))
    facts = (Fact(name="rhythm", value=7, plugin="one"), Fact(name="rhythm", value=9, plugin="two"))
    network = Network(people=(ana,), interactions={"a": (newest, older)}, facts={"a": facts})
    assert network.person("a") == ana
    assert network.person("b") is None
    assert network.last("a") == newest
    assert network.last("b") is None
    assert network.fact("a", "rhythm") == facts[0]
    assert network.fact("a", "warmth") is None


def test_a_brief_reads_as_one_line_a_section() -> None:
    sections = (Section(title="Who", lines=("Midwife", "Bristol")), Section(title="Met", lines=("2011",)))
    assert Brief(person="a", sections=sections).text == "Who: Midwife · Bristol\nMet: 2011"


@pytest.mark.parametrize("changes", [{"path": ""}, {"name": ""}, {"name": "a\nb"}, {"value": ("a\rb",)}])
def test_an_edit_names_one_place_and_cannot_carry_a_line_break(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="edit"):
        Edit(**{"path": "a.md", "kind": "set-property", "name": "uid", "value": ("x",), "reason": "r", **changes})


def test_an_edit_names_its_note_its_place_and_why() -> None:
    made = Edit(path="a.md", kind="append-entry", name="Log", value=("2026-11-22 call",), reason="logged")
    assert (made.path, made.name, made.value, made.plugin) == ("a.md", "Log", ("2026-11-22 call",), "")


def test_a_problem_takes_its_severity_from_the_table() -> None:
    told = problem("yaml-invalid", "no", path="a.md", line=3)
    assert (told.severity, told.sort_key) == ("error", ("a.md", 3, "yaml-invalid", "no"))
    with pytest.raises(KeyError):
        problem("no-such-code", "no")


def test_every_code_says_what_it_means_in_a_sentence() -> None:
    assert all(code.meaning.endswith(".") for code in CODES.values())


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (9, "9 days"), (14, "2 weeks"), (98, "14 weeks"), (150, "5 months"), (994, "3 years")],
)
def test_a_span_is_said_in_the_unit_people_would_use(days: int, words: str) -> None:
    assert span(days) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "every day"),
        (10, "every 10 days"),
        (7, "every week"),
        (42, "every 6 weeks"),
        (30, "every month"),
        (61, "every 2 months"),
        (91, "every 3 months"),
        (365, "every year"),
        (730, "every 2 years"),
    ],
)
def test_a_cadence_is_said_in_its_own_unit(days: int, words: str) -> None:
    assert every(days) == words


@given(st.integers(min_value=1, max_value=4000))
def test_every_cadence_can_be_said(days: int) -> None:
    assert every(days).startswith("every ")
    assert span(days)


def test_nothing_is_said_of_no_days() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        every(0)


def test_a_day_is_said_with_its_year() -> None:
    assert day_words(date(2026, 11, 3)) == "3 Nov 2026"


def test_a_channel_is_said_as_something_to_do():
    assert [action_of(channel) for channel in ("mail", "text", "met", "call", "")] == [
        "write",
        "write",
        "meet",
        "call",
        "",
    ]
