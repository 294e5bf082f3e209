"""``sync``: the line, once."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from vaultsync.cli import show
from vaultsync.cli.main import DONE, PROBLEMS, REFUSED
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import as_json, aside, count, faint, line, place, strong
from vaultsync.cli.session import Session, synced
from vaultsync.cli.writing import shown
from vaultsync.sync import Applied, Plan
from vaultsync.sync.run import would_write
from vaultsync.vault.publish import feeds_folder

MOST_CHANGES = 8


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Publish even where most people vanished from the vault.")
@shared
def sync(call: Call, vault_dir: Path | None, *, force: bool) -> int:
    """Read the notes, plan the days, and publish the feeds, once."""
    call.take({"force": force})
    session, plan, applied = synced(call, vault_dir)
    problems = (*plan.problems, *applied.problems)
    if call.as_json:
        as_json(_summary(call, session, plan, applied))
    else:
        written(call, session, plan, applied)
    if any(told.code == "publish-refused" for told in applied.problems):
        return REFUSED
    failed = call.strict and any(told.severity == "error" for told in problems)
    return PROBLEMS if failed else DONE


def written(call: Call, session: Session, plan: Plan, applied: Applied) -> None:
    """Say what was read, what changes, and where the feeds are."""
    problems = len(plan.problems) + len(applied.problems)
    look = f" · {count(problems, 'thing')} to look at: vaultsync check" if problems else ""
    if not call.quiet:
        aside(f"Read {count(session.line.note_count(), 'note')} in {session.seconds:.1f} s{look}")
    if call.dry_run:
        line(faint("A dry run: nothing is written. This would happen:"))
        if plan.refused:
            line(plan.refused)
    if not call.quiet or call.dry_run:
        show.changes(plan.changes, session.today, most=0 if call.verbose or call.dry_run else MOST_CHANGES)
    if applied.edited:
        more = len(applied.edited) - MOST_CHANGES
        shown_paths = ", ".join(applied.edited[:MOST_CHANGES]) + (f" and {more} more" if more > 0 else "")
        line(f"{strong('Notes')}     {count(len(applied.edited), 'note')} written: {shown_paths}. Undo: vaultsync undo")
    if call.dry_run:
        for one in would_write(session.line, plan.edits)[0]:
            shown(one)
    folder = feeds_folder(session.root, session.settings.publish.dir)
    for artifact in plan.artifacts:
        state = "" if call.dry_run else ", written" if artifact.name in applied.written else ", unchanged"
        line(f"{strong('Calendar')}  {place(folder / artifact.name)}  ({count(artifact.events, 'event')}{state})")
    for told in applied.problems:
        aside(f"{told.path}{': ' if told.path else ''}{told.message} {told.hint}")


def _summary(call: Call, session: Session, plan: Plan, applied: Applied) -> dict[str, Any]:
    severities = Counter(told.severity for told in (*plan.problems, *applied.problems))
    folder = feeds_folder(session.root, session.settings.publish.dir)
    return {
        "notes": session.line.note_count(),
        "people": session.line.people_count(),
        "interactions": session.line.contact_count(),
        "changed_notes": len(plan.changed_notes),
        "edits": len(would_write(session.line, plan.edits)[0] if call.dry_run else applied.edited),
        "feeds": [
            {"name": one.name, "path": str(folder / one.name), "events": one.events, "bytes": len(one.data)}
            for one in plan.artifacts
        ],
        "problems": {severity: severities[severity] for severity in ("error", "warning", "info")},
        "seconds": round(session.seconds, 3),
    }
