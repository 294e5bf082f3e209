"""``check``: everything that deserves a look, with the place and the next step."""

from pathlib import Path

import click

from vaultsync.cli.main import DONE, PROBLEMS
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import as_json, aside, count, problems
from vaultsync.cli.session import planned


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@shared
def check(call: Call, vault_dir: Path | None) -> int:
    """Show every problem, with path, line and what to do. Exits with 1 where one is an error."""
    session, plan = planned(call, vault_dir)
    found = plan.problems
    if call.as_json:
        as_json(
            [
                {
                    "code": told.code,
                    "severity": told.severity,
                    "path": told.path,
                    "line": told.line,
                    "message": told.message,
                    "hint": told.hint,
                    "plugin": told.plugin,
                }
                for told in found
            ]
        )
    else:
        problems(found)
        notes = count(session.line.note_count(), "note")
        aside(f"{count(len(found), 'thing')} to look at in {notes}." if found else f"All is well with {notes}.")
    return PROBLEMS if any(told.severity == "error" for told in found) else DONE
