"""``agenda``: who is ready to catch up in the coming days, and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vaultsync.cli import show
from vaultsync.cli.options import Call, shared
from vaultsync.cli.quick import standing
from vaultsync.cli.say import as_json

if TYPE_CHECKING:  # loading it takes longer than the command
    from vaultsync.model import CatchUp


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option("--days", type=click.IntRange(1, 732), default=14, show_default=True, help="How many days to show.")
@shared
def agenda(call: Call, vault_dir: Path | None, *, days: int) -> None:
    """Show who is ready to catch up in the coming days, and why."""
    still = standing(call, vault_dir)
    if still is not None:
        rows = still.catch_ups(days)
        if call.as_json:
            as_json(rows)
        else:
            show.agenda([show.Shown.of(row) for row in rows], still.today, still.zone)
        return
    from vaultsync.cli.session import looked  # noqa: PLC0415 - only where something moved

    session = looked(call, vault_dir)
    chosen = show.within(session.schedule.catch_ups, session.today, days)
    if call.as_json:
        as_json([_row(one) for one in chosen])
    else:
        show.agenda(show.shown(chosen), session.today, session.settings.vault.timezone)


def _row(one: "CatchUp") -> dict[str, Any]:
    return {
        "date": one.day,
        "start": one.start,
        "person": one.name,
        "path": one.path,
        "kind": one.reminder.kind,
        "channel": one.reminder.channel,
        "minutes": one.reminder.minutes,
        "reason": one.reason,
        "uid": one.uid,
        "plugin": one.reminder.plugin,
        "due": one.reminder.due,
        "action": one.reminder.action,
    }
