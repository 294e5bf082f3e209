"""``agenda``: who is ready to catch up in the coming days, and why."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultsync.cli import show
from vaultsync.cli.options import Call, shared
from vaultsync.cli.quick import standing_for
from vaultsync.cli.say import as_text

if TYPE_CHECKING:  # loading it takes longer than the command
    from vaultsync.cli.agenda_row import AgendaRow


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option("--days", type=click.IntRange(1, 732), default=14, show_default=True, help="How many days to show.")
@shared
def agenda(call: Call, vault_dir: Path | None, *, days: int) -> None:
    """Show who is ready to catch up in the coming days, and why."""
    still = standing_for(call, vault_dir)
    at_once = still.catch_ups(days) if still is not None else None
    if still is not None and at_once is not None:
        _shown(call, at_once, still.today, still.zone)
        return
    from vaultsync.cli.agenda_row import read_rows  # noqa: PLC0415 - only where something moved
    from vaultsync.cli.session import looked  # noqa: PLC0415 - as above

    session = looked(call, vault_dir)
    last = session.today + timedelta(days=days - 1)
    rows = read_rows(session.line.placing.stored(session.today, last))
    _shown(call, rows, session.today, session.settings.vault.timezone)


def _shown(call: Call, rows: "list[AgendaRow]", today: date, zone: str) -> None:
    from vaultsync.cli.agenda_row import rows_text  # noqa: PLC0415 - as above

    if call.as_json:
        as_text(rows_text(rows))
    else:
        show.agenda([show.Shown.of(row) for row in rows], today, zone)
