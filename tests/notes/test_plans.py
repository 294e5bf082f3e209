"""How a planned meeting is written: an open task that opens with a day, with its time, length and place."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import Planned
from vaultsync.notes import about_of, minutes_of, parse_note, plan_in_words, plan_of
from vaultsync.notes.lengths import LONGEST
from vaultsync.notes.plans import FIELDS, moment_of
from vaultsync.people import channel_of

DAY = date(2026, 12, 3)
NOON = time(12, 30)


def read(text: str, mark: str = "- [ ] ") -> Planned | None:
    (line,) = parse_note("a.md", f"{mark}{text}\n".encode()).lines
    return plan_of(line)


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        (
            "2026-12-03 12:30 🍽 lunch: about CX (where:: Café Luna) (for:: 90m)",
            Planned(day=DAY, at=NOON, minutes=90, place="Café Luna", text="🍽 lunch: about CX"),
        ),
        ("2026-12-03 lunch", Planned(day=DAY, text="lunch")),
        ("2026-12-03T12:30 lunch", Planned(day=DAY, at=NOON, text="lunch")),
        ("2026-12-03 9:05 — a call", Planned(day=DAY, at=time(9, 5), text="a call")),
        ("**2026-12-03 12:30** lunch", Planned(day=DAY, at=NOON, text="lunch")),
        ("[2026-12-03 12:30] lunch", Planned(day=DAY, at=NOON, text="lunch")),
        ("2026-12-03 12:30+02:00 lunch", Planned(day=DAY, at=NOON, text="lunch")),
        ("2026-12-03 25:61 lunch", Planned(day=DAY, text="lunch")),
        ("2026-12-03 12:30-14:00 lunch", Planned(day=DAY, at=NOON, minutes=90, text="lunch")),
        ("2026-12-03 12:30 – 14:00: lunch", Planned(day=DAY, at=NOON, minutes=90, text="lunch")),
        ("2026-12-03 23:30–0:30 lunch", Planned(day=DAY, at=time(23, 30), minutes=60, text="lunch")),
        ("2026-12-03 12:30–14:00 lunch (for:: 2h)", Planned(day=DAY, at=NOON, minutes=120, text="lunch")),
        ("2026-12-03 12:30 14 eyes", Planned(day=DAY, at=NOON, text="14 eyes")),
        ("2026-12-03 lunch (at:: 12:30)", Planned(day=DAY, at=NOON, text="lunch")),
        ("2026-12-03 lunch [duration:: 1h30] [place:: here]", Planned(day=DAY, minutes=90, place="here", text="lunch")),
        ("2026-12-03 lunch (for:: ever) (for:: 2h)", Planned(day=DAY, minutes=120, text="lunch")),
        ("2026-12-03 x (where:: [[Café Luna]])", Planned(day=DAY, place="Café Luna", text="x")),
        ("2026-12-03 x (where:: [Zoom](https://zoom.us/j/1))", Planned(day=DAY, place="https://zoom.us/j/1", text="x")),
        ("2026-12-03 x (where:: Café Luna (at the back))", Planned(day=DAY, place="Café Luna (at the back)", text="x")),
        ("2026-12-03 x (gave:: a book)", Planned(day=DAY, text="x (gave:: a book)")),
        ("lunch 2026-12-03 12:30", None),
        ("lunch 📅 2026-12-03", None),
        ("2026-02-30 12:30 lunch", None),
    ],
)
def test_a_task_that_opens_with_a_day_is_read(text, planned):
    assert read(text) == planned


@pytest.mark.parametrize("mark", ["- ", "### ", ""])
def test_only_a_task_plans(mark):
    assert read("2026-12-03 12:30 lunch", mark) is None


def test_a_ticked_one_is_read_alike():
    assert read("2026-12-03 12:30 lunch ✅ 2026-12-04", "- [x] ") == read("2026-12-03 12:30 lunch")


@pytest.mark.parametrize("spelling", [spelling for row in FIELDS for spelling in (row.name, *row.spellings)])
def test_each_spelling_of_a_field_is_read_and_no_part_of_the_text(spelling):
    for_a_length = spelling in {"for", *FIELDS[1].spellings}
    found = read(f"2026-12-03 12:30 lunch ({spelling.title()}:: {'45' if for_a_length else 'here'})")
    assert (found.minutes, found.place, found.text) == ((45, "", "lunch") if for_a_length else (None, "here", "lunch"))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90m", 90), ("90 min", 90), ("90", 90), ("1h30", 90), ("1 h 30 min", 90), ("1:30", 90), ("1.5h", 90),
        ("1,5 hours", 90), ("2 Hours", 120), ("an hour", None), ("", None), ("0", None), ("99999", None),
        ("90m90m", None), ("-5", None), ("1:60", None),
    ],
)  # fmt: skip
def test_lengths_of_time(text, minutes):
    assert minutes_of(text) == minutes


@given(st.integers(1, LONGEST))
def test_every_length_is_read_as_it_is_written(minutes):
    hours, rest = divmod(minutes, 60)
    texts = [
        f"{minutes}",
        f"{minutes} min",
        f"{hours}:{rest:02}",
        f"PT{hours}H{rest}M",
        f"{hours}h{rest:02}",
        f"{hours}h {rest}m",
        f"{hours} hours and {rest} minutes",
        f"{hours} Stunden, {rest} Minuten",
    ]
    assert {minutes_of(text) for text in texts} == {minutes}


@given(st.text())
def test_any_text_is_a_length_or_none(text):
    assert minutes_of(text) is None or 0 < minutes_of(text) <= LONGEST


@given(st.dates(), st.none() | st.times())
def test_every_moment_is_read_as_it_is_written(day, at):
    at = at.replace(second=0, microsecond=0) if at else None
    assert moment_of(f"{day}" + (f" {at:%H:%M}" if at else "")) == (day, at)
    assert moment_of(f"{day}" + (f"T{at:%H:%M}" if at else "")) == (day, at)


@pytest.mark.parametrize(
    "text", ["", "friday", "2026-13-01", "2026-12-03 25:00", "2026-12-03 noon", "2026-12-03x12:30"]
)
def test_what_is_no_moment(text):
    assert moment_of(text) is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("🍽 lunch: about CX", "about CX"), ("🍽 lunch", ""), ("lunch", ""), ("☕ coffee", ""), ("📹 video call: x", "x"),
        ("lunch with Ana Reyes", "lunch with Ana Reyes"), ("the plan: a call", "the plan: a call"), ("", ""),
        ("(draft) ideas", "(draft) ideas"),
    ],
)  # fmt: skip
def test_what_a_plan_is_about_is_its_text_without_how_they_meet(text, about):
    assert about_of(text, channel_of) == about


def test_a_plan_in_words_names_the_place_and_leaves_the_length_out():
    assert plan_in_words("🍽 lunch: CX (where:: Café Luna) (for:: 90m)") == "🍽 lunch: CX, Café Luna"
    assert plan_in_words("talked (outcome:: met)") == "talked (outcome:: met)"
