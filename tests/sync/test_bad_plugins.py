"""Whatever a plugin does wrong, in whichever hook: the sync ends well, and what it published before stays."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.conftest import TODAY, Sandbox
from tests.hooks.outside import Outside, code
from tests.sync.test_line import titles

from vaultsync.cli import main as entry
from vaultsync.hooks.spec import HOOKS

NOTES = {
    "People/Ana.md": "---\ncadence: 6 weeks\nbirthday: 1990-12-01\n---\n## Log\n- 2026-10-01 call: hello\n",
    "People/Bo.md": "---\ncadence: 4 weeks\n---\n## Log\n- 2026-10-20 coffee: hello\n",
    "Notes/Cy.md": "---\ntea: green\n---\n",
    "vaultsync.toml": "[write]\nenabled = true\n",
}

ANSWERS = {
    "vaultsync_recognise": ("note, ctx", "ctx.person(note) if 'Cy' in note.path else None", "note.path = 'x'"),
    "vaultsync_interactions": (
        "network, ctx",
        "[Interaction(person=each.uid, day=date(2026, 11, 1), text='mail') for each in network.people]",
        "network.interactions['People/Ana.md'] = ()",
    ),
    "vaultsync_picks": (
        "network, ctx",
        "[remind(each, 'pick') for each in network.people]",
        "network.people[0].name = 'x'",
    ),
    "vaultsync_enrich": ("person, network, ctx", "[Fact(name='tea', value='green')]", "person.lines['tea'] = 1"),
    "vaultsync_reminders": ("person, network, ctx", "[remind(person, 'tea')]", "network.facts.clear()"),
    "vaultsync_adjust_schedule": ("schedule, network, ctx", "None", "schedule.reminders.clear()"),
    "vaultsync_brief": ("person, network, ctx", "[Section(title='Tea', lines=('green',))]", "person.tags += ('x',)"),
    "vaultsync_artifacts": (
        "network, schedule, ctx",
        "[Artifact(name='tea.txt', data=b'tea')]",
        "schedule.catch_ups.append(1)",
    ),
    "vaultsync_edit_notes": ("network, schedule, ctx", "[]", "schedule.limits.per_day = 9"),
    "vaultsync_check": ("vault, network, ctx", "[]", "vault.notes[0].properties = ()"),
    "vaultsync_deliver": ("published, ctx", "[]", "published.artifacts = ()"),
}
"""Of each hook that a sync asks: its arguments, a good answer, and a try to write into what it is handed."""

ONE = {"vaultsync_recognise", "vaultsync_adjust_schedule"}

BEFORE = """
import sys, time
from datetime import date, timedelta

def remind(person, key):
    return Reminder(person=person.uid, key=key, kind="tea", due=date(2026, 11, 25), fixed=True, reason="tea")
"""


def hook(name: str, body: str) -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"\n@hookimpl\ndef {name}({ANSWERS[name][0]}):\n{lines}"


GOOD = {name: hook(name, f"return {answer}") for name, (_, answer, _) in ANSWERS.items()}


def late(name: str) -> str:
    if name in ONE:
        return "return [][1]"
    return f"yield from {ANSWERS[name][1]}\nraise KeyError('late')"


WAYS: dict[str, Callable[[str], str]] = {
    "raises": lambda _: "raise RuntimeError('out of order')",
    "raises late": late,
    "raises what cannot be said": lambda _: (
        "class Mute(Exception):\n    def __str__(self): raise ValueError\nraise Mute"
    ),
    "returns junk": lambda name: "return 'junk'" if name in ONE else "return ['junk', 3]",
    "returns no list": lambda name: "return object()" if name in ONE else "return 7",
    "writes into what it is handed": lambda name: f"{ANSWERS[name][2]}\nreturn {ANSWERS[name][1]}",
    "exits": lambda _: "sys.exit(3)",
}
"""What is wrong; the hook is said to have failed."""


def plugin(bad: str = "", body: str = "") -> str:
    hooks = {**GOOD, **({bad: hook(bad, body)} if bad else {})}
    return code(BEFORE + "".join(hooks.values()))


class Calls:
    """The command line, in a vault that was synced once with a good plugin, and is so again before each test."""

    def __init__(self, box: Sandbox, outside: Outside, folders: tuple[Path, ...], kept: Path) -> None:
        self.box, self.outside = box, outside
        self._folders, self._kept = folders, kept
        for folder in folders:
            shutil.copytree(folder, kept / folder.name)
        self.published = self.files()

    def begin(self) -> None:
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(self._kept / folder.name, folder)

    def files(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self.box.feeds.iterdir()}


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calls]:
    home = tmp_path_factory.mktemp("home").resolve()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("state", "cache", "config"):
            (home / name).mkdir()
            patch.setenv(f"VAULTSYNC_{name.upper()}_DIR", str(home / name))
        box, outside = Sandbox(home / "vault", home / "state"), Outside(home / "config", patch)
        outside.file(plugin())
        plan = box.write(NOTES).sync()
        assert plan.problems == ()
        yield Calls(
            box, outside, (home / "state", home / "cache", home / "config", box.root / ".vaultsync"), home / "kept"
        )


@pytest.fixture
def vault(synced: Calls, monkeypatch: pytest.MonkeyPatch) -> Calls:
    home = synced.box.root.parent
    for name in ("state", "cache", "config"):
        monkeypatch.setenv(f"VAULTSYNC_{name.upper()}_DIR", str(home / name))
    synced.begin()
    return synced


@pytest.fixture
def sync(
    vault: Calls, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., SimpleNamespace]:
    def call(*arguments: str) -> SimpleNamespace:
        whole = ["vaultsync", "--vault", str(vault.box.root), "--today", TODAY, *arguments]
        monkeypatch.setattr(sys, "argv", whole)
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            entry.run()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return SimpleNamespace(code=left.value.code, out=out, err=err)

    return call


def told_of(vault: Calls, sync: Callable[..., SimpleNamespace]) -> list[dict[str, str]]:
    return json.loads(sync("check", "--json").out)


def test_the_good_plugin_is_heard_in_every_hook_of_a_sync(vault):
    assert {name.partition(".")[0] for name in vault.published} == {"birthdays", "catch-ups", "tea"}
    feed = vault.box.feed().replace("\r\n ", "")
    assert feed.count("CATEGORIES:tea") == 6
    assert "Tea: green" in feed
    outside_a_sync = {"vaultsync_info", "vaultsync_importers", "vaultsync_commands"}
    assert set(ANSWERS) == set(HOOKS) - outside_a_sync


def shown(name: str, files: dict[str, bytes]) -> dict[str, object]:
    """The files, whole; of people whom nobody can name now, the events without what is said of the person."""
    return {file: titles(data.decode()) if name == "vaultsync_recognise" else data for file, data in files.items()}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ANSWERS)
def test_a_hook_that_fails_is_told_of_by_name_and_takes_nothing_away(vault, sync, name, way):
    vault.outside.file(plugin(name, WAYS[way](name)))
    said = sync("sync", "--json")
    assert (said.code, json.loads(said.out)["problems"]["error"]) == (0, 1), said.err
    assert shown(name, vault.files()) == shown(name, vault.published)
    strict = sync("sync", "--json", "--strict")
    assert (strict.code, strict.out) == (4, "")
    assert "plugin tea" in strict.err
    assert name in strict.err
    assert "Traceback" not in strict.err
    assert shown(name, vault.files()) == shown(name, vault.published)
