"""Loading plugins from outside: what does not fit is told of in a sentence with the mend in it; the rest still run."""

import os
from pathlib import Path

import pytest
from tests.conftest import Sandbox
from tests.hooks.outside import Outside, code, outside  # noqa: F401 - pytest finds the fixture here

from vaultsync.config import load_user
from vaultsync.hooks.call import PluginFailedError
from vaultsync.hooks.load import BUILTINS, Source, UnknownPluginError, load
from vaultsync.vault.plugins import plugins_of

MISFITS = {
    "a misspelt hook": (
        "@hookimpl\ndef vaultsync_remindres(person): ...",
        "vaultsync_remindres is no hook; did you mean vaultsync_reminders?",
    ),
    "a hook without its mark": (
        "def vaultsync_reminders(person): ...",
        "vaultsync_reminders is not marked with @hookimpl, and would not be called",
    ),
    "a misspelt argument": (
        "@hookimpl\ndef vaultsync_reminders(persn): ...",
        "vaultsync_reminders asks for persn; did you mean person?",
    ),
    "an argument of another hook": (
        "@hookimpl\ndef vaultsync_enrich(vault): ...",
        "vaultsync_enrich asks for vault; there are: person, network, ctx",
    ),
    "any arguments": (
        "@hookimpl\ndef vaultsync_enrich(**given): ...",
        "vaultsync_enrich takes *given; a hook names the arguments it wants: person, network, ctx",
    ),
    "an argument with a default": (
        "@hookimpl\ndef vaultsync_enrich(person, network=None): ...",
        "vaultsync_enrich would never be handed network; name it without a default, and before any *",
    ),
    "an argument behind a star": (
        "@hookimpl\ndef vaultsync_enrich(person, *, ctx): ...",
        "vaultsync_enrich would never be handed ctx; name it without a default, and before any *",
    ),
    "a coroutine": (
        "@hookimpl\nasync def vaultsync_enrich(person): ...",
        "vaultsync_enrich is async; a hook is a plain function (call asyncio.run() inside it)",
    ),
    "an async generator": ("@hookimpl\nasync def vaultsync_enrich(person):\n    yield", "vaultsync_enrich is async"),
    "an object that can be called": (
        "from functools import cache\n@hookimpl\n@cache\ndef vaultsync_enrich(person): ...",
        "vaultsync_enrich is no plain function, and would not be called",
    ),
    "an import of what is vaultsync's own": (
        "\n\ndef later():\n    from vaultsync.sync.line import Line",
        "line 11 imports vaultsync.sync.line, which is vaultsync's own and may change on any day; "
        "import from vaultsync or, below it, from notes, calendar, testing",
    ),
    "an import of the whole of it": ("import vaultsync.hooks", "imports vaultsync.hooks, which is vaultsync's own"),
    "a name that is none": ("from vaultsync import sync", "imports vaultsync.sync, which is vaultsync's own"),
    "a package that is not there": (
        "import no_such_library_anywhere",
        "it needs the module no_such_library_anywhere, which is not installed where vaultsync is",
    ),
    "a name that a package lacks": ("from json import nothing", "ImportError: cannot import name 'nothing'"),
    "no Python": ("\n\ndef no python", "line 10 is not valid Python: "),
    "a null byte": ("\0", "null byte"),
    "an exit at import": ("raise SystemExit(3)", "SystemExit: 3"),
    "an accident at import": ("raise ValueError('oh')", "ValueError: oh"),
}

INFOS = {
    "a later interface": ("api='1.999'", "it is written for version 1.999 of the plugin interface; this is 1."),
    "another interface": ("api='2.0'", "version 2.0"),
    "an interface that is none": ("api='new'", "version new"),
    "writes that are no tuple": ("writes='uid'", "no tuple of names"),
    "settings that are no Struct": ("config=dict", "a config that is no msgspec Struct"),
    "settings without a default": (
        "config=__import__('msgspec').defstruct('C', [('days', int)])",
        "its settings have no default for days; every field needs one",
    ),
}


def source(text: str, name: str = "bad") -> Source:
    return Source(kind="file", name=name, origin=f"/plugins/{name}.py", code=text.encode(), stamp=f"{name:x<16}")


GOOD = source(code("", name="good"), "good")


def one_problem(*sources: Source) -> str:
    _, infos, problems = load((), sources=(*sources, GOOD))
    assert list(infos) == ["good"]
    (told,) = problems
    assert (told.code, told.severity, told.plugin) == ("plugin-load", "error", "bad")
    assert told.hint == "Mend or update it; or turn it off: vaultsync plugins disable /plugins/bad.py. Everything " + (
        "else runs without it."
    )
    with pytest.raises(PluginFailedError, match=r"/plugins/bad\.py could not be loaded"):
        load((), sources=sources, strict=True)
    return told.message


