import os
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.vault.errors import VaultError
from vaultsync.vault.scan import scan


def made(root, *paths):
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    return root


def paths(found):
    return [file.path for file in found.files]


def told(found):
    return [(one.code, one.path) for one in found.problems]


def test_every_note_is_found_and_nothing_else(tmp_path):
    made(tmp_path, "b.md", "People/Ana.md", "People/Close/Bo.md", "a.txt", "c.MD", "md", "Folder.md/inside.md")
    assert paths(scan(tmp_path)) == ["Folder.md/inside.md", "People/Ana.md", "People/Close/Bo.md", "b.md"]


def test_a_note_comes_with_what_tells_that_it_changed(tmp_path):
    file = tmp_path / "Ana.md"
    file.write_bytes(b"12345")
    os.utime(file, ns=(1, 1_700_000_000_123_456_789))
    stat = file.stat()
    (found,) = scan(tmp_path).files
    assert (found.path, found.size, found.mtime_ns) == ("Ana.md", 5, 1_700_000_000_123_456_789)
    assert (found.inode, found.ctime_ns) == (stat.st_ino, stat.st_ctime_ns)


def test_hidden_things_and_node_modules_are_left_out(tmp_path):
    made(
        tmp_path, "a.md", ".b.md", ".obsidian/x.md", ".trash/y.md", ".git/z.md", "node_modules/p/README.md", "c/.d/e.md"
    )
    found = scan(tmp_path)
    assert (paths(found), found.problems) == (["a.md"], ())


def test_what_the_settings_ignore_is_left_out(tmp_path):
    made(tmp_path, "a.md", "Archive/b.md", "Work/Archive/c.md", "Work/Old/d.md", "Old/e.md", "x.draft.md")
    assert paths(scan(tmp_path, ignore=["Archive", "Work/Old", "*.draft.md"])) == ["Old/e.md", "a.md"]


@pytest.mark.parametrize("mark", [".obsidian/app.json", "vaultsync.toml"])
def test_a_vault_in_the_vault_is_left_out_and_told(tmp_path, mark):
    made(tmp_path, ".obsidian/app.json", "vaultsync.toml", "a.md", "Other/b.md", "Other/deep/c.md", f"Other/{mark}")
    found = scan(tmp_path)
    assert (paths(found), told(found)) == (["a.md"], [("vault-nested", "Other")])


def test_conflict_copies_are_kept_out_and_told(tmp_path):
    copy = "People/Ana.sync-conflict-20260304-101112-ABCDEFG.md"
    made(tmp_path, "People/Ana.md", copy, "People/Bo 2.md", "Bo.md")
    found = scan(tmp_path)
    assert (paths(found), found.conflicts, told(found)) == (
        ["Bo.md", "People/Ana.md", "People/Bo 2.md"],
        (copy,),
        [("conflict-copy", copy)],
    )


def test_names_stay_as_they_are_on_the_disk(tmp_path):
    composed, decomposed = (unicodedata.normalize(form, "Zoë.md") for form in ("NFC", "NFD"))
    made(tmp_path, composed, f"d/{decomposed}")
    assert paths(scan(tmp_path)) == [composed, f"d/{decomposed}"] or unicodedata.is_normalized(
        "NFD", paths(scan(tmp_path))[0]
    )


