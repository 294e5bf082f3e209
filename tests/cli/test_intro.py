"""``intro``: the warmest ways to somebody, each step with its line, and the ledger of introductions."""

import pytest

from vaultsync.cli.intro import STATES as TYPED
from vaultsync.people.introductions import STATES

NOTE = "People/Ana Reyes.md"
NOTES = {
    NOTE: "---\nmet: 2019\nintroduced_by: '[[Ravi Menon]]'\ngroups: [CX]\n---\n## Log\n- 2024-03-03 lunch: a talk\n",
    "People/Bo.md": "",
    "People/Ravi Menon.md": (
        "---\nrelationship: former colleague\ncadence: 6 weeks\n---\n## Log\n- 2026-11-08 call: his sister\n"
    ),
    "People/Jo Park.md": "---\nknows: ['[[Kofi Mensah]]']\n---\n## Log\n- 2026-11-20 coffee: diaries\n",
    "People/Kofi Mensah.md": "Met at the fair. Talks of [[Ana Reyes]].\n",
    "People/Lu Xun.md": "---\ngroups: [cx]\n---\n## Log\n- 2026-11-21 mail: a poem\n",
    "Gatherings/CX Days.md": "---\ntype: gathering\ndate: 2025-10-14\npeople: ['[[Ana Reyes]]', '[[Mo Salah]]']\n---\n",
    "People/Mo Salah.md": "",
}


@pytest.fixture
def intro(writer):
    writer.vault.write(NOTES)

    def said(*arguments: object) -> object:
        return writer("intro", *arguments)

    said.writer, said.vault = writer, writer.vault
    return said


def ways(said) -> list[list[str]]:
    return [[*(step["from"]["name"] for step in way["steps"])] for way in said.json["ways"]]


def test_the_warmest_way_is_shown_with_who_to_ask_and_where_each_step_stands(intro):
    said = intro("ana")
    assert said.code == 2  # nobody is called just that
    out = intro("ana reyes").out
    assert out.startswith(
        "Ana Reyes\n"
        "  you: met 13 months ago; met 2019\n"
        "1  Ravi Menon\n"
        "   Ravi Menon introduced Ana Reyes to you  People/Ana Reyes.md:3\n"
        "   you and Ravi Menon: spoke 2 weeks ago; former colleague\n"
        "     People/Ravi Menon.md:6\n"
    )


def test_no_line_is_wider_than_the_terminal(intro):
    intro.vault.write(
        {"People/Ravi Menon.md": NOTES["People/Ravi Menon.md"].replace("---\n", f"---\nmet: {'at a fair, ' * 20}\n", 1)}
    )
    assert all(len(line) <= 80 for line in intro("Ana Reyes").out.splitlines())


def test_ways_go_over_ties_small_groups_and_gatherings_and_through_one_more_person(intro):
    found = intro("Ana Reyes", "--json")
    assert ways(found) == [["Ravi Menon"], ["Lu Xun"], ["Jo Park", "Kofi Mensah"], ["Mo Salah"]]
    kinds = [[step["kind"] for step in way["steps"]] for way in found.json["ways"]]
    assert kinds == [["introduced_by"], ["group"], ["knows", "mentions"], ["gathering"]]


def test_large_groups_and_gatherings_tie_nobody(intro):
    crowd = {f"People/Crowd {number}.md": "---\ngroups: [CX]\n---\n" for number in range(12)}
    links = ", ".join(f"'[[Crowd {number}]]'" for number in range(12))
    days = NOTES["Gatherings/CX Days.md"].replace("'[[Mo", f"{links}, '[[Mo")
    intro.vault.write({**crowd, "Gatherings/CX Days.md": days})
    assert ways(intro("Ana Reyes", "--json")) == [["Ravi Menon"], ["Jo Park", "Kofi Mensah"]]


@pytest.mark.parametrize("state", ["paused: true", "status: archived", "status: deceased"])
def test_nobody_is_asked_who_is_not_to_be_asked(intro, state):
    for path in ("People/Ravi Menon.md", "People/Kofi Mensah.md"):
        text = NOTES[path].removeprefix("---\n").replace("---\n", "", 1)
        front, _, body = NOTES[path].removeprefix("---\n").rpartition("---\n")
        intro.vault.write({path: f"---\n{state}\n{front}---\n{body or text}"})
    assert ways(intro("Ana Reyes", "--json")) == [["Lu Xun"], ["Mo Salah"]]


