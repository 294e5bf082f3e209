"""``slots``: times that suit both, as text to paste into a message; what is held for whom; letting it go."""

from typing import TYPE_CHECKING

import click

from vaultsync.cli.options import Call, Day, shared
from vaultsync.cli.say import WrongUseError

if TYPE_CHECKING:  # loading it takes longer than some commands
    from datetime import date

CHANNELS = ("call", "video", "coffee", "lunch", "dinner", "met")
"""By what people meet at a time that they agree on."""


@click.command()
@click.argument("person", metavar="PERSON", required=False)
@click.option("--for", "--minutes", "length", metavar="LENGTH", help="How long it takes: 45m, 1h, 1h30.")
@click.option("--from", "first", type=Day(), help="The first day. Default: tomorrow.")
@click.option("--days", type=click.IntRange(1, 90), help="On how many days to look.  [default: 14]")
@click.option("--count", type=click.IntRange(1, 20), help="How many to choose from.  [default: 4]")
@click.option("--after-hours", is_flag=True, help="Evenings too, for both: after_hours of your settings.")
@click.option("--weekends", is_flag=True, help="Saturdays and Sundays too, wherever hours name no days.")
@click.option("--via", type=click.Choice(CHANNELS), help="What it is for.")
@click.option("--held", is_flag=True, help="Show what was proposed and is held, and for whom.")
@click.option("--release", is_flag=True, help="Let go of what is held for PERSON.")
@shared
def slots(
    call: Call,
    person: str | None,
    *,
    length: str | None,
    first: "date | None",
    days: int | None,
    count: int | None,
    after_hours: bool,
    weekends: bool,
    via: str | None,
    held: bool,
    release: bool,
) -> None:
    """Offer PERSON times that suit you both, as text to paste.

    They stand by the clocks of both. What is offered stays held: asked again you get the same, and nobody else is
    offered it. A dry run holds nothing.
    """
    from vaultsync.cli.slots import held as holding  # noqa: PLC0415 - so that the help need not wait for it
    from vaultsync.cli.slots.offer import Wanted, offer  # noqa: PLC0415 - as above

    if held and not release:
        holding.show(call, person)
        return
    if person is None:
        raise WrongUseError("Say for whom: vaultsync slots PERSON. What is held, and for whom: vaultsync slots --held")
    if release:
        holding.release(call, person)
        return
    wanted = Wanted(
        length=length, first=first, days=days, number=count, after_hours=after_hours, weekends=weekends, via=via or ""
    )
    offer(call, person, wanted)
