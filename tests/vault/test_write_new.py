"""Making a note: never over another one, by a name that works everywhere, with the folders it needs."""

import errno
import os

import pytest
from tests.vault.steps import NEW, Place, mode

from vaultsync.vault import write_swap
from vaultsync.vault.write import Written
from vaultsync.vault.write_new import create_note


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def create(place, path="People/Bo.md", data=NEW, **options):
    return create_note(place.root, path, data, place.journal(), **options)


def test_a_note_is_made_with_the_folders_it_needs(place):
    found = create(place, "People/Work/Bo.md", reason="new person", plugin="people")
    assert isinstance(found, Written)
    assert (place.root / "People" / "Work" / "Bo.md").read_bytes() == NEW
    assert place.shown == ["Ana.md", "People/Work/Bo.md"]
    (entry,) = place.journal().runs()[0].written
    assert (entry.path, entry.before, entry.folders) == ("People/Work/Bo.md", "", ("People", "Work"))
    assert (entry.reason, entry.plugin) == ("new person", "people")


def test_a_new_note_has_the_mode_that_the_users_other_programs_give(place):
    (place.root / "like.md").write_bytes(b"")
    create(place)
    assert mode(place.root / "People" / "Bo.md") == mode(place.root / "like.md")


@pytest.mark.parametrize("kind", ["note", "folder", "dead link"])
def test_nothing_that_is_there_is_overwritten(place, kind):
    there = place.root / "Bo.md"
    {"note": lambda: there.write_bytes(b"mine"), "folder": there.mkdir, "dead link": lambda: there.symlink_to("x")}[
        kind
    ]()
    found = create(place, "Bo.md")
    assert (found.code, found.message) == ("write-refused", "A note of that name is there already.")
    assert os.path.lexists(there)
    assert place.journal().runs() == ()


@pytest.mark.parametrize("links", [True, False])
def test_a_note_that_appears_while_it_is_made_is_not_overwritten(place, monkeypatch, links):
    def appear(*arguments, **options):
        (place.root / "Bo.md").write_bytes(b"mine")
        raise FileExistsError(errno.EEXIST, "File exists")

    if links:
        monkeypatch.setattr(os, "link", appear)
    else:
        no_links(monkeypatch)
        monkeypatch.setattr(write_swap, "_renamed", appear)
    found = create(place, "Bo.md")
    assert (found.code, found.message) == ("write-refused", "A note of that name is there already.")
    assert place.shown == ["Ana.md", "Bo.md"]
    assert (place.root / "Bo.md").read_bytes() == b"mine"
    assert place.journal().runs()[0].written == ()


def no_links(monkeypatch):
    def refused(*arguments, **options):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)


@pytest.mark.parametrize("renames", [True, False])
def test_a_note_is_made_where_the_disk_knows_no_hard_links(place, monkeypatch, renames):
    no_links(monkeypatch)
    if not renames:
        monkeypatch.setattr(write_swap, "_system_rename", lambda: None)
    assert isinstance(create(place, "Bo.md"), Written)
    assert (place.root / "Bo.md").read_bytes() == NEW
    assert place.shown == ["Ana.md", "Bo.md"]
    assert len(place.journal().runs()[0].written) == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("Bo?.md", "The name 'Bo?.md' holds one of < > : \" / \\ | ? *, which Windows refuses."),
        ("CON/Bo.md", "The name 'CON' is a name that Windows keeps for a device."),
        ("New/What?/Bo.md", "The name 'What?' holds one of < > : \" / \\ | ? *, which Windows refuses."),
        ("ana.md", "The name 'ana.md' differs from 'Ana.md' by case or the form of an accent alone."),
        ("PEOPLE/Bo.md", "The name 'PEOPLE' differs from 'People' by case or the form of an accent alone."),
        ("../Bo.md", "The name '..' begins with a dot, and would be hidden."),
        ("/Bo.md", "The name '' is empty."),
    ],
)
def test_a_name_that_would_not_work_everywhere_is_not_made(place, path, said):
    (place.root / "People").mkdir()
    found = create(place, path)
    assert (found.code, found.path, found.message) == ("name-refused", path, said)
    assert place.shown == ["Ana.md"]
    assert sorted(each.name for each in place.root.iterdir()) == ["Ana.md", "People"]


def test_a_folder_of_the_users_is_used_whatever_it_is_called(place):
    (place.root / "C# and more.").mkdir()
    assert isinstance(create(place, "C# and more./Bo.md"), Written)


def test_a_file_in_the_place_of_a_folder_is_told(place):
    found = create(place, "Ana.md/Bo.md")
    assert (found.code, found.message) == ("write-refused", "A note of that name is there already.")


def test_a_folder_that_leads_out_of_the_vault_is_refused(place, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (place.root / "Out").symlink_to(tmp_path / "elsewhere")
    found = create(place, "Out/Bo.md")
    assert (found.code, found.message) == ("write-refused", "Its folder is a link that leads out of the vault.")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_disk_that_refuses_leaves_no_folder_behind(place, monkeypatch):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    found = create(place, "People/Work/Bo.md")
    assert (found.code, found.message) == ("write-refused", "The note could not be written: the disk is full.")
    assert [each.name for each in place.root.iterdir()] == ["Ana.md"]


def test_a_folder_that_somebody_used_meanwhile_stays(place, monkeypatch):
    def full(*arguments):
        (place.root / "People" / "mine.md").write_bytes(b"mine")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    create(place, "People/Work/Bo.md")
    assert place.shown == ["Ana.md", "People/mine.md"]
    assert not (place.root / "People" / "Work").exists()
