"""What a hook is handed, made of the texts of notes, in memory: for tests that call a plugin's functions one by one."""

import logging
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import replace as with_fields
from datetime import UTC, date, datetime, time
from types import ModuleType
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from vaultsync.config import Settings, load_settings
from vaultsync.hooks.context import Context, Writing
from vaultsync.hooks.host import Answers
from vaultsync.hooks.load import BUILTINS, load
from vaultsync.hooks.plugins import Plugins
from vaultsync.model import CatchUp, Network, Note, Person, Reminder, Schedule, Vault
from vaultsync.notes import DailyName, canonical, parse_note
from vaultsync.people import assemble
from vaultsync.sync.asking import publishing
from vaultsync.sync.catch_ups import caught_up
from vaultsync.sync.world import PLUGIN_TABLES
from vaultsync.testing._stage_memory import Memory, Reads
from vaultsync.vault.editor import DAILY_FOLDERS, TEMPLATE_FOLDERS

DAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A vault, the people in it, what waits, and the plugin's context; all of it read already."""

    vault: Vault
    network: Network
    schedule: Schedule
    ctx: Context

    def person(self, name: str) -> Person:
        """The person of that name or path. Raises LookupError."""
        for person in self.network.people:
            if name in (person.name, person.path, person.uid):
                return person
        raise LookupError(f"There is no {name} among {[person.name for person in self.network.people]}.")


def stage(
    notes: Mapping[str, str | bytes] = {},
    *,
    plugin: ModuleType | None = None,
    config: Mapping[str, object] | msgspec.Struct | None = None,
    today: date = DAY,
    settings: str = "",
    network: Network | None = None,
) -> Stage:
    """Set the stage for a plugin: notes by path, its settings, the day, and the text of a ``vaultsync.toml``.

    Everything is worked out as in a sync, but in memory, and remembered by nobody: people are recognised and facts and
    reminders asked of the plugins that come with vaultsync and of this one. Each reminder stands on the day it is due.
    With ``network``, the people are those instead, as they are. ``ctx.folder()`` is a new empty folder.
    """
    said, _ = load_settings(settings, plugin_tables=PLUGIN_TABLES)
    parsed = tuple(parse_note(path, _bytes(text)) for path, text in sorted(notes.items()))
    memory = Memory(notes={note.path: note for note in parsed}, today=today, reach=publishing(said))
    zone = ZoneInfo(said.vault.timezone)
    now = datetime.combine(today, time(), zone).astimezone(UTC)
    host = Answers(today=today, now=now, date_order=said.dates.order, memory=memory, reads=Reads())
    ctx = Context(
        today=today,
        zone=zone,
        vault=said.vault.name or "Vault",
        config=None,
        log=logging.getLogger("vaultsync.plugin"),
        host=host,
        template_folders=_at_the_top(parsed, TEMPLATE_FOLDERS),
        publishing=publishing(said),
        writing=_writing(said),
    )
    plugins, own = _asked(ctx, plugin, config)
    if network is None:
        network = _network(parsed, plugins, today, said)
        host.knows(network, plugins)
        facts = {person.uid: plugins.enrich(person, network).values for person in network.people}
        network = replace(network, facts={uid: some for uid, some in sorted(facts.items()) if some})
    host.knows(network, plugins)
    reminders = _each_once(one for person in network.people for one in plugins.reminders(person, network).values)
    catch_ups = _placed(reminders, network, today, zone)
    memory.network, memory.catch_ups = network, catch_ups
    vault = Vault(name=ctx.vault, notes=parsed)
    schedule = Schedule(reminders=reminders, limits=said.planning.limits, catch_ups=catch_ups)
    return Stage(vault=vault, network=network, schedule=schedule, ctx=own)


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def _asked(
    ctx: Context, plugin: ModuleType | None, config: Mapping[str, object] | msgspec.Struct | None
) -> tuple[Plugins, Context]:
    """The plugins that come with vaultsync, and this one; and the context of this one."""
    manager, infos, _ = load(BUILTINS)
    configs = {name: info.config() for name, info in infos.items() if info.config is not None}
    own = with_fields(ctx, config=config)
    if plugin is not None:
        info = plugin.vaultsync_info()
        if info.config is not None and not isinstance(config, msgspec.Struct):
            own = with_fields(own, config=msgspec.convert(config or {}, info.config))
        own = with_fields(own, plugin=info.name, log=ctx.log.getChild(info.name))
        if info.name not in infos:
            manager.register(plugin, info.name)
        infos[info.name], configs[info.name] = info, own.config
    return Plugins(manager, ctx, configs, infos=infos), own


def _at_the_top(notes: Iterable[Note], names: Container[str]) -> tuple[str, ...]:
    """The folders at the top of the vault that have one of these names."""
    return tuple(sorted({note.folders[0] for note in notes if note.folders and note.folders[0].casefold() in names}))


def _daily(notes: Iterable[Note], said: Settings) -> tuple[DailyName, ...]:
    asked = said.daily
    if asked.folder is not None or asked.format is not None:
        return (DailyName(folder=asked.folder or "", format=asked.format or "YYYY-MM-DD"),)
    return (DailyName(), *(DailyName(folder=name) for name in _at_the_top(notes, DAILY_FOLDERS)))


def _network(notes: tuple[Note, ...], plugins: Plugins, today: date, said: Settings) -> Network:
    people = []
    for note in notes:
        for person in plugins.recognise(note).values:
            stated = (prop.values[0] for prop in note.properties if canonical(prop.key) == "uid" and prop.values)
            people.append(replace(person, uid=next(stated, "") or note.path, first_seen=today))
    return assemble(people, notes, today=today, daily=_daily(notes, said), date_order=said.dates.order)[0]


def _each_once(reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
    found: dict[tuple[str, str, str, str], Reminder] = {}
    for one in reminders:
        found.setdefault(one.id, one)
    return tuple(found.values())


def _placed(reminders: Iterable[Reminder], network: Network, today: date, zone: ZoneInfo) -> tuple[CatchUp, ...]:
    days = [(one, one.due if one.stands else max(one.due, today)) for one in reminders]
    return tuple(sorted(caught_up(days, network, lambda _: None, zone), key=lambda one: one.sort_key))


def _writing(said: Settings) -> Writing:
    asked = said.write
    return Writing(properties=asked.properties, brief=asked.brief, ticks=asked.ticks, list=asked.list)
