"""The opener of a brief: which template, the text it makes, and a kind word where it does nothing but ask."""

import os
from pathlib import Path
from typing import NamedTuple

from vaultsync.cli.say import WrongUseError, aside, flat
from vaultsync.model import Brief, Person
from vaultsync.notes import Exchange
from vaultsync.people import opener
from vaultsync.people.opener import Matter
from vaultsync.sync.kept import Kept
from vaultsync.vault.openers import OpenerText, read_openers

SHIPPED = Path(__file__).with_name("openers")


class Draft(NamedTuple):
    """An opener: the template's name, and the text."""

    template: str
    text: str


def draft(root: Path, kept: Kept, person: Person, told: Brief, name: str | None, *, quiet: bool) -> Draft | None:
    """The opener for a person, by name or as it fits; None for somebody whom no letter reaches.

    Raises WrongUseError where there is no opener of that name, or it cannot be used.
    """
    known, troubles = read_openers(root, SHIPPED, os.environ)
    for trouble in troubles if not quiet else ():
        aside(flat(trouble))
    if name is not None and name not in known:
        raise WrongUseError(f"There is no opener {name}. There are: {', '.join(sorted(known))}.")
    if person.quiet and name is None:
        return None
    note = kept.note(person.path)
    titles = frozenset(section.title for section in told.sections)
    matter = opener.within(opener.matter_of(person, kept.network, note, kept.today), titles)
    template = known[name or opener.chosen(matter, titles)]
    made = Draft(template.name, _text(template, matter))
    if not quiet:
        _kindly(made, template, matter, asked=_asked(opener.lately_asked(note)))
    return made


def _text(template: OpenerText, matter: Matter) -> str:
    from vaultsync.cli.brief.opener import OpenerError, rendered  # noqa: PLC0415 - jinja2 takes a while to load

    try:
        return rendered(template.text, matter)
    except OpenerError as error:
        raise WrongUseError(
            f"The opener {template.name} cannot be used: {error}.\n  It is {template.path}; others: --opener NAME"
        ) from error


def _asked(last: Exchange | None) -> str:
    return f'Your latest notes only ask (line {last.line}: "{last.text}").' if last is not None else ""


def _kindly(made: Draft, template: OpenerText, matter: Matter, *, asked: str) -> None:
    """Say where an opener or the log only asks, and what could be given or congratulated on."""
    remarks = [asked]
    if not template.shipped and opener.only_asks(made.text):
        remarks.append(f"The opener {made.template} only asks.")
    elif not template.shipped and opener.opens_asking(made.text):
        remarks.append(f"The opener {made.template} begins by asking.")
    if said := " ".join(filter(None, remarks)):
        aside(flat(f"{said} {_gift(matter)}"))


def _gift(matter: Matter) -> str:
    if matter.change:
        where = {"location": f"the move to {matter.change}"}.get(matter.changed, matter.change)
        return f"Good to begin with: congratulate {matter.first} on {where}."
    if matter.promise:
        return f"Good to begin with: what you promised ({matter.promise})."
    if matter.interest:
        return f"Good to begin with: something for them about {matter.interest}."
    return "Good to begin with: a word of thanks, or something that made you think of them."
