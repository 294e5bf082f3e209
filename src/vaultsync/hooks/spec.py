"""The contract: what vaultsync asks of a plugin, hook by hook.

Every hook is a plain function that returns values; vaultsync alone reads and writes. A hook that raises means
"unknown", never "nothing": what the plugin published before stays.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import msgspec
import pluggy

from vaultsync.hooks.context import Context
from vaultsync.model import (
    Busy,
    CatchUp,
    Edit,
    Fact,
    Interaction,
    Location,
    Network,
    NewNote,
    Note,
    Person,
    Problem,
    Reminder,
    Schedule,
    Section,
    Value,
    Vault,
)

if TYPE_CHECKING:  # loading it takes longer than some commands
    import click

API_VERSION = "1.1"
"""The version of this contract. A new hook or a new argument raises the second number."""

PROJECT = "vaultsync"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function as an implementation: ``@hookimpl`` above ``def vaultsync_reminders(person, network, ctx)``."""


class PluginInfo(Value, frozen=True, kw_only=True):
    """Who a plugin is.

    ``name`` is a short word of ``a-z``, digits and ``-``; ``summary`` one sentence. ``api`` is the
    :data:`API_VERSION` it was written for. ``writes`` are the properties that its edits may set, by canonical name.
    ``adjusts_each`` promises that ``vaultsync_adjust_schedule`` decides on each reminder by itself and its person, and
    leaves the limits alone: then it is handed only the reminders of people about whom something changed, which makes
    a sync after one change quick.
    ``config`` is a msgspec Struct with a default for every field; its table
    is ``[plugin.NAME]`` of ``vaultsync.toml``, and ``[NAME]`` for the plugins that vaultsync ships.
    """

    name: str
    summary: str
    api: str = API_VERSION
    writes: tuple[str, ...] = ()
    adjusts_each: bool = False
    config: type[msgspec.Struct] | None = None


class Artifact(Value, frozen=True, kw_only=True):
    """A file to publish beside the feeds.

    ``name`` has no folders; ``data`` is the whole of the file, ``events`` how many it holds, ``problems`` what the user
    should know of it.
    """

    name: str
    data: bytes
    events: int = 0
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        """Reject names that lead out of the folder."""
        if not self.name or self.name.startswith(".") or set(self.name) & set('/\\:*?"<>|\0'):
            raise ValueError(f"{self.name!r} is not a plain file name")


class Published(Value, frozen=True, kw_only=True, gc=True):
    """What a sync published: the catch-ups on their days, by start and uid, and the files.

    ``catch_ups`` may be read only as far as somebody looks. Files that a failed plugin published before, and that stay,
    are not among the ``artifacts``.
    """

    catch_ups: Sequence[CatchUp] = ()
    artifacts: tuple[Artifact, ...] = ()


class Importer(Value, frozen=True, kw_only=True, gc=True):
    """A kind of file that people can be read from: ``vaultsync import NAME FILE``.

    ``name`` is a short word of ``a-z``, digits and ``-``, ``summary`` a sentence for the help, ``suffixes`` the endings
    by which its files are known (``.vcf``). ``read(data, name, network, ctx)`` gets a file's bytes and its name, and
    gives the edits of people's notes and the notes to be made; it raises ValueError for a file it cannot read. The host
    shows them, and writes them as ``vaultsync new`` and ``log`` do: whole or not at all, and to be undone.
    """

    name: str
    summary: str
    read: Callable[[bytes, str, Network, Context], Iterable[Edit | NewNote]]
    suffixes: tuple[str, ...] = ()
    plugin: str = ""

    def __post_init__(self) -> None:
        """Reject what could not be chosen, or called."""
        texts = (self.name, self.summary, *self.suffixes)
        if not callable(self.read) or not all(isinstance(text, str) for text in texts) or not self.name:
            raise ValueError("an importer has a name, a summary, and a function that reads")


class Session(Protocol):
    """What a command of a plugin works with; ``@click.pass_obj`` hands it over.

    The vault is read when ``network`` or ``schedule`` is first looked at. ``ctx`` is the plugin's own context.
    ``as_json`` and ``dry_run`` are the options of those names, which every command takes.
    """

    as_json: bool
    dry_run: bool

    @property
    def network(self) -> Network:
        """Who is in the vault, and what is known of them."""

    @property
    def schedule(self) -> Schedule:
        """What is to be done, and on which day."""

    @property
    def ctx(self) -> Context:
        """The plugin's own context."""

    def write(self, changes: Iterable[Edit | NewNote]) -> tuple[str, ...]:
        """Make edits and new notes, and the paths that were written; none in a dry run, which shows them instead."""


@hookspec(firstresult=True)
def vaultsync_info() -> PluginInfo:
    """Say who you are. Asked once, when the plugin is loaded; a plugin without it is not loaded."""
    raise NotImplementedError


@hookspec(firstresult=True)
def vaultsync_recognise(note: Note, ctx: Context) -> Person | None:
    """Make a Person of a note that is one, usually by ``ctx.person(note)``; None leaves it to the next plugin.

    Asked for each note; the first answer counts: the built-in plugin, then yours in the order you enabled them.
    """


