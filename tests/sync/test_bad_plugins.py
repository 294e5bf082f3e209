"""Whatever a plugin does wrong, in whichever hook: the sync ends well, and what it published before stays."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.conftest import TODAY, Sandbox
from tests.hooks.outside import Outside, code
from tests.sync.test_line import titles

from vaultsync.cli import main as entry
from vaultsync.hooks.spec import HOOKS
from vaultsync.sync import Options
from vaultsync.sync import synced as synced_once
from vaultsync.sync.keep import Keeper

NOTES = {
    "People/Ana.md": "---\ncadence: 6 weeks\nbirthday: 1990-12-01\n---\n## Log\n- 2026-10-01 call: hello\n",
    "People/Bo.md": "---\ncadence: 4 weeks\n---\n## Log\n- 2026-10-20 coffee: hello\n",
    "vaultsync.toml": "[write]\nenabled = true\n",
}

CY = "Notes/Cy.md"
"""A note of which the plugin alone makes a person."""

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
    "ends as a cancelled task does": lambda _: "import asyncio; raise asyncio.CancelledError",
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
        (self.box.root / CY).unlink(missing_ok=True)
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
    assert feed.count("CATEGORIES:tea") == 4
    assert "Tea: green" in feed
    outside_a_sync = {
        "vaultsync_info",
        "vaultsync_importers",
        "vaultsync_busy",
        "vaultsync_locate",
        "vaultsync_commands",
    }
    assert set(ANSWERS) == set(HOOKS) - outside_a_sync


def shown(name: str, files: dict[str, bytes]) -> dict[str, object]:
    """The files, whole; of people whom nobody can name now, the events without what is said of the person."""
    return {file: titles(data.decode()) if name == "vaultsync_recognise" else data for file, data in files.items()}


def begun(vault: Calls, name: str) -> dict[str, bytes]:
    """What is published before; a hook that recognises has somebody to recognise."""
    if name == "vaultsync_recognise":
        vault.box.write({CY: "---\ncadence: 3 weeks\n---\n"}).sync()
    return vault.files()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ANSWERS)
def test_a_hook_that_fails_is_told_of_by_name_and_takes_nothing_away(vault, sync, name, way):
    published = begun(vault, name)
    vault.outside.file(plugin(name, WAYS[way](name)))
    said = sync("sync", "--json")
    assert (said.code, json.loads(said.out)["problems"]["error"]) == (0, 1), said.err
    assert shown(name, vault.files()) == shown(name, published)
    strict = sync("sync", "--json", "--strict")
    assert (strict.code, strict.out) == (4, "")
    assert "plugin tea" in strict.err
    assert name in strict.err
    assert "Traceback" not in strict.err
    assert shown(name, vault.files()) == shown(name, published)


JUNK = {
    "vaultsync_recognise": "replace(ctx.person(note), aliases='Cy')",
    "vaultsync_interactions": "[Interaction(person='People/Ana.md', day='soon')]",
    "vaultsync_picks": "[replace(remind(network.people[0], 'pick'), person=7)]",
    "vaultsync_enrich": "[Fact(name='tea', value=None)]",
    "vaultsync_reminders": "[replace(remind(person, 'tea'), due=datetime(2026, 11, 25, 9))]",
    "vaultsync_adjust_schedule": "replace(schedule, reminders=['tea'])",
    "vaultsync_brief": "[Section(title='Tea', lines=[1])]",
    "vaultsync_artifacts": "[Artifact(name='tea.txt', data='tea')]",
    "vaultsync_edit_notes": "[Edit(path=7, kind='set-property', name='tea', value=('x',), reason='')]",
    "vaultsync_check": "[Problem(code='tea', severity='grave', message='')]",
    "vaultsync_deliver": "[problem]",
}
"""Values of the right type with a field of a wrong one."""


@pytest.mark.parametrize("name", ANSWERS)
def test_a_value_with_junk_inside_is_as_junk(vault, sync, name):
    imports = "from datetime import datetime\nfrom msgspec.structs import replace\n"
    published = begun(vault, name)
    vault.outside.file(plugin(name, f"{imports}return {JUNK[name]}"))
    said = sync("sync", "--json")
    assert (said.code, json.loads(said.out)["problems"]["error"]) == (0, 1), said.err
    assert shown(name, vault.files()) == shown(name, published)
    strict = sync("sync", "--strict")
    assert strict.code == 4
    assert f"plugin tea returned {'function' if name == 'vaultsync_deliver' else ''}" in strict.err
    assert name in strict.err


@pytest.mark.parametrize("name", ANSWERS)
def test_what_a_plugin_prints_is_no_part_of_the_answer(vault, sync, name):
    vault.outside.file("print('at import')\n" + plugin(name, f"print('in the hook')\n{GOOD_BODY[name]}"))
    vault.box.write({CY: "Nothing."})
    said = sync("sync", "--json")
    assert (said.code, json.loads(said.out)["problems"]["error"]) == (0, 0)
    assert "at import" in said.err
    assert "in the hook" in said.err


GOOD_BODY = {name: f"return {answer}" for name, (_, answer, _) in ANSWERS.items()}


def test_a_plugin_that_takes_long_is_named_and_waited_for(vault, sync):
    vault.outside.settings("[plugins]\nslow_after = 0.02\n")
    vault.outside.file(plugin("vaultsync_check", "time.sleep(0.03)\nreturn []"))
    vault.box.sync()
    assert vault.files() == vault.published
    (told,) = vault.box.plan().problems
    assert (told.code, told.severity) == ("plugin-slow", "warning")
    assert told.message.startswith("plugin tea took 0.0")
    vault.outside.settings("[plugins]\nslow_after = 5\n")
    assert vault.box.sync().problems == ()


UNLOADABLE = {
    "exits at import": "import sys\nsys.exit(3)\n",
    "raises at import": "1 / 0\n",
    "is no Python": "def\n",
    "imports what is vaultsync's own": "from vaultsync.sync import Line\n",
    "imports it later": "def late():\n    import vaultsync.vault.write\n",
    "needs what is not there": "import no_such_module_anywhere\n",
}


@pytest.mark.parametrize("before", UNLOADABLE.values(), ids=UNLOADABLE)
def test_a_plugin_that_cannot_be_loaded_keeps_everything_it_published(vault, sync, before):
    path = vault.outside.file(before + plugin())
    said = sync("sync", "--json")
    assert (said.code, json.loads(said.out)["problems"]["error"]) == (0, 1), said.err
    assert vault.files() == vault.published
    strict = sync("sync", "--strict")
    assert strict.code == 4
    assert str(path) in strict.err
    vault.box.lose_index().sync()
    assert vault.files() == vault.published


GONE = {
    "changed": lambda vault: vault.outside.file(plugin() + "# more\n", trusted=False),
    "trusted no more": lambda vault: (vault.box.root.parent / "state/trust.json").unlink(),
    "too large now": lambda vault: vault.outside.file(plugin() + "#" * 1_000_001),
}


@pytest.mark.parametrize("gone", GONE.values(), ids=GONE)
def test_a_file_that_may_not_run_keeps_everything_it_published(vault, gone):
    gone(vault)
    for _ in range(2):
        (told,) = vault.box.sync().problems
        assert told.code in {"plugin-changed", "plugin-untrusted"}
        assert vault.files() == vault.published
    vault.box.lose_index().sync()
    assert vault.files() == vault.published


@pytest.mark.parametrize("options", [{"without": ("tea",)}, {"safe": True}], ids=str)
def test_a_plugin_that_is_left_out_of_a_run_keeps_everything_it_published(vault, options):
    vault.box.sync(**options)
    assert vault.files() == vault.published
    assert vault.box.sync().changes == ()
    assert vault.files() == vault.published


@pytest.mark.parametrize("options", [{"without": ("tea",)}, {"safe": True}], ids=str)
def test_whom_a_plugin_made_of_a_note_stays_while_it_is_left_out_and_goes_when_it_is_deleted(vault, options):
    published = titles(vault.box.write({CY: "---\ncadence: 3 weeks\n---\n"}).sync() and vault.box.feed())
    assert "SUMMARY:Cy: catch up" in published
    vault.box.sync(**options)
    assert titles(vault.box.feed()) == published
    (vault.outside.plugins / "tea.py").unlink()
    vault.box.sync()
    assert "Cy" not in vault.box.feed()


def test_what_a_deleted_plugin_published_goes_away(vault, synced):
    (vault.outside.plugins / "tea.py").unlink()
    vault.box.sync()
    assert sorted(vault.files()) == ["birthdays.ics", "catch-ups.ics"]
    assert "tea" not in vault.box.feed().casefold()
    assert vault.box.rows("SELECT * FROM across") == []


def test_a_package_that_is_no_longer_installed_keeps_what_it_published_until_it_is_disabled(vault, sync, tmp_path):
    (vault.outside.plugins / "tea.py").unlink()
    vault.outside.settings("[plugins]\nenable = ['tea']\n")
    vault.outside.package(tmp_path / "site", "bad_packaged_tea", plugin())
    assert vault.box.sync().problems == ()
    assert vault.files() == vault.published  # it is the same plugin, wherever it comes from
    shutil.rmtree(tmp_path / "site")
    assert [told.code for told in vault.box.sync().problems] == ["plugin-missing"]
    assert vault.files() == vault.published
    vault.outside.settings("[plugins]\nenable = ['broken']\n")
    assert [told.code for told in vault.box.sync().problems] == ["plugin-missing"]
    assert "tea" not in vault.box.feed().casefold()
    vault.outside.forget()


def test_what_a_disabled_file_published_goes_away(vault, sync):
    assert sync("plugins", "disable", "tea").code == 0
    assert sync("sync").code == 0
    assert "tea" not in vault.box.feed().casefold()
    assert "tea.txt" not in vault.files()


def keep(vault: Calls) -> Keeper:
    return Keeper(vault.box.root, options=Options(patience=3), today=lambda _: date.fromisoformat(TODAY))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a watch work from scratch in this process."""
    monkeypatch.setattr(
        "vaultsync.sync.keep._in_another_process",
        lambda root, options, day: synced_once(root, lambda _: day, options, look=False)[0].close(),
    )


