"""What an edit makes of a typical note, and what is said where it is refused."""

import pytest
from tests.notes.awkward import AWKWARD

from vaultsync.model import Edit, Problem
from vaultsync.notes import harmless, splice

PATH = "People/Ana.md"


def edit(kind: str, name: str, *value: str, **more: object) -> Edit:
    return Edit(**{"path": PATH, "kind": kind, "name": name, "value": value, "reason": "r", **more})


def made(text: str, change: Edit, **more: object) -> str:
    data = splice(PATH, text.encode(), change, **more)
    assert isinstance(data, bytes), data
    return data.decode()


def refused(text: str, change: Edit) -> tuple[int, str]:
    told = splice(PATH, text.encode(), change)
    assert isinstance(told, Problem), told
    return told.line, told.message


def within(yaml: str, change: Edit, **more: object) -> str:
    return made(f"---\n{yaml}---\ntext\n", change, **more).removeprefix("---\n").removesuffix("---\ntext\n")


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("uid: a # b\n", "c", "uid: c # b\n"),
        ("uid: 'a'\n", "it's", "uid: 'it''s'\n"),
        ('uid: "a"\n', 'say "x" \\ y', 'uid: "say \\"x\\" \\\\ y"\n'),
        ("uid: 'a'\n", "a\tb", 'uid: "a\\tb"\n'),
        ("uid: a\n", "a\ufeffb", 'uid: "a\\ufeffb"\n'),
        ("uid: a\n", "2026-11-22", "uid: 2026-11-22\n"),
        ("uid: a\n", "--03-21", "uid: --03-21\n"),
        ("uid: a\n", "12:30", 'uid: "12:30"\n'),
        ("uid: a\n", "No", 'uid: "No"\n'),
        ("uid: a\n", "1e3", 'uid: "1e3"\n'),
        ("uid: a\n", "0x1F", 'uid: "0x1F"\n'),
        ("uid: a\n", "", 'uid: ""\n'),
        ("uid: a\n", "null", 'uid: "null"\n'),
        ("uid: a\n", "# a", 'uid: "# a"\n'),
        ("uid: a\n", "a #b", 'uid: "a #b"\n'),
        ("uid: a\n", "C#", "uid: C#\n"),
        ("uid: a\n", "a:", 'uid: "a:"\n'),
        ("uid: a\n", "- a", 'uid: "- a"\n'),
        ("uid: a\n", "with [[Ana]]", 'uid: "with [[Ana]]"\n'),
        ("uid: [[Ana]]\n", "[[Ben]]", 'uid: "[[Ben]]"\n'),
        ("uid: 5\n", "7", "uid: 7\n"),
        ("uid: '5'\n", "7", "uid: '7'\n"),
        ("uid: on\n", "off", "uid: off\n"),
        ("uid:  \n", "a", "uid: a\n"),
        ("uid: # none\n", "a", "uid: a # none\n"),
        ("uid: |- # text\n  one\n\n  two\n# end\n", "a", "uid: a # text\n# end\n"),
        ("uid: >\n  one\nb: c\n", "a", "uid: a\nb: c\n"),
        ("uid: a\n b\nb: c\n", "a", "uid: a\nb: c\n"),
    ],
)
def test_a_value_takes_the_place_of_another_in_its_style(before: str, value: str, after: str) -> None:
    assert within(before, edit("set-property", "uid", value)) == after


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        ("knows: [A, 'B']\n", ("A", "C", "B"), "knows: [A, C, 'B']\n"),
        ("knows: [A, B, C]\n", ("A", "C"), "knows: [A, C]\n"),
        ("knows: [A]\n", ("A", "x, y", "k: v"), 'knows: [A, "x, y", "k: v"]\n'),
        ("knows: []\n", ("[[A]]",), 'knows: ["[[A]]"]\n'),
        ("knows:\n- A # a\n- B # b\n", ("B", "A"), "knows:\n- B # b\n- A\n"),
        ("knows:\n  - A\n  - B\n  - C\n", ("C", "D"), "knows:\n  - C\n  - D\n"),
        ("knows:\n  - 1\n", ("1", "2"), "knows:\n  - 1\n  - 2\n"),
        ("knows:\n  -\n  - B\n", ("A", "B"), "knows:\n  - A\n  - B\n"),
        ("knows: A # a\n", ("A", "B"), "knows: # a\n  - A\n  - B\n"),
        ("a: [x]\nknows: A # a\n", ("A", "B"), "a: [x]\nknows: [A, B] # a\n"),
        ("a:\n    - x\nknows: 'A'\n", ("A", "B"), "a:\n    - x\nknows:\n    - 'A'\n    - 'B'\n"),
        ("a: []\nb: {c: [d]}\nknows:\n", ("A", "B"), "a: []\nb: {c: [d]}\nknows:\n  - A\n  - B\n"),
        ("a: x\n", ("A", "B"), "a: x\nknows:\n  - A\n  - B\n"),
        ("  a: [x]\n", ("A", "B"), "  a: [x]\n  knows: [A, B]\n"),
    ],
)
def test_a_list_keeps_its_style_and_the_items_that_stay(before: str, values: tuple[str, ...], after: str) -> None:
    assert within(before, edit("set-property", "knows", *values)) == after


