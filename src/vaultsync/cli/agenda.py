"""``agenda``: who is ready to catch up in the coming days, and why."""

from pathlib import Path
from typing import Any

import click

from vaultsync.cli import show
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import as_json
from vaultsync.cli.session import looked
from vaultsync.model import CatchUp


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option("--days", type=click.IntRange(1, 732), default=14, show_default=True, help="How many days to show.")
@shared
def agenda(call: Call, vault_dir: Path | None, *, days: int) -> None:
    """Show who is ready to catch up in the coming days, and why."""
    session = looked(call, vault_dir)
    chosen = show.within(session.schedule.catch_ups, session.today, days)
    if call.as_json:
        as_json([_row(one) for one in chosen])
    else:
        show.agenda(chosen, session.today, session.settings.vault.timezone)


def _row(one: CatchUp) -> dict[str, Any]:
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
    }
