"""The law of the house: a sync that goes on from its index does what one that starts with none does.

One vault, two memories. The first is kept as a watcher keeps it: in memory from hint to hint, with hints that come
late, twice, for nothing or not at all, with crashes, and with other processes that sync in between. The second loses
its index before each sync. At every point where all that changed was told of, the two must publish the same bytes, know
the same of everybody, place, write and report the same, and leave the same state behind.

What may differ, and is left out:

- the counter of generations in the state, which tells one index from another and nothing else;
- while hints are lost, or a plugin is out of order for a reason of its own, the first cannot know what the second sees:
  they are held against each other again from the first look at everything after that, from the first's state;
- where a feed could not be written, it is held against the other's after the next sync.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.sync.current_machine import AlwaysCurrent


def test_a_sync_that_goes_on_from_its_index_does_what_one_that_has_none_does() -> None:
    long = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
    run_state_machine_as_test(
        AlwaysCurrent,
        settings=settings(
            max_examples=1500 if long else 25,
            stateful_step_count=40 if long else 20,
            derandomize=not long,  # what is new is looked for at night, and everything that is known, by day
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


# What it found, each by itself.

PLAIN = '[publish]\ndir = "~/feeds"\n[[feeds]]\nname = "catch-ups"\nquery = ""\n'
CADENCE = "---\ncadence: 1 week\n---\n"


class Story(AlwaysCurrent):
    """A story that is told step by step: after each, the two memories are held against each other."""

    def told(self, first: dict[str, str], settings_text: str = PLAIN) -> "Story":
        self.begins(writing=False, begins_anew=False, settings_text=settings_text, first=first)
        return self


@pytest.fixture
def story() -> Iterator[Story]:
    """A vault and two memories of it."""
    made = Story()
    yield made
    made.teardown()


def test_a_file_that_takes_the_place_of_one_with_the_same_text_is_known_by_its_own_number(story):
    story.told({"People/Ana.md": CADENCE})
    story.saves_the_same_again(path="People/Ana.md", how="replaced", then="all")
    story.renames_and_saves(path="People/Ana.md", to="People/Di.md", text=f"{CADENCE}Renamed.\n", then="hint")
    assert [row[1] for row in story.mine.tables()["identities"]] == ["People/Ana.md"]


def test_whoever_cannot_be_recognised_by_other_settings_is_known_as_before(story):
    story.told({"People/Bo.md": "#unsure\n"})
    story.saves_the_same_again(path="People/Bo.md", how="replaced", then="nothing")
    story.sets(text=f'{PLAIN}[people]\nfolders = ["Friends"]\n')
    assert len(story.mine.tables()["identities"]) == 1


def test_facts_do_not_see_the_facts_of_others(story):
    story.told({"People/Ana.md": CADENCE, "People/Bo.md": f"{CADENCE}[[Ana]]\n"})
    story.adds_a_line(path="People/Bo.md", line="Nothing.", then="hint")


def test_nobody_is_told_of_the_facts_of_somebody_who_is_gone(story):
    story.told({"People/Ana.md": CADENCE, "People/Bo.md": "#family\n"})
    story.deletes(path="People/Ana.md", then="hint")


def test_the_tasks_of_somebody_who_is_gone_are_forgotten(story):
    story.told({"People/Bo.md": "Hello.\n", "Tasks.md": "- [ ] write [[Bo]]\n"})
    story.saves(path="People/Bo.md", text="{{title}}\n", how="in place", then="hint")
    assert story.mine.tables()["boxes"] == []


def test_the_tasks_of_a_note_that_went_while_it_could_not_be_read_are_forgotten(story):
    story.told({"People/Bo.md": "Hello.\n", "Tasks.md": "- [ ] write [[Bo]]\n"})
    story.cannot_be_read(path="Tasks.md", then="hint")
    assert len(story.mine.tables()["boxes"]) == 1
    story.deletes(path="Tasks.md", then="hint")
    assert story.mine.tables()["boxes"] == []


def test_a_plugin_that_failed_in_an_earlier_sync_is_not_told_of_again(story):
    story.told({"People/Ana.md": f"{CADENCE}#broken-brief\n"})
    story.saves(path="People/Ana.md", text=CADENCE, how="in place", then="hint")


def test_a_brief_in_which_a_plugin_failed_is_kept_by_no_feed(story):
    two = f'{PLAIN}[[feeds]]\nname = "soon"\nquery = "due:<7d"\n'
    story.told({"People/Ana.md": f"{CADENCE}#broken-brief\n"}, two)
    story.is_told_of_anything()
    story.a_plugin_is_out_of_order(of="everything", then="all")
    story.a_plugin_is_out_of_order(of="everything", then="all")


def test_a_watch_writes_into_notes_what_a_single_sync_writes(story):
    told = f'{PLAIN}[write]\nenabled = false\nproperties = ["last_contact", "next_contact"]\n'
    story.told({"People/Ana.md": f"{CADENCE}- [ ] call [[Ana]] back\n", "People/Bo.md": CADENCE}, told)
    story.ticks_everything(path="People/Ana.md", then="hint")
    story.renames(path="People/Bo.md", to="People/Cy.md", then="hint")


def test_somebody_out_of_reach_who_looks_at_everybody_is_placed_once(story):
    story.told({"People/Ana.md": CADENCE, "People/Cy.md": CADENCE, "Bo.md": "#person\n"})
    story.cannot_be_listed(folder="People")
    story.adds_a_line(path="Bo.md", line="- 2026-11-21 call", then="hint")
    assert len(story.mine.tables()["published"]) == 2


def test_what_lost_its_day_while_its_note_is_out_of_reach_does_not_come_back(story):
    story.told({"People/Ana.md": CADENCE, "Bo.md": "#person\n"})
    story.cannot_be_listed(folder="People")
    story.sets(text=f"{PLAIN}[planning]\nper_week = 0\n")
    story.adds_a_line(path="Bo.md", line="- 2026-11-21 call", then="hint")
    story.sets(text=PLAIN)
    assert story.mine.tables()["published"] == []


def test_what_stays_of_somebody_out_of_reach_is_in_the_same_order(story):
    story.told({"People/Ana.md": CADENCE, "People/Bo.md": CADENCE})
    text = CADENCE + "".join(f"- [ ] send book {number} 📅 2026-11-1{number}\n" for number in range(7))
    story.saves(path="People/Ana.md", text=text, how="in place", then="hint")
    story.cannot_be_read(path="People/Ana.md", then="hint")


def test_whoever_could_not_be_recognised_and_is_nobody_is_forgotten_at_once(story):
    story.told({"Bo.md": "#person\n"})
    story.saves(path="Bo.md", text="#unsure\n", how="in place", then="hint")
    assert len(story.mine.tables()["identities"]) == 1
    story.saves(path="Bo.md", text="Nobody.\n", how="in place", then="hint")
    assert story.mine.tables()["identities"] == []


def test_whoever_is_gone_is_no_longer_shown(story):
    story.told({"People/Ana.md": CADENCE, "People/Bo.md": CADENCE})
    story.deletes(path="People/Ana.md", then="hint")


def test_whoever_looked_at_a_note_is_asked_again_where_it_changed(story):
    story.told({"People/Ana.md": "---\ntea: green\n---\n", "People/Bo.md": f"{CADENCE}#family\n", "Tasks.md": "One.\n"})
    story.saves(path="People/Ana.md", text="---\ntea: black\n---\n", how="in place", then="hint")
    story.adds_a_line(path="Tasks.md", line="Nothing.", then="hint")
    story.deletes(path="Tasks.md", then="hint")


def test_what_was_kept_is_not_given_while_people_are_asked_about_anew(story):
    story.told({"People/Ana.md": CADENCE, "People/Bo.md": "#host\n", "People/Cy.md": "#family\n"})
    story.tags(path="People/Ana.md", tag="family", then="hint")
    story.saves(path="People/Ana.md", text="Hello.\n", how="in place", then="hint")


def test_bytes_that_follow_from_the_catch_ups_of_a_query_are_made_again_with_them(story):
    story.told({"People/Ana.md": CADENCE, "People/Bo.md": CADENCE})
    story.saves(path="People/Bo.md", text=f"{CADENCE}- 2026-11-21 call\n", how="in place", then="hint")
    story.deletes(path="People/Ana.md", then="hint")
