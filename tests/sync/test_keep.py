"""What is kept in memory from sync to sync: what is told of once, and when another look is due."""

from datetime import date

import pytest
from tests.conftest import TODAY

from vaultsync.sync.keep import Keeper
from vaultsync.sync.world import AS_USUAL

BAD = "---\nbirthday: 01/02/1980\n---\n"


@pytest.fixture
def keeper(sandbox):
    sandbox.write({"People/Ana.md": "---\ncadence: 6 weeks\n---\n"}).sync()
    kept = Keeper(sandbox.root, options=AS_USUAL, today=lambda _: date.fromisoformat(TODAY))
    yield kept
    kept.close()


def codes(kept) -> list[str]:
    return [told.code for told in kept.problems]


def test_a_problem_is_told_of_once_and_again_when_its_note_changes(sandbox, keeper):
    assert codes(keeper.sync(None)) == []
    sandbox.write({"People/Bo.md": BAD})
    assert codes(keeper.sync(frozenset({"People/Bo.md"}))) == ["date-ambiguous"]
    assert codes(keeper.sync(None)) == []
    sandbox.write({"People/Ana.md": "---\ncadence: 7 weeks\n---\n"})
    assert codes(keeper.sync(frozenset({"People/Ana.md"}))) == []
    sandbox.write({"People/Bo.md": f"{BAD}more\n"})
    assert codes(keeper.sync(frozenset({"People/Bo.md"}))) == ["date-ambiguous"]


def test_what_stays_unreadable_is_looked_at_once_more_and_not_for_ever(sandbox, keeper):
    (sandbox.root / "People" / "Cy.md").symlink_to("nowhere.md")
    first, second = keeper.sync(None), keeper.sync(None)
    assert codes(first) == ["note-unreadable"]
    assert first.later > 0
    assert (codes(second), second.later) == ([], 0.0)