@hookspec
def vaultsync_interactions(network: Network, ctx: Context) -> Iterable[Interaction] | None:
    """Give contacts with people that are known from outside the vault: a mailbox, a calendar.

    Asked once in each sync that looks at the whole vault, before anything is said of anybody: the network holds people,
    and what their notes say of contacts, ties and promises. What was given counts until the hook is asked again. The
    disk may be read, and the network as far as the user configured it; be quick where nothing is new. ``person`` is a
    uid of the network; contacts with anybody else are left out.
    """


@hookspec
def vaultsync_picks(network: Network, ctx: Context) -> Iterable[Reminder] | None:
    """Choose among all people: reminders that follow from everybody together, such as one old friend a week.

    Asked once in each sync that looks at the whole vault, facts at hand. What was given counts until the hook is asked
    again.
    """


@hookspec
def vaultsync_enrich(person: Person, network: Network, ctx: Context) -> Iterable[Fact] | None:
    """Find out something about a person, for other plugins, the brief and the tables. Asked for each person.

    The network holds no facts yet: facts do not depend on each other. Asked again when the day or the settings change,
    when something changes about the person or about anybody else whom the plugin looked up in the network, and when a
    note changes that it got from ``ctx``.
    """


@hookspec
def vaultsync_reminders(person: Person, network: Network, ctx: Context) -> Iterable[Reminder] | None:
    """Give reasons to be in touch with a person, and when. Asked for each person, facts at hand.

    Asked again when the day or the settings change, when something changes about the person or about anybody else whom
    the plugin looked up in the network, and when a note changes that it got from ``ctx``.
    """


@hookspec
def vaultsync_adjust_schedule(schedule: Schedule, network: Network, ctx: Context) -> Schedule | None:
    """Change what is to be placed, or the room there is, before days are chosen. None leaves it as it is.

    Asked once a sync; each plugin is handed what the one before made of it: built-ins, then yours in order. Where every
    plugin says ``adjusts_each`` in its PluginInfo, it is asked once for each person whose reminders may have changed.
    What stays of somebody whose note cannot be read, or of a plugin that failed, was adjusted before: what is adjusted
    twice must be as if it were once.
    """


@hookspec
def vaultsync_brief(person: Person, network: Network, ctx: Context) -> Iterable[Section] | None:
    """Add sections to a person's brief. Asked when one is shown or published; must not depend on the clock alone."""


@hookspec
def vaultsync_artifacts(network: Network, schedule: Schedule, ctx: Context) -> Iterable[Artifact] | None:
    """Render files to publish, such as calendar feeds. Asked once a sync, the days chosen."""


@hookspec
def vaultsync_edit_notes(network: Network, schedule: Schedule, ctx: Context) -> Iterable[Edit] | None:
    """Ask for edits of notes. Asked once a sync, the days chosen; the host makes them, or says why not.

    An edit follows from the notes and the day alone, and holds nothing that changes with the clock: two computers on
    one vault write the same. Properties must be declared in ``PluginInfo.writes``. A plugin that fails edits nothing.
    """


@hookspec
def vaultsync_check(vault: Vault, network: Network, ctx: Context) -> Iterable[Problem] | None:
    """Report what deserves a look, with path, line and next step. Asked once a sync and by ``vaultsync check``."""


@hookspec
def vaultsync_importers() -> Iterable[Importer] | None:
    """Say from which kinds of files people can be read. Asked by ``vaultsync import``."""


@hookspec
def vaultsync_busy(first: datetime, last: datetime, ctx: Context) -> Iterable[Busy] | None:
    """Say when the user is not free between two moments, both aware: what stands in a calendar.

    Asked by ``vaultsync slots``, which offers no time that is taken. What reaches beyond the two is cut off. The disk
    may be read, and the network as far as the user configured it. What cannot be read is unknown, never free: give a
    Busy that says so (``unknown``) beside what is known, or raise. New in 1.1.
    """


@hookspec
def vaultsync_locate(places: tuple[str, ...], ctx: Context) -> Iterable[Location] | None:
    """Say where places lie, as far as you know: ``Phoenix``, ``Cambridge, UK``, ``Paris, TX``.

    Asked by ``vaultsync near``, with the place that the user named first, and after it those of the notes, each once
    and as it is written there; one that you do not know is left out of the answer. Where several plugins know a place,
    the first one's answer counts. There may be thousands, and somebody waits: what took long belongs into
    ``ctx.folder()``. The disk may be read, and the network as far as the user configured it. Of ``ctx`` only what needs
    no books is at hand: the settings, the day, the folder.
    """


@hookspec
def vaultsync_commands() -> "Iterable[click.Command] | None":
    """Give commands to the command line: click's, each by a name that no other has.

    Asked when a command is typed that vaultsync does not know, and for the help. Import what a command needs inside it.
    """


@hookspec
def vaultsync_deliver(published: Published, ctx: Context) -> Iterable[Problem] | None:
    """Bring news of what was published to somewhere else: a message, another calendar. Say what went wrong.

    Asked after each sync that published something or looked at the whole vault, when all is written and kept; in a
    watch by a thread of its own, which nothing else waits for. Here the network may be used, and the clock be asked.
    It is asked again and again with the same: what was done already, the plugin writes down in ``ctx.folder()``. Of
    ``ctx`` only what needs no books is at hand: the settings, the day, the folder.
    """


HOOKS = tuple(sorted(name for name in globals() if name.startswith("vaultsync_")))
"""The names of all hooks."""
