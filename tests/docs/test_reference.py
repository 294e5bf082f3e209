"""The reference tells of everything there is: its parts are made from the code, and none of it may be missing."""

import inspect
import re
import tomllib
from importlib import import_module

import click
import msgspec
import pytest
from reference import SECTIONS, kit, plugins
from reference.commands import EXITS
from tests.docs.console import DOCS, ROOT

import vaultsync
from vaultsync import testing
from vaultsync.cli import main as exits
from vaultsync.cli.commands import every_command, main
from vaultsync.config import Settings
from vaultsync.config.describe import describe
from vaultsync.config.user import PluginSettings, TargetSettings, UserSettings
from vaultsync.hooks import spec
from vaultsync.hooks.context import Context
from vaultsync.hooks.load import BUILTINS
from vaultsync.model import CODES
from vaultsync.notes import DIALECTS, parse_note
from vaultsync.people import CHANNELS, FORMS, KEYS, OUTCOMES
from vaultsync.people.hours import parse_hours
from vaultsync.people.introductions import introductions_in
from vaultsync.people.zones import zone_of
from vaultsync.testing import RULES, strategies


def _told(*names: str) -> str:
    return "\n".join(SECTIONS[name]() for name in names)


def test_every_part_stands_in_a_page_and_every_page_asks_for_parts_that_there_are() -> None:
    asked = {
        name
        for page in DOCS.rglob("*.md")
        for name in re.findall(r"^```\{generated\} (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert asked == set(SECTIONS)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_part_is_the_same_each_time_and_names_no_place_in_memory(name: str) -> None:
    assert SECTIONS[name]() == SECTIONS[name]()
    assert " at 0x" not in SECTIONS[name]()


def test_every_problem_code_is_told() -> None:
    told = _told("problems")
    assert [code for code in CODES if f"`{code}`" not in told] == []


def test_every_command_and_each_of_its_options_is_told() -> None:
    told = _told("commands", "shared-options")
    missing = [name for name in every_command() if f"## vaultsync {name}\n" not in told]
    for command in (main, *every_command().values()):
        options = (parameter for parameter in command.params if isinstance(parameter, click.Option))
        missing += [name for option in options for name in option.opts if name not in told]
    assert missing == []


def test_every_exit_code_is_told() -> None:
    names = {name for name, value in vars(exits).items() if name.isupper() and type(value) is int}
    assert names == set(EXITS)


def test_every_setting_is_told_with_its_meaning() -> None:
    told = _told("settings", "plugin-settings")
    docs = list(describe(Settings))
    for dotted in BUILTINS:
        info = import_module(dotted).vaultsync_info()
        docs += describe(info.config, info.name) if info.config else ()
    assert [doc for doc in docs if f"| `{doc.key}` |" not in told or f"[{doc.table}]" not in told] == []
    assert [doc for doc in docs if not doc.description] == []


def test_every_hook_is_told_with_all_its_arguments_and_what_none_and_failing_mean() -> None:
    told = _told("hooks")
    for name in spec.HOOKS:
        section = told.partition(f"## `{name}`\n")[2].partition("\n## ")[0]
        arguments = inspect.signature(getattr(spec, name)).parameters
        assert [each for each in arguments if f"| `{each}` |" not in section] == []
        assert inspect.getdoc(getattr(spec, name)).split("\n")[0][:40] in section
        assert plugins.FAILING[name] in section
    assert set(plugins.FAILING) == set(spec.HOOKS)
    assert set(plugins.GIVES) == set(spec.HOOKS)
    assert set(plugins.FINDINGS) <= set(spec.HOOKS)


def test_every_hook_is_answered_by_a_plugin_that_a_test_made() -> None:
    rooms = [ROOT / "tests" / room for room in ("hooks", "sync", "cli", "testing")]
    tried = "\n".join(path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py"))
    assert [name for name in spec.HOOKS if f"def {name}(" not in tried] == []


def test_every_hook_is_answered_by_a_plugin_here() -> None:
    sources = [*(ROOT / "src" / "vaultsync" / "builtin").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]
    answered = "\n".join(path.read_text(encoding="utf-8") for path in sources if "tests" not in path.parts)
    assert [name for name in spec.HOOKS if f"def {name}(" not in answered] == []


def test_every_member_of_the_context_is_told() -> None:
    told = _told("context")
    members = [name for name in dir(Context) if not name.startswith("_") and name != "host"]
    assert [name for name in members if f"`{name}`" not in told and f"`.{name}(" not in told] == []


def test_every_public_name_is_told_with_all_its_fields() -> None:
    told = _told("values")
    for name in vaultsync.__all__:
        section = told.partition(f"## `{name}`\n")[2].partition("\n## ")[0]
        assert section.strip(), name
        thing = getattr(vaultsync, name)
        if isinstance(thing, type) and issubclass(thing, msgspec.Struct):
            assert [field for field in thing.__struct_fields__ if f"| `{field}` |" not in section] == []
    session = told.partition("## `Session`\n")[2].partition("\n## ")[0]
    members = [name for name in (*dir(vaultsync.Session), *vaultsync.Session.__annotations__) if name[0] != "_"]
    assert [name for name in members if not re.search(rf"`\.?{name}[(`]", session)] == []


def test_the_kit_is_told_whole() -> None:
    assert set(kit.fixture_functions()) == {
        *("cli", "make_vault", "parse_feed", "run_sync", "today", "vaultsync_home"),
    }
    told = _told("fixtures", "contract", "contract-rules", "kit", "made-up", "new-plugin")
    names = [*kit.fixture_functions(), *RULES, *strategies.__all__]
    names += [name for name in testing.__all__ if name not in kit.OWN_SECTION]
    page = (DOCS / "reference" / "testing.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in told + page] == []
    assert set(kit.rule_tests()) == set(RULES)


def test_every_setting_of_the_users_own_file_is_told() -> None:
    told = _told("user-settings")
    docs = [*describe(PluginSettings, "plugins"), *describe(TargetSettings, "targets")]
    assert [doc.key for doc in docs if f"| `{doc.key}` |" not in told or not doc.description] == []
    page = (DOCS / "reference" / "configuration.md").read_text(encoding="utf-8")
    tables = [field.encode_name for field in msgspec.structs.fields(UserSettings)]
    assert [name for name in tables if name not in ("path", "lines") and f"[{name}" not in told + page] == []


def test_every_package_of_a_plugin_is_told() -> None:
    packages = [path.parent for path in (ROOT / "plugins").glob("*/pyproject.toml")]
    entries = {
        name: package.name
        for package in packages
        for name in tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"][
            "vaultsync.plugins"
        ]
    }
    page = (DOCS / "how-to" / "plugins-that-there-are.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `pip install (vaultsync-[a-z-]+)` \| `([a-z-]+)` \|", page, re.MULTILINE))
    assert told == {package: name for name, package in entries.items()}
    readme = (ROOT / "plugins" / "README.md").read_text(encoding="utf-8")
    assert [package.name for package in packages if f"]({package.name}/README.md)" not in readme] == []


def test_every_property_with_all_its_spellings_is_told() -> None:
    told = _told("properties")
    assert [each for row in DIALECTS for each in (row.name, *row.spellings) if f"`{each}`" not in told] == []


def test_every_form_of_a_date_channel_word_outcome_and_query_key_is_told() -> None:
    told = _told("dates", "channels", "outcomes", "query-keys")
    wanted = [form.example for form in FORMS]
    wanted += [word for channel in CHANNELS for word in channel.words]
    wanted += [*OUTCOMES, *(f"{key.name}:" for key in KEYS)]
    assert [each for each in wanted if f"`{each}`" not in told] == []


def test_the_examples_of_hours_zones_and_introductions_are_read_as_the_page_says() -> None:
    page = (DOCS / "reference" / "notes.md").read_text(encoding="utf-8")
    hours, zones = (page.partition(f"\n| `{key}` | ")[2].partition("\n\n")[0] for key in ("hours", "timezone"))
    firsts = [re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE) for table in (hours, zones)]
    assert all(parse_hours(each).stretches for each in firsts[0])
    assert len(firsts[0]) > 5
    assert [zone_of(each) for each in firsts[1]] == ["America/Phoenix", "Europe/Lisbon", "Etc/GMT-2"]
    ledger = re.findall(r"`(- [\d-]+ intro.+?)`", page)
    read = introductions_in(parse_note("a.md", "\n".join(ledger).encode()))
    assert {each.state for each in read} == {"asked", "came-of-it"}
    assert len(read) == len(ledger) == 2


def test_every_problem_that_a_user_can_mend_is_told_how_to_mend() -> None:
    page = (DOCS / "how-to" / "mend-what-check-reports.md").read_text(encoding="utf-8")
    mentioned = set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE))
    assert mentioned <= set(CODES)
    assert mentioned >= {"date-ambiguous", "cadence-unreadable", "link-ambiguous", "yaml-invalid", "conflict-copy"}


def test_every_dependency_is_told_with_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    page = (DOCS / "explanation" / "dependencies.md").read_text(encoding="utf-8").lower()
    groups = (project["project"]["dependencies"], *project["dependency-groups"].values())
    names = {re.split(r"[<>=!~ ]", each)[0].lower() for group in groups for each in group if isinstance(each, str)}
    assert sorted(name for name in names if f"`{name}`" not in page) == []


def test_every_room_is_told() -> None:
    page = (DOCS / "how-to" / "contribute.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(each["layers"] for each in project["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    rows = re.findall(r"^\| (`[a-z`, ]+`) \|", page.partition("\n## Rooms\n")[2], re.MULTILINE)
    assert [row.replace("`", "").split(", ") for row in rows] == [layer.split(" | ") for layer in layers]
