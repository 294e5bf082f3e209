"""The example vault, on its own day: every feed, table and problem, byte for byte.

After a change that is meant, write the files anew with ``make golden`` and read what changed before committing it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "example_vault"
COMMANDS = {
    "demo.txt": ["demo", "vault"],
    "sync.txt": ["--vault", "vault", "sync", "--dry-run"],
    "agenda.txt": ["--vault", "vault", "agenda", "--days", "60"],
    "agenda.json": ["--vault", "vault", "agenda", "--days", "60", "--json"],
    "people.txt": ["--vault", "vault", "people"],
    "people.json": ["--vault", "vault", "people", "--json"],
    "people-dormant.txt": ["--vault", "vault", "people", "last:>1y"],
    "check.txt": ["--vault", "vault", "check"],
    "check.json": ["--vault", "vault", "check", "--json"],
    "init.txt": ["init", "vault", "--dry-run"],
}


def run(folder: Path, arguments: list[str], **environment: str) -> str:
    """Run the program as a user does, in a folder, and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "vaultsync", *arguments],
        cwd=folder,
        env={**os.environ, "VAULTSYNC_STATE_DIR": str(folder / "state"), "TZ": "UTC", "COLUMNS": "80", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def copied(folder: Path) -> Path:
    """A copy of the example vault, in a folder of its own."""
    shutil.copytree(EXAMPLE, folder / "vault")
    return folder


def compared(name: str, found: str) -> None:
    """Hold a text against its golden file, or write that anew where it was asked for."""
    golden = HERE / "expected" / name
    if os.environ.get("VAULTSYNC_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(found.encode("utf-8"))
    assert found.encode("utf-8") == golden.read_bytes()


def feeds(folder: Path) -> dict[str, bytes]:
    """The published feeds by name."""
    return {path.name: path.read_bytes() for path in sorted((folder / "vault/.vaultsync/feeds").iterdir())}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_prints(tmp_path: Path, name: str) -> None:
    folder = tmp_path if name == "demo.txt" else copied(tmp_path)
    found = run(folder, COMMANDS[name])
    # How long reading took is the one thing that no two runs share.
    compared(name, "".join(line for line in found.splitlines(keepends=True) if not line.startswith("Read ")))


def test_what_is_published(tmp_path: Path) -> None:
    run(copied(tmp_path), ["sync", "vault"])
    found = feeds(tmp_path)
    assert sorted(found) == ["birthdays.ics", "catch-ups.ics"]
    for name, data in found.items():
        compared(name, data.decode("utf-8"))


def test_the_bytes_depend_on_the_notes_alone(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "a much longer path" / "第二"
    first.mkdir()
    run(copied(first), ["sync", "vault"], PYTHONHASHSEED="0", TZ="Pacific/Kiritimati", LC_ALL="C")
    # The same files, made in the opposite order, read elsewhere, by another machine's clock and hash seed.
    for path in sorted(EXAMPLE.rglob("*"), reverse=True):
        if path.is_file():
            target = second / "vault" / path.relative_to(EXAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    run(second, ["sync", "vault"], PYTHONHASHSEED="4711", TZ="America/Phoenix", LC_ALL="C.UTF-8")
    assert feeds(first) == feeds(second)
