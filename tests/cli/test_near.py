"""``near``: who lives or works near a place, with evidence that stands in the notes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY, Sandbox
from tests.hooks.outside import Outside, code, outside

from vaultsync.hooks.call import Outcome
from vaultsync.model import Location
from vaultsync.people.nearby import KINDS
from vaultsync.sync.kept import Kept
from vaultsync.sync.nearby import near_by

__all__ = ["outside"]

NOTES = {
    "People/Ana Reyes.md": (
        "---\nrole: Head of Research\ncompany: '[[Lumen]]'\nlocation: Phoenix, AZ\n"
        "introduced_by: '[[Ravi Menon]]'\n---\n"
        "- 2024-03-03 lunch: her sabbatical\n"
    ),
    "People/Ben Okri.md": "---\ncompany: '[[Companies/Lumen|The lamp people]]'\n---\n- 2026-11-01 ☎ call: hello\n",
    "People/Cy Young.md": "---\ntimezone: America/Phoenix\n---\n- 2026-11-21 mail: hello\n",
    "People/Di Prima.md": "---\nlocation: Tempe\ntimezone: America/Phoenix\n---\n",
    "People/Ed Moss.md": "---\ncity: Leeds\n---\n- 2026-11-01 call: hello\n",
    "People/Flo Hart.md": "---\nlocation: phoenix\n---\n- 2026-11-08 call: hi\n",
    "People/Ravi Menon.md": "---\nknows: ['[[Ana Reyes]]']\n---\n- 2026-11-08 call: hi\n",
    "People/Gus Quiet.md": "---\nlocation: Phoenix\nstatus: archived\n---\n",
    "People/Hal Gone.md": "---\nlocation: Phoenix\nstatus: deceased\n---\n",
    "People/Ivy Paused.md": "---\nlocation: Phoenix\npaused: true\n---\n",
    "Companies/Lumen.md": "---\nlocation: Phoenix and Manchester\n---\n",
}

ATLAS = """
from vaultsync import Location, PluginInfo, hookimpl

KNOWN = {"Phoenix": (33.448, -112.074), "Phoenix, AZ": (33.448, -112.074), "phoenix": (33.448, -112.074),
    "Tempe": (33.414, -111.909), "Leeds": (53.796, -1.548), "Manchester": (53.48, -2.24)}

@hookimpl
def vaultsync_info():
    return PluginInfo(name="atlas", summary="Knows five towns.")

@hookimpl
def vaultsync_locate(places, ctx):
    assert ctx.folder().is_dir() and ctx.today.year == 2026
    print("looking")
    for place in places:
        if place in KNOWN:
            north, east = KNOWN[place]
            yield Location(place=place, latitude=north, longitude=east, name=f"{place}, it", country="US")
