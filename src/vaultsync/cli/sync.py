"""``sync``: the line, once."""

from pathlib import Path
from typing import Any, NamedTuple

import click

from vaultsync.cli.main import DONE
from vaultsync.cli.options import Call, shared
from vaultsync.cli.quick import Standing, standing_for
from vaultsync.cli.say import as_text, aside, count, line, place, strong


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Publish even where most people vanished from the vault.")
@shared
def sync(call: Call, vault_dir: Path | None, *, force: bool) -> int:
    """Read the notes, plan the days, and publish the feeds, once."""
    call.take({"force": force})
    still = standing_for(call, vault_dir, moved=True)
    if still is not None and still.record["asks"]:
        still = None
    if still is not None and still.moved == frozenset() and still.record["problems"] is not None:
        return _nothing_new(call, still)
    from vaultsync.cli.sync_report import synced_and_told  # noqa: PLC0415 - only where something moved

    return synced_and_told(call, vault_dir, still)


class Feed(NamedTuple):
    """A published feed, as a sync tells of it."""

    name: str
    path: Path
    events: int
    size: int
    state: str = ""


def summary(
    *, counts: dict[str, int], changed: int, edits: int, feeds: list[Feed], problems: dict[str, int], seconds: float
) -> dict[str, Any]:
    """What ``sync --json`` says; ``counts`` are notes, people and interactions."""
    return {
        **counts,
        "changed_notes": changed,
        "edits": edits,
        "feeds": [{"name": f.name, "path": str(f.path), "events": f.events, "bytes": f.size} for f in feeds],
        "problems": problems,
        "seconds": round(seconds, 3),
    }


def read_line(notes: int, seconds: float, problems: int) -> None:
    """Say how much was read, and how much of it deserves a look."""
    look = f" · {count(problems, 'thing')} to look at: vaultsync check" if problems else ""
    aside(f"Read {count(notes, 'note')} in {seconds:.1f} s{look}")


def calendar_lines(feeds: list[Feed]) -> None:
    """Say where the feeds are, and what else is published."""
    for feed in feeds:
        kind, holds = ("Calendar", count(feed.events, "event"))
        if feed.path.suffix != ".ics":
            kind, holds = "File    ", count(feed.size, "byte")
        line(f"{strong(kind)}  {place(feed.path)}  ({holds}{feed.state})")


def _nothing_new(call: Call, still: Standing) -> int:
    record = still.record
    folder = Path(record["dir"])
    feeds = [
        Feed(one["name"], folder / one["name"], one["events"], one["bytes"], ", unchanged") for one in record["feeds"]
    ]
    if call.as_json:
        import json  # noqa: PLC0415 - it is loaded by now

        counts = {name: record[name] for name in ("notes", "people", "interactions")}
        said = summary(
            counts=counts, changed=0, edits=0, feeds=feeds, problems=record["problems"], seconds=still.seconds
        )
        as_text(json.dumps(said, indent=2, ensure_ascii=False))
        return DONE
    if not call.quiet:
        read_line(record["notes"], still.seconds, sum(record["problems"].values()))
        line("No event changes.")
    calendar_lines(feeds)
    return DONE
