"""What happens to a vault in a busy while: notes saved in every way, made, renamed, touched and taken away again."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from edits import EDITS, mention
from generate import people_names, person_note
from vaults import Bench, save, save_in_place

MANY = 40
"""Notes in one go, as a sync service or git changes them."""

NEW = 50_000
"""Names in store for people who are new or renamed: hours of them."""


class Turmoil:
    """One thing after the other, the same for the same seed; ``done`` counts them by kind."""

    def __init__(self, bench: Bench, seed: int) -> None:
        self._bench, self._random = bench, random.Random(seed)
        self._people, self._days = bench.people_notes(), bench.daily_notes()
        self._names = people_names(bench.people)
        self._more = people_names(bench.people + NEW)[bench.people :]
        self._new: list[Path] = []
        self._kinds: dict[str, tuple[int, Callable[[], None]]] = {
            "saved by renaming": (10, lambda: self._edit(save)),
            "saved in place": (10, lambda: self._edit(save_in_place)),
            "saved in two parts": (3, lambda: self._edit(self._slowly)),
            "a day's note": (6, self._mention),
            "a new person": (3, self._make),
            "taken away": (2, self._remove),
            "renamed": (3, self._rename),
            "touched": (3, lambda: self._note().touch()),
            f"{MANY} at once": (1, self._many),
        }
        self.done = dict.fromkeys(self._kinds, 0)

    def next(self) -> None:
        """Do one of them."""
        weights = [weight for weight, _ in self._kinds.values()]
        (kind,) = self._random.choices(list(self._kinds), weights)
        self._kinds[kind][1]()
        self.done[kind] += 1

    def _note(self) -> Path:
        return self._random.choice(self._people)

    def _edit(self, way: Callable[[Path, bytes], None]) -> None:
        note = self._note()
        change = self._random.choice(list(EDITS.values()))
        way(note, change(note.read_bytes(), self._random))

    def _slowly(self, note: Path, data: bytes) -> None:
        with note.open("wb", buffering=0) as file:
            file.write(data[: len(data) // 2])
            time.sleep(self._random.uniform(0, 0.2))
            file.write(data[len(data) // 2 :])

    def _mention(self) -> None:
        day = self._random.choice(self._days)
        save_in_place(day, mention(day.read_bytes(), self._random, self._note().stem))

    def _make(self) -> None:
        name = self._more.pop(0)
        note = self._bench.root / "People" / name[0] / f"{name}.md"
        note.parent.mkdir(exist_ok=True)
        save(note, person_note(self._random, name, self._names, self._random.randrange(10_000)))
        self._people.append(note)
        self._new.append(note)

    def _remove(self) -> None:
        """Only what was made here goes again: a vault that empties is refused, and should be."""
        if self._new:
            note = self._new.pop(self._random.randrange(len(self._new)))
            self._people.remove(note)
            note.unlink()

    def _rename(self) -> None:
        note = self._note()
        other = note.with_name(f"{self._more.pop(0)}.md")
        note.rename(other)
        self._people[self._people.index(note)] = other
        if note in self._new:
            self._new[self._new.index(note)] = other

    def _many(self) -> None:
        for _ in range(MANY):
            self._edit(save)
