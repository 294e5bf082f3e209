"""``report``: what came of reaching out, counted from the lines of the notes."""

from datetime import date, timedelta
from pathlib import Path

import click

from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import RefusedError, WrongUseError, as_json, aside, place
from vaultsync.cli.session import Session, looked
from vaultsync.people import parse_cadence

A_YEAR = timedelta(days=365)


@click.command()
@click.option("--since", metavar="DATE|SPAN", help="From when on: 2026-09-01, or '3 months'. Default: a year.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a picture, too.")
@click.option("--list", "listed", is_flag=True, help="Show the lines that were counted, each with its place.")
@shared
def report(call: Call, *, since: str | None, svg: Path | None, listed: bool) -> None:
    """Tell what came of reaching out.

    By channel, by how long it had been, by weekday. It counts contacts and the times nobody answered, as your
    notes have them; --list shows each line.
    """
    from vaultsync.cli.report.made import as_plain, made  # noqa: PLC0415 - only where there is something to count

    session = looked(call)
    told = made(session, _first(since, session))
    if svg is not None:
        from vaultsync.cli.report.svg import drawn  # noqa: PLC0415 - few want a picture

        _write(svg, drawn(told), dry=bool(call.dry_run))
    if call.as_json:
        as_json(as_plain(told, listed=listed))
    else:
        from vaultsync.cli.report.show import show, show_lines  # noqa: PLC0415 - not for JSON

        (show_lines if listed else show)(told)
    if svg is not None and not call.quiet:
        aside(f"{'Would write' if call.dry_run else 'Wrote'} {place(svg)}.")


def _first(since: str | None, session: Session) -> date:
    """The first day that counts."""
    if since is None:
        return session.today - A_YEAR
    days = parse_cadence(since)
    try:
        first = date.fromisoformat(since) if days is None else session.today - timedelta(days=days)
    except ValueError as error:
        raise WrongUseError(
            f"{since!r} is neither a day nor a span of time. Write it as 2026-09-01, or '3 months'."
        ) from error
    if first > session.today:
        raise WrongUseError(f"{first} has not come yet.")
    return first


def _write(file: Path, text: str, *, dry: bool) -> None:
    """Write the picture, in the place of an earlier one and of nothing else."""
    try:
        if file.is_dir() or (file.exists() and not file.read_bytes().lstrip().startswith((b"<svg", b"<?xml"))):
            raise RefusedError(f"{place(file)} is there already and is no picture. Name another file.")
        if not dry:
            file.write_bytes(text.encode())
    except OSError as error:
        reason = error.strerror or "something is in the way"
        raise WrongUseError(
            f"{place(file)} cannot be written: {reason}. Name a file in a folder that is there."
        ) from error
