"""``init``: look at a vault, and write a commented ``vaultsync.toml`` that says what was found."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import click
from tzlocal import get_localzone_name

from vaultsync.cli.base import NAME, base
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import RefusedError, WrongUseError, count, line, place
from vaultsync.cli.session import Session, looked, planned
from vaultsync.config import Settings
from vaultsync.config.describe import SettingDoc, describe
from vaultsync.hooks.load import BUILTINS
from vaultsync.notes import canonical, daily_date
from vaultsync.sync import CONFIG_NAME
from vaultsync.vault.publish import publish

WIDTH = 100
ASKED = ("last_contact", "cadence", "birthday")
"""Properties whose spellings in this vault are worth telling."""


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option("--base", "with_base", is_flag=True, help="Also write People.base, a table of people for Obsidian.")
@shared
def init(call: Call, vault_dir: Path | None, *, with_base: bool) -> None:
    """Look at a vault, and write its vaultsync.toml.

    The file is commented and says what was found. No note is touched. VAULT is the vault's folder, or else the current
    one.
    """
    root = vault_dir or call.vault or Path.cwd()
    if not root.is_dir():
        raise WrongUseError(f"{root} is not a folder. Name the vault's folder: vaultsync init DIR")
    path = root / CONFIG_NAME
    if with_base and path.exists():
        _write_base(call, root)
        return
    if path.exists() and not call.dry_run:
        raise RefusedError(f"{path} is there already, and nothing was changed. See what init would write: --dry-run")
    session, plan = planned(call, root)
    found = tuple(_found(session, len(plan.problems)))
    text = "\n".join(_settings(found)) + "\n"
    if call.dry_run:
        click.echo(text, nl=False)
        if with_base:
            _write_base(call, root)
        return
    publish(path, text.encode())
    # The settings tell of nobody, unlike the feeds: they may be read as any note of the vault.
    path.chmod(0o644)
    for said in found:
        line(said)
    line(f"Wrote {place(path)}. Everything in it is optional; read it, change it, then: vaultsync sync")
    if with_base:
        _write_base(call, root)


def _write_base(call: Call, root: Path) -> None:
    """Write People.base once; one that is there is the user's.

    Raises RefusedError where it is there.
    """
    path = root / NAME
    session = looked(call, root)
    if call.dry_run:
        click.echo(base(session), nl=False)
        return
    if path.exists():
        raise RefusedError(f"{place(path)} is there already, and nothing was changed. See what it would be: --dry-run")
    publish(path, base(session).encode())
    path.chmod(0o644)
    line(f"Wrote {place(path)}. Open it in Obsidian; it is yours to change.")


def _found(session: Session, problems: int) -> Iterator[str]:
    network = session.network
    people = network.people
    yield f"{count(len(people), 'person', 'people')} in {count(session.line.note_count(), 'note')}"
    folders = Counter(person.path.rpartition("/")[0] or "the vault's root" for person in people)
    if folders:
        yield "  in " + ", ".join(f"{name} ({number})" for name, number in _most(folders))
    for name in ASKED:
        spellings = Counter(_spellings(session, name))
        if spellings:
            yield f"  {name} is spelled " + ", ".join(f"{key} ({number})" for key, number in _most(spellings))
    days = sum(1 for note in session.notes() if daily_date(note.path, session.daily) is not None)
    where = " and ".join(f"{one.folder or 'the root'} as {one.format}" for one in session.daily)
    yield f"{count(days, 'daily note')}" + (f" in {where}" if days and where else "")
    with_cadence = sum(1 for person in people if network.fact(person.uid, "cadence"))
    yield f"{count(with_cadence, 'person', 'people')} with a cadence, who will come up when it is time"
    if problems:
        yield f"{count(problems, 'thing')} to look at: vaultsync check"


def _spellings(session: Session, name: str) -> Iterator[str]:
    paths = {person.path for person in session.network.people}
    for note in session.notes():
        if note.path in paths:
            yield from (prop.key for prop in note.properties if canonical(prop.key) == name)


def _most(counted: Counter[str]) -> Iterable[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:5]


def _settings(found: Iterable[str]) -> Iterator[str]:
    yield "# How vaultsync reads this vault. Every line is optional: a line that begins with # is a default,"
    yield "# take the # away to change it. What each setting does is told in the configuration reference."
    yield "#"
    yield "# What was found:"
    yield from (f"#   {said}" for said in found)
    chosen = {("vault", "timezone"): f'"{_zone()}"'}
    table = ""
    for doc in (*describe(Settings), *_plugin_settings()):
        if doc.table == "feeds" or (doc.table, doc.key) == ("vault", "today"):
            continue
        if doc.table != table:
            table = doc.table
            yield ""
            yield f"[{table}]"
        yield from _setting(doc, chosen.get((doc.table, doc.key)))
    yield ""
    yield "# Feeds: two are published when none is named here, the catch-ups and the birthdays."
    yield "# [[feeds]]"
    yield '# name = "family"'
    yield '# title = "Family"'
    yield '# query = "tag:family"'


def _setting(doc: SettingDoc, value: str | None) -> Iterator[str]:
    yield from (f"# {text}" for text in textwrap.wrap(doc.description.replace("``", ""), WIDTH))
    if value is not None:
        yield f"{doc.key} = {value}"
    else:
        yield f"# {doc.key} = {doc.default or '…'}"


def _plugin_settings() -> Iterator[SettingDoc]:
    for dotted in BUILTINS:
        info = import_module(dotted).vaultsync_info()
        if info.config is not None:
            yield from describe(info.config, info.name)


def _zone() -> str:
    return get_localzone_name() or "UTC"
