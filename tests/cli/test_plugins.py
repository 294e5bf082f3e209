"""``plugins``: what there is, turning it on and off, looking at it first, and beginning one; and plugins' commands."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from tests.cli.conftest import Said, Writer
from tests.conftest import Sandbox
from tests.hooks.outside import Outside, code, outside  # noqa: F401 - pytest finds the fixture here

from vaultsync.hooks.load import BUILTINS

TEA = code(
    """
    import msgspec
    from typing import Annotated

    class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
        cups: int = 2
        server: Annotated[str, msgspec.Meta(extra={"private": True})] = ""

    @hookimpl
    def vaultsync_info():
        return PluginInfo(name="tea", summary="Pours tea.", writes=("tea",), config=Config)

    @hookimpl
    def vaultsync_brief(person):
        if "Log" in person.name:
            raise RuntimeError("cold")
    """
)


@pytest.fixture
def vault(sandbox: Sandbox) -> Sandbox:
    sandbox.root = sandbox.root.resolve()
    return sandbox.write({"vaultsync.toml": "", "People/Ana.md": "---\ncadence: 6 weeks\n---\n"})


@pytest.fixture
def plugins(vault: Sandbox, outside: Outside, cli: Callable[..., Said]) -> Callable[..., Said]:  # noqa: F811
    """Call ``plugins``, in a vault."""
    return lambda *words: cli("--vault", vault.root, "plugins", *words)


PACKAGES = {path.name for path in (Path(__file__).parents[2] / "plugins").glob("vaultsync-*")}


def rows(said: Said) -> dict[str, dict[str, object]]:
    """Those of the test: whatever else is installed beside vaultsync is off."""
    beside = {row["source"] for row in said.json if row["state"] == "off"} & PACKAGES
    return {row["name"]: row for row in said.json if row["source"] not in {"vaultsync", *beside}}


def test_every_plugin_is_listed_with_its_state(plugins, vault, outside, tmp_path):  # noqa: F811
    folder = vault.root / ".vaultsync/plugins"
    for name in ("tea", "idle"):
        outside.package(tmp_path / "site", f"cli_{name}", TEA if name == "tea" else "1/0", entry=name)
    outside.settings("[plugins]\nenable = ['tea', 'gone']\n")
    outside.file("1/0", "broken.py", folder=folder)
    outside.file(code("", name="feeds"), "taken.py", folder=folder)
    outside.file("1/0", "new.py", folder=folder, trusted=False)
    outside.file("1/0", "edited.py", folder=folder)
    outside.file("2/0", "edited.py", folder=folder, trusted=False)
    outside.file("1/0", "off.py", folder=folder)
    assert plugins("disable", "off").code == 0
    said = plugins("list", "--json")
    assert said.code == 0
    assert {name: row["state"] for name, row in rows(said).items()} == {
        "tea": "on", "idle": "off", "gone": "missing", "broken": "broken", "taken": "broken",
        "new": "not trusted", "edited": "changed", "off": "off",
    }  # fmt: skip
    tea = rows(said)["tea"]
    assert (tea["version"], tea["source"], tea["hooks"], tea["summary"]) == ("1.2", "cli_tea", ["brief"], "Pours tea.")
    assert "ZeroDivisionError" in rows(said)["broken"]["error"]
    assert "another plugin is named feeds too" in rows(said)["taken"]["error"]
    assert sum(row["source"] == "vaultsync" for row in said.json) == len(BUILTINS)
    shown = plugins("list").out
    assert shown.index("Yours") < shown.index("tea") < shown.index("With vaultsync") < shown.index("cadence")
    assert "ZeroDivisionError" in shown


def test_the_last_error_of_a_plugin_is_shown(plugins, vault, outside):  # noqa: F811
    outside.file(TEA)
    vault.write({"People/Log.md": "---\ncadence: 6 weeks\n---\n"}).sync()
    assert "RuntimeError: cold" in rows(plugins("list", "--json"))["tea"]["error"]
    assert "RuntimeError: cold" in plugins("info", "tea").out
    vault.remove("People/Log.md").sync()
    assert rows(plugins("list", "--json"))["tea"]["error"] == ""


def test_all_that_is_known_of_one_is_told(plugins, outside):  # noqa: F811
    outside.file(TEA)
    said = plugins("info", "tea", "--json").json
    assert (said["state"], said["writes"], said["hooks"]) == ("on", ["tea"], ["brief"])
    both = "vaultsync.toml or your own config.toml"
    assert said["settings"] == [
        {"name": "cups", "type": "whole number", "default": 2, "file": both},
        {"name": "server", "type": "text", "default": "", "file": "only your own config.toml"},
    ]
    text = plugins("info", "tea").out
    assert "Pours tea." in text
    assert "2 settings of [plugin.tea]" in text
    assert plugins("info", "cadence", "--json").json["source"] == "vaultsync"
    wrong = plugins("info", "tee")
    assert (wrong.code, "Did you mean tea?" in wrong.err) == (2, True)


SETTINGS = """\
# My own.

