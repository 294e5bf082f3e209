"""Failing examples: each states what should hold. Put the file into tests/builtin to run it."""

ANA = "---\ncadence: 6 weeks\n---\n## Log\n- 2026-10-01 call: hello\n"
LIST = 'list = "Catch-ups.md"'


def test_second_sync_after_a_tick_writes_nothing(keeper):
    keeper.has({"People/Ana.md": ANA}, f'{LIST}\nproperties = ["last_contact", "next_contact"]\nbrief = true').sync()
    keeper.swap("Catch-ups.md", "[ ]", "[x]")
    keeper.sync()
    keeper.sync()
    assert keeper.touched() == []


def test_second_sync_after_last_contact_changed_the_brief_writes_nothing(keeper):
    note = ANA.replace("---\nc", "---\nlast_contact: 2026-09-01\nc")
    keeper.has({"People/Ana.md": note}, 'properties = ["last_contact"]\nbrief = true').sync()
    keeper.sync()
    assert keeper.touched() == []


def test_a_hand_edited_brief_does_not_keep_a_tick_from_being_logged(keeper):
    keeper.has({"People/Ana.md": ANA}, f"{LIST}\nbrief = true").sync()
    keeper.swap("People/Ana.md", "**Last**", "**Latest**")
    keeper.swap("Catch-ups.md", "[ ]", "[x]")
    keeper.sync()
    assert keeper.contacts("Ana")[0] == ("2026-11-22", "call")


def test_an_ambiguous_last_contact_is_not_replaced_by_an_older_day(keeper):
    note = ANA.replace("---\nc", "---\nlast_contact: 01/02/2026\nc").replace("2026-10-01", "2025-12-01")
    keeper.has({"People/Ana.md": note}, 'properties = ["last_contact"]').sync()
    assert "01/02/2026" in keeper.text("People/Ana.md")


def test_a_day_set_for_somebody_without_cadence_still_comes_up(keeper):
    keeper.has({"People/Ana.md": "---\nnext_contact: 2026-12-05\n---\n"}, 'properties = ["next_contact"]').sync()
    assert [str(one.due) for one in keeper.vault.arrange().schedule.reminders] == ["2026-12-05"]


def test_next_contact_does_not_come_from_the_day_a_note_was_first_seen(keeper):
    keeper.has({"People/Cy.md": "---\ncadence: 4 weeks\n---\n"}, 'properties = ["next_contact"]').sync()
    assert "next_contact" not in keeper.text("People/Cy.md")


def test_a_link_by_name_alone_stands_for_the_person(keeper):
    keeper.has({"People/Ana.md": ANA}, LIST).sync()
    keeper.swap("Catch-ups.md", "[[People/Ana|Ana]]", "[[Ana]]")
    keeper.sync()
    assert keeper.touched() == []
    keeper.swap("Catch-ups.md", "[ ]", "[x]")
    keeper.sync()
    assert keeper.contacts("Ana")[0] == ("2026-11-22", "call")


def test_the_users_own_words_about_time_are_no_fault_of_a_plugin(keeper):
    note = ANA.replace("hello", "moved two weeks ago")
    keeper.has({"People/Ana.md": note}, "brief = true").sync()
    assert "moved two weeks ago" in keeper.text("People/Ana.md").partition("%%")[2]


def test_a_tick_that_was_not_seen_for_three_weeks_is_logged_or_told_of(keeper):
    keeper.has({"People/Ana.md": ANA}, LIST).sync()
    keeper.swap("Catch-ups.md", "[ ] ", "[x] ")
    said = keeper.sync(today="2026-12-07")
    assert "Catch-ups.md" in said.err or len(keeper.contacts("Ana", "2026-12-07")) == 2


def test_a_logged_tick_gives_nobody_a_tag(keeper):
    keeper.has(
        {"People/Ana.md": ANA, "T.md": "- [x] ask [[Ana]] of the #mentor scheme ✅ 2026-11-21\n"}, "ticks = true"
    )
    keeper.sync()
    assert keeper.vault.arrange().network.people[0].tags == ()


def test_a_brief_of_which_nothing_is_left_is_taken_away(keeper):
    keeper.has({"People/Ana.md": "---\nrole: Cook\n---\n"}, "brief = true").sync()
    keeper.swap("People/Ana.md", "role: Cook\n", "")
    keeper.sync()
    assert "Cook" not in keeper.text("People/Ana.md")


def test_a_property_that_the_user_moves_back_and_forth_is_no_tug_of_war(keeper):
    keeper.has({"People/Ana.md": ANA}, 'properties = ["next_contact"]').sync()
    for was, now in [(6, 4), (4, 6)] * 4:
        keeper.swap("People/Ana.md", f"cadence: {was} weeks", f"cadence: {now} weeks")
        assert "takes it back" not in keeper.sync().err


def test_a_dry_run_where_another_computer_writes_shows_no_edits(keeper):
    keeper.has({"People/Ana.md": ANA}, f'{LIST}\nonly_on = "another"')
    assert "[[People/Ana" not in keeper.sync("--dry-run").out


def test_edits_that_change_nothing_are_not_counted(keeper):
    keeper.has({"People/Ana.md": ANA}, "brief = true").sync()
    assert keeper.sync("--dry-run", "--json").json["edits"] == 0


def test_the_channel_of_somebody_with_a_dash_in_the_name(keeper):
    keeper.has({"People/Ana — baker.md": ANA}, LIST).sync()
    keeper.swap("Catch-ups.md", "[ ]", "[x]")
    keeper.sync()
    assert "- 2026-11-22 call\n" in keeper.text("People/Ana — baker.md")