@pytest.mark.parametrize(("text", "said"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_told_of_with_the_mend_and_the_next_one_is_loaded(text, said):
    told = one_problem(source(code(text, name="bad")))
    assert told.startswith("plugin /plugins/bad.py could not be loaded: ")
    assert said in told


def test_where_a_file_goes_wrong_its_line_is_told():
    told = one_problem(source(code("def pour():\n    return Tea\n\npour()", name="bad")))
    assert told == "plugin /plugins/bad.py could not be loaded: NameError: name 'Tea' is not defined (bad.py:9)."


@pytest.mark.parametrize(("more", "said"), INFOS.values(), ids=INFOS)
def test_a_description_that_cannot_be_worked_with_is_told_of(more, said):
    assert said in one_problem(source(code("", name="bad", more=f", {more}")))


@pytest.mark.parametrize("name", ["", "Bad", "two words", "../up", "a/b", 7])
def test_a_name_is_a_short_word_that_leads_nowhere(name):
    assert "a name is a short word of a-z, digits and -" in one_problem(source(code("", name=name)))


@pytest.mark.parametrize("text", ["", "x = 1", "vaultsync_info = 3", "def vaultsync_info(): return 'me'"])
def test_a_file_that_does_not_say_who_it_is_is_told_of(text):
    assert "it has no vaultsync_info() that returns a PluginInfo" in one_problem(source(text))


def test_of_two_plugins_of_one_name_the_first_runs():
    twin = Source(kind="file", name="bad", origin="/plugins/bad.py", code=code("x = 1", name="good").encode())
    _, infos, (told,) = load((), sources=(GOOD, twin))
    assert (list(infos), "another plugin is named good too" in told.message) == (["good"], True)


def test_a_file_may_not_take_the_name_of_what_comes_with_vaultsync():
    _, infos, (told,) = load(BUILTINS, sources=(source(code("", name="feeds")),))
    assert len(infos) == len(BUILTINS)
    assert "another plugin is named feeds too" in told.message


def test_files_of_one_stem_in_two_folders_are_two_modules():
    here, there = (source(code(f"from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int = {n}", name=name))
                   for n, name in enumerate(("here", "there")))  # fmt: skip
    made, infos, problems = load((), sources=(here, there))
    assert (list(infos), problems) == (["here", "there"], ())
    assert [made.get_plugin(name).A().x for name in infos] == [0, 1]


def test_who_is_to_be_left_out_and_is_not_there_is_told_of_with_a_suggestion():
    with pytest.raises(UnknownPluginError, match=r"no plugin goood to leave out\. Did you mean good\?"):
        load((), sources=(GOOD,), without=("goood",))


def test_what_is_left_out_by_the_name_it_was_enabled_as_is_not_even_imported():
    assert load((), sources=(source("raise SystemExit"),), without=("bad",))[1:] == ({}, ())


def installed_and_enabled(outside: Outside, text: str, entry: str, module: str, site: Path) -> tuple[Source, ...]:  # noqa: F811
    outside.package(site, module, text, entry=entry)
    outside.settings(f"[plugins]\nenable = ['{entry}']\n")
    user, _ = load_user((outside.config / "config.toml").read_text())
    found = plugins_of(None, user, os.environ)
    assert found.problems == ()
    return found.sources


def test_a_package_whose_entry_point_has_another_name_is_told_of(outside, tmp_path):  # noqa: F811
    sources = installed_and_enabled(outside, code("", name="coffee"), "tea", "pack_named_otherwise", tmp_path / "site")
    _, infos, (told,) = load((), sources=sources)
    assert infos == {}
    assert told.message == (
        "plugin tea could not be loaded: it is installed as tea and calls itself coffee; its author must make them one."
    )
    assert "vaultsync plugins disable tea" in told.hint


def test_a_package_may_not_import_what_is_vaultsyncs_own(outside, tmp_path):  # noqa: F811
    text = code("from vaultsync.vault import read")
    sources = installed_and_enabled(outside, text, "tea", "pack_importing_more", tmp_path / "site")
    assert "line 8 imports vaultsync.vault, which is vaultsync's own" in load((), sources=sources)[2][0].message


def test_the_order_is_built_ins_then_packages_as_enabled_then_files_by_path(sandbox: Sandbox, outside, tmp_path):  # noqa: F811
    for name in ("alpha", "beta"):
        outside.package(tmp_path / "site", f"pack_ordered_{name}", code("", name=name), entry=name)
    outside.settings("[plugins]\nenable = ['beta', 'alpha', 'beta']\n")
    outside.file(code("", name="zoe"), "a.py")
    outside.file(code("", name="abe"), "b.py")
    folder = sandbox.root.resolve() / ".vaultsync/plugins"
    outside.file(code("", name="bee"), "a.py", folder=folder)
    outside.file(code("", name="hidden"), "_hidden.py", folder=folder)
    user, _ = load_user((outside.config / "config.toml").read_text())
    sources = plugins_of(sandbox.root, user, os.environ).sources
    _, infos, problems = load(BUILTINS, sources=sources)
    assert (list(infos)[len(BUILTINS) :], problems) == (["beta", "alpha", "zoe", "abe", "bee"], ())


def test_nothing_that_a_plugin_prints_at_import_is_on_standard_output(capsys):
    load((), sources=(source(code("print('hello')", name="bad")),))
    assert capsys.readouterr() == ("", "hello\n")


def test_a_package_that_was_updated_meanwhile_is_imported_anew(outside, tmp_path):  # noqa: F811
    said = []
    for number, summary in enumerate(("Pours tea.", "Pours green tea.")):
        text = f"{code('', name='tea')}\nSUMMARY = {summary!r}\n" + "#" * number
        sources = installed_and_enabled(outside, text, "tea", "pack_updated", tmp_path / "site")
        manager, _, problems = load((), sources=sources)
        assert problems == ()
        said += [manager.get_plugin("tea").SUMMARY, load((), sources=sources)[0].get_plugin("tea").SUMMARY]
    assert said == ["Pours tea."] * 2 + ["Pours green tea."] * 2
