"""A vault in memory: paths and texts in, the network out. People live in the folder People."""

from datetime import date
from textwrap import dedent

from vaultsync.model import Interaction, Network, Note, Person, Problem
from vaultsync.notes import DailyName, parse_note
from vaultsync.people import assemble, person_of

TODAY = date(2026, 11, 22)
DAILY = (DailyName(folder="Daily"),)
ANA = "People/Ana Reyes.md"
BEN = "People/Ben Okri.md"


def note(path: str, text: str = "") -> Note:
    return parse_note(path, dedent(text).lstrip("\n").encode())


def ana(text: str, **options: str) -> tuple[Person, tuple[Problem, ...]]:
    """Ana, from the front matter of her note."""
    return person_of(note(ANA, f"---\n{dedent(text).strip()}\n---\n"), uid="ana", **options)


def vault(texts: dict[str, str], today: date = TODAY) -> tuple[Network, tuple[Problem, ...]]:
    """The network of a vault; a person's uid is the name of the file."""
    notes = [note(path, text) for path, text in texts.items()]
    people = [person_of(each, uid=each.stem)[0] for each in notes if each.folders[:1] == ("People",)]
    network, _, problems = assemble(people, notes, today=today, daily=DAILY)
    return network, problems


def contacts(texts: dict[str, str], who: str = "Ana Reyes", today: date = TODAY) -> list[tuple[str, str, str, str]]:
    """Day, channel, direction and text of each contact with one person, newest first."""
    network, _ = vault({ANA: "", **texts}, today)
    return [shown(each) for each in network.interactions.get(who, ())]


def shown(each: Interaction) -> tuple[str, str, str, str]:
    return (each.day.isoformat(), each.channel, each.direction, each.text)
