"""Which of the edits that plugins ask for are made, what is said of the others, and how a vault spells a property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync import Edit, PluginInfo
from vaultsync.model import Note, Property
from vaultsync.sync.edits import allowed
from vaultsync.sync.writing import spellings

ANA, BO = "People/Ana.md", "People/Bo.md"


def knows(*plugins: str, writes: tuple[str, ...] = ()) -> dict[str, PluginInfo]:
    return {name: PluginInfo(name=name, summary="A test.", writes=writes) for name in plugins}


def sets(name: str, value: str = "warm", *, path: str = ANA, plugin: str = "one") -> Edit:
    return Edit(path=path, kind="set-property", name=name, value=(value,), reason="new", plugin=plugin)


def entry(text: str, *, path: str = ANA, plugin: str = "one") -> Edit:
    return Edit(path=path, kind="append-entry", name="Log", value=(text,), reason="new", plugin=plugin)


def test_what_a_plugin_declared_it_may_write() -> None:
    edit = sets("warmth")
    assert allowed([edit], knows("one", writes=("warmth",))) == ((edit,), ())


@pytest.mark.parametrize("plugin", ["one", "nobody"])
def test_a_property_that_its_plugin_did_not_declare_is_not_written(plugin: str) -> None:
    kept, (told,) = allowed([sets("warmth", plugin=plugin)], knows("one", writes=("cold",)))
    assert (kept, told.code, told.path) == ((), "plugin-result", ANA)
    assert f"plugin {plugin} wants to write warmth, which it did not declare" in told.message
    assert told.hint


def test_taking_a_property_away_must_be_declared_too() -> None:
    edit = Edit(path=ANA, kind="remove-property", name="warmth", value=(), reason="gone", plugin="one")
    assert allowed([edit], knows("one"))[0] == ()
    assert allowed([edit], knows("one", writes=("warmth",)))[0] == (edit,)


def test_two_plugins_that_want_one_property_of_one_note_are_both_named_and_neither_writes() -> None:
    edits = [sets("warmth", "1"), sets("warmth", "2", plugin="two")]
    kept, (told,) = allowed(edits, knows("one", "two", writes=("warmth",)))
    assert (kept, told.code, told.path) == ((), "edit-conflict", ANA)
    assert "one and two both want to write warmth" in told.message
    assert "--without two" in told.hint


def test_two_plugins_that_want_the_same_value_still_are_two() -> None:
    edits = [sets("warmth"), sets("warmth", plugin="two")]
    assert allowed(edits, knows("one", "two", writes=("warmth",)))[0] == ()


def test_two_plugins_that_write_one_property_in_different_notes_do_not_meet() -> None:
    edits = (sets("warmth"), sets("warmth", path=BO, plugin="two"))
    assert allowed(edits, knows("one", "two", writes=("warmth",))) == (edits, ())


def test_two_plugins_may_add_to_one_section() -> None:
    edits = (entry("2026-11-22 call"), entry("2026-11-22 tea", plugin="two"))
    assert allowed(edits, knows("one", "two")) == (edits, ())


def test_setting_and_taking_away_one_property_is_a_conflict_too() -> None:
    gone = Edit(path=ANA, kind="remove-property", name="warmth", value=(), reason="gone", plugin="two")
    kept, (told,) = allowed([sets("warmth"), gone], knows("one", "two", writes=("warmth",)))
    assert (kept, told.code) == ((), "edit-conflict")


@pytest.mark.parametrize(
    "text",
    ["42 days ago", "a week ago", "Last: One Month ago", "3 weeks since coffee", "two years ago", "few hours ago"],
)
def test_what_counts_from_today_is_not_written(text: str) -> None:
    kept, (told,) = allowed([sets("warmth", text)], knows("one", writes=("warmth",)))
    assert (kept, told.code, told.path) == ((), "plugin-result", ANA)
    assert "changes with the clock" in told.message


def test_an_entry_and_a_block_may_quote_the_users_own_words_about_time() -> None:
    lines = ("Head of research", "moved two weeks ago")
    block = Edit(path=ANA, kind="replace-block", name="brief", value=lines, reason="new", plugin="one")
    assert allowed([block, entry(lines[1])], knows("one"))[0] == (block, entry(lines[1]))


@pytest.mark.parametrize("text", ["every 6 weeks", "since 2019", "for 3 years", "a long time ago"])
def test_what_is_true_on_any_day_is_written(text: str) -> None:
    assert allowed([sets("warmth", text)], knows("one", writes=("warmth",)))[0] == (sets("warmth", text),)


def test_the_edits_that_are_made_stay_in_order_beside_those_that_are_not() -> None:
    good = [entry("b"), sets("warmth"), entry("a", path=BO), entry("a")]
    edits = [good[0], sets("warmth", "1 day ago", path=BO), good[1], sets("uid"), good[2], good[3]]
    kept, problems = allowed(edits, knows("one", writes=("warmth",)))
    assert kept == tuple(good)
    assert [told.code for told in problems] == ["plugin-result", "plugin-result"]


def test_the_same_refusal_is_told_once_a_note() -> None:
    _, problems = allowed([sets("uid", "1"), sets("uid", "2"), sets("uid", path=BO)], knows("one"))
    assert [told.path for told in problems] == [ANA, BO]


EDITS = st.lists(
    st.builds(
        sets,
        st.sampled_from(["warmth", "uid"]),
        st.sampled_from(["1", "2 days ago"]),
        path=st.sampled_from([ANA, BO]),
        plugin=st.sampled_from(["one", "two"]),
    )
)


@given(EDITS)
def test_what_is_made_never_holds_a_rivalry_or_the_clock(edits: list[Edit]) -> None:
    infos = knows("one", "two", writes=("warmth",))
    kept, problems = allowed(edits, infos)
    assert all(edit.name in infos[edit.plugin].writes and edit.value == ("1",) for edit in kept)
    assert len({(edit.path, edit.plugin) for edit in kept}) == len({edit.path for edit in kept})
    assert (len(kept) < len(edits)) == bool(problems)
    assert allowed(kept, infos) == (kept, ())
    assert allowed(reversed(edits), infos)[1] == problems


def note(*keys: str) -> Note:
    return Note(path="a.md", digest="", properties=tuple(Property(key=key, values=("1",), line=1) for key in keys))


def test_a_property_is_spelled_as_most_of_the_vault_spells_it() -> None:
    notes = [note("lastContact", "mood"), note("last_contact"), note("lastContact")]
    assert spellings(notes) == {"last_contact": "lastContact"}


def test_of_spellings_that_are_as_common_the_first_by_the_alphabet_is_taken() -> None:
    notes = [note("last-contact"), note("Last Contact")]
    assert spellings(notes) == spellings(notes[::-1]) == {"last_contact": "Last Contact"}


def test_a_vault_without_properties_spells_none() -> None:
    assert spellings([note("mood"), note()]) == {}
