"""Each rule of the contract finds the plugins that break it, and says which rule it is and what to do."""

from pathlib import Path

import pytest
from tests.testing.bad_plugins import BAD, Bad

from vaultsync.testing import RULES, PluginContract, RuleBrokenError, scaffold

TESTS = {
    "info": "test_info_holds_together",
    "hooks": "test_hooks_are_known_marked_and_plain",
    "same": "test_same_input_gives_same_output",
    "fresh": "test_another_process_gives_same_output",
    "inputs": "test_inputs_stay_as_they_are",
    "hostile": "test_hostile_notes_raise_nothing",
    "edits": "test_edits_are_declared_and_name_notes_that_are_there",
    "settled": "test_second_sync_edits_nothing",
    "uids": "test_events_survive_a_new_index_and_a_rename",
    "stdout": "test_nothing_is_printed",
}


def contract(folder: Path, code: str, **members: object) -> PluginContract:
    file = folder / "bad.py"
    file.write_text(code, encoding="utf-8")
    return type("Tried", (PluginContract,), {"plugin": file, "__test__": False, **members})()


def test_every_rule_has_its_test_and_plugins_that_break_it():
    assert TESTS.keys() == RULES.keys() == {bad.rule for bad in BAD}
    assert set(TESTS.values()) == {name for name in dir(PluginContract) if name.startswith("test_")}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.rule}: {bad.called}")
def test_a_plugin_that_breaks_a_rule_is_told_which_and_what_to_do(bad: Bad, tmp_path: Path):
    with pytest.raises(RuleBrokenError) as told:
        getattr(contract(tmp_path, bad.code), TESTS[bad.rule])()
    said = str(told.value)
    assert said.startswith(RULES[bad.rule].says)
    assert RULES[bad.rule].mend in said
    assert bad.says in said
    assert len(said) < 3000


@pytest.mark.parametrize("test", TESTS.values())
def test_a_good_plugin_breaks_none(test: str, tmp_path: Path):
    tried = contract(tmp_path, scaffold.single_file("good"))
    if test in {TESTS["edits"], TESTS["settled"]}:
        with pytest.raises(pytest.skip.Exception, match="it has no vaultsync_edit_notes"):
            getattr(tried, test)()
    else:
        getattr(tried, test)()


def test_a_plugin_that_has_no_occasion_to_break_a_rule_is_told_how_to_give_one(tmp_path: Path):
    code = scaffold.single_file("good").replace('== "gift"', '== "nobody has it"')
    with pytest.raises(pytest.skip.Exception, match="give it some in `notes`"):
        contract(tmp_path, code).test_events_survive_a_new_index_and_a_rename()


def test_a_plugin_that_edits_none_of_the_notes_is_told_how_to_give_it_some(tmp_path: Path):
    code = scaffold.single_file("good").replace(
        "hookimpl\n\n", "hookimpl\n\n@hookimpl\ndef vaultsync_edit_notes(): return []\n", 1
    )
    with pytest.raises(pytest.skip.Exception, match="`settings` that ask for it"):
        contract(tmp_path, code).test_second_sync_edits_nothing()


def test_what_fails_in_a_whole_sync_alone_is_found_too(tmp_path: Path):
    """Where the host asks with what no stage has: here, its own folder for the plugin."""
    code = scaffold.single_file("good").replace(
        "    gift = _gift(person, ctx)\n",
        "    if ctx.folder().parent.name == 'plugins':\n        raise OSError('full')\n    gift = _gift(person, ctx)\n",
    )
    with pytest.raises(RuleBrokenError, match="OSError: full"):
        contract(tmp_path, code).test_hostile_notes_raise_nothing()


def test_the_author_gives_occasions_and_settings(tmp_path: Path):
    code = scaffold.single_file("good").replace('== "gift"', '== "present"').replace('key="gift"', "key=gift")
    notes = {"People/Una.md": "---\nbirthday: 1990-12-20\npresent: tea\n---\n"}
    tried = contract(tmp_path, code, notes=notes, config={"days_before": 3})
    tried.test_events_survive_a_new_index_and_a_rename()
    with tried._trial() as made:
        first = min(made.events().values(), key=lambda one: one.day)
    assert (first.name, first.reminder.due.isoformat()) == ("Una", "2026-12-17")


def test_whoever_names_no_plugin_is_told_how():
    with pytest.raises(LookupError, match="plugin = your_module"):
        type("Tried", (PluginContract,), {"__test__": False})().test_info_holds_together()
