"""``demo``: the whole of it on an example vault, in a folder to play with."""

import shutil
import sys
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

import click

from vaultsync.cli import show
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import RefusedError, WrongUseError, count, faint, line, strong
from vaultsync.cli.session import synced
from vaultsync.notes import daily_date
from vaultsync.sync import CONFIG_NAME
from vaultsync.vault.publish import feeds_folder

DAYS = 8
FOLDER = "vaultsync-demo"


@click.command()
@click.argument("directory", metavar="[DIR]", required=False, default=FOLDER, type=click.Path(path_type=Path))
@shared
def demo(call: Call, directory: Path) -> None:
    """Try it on an example vault.

    Copies the vault to DIR (default: vaultsync-demo), publishes its feeds, and shows who is ready to catch up.
    """
    if call.dry_run:
        line(f"A dry run: the example vault would be copied to {directory}, and its feeds written there.")
        return
    copied = _copied(directory)
    # Nobody's own plugins are told of invented people, or send messages about them.
    call.take({"safe": True})
    session, plan, _ = synced(call, directory)
    days = sum(1 for note in session.notes() if daily_date(note.path, session.daily) is not None)
    what = f"{count(session.line.people_count(), 'person', 'people')}, {count(days, 'daily note')}"
    line(f"Example vault {'copied to' if copied else 'already in'} {directory} ({what})")
    program = _program()
    problems = f" · {len(plan.problems)} things to look at: {program} check {directory}" if plan.problems else ""
    line(f"Read {session.line.note_count()} notes in {session.seconds:.1f} s{problems}")
    line()
    chosen = show.within(session.schedule.catch_ups, session.today, DAYS)
    show.agenda(show.shown(chosen), session.today, session.settings.vault.timezone)
    line()
    folder = feeds_folder(directory, session.settings.publish.dir)
    shown = [f"{folder / artifact.name}  ({count(artifact.events, 'event')})" for artifact in plan.artifacts]
    _titled("Calendar", shown)
    _titled(
        "Next", [f"{program} --vault {directory} {command}" for command in ("agenda", "people 'last:>1y'", "check")]
    )
    if session.settings.vault.today is not None:
        line(faint(f"In the example vault it is always {show.long_day(session.today)}."))


def _titled(title: str, lines: Iterable[str]) -> None:
    for number, text in enumerate(lines):
        line(f"{strong(title.ljust(8)) if number == 0 else ' ' * 8}  {text}")


def _program() -> str:
    """What to type to call this program: its name, or its path where the shell would not find it."""
    called = Path(sys.argv[0])
    return str(called) if called.stem == "vaultsync" and shutil.which("vaultsync") is None else "vaultsync"


def _copied(directory: Path) -> bool:
    """Copy the example vault; False where it lies there already, which is left as it is.

    Raises RefusedError for a folder with something else in it.
    """
    if directory.exists():
        if not directory.is_dir():
            raise WrongUseError(f"{directory} is a file. Name a folder: vaultsync demo DIR")
        if (directory / CONFIG_NAME).exists() and (directory / "Start here.md").exists():
            return False
        if any(directory.iterdir()):
            raise RefusedError(
                f"{directory} holds something else, and nothing was changed. Name another: vaultsync demo DIR"
            )
    with as_file(_example()) as example:
        # A source checkout's own feeds stay there.
        shutil.copytree(example, directory, dirs_exist_ok=True, ignore=shutil.ignore_patterns("feeds"))
    return True


def _example() -> Path:
    packed = files("vaultsync") / "example_vault"
    # A source checkout keeps the example vault at its top; the wheel carries it inside.
    return Path(str(packed)) if packed.is_dir() else Path(__file__).parents[3] / "example_vault"
