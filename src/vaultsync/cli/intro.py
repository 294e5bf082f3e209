"""``intro``: who can introduce the user to somebody, how they know each other, and what became of asking."""

from typing import TYPE_CHECKING, Any

import click

from vaultsync.cli.options import Call, Day, shared
from vaultsync.cli.say import WrongUseError, as_json, aside, flat, line, strong
from vaultsync.cli.telling import told

if TYPE_CHECKING:  # loading them takes longer than some commands
    from datetime import date

    from vaultsync.model import Interaction, Person
    from vaultsync.people.introductions import Introduction
    from vaultsync.people.paths import Way
    from vaultsync.sync.kept import Kept

STATES = ("asked", "made", "came-of-it", "thanked")


@click.command()
@click.argument("person", metavar="PERSON")
@click.option("--through", metavar="OTHER", help="Who introduces you.")
@click.option("--state", type=click.Choice(STATES), help="How far it came; written into the note of PERSON.")
@click.option("--on", "day", type=Day(), help="The day it was. Default: today.")
@shared
def intro(call: Call, person: str, *, through: str | None, state: str | None, day: "date | None") -> None:
    """Show who can introduce you to PERSON, the warmest way first.

    With --through and --state, write down how far an introduction came.
    """
    if through is not None and state is not None:
        from vaultsync.cli.intro_log import written_down  # noqa: PLC0415 - only where something is written

        written_down(call, person, through, state, day)
        return
    if through is not None or state is not None or day is not None:
        raise WrongUseError(
            "To write down an introduction, say through whom and how far it came:\n"
            "  vaultsync intro PERSON --through OTHER --state asked"
        )
    from vaultsync.cli.looking import kept_people  # noqa: PLC0415 - so that the help need not wait for it
    from vaultsync.cli.who import whom  # noqa: PLC0415 - as above
    from vaultsync.people.introductions import introductions_in  # noqa: PLC0415 - as above
    from vaultsync.people.paths import ways_to  # noqa: PLC0415 - as above

    _, kept = kept_people(call)
    someone = whom(person, kept.network, kept.named)
    ways = () if someone.quiet else ways_to(someone.uid, kept, kept.today)
    note = kept.note(someone.path)
    ledger = introductions_in(note) if note is not None else ()
    if call.as_json:
        as_json(_all(someone, ways, ledger, kept))
        return
    _shown(someone, ways, ledger, kept)


def _shown(someone: "Person", ways: "tuple[Way, ...]", ledger: "tuple[Introduction, ...]", kept: "Kept") -> None:
    line(strong(flat(someone.name)))
    told(f"you: {_yours(someone, kept)}")
    if someone.quiet:
        aside(f"The note says {flat(someone.status)}: no introduction is looked for.")
    elif not ways:
        aside(
            "The notes know no way there: nobody you are in touch with is tied to them. "
            "knows: and introduced_by: in a note make one."
        )
    for number, way in enumerate(ways, start=1):
        _way(number, way, kept)
    if ledger:
        line("Introductions")
        for each in ledger:
            told(f"{each.day}  through {each.through}: {each.state.replace('-', ' ')}", each.path, each.line)
    if (hint := _next(someone, ways, ledger, kept)) is not None:
        aside(hint)


def _way(number: int, way: "Way", kept: "Kept") -> None:
    from vaultsync.people.warmth import spoke  # noqa: PLC0415 - loaded by then

    first = kept.person(way.people[0])
    assert first is not None  # noqa: S101 - they are on the way
    names = " → ".join(strong(flat(name)) for name in _names(way, kept)[:-1])
    line(f"{number}  {names}")
    for sentence, path, at in _steps(way, kept):
        told(sentence, path, at, indent=3)
    yours = _yours(first, kept, spoke(way.last, kept.today))
    told(f"you and {first.name}: {yours}", way.last.path, way.last.line, indent=3)


def _names(way: "Way", kept: "Kept") -> list[str]:
    return [person.name for uid in way.people if (person := kept.person(uid)) is not None]


def _steps(way: "Way", kept: "Kept") -> list[tuple[str, str, int]]:
    """What is between each two on a way, as a sentence, and where it stands."""
    names = _names(way, kept)
    return [
        (f"{names[at]} {edge.words(way.people[at], names[at + 1])}", edge.path, edge.line)
        for at, edge in enumerate(way.edges)
    ]


def _yours(person: "Person", kept: "Kept", last: str = "") -> str:
    """How the user knows somebody, as far as the notes say."""
    from vaultsync.model import day_words  # noqa: PLC0415 - loaded by then
    from vaultsync.people.warmth import warmth  # noqa: PLC0415 - as above

    met = ", ".join(part for part in (day_words(person.met_on) if person.met_on else "", person.met) if part)
    return "; ".join(
        part
        for part in (
            last or warmth(kept.last(person.uid), kept.today),
            person.relationship,
            f"met {met}" if met else "",
        )
        if part
    )


def _next(someone: "Person", ways: "tuple[Way, ...]", ledger: "tuple[Introduction, ...]", kept: "Kept") -> str | None:
    """The next step: to write down what was asked, or to thank."""
    who = ledger[0].through if ledger else _names(ways[0], kept)[0] if ways else None
    state = {"asked": "made", "made": "came-of-it", "came-of-it": "thanked", "": "asked"}.get(
        ledger[0].state if ledger else ""
    )
    if who is None or state is None:
        return None
    return f'Next      vaultsync intro "{flat(someone.name)}" --through "{flat(who)}" --state {state}'


def _person(person: "Person | None") -> dict[str, str]:
    return {"name": person.name, "path": person.path, "uid": person.uid} if person is not None else {}


def _contact(last: "Interaction | None") -> dict[str, Any]:
    if last is None:
        return {"last_contact": None, "last_channel": ""}
    return {"last_contact": last.day, "last_channel": last.channel}


def _all(
    someone: "Person", ways: "tuple[Way, ...]", ledger: "tuple[Introduction, ...]", kept: "Kept"
) -> dict[str, Any]:
    return {
        **_person(someone),
        **_contact(kept.last(someone.uid)),
        "ways": [_way_row(way, kept) for way in ways],
        "introductions": [
            {"day": each.day, "through": each.through, "state": each.state, "path": each.path, "line": each.line}
            for each in ledger
        ],
    }


def _way_row(way: "Way", kept: "Kept") -> dict[str, Any]:
    from vaultsync.people.warmth import spoke  # noqa: PLC0415 - loaded by then

    first = kept.person(way.people[0])
    steps: list[dict[str, Any]] = [
        {
            "from": _person(kept.person(way.people[at])),
            "to": _person(kept.person(way.people[at + 1])),
            "kind": way.edges[at].kind,
            "why": why,
            "path": path,
            "line": number,
        }
        for at, (why, path, number) in enumerate(_steps(way, kept))
    ]
    return {
        "ask": _person(first),
        **_contact(way.last),
        "contact": {"path": way.last.path, "line": way.last.line},
        "yours": _yours(first, kept, spoke(way.last, kept.today)) if first is not None else "",
        "steps": steps,
        "weight": round(way.weight, 4),
        "reason": "; ".join([*(step["why"] for step in steps), f"you {spoke(way.last, kept.today)}"]),
    }
