"""The made-up values are what the host gives: in its order, and as odd as what people write."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from vaultsync import Network, Note, Person
from vaultsync.notes import parse_note
from vaultsync.testing import stage
from vaultsync.testing.strategies import HOSTILE, hostile_texts, networks, notes, people


@given(networks())
def test_a_network_is_in_the_order_that_is_promised(network: Network):
    uids = [person.uid for person in network.people]
    paths = [person.path for person in network.people]
    assert paths == sorted(set(paths))
    assert len(uids) == len(set(uids))
    for kind in (network.interactions, network.ties, network.promises, network.facts):
        assert list(kind) == sorted(kind)
        assert set(kind) <= set(uids)
        assert all(kind.values())
    for known in network.interactions.values():
        assert [one.day for one in known] == sorted((one.day for one in known), reverse=True)
    for ties in network.ties.values():
        assert {tie.other for tie in ties} <= set(uids)
    for uid, promises in network.promises.items():
        assert len({one.key for one in promises}) == len(promises)
        assert {one.person for one in promises} == {uid}


@given(networks())
@settings(max_examples=25)
def test_a_network_survives_being_written_down(network: Network):
    again = msgspec.json.decode(msgspec.json.encode(network), type=Network)
    assert (tuple(again.people), again.ties, again.facts) == (network.people, network.ties, network.facts)


def kinds_met(strategy: st.SearchStrategy[object], kinds: Mapping[str, Callable[[Any], object]], of: int) -> set[str]:
    """Which kinds there are among so many values."""
    met: set[str] = set()

    @settings(max_examples=of, database=None, derandomize=True, phases=[Phase.generate])
    @given(strategy)
    def look(value: object) -> None:
        met.update(kind for kind, holds in kinds.items() if holds(value))

    look()
    return met


def test_networks_are_of_every_kind():
    kinds = {
        "empty": lambda network: not network.people,
        "three": lambda network: len(network.people) == 3,
        "leap day": lambda network: any((day.month, day.day) == (2, 29) for one in network.people for day in one.dates),
        "no name": lambda network: any(not one.name for one in network.people),
        "with a uid": lambda network: any(one.uid.startswith("uid") for one in network.people),
        "with a time": lambda network: any(one.next_contact_at for one in network.people),
        "all known": lambda network: network.ties and network.facts and network.promises and network.interactions,
    }
    assert kinds_met(networks(), kinds, 200) == kinds.keys()


@given(notes())
def test_a_note_is_as_it_was_read(note: Note):
    assert note.path.endswith(".md")
    assert len(note.digest) == 64


def test_notes_are_of_every_kind():
    codes = ("yaml-invalid", "note-encoding", "yaml-duplicate-key", "note-conflict-markers")
    kinds = {code: lambda note, code=code: code in {told.code for told in note.problems} for code in codes}
    kinds["template"] = lambda note: note.template
    kinds["TOML"] = lambda note: note.front_matter == "toml"
    kinds["empty"] = lambda note: not note.properties and not note.lines
    assert kinds_met(notes(), kinds, 800) == kinds.keys()


@given(people())
def test_a_person_has_one_path_and_is_somebody(person: Person):
    assert (person.path, bool(person.uid)) == ("People/0.md", True)


def test_hostile_texts_with_a_name_are_all_different_and_short_when_shown():
    assert parse_note("a.md", HOSTILE["far too large"]).problems[0].code == "note-too-large"
    assert len(set(HOSTILE.values())) == len(HOSTILE) >= 40
    assert max(len(repr(data)) for data in HOSTILE.values()) < 2500


@given(st.lists(hostile_texts(), max_size=3))
@settings(max_examples=50)
def test_a_stage_is_set_whatever_stands_in_the_notes(texts: list[bytes]):
    given_notes = {f"People/{number}.md": text for number, text in enumerate(texts)}
    stood = stage(given_notes)
    assert stood.vault.notes == tuple(parse_note(path, text) for path, text in given_notes.items())
