"""``new``: a note from the user's template or a plain one, and never a second one about the same person."""

import re

import pytest

PLAIN = "---\n---\n\n## Log\n"
TEMPLATE = "---\naliases: []\ntags: [person]\nmet: {{date}}\ncadence: 8 weeks\n---\n# {{title}}\n\n## Log\n"
FILLED = "---\naliases: []\ntags: [person]\nmet: 2026-11-22\ncadence: 8 weeks\n---\n# Cy Fox\n\n## Log\n"
NOTE = "People/Cy Fox.md"


@pytest.fixture
def templated(writer):
    writer.vault.write({".obsidian/templates.json": '{"folder": "Templates"}', "Templates/Person.md": TEMPLATE})
    return writer


def people(writer) -> list[str]:
    return [person.name for person in writer.vault.arrange().network.people]


def test_a_plain_note_is_made_where_most_people_are(writer):
    said = writer("new", "  Cy  Fox")
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{NOTE}\n  + ---\n  + ---\n  + \n  + ## Log\nMade {NOTE}. Undo: vaultsync undo\n"
    assert writer.text(NOTE) == PLAIN
    assert people(writer) == ["Ana Reyes", "Bo", "Cy Fox"]


def test_what_is_given_stands_in_the_note(writer):
    writer(
        *("new", "Cy Fox", "--email", "cy@example.org", "--phone", "+44 7700 900115", "--birthday", "--11-28"),
        *("--company", "Fox: Sons", "--role", " ", "--location", "Leeds", "--cadence", "6 weeks"),
        *("--tag", "friend", "--tag", "rower", "--group", "CX Circle"),
    )
    head = writer.text(NOTE).removesuffix(PLAIN.removeprefix("---\n")).removeprefix("---\n")
    assert sorted(re.findall(r"^[a-z].*\n(?:  .*\n)*", head, re.MULTILINE)) == [
        "birthday: --11-28\n",
        "cadence: 6 weeks\n",
        'company: "Fox: Sons"\n',
        "email: cy@example.org\n",
        "groups:\n  - CX Circle\n",
        "location: Leeds\n",
        "phone: +44 7700 900115\n",
        "tags:\n  - friend\n  - rower\n",
    ]


def test_the_users_own_template_is_filled_in(templated):
    templated("new", "Cy Fox")
    assert templated.text(NOTE) == FILLED


def test_what_is_given_fills_the_template_and_its_lists_grow(templated):
    templated("new", "Cy Fox", "--tag", "friend", "--tag", "person", "--cadence", "monthly")
    assert templated.text(NOTE) == FILLED.replace("[person]", "[person, friend]").replace("8 weeks", "monthly")


def test_the_template_can_be_left_aside(templated):
    templated("new", "Cy Fox", "--plain")
    assert templated.text(NOTE) == PLAIN


def test_a_template_that_wants_more_than_a_name_and_a_day_gives_way_to_a_plain_note(templated):
    templated.vault.write({"Templates/Person.md": TEMPLATE + "<% tp.user.ask() %>\n"})
    said = templated("new", "Cy Fox")
    assert said.err == ("Templates/Person.md holds more than a name and a date to fill in, so a plain note is made.\n")
    assert templated.text(NOTE) == PLAIN


def test_a_template_of_another_name_is_not_for_people(templated):
    templated.vault.remove("Templates/Person.md").write({"Templates/Meeting.md": TEMPLATE})
    templated("new", "Cy Fox")
    assert templated.text(NOTE) == PLAIN


def test_a_template_whose_front_matter_cannot_be_edited_is_refused_with_the_reason(templated):
    templated.vault.write({"Templates/Person.md": TEMPLATE.replace("aliases: []", "role: [")})
    said = templated("new", "Cy Fox", "--email", "cy@example.org")
    assert said.code == 3
    assert said.err.startswith("email could not be written: the front matter is not edited: ")
    assert not (templated.vault.root / NOTE).exists()


def test_a_folder_may_be_chosen_and_is_made(writer):
    said = writer("new", "Cy Fox", "--folder", "/Circle/People/")
    assert said.err == ""
    assert writer.text("Circle/People/Cy Fox.md") == PLAIN


def test_in_a_vault_without_people_the_folder_is_called_people(writer):
    writer.vault.remove("People/Ana Reyes.md", "People/Bo.md")
    writer("new", "Cy Fox")
    assert people(writer) == ["Cy Fox"]


def test_a_note_that_nothing_marks_as_a_persons_is_made_and_told_of(writer):
    said = writer("new", "Cy Fox", "--folder", "Misc")
    assert said.code == 0
    assert "Add  tags: [person]  to it" in said.err
    assert writer("new", "Di Lund", "--folder", "Misc", "--tag", "person").err == ""
    assert people(writer) == ["Di Lund", "Ana Reyes", "Bo"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ana REYES"], "People/Ana Reyes.md has that name already"),
        (["Annie"], "People/Ana Reyes.md has that name already"),
        (["Cy Fox", "--email", "BO@Example.org"], "People/Bo.md has that e-mail address already"),
        (["Cy Fox", "--phone", "+44 (7700) 900-114"], "People/Bo.md has that telephone number already"),
        (["Ana", "--folder", "Notes"], "Notes/Ana.md: A note of that name is there already."),
        (["ana", "--folder", "Notes"], "differs from 'Ana.md' by case"),
        (["Cy/Fox"], "which Windows refuses. Nothing was written; choose another name."),
        (["Cy #2"], "which break links to the note"),
        (["CON"], "is a name that Windows keeps for a device"),
        ([".."], "begins with a dot"),
        (["Cy Jr."], "ends with a dot"),
        ([" "], "A note needs a name."),
        (["Cy" * 140], "is longer than 255 bytes"),
        (["Cy Fox", "--folder", "../elsewhere"], "The name '..' begins with a dot"),
        (["Cy Fox", "--company", "{{name}}"], "holds a template's mark"),
    ],
)
def test_a_double_or_a_bad_name_is_refused_and_nothing_written(writer, arguments, said):
    writer.vault.write({"Notes/Ana.md": "Not about anybody.\n"})
    before = sorted(writer.vault.root.rglob("*"))
    found = writer("new", *arguments)
    assert found.code == 3
    assert said in found.err
    assert sorted(writer.vault.root.rglob("*")) == before


def test_json_and_a_dry_run_say_where_the_note_would_be(writer):
    assert writer("new", "Cy Fox", "--json", "--dry-run").json == {"path": NOTE, "written": False}
    assert not (writer.vault.root / NOTE).exists()
    assert writer("new", "Cy Fox", "--json").json == {"path": NOTE, "written": True}


def test_undo_takes_the_note_and_its_folder_away(writer):
    writer("new", "Cy Fox", "--folder", "Circle/People")
    said = writer("undo")
    assert (said.code, said.out) == (0, "Circle/People/Cy Fox.md  removed\n")
    assert not (writer.vault.root / "Circle").exists()
