"""An offer of times, as JSON; and what the user should know beside the text."""

from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from vaultsync.cli.options import Call
from vaultsync.cli.say import aside, flat
from vaultsync.cli.session import Session
from vaultsync.cli.slots.text import day_and_clock, message
from vaultsync.model import Person, day_words
from vaultsync.people.zones import zone_of
from vaultsync.planning.holds import NOTHING, Proposal
from vaultsync.planning.slots import Ask


class Offer(NamedTuple):
    """What is offered to a person.

    ``asked`` are the plugins that know when the user is not free; ``unknown`` are sentences on what is not known of it.
    """

    person: Person
    ask: Ask
    via: str
    proposal: Proposal = NOTHING
    asked: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def theirs(self) -> str:
        """Their zone; ``""`` where it is not known."""
        return zone_of(self.person.timezone)

    @property
    def text(self) -> str:
        """The text to paste."""
        return message(self.proposal.offered, self.ask.mine.zone, self.theirs, self.via)


def as_row(made: Offer) -> dict[str, Any]:
    """The offer as JSON: moments as the clocks of both show them."""
    someone, proposal = made.person, made.proposal
    mine, theirs = made.ask.mine.zone, made.ask.theirs.zone
    days = {hold.span: hold.proposed for hold in proposal.holds if hold.person == someone.uid}
    return {
        "person": someone.name,
        "path": someone.path,
        "uid": someone.uid,
        "channel": made.via,
        "minutes": made.ask.minutes,
        "timezone": mine,
        "their_timezone": theirs,
        "their_timezone_known": bool(made.theirs),
        "slots": [
            {
                **{
                    f"{who}{which}": at.astimezone(ZoneInfo(zone)).isoformat()
                    for who, zone in (("", mine), ("their_", theirs))
                    for which, at in zip(("start", "end"), span, strict=True)
                },
                "proposed": days[span],
                "again": span in proposal.again,
            }
            for span in proposal.offered
        ],
        "asked": made.asked,
        "unknown": made.unknown,
        "text": made.text,
    }


def remarks(call: Call, session: Session, made: Offer, *, wanted: date | None = None) -> None:
    """Say what the user should know: first what may make the offer wrong, then what may make it better.

    ``wanted`` is the day from which on the user asked for times.
    """
    someone, proposal, ask = made.person, made.proposal, made.ask
    if someone.quiet:
        aside(f"The note says {flat(someone.status)}: no times are looked for.")
        return
    for said in made.unknown:
        aside(flat(said))
    if made.unknown:
        aside("So what is offered may be taken. Look into your calendar before you send it.")
    for start, _ in proposal.taken:
        when = day_and_clock(start.astimezone(ZoneInfo(ask.mine.zone)))
        aside(f"{when} was proposed to {flat(someone.name)}, and is taken by now.")
    if call.quiet:
        return
    if wanted is not None and wanted < ask.first:
        aside(f"Times are offered from {day_words(ask.first)} on: notice under [slots] says so.")
    if not made.asked:
        aside("No calendar of yours is read; what is planned here alone counts as taken: vaultsync plugins list")
    if not made.theirs:
        named = f"timezone {flat(someone.timezone)!r} is none" if someone.timezone else "the note names none"
        aside(f"Their time zone is taken as your own: {named}. Write such as  timezone: Europe/Lisbon")
    if ask.mine.zone == "UTC" and ("vault", "timezone") not in session.settings.lines:
        aside("Your time zone is taken as UTC: vaultsync.toml names none. Set  timezone  under  [vault].")
    if not proposal.offered:
        aside(
            f"No {ask.minutes} minutes suit you both from {day_words(ask.first)} to {day_words(ask.last)}. "
            "More: --days 30, --after-hours, --weekends, or --for 30m"
        )
    elif call.dry_run:
        aside("A dry run: nothing is held.")
    else:
        name, first = flat(someone.name), proposal.offered[0][0].astimezone(ZoneInfo(ask.mine.zone))
        aside(f'Held for them from now on. When they choose: vaultsync plan "{name}" --when "{first:%Y-%m-%d %H:%M}"')
        aside(f'To let go: vaultsync slots "{name}" --release')
