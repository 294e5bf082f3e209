"""``picks``: whom to reach out to this week, the arithmetic behind it, and leaving one out."""

import pytest

ANA = "---\nskills: [geology]\n---\n## Log\n- 2023-05-04 lunch: her sabbatical\n"
CY = "---\nskills: [law]\n---\n## Log\n- 2024-05-02 call: hello\n- 2024-05-04 call: hello\n"
BO = "---\nphone: +44 7700 900114\n---\n## Log\n- 2026-09-01 mail: a\n- 2026-10-01 mail: b\n- 2026-11-01 message: c\n"
KOFI = "---\nstatus: aspirational\n---\n"
RAVI = '---\nknows: "[[Kofi]]"\n---\n## Log\n- 2026-10-15 call: hello\n'
ON = "[write]\nenabled = true\n[picks]\nenabled = true\nsince = 2026-11-16\n"
MONDAY = "2026-11-16"


@pytest.fixture
def picks(writer):
    writer.vault.remove("People/Ana Reyes.md")
    notes = {"Ana": ANA, "Bo": BO, "Cy": CY, "Kofi": KOFI, "Ravi": RAVI}
    writer.vault.write({"vaultsync.toml": ON, **{f"People/{name}.md": text for name, text in notes.items()}})
    return lambda *arguments, today=MONDAY: writer("picks", *arguments, today=today)


SHOWN = """\
This week  from 16 Nov 2026
  An old tie    Ana   lunch  4 years since lunch; little time spent together
                             (one contact), and nobody else you know has the
                             skill geology
  Somebody new  Kofi  write  you would like to know them; Ravi knows them and
                             could introduce you (call, 15 Oct 2026)
  A call        Bo    call   2 weeks since a message; you have their number, and
                             3 contacts so far, all in writing
"""


def test_the_three_are_shown_with_their_reasons(picks):
    said = picks()
    assert (said.code, said.out, said.err) == (0, SHOWN, "")


def test_before_they_are_turned_on_they_are_shown_here_alone_and_it_says_how(picks, writer):
    writer.vault.write({"vaultsync.toml": ""})
    said = picks()
    assert said.out == SHOWN
    assert said.err.endswith("vaultsync.toml:\n  [picks]\n  enabled = true\n  since = 2026-11-16\n")
    assert [row for row in writer("agenda", "--json", today=MONDAY).json if row["kind"] == "pick"] == []
    writer.vault.write({"vaultsync.toml": "[picks]\nenabled = true\nsince = 2026-11-16\n"})
    assert (picks().out, picks().err) == (SHOWN, "")


def test_they_stand_in_the_agenda_with_the_same_reasons(picks, writer):
    rows = [row for row in writer("agenda", "--json", today=MONDAY).json if row["kind"] == "pick"]
    told = picks("--json").json["picks"]
    assert sorted((row["person"], row["date"], row["reason"], row["action"]) for row in rows) == sorted(
        (row["person"], row["date"], row["reason"], row["action"]) for row in told
    )


def test_what_was_done_this_week_is_said_to_be(picks, writer):
    writer("log", "Ana", "her new job", "--via", "call", today="2026-11-17")
    said = picks(today="2026-11-18")
    assert "An old tie    Ana   ✓      you were in touch on 17 Nov 2026\n" in said.out
    (row,) = (row for row in picks("--json", today="2026-11-18").json["picks"] if row["person"] == "Ana")
    assert (row["done"], row["date"]) == (True, None)


def test_the_arithmetic_is_explained_with_the_place_of_each_number(picks):
    said = picks("--explain").out
    assert (
        "   1  Ana  4.00  this week\n"
        "      little-time   2 × 1.00 = 2.00    little time spent together (one contact)\n"
        "        People/Ana.md:5\n"
        "      other-field   2 × 1.00 = 2.00    nobody else you know has the skill\n"
        "        geology  People/Ana.md:2\n"
        "   2  Cy  3.00\n"
        "      little-time   2 × 0.50 = 1.00    little time spent together (2 contacts)\n"
        "        People/Cy.md:6\n"
    ) in said
    assert "had a turn in the week of 16 Nov 2026" in picks("--explain", today="2026-11-23").out
    told = picks("--explain", "--json").json
    first = told["candidates"][0]
    assert (first["kind"], first["person"], first["score"], first["last_turn"]) == ("dormant", "Ana", 4.0, None)
    assert first["parts"][0] == {
        "name": "little-time",
        "weight": 2.0,
        "value": 1.0,
        "says": "little time spent together (one contact)",
        "path": "People/Ana.md",
        "line": 5,
        "points": 2.0,
    }
    for row in told["candidates"]:
        assert row["score"] == pytest.approx(sum(part["points"] for part in row["parts"]))


def test_json_says_the_week_and_each_pick(picks):
    told = picks("--json").json
    assert (told["week"], told["from"], told["enabled"]) == ("2026-W47", "2026-11-16", True)
    assert [(row["kind"], row["person"], row["minutes"], row["since"]) for row in told["picks"]] == [
        ("dormant", "Ana", 20, "2023-05-04"),
        ("aspirational", "Kofi", 20, None),
        ("channel", "Bo", 20, "2026-11-01"),
    ]
    assert "candidates" not in told


