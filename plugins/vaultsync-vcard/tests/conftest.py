"""A vault in memory, and what an import of cards would make of it."""

from dataclasses import dataclass

import pytest

import vaultsync_vcard
from vaultsync import Edit, NewNote, Problem
from vaultsync.notes import splice
from vaultsync.testing import stage


@dataclass
class Imported:
    """What an import gave, and the vault after it."""

    edits: tuple
    new: tuple
    notes: dict
    said: list

    @property
    def values(self):
        """The values of the properties that were set, by name."""
        return {each.name: each.value for each in self.edits if each.kind == "set-property"}

    def person(self, name):
        return stage(self.notes).person(name)


def card(*lines, version="3.0", name="Ana Reyes"):
    """The bytes of a card."""
    named = (f"FN:{name}",) if name else ()
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *named, *lines, "END:VCARD", ""]).encode()


@pytest.fixture(scope="session")
def make():
    return card


@pytest.fixture
def take(caplog):
    """Import a file into a vault: ``take(data, {path: text})``; every edit is made."""

    def run(data, notes=(), **config):
        notes = dict(notes)
        given = stage(notes, plugin=vaultsync_vcard, config=config)
        caplog.clear()
        made = list(vaultsync_vcard.read(data, "contacts.vcf", given.network, given.ctx))
        edits = tuple(each for each in made if isinstance(each, Edit))
        new = tuple(each for each in made if isinstance(each, NewNote))
        for each in edits:
            text = notes[each.path]
            done = splice(each.path, text if isinstance(text, bytes) else text.encode(), each)
            assert not isinstance(done, Problem), done
            notes[each.path] = done
        for each in new:
            path = f"People/{each.name}.md"
            assert path not in notes
            notes[path] = each.text
        return Imported(edits, new, notes, [record.getMessage() for record in caplog.records])

    return run


def pytest_configure(config):
    # The kit's stages leave it to the interpreter to remove the folders that plugins asked them for.
    config.addinivalue_line("filterwarnings", "ignore:Implicitly cleaning up:ResourceWarning")
