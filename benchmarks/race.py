"""Measure how many of a user's saves are lost while notes are being written: none should be.

``python benchmarks/race.py --saves 2000``. Another process saves a note over and over, as editors do, while this one
writes into the same note as often as it can. A save counts as lost if its text is not in the note two writes later.
Three ways of writing are compared: a plain one that reads, changes and writes; vaultsync's without the quiet rule; and
vaultsync's with it. The rule's two seconds are shrunk to 20 ms, and so are the pauses of the editor.
"""

import argparse
import os
import random
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path

from vaultsync.model import Problem
from vaultsync.vault.journal import Journal
from vaultsync.vault.journal_recover import recover
from vaultsync.vault.write import write_note

QUIET = 0.02
"""Seconds of the quiet rule here."""


def truncating(note: Path, text: bytes, pause: Callable[[], None]) -> None:
    """Empty the note, then fill it."""
    with note.open("wb", buffering=0) as file:
        pause()
        file.write(text)


def renaming(note: Path, text: bytes, pause: Callable[[], None]) -> None:
    """Write a file beside the note, then rename it over the note."""
    beside = note.with_name(".saving.tmp")
    beside.write_bytes(text)
    pause()
    beside.replace(note)


def appending(note: Path, text: bytes, pause: Callable[[], None]) -> None:
    """Open the note at its end, then add a line."""
    with note.open("ab", buffering=0) as file:
        pause()
        file.write(text)


def slow(note: Path, text: bytes, pause: Callable[[], None]) -> None:
    """Empty the note, then fill it in three parts."""
    with note.open("wb", buffering=0) as file:
        for part in (text[:5], text[5:9], text[9:]):
            pause()
            file.write(part)


STYLES = {style.__name__: style for style in (truncating, renaming, appending, slow)}


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one race: saves made, saves lost, writes that took place and writes that stood back."""

    saves: int
    lost: int
    written: int
    stood_back: int


def edit(folder: Path, style: str, saves: int, seed: int) -> None:
    """The other process: save, let the writer come by twice, look; at the end print how many saves were lost."""
    note, chance = folder / "vault" / "note.md", random.Random(seed)
    with (folder / "turns").open("r+b") as file, mmap(file.fileno(), 8) as shared:

        def turns() -> int:
            return struct.unpack("q", shared[:8])[0]

        lost = 0
        for number in range(saves):
            time.sleep(chance.uniform(0, 2 * QUIET))
            text = b"save %d, with some words\n" % number
            STYLES[style](note, text, lambda: time.sleep(chance.choice((0, 0, 0.0005, 0.002))))
            # A turn that is under way may have begun before the save: two whole ones come after it.
            seen = turns()
            while turns() < seen + 3:
                time.sleep(0.0005)
            lost += text not in note.read_bytes()
    print(lost)


def write_plainly(root: Path, _expected: bytes, new: bytes, _journal: Journal) -> object:
    """What not to do: write over what stands there."""
    time.sleep(0.0005)  # about what the careful way takes
    (root / "note.md").write_bytes(new)
    return new


def write_carefully(quiet: float) -> Callable[[Path, bytes, bytes, Journal], object]:
    """The careful way, with a quiet rule of so many seconds."""

    def write(root: Path, expected: bytes, new: bytes, journal: Journal) -> object:
        return write_note(
            root, "note.md", expected=expected, new=new, journal=journal, now=time.time(), quiet_seconds=quiet
        )

    return write


WAYS = {
    "plain": write_plainly,
    "without the quiet rule": write_carefully(0),
    "with the quiet rule": write_carefully(QUIET),
}


def race(style: str, way: str, *, saves: int, seed: int = 1) -> Result:
    """One race of an editor of that style with a writer of that way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root, note = folder / "vault", folder / "vault" / "note.md"
        root.mkdir()
        note.write_bytes(b"first\n")
        (folder / "turns").write_bytes(bytes(8))
        editor = subprocess.Popen(
            [sys.executable, __file__, "--editor", name, style, str(saves), str(seed)], stdout=subprocess.PIPE
        )
        written = stood_back = turn = 0
        with (folder / "turns").open("r+b") as file, mmap(file.fileno(), 8) as shared:
            while editor.poll() is None:
                turn += 1
                journal = Journal(folder / "state", at=float(turn))
                recover(root, journal)
                now = note.read_bytes()
                lines = [line for line in now.splitlines(keepends=True) if not line.startswith(b"turn ")]
                new = b"".join([*lines, b"" if not lines or lines[-1].endswith(b"\n") else b"\n", b"turn %d\n" % turn])
                if isinstance(WAYS[way](root, now, new, journal), Problem):
                    stood_back += 1
                else:
                    written += 1
                shared[:8] = struct.pack("q", turn)
        told, _ = editor.communicate()
        return Result(saves=saves, lost=int(told), written=written, stood_back=stood_back)


def main() -> None:
    """Race every style of saving with every way of writing, and print the shares."""
    if sys.argv[1:2] == ["--editor"]:
        edit(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
        return
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--saves", type=int, default=1000, help="saves of each style against each way (1000)")
    saves = parser.parse_args().saves
    print(f"{saves} saves of each kind; {os.cpu_count()} processors")
    print(f"{'the editor is':<14}{'the write is':<26}{'lost':>6}{'share':>9}{'written':>9}{'stood back':>12}")
    for style in STYLES:
        for way in WAYS:
            result = race(style, way, saves=saves)
            share = f"{result.lost / result.saves:.2%}"
            print(
                f"{style:<14}{way:<26}{result.lost:>6}{share:>9}{result.written:>9}{result.stood_back:>12}", flush=True
            )


if __name__ == "__main__":
    main()
