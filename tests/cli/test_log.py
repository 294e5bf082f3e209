"""``log``: one dated line in the person's own note, which reads again as the contact that was meant."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import ANA, TODAY, contacts

from vaultsync.cli.log import MARKS, _seen
from vaultsync.cli.log_entry import entry
from vaultsync.cli.writing import one_line
from vaultsync.notes import exchanges_in, lessons_in, outcome_of, parse_note, pick_in, wishes_in
from vaultsync.people import CHANNELS, OUTCOMES
from vaultsync.people.channels import channel_and_direction, channel_of

NOTE = "People/Ana Reyes.md"
OLD = "- 2026-10-01 ☎ call: hello\n"


def test_a_contact_becomes_one_dated_line_and_is_shown_with_what_it_changes(writer):
    before = writer.text(NOTE)
    said = writer("log", "ana reyes", "moving to  Leeds\nin spring", "--via", "call")
    line = "- 2026-11-22 ☎ call: moving to Leeds in spring"
    assert writer.text(NOTE) == before.replace(OLD, f"{line}\n{OLD}")
    assert (said.code, said.err) == (0, "")
    assert said.out == (f"{NOTE}\n  + {line}\nNext catch-up: week of 28 Dec (every 6 weeks). Undo: vaultsync undo\n")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ([], "2026-11-22: in touch"),
        (["hello"], "2026-11-22: hello"),
        (["--via", "mail"], "2026-11-22 ✉ mail"),
        (["--in"], "2026-11-22 from them"),
        (["hello", "--in"], "2026-11-22 from them: hello"),
        (["hello", "--in", "--via", "text"], "2026-11-22 💬 text, from them: hello"),
        (["hello", "--on", "2026-11-03"], "2026-11-03: hello"),
        (["hello", "--outcome", "talked"], "2026-11-22: hello (outcome:: talked)"),
        (["--via", "call", "--outcome", "no-answer"], "2026-11-22 ☎ call (outcome:: no-answer)"),
        (["a\x07b\x1b[31m"], "2026-11-22: a b [31m"),
        (["100%% sure <!-- or not"], "2026-11-22: 100% % sure < !-- or not"),
        (["the 👩‍👩‍👧 came"], "2026-11-22: the 👩‍👩‍👧 came"),
    ],
)
def test_the_line_says_what_was_given_and_no_more(writer, options, line):
    said = writer("log", "Ana Reyes", *options)
    assert f"\n- {line}\n{OLD}" in writer.text(NOTE)
    assert said.out.splitlines()[1] == f"  + - {line}"


@given(
    text=st.text(max_size=40)
    | st.sampled_from(["12:30, 2 cakes", "2026-11-01", "%%", "(outcome:: no-answer)", "to her"]),
    via=st.sampled_from(["", *(channel.name for channel in CHANNELS)]),
    outcome=st.sampled_from(["", *OUTCOMES]),
    inbound=st.booleans(),
    day=st.dates(max_value=TODAY),
)
def test_the_line_reads_again_as_the_contact_that_was_meant(text, via, outcome, inbound, day):
    """What the text says besides stays true: it may name a channel, or an outcome."""
    line = entry(day, one_line(text), via, outcome, inbound=inbound)
    found = contacts({ANA: f"## Log\n- {line}\n"})
    if outcome == "no-answer" or "no-answer" in text:
        assert found == []
        return
    ((stated, channel, direction, _),) = found
    assert stated == day.isoformat()
    assert channel == (via or channel_of(text) or channel_of(outcome))
    assert direction == ("in" if inbound else channel_and_direction(text)[1])


@pytest.mark.parametrize("channel", ["", "call", "mail", "met"])
@pytest.mark.parametrize("inbound", [False, True])
def test_a_contact_that_is_logged_is_counted_as_it_was_meant(writer, channel, inbound):
    options = [
        "the flat",
        "--on",
        "2026-11-20",
        *(["--via", channel] if channel else []),
        *(["--in"] if inbound else []),
    ]
    assert writer("log", "Ana Reyes", *options).code == 0
    assert writer.contacts() == [("2026-11-20", channel, "in" if inbound else ""), ("2026-10-01", "call", "")]


def test_what_is_logged_twice_or_stands_in_a_daily_note_too_is_one_contact(writer):
    writer("log", "Ana Reyes", "about the flat", "--via", "call")
    again = writer("log", "Ana Reyes", "about the flat", "--via", "call")
    assert (again.code, again.out) == (0, "")
    assert again.err == "The note says so already; nothing was written.\n"
    writer("log", "Ana Reyes", "about the flat, once more")
    writer.vault.write({"Daily/2026-11-22.md": "- rang [[Ana Reyes]]\n- [x] call [[Ana Reyes]]\n"})
    assert writer.contacts() == [("2026-11-22", "call", ""), ("2026-10-01", "call", "")]
    assert writer.text(NOTE).count("2026-11-22") == 2


def test_ticking_a_box_logging_and_writing_the_line_by_hand_lead_to_the_same_contact(writer):
    first = writer.bytes(NOTE)
    found = []
    for change in ("command", "box", "hand"):
        (writer.vault.root / NOTE).write_bytes(first)
        if change == "command":
            writer("log", "Ana Reyes", "about the flat", "--via", "call")
        else:
            line = {"box": "- [x] call about the flat ✅ 2026-11-22", "hand": "- 2026-11-22 call about the flat"}[
                change
            ]
            (writer.vault.root / NOTE).write_bytes(first + line.encode() + b"\n")
        found.append(writer.contacts())
    assert found == [[("2026-11-22", "call", ""), ("2026-10-01", "call", "")]] * 3


def test_nobody_answering_is_written_down_and_counts_for_nothing(writer):
    said = writer("log", "Ana Reyes", "left word", "--via", "call", "--outcome", "no-answer")
    assert "- 2026-11-22 ☎ call: left word (outcome:: no-answer)\n" in writer.text(NOTE)
    assert "Next catch-up: Today (every 6 weeks)." in said.out
    assert writer.contacts() == [("2026-10-01", "call", "")]


def test_a_follow_up_becomes_an_open_task_in_the_section_for_them(writer):
    before = writer.text(NOTE)
    writer("log", "Ana Reyes", "hello", "--follow-up", "send  the list", "--by", "2026-12-01")
    logged = before.replace(OLD, f"- 2026-11-22: hello\n{OLD}")
    assert writer.text(NOTE) == f"{logged}\n## Follow-ups\n- [ ] send the list 📅 2026-12-01\n"
    (due,) = [one for one in writer.vault.arrange().schedule.catch_ups if one.reminder.kind == "follow-up"]
    assert (due.day.isoformat(), due.reminder.action) == ("2026-12-01", "send the list")


@pytest.mark.parametrize("title", ["Promises", "tasks", "Follow ups", "To Do"])
def test_a_follow_up_goes_into_the_section_that_the_note_has(writer, title):
    writer.vault.write({NOTE: f"## {title}\n- [ ] the old one\n\n## Log\n{OLD}"})
    writer("log", "Ana Reyes", "hello", "--follow-up", "the new one")
    assert writer.text(NOTE) == (
        f"## {title}\n- [ ] the old one\n- [ ] the new one\n\n## Log\n- 2026-11-22: hello\n{OLD}"
    )


def test_logging_with_a_follow_up_a_second_time_writes_nothing(writer):
    options = ["log", "Ana Reyes", "hello", "--follow-up", "send the list"]
    writer(*options)
    first = writer.bytes(NOTE)
    assert writer(*options).out == ""
    assert writer.bytes(NOTE) == first


def test_a_note_without_a_log_gets_one(writer):
    writer.vault.write({NOTE: "Met at the wall."})
    writer("log", "Ana Reyes", "hello")
    assert writer.text(NOTE) == "Met at the wall.\n\n## Log\n- 2026-11-22: hello"


@pytest.mark.parametrize(
    ("cadence", "said"),
    [
        ("", "Logged. No catch-up is planned: give them a cadence to be reminded."),
        ("cadence: 5 days", "Next catch-up: Fri 27 Nov (every 5 days)."),
        ("cadence: 6 weeks", "Next catch-up: week of 28 Dec (every 6 weeks)."),
        ("cadence: 8 months", "Next catch-up: week of 19 Jul 2027 (every 8 months)."),
    ],
)
def test_it_says_when_the_next_catch_up_is(writer, cadence, said):
    writer.vault.write({NOTE: f"---\n{cadence or 'met: 2019'}\n---\n"})
    assert said in writer("log", "Ana Reyes").out


def test_json_says_what_was_written_and_what_is_next(writer):
    told = {"person": "Ana Reyes", "path": NOTE}
    dry = writer("log", "Ana Reyes", "--json", "--dry-run")
    assert dry.json == {**told, "written": False, "next_due": "2026-11-22"}
    done = writer("log", "Ana Reyes", "--json")
    assert done.json == {**told, "written": True, "next_due": "2027-01-03"}
    assert writer("log", "Ana Reyes", "--json").json == {**told, "written": False, "next_due": "2027-01-03"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Ana Reyes", "--on", "2026-11-23"], "2026-11-23 has not come yet. To plan it: vaultsync plan PERSON --when"),
        (["Ana Reyes", "--by", "2026-12-01"], "--by is the day of a follow-up: say which with --follow-up TEXT"),
        (["Ana Reyes", "--by", "2026-12-01", "--follow-up", " "], "say which with --follow-up TEXT"),
        (["Ana Reyes", "--via", "pigeon"], "'pigeon' is not one of"),
        (["Ana Reyes", "--outcome", "great"], "'great' is not one of"),
        (["Annie"], "name the path instead:\n  People/Ana Reyes.md\n  People/Bo.md"),
        (["Ana Rees"], "There is no Ana Rees in this vault. Did you mean Ana Reyes?"),
        (["Sam"], "There is no Sam in this vault. Did you mean Sam Hartley?\n"),
        (["Xaver"], "There is no Xaver in this vault."),
    ],
)
def test_wrong_use_is_told_and_nothing_written(writer, arguments, said):
    writer.vault.write({"People/Sam Hartley.md": "", "People/Family/Sam Hartley.md": ""})
    before = writer.bytes(NOTE)
    found = writer("log", *arguments)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert writer.bytes(NOTE) == before


@pytest.mark.parametrize("who", ["People/Bo.md", "bo@example.org", "[[Bo]]", "BO"])
def test_a_person_is_named_by_path_address_link_or_name(writer, who):
    assert writer("log", who, "hello").code == 0
    assert writer.text("People/Bo.md").endswith("---\n## Log\n- 2026-11-22: hello\n")


# What was learnt, given and asked


def test_what_was_learnt_and_given_stands_in_the_line_and_in_the_brief(writer):
    options = ["--learnt", "ask first, then wait", "--suggested", "read Liu (2022)", "--gave", "the name of a printer"]
    assert writer("log", "Ana Reyes", "lunch", *options, "--asked", "a lift", "--they-asked", "about pay").code == 0
    assert (
        "- 2026-11-22: lunch (learnt:: ask first, then wait) (suggested:: read Liu [2022])"
        " (gave:: the name of a printer) (asked:: a lift) (they asked:: about pay)\n"
    ) in writer.text(NOTE)
    said = {one["title"]: one["lines"] for one in writer("brief", "Ana Reyes", "--json").json["sections"]}
    assert [text for text in map(str, said["Learnt from them"]) if "ask first, then wait (22 Nov 2026)" in text]
    assert [text for text in map(str, said["Learnt from them"]) if "they suggested: read Liu [2022]" in text]
    assert "give and take are even" in str(said["Give and take"])
    assert "about pay (22 Nov 2026)" in str(said["They asked"])


def test_where_more_was_asked_than_given_the_brief_says_what_comes_first(writer):
    writer("log", "Ana Reyes", "--asked", "a lift")
    assert "you have something to give first" in writer("brief", "Ana Reyes").out
    writer("log", "Ana Reyes", "--gave", "a cake", "--on", "2026-11-21")
    writer("log", "Ana Reyes", "--gave", "a book", "--on", "2026-11-20")
    assert "you have been the giving one" in writer("brief", "Ana Reyes").out


TEXTS = st.text(max_size=20) | st.sampled_from(["a (b", "c) d", "[[Bo]]", "x] y", "gave:: z", "(outcome:: met)", ":::"])


@given(TEXTS, st.dictionaries(st.sampled_from(MARKS), TEXTS), st.sampled_from(["", *OUTCOMES]), st.booleans())
def test_whatever_is_noted_beside_it_reads_again_as_it_was_meant(text, said, outcome, picked):
    marks = [(key, _seen(said.get(key, ""))) for key in MARKS]
    pick = "dormant" if picked else ""
    plain = _seen(text).replace("::", ":")
    line = entry(TODAY, plain, "call", outcome, inbound=False, marks=marks, pick=pick)
    note = parse_note("People/Ana.md", f"## Log\n- {line}\n".encode())
    read = [*exchanges_in(note), *lessons_in(note), *wishes_in(note)]
    assert {each.kind for each in read} <= {key for key, value in marks if value}
    wanted = {key for key, value in marks if re.search(r"\w", value)}
    assert wanted <= {each.kind for each in read}
    assert all(each.day == TODAY for each in read)
    if not set("()[]") & set(plain):
        (dated,) = (each for each in note.lines if each.day == TODAY)
        assert (outcome_of(dated), pick_in(dated.text)) == (outcome, pick)