def test_a_new_property_is_a_list_where_the_edit_says_so() -> None:
    assert within("", edit("set-property", "groups", "A")) == "groups: A\n"
    assert within("", edit("set-property", "groups", "A", as_list=True)) == "groups:\n  - A\n"
    assert within("groups:\n", edit("set-property", "groups", "A", as_list=True)) == "groups:\n  - A\n"
    assert within("groups: B\n", edit("set-property", "groups", "A", as_list=True)) == "groups: A\n"
    assert within("groups: B\n", edit("set-property", "groups", as_list=True)) == "groups: []\n"
    assert within("", edit("set-property", "groups", as_list=True)) == "groups: []\n"


def test_numbers_and_yes_and_no_are_plain_where_the_property_holds_them() -> None:
    assert within("", edit("set-property", "paused", "true")) == "paused: true\n"
    assert within("cadence:\n", edit("set-property", "cadence", "14")) == "cadence: 14\n"
    assert within("", edit("set-property", "cadence", "true")) == 'cadence: "true"\n'


def test_a_new_property_is_spelled_as_in_the_note_else_as_in_the_vault_else_canonically() -> None:
    change = edit("set-property", "last_contact", "2026-11-22")
    vault = {"last_contact": "Last Contact"}
    assert within("lastContact: 2026-01-01\n", change, spellings=vault) == "lastContact: 2026-11-22\n"
    assert within("", change, spellings=vault) == "Last Contact: 2026-11-22\n"
    assert within("", change) == "last_contact: 2026-11-22\n"
    assert within("", change, spellings={"last_contact": "prm.last_contact"}) == "last_contact: 2026-11-22\n"


def test_a_spelling_that_means_something_else_in_this_note_is_not_taken() -> None:
    title = within("title: Ana\n", edit("set-property", "role", "Midwife"), spellings={"role": "title"})
    assert title == "title: Ana\nrole: Midwife\n"


def test_a_plugins_own_property_is_known_by_its_name_however_it_is_spelled() -> None:
    change = edit("set-property", "rhythm_days", "9")
    assert within("Rhythm days: 5\n", change) == "Rhythm days: 9\n"
    assert within("rhythm-days: 4\nrhythm_days: 5\n", change) == "rhythm-days: 4\nrhythm_days: 9\n"
    assert within("", change) == 'rhythm_days: "9"\n'


def test_a_property_is_removed_with_its_lines_and_comments_stay() -> None:
    change = edit("remove-property", "knows")
    assert within("# a\nknows: x # b\n# c\nd: e\n", change) == "# a\n# c\nd: e\n"
    assert within("knows:\n  # a\n  - >\n    x\n\n    # y\n  # b\n  - z # c\nd: e\n", change) == "  # a\n  # b\nd: e\n"
    assert within("knows:\n  # a\n  x\n", change) == "  # a\n"
    assert within("a: b\n", change) == "a: b\n"


def test_front_matter_is_made_below_the_byte_order_mark_with_the_notes_line_ends() -> None:
    assert made("\ufeffa\r\nb", edit("set-property", "uid", "x")) == "\ufeff---\r\nuid: x\r\n---\r\na\r\nb"
    assert made("a", edit("set-property", "uid", "x")) == "---\nuid: x\n---\na"
    assert made("", edit("set-property", "uid", "x")) == "---\nuid: x\n---\n"


@pytest.mark.parametrize(
    ("yaml", "line", "message"),
    [
        ("a: b\nuid: &x c\n", 3, "uid has an anchor, and is not edited."),
        ("uid: x\nuid: y\n", 3, "uid stands twice in the front matter."),
        ("uid: x\nid: y\n", 2, "uid stands under more than one name: uid and id."),
        ("uid:\n  a: b\n", 3, "uid has nested values, and is not edited."),
        ("uid: [a: b]\n", 2, "uid has nested values, and is not edited."),
        ("uid: [x, {a: b}]\n", 2, "uid has nested values, and is not edited."),
        ("b: &b {uid: x}\n<<: *b\n", 2, "uid stands in a nested map or is merged from another one, and is not edited."),
        ("&x uid: c\n", 2, "uid has an anchor before the key, and is not edited."),
        ("uid: [\n  a, # b\n  c ]\n", 2, "there is a comment within the list in brackets, which is not edited."),
        ("a: b: c\n", 2, "the front matter is not edited: the front matter is not valid YAML: mapping values are"),
    ],
)
def test_what_cannot_be_edited_safely_is_refused_with_its_line(yaml: str, line: int, message: str) -> None:
    told = refused(f"---\n{yaml}---\n", edit("set-property", "uid", "new"))
    assert told[0] == line or "brackets" in told[1]
    assert told[1].startswith(message)


