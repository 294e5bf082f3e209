"""``brief``: in the terminal, as Markdown and as JSON; and how it begins a letter."""

import json
import shutil
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "example_vault"
ANA = """---
role: Head of Research
company: Lumen
location: Phoenix
met: 2019
interests: [hiking]
---
## Ask
- How does research earn a seat?
## Log
- 2024-03-03 lunch: Café Luna
"""


@pytest.fixture
def ana(guest):
    """A vault with Ana in it, whom one has not spoken to for a while, and commands for it."""
    guest.vault.write({"People/Ana Reyes.md": ANA})
    return guest


def test_the_terminal_shows_who_they_are_and_then_a_row_a_section(ana):
    said = ana("brief", "ana reyes")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "Ana Reyes · Head of Research, Lumen · Phoenix\n"
        "Met      2019\n"
        "Last     3 Mar 2024: lunch: Café Luna\n"
        "Ask      How does research earn a seat?\n"
        "Welcome  people are gladder of a word after long than the one who writes expects\n"
        "         (Liu et al. 2022)\n"
        "Opener   Hello Ana,\n"
        "         Our lunch in March 2024 came back to me today. A couple of years on, I\n"
        "         am still glad of it.\n"
        "         I hope Phoenix is treating you well. What has been good lately?\n"
    )


def test_verbose_says_where_each_line_stands(ana):
    said = ana("brief", "Ana Reyes", "-v").out
    assert "Ask      How does research earn a seat?  [People/Ana Reyes.md:9]\n" in said


def test_json_has_the_place_of_each_line(ana):
    found = ana("brief", "Ana Reyes", "--json").json
    assert list(found) == ["name", "path", "uid", "headline", "sections", "opener", "welcome"]
    assert found["name"] == "Ana Reyes"
    assert (found["path"], found["uid"]) == ("People/Ana Reyes.md", "People/Ana Reyes.md")
    assert found["headline"] == "Ana Reyes · Head of Research, Lumen · Phoenix"
    assert [section["title"] for section in found["sections"]] == ["Who", "Met", "Last", "Ask"]
    assert found["sections"][3]["lines"] == [
        {"text": "How does research earn a seat?", "path": "People/Ana Reyes.md", "line": 9}
    ]
    assert found["opener"]["template"] == "dormant"
    assert found["opener"]["text"].startswith("Hello Ana,\n\nOur lunch in March 2024")


def test_markdown_can_be_pasted_into_a_note_and_opens_nothing_there(ana):
    ana.vault.write({"People/Ana Reyes.md": ANA + "- 2025-01-01 met: $$ x $$ #tag [ [y]\n"})
    said = ana("brief", "Ana Reyes", "--markdown").out
    assert said.startswith(
        "# Ana Reyes\n\nAna Reyes · Head of Research, Lumen · Phoenix  \n`People/Ana Reyes.md`\n\n## Met\n"
    )
    assert (
        "\n## Ask\n\n- How does research earn a seat?\n\n## Welcome\n\n- you were in touch 2 times, 2024 to 2025\n"
        in said
    )
    assert "\n\n## Opener\n\n> Hello Ana,\n>\n> Our time" in said
    assert not any(sign in said for sign in ("$$", "[[", " #tag"))


def test_your_own_opener_counts_and_can_be_asked_for_by_name(ana):
    folder = ".vaultsync/openers"
    ana.vault.write({f"{folder}/dormant.txt": "Dear {{ name }}! I thought of {{ occasion }}."})
    ana.vault.write({f"{folder}/short.txt": "{{ first }}, a thank-you."})
    assert ana("brief", "Ana Reyes", "--json").json["opener"] == {
        "template": "dormant",
        "text": "Dear Ana Reyes! I thought of our lunch in March 2024.",
    }
    assert ana("brief", "Ana Reyes", "--opener", "short", "--json").json["opener"]["text"] == "Ana, a thank-you."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ nobody }}", "'nobody' is undefined. An opener may name change, changed, company,"),
        ("line\n{% for x in name %}", "The opener mine cannot be used: line 2: "),
        ("{% set x = 1 %}", "assign is not for openers"),
    ],
)
def test_an_opener_that_cannot_be_used_is_told_of_with_its_place(ana, text, said):
    ana.vault.write({".vaultsync/openers/mine.txt": text})
    found = ana("brief", "Ana Reyes", "--opener", "mine")
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert "openers/mine.txt" in found.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Ana Rees"], "There is no Ana Rees in this vault. Did you mean Ana Reyes?"),
        ([" "], "' ' names nobody. Give a name, an alias, an e-mail address or a path."),
        (["Ana Reyes", "--opener", "nope"], "There is no opener nope. There are: congratulate, dormant, new, plain,"),
    ],
)
def test_wrong_use_is_told(ana, arguments, said):
    found = ana("brief", *arguments)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_several_of_a_name_are_listed(ana):
    ana.vault.write({"People/A/Sam.md": "", "People/B/Sam.md": ""})
    found = ana("brief", "Sam")
    assert (found.code, found.out) == (2, "")
    assert "  People/A/Sam.md\n  People/B/Sam.md" in found.err


