"""Bringing news elsewhere: after the sync, with what was published, and with nothing that others wait for."""

import json
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.cli.conftest import Said, cli  # noqa: F401 - pytest finds the fixture here
from tests.conftest import TODAY, Sandbox
from tests.hooks.outside import Outside, code, outside  # noqa: F401 - as above

from vaultsync.sync import Options
from vaultsync.sync.keep import Keeper

TELLS = """
import json, threading
from pathlib import Path

@hookimpl
def vaultsync_deliver(published, ctx):
    told = {{
        "catch_ups": [[str(one.day), one.name] for one in published.catch_ups],
        "artifacts": {{one.name: len(one.data) for one in published.artifacts}},
        "folder": str(ctx.folder()), "today": str(ctx.today), "days": ctx.days("6 weeks"), "plugin": ctx.plugin,
        "thread": threading.current_thread().name,
    }}
    for name, asked in (("note", lambda: ctx.note("People/Ana.md")), ("brief", lambda: ctx.brief("People/Ana.md")),
                        ("stamp", lambda: ctx.stamp("", "", "")), ("chosen", lambda: ctx.chosen("", 1)),
                        ("cached", lambda: ctx.cached("", (), bytes))):
        try:
            asked()
        except LookupError as error:
            told[name] = str(error)
    with Path({file!r}).open("a") as file:
        file.write(json.dumps(told) + "\\n")
    {then}
"""


@pytest.fixture
def told(tmp_path: Path) -> Path:
    return tmp_path / "told"


@pytest.fixture
def vault(sandbox: Sandbox) -> Sandbox:
    notes = {f"People/{name}.md": "---\ncadence: 6 weeks\nbirthday: 1990-12-01\n---\n" for name in ("Ana", "Bo", "Cy")}
    return sandbox.write({"vaultsync.toml": "", **notes})


@pytest.fixture
def sync(vault: Sandbox, cli: Callable[..., Said]) -> Callable[..., Said]:  # noqa: F811
    return lambda *words: cli("--vault", vault.root, "--today", TODAY, "sync", *words)


@pytest.fixture
def delivers(outside: Outside, told: Path) -> Callable[[str], Path]:  # noqa: F811
    return lambda then="": outside.file(code(TELLS.format(file=str(told), then=then or "return None")))


def news(told: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else []


def test_after_a_sync_a_plugin_is_told_what_was_published(vault, sync, delivers, told, state_home):
    delivers()
    assert sync().code == 0
    (one,) = news(told)
    assert one["artifacts"] == {file.name: file.stat().st_size for file in vault.feeds.iterdir()}
    catch_ups = list(vault.arrange().schedule.catch_ups)
    in_order = sorted(catch_ups, key=lambda each: (each.day, each.uid))
    assert one["catch_ups"] == [[str(each.day), each.name] for each in in_order]
    assert len(one["catch_ups"]) > 5
    assert (one["today"], one["days"], one["plugin"], one["thread"]) == (TODAY, 42, "tea", "MainThread")
    folder = Path(one["folder"])
    assert (folder.parent.parent.parent, folder.name) == (state_home, "tea")
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["note", "brief", "stamp", "chosen", "cached"])
def test_what_needs_the_books_says_that_it_cannot_be_asked(sync, delivers, told, name):
    delivers()
    sync()
    assert news(told)[0][name].startswith(f"ctx.{name}() cannot be asked in vaultsync_deliver")


def test_it_is_told_after_each_sync_and_not_in_a_dry_run_or_a_look(vault, sync, delivers, told, cli):  # noqa: F811
    delivers()
    sync("--dry-run")
    for words in (["agenda"], ["check"], ["people"]):
        cli("--vault", vault.root, *words)
    assert news(told) == []
    sync()
    sync()
    assert len(news(told)) == 2


