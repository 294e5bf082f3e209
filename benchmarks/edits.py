"""What people do to their notes, one edit at a time: the same edits for the same seed.

Each kind is a function from bytes to bytes. Line endings, marks and quotes stay as the note has them.
"""

import random
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from generate import CHANNELS, COMPANIES, PROMISES, TODAY, TOPICS
from vaults import Bench

_LOG = re.compile(rb"^## Log\r?\n", re.MULTILINE)
_COMPANY = re.compile(rb'^("?company"?: ?)[^\r\n]*', re.MULTILINE)
_BIRTHDAY = re.compile(rb'^("?(?:birthday|BDAY)"?: ?\d{4})-\d\d-\d\d', re.MULTILINE)
_OPEN = re.compile(rb"^- \[ \] ([^\r\n]*)", re.MULTILINE)


def _break(data: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in data else b"\n"


def log_line(data: bytes, random_: random.Random) -> bytes:
    """A contact, as a dated line at the top of the log."""
    day = TODAY - timedelta(days=random_.randint(0, 20))
    line = f"- {day.isoformat()} {random_.choice(CHANNELS)}: we spoke about {random_.choice(TOPICS)}.".encode()
    return _LOG.sub(lambda head: head.group() + line + _break(data), data, count=1)


def company(data: bytes, random_: random.Random) -> bytes:
    """Another company."""
    name = f"{random_.choice(COMPANIES)} {random_.randint(1, 999)}".encode()
    return _COMPANY.sub(lambda line: line[1] + name, data, count=1)


def birthday(data: bytes, random_: random.Random) -> bytes:
    """Another day of birth, of the same year."""
    return born_on(data, f"{random_.randint(1, 12):02}-{random_.randint(1, 28):02}")


def born_on(data: bytes, month_and_day: str) -> bytes:
    """The note with its birthday moved to that month and day."""
    return _BIRTHDAY.sub(lambda line: line[1] + f"-{month_and_day}".encode(), data, count=1)


def tick(data: bytes, random_: random.Random) -> bytes:
    """The first open task done; where there is none, a new one."""
    done = f" ✅ {TODAY.isoformat()}".encode()
    made, count = _OPEN.subn(lambda task: b"- [x] " + task[1] + done, data, count=1)
    promise = f"- [ ] {random_.choice(PROMISES)} 📅 {(TODAY + timedelta(days=9)).isoformat()}".encode()
    return made if count else data + promise + _break(data)


EDITS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "a line in the log": log_line,
    "another company": company,
    "a task ticked": tick,
    "another birthday": birthday,
}


def mention(data: bytes, random_: random.Random, name: str) -> bytes:
    """A day's note with a line about somebody."""
    line = f"- {random_.choice(CHANNELS)} with [[{name}]]: {random_.choice(TOPICS)}."
    return data + line.encode() + _break(data)


class Edited(NamedTuple):
    """One note as it is to be saved."""

    kind: str
    path: Path
    data: bytes


class Editing:
    """Edits of one vault, each of another note than the last, for as long as they are asked for."""

    def __init__(self, bench: Bench, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._people, self._days = bench.people_notes(), bench.daily_notes()
        self._random.shuffle(self._people)
        self._number = 0

    def next(self) -> Edited:
        """The next note to save, always changed."""
        number, self._number = self._number, self._number + 1
        note = self._people[number % len(self._people)]
        kinds = (*EDITS, "a day's note")
        kind = kinds[number % len(kinds)]
        if kind in EDITS:
            data = note.read_bytes()
            made = EDITS[kind](data, self._random)
            return Edited(kind, note, made if made != data else data + b"More." + _break(data))
        day = self._random.choice(self._days)
        return Edited(kind, day, mention(day.read_bytes(), self._random, note.stem))
