"""The pytest plugin: fixtures for whoever tests a plugin of vaultsync. It comes with vaultsync and is always there.

Nothing is imported, made or set until a test asks for one of them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # every run of pytest where vaultsync is installed loads this module
    import icalendar

    from vaultsync.testing._calls import Said
    from vaultsync.testing._enabled import Config
    from vaultsync.testing._home import Home
    from vaultsync.testing._syncing import SyncRun
    from vaultsync.testing._targets import Plugin, Target
    from vaultsync.testing._vaults import VaultFolder


@pytest.fixture
def today() -> date:
    """The day on which everything happens: a Tuesday. Define a fixture of this name to have another."""
    return date(2026, 11, 24)


@pytest.fixture
def vaultsync_home(tmp_path: Path) -> "Home":
    """The user's own folders for this test: ``config``, ``state`` and ``cache``; the machine's are left alone."""
    from vaultsync.testing._home import Home  # noqa: PLC0415 - see above

    return Home(tmp_path / "home")


@pytest.fixture
def make_vault(tmp_path: Path) -> "Callable[..., VaultFolder]":
    """Make a vault: ``make_vault({"People/Ana Reyes.md": "…"}, settings="[vault]…")``.

    The notes are by path, text or bytes; ``settings`` is the text of ``vaultsync.toml``. What it returns has ``path``,
    ``write(path, text)`` or ``write({…})``, ``remove(*paths)``, ``rename(path, to)`` and ``read(path)``.
    """
    from vaultsync.testing._vaults import VaultFolder  # noqa: PLC0415 - see above

    made: list[VaultFolder] = []

    def make(notes: Mapping[str, str | bytes] = {}, settings: str = "") -> VaultFolder:
        vault = VaultFolder(tmp_path / ("vault" if not made else f"vault-{len(made) + 1}"))
        made.append(vault)
        return vault.write({"vaultsync.toml": settings, **notes})

    return make


class _Turned:
    """The plugins that a test turned on last, which stay on until it names others."""

    def __init__(self, home: "Home") -> None:
        self.home = home
        self.plugins: tuple[Plugin, ...] = ()

    def on(self, plugins: "Iterable[Target] | None", config: "Config | None") -> "tuple[Plugin, ...]":
        from vaultsync.testing._enabled import enable  # noqa: PLC0415 - see above

        if plugins is not None or config is not None:
            self.plugins = enable(self.home, plugins or (), config or {})
        return self.plugins


@pytest.fixture
def _turned(vaultsync_home: "Home") -> _Turned:
    return _Turned(vaultsync_home)


@pytest.fixture
def run_sync(_turned: _Turned, today: date) -> "Callable[..., SyncRun]":
    """Sync a vault in this process: ``run_sync(vault, plugins=["mine"], config={"mine": {"days": 3}})``.

    ``plugins`` are names of installed plugins, modules, or paths of single files; none but those that come with
    vaultsync run besides. ``config`` is the user's own ``[plugin.NAME]`` by name. Both stay as they are in the next
    call that names neither. ``today`` is the fixture's unless it is given, ``strict`` raises what a plugin raises,
    ``without`` and ``force`` are the options of those names, ``anew`` works everything out from scratch.

    The result has ``feeds``, ``files``, ``catch_ups``, ``reminders``, ``network``, ``briefs``, ``problems``, ``edits``
    and ``written_notes``. Raises LookupError where one of the plugins could not be loaded.
    """
    from vaultsync.sync import Options  # noqa: PLC0415 - see above
    from vaultsync.testing._syncing import sync  # noqa: PLC0415 - see above

    the_day = today

    def run(
        vault: "VaultFolder | Path",
        *,
        plugins: "Iterable[Target] | None" = None,
        config: "Config | None" = None,
        today: date | None = None,
        strict: bool = False,
        without: Iterable[str] = (),
        force: bool = False,
        anew: bool = False,
    ) -> "SyncRun":
        turned = _turned.on(plugins, config)
        if anew:
            _turned.home.lose_index()
        options = Options(strict=strict, without=tuple(without), force=force)
        return sync(vault, _turned.home, turned, today=today or the_day, options=options)

    return run


@pytest.fixture
def parse_feed() -> "Callable[[bytes], list[icalendar.Event]]":
    """Read a feed: the bytes of an iCalendar file as its events, by UID."""
    import icalendar  # noqa: PLC0415 - see above

    def parse(data: bytes) -> "list[icalendar.Event]":
        events = [
            each for each in icalendar.Calendar.from_ical(data).walk("VEVENT") if isinstance(each, icalendar.Event)
        ]
        return sorted(events, key=lambda event: str(event["UID"]))

    return parse


@pytest.fixture
def cli(_turned: _Turned, today: date) -> "Callable[..., Said]":
    """Call vaultsync: ``cli("sync", vault=vault)``. The result has ``code``, ``out``, ``err`` and ``json``.

    ``vault`` and the fixture ``today`` stand before the arguments as ``--vault`` and ``--today``. ``plugins`` and
    ``config`` are as for ``run_sync``. With ``process=True`` it runs in a process of its own, where plugins are known
    by name or file alone.
    """
    from vaultsync.testing._calls import beside, called  # noqa: PLC0415 - see above

    def call(
        *arguments: object,
        vault: "VaultFolder | Path | None" = None,
        plugins: "Iterable[Target] | None" = None,
        config: "Config | None" = None,
        process: bool = False,
    ) -> "Said":
        turned = _turned.on(plugins, config)
        before = [] if vault is None else ["--vault", str(getattr(vault, "path", vault))]
        whole = (*before, "--today", str(today), *map(str, arguments))
        return beside(whole, _turned.home) if process else called(whole, _turned.home, turned)

    return call
