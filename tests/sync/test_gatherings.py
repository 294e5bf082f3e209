"""A gathering's event from sync to sync: it passes on with who is first, and stays where a note cannot be read."""

from collections.abc import Callable

import pytest
from tests.sync.test_always_current import Story, story
from tests.sync.test_saying import asked, plugin

__all__ = ["asked", "plugin", "story"]

FAIR = "Gatherings/Fair.md"
ANA, BO, CY = (f"People/{name}.md" for name in ("Ana", "Bo", "Cy"))
NOTES = {ANA: "", BO: "", CY: ""}


def fair(*names: str, day: str = "2026-12-09", more: str = "") -> str:
    listed = ", ".join(f"'[[{name}]]'" for name in names)
    return f"---\ntype: gathering\ndate: {day}\npeople: [{listed}]\n{more}---\n"


def events(story: Story) -> list[tuple[str, str]]:
    """The first person and the reason of each event in the feed's state; and that the feed has as many."""
    found = [one for one in story.keeper._line.schedule.catch_ups if one.reminder.plugin == "gatherings"]
    shown = [one for one in found if not one.reminder.cycle]
    feed = story.mine.feeds()["catch-ups.ics"].decode()
    assert feed.count("SUMMARY:Fair\r\n") == len(shown)
    return [(one.reminder.person, one.reason) for one in shown]


def uid_and_sequence(story: Story) -> tuple[str, int]:
    text = story.mine.feeds()["catch-ups.ics"].decode().replace("\r\n ", "")
    (event,) = [part for part in text.split("BEGIN:VEVENT") if "SUMMARY:Fair\r\n" in part]
    said = dict(line.split(":", 1) for line in event.split("\r\n") if ":" in line)
    return said["UID"], int(said["SEQUENCE"])


def test_the_event_passes_from_one_first_person_to_another_and_stays_the_same_event(story: Story) -> None:
    story.told({**NOTES, FAIR: fair("Ana", "Bo")})
    uid, _ = uid_and_sequence(story)
    story.saves(path=FAIR, text=fair("Bo", "Ana"), how="in place", then="hint")
    assert events(story) == [(BO, "with Bo and Ana")]
    story.saves(path=FAIR, text=fair("Cy"), how="in place", then="hint")
    assert events(story) == [(CY, "with Cy")]
    assert uid_and_sequence(story)[0] == uid


@pytest.mark.parametrize("path", [ANA, BO])
def test_whoever_vanishes_is_not_named_any_more(story: Story, path: str) -> None:
    story.told({**NOTES, FAIR: fair("Ana", "Bo")})
    story.deletes(path=path, then="hint")
    (other,) = {ANA, BO} - {path}
    assert events(story) == [(other, f"with {other[7:-3]}")]
    story.deletes(path=other, then="hint")
    assert events(story) == []


def test_the_event_stays_once_while_the_note_of_the_first_cannot_be_read(story: Story) -> None:
    story.told({**NOTES, FAIR: fair("Ana", "Bo")})
    uid, _ = uid_and_sequence(story)
    story.cannot_be_read(path=ANA, then="hint")
    assert events(story) == [(BO, "with Bo")]
    story.cannot_be_read(path=ANA, then="hint")
    assert events(story) == [(ANA, "with Ana and Bo")]
    assert uid_and_sequence(story)[0] == uid


def test_the_event_stays_while_nobody_who_is_listed_can_be_read(story: Story) -> None:
    story.told({**NOTES, FAIR: fair("Ana")})
    before = uid_and_sequence(story)
    story.cannot_be_read(path=ANA, then="hint")
    assert (events(story), uid_and_sequence(story)) == ([(ANA, "with Ana")], before)
    story.saves(path=FAIR, text=fair("Ana", "Cy"), how="in place", then="hint")
    assert events(story) == [(CY, "with Cy")]
    story.cannot_be_read(path=ANA, then="hint")
    assert events(story) == [(ANA, "with Ana and Cy")]