def test_what_stands_in_a_list_of_maps_is_refused() -> None:
    told = refused("---\na: [x,\n  {b: 1}]\n---\n", edit("remove-property", "a.b"))
    assert told == (3, "a.b stands in a nested map or is merged from another one, and is not edited.")


def test_line_breaks_that_only_yaml_knows_do_not_lead_astray() -> None:
    before = "motto: a\u2028 b\x85 c\nuid: x\nz: y\n"
    assert within(before, edit("set-property", "uid", "new")) == before.replace("x\n", "new\n")


def test_a_text_of_several_lines_is_not_made_a_list() -> None:
    many = edit("set-property", "uid", "a", "b")
    assert "is not made a list" in refused("---\nuid: |\n  one\n---\n", many)[1]
    assert "is not made a list" in refused("---\nuid:\n  # c\n  one\n---\n", many)[1]


def test_an_entry_goes_where_the_section_has_its_newest() -> None:
    entry = edit("append-entry", "Log", "2026-11-22 call")
    assert made("## Log\n* 2026-03-01 a\n* 2026-01-01 b\n", entry) == (
        "## Log\n* 2026-11-22 call\n* 2026-03-01 a\n* 2026-01-01 b\n"
    )
    assert made("## Log\n* 2026-01-01 a\n  b\n* 2026-03-01 c\n  d\n\n# E\n", entry) == (
        "## Log\n* 2026-01-01 a\n  b\n* 2026-03-01 c\n  d\n* 2026-11-22 call\n\n# E\n"
    )


def test_a_single_entry_is_taken_for_newest_first() -> None:
    assert made("## Log\n- 2026-03-01 a\n", edit("append-entry", "Log", "2026-11-22 b")) == (
        "## Log\n- 2026-11-22 b\n- 2026-03-01 a\n"
    )


def test_a_section_that_is_missing_is_made_at_the_end_as_the_note_writes_its_sections() -> None:
    entry = edit("append-entry", "Log", "2026-11-22 call")
    assert made("text", entry) == "text\n\n## Log\n- 2026-11-22 call"
    assert made("# Ana\n\ntext\n\n", entry) == "# Ana\n\ntext\n\n## Log\n\n- 2026-11-22 call\n"
    assert made("  ", entry) == "  \n## Log\n- 2026-11-22 call"
    assert made("---\na: b\n---", entry) == "---\na: b\n---\n## Log\n- 2026-11-22 call"


def test_an_entry_that_would_hide_what_follows_is_refused() -> None:
    for text in ("2026-11-22 %% hidden", "2026-11-22 <!-- hidden"):
        log = "## Log\n- 2026-01-01 a\nmore %% --> text\n"
        assert "would not read as meant" in refused(log, edit("append-entry", "Log", text))[1]
    assert "would not read as meant" in refused("a\n", edit("append-entry", "Log #", "2026-11-22 call"))[1]
    assert "would not read as meant" in refused("a\n", edit("append-entry", "Log", "> 2026-11-22 call"))[1]


def test_a_task_is_ticked_and_unticked_with_its_day() -> None:
    ticked = made("- [ ] call Ben ^a\n", edit("set-task", "call Ben", "x", "2026-11-22"))
    assert ticked == "- [x] call Ben ✅ 2026-11-22 ^a\n"
    assert made(ticked, edit("set-task", "call Ben", " ")) == "- [ ] call Ben ^a\n"
    assert made(ticked, edit("set-task", "call Ben", "x", "2026-11-23")) == ticked
    assert made("- [x] a\n", edit("set-task", "a", "x", "2026-11-22")) == "- [x] a ✅ 2026-11-22\n"
    assert made("- [ ] a\n", edit("set-task", "a", "x")) == "- [x] a\n"
    assert made("- [ ] a\n", edit("set-task", "a", "-")) == "- [-] a\n"