"""


@pytest.fixture
def near(sandbox, cli):
    """Ask who is near, in a small vault."""
    sandbox.write({".obsidian/app.json": "{}", **NOTES})

    def asked(*arguments: object, code: int = 0) -> object:
        said = cli("--vault", sandbox.root, "--today", TODAY, "near", *arguments)
        assert said.code == code, said.err
        return said

    asked.vault = sandbox
    return asked


@pytest.fixture
def mapped(near, outside: Outside):
    """The same, with a plugin that knows where places lie."""
    outside.file(ATLAS, "atlas.py")
    return near


def names(said) -> list[str]:
    return [row["name"] for row in said.json["people"]]


def test_who_lives_there_comes_before_who_works_there_and_a_time_zone_is_last_and_of_equals_the_warmer_comes_first(
    near,
):
    said = near("Phoenix")
    assert said.out == (
        "Flo Hart\n"
        "  place: phoenix  People/Flo Hart.md:2\n"
        "  call 2 weeks ago\n"
        "Ana Reyes · Head of Research, Lumen\n"
        "  place: Phoenix, AZ  People/Ana Reyes.md:4\n"
        "  lunch 3 years ago\n"
        "  Ravi Menon knows them: spoke 2 weeks ago\n"
        "Ivy Paused\n"
        "  place: Phoenix  People/Ivy Paused.md:2\n"
        "  never in touch\n"
        "Ben Okri · The lamp people\n"
        "  works at The lamp people, whose place is Phoenix and Manchester\n"
        "    Companies/Lumen.md:2\n"
        "  call 3 weeks ago\n"
        "Cy Young\n"
        "  time zone: America/Phoenix, which reaches far beyond that city\n"
        "    People/Cy Young.md:2\n"
        "  mail yesterday\n"
    )
    assert said.err == ""


def test_as_json(near):
    said = near("Phoenix", "--limit", "1", "--json")
    assert said.json == {
        "place": "Phoenix",
        "within_km": 50.0,
        "taken_as": None,
        "people": [
            {
                "name": "Flo Hart",
                "path": "People/Flo Hart.md",
                "uid": "People/Flo Hart.md",
                "evidence": {"text": "phoenix", "path": "People/Flo Hart.md", "line": 2, "field": "location"},
                "last_contact": "2026-11-08",
                "last_channel": "call",
                "way_in": None,
                "reason": "place: phoenix; call 2 weeks ago",
                "kind": "lives-there",
                "place": "phoenix",
                "taken_as": "",
                "km": None,
            }
        ],
        "unknown": [],
    }


def test_who_is_archived_or_no_longer_living_is_left_out_as_find_does_and_who_is_paused_is_not(near, cli):
    found = cli("--vault", near.vault.root, "--today", TODAY, "find", "city:phoenix", "--json").json
    lives = [row["name"] for row in near("Phoenix", "--json").json["people"] if row["kind"] == "lives-there"]
    assert sorted(lives) == sorted(row["name"] for row in found) == ["Ana Reyes", "Flo Hart", "Ivy Paused"]


def test_a_company_is_known_by_its_note_however_it_is_linked_and_never_by_a_persons(near):
    near.vault.write(
        {
            "People/Jo A.md": "---\ncompany: Lumen\n---\n",
            "People/Jo B.md": "---\ncompany: '[the lamps](../Companies/Lumen.md)'\n---\n",
            "People/Jo C.md": "---\ncompany: '[[Flo Hart]]'\n---\n",
            "People/Jo D.md": "---\ncompany: Nowhere Ltd\n---\n",
            "People/Jo E.md": "---\ncompany: '[[Bare]]'\n---\n",
            "Companies/Bare.md": "A firm.\n",
        }
    )
    assert names(near("Manchester", "--json")) == ["Ben Okri", "Ana Reyes", "Jo A", "Jo B"]


def test_with_a_plugin_who_lives_within_reach_is_found_and_how_far_it_is_is_said(mapped):
    said = mapped("Phoenix")
    assert said.out.startswith("Phoenix is taken as Phoenix, it.\nFlo Hart\n  place: phoenix  ")
    assert "  place: Tempe, about 15 km away (taken as Tempe, it)  People/Di Prima.md:2\n" in said.out
    assert "looking" not in said.out
    rows = mapped("Phoenix", "--json").json
    assert [(row["name"], row["kind"], row["km"]) for row in rows["people"]] == [
        ("Flo Hart", "lives-there", 0.0),
        ("Ana Reyes", "lives-there", 0.0),
        ("Ivy Paused", "lives-there", 0.0),
        ("Ben Okri", "works-there", 0.0),
        ("Di Prima", "lives-near", 15.8),
        ("Cy Young", "time-zone", None),
    ]
    assert rows["taken_as"] == {
        "name": "Phoenix, it",
        "latitude": 33.448,
        "longitude": -112.074,
        "country": "US",
        "source": "",
        "plugin": "atlas",
    }


def test_within_says_how_far_is_near(mapped):
    assert "Di Prima" not in names(mapped("Phoenix", "--within", "10km", "--json"))
    assert names(mapped("Leeds", "--within", "40mi", "--json")) == ["Ed Moss", "Ben Okri", "Ana Reyes"]


def test_places_that_are_not_known_are_said_with_where_they_stand(mapped):
    mapped.vault.write({"People/K.md": "---\nlocation: Xanadu\n---\n", "Companies/Lumen.md": "---\ncity: Oz\n---\n"})
    said = mapped("Phoenix")
    told = "Of 2 places it is not known where they lie: Oz (Companies/Lumen.md:2), Xanadu (People/K.md:2).\n"
    assert said.err.removeprefix("looking\n") == told
    assert mapped("Phoenix", "--json").json["unknown"][1] == {"place": "Xanadu", "path": "People/K.md", "line": 2}
    said = mapped("Xanadu")
    assert said.out.startswith("K\n  place: Xanadu")
    assert said.err.removeprefix("looking\n") == (
        "Where Xanadu lies is not known, so only words count. Say what it is in: Xanadu, and a country or state\n"
    )


def test_what_notes_and_the_user_say_of_places_cannot_steer_the_terminal(mapped):
    mapped.vault.write({"People/K.md": '---\nlocation: "Oz\\e[31m"\n---\n'})
    said = [mapped(place) for place in ("Phoenix", "Oz\x1b[31m", "Oz")]
    assert "Oz" in said[0].err
    assert "Oz" in said[2].out
    assert not any("\x1b" in each.out + each.err for each in said)


def test_without_a_plugin_it_is_said_that_distances_are_not_known_where_that_matters(near):
    assert "pip install vaultsync-places" in near("Phoenix", "--within", "80km").err
    said = near("Xanadu")
    assert said.err.startswith("Nobody is found near Xanadu.\nHow far places are apart is not known here")
    assert near("Xanadu", "--json").json["people"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((" , ",), "names no place"), (("Phoenix", "--within", "far"), "--within 'far' is no distance")],
)
def test_what_cannot_be_read_is_wrong_use(near, arguments, said):
    assert said in near(*arguments, code=2).err


def test_a_synced_vault_and_one_that_moved_since_give_the_same_answer(mapped):
    asked = (["Phoenix"], ["Leeds", "--within", "70km"], ["Xanadu"])
    looked = [mapped(*each, "--json").json for each in asked]
    mapped.vault.sync()
    assert [mapped(*each, "--json").json for each in asked] == looked
    assert mapped("Phoenix", "--without", "atlas", "--json").json["taken_as"] is None
    mapped.vault.write({"Notes/New.md": "moved"})
    assert [mapped(*each, "--json").json for each in asked] == looked


SET = """
@hookimpl
def vaultsync_locate(places, ctx):
    return [Location(place=places[0], latitude=ctx.config.north, longitude=0, name=ctx.vault, source=ctx.plugin)]
