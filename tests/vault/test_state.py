import os
import stat
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from platformdirs import user_state_path

from vaultsync.calendar import Entry
from vaultsync.model import CatchUp, Reminder
from vaultsync.people import Identity
from vaultsync.vault.errors import PublishError, VaultError
from vaultsync.vault.state import State, load_state, save_state, set_aside, state_folder

REMINDER = Reminder(
    person="ana", key="cadence", kind="catch-up", due=date(2026, 3, 4), reason="it has been 6 weeks", at=time(9, 30)
)
STATE = State(
    identities={
        "People/Bo.md": Identity(uid="bo", digest="b", inode=2),
        "People/Ana.md": Identity(uid="ana", digest="a", inode=1),
    },
    published=(
        CatchUp(
            uid="u1",
            reminder=REMINDER,
            name="Ana Reyes",
            reason="it has been 6 weeks, on a Wednesday",
            path="People/Ana.md",
            day=date(2026, 3, 4),
            start=datetime(2026, 3, 4, 9, 30, tzinfo=ZoneInfo("Europe/Lisbon")),
        ),
        CatchUp(
            uid="u2",
            reminder=msgspec.structs.replace(REMINDER, at=None),
            name="Ana",
            reason="x",
            path="a.md",
            day=date(2026, 3, 5),
        ),
    ),
    stamps={
        "u1": Entry(
            digest="d", starts="20260304", sequence=2, at=datetime(2026, 3, 1, tzinfo=UTC), seen=date(2026, 3, 4)
        )
    },
    artifacts={"work.ics": "", "people.html": "page"},
)


def test_what_is_saved_is_loaded(tmp_path):
    assert save_state(tmp_path / "s", STATE) is True
    assert load_state(tmp_path / "s") == (STATE, ())


def test_there_is_a_fresh_state_where_none_was_saved(tmp_path):
    assert load_state(tmp_path / "none") == (State(), ())
    assert not (tmp_path / "none").exists()


def test_the_same_state_is_not_written_again_whatever_the_order_it_came_in(tmp_path):
    save_state(tmp_path, STATE)
    turned = msgspec.structs.replace(STATE, identities=dict(reversed(STATE.identities.items())))
    assert save_state(tmp_path, turned) is False


def test_the_state_is_for_its_owner_alone(tmp_path):
    save_state(tmp_path / "s", STATE)
    assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "s" / "state.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is damaged"),
        (b"{", "is damaged"),
        (b"[]", "is damaged"),
        (b"\xff\x00", "is damaged"),
        (b'{"identities":{"a":1}}', "is of form 0, and this vaultsync reads form 1"),
        (b'{"version":1,"identities":{"a":1}}', "is damaged"),
        (b'{"version":2}', "is of form 2, and this vaultsync reads form 1"),
        (b'{"version":3,"identities":7}', "is of form 3, and this vaultsync reads form 1"),
        (b'{"x":' + b"[" * 100_000, "is damaged"),
    ],
)
def test_a_state_that_cannot_be_understood_is_told_and_stays_until_it_is_set_aside(tmp_path, data, said):
    (tmp_path / "state.json").write_bytes(data)
    state, (found,) = load_state(tmp_path)
    assert state == State()
    assert (found.code, found.severity) == ("state-unreadable", "warning")
    assert found.message == f"What was published before could not be read: state.json {said}."
    assert (tmp_path / "state.json").read_bytes() == data
    set_aside(tmp_path)
    assert (tmp_path / "state.json.bad").read_bytes() == data
    assert load_state(tmp_path) == (State(), ())


def test_a_state_that_cannot_be_opened_is_refused_and_not_taken_for_none(tmp_path):
    (tmp_path / "state.json").mkdir()
    with pytest.raises(VaultError, match="could not be read: a folder stands where a file is needed"):
        load_state(tmp_path)


def test_a_bad_state_that_cannot_be_kept_aside_is_refused(tmp_path):
    (tmp_path / "state.json").write_bytes(b"{")
    (tmp_path / "state.json.bad").mkdir()
    with pytest.raises(VaultError, match="could not be set aside"):
        set_aside(tmp_path)
    assert (tmp_path / "state.json").read_bytes() == b"{"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match="could not be made: a file stands where a folder is needed"):
        save_state(tmp_path / "file" / "x", STATE)


def test_a_save_that_fails_leaves_the_state_from_before(tmp_path, monkeypatch):
    save_state(tmp_path, State())

    def failing(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(PublishError, match="the disk is full"):
        save_state(tmp_path, STATE)
    assert load_state(tmp_path) == (State(), ())


def test_each_vault_has_a_folder_of_its_own_in_the_one_that_is_named(tmp_path):
    first, second = (state_folder(tmp_path / name, {"VAULTSYNC_STATE_DIR": str(tmp_path / "state")}) for name in "ab")
    assert first != second
    assert first.parent == second.parent == tmp_path / "state"
    assert len(first.name) == 32


def test_a_vault_has_the_same_folder_by_whatever_way_it_is_reached(tmp_path):
    (tmp_path / "vault").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "vault")
    environment = {"VAULTSYNC_STATE_DIR": str(tmp_path)}
    assert state_folder(tmp_path / "link", environment) == state_folder(tmp_path / "vault", environment)


def test_the_platform_says_where_state_lives_if_nobody_else_does(tmp_path):
    assert state_folder(tmp_path, {}).parent == user_state_path("vaultsync", appauthor=False)


def test_the_named_folder_may_lie_in_the_users_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/home/sam")
    assert state_folder(tmp_path, {"VAULTSYNC_STATE_DIR": "~/state"}).parent == Path("/home/sam/state")


@given(
    st.binary(max_size=200)
    | st.just(msgspec.json.encode(STATE)).flatmap(
        lambda data: st.integers(0, len(data) - 1).map(lambda at: data[:at] + b"#" + data[at + 1 :])
    )
)
@settings(deadline=None, max_examples=100)
def test_no_bytes_at_all_make_it_raise(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("state")
    (folder / "state.json").write_bytes(data)
    state, problems = load_state(folder)
    assert (state == State() and len(problems) == 1) or problems == ()
