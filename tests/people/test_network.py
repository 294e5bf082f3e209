from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import ANA, BEN, DAILY, TODAY, note, vault

from vaultsync.model import Promise, Tie
from vaultsync.people import assemble, person_of

TEXTS = {
    ANA: """---
introduced_by: "[[Chi]]"
knows: ["[[Ben Okri|Ben]]", Chi, "[[Ben Okri]]", "[[Ana Reyes]]", Nobody]
met_through: "[[Fair]]"
---
Her flat is [[Ben Okri|Ben's]].
- [[Ana Reyes]] and [[Chi]], [[Ben Okri]]
""",
    BEN: "",
    "People/Chi.md": "",
    "Notes/Fair.md": "[[Ana Reyes]] was there",
}


def test_a_note_states_ties_once_each_with_the_line() -> None:
    network, problems = vault(TEXTS)
    assert problems == ()
    assert network.ties == {
        "Ana Reyes": (
            Tie(person="Ana Reyes", other="Chi", kind="introduced_by", path=ANA, line=2),
            Tie(person="Ana Reyes", other="Ben Okri", kind="knows", path=ANA, line=3),
            Tie(person="Ana Reyes", other="Chi", kind="knows", path=ANA, line=3),
            Tie(person="Ana Reyes", other="Ben Okri", kind="mentions", path=ANA, line=6),
            Tie(person="Ana Reyes", other="Chi", kind="mentions", path=ANA, line=7),
        )
    }


def test_open_tasks_are_promises_to_the_notes_person_and_to_whom_they_link() -> None:
    texts = {
        ANA: "- [ ] send the book 📅 2026-12-01 🆔 book\n- [x] sent it ✅ 2026-01-01\n- [-] no\n- [ ]\n- [/] half done",
        BEN: "- [ ] ask [[Ana Reyes]] ⏳ 2026-12-02 ^ask",
        "Tasks.md": "- [ ] write [[Ana Reyes]] [due:: 2026-12-03]\n- [ ] ![[Ana Reyes]]\n- [ ] tidy up",
    }
    network, _ = vault(texts)
    assert network.promises == {
        "Ana Reyes": (
            Promise(person="Ana Reyes", key="book", text="send the book", path=ANA, line=1, due=date(2026, 12, 1)),
            Promise(person="Ana Reyes", key="189ac573a2", text="half done", path=ANA, line=5),
            Promise(person="Ana Reyes", key="ask", text="ask Ana Reyes", path=BEN, line=1, due=date(2026, 12, 2)),
            Promise(
                person="Ana Reyes",
                key="39202dc708",
                text="write Ana Reyes",
                path="Tasks.md",
                line=1,
                due=date(2026, 12, 3),
            ),
        ),
        "Ben Okri": (
            Promise(person="Ben Okri", key="ask", text="ask Ana Reyes", path=BEN, line=1, due=date(2026, 12, 2)),
        ),
    }


def keys(*lines: str) -> list[str]:
    network, _ = vault({ANA: "\n".join(lines)})
    return [each.key for each in network.promises["Ana Reyes"]]


def test_a_promise_keeps_its_key_on_another_line_and_under_other_capitals() -> None:
    assert keys("- [ ] Send the book") == keys("words", "", "- [ ] send  the BOOK 📅 2026-12-01")


def test_repeated_promises_are_numbered_in_the_order_of_lines() -> None:
    first = keys("- [ ] water")[0]
    assert keys(*["- [ ] water"] * 3) == [first, f"{first}#2", f"{first}#3"]


def test_people_and_notes_may_come_in_any_order() -> None:
    notes = [note(path, text) for path, text in TEXTS.items()]
    people = [person_of(each, uid=each.stem)[0] for each in notes if each.folders == ("People",)]
    backwards = assemble(people[::-1], notes[::-1], today=TODAY, daily=DAILY)
    assert backwards == assemble(people, notes, today=TODAY, daily=DAILY)
    assert [person.path for person in backwards[0].people] == [ANA, BEN, "People/Chi.md"]


def test_a_person_whose_note_is_not_among_the_notes_still_counts() -> None:
    person, _ = person_of(note(ANA, "---\nlast_contact: 2026-03-04\n---"), uid="ana")
    network, _, _ = assemble([person], [], today=TODAY, daily=())
    assert network.last("ana") is not None


def test_the_order_of_dates_holds_for_logs_and_meetings_too() -> None:
    notes = [
        note(ANA, "(last talk:: 02/03/2026)"),
        note("Meetings/Roof.md", "---\ndate: 03/04/2026\npeople: '[[Ana Reyes]]'\n---"),
    ]
    person, _ = person_of(notes[0], uid="ana")
    network, _, _ = assemble([person], notes, today=TODAY, daily=(), date_order="dmy")
    assert [each.day for each in network.interactions["ana"]] == [date(2026, 4, 3), date(2026, 3, 2)]


LINES = st.lists(
    st.sampled_from(
        [
            "- 2026-03-04 call",
            "- 2026-03-04 ☕",
            "- 2026-03-04",
            "### 2026-03-04",
            "(last talk:: 2026-03-04)",
            "(last talk:: 2027-03-04)",
            "- [x] mail [[Ben Okri]] ✅ 2026-03-04",
            "- [ ] mail [[Ana Reyes]]",
            "in: [[ana reyes|Ana]] at lunch",
            "[[Ben]]",
            "words",
        ]
    ),
    max_size=8,
).map("\n".join)


@given(LINES, LINES, LINES)
def test_a_network_is_sorted_and_tells_each_contact_once(own: str, other: str, daily: str) -> None:
    texts = {ANA: own, BEN: f"---\nalias: Ben\n---\n{other}", "Daily/2026-03-04.md": daily}
    network, problems = vault(texts)
    assert (network, problems) == vault(dict(reversed(texts.items())))
    for contacts in network.interactions.values():
        days = [(each.day, each.channel) for each in contacts]
        assert len(set(days)) == len(days)
        assert [day for day, _ in days] == sorted((day for day, _ in days), reverse=True)
        assert all(each.day <= TODAY for each in contacts)
