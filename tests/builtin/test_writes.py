"""What a sync writes into notes where it was asked to, and that it writes nothing else, nothing twice and no clock."""

import json
import platform
import time
from collections.abc import Iterable

import pytest

from vaultsync import Edit, Network, hookimpl
from vaultsync.hooks import load as loading

ANA = "---\ncadence: 6 weeks\n---\n## Log\n- 2026-10-01 call: hello\n"
BO = "---\ncadence: 4 weeks\nrole: Baker\n---\n## Log\n- 2026-10-20 coffee: hello\n"
CY = "---\ncadence: 4 weeks\n---\nMet on the train.\n"
LIST = 'list = "Catch-ups.md"'
EVERYTHING = f'properties = ["last_contact", "next_contact", "uid"]\nbrief = true\n{LIST}'
TITLE = "## Week of 16 Nov 2026\n"
OF_ANA = "- [ ] [[People/Ana|Ana]] — call: every 6 weeks (a call on 1 Oct 2026)\n"
OF_BO = "- [ ] [[People/Bo|Bo]] — coffee: every 4 weeks (coffee on 20 Oct 2026)\n"
OF_CY = "- [ ] [[People/Cy|Cy]] — catch up: nothing noted yet; every 4 weeks\n"


# Properties


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("last_contact", "last_contact: 2026-10-01\n"),
        ("next_contact", "next_contact: 2026-11-12\n"),
        ("uid", "uid: People/Ana.md\n"),
    ],
)
def test_a_property_is_written_where_the_settings_name_it(keeper, name, written):
    keeper.has({"People/Ana.md": ANA}, f'properties = ["{name}"]').sync()
    assert keeper.text("People/Ana.md") == ANA.replace("6 weeks\n", f"6 weeks\n{written}")


def test_a_note_keeps_its_own_spelling_and_all_else_it_says(keeper):
    note = ANA.replace("---\ncadence", '---\nLast Contacted: "2026-09-01" # a comment\nmood: [good,  ill]\ncadence')
    keeper.has({"People/Ana.md": note}, 'properties = ["last_contact"]').sync()
    assert keeper.text("People/Ana.md") == note.replace('"2026-09-01"', '"2026-10-01"')


def test_a_note_that_lacks_the_property_gets_it_as_the_vault_spells_it(keeper):
    spelled = BO.replace("role", "lastContact: 2026-10-20\nrole")
    keeper.has({"People/Ana.md": ANA, "People/Bo.md": spelled}, 'properties = ["last_contact"]').sync()
    assert "lastContact: 2026-10-01\n" in keeper.text("People/Ana.md")
    assert keeper.text("People/Bo.md") == spelled


def test_a_property_that_says_so_already_in_other_words_is_left_alone(keeper):
    note = ANA.replace("---\ncadence", '---\nlast_contact: "[[2026-10-01]]"\nuid: ana\ncadence')
    keeper.has({"People/Ana.md": note}, 'properties = ["last_contact", "uid"]').sync()
    assert keeper.text("People/Ana.md") == note


def test_a_new_contact_moves_the_properties(keeper):
    keeper.has({"People/Ana.md": ANA}, 'properties = ["last_contact", "next_contact"]').sync()
    keeper.swap("People/Ana.md", "## Log\n", "## Log\n- 2026-11-22 call: again\n")
    keeper.sync()
    assert "last_contact: 2026-11-22\nnext_contact: 2027-01-03\n" in keeper.text("People/Ana.md")


def test_a_next_contact_that_vaultsync_writes_is_not_one_that_the_user_set(keeper):
    keeper.has({"People/Ana.md": ANA}, 'properties = ["next_contact"]').sync()
    (reminder,) = keeper.vault.arrange().schedule.reminders
    assert (reminder.due.isoformat(), reminder.reason) == ("2026-11-12", "a call; every 6 weeks")


