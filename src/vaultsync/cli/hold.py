"""``snooze``, ``pause`` and ``resume``: not now, not for a while, and yes again."""

from datetime import date, timedelta

import click

from vaultsync.cli.options import Call, Day, shared
from vaultsync.cli.say import WrongUseError, as_json, line
from vaultsync.cli.session import looked
from vaultsync.cli.who import whom
from vaultsync.cli.writing import edited, undo_hint
from vaultsync.model import Edit, day_words
from vaultsync.people import parse_cadence


@click.command()
@click.argument("person", metavar="PERSON")
@click.option("--until", type=Day(), help="The day from which they may come up again.")
@click.option("--for", "span", metavar="SPAN", help='How long: "3 weeks", monthly, P2M.')
@shared
def snooze(call: Call, person: str, *, until: date | None, span: str | None) -> None:
    """Let PERSON not come up for a while. Birthdays and promises stay."""
    if (until is None) == (span is None):
        raise WrongUseError('Say until when, in one way: --until 2027-01-10, or --for "3 weeks"')
    days = None if span is None else parse_cadence(span)
    if span is not None and days is None:
        raise WrongUseError(f'"{span}" is not a span of time. Write such as "3 weeks", "2 months" or P2W.')
    session = looked(call)
    day = until or session.today + timedelta(days=days or 0)
    if day <= session.today:
        raise WrongUseError(f"{day} is not after today, {session.today}.")
    someone = whom(person, session.network)
    change = Edit(path=someone.path, kind="set-property", name="snooze_until", value=(str(day),), reason="snoozed")
    _done(call, edited(call, session, [change]), someone.name, f"{someone.name} is snoozed until {day_words(day)}.")


@click.command()
@click.argument("person", metavar="PERSON")
@shared
def pause(call: Call, person: str) -> None:
    """Let PERSON not come up until you say so."""
    session = looked(call)
    someone = whom(person, session.network)
    change = Edit(path=someone.path, kind="set-property", name="paused", value=("true",), reason="paused")
    _done(
        call,
        edited(call, session, [change]),
        someone.name,
        f'{someone.name} is paused. To go on: vaultsync resume "{someone.name}".',
    )


@click.command()
@click.argument("person", metavar="PERSON")
@shared
def resume(call: Call, person: str) -> None:
    """Let PERSON come up again, after a snooze or a pause."""
    session = looked(call)
    someone = whom(person, session.network)
    changes = [
        Edit(path=someone.path, kind="remove-property", name=name, value=(), reason="resumed")
        for name in ("snooze_until", "paused")
    ]
    _done(call, edited(call, session, changes), someone.name, f"{someone.name} comes up again.")


def _done(call: Call, written: bool, name: str, said: str) -> None:
    if call.as_json:
        as_json({"person": name, "written": written})
    elif written:
        line(f"{said} {undo_hint()}")