@pytest.mark.skipif(os.name != "posix", reason="names are Unicode elsewhere")
def test_a_name_that_is_not_utf8_is_left_out_and_told(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9")).mkdir()
    (tmp_path / os.fsdecode(b"caf\xe9") / "a.md").touch()
    (tmp_path / os.fsdecode(b"J\xfcrgen.md")).touch()
    found = scan(tmp_path)
    assert (paths(found), told(found)) == (
        [],
        [("note-unreadable", "J\ufffdrgen.md"), ("note-unreadable", "caf\ufffd")],
    )


def test_a_root_that_is_gone_is_refused_and_not_taken_for_empty(tmp_path):
    with pytest.raises(VaultError, match="it is not there"):
        scan(tmp_path / "gone")
    with pytest.raises(VaultError, match="a file stands where a folder is needed"):
        scan(made(tmp_path, "file") / "file")


def test_a_folder_that_fails_to_list_is_told_and_the_rest_is_read(tmp_path, monkeypatch):
    made(tmp_path, "a.md", "Broken/b.md")
    (tmp_path / "Link").symlink_to(tmp_path / "Linked")
    made(tmp_path, ".hidden/c.md")
    (tmp_path / "Linked").symlink_to(tmp_path / ".hidden")
    real = os.scandir

    def failing(folder):
        if str(folder).endswith(("Broken", ".hidden")):
            raise OSError(5, "Input/output error")
        return real(folder)

    monkeypatch.setattr(os, "scandir", failing)
    found = scan(tmp_path)
    assert (paths(found), found.unread) == (["a.md"], ("Broken", "Link", "Linked"))
    assert found.problems[0].message == "The folder could not be read: the disk reported a fault."


class Entry:
    """A directory entry whose file is gone, or may not be looked at."""

    def __init__(self, name, error):
        self.name, self.path, self.error = name, f"/{name}", error

    def is_symlink(self):
        return False

    def is_file(self, follow_symlinks):
        return True

    def stat(self, follow_symlinks):
        raise self.error


def test_a_note_that_goes_while_the_folder_is_read_is_no_fault_and_one_that_cannot_be_seen_is(tmp_path, monkeypatch):
    entries = [Entry("gone.md", FileNotFoundError(2, "x")), Entry("shut.md", PermissionError(13, "x"))]
    monkeypatch.setattr("vaultsync.vault.scan._Walk.listed", lambda walk, folder: entries)
    found = scan(tmp_path)
    assert (found.files, found.unread, told(found)) == ((), ("shut.md",), [("note-unreadable", "shut.md")])


def test_a_link_to_what_is_found_without_it_adds_nothing(tmp_path):
    made(tmp_path, "People/Ana.md")
    (tmp_path / "A link").symlink_to(tmp_path / "People")
    (tmp_path / "Ana.md").symlink_to(tmp_path / "People/Ana.md")
    found = scan(tmp_path)
    assert (paths(found), found.problems) == (["People/Ana.md"], ())


def test_a_link_to_a_place_in_the_vault_that_is_hidden_is_followed_once(tmp_path):
    made(tmp_path, ".store/People/Ana.md", ".store/Bo.md")
    (tmp_path / "People").symlink_to(tmp_path / ".store/People")
    (tmp_path / "Same people").symlink_to(tmp_path / ".store/People")
    (tmp_path / "Bo.md").symlink_to(tmp_path / ".store/Bo.md")
    (tmp_path / "Bobby.md").symlink_to(tmp_path / ".store/Bo.md")
    (tmp_path / "Zana.md").symlink_to(tmp_path / ".store/People/Ana.md")
    found = scan(tmp_path)
    assert (paths(found), found.problems) == (["Bo.md", "People/Ana.md"], ())


def test_links_below_a_link_are_followed_too(tmp_path):
    made(tmp_path, ".store/a/x.md", ".store/b/y.md")
    (tmp_path / ".store/a/more").symlink_to(tmp_path / ".store/b")
    (tmp_path / "A").symlink_to(tmp_path / ".store/a")
    assert paths(scan(tmp_path)) == ["A/more/y.md", "A/x.md"]


def test_links_that_lead_out_are_refused_and_told(tmp_path):
    vault = made(tmp_path / "vault", "a.md")
    made(tmp_path, "vault2/b.md", "out/c.md")
    (vault / "sibling").symlink_to(tmp_path / "vault2")
    (vault / "up").symlink_to(tmp_path)
    (vault / "c.md").symlink_to(tmp_path / "out/c.md")
    (vault / "picture.png").symlink_to(tmp_path / "out/c.md")
    found = scan(vault)
    assert paths(found) == ["a.md"]
    assert told(found) == [("link-outside", "c.md"), ("link-outside", "sibling"), ("link-outside", "up")]


def test_links_in_a_circle_end(tmp_path):
    made(tmp_path, "People/Ana.md")
    (tmp_path / "People/again").symlink_to(tmp_path / "People")
    (tmp_path / "People/root").symlink_to(tmp_path)
    (tmp_path / "one.md").symlink_to(tmp_path / "two.md")
    (tmp_path / "two.md").symlink_to(tmp_path / "one.md")
    found = scan(tmp_path)
    assert paths(found) == ["People/Ana.md"]
    assert told(found) == [("link-outside", path) for path in ("People/again", "People/root", "one.md", "two.md")]


def test_a_note_that_is_a_link_to_nowhere_is_told_and_other_links_to_nowhere_are_not(tmp_path):
    (tmp_path / "a.md").symlink_to(tmp_path / "gone.md")
    (tmp_path / "Folder").symlink_to(tmp_path / "gone")
    assert told(scan(tmp_path)) == [("note-unreadable", "a.md")]


def test_a_link_that_is_ignored_is_not_looked_at(tmp_path):
    vault = made(tmp_path / "vault", "a.md")
    (vault / "out").symlink_to(tmp_path)
    assert scan(vault, ignore=["out"]).problems == ()


def test_a_vault_that_is_itself_a_link_is_read(tmp_path):
    made(tmp_path, "real/a.md")
    (tmp_path / "vault").symlink_to(tmp_path / "real")
    assert paths(scan(tmp_path / "vault")) == ["a.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_that_is_called_like_a_note_is_none(tmp_path):
    os.mkfifo(tmp_path / "a.md")
    (tmp_path / ".pipe").mkdir()
    os.mkfifo(tmp_path / ".pipe/b.md")
    (tmp_path / "b.md").symlink_to(tmp_path / ".pipe/b.md")
    assert scan(tmp_path).files == ()


def test_a_thousand_folders_deep_is_no_trouble(tmp_path):
    deep = tmp_path
    for _ in range(300):
        deep /= "d"
        deep.mkdir()
    (deep / "a.md").touch()
    assert len(scan(tmp_path).files) == 1


names = st.text(st.sampled_from("abzÅé ~!._-"), min_size=1, max_size=4).filter(lambda name: name not in {".", ".."})


@given(st.sets(st.tuples(names, names), max_size=8))
@settings(deadline=None, max_examples=40)
def test_the_answer_is_the_notes_that_stand_there_by_path(tmp_path_factory, tree):
    root = tmp_path_factory.mktemp("vault")
    wanted = set()
    for folder, name in tree:
        made(root, f"{folder}.d/{name}.md")
        if folder[0] != "." and name[0] != ".":
            wanted.add(f"{folder}.d/{name}.md")
    found = scan(root)
    assert paths(found) == sorted(wanted)
    assert scan(Path(str(root))) == found
    shutil.rmtree(root)