def test_each_step_is_a_tie_that_a_note_states_on_that_line(intro):
    for who in ("Ana Reyes", "Kofi Mensah", "Ravi Menon", "Lu Xun", "Mo Salah"):
        for way in intro(who, "--json").json["ways"]:
            assert way["steps"][-1]["to"]["name"] == who
            for step in way["steps"]:
                line = intro.writer.text(step["path"]).splitlines()[step["line"] - 1]
                both = {step["from"]["name"], step["to"]["name"]}
                owner = step["path"].removeprefix("People/").removesuffix(".md")
                if step["kind"] == "group":
                    assert owner in both
                    assert "groups:" in line
                elif step["kind"] == "gathering":
                    assert any(name in line for name in both)
                else:
                    (other,) = both - {owner}
                    assert other in line
            last = intro.writer.text(way["contact"]["path"]).splitlines()[way["contact"]["line"] - 1]
            assert way["last_contact"] in last or "people:" in last


def test_the_order_in_which_notes_came_makes_no_difference(intro):
    before = intro("Ana Reyes", "--json").json
    for path in reversed(NOTES):
        intro.vault.remove(path)
    intro.vault.write(dict(reversed(NOTES.items())))
    intro.vault.sync()
    assert intro("Ana Reyes", "--json").json == before


def test_where_no_way_is_known_it_says_what_makes_one(intro):
    said = intro("Bo")
    assert said.out == "Bo\n  you: never in touch\n"
    assert "The notes know no way there" in said.err


def test_nobody_is_introduced_to_who_is_no_longer_living(intro):
    intro.vault.write({NOTE: "---\nstatus: deceased\nintroduced_by: '[[Ravi Menon]]'\n---\n"})
    said = intro("Ana Reyes")
    assert "no introduction is looked for" in said.err
    assert intro("Ana Reyes", "--json").json["ways"] == []


def test_an_introduction_is_written_into_the_log_and_shown(intro):
    said = intro("Ana Reyes", "--through", "ravi menon", "--state", "asked")
    line = "- 2026-11-22 introduction through [[Ravi Menon]]: asked"
    assert (said.code, said.out) == (0, f"{NOTE}\n  + {line}\nUndo: vaultsync undo\n")
    assert f"## Log\n{line}\n- 2024-03-03 lunch" in intro.writer.text(NOTE)
    shown = intro("Ana Reyes")
    assert "Introductions\n  2026-11-22  through Ravi Menon: asked  People/Ana Reyes.md:7\n" in shown.out
    assert '--through "Ravi Menon" --state made' in shown.err
    assert intro.writer.contacts()[0][0] == "2025-10-14"  # to ask is not to be in touch with her


def test_it_goes_on_until_thanks_were_said(intro):
    for day, state in (("20", "asked"), ("21", "made"), ("21", "came-of-it"), ("22", "thanked")):
        intro("Ana Reyes", "--through", "Ravi Menon", "--state", state, "--on", f"2026-11-{day}")
    told = intro("Ana Reyes", "--json").json["introductions"]
    assert [(each["day"], each["state"]) for each in told] == [
        ("2026-11-22", "thanked"),
        ("2026-11-21", "came-of-it"),
        ("2026-11-21", "made"),
        ("2026-11-20", "asked"),
    ]
    assert "--state" not in intro("Ana Reyes").err


def test_a_dry_run_and_a_second_time_write_nothing(intro):
    asked = ("Ana Reyes", "--through", "Ravi Menon", "--state", "asked", "--json")
    assert intro(*asked, "--dry-run").json == {
        "person": "Ana Reyes", "path": NOTE, "through": "Ravi Menon", "state": "asked", "written": False,
    }  # fmt: skip
    assert intro(*asked).json["written"] is True
    before = intro.writer.bytes(NOTE)
    assert intro(*asked).json["written"] is False
    assert intro.writer.bytes(NOTE) == before


def test_it_is_not_written_into_a_vault_that_may_not_be_written_into(guest):
    guest.vault.write(NOTES)
    said = guest("intro", "Ana Reyes", "--through", "Ravi Menon", "--state", "asked")
    assert said.code == 3
    assert guest.text(NOTE) == NOTES[NOTE]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Nobody Such"], "There is no Nobody Such in this vault."),
        (["Ana Reyes", "--through", "Ravi Menon"], "say through whom and how far it came"),
        (["Ana Reyes", "--state", "made"], "say through whom and how far it came"),
        (["Ana Reyes", "--through", "Xaver", "--state", "made"], "There is no Xaver in this vault."),
        (["Ana Reyes", "--through", "Ana Reyes", "--state", "made"], "Nobody is introduced by themselves"),
        (["Ana Reyes", "--through", "Bo", "--state", "done"], "'done' is not one of"),
        (["Ana Reyes", "--through", "Bo", "--state", "made", "--on", "2026-11-23"], "has not come yet"),
    ],
)
def test_wrong_use_is_told(intro, arguments, said):
    found = intro(*arguments)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_the_states_that_may_be_typed_are_those_that_are_read():
    assert tuple(STATES) == TYPED
