"""Which tasks are planned meetings, with whom, and what a ticked one counts as."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import ANA, BEN, contacts, vault

from vaultsync.model import Planned

DAY = date(2026, 12, 3)
WHOLE = "2026-11-20 12:30 🍽 lunch: about CX (where:: Café Luna) (for:: 90m)"


def planned(texts: dict[str, str], who: str = "Ana Reyes") -> list[Planned]:
    network, _ = vault({ANA: "", **texts})
    return [each.planned for each in network.plans(who, date.min)]


def keys(text: str) -> list[str]:
    network, _ = vault({ANA: text})
    return [each.key for each in network.promises.get("Ana Reyes", ())]


@pytest.mark.parametrize(
    ("text", "is_plan"),
    [
        ("- [ ] 2026-12-03 12:30 see each other", True),
        ("- [ ] 2026-12-03 lunch", True),
        ("- [ ] 2026-12-03 ☕", True),
        ("- [ ] 2026-12-03 see each other (where:: Café Luna)", True),
        ("- [/] 2026-12-03 12:30 lunch", True),
        ("- [ ] 2026-12-03 12:30 lunch 📅 2026-12-03", True),
        ("- [ ] 2026-12-03 send the book", False),
        ("- [ ] 2026-12-03 from her: a call", False),
        ("- [ ] 2026-12-03 call 📅 2026-12-10", False),
        ("- [ ] 2026-12-03 call ⏳ 2026-12-10", False),
        ("- [ ] lunch 📅 2026-12-03", False),
        ("- [x] 2026-12-03 12:30 lunch", False),
        ("- [-] 2026-12-03 12:30 lunch", False),
        ("- 2026-12-03 12:30 lunch", False),
    ],
)
def test_in_their_own_note_a_task_that_opens_with_a_day_and_says_when_where_or_how(text, is_plan):
    assert [each.day for each in planned({ANA: text})] == [DAY] * is_plan


@pytest.mark.parametrize(
    ("text", "is_plan"),
    [
        ("- [ ] 2026-12-03 12:30 lunch with [[Ana Reyes]]", True),
        ("- [ ] 2026-12-03 lunch with [[Ana Reyes]]", False),
        ("- [ ] 2026-12-03 12:30 lunch with ![[Ana Reyes]]", False),
        ("- [ ] 2026-12-03 12:30 lunch", False),
    ],
)
@pytest.mark.parametrize("path", ["Daily/2026-11-22.md", "Notes/Week.md", BEN])
def test_elsewhere_a_task_needs_a_link_and_a_time(text, is_plan, path):
    assert [each.day for each in planned({path: text})] == [DAY] * is_plan


def test_a_plan_for_two_is_with_both():
    texts = {BEN: "", "Week.md": "- [ ] 2026-12-03 12:30 lunch with [[Ana Reyes]] and [[Ben Okri]]"}
    assert planned(texts) == planned(texts, "Ben Okri") != []


def test_plans_come_in_the_order_of_their_days_and_times():
    text = "- [ ] 2026-12-04 lunch\n- [ ] 2026-12-03 18:00 call\n- [ ] 2026-12-03 9:00 coffee\n- [ ] 2026-12-03 walk"
    assert [each.text for each in planned({ANA: text})] == ["walk", "coffee", "call", "lunch"]


def test_the_key_outlives_another_day_time_place_and_length():
    other = "2027-01-14 9:00 🍽 lunch: about CX (where:: home) (for:: 2h)"
    assert keys(f"- [ ] {WHOLE}") == keys(f"words\n\n- [ ] {other}")
    assert keys(f"- [ ] {WHOLE}") != keys("- [ ] 2026-11-20 12:30 🍽 lunch: about tea")


@pytest.mark.parametrize("tick", ["", " ✅ 2026-11-20", " ✅ 2026-11-21", " [completion:: 2026-11-22]"])
@pytest.mark.parametrize("path", [ANA, "Daily/2026-11-10.md", "Week.md"])
def test_ticked_it_is_one_contact_on_its_day_whenever_it_was_ticked(tick, path):
    text = f"- [x] {WHOLE}{'' if path == ANA else ' with [[Ana Reyes]]'}{tick}"
    assert [told[:2] for told in contacts({path: text})] == [("2026-11-20", "lunch")]


def test_ticked_before_its_day_it_counts_when_it_was_ticked():
    assert [told[0] for told in contacts({ANA: f"- [x] {WHOLE} ✅ 2026-11-18"})] == ["2026-11-18"]


def test_another_task_counts_on_the_day_it_was_ticked():
    assert [told[0] for told in contacts({ANA: "- [x] 2026-11-10 send the book ✅ 2026-11-18"})] == ["2026-11-18"]


@pytest.mark.parametrize("box", [" ", "-", "/"])
def test_open_or_called_off_it_is_no_contact(box):
    assert contacts({ANA: f"- [{box}] {WHOLE}"}) == []


def test_ticked_with_no_answer_it_is_no_contact():
    assert contacts({ANA: f"- [x] {WHOLE} (outcome:: no-answer)"}) == []


@pytest.mark.parametrize("said", ["it was fun", "☎ call: I was late", "🍽 lunch: it was fun"])
def test_the_line_that_tells_how_it_was_tells_of_the_contact(said):
    told = contacts({ANA: f"- 2026-11-20 {said}\n- [x] {WHOLE}"})
    assert said in [text for *_, text in told]
    assert WHOLE[17:] not in [text for *_, text in told]


@given(
    st.permutations([f"- [ ] 2026-12-{day:02} 12:30 lunch: {word}" for day, word in enumerate("abcde", 1)]), st.data()
)
def test_no_order_of_the_lines_makes_it_another_plan(lines, data):
    """Nor lines among them that are ticked, called off or said."""
    more = data.draw(st.lists(st.sampled_from(["- [x] 2026-11-01 lunch: a", "- [-] 2026-12-09 tea", "- words", ""])))
    mixed = data.draw(st.permutations([*lines, *more]))
    network, _ = vault({ANA: "\n".join(mixed)})
    usual, _ = vault({ANA: "\n".join(sorted(lines))})
    found, wanted = (
        {each.planned.text: (each.key.partition("#")[0], each.planned) for each in known.plans("Ana Reyes", date.min)}
        for known in (network, usual)
    )
    assert found == wanted
    assert len(found) == 5
    assert {each.at for _, each in found.values()} == {time(12, 30)}
