from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import ANA, BEN, TODAY, contacts, vault

from vaultsync.model import Interaction, problem

DAY = "Daily/2026-03-04.md"


def test_a_link_in_a_daily_note_is_contact() -> None:
    assert contacts({DAY: "- lunch with [[Ana Reyes|Ana]] at Luna"}) == [
        ("2026-03-04", "lunch", "", "lunch with Ana at Luna")
    ]


def test_a_link_by_alias_is_contact() -> None:
    assert contacts({ANA: "---\naliases: [Annie]\n---", DAY: "in: call from [[Annie]]"}) == [
        ("2026-03-04", "call", "in", "in: call from Annie")
    ]


def test_the_properties_of_a_daily_note_list_contacts() -> None:
    assert contacts({DAY: '---\npeople: ["[[Ana Reyes]]", Nobody]\ntopic: "[[Ana Reyes]]"\n---'}) == [
        ("2026-03-04", "", "", "")
    ]


def test_a_line_of_a_daily_note_that_opens_with_another_day_counts_on_that_day() -> None:
    assert contacts({DAY: "- 2026-03-01 saw [[Ana Reyes]]"}) == [("2026-03-01", "", "", "saw Ana Reyes")]


def test_a_link_in_any_other_note_is_no_contact() -> None:
    assert contacts({"Notes/2026-03-04 idea.md": "- 2026-03-04 ask [[Ana Reyes]]"}) == []


def test_a_name_without_a_link_is_no_contact() -> None:
    assert contacts({DAY: "- lunch with Ana Reyes"}) == []


@pytest.mark.parametrize(
    "line",
    [
        "> lunch with [[Ana Reyes]]",
        "`lunch with [[Ana Reyes]]`",
        "```\nlunch with [[Ana Reyes]]\n```",
        "%% lunch with [[Ana Reyes]] %%",
        "![[Ana Reyes]]",
        "- [ ] call [[Ana Reyes]]",
        "- [-] call [[Ana Reyes]]",
    ],
)
def test_quotes_code_comments_embeds_and_open_or_cancelled_tasks_are_no_contact(line: str) -> None:
    assert contacts({DAY: line}) == []


def test_a_ticked_task_counts_on_the_day_it_was_done() -> None:
    assert contacts({"Tasks.md": "- [x] call [[Ana Reyes]] ✅ 2026-03-04"}) == [
        ("2026-03-04", "call", "", "call Ana Reyes")
    ]


def test_a_ticked_task_without_a_day_counts_on_that_of_its_daily_note() -> None:
    assert contacts({DAY: "- [x] call [[Ana Reyes]]"}) == [("2026-03-04", "call", "", "call Ana Reyes")]


def test_a_ticked_task_without_any_day_is_not_counted() -> None:
    assert contacts({"Tasks.md": "- [x] call [[Ana Reyes]]", ANA: "- [x] call"}) == []


def test_a_ticked_task_in_the_persons_note_counts_for_them_and_for_whom_it_links_to() -> None:
    texts = {BEN: "- [x] lunch with [[Ana Reyes]] ✅ 2026-03-04"}
    told = [("2026-03-04", "lunch", "", "lunch with Ana Reyes")]
    assert contacts(texts) == told
    assert contacts(texts, "Ben Okri") == told


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- 2026-03-04 call: the flat", "call: the flat"),
        ("### 2026-03-04 call: the flat", "call: the flat"),
        ("| 2026-03-04 | call | the flat |", "call | the flat"),
        ("2026-03-04: call about the flat", "call about the flat"),
        ("- [x] 2026-03-04 call", "call"),
    ],
)
def test_what_opens_with_a_day_in_the_persons_own_note_is_contact(line: str, text: str) -> None:
    assert contacts({ANA: line}) == [("2026-03-04", "call", "", text)]


def test_a_dated_heading_speaks_for_the_lines_below_it() -> None:
    log = "### 2026-03-04 The flat\n- we talked, on the phone\n- long\n### Later\n- coffee"
    assert contacts({ANA: log}) == [("2026-03-04", "call", "", "The flat")]