def test_it_is_not_told_of_a_sync_that_was_refused(vault, sync, delivers, told):
    vault.write({f"People/P{number}.md": "" for number in range(12)})
    vault.sync()
    delivers()
    vault.remove(*(f"People/P{number}.md" for number in range(12)))
    assert sync().code == 3
    assert news(told) == []
    assert sync("--force").code == 0
    assert len(news(told)) == 1


def test_what_it_says_went_wrong_is_told_and_counted(sync, delivers):
    delivers('return [Problem(code="tea-cold", severity="error", message="The tea went cold.", hint="Warm it.")]')
    said = sync()
    assert "The tea went cold. Warm it." in said.err
    assert sync("--json").json["problems"]["error"] == 1
    assert sync("--strict").code == 1


def test_one_that_raises_is_told_of_by_name_and_the_next_is_told_even_so(vault, sync, delivers, told, outside):  # noqa: F811
    delivers()
    outside.file(code("@hookimpl\ndef vaultsync_deliver():\n    raise OSError('no line')", name="first"), "a.py")
    said = sync()
    assert said.code == 0
    assert "plugin first failed in vaultsync_deliver: OSError: no line (a.py:10)." in said.err
    assert len(news(told)) == 1
    assert vault.feed()
    assert sync("--strict").code == 4


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def keeper(vault: Sandbox) -> Keeper:
    vault.sync()
    return Keeper(vault.root, options=Options(), today=lambda _: date.fromisoformat(TODAY))


def test_in_a_watch_nothing_waits_for_it(vault, delivers, told, tmp_path):
    keep = keeper(vault)
    wait = f"import time\n    while not Path({str(tmp_path / 'go')!r}).exists(): time.sleep(0.005)"
    delivers(wait)
    try:
        keep.sync(None)
        until(lambda: news(told))
        assert news(told)[0]["thread"] == "vaultsync-send"
        for number in range(3):
            vault.write({"People/Ana.md": f"---\ncadence: {number + 2} weeks\n---\n"})
            assert keep.sync(frozenset({"People/Ana.md"})).written
        assert len(news(told)) == 1
        (tmp_path / "go").touch()
        until(lambda: len(news(told)) == 2)  # of those that came meanwhile, the last
        time.sleep(0.05)
        assert len(news(told)) == 2
        assert len(news(told)[1]["catch_ups"]) != len(news(told)[0]["catch_ups"])
    finally:
        (tmp_path / "go").touch()
        keep.close()


def test_in_a_watch_what_went_wrong_is_told_with_the_next_sync_and_tried_again(vault, outside, told):  # noqa: F811
    keep = keeper(vault)
    body = f"with open({str(told)!r}, 'a') as file: file.write('x')\n    raise OSError('no line')"
    outside.file(code(f"@hookimpl\ndef vaultsync_deliver():\n    {body}"))
    try:
        assert keep.sync(None).problems == ()
        until(told.exists)
        until(lambda: keep._failed)
        assert [each.code for each in keep.sync(frozenset()).problems] == ["plugin-failed"]
        until(lambda: len(told.read_text()) == 2)
        until(lambda: not keep._sender._came.is_set())
        assert keep.sync(frozenset()).problems == ()  # told of once
    finally:
        keep.close()


def test_a_watch_that_ends_waits_for_nobody(vault, delivers, told, tmp_path):
    keep = keeper(vault)
    delivers(f"import time\n    while not Path({str(tmp_path / 'go')!r}).exists(): time.sleep(0.005)")
    keep.sync(None)
    until(lambda: news(told))
    begun = time.monotonic()
    keep.close()
    assert time.monotonic() - begun < 1
    threads = [each for each in threading.enumerate() if each.name == "vaultsync-send"]
    (tmp_path / "go").touch()
    for each in threads:
        each.join(10)
        assert not each.is_alive()


def test_what_it_prints_there_is_not_on_the_standard_output_of_a_command(sync, delivers):
    delivers("print('news')")
    said = sync("--json")
    assert said.json["problems"]["error"] == 0
    assert "news" in said.err