def test_the_event_goes_with_its_note_even_while_the_first_cannot_be_read(story: Story) -> None:
    story.told({**NOTES, FAIR: fair("Ana")})
    story.cannot_be_read(path=ANA, then="hint")
    story.deletes(path=FAIR, then="hint")
    assert events(story) == []


def test_the_event_stays_while_its_own_note_cannot_be_read(story: Story) -> None:
    story.told({**NOTES, FAIR: fair("Ana", "Bo")})
    before = uid_and_sequence(story)
    story.cannot_be_read(path=FAIR, then="hint")
    story.adds_a_line(path=ANA, line="- 2026-11-21 call", then="hint")
    assert events(story) == [(ANA, "with Ana and Bo")]
    story.deletes(path=FAIR, then="all")
    assert events(story) == []
    story.saves(path=FAIR, text=fair("Ana", "Bo"), how="in place", then="hint")
    story.cannot_be_read(path=FAIR, then="hint")
    assert (events(story), uid_and_sequence(story)[0]) == ([(ANA, "with Ana and Bo")], before[0])


def test_a_gathering_that_is_called_off_goes_and_comes_back(story: Story) -> None:
    story.told({**NOTES, FAIR: fair("Ana", "Bo")})
    story.saves(path=FAIR, text=fair("Ana", "Bo", more="status: cancelled\n"), how="in place", then="hint")
    assert events(story) == []
    story.saves(path=FAIR, text=fair("Ana", "Bo"), how="in place", then="hint")
    assert events(story) == [(ANA, "with Ana and Bo")]


def test_somebody_who_is_listed_and_has_no_note_is_named_once_they_have_one(story: Story) -> None:
    story.told({BO: "", FAIR: fair("Ana", "Bo")})
    assert events(story) == [(BO, "with Bo")]
    story.saves(path=ANA, text="", how="in place", then="hint")
    assert events(story) == [(ANA, "with Ana and Bo")]
    before = uid_and_sequence(story)
    story.renames(path=ANA, to="People/Work/Ana.md", then="hint")
    assert (events(story), uid_and_sequence(story)) == ([(ANA, "with Ana and Bo")], before)


def test_a_gathering_whose_note_is_renamed_stays_the_same_event(story: Story) -> None:
    story.told({**NOTES, FAIR: fair("Ana", "Bo")})
    uid, _ = uid_and_sequence(story)
    story.renames(path=FAIR, to="Meetings/Fair.md", then="hint")
    assert (events(story), uid_and_sequence(story)[0]) == ([(ANA, "with Ana and Bo")], uid)
    story.saves(path=FAIR, text=fair("Cy"), how="in place", then="hint")  # another one where the first was
    assert sorted(events(story)) == [(ANA, "with Ana and Bo"), (CY, "with Cy")]
    story.deletes(path=FAIR, then="hint")
    story.moves_a_folder(folder="Meetings", to="Gatherings/2026", by_hint=True)
    assert uid_and_sequence(story)[0] == uid


def test_a_uid_is_nobody_elses_while_the_note_that_has_it_cannot_be_read(story: Story) -> None:
    story.told({ANA: "---\nuid: two\n---\n", CY: "---\nuid: two\ncadence: 1 week\n---\n"})
    story.cannot_be_read(path=ANA, then="hint")
    assert [person.uid for person in story.keeper._line.network.people] == [CY]


def test_of_those_who_are_listed_the_first_alone_is_asked_about_with_another(asked: Callable[..., str]) -> None:
    assert asked({FAIR: fair("Cy", "Ana", "Bo")}) == "ABC"
    assert asked({ANA: "- 2026-11-20 call\n"}) == "AC"
    assert asked({CY: "- 2026-11-20 call\n"}) == "C"
    assert asked({FAIR: fair("Cy", "Ana")}) == "BC"
    assert asked({FAIR: fair("Cy", "Ana", day="2026-12-10")}) == "AC"
    assert asked({FAIR: fair("Ana", "Cy", day="2026-12-10")}) == "AC"