[targets."sftp://nas"]   # at home
options = { password = { env = "NAS" } }

[plugins]
# in this order
enable = [
    "mail",  # first
]
slow_after = 3
"""


def test_comments_and_layout_stay_where_one_is_turned_on_and_off(plugins, outside, tmp_path):  # noqa: F811
    outside.package(tmp_path / "site", "cli_tea", TEA)
    outside.settings(SETTINGS)
    file = outside.config / "config.toml"
    file.chmod(0o644)
    said = plugins("enable", "tea", "--json")
    assert (said.code, said.json) == (0, {"name": "tea", "enabled": True})
    assert file.read_text() == SETTINGS.replace('"mail",  # first\n', '"mail",  # first\n    "tea",\n')
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in outside.config.iterdir()] == ["config.toml"]
    assert "tea is on already." in plugins("enable", "tea").err
    assert plugins("disable", "tea").out == "tea is off from the next sync.\n"
    assert file.read_text() == SETTINGS
    assert "# first" in file.read_text()


def test_a_file_of_settings_is_made_where_there_is_none_and_linked_to_where_it_was(plugins, outside, tmp_path):  # noqa: F811
    outside.package(tmp_path / "site", "cli_tea", TEA)
    assert plugins("enable", "tea", "--dry-run").code == 0
    assert not (outside.config / "config.toml").exists()
    assert plugins("enable", "tea").code == 0
    real = tmp_path / "dotfiles.toml"
    (outside.config / "config.toml").rename(real)
    (outside.config / "config.toml").symlink_to(real)
    assert real.read_text() == '[plugins]\nenable = ["tea"]\n'
    assert plugins("disable", "tea").code == 0
    assert (outside.config / "config.toml").is_symlink()
    assert real.read_text() == "[plugins]\nenable = []\n"


@pytest.mark.parametrize("text", ["plugins = 3\n", "[plugins]\nenable = 'tea'\n", "[plugins\n"])
def test_settings_that_cannot_be_changed_are_left_as_they_are(plugins, outside, tmp_path, text):  # noqa: F811
    outside.package(tmp_path / "site", "cli_tea", TEA)
    outside.settings(text)
    said = plugins("enable", "tea")
    assert (said.code, "Mend it first; nothing was changed." in said.err) == (3, True)
    assert (outside.config / "config.toml").read_text() == text


def test_what_cannot_be_turned_on_or_off_is_told_with_the_next_step(plugins, vault, outside, tmp_path):  # noqa: F811
    outside.package(tmp_path / "site", "cli_tea", TEA)
    outside.file(TEA, "own.py", folder=vault.root / ".vaultsync/plugins", trusted=False)
    for words, said in {
        ("enable", "tee"): "Did you mean tea?",
        ("enable", "zzz"): "pip install vaultsync-zzz",
        ("enable", "own"): f"vaultsync plugins trust {vault.root / '.vaultsync/plugins/own.py'}",
        ("enable", "cadence"): "cadence comes with vaultsync, and is on already.",
        ("disable", "cadence"): "--without cadence",
        ("disable", "zzz"): "vaultsync plugins list",
    }.items():
        refused = plugins(*words)
        assert (refused.code, said in refused.err) == (2, True), refused.err


def test_a_single_file_is_turned_off_by_the_name_that_it_gives_itself(plugins, vault, outside):  # noqa: F811
    outside.file(code("", name="quiet-ones"), "quiet_ones.py", folder=vault.root / ".vaultsync/plugins")
    assert rows(plugins("list", "--json"))["quiet-ones"]["state"] == "on"
    assert plugins("disable", "quiet-ones").out == "quiet-ones is off from the next sync.\n"
    assert rows(plugins("list", "--json"))["quiet_ones"]["state"] == "off"


def test_a_file_is_shown_whole_and_then_what_changed_in_it(plugins, vault, outside):  # noqa: F811
    folder = vault.root / ".vaultsync/plugins"
    path = outside.file("one = 1\ntwo = 2\x1b[31m\n", folder=folder, trusted=False)
    first = plugins("trust", ".vaultsync/plugins/tea.py", "--yes")
    assert first.code == 0
    assert "   1  one = 1\n   2  two = 2 [31m\n" in first.out
    assert first.out.endswith("tea.py runs from the next sync.\n")
    assert "trusted already" in plugins("trust", path).err
    path.write_text("one = 1\nthree = 3\n")
    again = plugins("trust", path, "--yes")
    assert "-two = 2 [31m\n+three = 3\n" in again.out
    assert "   1  one" not in again.out
    path.write_text("one = 1\n")
    assert plugins("trust", path, "--yes", "--json").json["path"] == str(path)


def test_the_user_is_asked_and_may_say_no(plugins, vault, outside, monkeypatch):  # noqa: F811
    path = outside.file(code(""), folder=vault.root / ".vaultsync/plugins", trusted=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    for answer, state in ((False, "not trusted"), (True, "on")):
        monkeypatch.setattr(click, "confirm", lambda *_, answer=answer, **__: answer)
        assert plugins("trust", path).code == (0 if answer else 3)
        assert rows(plugins("list", "--json"))["tea"]["state"] == state


def test_only_plugin_files_are_trusted(plugins, vault, tmp_path):
    (tmp_path / "other.py").write_text("")
    for file, said in ((tmp_path / "other.py", "is no plugin file."), (tmp_path / "none.py", "There is no such file.")):
        refused = plugins("trust", file, "--yes")
        assert refused.code == 2
        assert said in refused.err
        assert str(vault.root / ".vaultsync/plugins") in refused.err


@pytest.mark.parametrize("single", [True, False])
def test_a_new_plugin_is_loaded_as_it_was_begun(plugins, vault, outside, tmp_path, single):  # noqa: F811
    said = plugins("new", "steep", "--json", *(["--single-file"] if single else []))
    assert said.code == 0
    files = [Path(file) for file in said.json["files"]]
    assert all((tmp_path / file).is_file() for file in files)
    again = plugins("new", "steep", *(["--single-file"] if single else []))
    assert (again.code, "is there already, and nothing was written" in again.err) == (3, True)
    if single:
        assert files == [vault.root / ".vaultsync/plugins/steep.py"]
        assert rows(plugins("list", "--json"))["steep"]["state"] == "not trusted"
        assert plugins("trust", files[0], "--yes").code == 0
        assert rows(plugins("list", "--json"))["steep"]["state"] == "on"
        assert vault.sync().problems == ()


def test_names_that_are_taken_or_none_begin_nothing(plugins, tmp_path):
    for name in ("cadence", "Two Words", "../up"):
        assert plugins("new", name).code == 2
    assert plugins("new", "steep", "--dry-run").code == 0
    assert not list(tmp_path.glob("vaultsync-*"))


def test_a_plugin_is_tested_by_name_and_the_exit_code_says_how_it_went(plugins, monkeypatch):
    asked = []
    monkeypatch.setattr("vaultsync.testing.run_contract", lambda name: asked.append(name) or len(asked) - 1)
    assert (plugins("test", "cadence").code, plugins("test", "cadence").code) == (0, 1)


def test_without_a_vault_there_are_the_users_own(outside, cli):  # noqa: F811
    outside.file(TEA)
    assert rows(cli("plugins", "list", "--json")).keys() == {"tea"}
    assert cli("plugins", "new", "steep", "--single-file").code == 0
    assert (outside.plugins / "steep.py").is_file()


COMMANDS = """
import click

