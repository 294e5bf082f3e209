"""What is held is kept between two commands; what cannot be understood is told, and set aside."""

import os
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from vaultsync.planning.holds import Hold
from vaultsync.vault.errors import VaultError
from vaultsync.vault.holds import FILE, read_holds, write_holds

NINE = datetime(2026, 12, 1, 9, tzinfo=UTC)
HOLDS = tuple(
    Hold(person=name, name=name.title(), start=NINE, end=NINE + timedelta(hours=1), proposed=date(2026, 11, 22))
    for name in ("ana", "bó 👩‍👩‍👧")
)


def test_what_is_kept_is_read_again(tmp_path):
    assert read_holds(tmp_path, mend=True) == ((), "")
    write_holds(tmp_path, HOLDS)
    assert read_holds(tmp_path, mend=True) == (HOLDS, "")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_moments_stay_moments(tmp_path):
    east = NINE.astimezone(timezone(timedelta(hours=5)))
    write_holds(tmp_path, [Hold(person="ana", name="Ana", start=east, end=east, proposed=date(2026, 11, 22))])
    ((found,), _) = read_holds(tmp_path, mend=True)
    assert found.start == NINE


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_who_is_met_is_for_the_owner_alone_to_read(tmp_path):
    write_holds(tmp_path, HOLDS)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


GOOD = (
    '{"version": 1, "holds": [{"person": "a", "name": "A", "start": "2026-12-01T09:00:00Z", "end": "%s", '
    '"proposed": "2026-11-22"}]}'
)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is damaged"),
        (b"\xff{", "is damaged"),
        (b"[" * 100_000, "is damaged"),
        (b'{"version": 1}', "is damaged"),
        ((GOOD % "2026-12-01T10:00:00").encode(), "is damaged"),
        (b'{"version": 2, "holds": []}', "is of form 2, and this vaultsync reads form 1"),
    ],
    ids=["empty", "no text", "deep", "short", "no zone", "later"],
)
def test_a_file_that_cannot_be_understood_is_told_of_and_set_aside(tmp_path, data, fault):
    (tmp_path / FILE).write_bytes(data)
    holds, told = read_holds(tmp_path, mend=False)
    assert (holds, (tmp_path / FILE).read_bytes()) == ((), data)
    assert f"{FILE} {fault}. It is set aside when" in told
    holds, told = read_holds(tmp_path, mend=True)
    assert (holds, (tmp_path / f"{FILE}.bad").read_bytes()) == ((), data)
    assert told.endswith(f"It is kept as {tmp_path / FILE}.bad.")
    assert read_holds(tmp_path, mend=True) == ((), "")


def test_the_example_of_a_good_file_is_good(tmp_path):
    (tmp_path / FILE).write_text(GOOD % "2026-12-01T10:00:00Z")
    assert read_holds(tmp_path, mend=False)[1] == ""


def test_a_disk_that_refuses_is_told_of(tmp_path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(VaultError, match="could not be read"):
        read_holds(tmp_path, mend=True)
    with pytest.raises(VaultError, match="could not be written"):
        write_holds(tmp_path, HOLDS)