def test_a_next_contact_that_vaultsync_does_not_write_is_one_that_the_user_set(keeper):
    note = ANA.replace("---\ncadence", "---\nnext_contact: 2026-12-05\ncadence")
    keeper.has({"People/Ana.md": note}, 'properties = ["last_contact"]').sync()
    (reminder,) = keeper.vault.arrange().schedule.reminders
    assert (reminder.due.isoformat(), reminder.reason) == ("2026-12-05", "the day you set")


def test_somebody_without_contact_or_cadence_gets_neither_day(keeper):
    keeper.has({"People/Di.md": "A friend.\n"}, 'properties = ["last_contact", "next_contact"]').sync()
    assert keeper.text("People/Di.md") == "A friend.\n"


# The brief


BRIEF = "%% vaultsync:brief {} %%\n**Who** {}\n**Last** 20 Oct 2026: coffee: hello\n%% vaultsync:end brief %%\n"


def test_the_brief_stands_in_the_note_as_a_block(keeper):
    keeper.has({"People/Bo.md": BO}, "brief = true").sync()
    assert keeper.text("People/Bo.md") == f"{BO}\n{BRIEF.format('bbfe47124e20', 'Baker')}"


def test_the_brief_is_replaced_when_it_changes_and_nothing_around_it(keeper):
    keeper.has({"People/Bo.md": BO}, "brief = true").sync()
    keeper.file("People/Bo.md").write_text(
        keeper.text("People/Bo.md").replace("role: Baker", "role: Cook") + "My own\n"
    )
    keeper.sync()
    changed = keeper.text("People/Bo.md")
    assert "**Who** Cook\n" in changed
    assert "Baker" not in changed
    assert changed.endswith("%% vaultsync:end brief %%\nMy own\n")


def test_a_brief_that_was_edited_by_hand_is_left_alone_and_told_of(keeper):
    keeper.has({"People/Bo.md": BO}, "brief = true").sync()
    keeper.swap("People/Bo.md", "**Who** Baker", "**Who** The best baker")
    keeper.swap("People/Bo.md", "role: Baker", "role: Cook")
    before = keeper.notes()
    assert "the block brief was changed by hand" in keeper.sync().err
    assert (keeper.notes(), keeper.touched()) == (before, [])


def test_somebody_of_whom_nothing_is_known_gets_no_block(keeper):
    keeper.has({"People/Cy.md": CY}, "brief = true").sync()
    assert keeper.text("People/Cy.md") == CY


def test_what_others_wrote_has_no_power_in_a_brief(keeper):
    keeper.has({"People/Bo.md": BO.replace("Baker", '"[[Home]] %% x:: y"')}, "brief = true").sync()
    block = keeper.text("People/Bo.md").partition("%% vaultsync:brief")[2]
    assert "[[" not in block
    assert "::" not in block
    assert block.count("%%") == 3


# The list


def test_the_list_is_made_by_the_first_sync_with_those_who_wait_longest_first(keeper):
    keeper.has({"People/Ana.md": ANA, "People/Bo.md": BO, "People/Cy.md": CY}, LIST).sync()
    assert keeper.notes() == {
        "Catch-ups.md": (TITLE + OF_ANA + OF_BO + OF_CY).encode(),
        "People/Ana.md": ANA.encode(),
        "People/Bo.md": BO.encode(),
        "People/Cy.md": CY.encode(),
    }


def test_a_list_holds_no_more_people_than_a_week_has_room_for(keeper):
    keeper.has({f"People/P{number}.md": ANA for number in range(9)}, LIST)
    keeper.swap("vaultsync.toml", "[write]", "[planning]\nper_week = 4\n[write]")
    keeper.sync()
    assert keeper.text("Catch-ups.md").count("- [ ]") == 4


def test_a_tick_makes_no_room_in_a_week_that_was_full(keeper):
    keeper.has({f"People/P{number}.md": ANA for number in range(9)}, LIST)
    keeper.swap("vaultsync.toml", "[write]", "[planning]\nper_week = 4\n[write]")
    keeper.sync()
    keeper.swap("Catch-ups.md", "- [ ] [[People/P0|", "- [x] [[People/P0|")
    keeper.sync()
    assert keeper.text("Catch-ups.md").count("[[") == 4