@pytest.mark.parametrize("name", ["vaultsync_artifacts", "vaultsync_interactions", "vaultsync_reminders"])
def test_a_watch_asks_who_failed_three_times_no_more_and_says_so_once(vault, here, name):
    count = vault.box.root.parent / "asked"
    count.write_text("")
    text = f"with open({str(count)!r}, 'a') as file: file.write('x')\nraise RuntimeError('out of order')"
    vault.outside.file(plugin(name, text))
    keeper, told = keep(vault), []
    try:
        for hint in (None, None, frozenset(), None, None, None):
            before = len(count.read_text())
            told.append([each.code for each in keeper.sync(hint).problems])
            asked = len(count.read_text()) > before
            assert vault.files() == vault.published
        assert not asked
    finally:
        keeper.close()
    codes = [code for each in told for code in each]
    assert codes.count("plugin-quarantined") == 1
    assert codes.count("plugin-failed") == 1


def test_a_watch_in_which_nothing_changes_runs_the_code_of_a_plugin_no_more(vault, here, tmp_path):
    told = tmp_path / "runs"
    vault.outside.file(code(f"with open({str(told)!r}, 'a') as file: file.write('x')"))
    keeper = keep(vault)
    try:
        keeper.sync(None)
        before = told.stat().st_size
        for _ in range(3):
            keeper.sync(None)
        assert told.stat().st_size == before
    finally:
        keeper.close()
