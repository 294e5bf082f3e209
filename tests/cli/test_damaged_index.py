"""An index that is damaged in the middle: looks do without it, a sync makes it anew, and so does a watch."""

import contextlib
import os
import random
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY, Sandbox

from vaultsync.cli.main import REFUSED, guarded
from vaultsync.sync.keep import Keeper
from vaultsync.sync.world import AS_USUAL
from vaultsync.vault.errors import VaultError
from vaultsync.vault.index import INDEX_FILE, cache_folder
from vaultsync.vault.state import STATE_FILE, state_folder

PAGE = 4096


def damage(file: Path) -> None:
    """Write nonsense over the first page of every table and index but the one that says the version."""
    with contextlib.closing(sqlite3.connect(file)) as book:
        book.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        asked = "SELECT rootpage FROM sqlite_schema WHERE rootpage > 0 AND tbl_name != 'meta'"
        pages = [page for (page,) in book.execute(asked)]
    nonsense = random.Random(1)
    with file.open("r+b") as opened:
        for page in pages:
            opened.seek((page - 1) * PAGE)
            opened.write(nonsense.randbytes(PAGE))


@pytest.fixture
def vault(sandbox: Sandbox) -> Sandbox:
    sandbox.write({f"People/P{number}.md": f"---\ncadence: {number} weeks\n---\n" for number in range(1, 30)})
    sandbox.sync()
    damage(cache_folder(sandbox.root, os.environ) / INDEX_FILE)
    return sandbox


def test_looks_do_without_it(vault: Sandbox, cli) -> None:
    said = cli("people", "--vault", vault.root, "--today", TODAY, "--json")
    assert (said.code, len(said.json)) == (0, 29)


def test_a_sync_makes_it_anew(vault: Sandbox, cli) -> None:
    assert cli("sync", vault.root, "--today", TODAY).code == 0
    assert len(vault.sync().network.people) == 29


def test_a_watch_makes_it_anew_when_it_tries_again(vault: Sandbox) -> None:
    keeper = Keeper(vault.root, options=AS_USUAL, today=lambda _: date.fromisoformat(TODAY))
    with pytest.raises(VaultError, match="The index is damaged, and is made anew"):
        keeper.sync(None)
    assert keeper.sync(None).people == 29
    keeper.close()


def test_a_state_that_is_damaged_says_what_to_remove(vault: Sandbox, cli) -> None:
    vault.write({"People/P1.md": "---\ncadence: 9 weeks\n---\n"})
    damage(state_folder(vault.root, os.environ) / STATE_FILE)
    for command in ("people", "agenda", "sync"):
        said = cli(command, "--vault", vault.root, "--today", TODAY)
        assert said.code == REFUSED
        assert said.err.endswith(f"Remove {state_folder(vault.root, os.environ)}.\n")


def test_damage_that_is_met_late_says_how_to_mend_it(capsys: pytest.CaptureFixture[str]) -> None:
    def late(**_: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    assert guarded(late) == REFUSED
    assert capsys.readouterr().err.endswith("Remove it: vaultsync doctor --rebuild\n")