def test_each_week_has_a_section_and_what_stood_before_stays(keeper):
    keeper.has({"People/Ana.md": ANA, "People/Bo.md": BO}, LIST).sync()
    keeper.sync(today="2026-11-23")
    assert keeper.text("Catch-ups.md") == (f"{TITLE}{OF_ANA}{OF_BO}\n## Week of 23 Nov 2026\n{OF_ANA}{OF_BO}")


def test_somebody_who_is_not_due_this_week_is_not_on_the_list(keeper):
    keeper.has({"People/Ana.md": ANA.replace("2026-10-01", "2026-11-20")}, LIST).sync()
    assert keeper.touched() == []
    assert not keeper.file("Catch-ups.md").exists()


def test_a_list_that_nobody_touches_is_written_once(keeper):
    keeper.has({"People/Ana.md": ANA, "People/Bo.md": BO}, LIST).sync()
    for day in ("2026-11-22", "2026-11-22"):
        keeper.sync(today=day)
        assert keeper.touched() == []


def test_lines_of_the_users_own_stay_in_the_list(keeper):
    own = "# My week\n\n- buy cake\n\n" + TITLE + "A note to myself.\n- [ ] water the plants\n"
    keeper.has({"People/Ana.md": ANA, "Catch-ups.md": own}, LIST).sync()
    written = keeper.text("Catch-ups.md")
    assert [line for line in written.splitlines(keepends=True) if line != OF_ANA] == own.splitlines(keepends=True)
    assert OF_ANA in written


def test_a_task_that_the_user_wrote_for_somebody_stands_for_them(keeper):
    keeper.has({"People/Ana.md": ANA, "Catch-ups.md": TITLE + "- [ ] [[People/Ana]]: the book\n"}, LIST).sync()
    assert keeper.touched() == []


def test_a_list_in_a_folder_is_made_with_its_folder(keeper):
    keeper.has({"People/Ana.md": ANA}, 'list = "Notes/This week.md"').sync()
    assert keeper.text("Notes/This week.md") == TITLE + OF_ANA


# Ticking


@pytest.mark.parametrize(
    ("box", "beside", "day"),
    [("[x]", "", "2026-11-22"), ("[x]", " ✅ 2026-11-19", "2026-11-19"), ("[X]", "", "2026-11-22")],
)
def test_a_tick_in_the_list_is_logged_once_with_its_day_and_channel(keeper, box, beside, day):
    keeper.has({"People/Ana.md": ANA}, LIST).sync()
    keeper.swap("Catch-ups.md", OF_ANA, OF_ANA.replace("[ ]", box).replace("\n", f"{beside}\n"))
    keeper.sync()
    logged = ANA.replace("## Log\n", f"## Log\n- {day} call\n")
    assert keeper.text("People/Ana.md") == logged
    assert keeper.text("Catch-ups.md") == TITLE + OF_ANA.replace("[ ]", box).replace("\n", f" ✅ {day}\n")
    for today in ("2026-11-22", "2026-11-24", "2026-12-01"):
        keeper.sync(today=today)
        assert keeper.text("People/Ana.md") == logged
    assert keeper.contacts("Ana", "2026-12-01") == [(day, "call"), ("2026-10-01", "call")]


@pytest.mark.parametrize(("channel", "logged"), [("mail", "mail"), ("met", "met"), ("video", "video"), ("", "")])
def test_a_tick_names_the_channel_as_something_done(keeper, channel, logged):
    note = ANA.replace("call: hello", f"{channel}: hello") if channel else CY
    keeper.has({"People/Ana.md": note}, LIST).sync()
    keeper.swap("Catch-ups.md", "[ ]", "[x]")
    keeper.sync()
    assert keeper.contacts("Ana")[0] == ("2026-11-22", logged)


