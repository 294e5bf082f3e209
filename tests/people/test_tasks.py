from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import ANA, BEN, DAILY, TODAY, note, shown

from vaultsync.people import Box, assemble, person_of

TOMORROW = TODAY + timedelta(days=1)


def run(
    texts: dict[str, str], boxes: tuple[Box, ...] = (), today: date = TODAY
) -> tuple[dict[str, list[tuple[str, str, str, str]]], tuple[Box, ...]]:
    """One run over a vault: each person's contacts, and the boxes for the next run."""
    notes = [note(path, text) for path, text in texts.items()]
    people = [person_of(each, uid=each.stem)[0] for each in notes if each.folders == ("People",)]
    network, left, _ = assemble(people, notes, today=today, daily=DAILY, boxes=boxes)
    return {uid: [shown(each) for each in told] for uid, told in network.interactions.items()}, left


def test_a_task_that_was_open_at_the_last_run_counts_today() -> None:
    _, boxes = run({ANA: "- [ ] call about the flat 📅 2026-11-20"})
    told, _ = run({ANA: "- [x] call about the flat 📅 2026-11-20"}, boxes)
    assert told == {"Ana Reyes": [("2026-11-22", "call", "", "call about the flat")]}


def test_it_keeps_that_day_in_every_later_run() -> None:
    _, boxes = run({ANA: "- [ ] call"})
    _, boxes = run({ANA: "- [x] call"}, boxes)
    again, same = run({ANA: "words\n- [x] Call"}, boxes, TOMORROW)
    assert again == {"Ana Reyes": [("2026-11-22", "call", "", "Call")]}
    assert same == boxes == (Box(person="Ana Reyes", key=boxes[0].key, path=ANA, day=TODAY),)


def test_a_task_elsewhere_counts_for_everyone_it_links_to() -> None:
    people = {ANA: "", BEN: "", "Tasks.md": "- [ ] lunch with [[Ana Reyes]] and [[Ben Okri]]"}
    _, boxes = run(people)
    told, _ = run({**people, "Tasks.md": "- [x] lunch with [[Ana Reyes]] and [[Ben Okri]]"}, boxes)
    contact = [("2026-11-22", "lunch", "", "lunch with Ana Reyes and Ben Okri")]
    assert told == {"Ana Reyes": contact, "Ben Okri": contact}


def test_a_task_that_was_ticked_when_it_was_first_seen_never_counts() -> None:
    texts = {ANA: "- [x] call\n- [x] call\n- [-] write", "Tasks.md": "- [x] write [[Ana Reyes]]"}
    told, boxes = run(texts)
    assert (told, boxes) == ({}, ())
    assert run(texts, boxes, TOMORROW) == ({}, ())


def test_a_task_that_was_cancelled_is_no_contact() -> None:
    _, boxes = run({ANA: "- [ ] call"})
    assert run({ANA: "- [-] call"}, boxes) == ({}, ())


@pytest.mark.parametrize(
    ("ticked", "day"),
    [
        ({ANA: "- [x] call ✅ 2026-03-04"}, "2026-03-04"),
        ({ANA: "- [x] 2026-03-05 call"}, "2026-03-05"),
        ({"Daily/2026-03-06.md": "- [x] call [[Ana Reyes]]"}, "2026-03-06"),
        ({"Meetings/Roof.md": "---\ndate: 2026-03-07\n---\n- [x] call [[Ana Reyes]]"}, "2026-03-07"),
    ],
)
def test_a_task_that_states_a_day_counts_on_that_alone(ticked: dict[str, str], day: str) -> None:
    unticked = {path: text.replace("[x]", "[ ]").replace(" ✅ 2026-03-04", "") for path, text in ticked.items()}
    _, boxes = run({ANA: "", **unticked})
    told, left = run({ANA: "", **ticked}, boxes)
    assert ([each[0] for each in told["Ana Reyes"]], left) == ([day], ())


def test_a_task_that_is_unticked_again_loses_its_day() -> None:
    _, boxes = run({ANA: "- [ ] call"})
    _, boxes = run({ANA: "- [x] call"}, boxes)
    told, boxes = run({ANA: "- [ ] call"}, boxes)
    assert told == {}
    told, _ = run({ANA: "- [x] call"}, boxes, TOMORROW)
    assert told == {"Ana Reyes": [("2026-11-23", "call", "", "call")]}


def test_a_day_that_was_remembered_and_is_now_in_the_future_does_not_count_yet() -> None:
    _, boxes = run({ANA: "- [ ] call"})
    _, boxes = run({ANA: "- [x] call"}, boxes, TOMORROW)
    assert run({ANA: "- [x] call"}, boxes) == ({}, boxes)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_of_equal_tasks_the_one_that_was_ticked_counts_and_the_others_keep_their_keys(which: int) -> None:
    lines = ["- [ ] water", "- [ ] water", "- [ ] water"]
    _, before = run({ANA: "\n".join(lines)})
    lines[which] = "- [x] water"
    told, after = run({ANA: "\n".join(lines)}, before)
    assert [day for day, *_ in told["Ana Reyes"]] == ["2026-11-22"]
    assert [(box.key, box.day) for box in after] == [
        (box.key, TODAY if place == which else None) for place, box in enumerate(before)
    ]


def test_the_same_task_in_another_note_is_another_task() -> None:
    texts = {ANA: "- [x] water", "Tasks.md": "- [ ] water [[Ana Reyes|]]\n- [ ] water ^w"}
    _, boxes = run(texts)
    assert run(texts, boxes)[0] == {}


STATES = st.lists(st.sampled_from(["[ ]", "[x]", "[-]", "[x] ✅ 2026-03-04"]), min_size=1, max_size=4)


def lines(states: list[str]) -> str:
    return "\n".join(f"- {state[:3]} call{state[3:]}" for state in states)


@given(STATES, st.lists(STATES, max_size=4))
def test_a_second_run_on_the_same_day_changes_nothing(first: list[str], rest: list[list[str]]) -> None:
    _, boxes = run({ANA: lines(first)})
    for states in rest:
        told, boxes = run({ANA: lines(states)}, boxes, TOMORROW)
        assert run({ANA: lines(states)}, boxes, TOMORROW) == (told, boxes)


@given(STATES)
def test_what_the_first_run_finds_ticked_has_no_day_but_its_own(states: list[str]) -> None:
    told, _ = run({ANA: lines(states)})
    assert {each[0] for each in told.get("Ana Reyes", ())} <= {"2026-03-04"}
