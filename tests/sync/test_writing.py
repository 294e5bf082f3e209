"""From edits to notes: what is decided in memory, and what is written of it."""

import os

import pytest
from tests.conftest import Sandbox

from vaultsync.model import Edit
from vaultsync.notes import parse_note
from vaultsync.sync.writing import Rewrite, rewritten, spellings, write
from vaultsync.vault.journal import Journal

NOW = 1_800_000_000.0
ANA, BO = "People/Ana.md", "People/Bo.md"


def pausing(path: str, value: str = "true") -> Edit:
    return Edit(path=path, kind="set-property", name="paused", value=(value,), reason="paused")


def logging(path: str, text: str = "2026-11-22 call") -> Edit:
    return Edit(path=path, kind="append-entry", name="Log", value=(text,), reason="contact logged")


@pytest.fixture
def vault(sandbox: Sandbox) -> Sandbox:
    return sandbox.write({ANA: "Hello.\n", BO: "---\npaused: true\n---\n"})


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal", at=NOW)


def aged(vault: Sandbox) -> None:
    for path in vault.root.rglob("*.md"):
        os.utime(path, (NOW - 60, NOW - 60))


def test_the_vaults_usual_spelling_of_a_property_is_the_most_frequent_then_the_first_by_name():
    texts = [
        "---\nLast: x\nprm-paused: x\n---\n",
        "---\nPaused: x\nbday: x\n---\n",
        "---\nbirthday: x\nPaused: x\n---\n",
    ]
    notes = [parse_note(f"{number}.md", text.encode()) for number, text in enumerate(texts)]
    assert spellings(notes) == {"paused": "Paused", "birthday": "bday"}


def test_all_edits_of_a_note_become_one_rewrite_with_their_reasons_and_nothing_is_written(vault):
    (made,), problems = rewritten(vault.root, [logging(ANA), pausing(ANA), logging(ANA, "2026-11-21 call")], {})
    assert problems == ()
    assert (made.path, made.before, made.reason) == (ANA, b"Hello.\n", "contact logged; paused")
    assert made.after == b"---\npaused: true\n---\nHello.\n\n## Log\n- 2026-11-22 call\n- 2026-11-21 call\n"
    assert (vault.root / ANA).read_text() == "Hello.\n"


def test_rewrites_come_by_path_and_a_note_that_says_so_already_is_left_out(vault):
    vault.write({"A.md": ""})
    made, _ = rewritten(vault.root, [pausing(BO), logging(ANA), logging("A.md")], {})
    assert [one.path for one in made] == ["A.md", ANA]


def test_a_note_of_which_one_edit_is_refused_gets_none_and_the_others_get_theirs(vault):
    vault.write({ANA: "## Log\n## Log\n"})
    made, problems = rewritten(
        vault.root, [pausing(ANA), logging(ANA), pausing(ANA, "false"), pausing(BO, "false")], {}
    )
    assert [one.path for one in made] == [BO]
    assert [(told.code, told.path) for told in problems] == [("edit-refused", ANA)]


def test_a_note_that_cannot_be_read_is_a_problem(vault, monkeypatch):
    def broken(*_args: object) -> bytes:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("vaultsync.vault.read._read", broken)
    made, problems = rewritten(vault.root, [pausing(ANA)], {})
    assert made == ()
    assert [(told.code, told.path) for told in problems] == [("note-unreadable", ANA)]


def test_no_edit_makes_a_template_of_a_note_and_a_template_may_be_edited(vault):
    made, problems = rewritten(vault.root, [logging(ANA, "see {{title}}")], {})
    assert made == ()
    assert [(told.code, told.path) for told in problems] == [("edit-refused", ANA)]
    vault.write({ANA: "{{title}}\n"})
    assert len(rewritten(vault.root, [logging(ANA)], {})[0]) == 1


def test_what_is_written_is_what_was_agreed_to(vault, journal):
    made, _ = rewritten(vault.root, [pausing(ANA), pausing(BO, "false")], {})
    aged(vault)
    new = Rewrite(path="People/Cy.md", before=None, after=b"Hi.\n", reason="new")
    written, problems = write(vault.root, (*made, new), journal, clock=lambda: NOW)
    assert problems == ()
    assert [one.path for one in written] == [ANA, BO, "People/Cy.md"]
    assert [(vault.root / one.path).read_bytes() for one in (*made, new)] == [one.after for one in (*made, new)]
    (run,) = journal.runs()
    assert [(one.path, one.reason) for one in run.written] == [(ANA, "paused"), (BO, "paused"), ("People/Cy.md", "new")]


def test_a_note_that_was_saved_since_or_a_moment_ago_or_is_there_already_is_not_written(vault, journal):
    made, _ = rewritten(vault.root, [pausing(ANA), pausing(BO, "false")], {})
    vault.write({ANA: "Hello again.\n"})
    aged(vault)
    os.utime(vault.root / BO, (NOW - 1, NOW - 1))
    double = Rewrite(path="Double.md", before=None, after=b"mine")
    vault.write({"Double.md": "theirs"})
    written, problems = write(vault.root, (*made, double), journal, clock=lambda: NOW)
    assert written == ()
    assert [(told.code, told.path) for told in problems] == [
        ("write-raced", ANA),
        ("write-later", BO),
        ("write-refused", "Double.md"),
    ]
    assert (vault.root / ANA).read_text() == "Hello again.\n"
    assert (vault.root / "Double.md").read_text() == "theirs"


def test_asked_for_the_moment_need_not_be_quiet(vault, journal):
    made, _ = rewritten(vault.root, [pausing(ANA)], {})
    os.utime(vault.root / ANA, (NOW, NOW))
    written, problems = write(vault.root, made, journal, clock=lambda: NOW, quiet_seconds=0)
    assert ([one.path for one in written], problems) == ([ANA], ())
