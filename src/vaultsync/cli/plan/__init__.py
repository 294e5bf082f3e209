"""``plan``: write down a meeting that is to be, in the person's own note; move it, or call it off."""

import click

from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import WrongUseError
from vaultsync.people.channels import CHANNELS


@click.command()
@click.argument("person", metavar="PERSON")
@click.argument("text", required=False, default="")
@click.option("--when", metavar="MOMENT", help='"2026-12-03 12:30", or 2026-12-03 for the whole day.')
@click.option("--where", default="", metavar="PLACE", help="Where: words, or the address of a meeting's link.")
@click.option("--for", "length", metavar="LENGTH", help="How long it takes: 90m, 1h30.")
@click.option("--via", type=click.Choice([channel.name for channel in CHANNELS]), help="How you are to meet.")
@click.option("--invite", "file", metavar="FILE", help="Write an invitation to send, a .ics file; - prints it.")
@click.option("--move", metavar="MOMENT", help="Move what is planned. With several, --when names its day.")
@click.option("--cancel", is_flag=True, help="Call off what is planned. With several, --when names its day.")
@shared
def plan(
    call: Call,
    person: str,
    text: str,
    *,
    when: str | None,
    where: str,
    length: str | None,
    via: str | None,
    file: str | None,
    move: str | None,
    cancel: bool,
) -> None:
    """Write down a meeting with PERSON that is to be.

    It is an open task under Log in their note, and in the calendar from the next sync on. Ticking the task counts as
    contact on its day. With --invite alone, the invitation is to what is planned already.
    """
    from vaultsync.cli.plan import change, made  # noqa: PLC0415 - so that the help need not wait for it
    from vaultsync.cli.plan.entry import Wanted, length_of, moment_of  # noqa: PLC0415 - as above

    if file == "-" and call.as_json:
        raise WrongUseError("--json and --invite - both want standard output. Name a file for the invitation.")
    wanted = Wanted(
        when=moment_of(when) if when is not None else None,
        text=text,
        where=where,
        minutes=length_of(length) if length is not None else None,
        via=via,
        file=file,
    )
    is_new = bool(text or where or length or via)
    if is_new and (move or cancel):
        raise WrongUseError("--move and --cancel are about what is planned already: text, place and length stay.")
    if cancel and (move or file):
        raise WrongUseError("--cancel goes without --move and --invite.")
    if cancel:
        change.cancel(call, person, wanted)
    elif move is not None:
        change.move(call, person, wanted, moment_of(move))
    elif wanted.when is not None:
        made.make(call, person, wanted)
    elif is_new or not file:
        raise WrongUseError('Say when: vaultsync plan PERSON --when "2026-12-03 12:30"')
    else:
        change.invite(call, person, wanted)