@click.command()
@click.argument("who")
@click.option("--cups", default=1)
@click.pass_obj
def steep(session, who, cups):
    "Steep some tea."
    if cups > 9:
        raise RuntimeError("out of water")
    person = next(each for each in session.network.people if each.name == who)
    path = person.path
    if cups == 7:
        session.write([Edit(path=path, kind="append-entry", name="Log", value=("2026-11-22 tea",), reason="tea")])
    click.echo(f"{cups} for {person.name} on {session.ctx.today}, {session.ctx.plugin}, {session.as_json}")

@click.command()
def sync():
    raise RuntimeError("never called")

@hookimpl
def vaultsync_commands():
    return [steep, sync]
"""


@pytest.fixture
def steeping(writer: Writer, outside: Outside) -> Writer:  # noqa: F811
    outside.file(code(COMMANDS))
    return writer


def test_a_plugins_command_is_called_with_the_vault_and_the_shared_options(steeping):
    said = steeping("steep", "Bo", "--cups", "3", "--json")
    assert (said.code, said.out) == (0, "3 for Bo on 2026-11-22, tea, True\n")


def test_a_plugins_command_writes_and_it_can_be_taken_back(steeping):
    before = steeping.text("People/Ana Reyes.md")
    assert steeping("steep", "Ana Reyes", "--cups", "7", "--dry-run").code == 0
    assert steeping.text("People/Ana Reyes.md") == before
    assert steeping("steep", "Ana Reyes", "--cups", "7").code == 0
    assert steeping.text("People/Ana Reyes.md") == before.replace("## Log\n", "## Log\n- 2026-11-22 tea\n") or (
        "- 2026-11-22 tea" in steeping.text("People/Ana Reyes.md")
    )
    assert steeping("undo").code == 0
    assert steeping.text("People/Ana Reyes.md") == before


def test_the_help_lists_a_plugins_command(steeping):
    said = steeping("--help")
    assert "Steep some tea." in said.out
    assert "never called" not in said.out + said.err
    assert steeping("steep", "--help").code == 0


def test_a_verb_of_vaultsyncs_own_wins(steeping):
    assert steeping("sync").code == 0


def test_a_plugins_command_that_raises_is_named_without_its_inside(steeping):
    said = steeping("steep", "Bo", "--cups", "10")
    assert said.code != 0
    assert "plugin tea failed in its command steep: out of water" in said.err
    assert "Traceback" not in said.err


def test_a_plugin_whose_commands_cannot_be_had_is_told_of_and_the_help_is_shown(writer, outside):  # noqa: F811
    outside.file(code("@hookimpl\ndef vaultsync_commands():\n    raise RuntimeError('no kettle')"))
    said = writer("--help")
    assert said.code == 0
    assert "plugin tea failed in vaultsync_commands: RuntimeError: no kettle (tea.py:10)." in said.err
    assert "agenda" in said.out
    assert writer("steep").code == 2


def test_each_call_of_a_plugin_is_traced_on_standard_error(writer, outside):  # noqa: F811
    outside.file(
        code(
            """
            @hookimpl
            def vaultsync_enrich(person, ctx):
                ctx.log.info("tasting")
                return [Fact(name="tea", value=1), Fact(name="milk", value=0)]

            @hookimpl
            def vaultsync_check():
                raise RuntimeError("cold")
            """
        )
    )
    said = writer("sync", "--json", "--trace-plugins")
    assert said.json["people"] == 2
    lines = said.err.splitlines()
    traced = [line for line in lines if line.startswith("tea vaultsync_enrich People/Bo.md ")]
    assert traced[0].endswith(" ms: 2 Fact")
    assert any(line.startswith("tea vaultsync_check ") and "failed: plugin tea failed" in line for line in lines)
    assert "plugin tea: tasting" in lines
    assert any(line.startswith("cadence vaultsync_reminders People/Bo.md ") for line in lines)
    assert "vaultsync_enrich" not in writer("sync").err


def test_an_event_without_an_action_is_its_name_and_what_is_no_calendar_is_a_file(writer, outside):  # noqa: F811
    body = """
    from datetime import date

    @hookimpl
    def vaultsync_reminders(person):
        return [Reminder(person=person.uid, key="tea", kind="tea", due=date(2027, 1, 4), fixed=True, reason="tea")]

    @hookimpl
    def vaultsync_artifacts():
        return [Artifact(name="people.txt", data=b"Ana")]
    """
    outside.file(code(body))
    writer.vault.write({"People/Ana.md": "---\nbirthday: 1990-12-13\n---\n"})
    said = writer("sync", "--verbose").out
    lines = [line.split() for line in said.splitlines()]
    assert ["+", "Mon", "4", "Jan", "2027", "Ana"] in lines
    assert [line[0] for line in lines if line and line[-3:] == ["(3", "bytes,", "written)"]] == ["File"]


def test_the_demo_tells_no_plugin_of_ones_own_about_invented_people(cli, outside, tmp_path):  # noqa: F811
    told = tmp_path / "told"
    outside.file(code(f"@hookimpl\ndef vaultsync_deliver():\n    import os\n    os.mkdir({str(told)!r})"))
    assert cli("demo").code == 0
    assert not told.exists()
    assert cli("--vault", "vaultsync-demo", "sync").code == 0
    assert told.exists()