def test_the_day_is_written_as_the_notes_other_tasks_have_theirs() -> None:
    change = edit("set-task", "a", "x", "2026-11-22", "where-used")
    assert made("- [ ] a\n- [ ] b\n", change) == "- [x] a\n- [ ] b\n"
    assert made("- [ ] a\n- [ ] b 📅 2026-12-01\n", change) == "- [x] a ✅ 2026-11-22\n- [ ] b 📅 2026-12-01\n"
    fields = "- [ ] b [due:: 2026-12-01]\n"
    assert made(f"- [ ] a\n{fields}", change) == f"- [x] a [completion:: 2026-11-22]\n{fields}"


def test_of_tasks_that_read_alike_the_nearest_is_meant_and_a_tie_is_refused() -> None:
    text = "- [ ] a\n\n- [ ] a\n"
    assert made(text, edit("set-task", "a", "x", line=3)) == "- [ ] a\n\n- [x] a\n"
    assert refused(text, edit("set-task", "a", "x", line=2)) == (1, "two tasks read 'a', and either could be meant.")
    assert refused(text, edit("set-task", "b", "x", line=2)) == (2, "no task reads 'b' any more.")


def test_a_task_that_comes_again_is_left_to_the_editor() -> None:
    for text in ("- [ ] a 🔁 every week\n", "- [ ] a [repeat:: every week]\n"):
        line, message = refused(text, edit("set-task", "a", "x"))
        assert (line, message) == (
            1,
            "the task comes again, and only the editor makes the next one when it is ticked.",
        )


def test_a_block_is_made_replaced_and_removed_whole() -> None:
    first = made("text\n", edit("replace-block", "brief", "one", ""))
    assert first == "text\n\n%% vaultsync:brief 2c8b08da5ce6 %%\none\n\n%% vaultsync:end brief %%\n"
    second = made(first + "more\n", edit("replace-block", "brief", "two"))
    assert second == "text\n\n%% vaultsync:brief 3fc4ccfe7458 %%\ntwo\n%% vaultsync:end brief %%\nmore\n"
    assert made(second, edit("replace-block", "brief")) == "text\n\nmore\n"
    assert made("text\n", edit("replace-block", "brief")) == "text\n"


def test_a_block_that_somebody_changed_is_left_alone() -> None:
    block = made("", edit("replace-block", "brief", "one"))
    change = edit("replace-block", "brief", "two")
    assert refused(block.replace("one", "mine"), change) == (
        1,
        "the block brief was changed by hand, and is left as it is.",
    )
    assert refused(block + block, change) == (1, "the block brief stands twice, or is not whole.")
    assert made(block.replace("one", "one  "), edit("replace-block", "brief", "one")) == block.replace("one", "one  ")


def test_a_block_that_would_end_up_in_code_is_refused() -> None:
    assert "would not read as meant" in refused("```\ncode", edit("replace-block", "brief", "two"))[1]


def test_edits_of_the_body_need_no_sound_front_matter_but_its_end() -> None:
    assert made("---\na: [\n---\n- [ ] b\n", edit("set-task", "b", "x")) == "---\na: [\n---\n- [x] b\n"
    assert refused("---\na: b\n- [ ] b\n", edit("set-task", "b", "x"))[1].startswith("the note is not edited: ")


def test_what_is_not_utf_8_is_refused_with_the_next_step() -> None:
    told = splice(PATH, AWKWARD["UTF-16"], edit("set-task", "b", "x"))
    assert isinstance(told, Problem)
    assert (told.code, told.severity, told.path) == ("edit-refused", "warning", PATH)
    assert (told.message, told.hint) == (
        "the note is not edited: the note is UTF-16, not UTF-8.",
        "Save it as UTF-8 in your editor.",
    )


def test_markers_of_a_conflict_in_code_stand_in_no_ones_way() -> None:
    assert made("- [ ] a\n<<<<<<< b\n", edit("set-task", "a", "x")) == "- [x] a\n<<<<<<< b\n"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain: text, 50 % [a] {b} <c>", "plain: text, 50 % [a] {b} <c>"),
        ("<% tp %> {{x}} %%a%% k:: v [[Ana]]", "< % tp %> { {x}} % %a% % k: : v [ [Ana]]"),
        ("<!-- a $$ b ``` c ~~~", "< !-- a $ $ b ` `` c ~ ~~"),
        ("[[[ :::", "[ [ [ : : :"),
        (" two\nlines\x00\t ", "two lines"),
    ],
)
def test_text_from_outside_can_open_nothing_in_a_note(text: str, safe: str) -> None:
    assert harmless(text) == safe
    assert harmless(safe) == safe


def test_a_last_line_of_front_matter_alone_needs_no_end() -> None:
    text = "---\na: b\n---"
    assert made(text, edit("replace-block", "brief", "one")).startswith(f"{text}\n%% vaultsync:brief ")