def test_ticking_moves_the_next_catch_up(keeper):
    keeper.has({"People/Ana.md": ANA}, LIST).sync()
    keeper.swap("Catch-ups.md", "[ ]", "[x]")
    keeper.sync()
    (one,) = keeper.vault.arrange().schedule.catch_ups
    assert one.reminder.due.isoformat() == "2027-01-03"
    assert "DTSTART;VALUE=DATE:20270103" in keeper.vault.feed()


def test_a_tick_of_last_week_still_counts(keeper):
    keeper.has({"People/Ana.md": ANA}, LIST).sync()
    keeper.sync(today="2026-11-23")
    keeper.swap("Catch-ups.md", f"{TITLE}- [ ]", f"{TITLE}- [x]")
    keeper.sync(today="2026-11-24")
    assert keeper.contacts("Ana", "2026-11-24")[0] == ("2026-11-24", "call")


def test_a_tick_for_a_day_to_come_is_not_logged(keeper):
    keeper.has({"People/Ana.md": ANA}, LIST).sync()
    keeper.swap("Catch-ups.md", OF_ANA, OF_ANA.replace("[ ]", "[x]").replace("\n", " ✅ 2026-12-24\n"))
    keeper.sync()
    assert keeper.text("People/Ana.md") == ANA


WAYS = {
    "a tick": lambda keeper: keeper.swap("Catch-ups.md", "[ ]", "[x]"),
    "a command": lambda keeper: keeper("log", "Ana", "--via", "call"),
    "by hand": lambda keeper: keeper.swap("People/Ana.md", "## Log\n", "## Log\n- 2026-11-22 call\n"),
}


@pytest.mark.parametrize("ways", [*([way] for way in WAYS), [*WAYS], ["by hand", "a tick"], ["a command", "a tick"]])
def test_a_tick_a_command_and_an_edit_by_hand_are_the_same_contact_counted_once(keeper, ways):
    keeper.has({"People/Ana.md": ANA}, LIST).sync()
    for way in ways:
        WAYS[way](keeper)
    keeper.sync()
    assert keeper.contacts("Ana") == [("2026-11-22", "call"), ("2026-10-01", "call")]
    keeper.sync()
    assert keeper.contacts("Ana") == [("2026-11-22", "call"), ("2026-10-01", "call")]


# The whole


def vault() -> dict[str, str]:
    return {"People/Ana.md": ANA, "People/Bo.md": BO, "People/Cy.md": CY, "Other.md": "[[Ana]] is a friend.\n"}


def test_nothing_is_written_where_nothing_was_asked_for(keeper):
    keeper.has(vault()).sync()
    assert keeper.notes() == {path: text.encode() for path, text in vault().items()}
    assert keeper.touched() == []


def test_a_second_sync_writes_nothing(keeper):
    keeper.has(vault(), EVERYTHING).sync()
    assert keeper.touched() == ["Catch-ups.md", "People/Ana.md", "People/Bo.md", "People/Cy.md"]
    notes = keeper.notes()
    feeds = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in keeper.vault.feeds.iterdir()}
    keeper.sync()
    assert (keeper.notes(), keeper.touched()) == (notes, [])
    assert feeds == {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in keeper.vault.feeds.iterdir()}


def test_a_dry_run_shows_the_lines_and_writes_none(keeper):
    keeper.has(vault(), EVERYTHING)
    said = keeper.sync("--dry-run").out
    assert keeper.notes() == {path: text.encode() for path, text in vault().items()}
    for line in ("Catch-ups.md", "People/Ana.md", f"  + {OF_ANA}", "  + last_contact: 2026-10-01", "  + **Who** Baker"):
        assert line.strip("\n") in said
    assert keeper.touched() == []


def test_what_a_dry_run_shows_is_what_the_sync_writes(keeper):
    keeper.has(vault(), EVERYTHING)
    said = keeper.sync("--dry-run").out
    added = {line[4:] for line in said.partition("Catch-ups.md")[2].splitlines() if line.startswith("  + ")}
    before = {line for text in vault().values() for line in text.splitlines()}
    keeper.sync()
    after = {line for data in keeper.notes().values() for line in data.decode().splitlines()}
    assert after - before == added - before