def test_whoever_is_skipped_is_left_out_this_week_by_a_line_in_the_note_and_the_next_one_comes(picks, writer):
    said = picks("--skip", "Ana")
    assert said.code == 0
    assert said.out.startswith(
        "People/Ana.md\n  + snooze_until: 2026-11-23\n"
        "Ana is snoozed until 23 Nov 2026, and comes up again from then on. Undo: vaultsync undo\n"
        "This week  from 16 Nov 2026\n  An old tie    Cy "
    )
    assert "snooze_until: 2026-11-23\n" in writer.text("People/Ana.md")
    assert next(row["person"] for row in picks("--json", today="2026-11-23").json["picks"]) == "Ana"
    again = picks("--skip", "Ana")
    assert (again.code, again.out) == (2, "")
    assert "Ana is not among this week's picks, which are: Cy, Kofi, Bo." in again.err


def test_skipping_as_json_and_dry(picks, writer):
    told = {"person": "Ana", "path": "People/Ana.md", "until": "2026-11-23"}
    assert picks("--skip", "Ana", "--json", "--dry-run").json == told | {"written": False}
    assert writer.text("People/Ana.md") == ANA
    assert picks("--skip", "Ana", "--json").json == told | {"written": True}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--skip", "Ravi"), "Ravi is not among this week's picks"),
        (("--skip", "Nobody"), "There is no Nobody in this vault."),
        (("--without", "picks"), "The plugin picks is left out of this run"),
    ],
)
def test_wrong_use_is_told(picks, arguments, said):
    found = picks(*arguments)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_where_nobody_waits_it_says_so(picks, writer):
    writer.vault.remove("People/Ana.md", "People/Bo.md", "People/Cy.md", "People/Kofi.md")
    assert "Nobody waits" in picks().out
    assert picks("--explain").code == 0
    assert picks("--json").json["picks"] == []


def test_the_agenda_follows_when_somebody_is_skipped(picks, writer):
    def agenda():
        rows = writer("agenda", "--json", today=MONDAY).json
        return sorted(row["person"] for row in rows if row["kind"] == "pick")

    writer("sync", today=MONDAY)
    assert agenda() == ["Ana", "Bo", "Kofi"]
    picks("--skip", "Ana")
    assert agenda() == ["Bo", "Cy", "Kofi"]
    writer("sync", today=MONDAY)
    assert agenda() == ["Bo", "Cy", "Kofi"]


NO = BO.replace("2026-11-01 message: c", "2026-11-10 mail: coffee? (outcome:: declined)")


def test_who_declined_is_not_named_and_the_explanation_says_until_when(picks, writer):
    writer.vault.write({"People/Bo.md": NO})
    assert "Bo" not in picks().out
    said = " ".join(picks("--explain").out.split())
    assert "Bo left in peace until 10 Nov 2027: not a good time for them on 10 Nov 2026 People/Bo.md:7" in said
    (held,) = picks("--explain", "--json").json["held"]
    assert (held["kind"], held["person"], held["until"]) == ("channel", "Bo", "2027-11-10")
    assert writer.text(held["where"]).splitlines()[held["line"] - 1].endswith("(outcome:: declined)")


# What came of a pick


@pytest.mark.parametrize(
    ("who", "options", "end"),
    [
        ("Ana", [], " (pick:: dormant)"),
        ("Kofi", ["--outcome", "met"], " (outcome:: met) (pick:: aspirational)"),
        ("Bo", ["--via", "call", "--outcome", "no-answer"], " (outcome:: no-answer) (pick:: channel)"),
        ("Ana", ["--no-pick"], ""),
        ("Ana", ["--in"], ""),
        ("Ana", ["--on", "2026-11-15"], ""),
        ("Ravi", [], ""),
    ],
)
def test_log_notes_of_which_pick_it_came_where_you_reached_out_this_week(picks, writer, who, options, end):
    writer("log", who, "once more", *options, today="2026-11-18")
    (line,) = (each for each in writer.text(f"People/{who}.md").splitlines() if each.endswith(f"once more{end}"))
    assert ("pick::" in line) is bool("pick" in end)


def test_after_the_first_contact_the_next_is_not_of_the_pick_any_more(picks, writer):
    writer("log", "Ana", "one", today="2026-11-17")
    writer("log", "Ana", "two", today="2026-11-18")
    text = writer.text("People/Ana.md")
    assert "one (pick:: dormant)" in text
    assert "two (pick" not in text


def test_no_pick_is_noted_where_picks_are_off(picks, writer):
    writer.vault.write({"vaultsync.toml": "[write]\nenabled = true\n"})
    writer("log", "Ana", "hello", today="2026-11-18")
    assert "pick::" not in writer.text("People/Ana.md")


def test_a_pick_that_is_ticked_in_the_list_is_logged_as_one_also_a_week_later(picks, writer):
    writer.vault.write({"vaultsync.toml": ON.replace("[picks]", 'list = "Catch-ups.md"\n[picks]')})
    writer("sync", today="2026-11-18")
    text = writer.text("Catch-ups.md")
    assert text.count("(pick:: dormant)") == text.count("(pick:: channel)") == 1
    ticked = "\n".join(each.replace("[ ]", "[x]") if "Ana" in each else each for each in text.split("\n"))
    writer.vault.write({"Catch-ups.md": ticked})
    writer("sync", today="2026-11-24")
    assert "- 2026-11-24 lunch (pick:: dormant)\n" in writer.text("People/Ana.md")
    writer("sync", today="2026-11-24")
    assert writer.text("People/Ana.md").count("pick::") == 1
    told = writer("report", "--json", today="2026-11-24").json["by"]["pick"]
    assert {one["name"]: one["lines"] for one in told if one["lines"]} == {"dormant": 1, "no-pick": 4}
