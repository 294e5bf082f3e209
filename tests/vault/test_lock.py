import subprocess
import sys

import pytest

from vaultsync.vault import lock
from vaultsync.vault.errors import StateBusyError, VaultError
from vaultsync.vault.lock import locked

HOLDER = """
import sys
from pathlib import Path
from vaultsync.vault.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_another_process_is_refused_with_a_kind_word(tmp_path, holder):
    with pytest.raises(StateBusyError, match="Another vaultsync is working on this vault"), locked(tmp_path, wait=0):
        pass


def test_a_process_that_dies_lets_go(tmp_path, holder):
    holder.kill()
    holder.wait()
    with locked(tmp_path, wait=0):
        pass


def test_a_short_wait_is_enough_when_the_other_finishes(tmp_path, holder, monkeypatch):
    def finished(pause):
        holder.kill()
        holder.wait()

    monkeypatch.setattr(lock.time, "sleep", finished)
    with locked(tmp_path):
        pass


def test_it_is_let_go_afterwards_and_after_a_failure(tmp_path):
    with locked(tmp_path, wait=0):
        pass
    with pytest.raises(ValueError, match="mine"), locked(tmp_path, wait=0):
        raise ValueError("mine")
    with locked(tmp_path, wait=0):
        pass


def test_the_folder_is_made(tmp_path):
    with locked(tmp_path / "state" / "vault"):
        assert (tmp_path / "state" / "vault").is_dir()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match="set VAULTSYNC_STATE_DIR"), locked(tmp_path / "file" / "x"):
        pass


def test_a_disk_that_knows_no_locks_is_told(tmp_path, monkeypatch):
    def refused(number):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(lock, "_take", refused)
    with pytest.raises(VaultError, match="cannot be locked: No locks available"), locked(tmp_path):
        pass
