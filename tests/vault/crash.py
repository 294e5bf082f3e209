"""Kill a run at each of its steps in turn: ``python -m tests.vault.crash DOING FOLDER WAY`` prints how many there are.

The run of number N happens in ``FOLDER/N`` and is killed before its call of that number; the last one is not killed.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.vault.steps import NEW, OLD, Place, at_each_step

from vaultsync.vault.undo import undo
from vaultsync.vault.write_new import create_note


def _write(place: Place) -> None:
    place.write()


def _create(place: Place) -> None:
    create_note(place.root, "People/New.md", NEW, place.journal())


def _take_back(place: Place) -> None:
    journal = place.journal(at=1.0)
    undo(place.root, journal, journal.runs()[0], now=0.0)


def _written(place: Place) -> None:
    place.write()


def _created(place: Place) -> None:
    create_note(place.root, "People/New.md", OLD, place.journal())


DOINGS: dict[str, tuple[Callable[[Place], None] | None, Callable[[Place], None]]] = {
    "write": (None, _write),
    "create": (None, _create),
    "undo a write": (_written, _take_back),
    "undo a new note": (_created, _take_back),
}
"""What is done undisturbed before, and what is then killed."""


def _dying(at: int) -> Callable[[str], None]:
    step = itertools.count()

    def act(_name: str) -> None:
        if next(step) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    return act


def main(doing: str, folder: Path, *, exchange: bool) -> None:
    before, act = DOINGS[doing]
    for number in itertools.count():
        place = Place(folder / str(number))
        if before:
            before(place)
        child = os.fork()
        if not child:
            with at_each_step(_dying(number), exchange=exchange):
                act(place)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.stdout.write(str(number))
            return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), exchange=sys.argv[3] == "exchange")