def test_an_undated_bullet_in_the_persons_own_note_is_no_contact() -> None:
    assert contacts({ANA: "## Log\n- call about the flat"}) == []


def test_every_inline_field_that_spells_the_last_contact_counts() -> None:
    log = "Well (last talk:: 2026-03-04)\n- lastContact:: [[2026-02-03]]\n- last spoke:: long ago\n- mood:: 2026-01-01"
    assert [day for day, *_ in contacts({ANA: log})] == ["2026-03-04", "2026-02-03"]


def test_the_property_counts() -> None:
    network, problems = vault({ANA: "---\nlast_contact: 2026-03-04\n---"})
    assert network.last("Ana Reyes") == Interaction(person="Ana Reyes", day=date(2026, 3, 4), path=ANA, line=2)
    assert problems == ()


def test_a_property_after_today_does_not_count_and_is_reported() -> None:
    network, problems = vault({ANA: "---\nlast_contact: 2027-05-02\n---\n(last talk:: 2027-05-03)"})
    assert network.interactions == {}
    assert problems == tuple(
        problem(
            "date-in-future",
            f"{key} is {day}, which is after today; it does not count as contact.",
            hint="Correct the date; a plan belongs under next_contact.",
            path=ANA,
            line=line,
        )
        for key, day, line in (("last_contact", "2027-05-02", 2), ("last talk", "2027-05-03", 4))
    )


def test_a_log_entry_after_today_is_a_plan_and_passes_without_a_word() -> None:
    network, problems = vault(
        {
            ANA: "- 2026-12-24 dinner\n### 2026-12-25\n- [x] call ✅ 2026-12-26",
            "Daily/2026-12-01.md": "[[Ana Reyes]]",
            "Gatherings/Fair.md": '---\ntype: gathering\ndate: 2026-12-02\npeople: "[[Ana Reyes]]"\n---',
        }
    )
    assert (network.interactions, problems) == ({}, ())


def test_today_counts() -> None:
    assert contacts({ANA: f"- {TODAY} call"}) == [(f"{TODAY}", "call", "", "call")]


@pytest.mark.parametrize(
    ("front", "channel"),
    [
        ("type: meeting\ndate: 2026-03-04", "met"),
        ("categories: ['[[Meetings]]']\ndate: 2026-03-04 18:30", "met"),
        ("tags: [type/gathering]\nwhen: 4 March 2026", "met"),
        ("type: call\nDay: '[[2026-03-04]]'", "call"),
        ("kind: event\nstart_date: soon\ndate: 2026-03-04\nchannel: Zoom", "video"),
    ],
)
def test_the_people_of_a_meeting_were_met(front: str, channel: str) -> None:
    text = f"---\n{front}\nattendees: ['[[Ana Reyes]]', Ben Okri]\n---"
    told = [("2026-03-04", channel, "", "Roof")]
    assert contacts({"Notes/Roof.md": text, BEN: ""}) == told
    assert contacts({"Notes/Roof.md": text, BEN: ""}, "Ben Okri") == told


@pytest.mark.parametrize("path", ["Meetings/2026-03-04 Roof.md", "Work/Calls/Roof 20260304.md"])
def test_a_meetings_day_may_stand_in_its_name(path: str) -> None:
    assert [day for day, *_ in contacts({path: "---\npeople: '[[Ana Reyes]]'\n---"})] == ["2026-03-04"]


def test_links_under_attendees_were_met_and_links_elsewhere_were_talked_about() -> None:
    text = "---\ntype: meeting\ndate: 2026-03-04\n---\n## Attendees\n- [[Ana Reyes]]\n## Notes\n- ask [[Ben Okri]]\n"
    assert contacts({"Roof.md": text, BEN: ""}) == [("2026-03-04", "met", "", "Roof")]
    assert contacts({"Roof.md": text, BEN: ""}, "Ben Okri") == []