def test_without_leave_nothing_is_written_and_it_is_said_once(keeper):
    keeper.has(vault(), EVERYTHING, enabled=False)
    said = keeper.sync()
    assert said.err.count("was not told that it may") == 1
    assert "enabled = true" in said.err
    assert keeper.sync("--json").json["problems"] == {"error": 0, "warning": 0, "info": 1}
    assert keeper.notes() == {path: text.encode() for path, text in vault().items()}


def test_a_computer_that_is_not_the_one_named_writes_nothing(keeper):
    keeper.has(vault(), f'{EVERYTHING}\nonly_on = "another-computer"')
    keeper.sync()
    assert keeper.notes() == {path: text.encode() for path, text in vault().items()}
    assert "BEGIN:VEVENT" in keeper.vault.feed()


def test_the_computer_that_is_named_writes(keeper, monkeypatch):
    monkeypatch.setattr(platform, "node", lambda: "Desk")
    keeper.has(vault(), f'{LIST}\nonly_on = "desk"').sync()
    assert keeper.touched() == ["Catch-ups.md"]


def test_a_note_that_was_saved_a_moment_ago_waits_for_the_next_sync(keeper, monkeypatch):
    keeper.has({"People/Ana.md": ANA, "People/Bo.md": BO}, 'properties = ["uid"]')
    monkeypatch.setattr("tests.builtin.conftest.LONG_AGO", time.time())
    assert "left alone" in keeper.sync().err
    assert keeper.text("People/Ana.md") == ANA


@pytest.mark.parametrize("settings", [EVERYTHING, LIST, "brief = true", 'properties = ["uid", "next_contact"]'])
def test_undo_gives_every_note_its_first_bytes_back(keeper, settings):
    keeper.has(vault(), settings)
    before = keeper.notes()
    keeper.sync()
    assert keeper.notes() != before
    keeper("undo")
    assert keeper.notes() == before


def test_undo_takes_a_logged_tick_back_and_leaves_the_tick(keeper):
    keeper.has(vault(), LIST).sync()
    keeper.swap("Catch-ups.md", "[ ] [[People/Ana", "[x] [[People/Ana")
    before = keeper.notes()
    keeper.sync()
    keeper("undo")
    assert keeper.notes() == before


class Odd:
    """A plugin that asks for one good edit, and then raises."""

    @hookimpl
    def vaultsync_edit_notes(self, network: Network) -> Iterable[Edit]:
        person = network.people[0]
        yield Edit(path=person.path, kind="append-entry", name="Log", value=("2026-11-22 odd",), reason="odd")
        raise RuntimeError("out of ink")


def test_of_a_plugin_that_fails_no_edit_is_made_and_the_others_are(keeper, monkeypatch):
    def with_it(*arguments, **options):
        manager, infos, problems = loading.load(*arguments, **options)
        manager.register(Odd(), "odd")
        return manager, infos, problems

    monkeypatch.setattr("vaultsync.sync.plugged.load", with_it)
    keeper.has({"People/Ana.md": ANA}, LIST).sync()
    assert keeper.text("People/Ana.md") == ANA
    assert keeper.text("Catch-ups.md") == TITLE + OF_ANA


def test_a_plugin_can_be_left_out_and_with_it_its_edits(keeper):
    keeper.has(vault(), EVERYTHING).sync("--without", "list", "--without", "brief-block")
    written = keeper.text("People/Bo.md")
    assert ("uid:" in written, "%%" in written, keeper.file("Catch-ups.md").exists()) == (True, False, False)


def test_what_was_written_is_told_as_json(keeper):
    keeper.has({"People/Ana.md": ANA}, EVERYTHING)
    assert json.loads(keeper.sync("--dry-run", "--json").out)["edits"] > 0
    assert keeper.sync("--json").json["edits"] == 2
