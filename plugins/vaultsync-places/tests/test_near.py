"""The plugin within vaultsync: who is near, and how far that is."""

import time
from typing import ClassVar

import pytest

import vaultsync_places as plugin
from vaultsync.testing import PluginContract, stage

NOTES = {
    "People/Ana Reyes.md": "---\ntags: [person]\nlocation: Phoenix, AZ\n---\n",
    "People/Bo Lind.md": "---\ntags: [person]\nlocation: Tempe\n---\n",
    "People/Cy Young.md": "---\ntags: [person]\nlocation: Tucson\n---\n",
    "People/Di Prima.md": "---\ntags: [person]\nlocation: Cactus Flat Ranch\n---\n",
    "People/Ed Moss.md": "---\ntags: [person]\ncompany: '[[Lumen]]'\n---\n",
    "Companies/Lumen.md": "---\nlocation: Scottsdale and Leeds\n---\n",
}


@pytest.fixture
def near(make_vault, cli):
    """Ask who is near, in a small vault."""
    vault = make_vault(NOTES)

    def asked(*arguments: str):
        said = cli("near", *arguments, vault=vault, plugins=["places"])
        assert said.code == 0, said.err
        return said

    return asked


def test_who_is_near_is_told_with_how_far_it_is_and_which_town_was_taken(near):
    said = near("Phoenix")
    assert said.out.splitlines()[0] == "Phoenix is taken as Phoenix, Arizona, US."
    assert [line for line in said.out.splitlines()[1:] if not line.startswith("  ")] == [
        "Ana Reyes", "Bo Lind", "Ed Moss · Lumen"
    ]  # fmt: skip
    assert "place: Tempe, about 15 km away (taken as Tempe, Arizona, US)" in " ".join(said.out.split())
    assert "People/Bo Lind.md:3" in said.out
    assert "Of 1 place it is not known where it lies: Cactus Flat Ranch (People/Di Prima.md:3)." in said.err


def test_within_says_how_far_is_near(near):
    assert [row["name"] for row in near("Phoenix", "--within", "120mi", "--json").json["people"]] == [
        "Ana Reyes", "Bo Lind", "Cy Young", "Ed Moss"
    ]  # fmt: skip
    assert [row["name"] for row in near("Phoenix", "--within", "5km", "--json").json["people"]] == ["Ana Reyes"]


def test_a_place_that_is_not_known_is_said_and_words_count(near):
    said = near("Cactus Flat Ranch")
    assert said.out.splitlines()[0] == "Di Prima"
    assert "Where Cactus Flat Ranch lies is not known, so only words count." in said.err


def test_five_thousand_places_take_less_than_two_seconds():
    ctx = stage(plugin=plugin).ctx
    places = tuple(
        f"{town}, {number}" for number in range(1000) for town in ("Leeds", "Paris, TX", "Porto", "a", "東京")
    )
    begun = time.perf_counter()
    found = list(plugin.vaultsync_locate(places, ctx))
    assert len(found) == 4000
    assert time.perf_counter() - begun < 2


class TestContract(PluginContract):
    plugin = plugin
    notes: ClassVar = NOTES