"""


@pytest.mark.parametrize("synced", [True, False])
def test_a_plugin_is_asked_with_its_own_settings(near, outside: Outside, synced):
    outside.file(code(SET, name="atlas", more=", config=__import__('msgspec').defstruct('C', [('north', float, 0.0)])"))
    outside.settings("[plugin.atlas]\nnorth = 12.5\n")
    if synced:
        near.vault.sync()
    taken = near("Leeds", "--json").json["taken_as"]
    assert (taken["latitude"], taken["name"], taken["source"]) == (12.5, near.vault.root.name, "atlas")


@pytest.mark.parametrize("synced", [True, False])
@pytest.mark.parametrize("wrong", ["raise LookupError('no map')", "return [7]", "return ctx.note('x')", "exit(3)"])
def test_a_plugin_that_fails_leaves_the_words(mapped, outside: Outside, wrong, synced):
    outside.file(
        ATLAS.replace('    print("looking")\n', f"    {wrong}\n").replace("yield Location(", "print("), "atlas.py"
    )
    if synced:
        mapped.vault.sync()
    said = mapped("Phoenix", "--json")
    assert "atlas" in said.err
    assert names(said) == ["Flo Hart", "Ana Reyes", "Ivy Paused", "Ben Okri", "Cy Young"]


def test_a_plugin_that_knows_no_places_is_not_even_loaded(mapped, outside: Outside, tmp_path):
    told = f"__import__('pathlib').Path({str(tmp_path / 'loaded')!r}).touch()\n"
    outside.file(code("@hookimpl\ndef vaultsync_brief(person): return []\n", name="other") + told, "other.py")
    mapped.vault.sync()
    (tmp_path / "loaded").unlink()
    assert mapped("Phoenix").out.startswith("Phoenix is taken as")
    assert not (tmp_path / "loaded").exists()


towns = st.sampled_from(["Phoenix", "Phoenix, AZ", "Tempe", "Leeds", "New Phoenix", "Phoenix and Leeds", ""])
MAP = {
    "Phoenix": (33.448, -112.074),
    "Phoenix, AZ": (33.448, -112.074),
    "Tempe": (33.414, -111.909),
    "Leeds": (53.8, -1.5),
}


def located(places: tuple[str, ...]) -> Outcome[Location]:
    known = (each for each in places if each in MAP)
    return Outcome(
        tuple(Location(place=each, latitude=MAP[each][0], longitude=MAP[each][1], name=each) for each in known)
    )


states = st.sampled_from(["", "paused: true", "status: archived", "status: Deceased"])


def path_of(number: int) -> str:
    return f"People/P{number}.md"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    people=st.lists(st.tuples(towns, st.sampled_from(["", "Lumen"]), states, st.booleans()), min_size=1, max_size=6),
    lumen=towns,
    order=st.randoms(use_true_random=False),
)
def test_the_order_is_total_and_does_not_depend_on_that_of_the_notes(
    tmp_path_factory, state_home, people, lumen, order
):
    texts = [
        (
            path_of(number),
            f"---\nlocation: {town}\ncompany: {firm}\n{state}\n---\n" + "- 2026-11-01 call\n" * spoken,
        )
        for number, (town, firm, state, spoken) in enumerate(people)
    ]
    texts.append(("Companies/Lumen.md", f"---\nlocation: {lumen}\n---\n"))
    found = []
    for _ in range(2):
        vault = Sandbox(tmp_path_factory.mktemp("vault"), state_home)
        line = vault.write(dict(texts)).arrange()
        kept = Kept(line.books.connection, line.known_world.today)
        kept.rows = order.sample(kept.rows, len(kept.rows))
        found.append(near_by(kept, "Phoenix", within=50, limit=100, locate=located))
        order.shuffle(texts)
    assert found[0] == found[1]
    hits = found[0].hits
    ranks = [KINDS.index(hit.near.kind) for hit in hits]
    assert ranks == sorted(ranks)
    assert len({hit.person.uid for hit in hits}) == len(hits)
    for hit in hits:
        assert hit.near.where.text in {town for town, *_ in people} | {lumen}
    quiet = {path_of(number) for number, (*_, state, _) in enumerate(people) if state.startswith("status")}
    there = {path_of(number) for number, (town, *_) in enumerate(people) if town.startswith("Phoenix")}
    assert {hit.person.path for hit in hits} & (quiet | there) == there - quiet
