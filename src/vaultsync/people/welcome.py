"""Why a word after long will be welcome, as far as the notes say so: the awkwardness is on the writer's side alone.

Pure. Nothing here guesses what somebody feels: it names lines that the user wrote, and one study.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from vaultsync.model import Interaction, Note, Person, Value, day_words
from vaultsync.notes import exchanges_in, wishes_in

LONG = 365
"""From how many days since the last contact on it is told."""
BEGAN = {"mail": "wrote to you", "text": "wrote to you", "call": "called you", "video": "called you"}
STUDY = "people are gladder of a word after long than the one who writes expects (Liu et al. 2022)"


class Reason(Value, frozen=True, kw_only=True):
    """One reason, and the place of the line that says it; ``""`` and 0 for the study."""

    text: str
    path: str = ""
    line: int = 0


def welcome_of(person: Person, contacts: Sequence[Interaction], note: Note | None, today: date) -> tuple[Reason, ...]:
    """The reasons, where the last contact is a year ago or longer; none for somebody archived or no longer living.

    ``contacts`` are the person's, newest first.
    """
    if person.quiet or not contacts or (today - contacts[0].day).days < LONG:
        return ()
    return (*_reasons(person, contacts, note), Reason(text=STUDY))


def _reasons(person: Person, contacts: Sequence[Interaction], note: Note | None) -> Iterator[Reason]:
    theirs = next((one for one in contacts if one.direction == "in"), None)
    if theirs is not None:
        did = BEGAN.get(theirs.channel, "reached out to you")
        yield Reason(text=f"they {did} on {day_words(theirs.day)}", path=theirs.path, line=theirs.line)
    gave = next((one for one in exchanges_in(note) if one.kind == "gave"), None) if note is not None else None
    if gave is not None:
        yield Reason(text=f"you gave them something: {gave.text}", path=gave.path, line=gave.line)
    wish = next(iter(wishes_in(note)), None) if note is not None else None
    if wish is not None:
        yield Reason(text=f"they asked you for something: {wish.text}", path=wish.path, line=wish.line)
    first = contacts[-1]
    if len(contacts) > 1 and first.day.year < contacts[0].day.year:
        span = f"{first.day.year} to {contacts[0].day.year}"
        yield Reason(text=f"you were in touch {len(contacts)} times, {span}", path=first.path, line=first.line)
    elif person.met_on is not None and person.met_on < contacts[0].day:
        text = f"you have known each other since {person.met_on.year}"
        yield Reason(text=text, path=person.path, line=person.lines.get("met", 0))