ASKS = {".vaultsync/openers/dormant.txt": "Hello {{ first }},\n\nCould you introduce me to Kofi?"}


@pytest.mark.parametrize(
    ("more", "gift"),
    [
        ("", "something for them about hiking."),
        ("- [ ] send her the template\n", "what you promised (send you the template)."),
        ("- Until 2026-09-01: at Acme\n", "congratulate Ana on Lumen."),
    ],
)
def test_an_opener_that_only_asks_is_noticed_kindly_with_something_to_give(ana, more, gift):
    ana.vault.write({**ASKS, "People/Ana Reyes.md": ANA + more})
    found = ana("brief", "Ana Reyes", "--opener", "dormant", "--json")
    assert found.code == 0
    assert found.err == f"The opener dormant only asks. Good to begin with: {gift}\n"
    assert json.loads(found.out)["opener"]["text"].endswith("Kofi?")
    assert ana("brief", "Ana Reyes", "--opener", "dormant", "-q").err == ""


def test_a_log_that_only_asks_is_noticed_kindly(ana):
    ana.vault.write({"People/Ana Reyes.md": ANA + "- 2024-03-01 call. asked:: to read my outline\n"})
    assert ana("brief", "Ana Reyes").err == (
        'Your latest notes only ask (line 12: "to read my outline"). '
        "Good to begin with: something for them about hiking.\n"
    )


@pytest.mark.parametrize("status", ["deceased", "archived"])
def test_nobody_whom_no_letter_reaches_gets_an_opener(ana, status):
    ana.vault.write({"People/Ana Reyes.md": ANA.replace("met: 2019", f"status: {status}")})
    found = ana("brief", "Ana Reyes", "--json")
    assert (found.json["opener"], found.err) == (None, "")
    assert "Opener" not in ana("brief", "Ana Reyes").out
    assert "Opener" not in ana("brief", "Ana Reyes", "--markdown").out


def test_a_note_that_says_nothing_is_told_so(ana):
    ana.vault.write({"People/Bo.md": ""})
    assert ana("brief", "Bo").out.endswith("The note says nothing yet.\n")


def test_nothing_in_a_note_is_obeyed_by_the_terminal(ana):
    ana.vault.write({"People/Ana Reyes.md": ANA.replace("Lumen", "Lu\x1b[31mmen").replace("Luna", "Lu\x1b[2Jna")})
    assert "\x1b" not in ana("brief", "Ana Reyes", "--no-color").out


def test_without_its_plugin_a_section_is_left_out_and_the_opener_does_without(ana):
    said = ana("brief", "Ana Reyes", "--without", "brief")
    assert said.out.startswith("Ana Reyes\nAsk     How")
    assert "You came to mind today" in said.out
    assert "our lunch" not in said.out


def test_everybody_in_the_example_vault_has_a_brief_of_at_most_a_screen_or_two(guest):
    shutil.copytree(EXAMPLE, guest.vault.root, dirs_exist_ok=True)
    for name in ("Ana Reyes", "Imani Wanjiru", "Ravi Menon", "田中由紀", "ليلى منصور"):
        said = guest("brief", name).out
        assert said.startswith(name)
        assert len(said.splitlines()) < 50
        assert max(map(len, said.splitlines())) <= 80
