"""A sync that has something to do, and what it tells of it."""

from collections import Counter
from pathlib import Path

from vaultsync.cli import show
from vaultsync.cli.main import DONE, PROBLEMS, REFUSED
from vaultsync.cli.options import Call
from vaultsync.cli.quick import Standing
from vaultsync.cli.say import as_json, aside, count, faint, line, strong
from vaultsync.cli.session import Session, synced
from vaultsync.cli.sync import Feed, calendar_lines, read_line, summary
from vaultsync.cli.writing import shown
from vaultsync.sync import Applied, Plan
from vaultsync.sync.reading import Moved, Walk
from vaultsync.sync.run import would_write
from vaultsync.sync.standing import SEVERITIES
from vaultsync.vault.publish import feeds_folder

MOST_CHANGES = 8


def synced_and_told(call: Call, vault_dir: Path | None, still: Standing | None) -> int:
    """Sync, say what came of it, and give the exit code. ``still`` knows what moved since the last sync, if it can."""
    moved = None
    if still is not None and still.moved is not None and still.walk is not None:
        walk = Walk(lines=still.walk, skipped=tuple(still.record["skipped"]))
        moved = Moved(
            paths=still.moved | frozenset(still.record["young"]), walk=walk, generation=still.record["generation"]
        )
    session, plan, applied = synced(call, vault_dir, moved=moved)
    problems = (*plan.problems, *applied.problems)
    severities = Counter(told.severity for told in problems)
    if call.as_json:
        as_json(
            summary(
                counts={
                    "notes": session.line.note_count(),
                    "people": session.line.people_count(),
                    "interactions": session.line.contact_count(),
                },
                changed=len(plan.changed_notes),
                edits=len(would_write(session.line, plan.edits)[0] if call.dry_run else applied.edited),
                feeds=_feeds(call, session, plan, applied),
                problems={severity: severities[severity] for severity in SEVERITIES},
                seconds=session.seconds,
            )
        )
    else:
        _told(call, session, plan, applied)
    if any(told.code == "publish-refused" for told in applied.problems):
        return REFUSED
    return PROBLEMS if call.strict and severities["error"] else DONE


def _told(call: Call, session: Session, plan: Plan, applied: Applied) -> None:
    """Say what was read, what changes, and where the feeds are."""
    if not call.quiet:
        read_line(session.line.note_count(), session.seconds, len(plan.problems) + len(applied.problems))
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
    calendar_lines(_feeds(call, session, plan, applied))
    plugins = [] if call.quiet else [told for told in plan.problems if told.code.startswith("plugin-")]
    for told in (*plugins, *applied.problems):
        aside(f"{told.path}{': ' if told.path else ''}{told.message} {told.hint}")


def _feeds(call: Call, session: Session, plan: Plan, applied: Applied) -> list[Feed]:
    folder = feeds_folder(session.root, session.settings.publish.dir)
    return [
        Feed(
            one.name,
            folder / one.name,
            one.events,
            len(one.data),
            "" if call.dry_run else ", written" if one.name in applied.written else ", unchanged",
        )
        for one in plan.artifacts
    ]
