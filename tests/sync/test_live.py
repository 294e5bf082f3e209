"""The network that plugins see: it is the one that all notes make together, and it is noted at whom they look."""

import contextlib
import sqlite3
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY
from tests.sync.current import PATHS, Side, line_of, notes, without_children

from vaultsync.model import Fact, Interaction, Person
from vaultsync.people import Gathered, assemble
from vaultsync.sync.keep import Keeper
from vaultsync.sync.live import Reads, live_network
from vaultsync.sync.world import AS_USUAL

edits = st.lists(st.tuples(st.sampled_from(PATHS), st.none() | notes()), min_size=1, max_size=12)


def boxes_of(side):
    """The boxes of tasks as the last run left them."""
    with contextlib.closing(sqlite3.connect(side.state)) as book:
        return book.execute("SELECT person, key, path, day FROM boxes ORDER BY 1, 2").fetchall()


def as_rows(boxes):
    return {(box.person, box.key, box.path, None if box.day is None else str(box.day)) for box in boxes}


class Before:
    """A box of the last run, as :func:`assemble` asks for it."""

    def __init__(self, person, key, path, day):
        self.person, self.key, self.path = person, key, path
        self.day = None if day is None else date.fromisoformat(day)


@settings(max_examples=40)
@given(edits)
def test_after_any_edits_it_is_what_all_notes_say_together(tmp_path_factory, made):
    home = tmp_path_factory.mktemp("home")
    root = home / "vault"
    root.mkdir()
    side, today = Side(root, home / "memory"), date.fromisoformat(TODAY)
    with pytest.MonkeyPatch.context() as patch, side.entered():
        without_children(patch, begins_anew=False)
        keeper = Keeper(root, options=AS_USUAL, today=lambda _: today)
        keeper.sync(None)
        for path, text in made:
            file = root / path
            if text is None:
                file.unlink(missing_ok=True)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            before = [Before(*row) for row in boxes_of(side)]
            keeper.sync(frozenset({path}))
            line = line_of(keeper)
            live = line.network
            whole, boxes, _ = assemble(
                live.people, line.notes(), today=today, daily=line.known_world.daily, boxes=before
            )
            assert tuple(live.people) == whole.people
            assert {uid: live.person(uid) for uid in line.knowing.uids()} == {one.uid: one for one in whole.people}
            for kind in ("interactions", "ties", "promises"):
                assert dict(getattr(live, kind)) == getattr(whole, kind)
            assert set(boxes_of(side)) == as_rows(boxes)
        keeper.close()


ANA, BO = (Person(uid=uid, path=f"People/{uid}.md", name=uid) for uid in ("Ana", "Bo"))
CALL = Interaction(person="Ana", day=date(2026, 11, 1), channel="call")
TEA = Fact(name="tea", value="green")


class Known:
    """Two people, of whom one was called and one likes tea."""

    def of(self, uid):
        return {"Ana": (ANA, Gathered(interactions=(CALL,))), "Bo": (BO, Gathered())}.get(uid)

    def facts(self, uid):
        return (TEA,) if uid == "Bo" else ()

    def people(self):
        return (ANA, BO)

    def uids(self):
        return ["Ana", "Bo"]


@pytest.fixture
def reads():
    return Reads()


@pytest.fixture
def network(reads):
    return live_network(Known(), reads)


@pytest.mark.parametrize(
    ("look", "uids"),
    [
        (lambda network: network.person("Ana"), {"Ana"}),
        (lambda network: network.person("Nobody"), {"Nobody"}),
        (lambda network: network.last("Ana"), {"Ana"}),
        (lambda network: network.interactions["Ana"], {"Ana"}),
        (lambda network: network.interactions.get("Bo"), {"Bo"}),
        (lambda network: "Bo" in network.interactions, {"Bo"}),
        (lambda network: network.fact("Bo", "tea"), {"Bo"}),
        (lambda network: network.ties.get("Ana", ()), {"Ana"}),
    ],
)
def test_a_look_at_one_person_is_noted(network, reads, look, uids):
    look(network)
    assert reads.taken() == (uids, False)
    assert reads.taken() == (set(), False)


@pytest.mark.parametrize(
    "look",
    [
        lambda network: list(network.people),
        lambda network: len(network.people),
        lambda network: network.people[0],
        lambda network: network.people[0:1],
        lambda network: list(network.interactions),
        lambda network: len(network.facts),
        lambda network: list(network.people.by_uid),
        lambda network: len(network.people.by_uid),
    ],
)
def test_a_look_at_everybody_is_noted(network, reads, look):
    look(network)
    assert reads.taken()[1]


def test_it_answers_as_a_network_does(network):
    assert tuple(network.people) == (ANA, BO)
    assert len(network.people) == len(network.people.by_uid) == 2
    assert dict(network.people.by_uid) == {"Ana": ANA, "Bo": BO}
    assert (network.person("Ana"), network.person("Nobody")) == (ANA, None)
    assert dict(network.interactions) == {"Ana": (CALL,)}
    assert dict(network.facts) == {"Bo": (TEA,)}
    assert (len(network.facts), len(network.ties)) == (1, 0)
    assert network.interactions.get("Bo", "none") == "none"
    assert [uid in network.facts for uid in ("Ana", "Bo", 5)] == [False, True, False]


@pytest.mark.parametrize("kind", ["interactions", "ties", "promises", "facts"])
def test_whoever_has_none_of_a_kind_is_not_in_there(network, kind):
    with pytest.raises(KeyError, match="Nobody"):
        getattr(network, kind)["Nobody"]
