"""``find``: whom to ask, with evidence that stands in the notes, and a way in."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY, Sandbox

from vaultsync.notes import fold
from vaultsync.people import parse_query
from vaultsync.people.query_keys import says
from vaultsync.sync.finding import hits
from vaultsync.sync.kept import Kept
from vaultsync.sync.words import keep_words

NOTES = {
    "People/Ana Reyes.md": (
        "---\nskills: [customer experience]\ncompany: Lumen\nrole: Head of Research\nintroduced_by: '[[Ravi Menon]]'\n"
        "groups: [CX]\n---\n## Log\n- 2024-03-03 lunch: her sabbatical\n"
    ),
    "People/Ben Okri.md": "---\ninterests: [experience design]\n---\n## Log\n- 2026-11-01 ☎ call: hello\n",
    "People/Cy Young.md": "---\ntags: [experience]\n---\n## Log\n- 2026-11-21 mail: hello\n",
    "People/Di Prima.md": "Talked of the customer once.\nKnows all about *Expérience* and customer care.\n",
    "People/Ravi Menon.md": "---\nknows: ['[[Ana Reyes]]']\n---\n## Log\n- 2026-11-08 call: hi\n",
    "People/Old Hand.md": "---\nskills: [experience]\nstatus: archived\n---\n",
}


@pytest.fixture
def find(sandbox, cli):
    """Find in a small vault."""
    sandbox.write({".obsidian/app.json": "{}", **NOTES})

    def found(*arguments: object, today: str = TODAY) -> object:
        said = cli("--vault", sandbox.root, "--today", today, "find", *arguments)
        assert said.code == 0, said.err
        return said

    found.vault = sandbox
    return found


def names(said) -> list[str]:
    return [row["name"] for row in said.json]


def test_a_hit_shows_the_evidence_the_warmth_and_the_way_in(find):
    assert find("customer experience").out == (
        "Ana Reyes · Head of Research, Lumen\n"
        "  skill: customer experience  People/Ana Reyes.md:2\n"
        "  lunch 3 years ago\n"
        "  Ravi Menon knows them: spoke 2 weeks ago\n"
    )


def test_a_hit_as_json(find):
    assert find("customer experience", "--json").json == [
        {
            "name": "Ana Reyes",
            "path": "People/Ana Reyes.md",
            "uid": "People/Ana Reyes.md",
            "evidence": {
                "text": "customer experience",
                "path": "People/Ana Reyes.md",
                "line": 2,
                "field": "skills",
            },
            "last_contact": "2024-03-03",
            "last_channel": "lunch",
            "way_in": {
                "name": "Ravi Menon",
                "path": "People/Ravi Menon.md",
                "why": "Ravi Menon knows them: spoke 2 weeks ago",
            },
            "reason": "skill: customer experience; lunch 3 years ago; Ravi Menon knows them: spoke 2 weeks ago",
        }
    ]


def test_skills_and_interests_come_before_tags_and_these_before_the_text_and_of_equals_the_warmer(find):
    assert names(find("experience", "--json")) == ["Ben Okri", "Ana Reyes", "Cy Young", "Di Prima"]


def test_whoever_has_all_the_words_is_found_and_nobody_else_beside_them(find):
    assert names(find("customer", "experience", "--json")) == ["Ana Reyes", "Di Prima"]


def test_where_nobody_has_all_the_words_those_who_have_some_are_told_as_such(find):
    said = find("sabbatical", "design")
    assert "Nobody is found by all of these words; these have some of them.\n" in said.err
    assert [line for line in said.out.splitlines() if not line.startswith(" ")] == [
        "Ben Okri",
        "Ana Reyes · Head of Research, Lumen",
    ]


def test_a_line_of_the_note_is_quoted_where_it_stands_case_and_accents_aside(find):
    (row,) = [row for row in find("EXPERIENCE", "--json").json if row["name"] == "Di Prima"]
    assert row["evidence"] == {
        "text": "Knows all about *Expérience* and customer care.",
        "path": "People/Di Prima.md",
        "line": 2,
        "field": "text",
    }
    assert row["reason"] == "“Knows all about *Expérience* and customer care.”; never in touch"


def test_a_way_in_is_looked_for_only_where_one_is_needed(find):
    rows = {row["name"]: row["way_in"] for row in find("experience", "--json").json}
    assert [name for name, way in rows.items() if way] == ["Ana Reyes"]
    find.vault.write({"People/Ana Reyes.md": NOTES["People/Ana Reyes.md"] + "- 2026-10-01 call: hello again\n"})
    assert all(row["way_in"] is None for row in find("experience", "--json").json)


@pytest.mark.parametrize("state", ["paused: true", "status: archived", "status: deceased"])
def test_nobody_is_a_way_in_who_is_not_to_be_asked(find, state):
    find.vault.write({"People/Ravi Menon.md": NOTES["People/Ravi Menon.md"].replace("---\n", f"---\n{state}\n", 1)})
    assert find("customer experience", "--json").json[0]["way_in"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (["group:cx"], ["Ana Reyes"]),
        (["experience", "-tag:experience"], ["Ben Okri", "Ana Reyes", "Di Prima"]),
        (["experience", "last:<30d"], ["Ben Okri", "Cy Young"]),
        (["last:>1y"], ["Ana Reyes"]),
        (["experience", "last:never"], ["Di Prima"]),
        (["experience", "-last:never", "-last:>1y"], ["Ben Okri", "Cy Young"]),
        (["status:archived"], ["Old Hand"]),
        (["experience", "company:lumen"], ["Ana Reyes"]),
        (["ravi"], ["Ravi Menon", "Ana Reyes"]),
        (["head of research"], ["Ana Reyes"]),
        (["experience", "-quiet", "-head of research"], ["Ben Okri", "Cy Young", "Di Prima"]),
        (["experience -tag:experience last:<30d"], ["Ben Okri"]),
    ],
)
def test_keys_narrow_what_is_found(find, query, found):
    assert names(find(*query, "--json")) == found


def test_no_more_are_shown_than_asked_for(find):
    assert names(find("experience", "--limit", "2", "--json")) == ["Ben Okri", "Ana Reyes"]


def test_where_nobody_is_found_near_names_are_told(find):
    said = find("Anna Reyes")
    assert (said.out, said.err) == ("", "Nobody is found. Did you mean Ana Reyes?\n")
    assert find("zzz", "--json").json == []


def test_a_query_that_cannot_be_read_is_wrong_use(find, cli):
    said = cli("--vault", find.vault.root, "find", "skil:python")
    assert (said.code, said.out) == (2, "")
    assert "Did you mean skill:?" in said.err


def test_colleagues_are_found_by_what_the_notes_state_with_dates_where_known(find):
    find.vault.write(
        {
            "People/A.md": "---\ncompany: Acme\n---\n",
            "People/B.md": "---\npreviously: [Acme (2017–2021)]\n---\n",
            "People/C.md": "## Past\n- 2019-05 to 2021-03 worked at Acme\n",
            "People/D.md": "## Log\n- 2019-05-01 lunch near Acme\n",
        }
    )
    rows = find("colleague-at:acme", "--json").json
    assert [(row["name"], row["evidence"]["text"], row["evidence"]["line"]) for row in rows] == [
        ("A", "Acme", 2),
        ("B", "Acme (2017–2021)", 2),
        ("C", "2019-05 to 2021-03 worked at Acme", 2),
    ]


def test_a_synced_vault_and_one_that_moved_since_give_the_same_answer(find):
    queries = (["experience"], ["customer", "hello"], ["last:>1y"], ["colleague-at:lumen"], ["group:cx", "due:never"])
    looked = [find(*query, "--json").json for query in queries]
    find.vault.sync()
    assert [find(*query, "--json").json for query in queries] == looked
    find.vault.write({"Notes/New.md": "moved"})
    assert [find(*query, "--json").json for query in queries] == looked


def test_a_note_that_changed_is_found_by_its_new_words(find):
    find.vault.sync()
    find("unicycles")
    find.vault.write({"People/Ben Okri.md": "Repairs unicycles.\n"})
    assert names(find("unicycles", "--json")) == ["Ben Okri"]
    find.vault.sync()
    assert names(find("unicycles", "--json")) == ["Ben Okri"]


def test_every_reason_stands_in_the_notes(find):
    for query in ("experience", "customer", "hello", "sabbatical", "lumen", "ravi"):
        for row in find(query, "--json").json:
            shown = row["evidence"]
            text = (find.vault.root / shown["path"]).read_text(encoding="utf-8")
            place = text.splitlines()[shown["line"] - 1] if shown["line"] else Path(shown["path"]).stem
            assert query in fold(place)
            assert fold(re.sub(r"[^\w ]", "", shown["text"])) in fold(re.sub(r"[^\w ]", "", place))
            if row["last_contact"]:
                assert f"- {row['last_contact']}" in text
            if row["way_in"]:
                other = (find.vault.root / row["way_in"]["path"]).read_text(encoding="utf-8")
                assert row["name"] in other or row["way_in"]["name"] in text


words = st.sampled_from(
    ["acme", "Straße", "strasse", "Zoë", "ﬁne", "İzmir", "茶道", "C++", "ab-cd", "x_y", "K²", "мир"]
)
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    people=st.lists(st.tuples(phrases, phrases, phrases), min_size=1, max_size=6),
    wanted=st.lists(words.filter(lambda word: word != "Straße"), min_size=1, max_size=2),
)
def test_the_index_finds_whom_reading_every_note_finds(tmp_path_factory, state_home, people, wanted):
    root = tmp_path_factory.mktemp("vault")
    vault = Sandbox(root, state_home)
    texts = {
        f"People/P{number}.md": f"---\nskills: ['{skill}']\n---\n{text} and\n\n{more}\n"
        for number, (skill, text, more) in enumerate(people)
    }
    line = vault.write(texts).arrange()
    connection = line.books.connection
    keep_words(connection, root)
    query = parse_query(" ".join(f'"{word}"' for word in wanted))
    found = {hit.person.path: hit.found for hit in hits(Kept(connection, line.known_world.today), query, 100)}
    asked = {term.value for term in query.terms}
    read = {
        path: frozenset(value for value in asked if any(says(fold(each), value) for each in text.splitlines()))
        for path, text in texts.items()
    }
    most = asked if asked in read.values() else None
    expected = {path: there for path, there in read.items() if there and (most is None or there == most)}
    assert found == expected
    in_skills = {
        path for path, (skill, *_) in zip(texts, people, strict=True) if any(says(fold(skill), v) for v in asked)
    }
    if most is None:
        assert in_skills <= found.keys()


def test_people_leaves_out_words_in_the_same_way(find, cli):
    said = cli("--vault", find.vault.root, "--today", TODAY, "people", "-tag:experience", "-last:never", "--json", "-q")
    assert [row["name"] for row in said.json] == ["Ana Reyes", "Ben Okri", "Ravi Menon"]


CIRCLE = {
    "People/Cx One.md": "---\nskills: [customer experience, pricing]\n---\n- 2026-10-01 call: hello\n",
    "People/Cx Two.md": "---\nskills: [customer experience]\n---\n- 2026-10-02 call: hello\n",
    "People/Ida Actuary.md": "---\nrole: Actuary\nskills: [pricing]\n---\n- 2021-10-02 call: hello\n",
    "People/Jo Vague.md": "Knows pricing.\n",
    "People/Ka Nurse.md": "---\nrole: nurse\n---\n- 2026-10-03 call: pricing of beds\n",
    "People/Old Nurse.md": "---\nrole: nurse\nskills: [pricing]\nstatus: deceased\n---\n- 2026-01-03 call: hello\n",
}


def test_beyond_favours_those_whose_field_is_rare_among_whom_one_is_in_touch_with(find):
    find.vault.write(CIRCLE)
    assert names(find("pricing", "--json")) == ["Cx One", "Ida Actuary", "Ka Nurse", "Jo Vague"]
    said = find("pricing", "--beyond")
    assert said.out == (
        "Ka Nurse · nurse\n"
        "  “2026-10-03 call: pricing of beds”  People/Ka Nurse.md:4\n"
        "  nobody else of those you are in touch with has “nurse” in their role\n"
        "    People/Ka Nurse.md:2\n"
        "  call 7 weeks ago\n"
        "Cx One\n"
        "  skill: pricing  People/Cx One.md:2\n"
        "  only one other of those you are in touch with has the skill customer\n"
        "    experience  People/Cx One.md:2\n"
        "  call 7 weeks ago\n"
        "Ida Actuary · Actuary\n"
        "  skill: pricing  People/Ida Actuary.md:3\n"
        "  only one other of those you are in touch with has the skill pricing\n"
        "    People/Ida Actuary.md:3\n"
        "  call 5 years ago\n"
        "Jo Vague\n"
        "  “Knows pricing.”  People/Jo Vague.md:1\n"
        "  their note says nothing of their field\n"
        "  never in touch\n"
    )


def test_beyond_as_json_and_by_keys_alone(find):
    find.vault.write(CIRCLE)
    rows = find("skill:pricing", "--beyond", "--json").json
    assert [(row["name"], row["beyond"]) for row in rows] == [
        ("Cx One", {"text": "customer experience", "path": "People/Cx One.md", "line": 2, "field": "skills"}
         | {"shared_by": 1, "among": 5}),
        ("Ida Actuary", {"text": "pricing", "path": "People/Ida Actuary.md", "line": 3, "field": "skills"}
         | {"shared_by": 1, "among": 6}),
    ]  # fmt: skip
    assert "only one other of those you are in touch with has the skill pricing" in rows[1]["reason"]
    assert all("beyond" not in row for row in find("skill:pricing", "--json").json)


def test_whoever_has_all_the_words_comes_before_whoever_is_from_another_field(find):
    find.vault.write(CIRCLE)
    assert names(find("customer", "pricing", "--beyond", "--json")) == ["Cx One"]
