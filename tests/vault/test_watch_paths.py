"""What an event at a path means, as a table."""

import pytest

from vaultsync.vault.editor import _SOURCES
from vaultsync.vault.watch_paths import EDITOR_FILES, meaning


@pytest.mark.parametrize(
    ("path", "means"),
    [
        ("Ana Reyes.md", "note"),
        ("People/Ana Reyes.md", "note"),
        ("People/名前.md", "note"),
        ("vaultsync.toml", "everything"),
        ("Work/vaultsync.toml", "everything"),
        (".obsidian/daily-notes.json", "everything"),
        (".obsidian/app.json", "everything"),
        (".obsidian/templates.json", "everything"),
        (".obsidian-mobile/daily-notes.json", "everything"),
        (".obsidian/plugins/periodic-notes/data.json", "everything"),
        (".obsidian/plugins/templater-obsidian/data.json", "everything"),
        ("logseq/config.edn", "everything"),
        (".obsidian/workspace.json", "nothing"),
        (".obsidian/plugins/other/data.json", "nothing"),
        ("People/.obsidian/app.json", "nothing"),
        (".vaultsync/feeds/catch-ups.ics", "nothing"),
        (".git/index.lock", "nothing"),
        (".git/x.md", "nothing"),
        (".trash/Ana.md", "nothing"),
        ("People/.hidden.md", "nothing"),
        ("People/.~vaultsync-ab12.tmp", "nothing"),
        ("People/Ana.md~", "nothing"),
        ("People/4913", "nothing"),
        ("People/photo.jpg", "nothing"),
        ("site/node_modules/readme.md", "nothing"),
    ],
)
def test_of_a_file(path, means):
    assert meaning(path, folder=False) == means


@pytest.mark.parametrize(
    ("path", "means"),
    [
        ("", "everything"),
        ("People", "everything"),
        ("People/Old.md", "everything"),
        ("Work/.obsidian", "everything"),
        (".obsidian", "everything"),
        (".git/objects/ab", "nothing"),
        (".vaultsync", "nothing"),
        ("site/node_modules", "nothing"),
        (".obsidian/plugins/other", "nothing"),
    ],
)
def test_of_a_folder(path, means):
    assert meaning(path, folder=True) == means


def test_what_is_gone_and_may_have_been_a_folder_is_taken_for_one():
    assert meaning("People", folder=False, unsure=True) == "everything"
    assert meaning("People/Ana.md", folder=False, unsure=True) == "note"
    assert meaning(".git/x", folder=False, unsure=True) == "nothing"


def test_every_file_of_the_editor_that_is_read_is_watched():
    assert {source.file for source in _SOURCES} <= set(EDITOR_FILES)
