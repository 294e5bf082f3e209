"""The tutorial for plugin authors, done as its reader would: the page's own commands and code, in a fresh folder."""

from importlib.metadata import entry_points
from pathlib import Path

import icalendar
import pytest
from tests.docs.console import DOCS, Folder, begun, steps

PAGE = DOCS / "tutorial" / "your-first-plugin.md"
FEED = Path("try-it/.vaultsync/feeds/catch-ups.ics")


class Done:
    """The steps that were done, each with what it said, and the events that stood in the feed after it."""

    def __init__(self, home: Path) -> None:
        self.folder: Folder = begun(PAGE, home)
        self.said: list[tuple[str, str]] = []
        self.events: list[list[tuple[str, str]]] = []
        for step in steps(PAGE.read_text(encoding="utf-8")):
            lines, _ = self.folder.do(step)
            self.said.append((step.command or step.path, "\n".join(lines)))
            self.events.append(_events(home / FEED))

    def after(self, part: str, number: int = 1) -> int:
        """The place of the step, of those that hold these words the one with that number."""
        return [at for at, (step, _) in enumerate(self.said) if part in step][number - 1]


def _events(feed: Path) -> list[tuple[str, str]]:
    if not feed.exists():
        return []
    events = icalendar.Calendar.from_ical(feed.read_bytes()).walk("VEVENT")
    return [(str(each["UID"]), f"{each['DTSTART'].dt} {each['SUMMARY']}") for each in events]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    return Done(tmp_path_factory.mktemp("reader").resolve())


def test_the_reminder_stands_in_the_feed_once_the_file_is_trusted(done: Done) -> None:
    trusted, synced = done.after("plugins trust"), done.after("vaultsync sync")
    assert done.events[trusted] == []
    assert [told for _, told in done.events[synced]] == ["2026-11-29 Leo Hart: find a book about rivers"]


def test_a_file_that_was_changed_keeps_its_reminder_and_runs_again_once_it_is_trusted(done: Done) -> None:
    assert done.events[done.after("vaultsync sync", 2)] == done.events[done.after("vaultsync sync")]
    assert "Present" in done.said[done.after("vaultsync brief")][1]


def test_the_setting_moves_the_event_and_the_package_publishes_the_same_one(done: Done) -> None:
    (before,), (after,) = done.events[done.after("vaultsync sync")], done.events[-1]
    assert after == (before[0], "2026-12-03 Leo Hart: find a book about rivers")


def test_every_rule_is_kept_and_every_test_of_the_package_passes(done: Done) -> None:
    for step in ("plugins test", "pytest"):
        last = done.said[done.after(step)][1].split("\n")[-1]
        assert "passed" in last
        assert "failed" not in last


def test_the_package_is_installed_for_the_reader_alone(done: Done) -> None:
    assert done.said[done.after("plugins info")][1].startswith("presents ")
    assert "presents" not in {each.name for each in entry_points(group="vaultsync.plugins")}