def test_a_ticked_task_in_a_meeting_counts_on_its_day_by_its_own_words() -> None:
    text = "---\ntype: meeting\ndate: 2026-03-04\n---\n- [x] text [[Ana Reyes]]\n- [ ] mail [[Ana Reyes]]"
    assert contacts({"Roof.md": text}) == [("2026-03-04", "text", "", "text Ana Reyes")]


@pytest.mark.parametrize(
    ("path", "front"),
    [
        ("Reading/Book.md", "type: book\ndate: 2026-03-04"),
        ("Meetings/Roof.md", "date: some day"),
        ("Meetings/Roof 2026-13-04.md", "mood: good"),
    ],
)
def test_people_of_a_note_that_is_no_meeting_or_has_no_day_were_not_met(path: str, front: str) -> None:
    assert contacts({path: f"---\n{front}\npeople: '[[Ana Reyes]]'\n---\n## People\n[[Ana Reyes]]"}) == []


def test_a_template_says_nothing() -> None:
    assert contacts({DAY: "# {{date}}\n- call [[Ana Reyes]]"}) == []


def test_one_contact_told_in_two_notes_is_counted_once_and_the_persons_own_line_is_kept() -> None:
    texts = {
        ANA: "---\nlast_contact: 2026-03-04\n---\n- 2026-03-04 the flat",
        DAY: "- out: called [[Ana Reyes]] about the flat, at length",
    }
    assert contacts(texts) == [("2026-03-04", "call", "out", "the flat")]


def test_without_a_line_in_the_persons_note_the_longest_is_kept() -> None:
    assert contacts({DAY: "- [[Ana Reyes]]\n- [[Ana Reyes]] rang about the flat"}) == [
        ("2026-03-04", "call", "", "Ana Reyes rang about the flat")
    ]


def test_two_channels_on_a_day_are_two_contacts() -> None:
    assert contacts({ANA: "- 2026-03-04 mail, long and winding\n- 2026-03-04 call\n- 2026-03-04 hm"}) == [
        ("2026-03-04", "mail", "", "mail, long and winding"),
        ("2026-03-04", "call", "", "call"),
    ]


def test_that_they_met_goes_with_the_dinner_of_that_day_and_with_no_call() -> None:
    texts = {
        ANA: "- 2026-03-04 met: the spring supper\n- 2026-03-04 call before it",
        DAY: "- dinner with [[Ana Reyes]]",
    }
    assert contacts(texts) == [
        ("2026-03-04", "dinner", "", "met: the spring supper"),
        ("2026-03-04", "call", "", "call before it"),
    ]
    assert len(contacts({ANA: "- 2026-03-04 met\n- 2026-03-04 call"})) == 2


def test_contacts_are_newest_first() -> None:
    log = "- 2024-01-01 call\n- 2026-01-01 call\n- 2025-01-01 call"
    assert [day for day, *_ in contacts({ANA: log})] == ["2026-01-01", "2025-01-01", "2024-01-01"]


LOG = {ANA: "---\nlast_contact: 2026-03-04\n---\n- 2026-02-03 call", DAY: "- lunch with [[Ana Reyes]]"}
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="`%<>{}[]"), max_size=30)


@given(st.integers(min_value=1, max_value=4000), WORDS, st.sampled_from(["own", "daily", "meeting"]))
def test_a_mention_after_today_never_changes_the_contacts(days: int, words: str, where: str) -> None:
    day = TODAY + timedelta(days=days)
    later = {
        "own": {ANA: f"{LOG[ANA]}\n- {day} {words}\n"},
        "daily": {f"Daily/{day}.md": f"- {words} [[Ana Reyes]]"},
        "meeting": {f"Meetings/{day}.md": f"## Attendees\n- [[Ana Reyes]] {words}"},
    }[where]
    assert contacts({**LOG, **later}) == contacts(LOG)


@given(WORDS)
def test_a_quoted_mention_never_changes_the_contacts(words: str) -> None:
    assert contacts({**LOG, DAY: f"{LOG[DAY]}\n\n> [[Ana Reyes]] {words}\n"}) == contacts(LOG)
