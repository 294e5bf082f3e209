"""The words of people's notes: found whatever their case and accents, and as the notes are now."""

import pytest
from tests.cli.conftest import cli

from vaultsync.sync.keep import Keeper
from vaultsync.sync.world import Options

__all__ = ["cli"]

ANA = "---\ntags: [person]\n---\n# Ana\n## Log\n- 2026-10-01 call: grief counselling at the Café Luna\n"
BO = "---\ntags: [person]\n---\nKeeps bees. Counsellor once.\n"


@pytest.fixture
def box(sandbox):
    return sandbox.write({"People/Ana.md": ANA, "People/Bo.md": BO, "Notes/Bees.md": "bees and counselling\n"})


def found(box, text):
    return [(one.path, one.text) for one in box.arrange().passages(text, 5)]


def test_the_words_around_are_shown_of_notes_about_people_alone(box):
    ((path, text),) = found(box, "counselling")
    assert path == "People/Ana.md"
    assert text.endswith("grief counselling at the Café Luna")
    assert [path for path, _ in found(box, "bees")] == ["People/Bo.md"]


@pytest.mark.parametrize("text", ["CAFE", "café luna", "counsell grief", "luna, grief!", "coun"])
def test_case_accents_and_endings_do_not_matter(box, text):
    assert "People/Ana.md" in [path for path, _ in found(box, text)]


@pytest.mark.parametrize("text", ["", "…", "\"'*", "nobody", "AND", 'a" OR b'])
def test_what_is_not_there_is_not_found_and_nothing_is_an_error(box, text):
    assert found(box, text) == []


def test_the_words_are_those_of_the_notes_as_they_are_now(box):
    keeper = Keeper(box.root, options=Options(), today=lambda settings: settings.vault.today)
    box.write({"vaultsync.toml": "[vault]\ntoday = 2026-11-22\n"})
    keeper.sync(None)
    assert [path for path, _ in found(box, "bees")] == ["People/Bo.md"]
    box.write({"People/Bo.md": BO.replace("bees", "hens")}).remove("People/Ana.md")
    assert found(box, "bees") == found(box, "grief") == []
    assert [path for path, _ in found(box, "hens")] == ["People/Bo.md"]
    keeper.sync(None)
    keeper.close()
    assert found(box, "grief") == []


def test_people_whom_nothing_calls_so_are_found_by_what_their_notes_say(box, cli):
    said = cli("--vault", box.root, "--today", "2026-11-22", "people", "grief last:<1y")
    assert said.out == ""
    assert "Nobody matches.\nIn their notes:\n  Ana: " in said.err
    assert "grief counselling" in said.err
