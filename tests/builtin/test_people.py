"""Which notes are people, and which only look like it."""

import pytest

PERSON = "Hello.\n"


def names(sandbox, notes):
    return [person.path for person in sandbox.write(notes).plan().network.people]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("People/Ana.md", PERSON),
        ("people/Work/Ana.md", PERSON),
        ("CRM/Contacts/Ana.md", PERSON),
        ("Friends/Ana.md", "---\ntype: friend\n---\n"),
        ("Notes/Ana.md", "---\ntags: [person]\n---\n"),
        ("Notes/Ana.md", "---\ntags: type/person\n---\n"),
        ("Notes/Ana.md", "Met her once. #people/work\n"),
        ("Notes/Ana.md", "---\ntype: Person\n---\n"),
        ("Notes/Ana.md", "---\nfileClass: person\n---\n"),
        ("Notes/Ana.md", '---\ncategories: ["[[People]]"]\n---\n'),
        ("Notes/Ana.md", "---\ncategories:\n  - [[Categories/People]]\n---\n"),
        ("Notes/Ana.md", "---\nkind: contact\n---\n"),
        ("People/Gathering place.md", "---\ntype: meeting\ntags: person\n---\n"),
    ],
)
def test_a_note_is_a_person_by_folder_tag_or_type(sandbox, path, text):
    assert names(sandbox, {path: text}) == [path]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Notes/Ana.md", "---\nemail: ana@example.org\nbirthday: 1990-01-01\n---\n"),
        ("Reading/@smith2019.md", "---\ntags: person\n---\n"),
        ("People/@reyes2020.md", PERSON),
        ("People/People.md", "- [[Ana]]\n"),
        ("People.md", "---\ntags: [people]\n---\n"),
        ("People/People MOC.md", PERSON),
        ("People/MOC Friends.md", PERSON),
        ("People/_index.md", PERSON),
        ("People/Family/Family.md", PERSON),
        ("Templates/Person.md", "---\ntags: [person]\n---\n"),
        ("People/New person.md", "---\nbirthday: {{date}}\ntags: [person]\n---\n"),
        ("People/New person.md", "# <% tp.file.title %>\n"),
        ("People/Acme.md", "---\ntype: company\n---\n"),
        ("People/Supper.md", "---\ntype: gathering\n---\n"),
        ("Notes/On people.md", "I like people. person:: nobody\n"),
        ("Notes/personal.md", "---\ntags: [personal, peopleware]\n---\n"),
        ("Peoples/Ana.md", PERSON),
    ],
)
def test_what_only_looks_like_a_person_is_none(sandbox, path, text):
    assert names(sandbox, {path: text}) == []


def test_the_editors_own_template_folder_is_believed(sandbox):
    notes = {".obsidian/templates.json": '{"folder": "Stencils"}', "Stencils/Person.md": "---\ntags: [person]\n---\n"}
    assert names(sandbox, notes) == []


def test_settings_change_which_notes_are_people(sandbox):
    settings = '[people]\nfolders = ["Net/Folk"]\ntags = ["ally"]\ntypes = []\nexclude = ["Net/Folk/Old/*"]\n'
    notes = {
        "vaultsync.toml": settings,
        "Net/Folk/Ana.md": PERSON,
        "Net/Folk/Old/Bo.md": PERSON,
        "Folk/Cy.md": PERSON,
        "People/Di.md": PERSON,
        "Notes/Ed.md": "#ally",
        "Notes/Fay.md": "---\ntype: person\n---\n",
    }
    assert names(sandbox, notes) == ["Net/Folk/Ana.md", "Notes/Ed.md"]


def test_conflict_copies_are_nobody(sandbox):
    notes = {"People/Ana.md": PERSON, "People/Ana (conflicted copy 2026-10-02).md": PERSON}
    assert names(sandbox, notes) == ["People/Ana.md"]
