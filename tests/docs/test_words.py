"""How the pages speak: to a person, shaming nobody, and of no place on anybody's computer."""

import re
from pathlib import Path

import icalendar
import pytest
from reference import SECTIONS
from tests.docs.console import ROOT, Folder, Step, pages

SHAMING = (
    "overdue",
    "neglect",
    "lapsed",
    "guilt",
    "lazy",
    "you failed",
    "you forgot",
    "shame on",
    "bad friend",
    "stale contact",
    "prospects",
    "contact score",
)
"""Words for debts and sales, which no page uses of people."""

PLACES = re.compile(r"(?<![\w.~/:])/(?:home|Users|work|tmp|root|mnt|opt|var|private)\b")
"""The beginning of a path that is somebody's alone."""


def _texts() -> dict[str, str]:
    texts = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in pages()}
    return texts | {f"generated {name}": make() for name, make in SECTIONS.items()}


def test_no_page_shames_anybody() -> None:
    shaming = re.compile(rf"\b(?:{'|'.join(SHAMING)})", re.IGNORECASE)
    assert {name: shaming.findall(text) for name, text in _texts().items() if shaming.search(text)} == {}


def test_no_page_names_a_place_on_somebodys_computer() -> None:
    assert {name: PLACES.findall(text) for name, text in _texts().items() if PLACES.search(text)} == {}


def test_the_readme_opens_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# vaultsync\n\n```console\n$ make demo\n$ make test\n```\n")


def test_every_link_of_the_readme_leads_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", readme)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_shows_the_event_as_a_calendar_does(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```text\n(.*?)\n```$", readme, re.MULTILINE | re.DOTALL)
    day_and_title, _, *lines = shown.split("\n")
    day, title = day_and_title.split("  ")
    Folder(tmp_path).do(Step(line=0, command="vaultsync demo --quiet"))
    feed = (tmp_path / "vaultsync-demo" / ".vaultsync" / "feeds" / "catch-ups.ics").read_bytes()
    events = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    (event,) = (each for each in events if str(each["SUMMARY"]) == title)
    assert event["DTSTART"].dt.strftime("%a %-d %b") == day
    told = str(event["DESCRIPTION"]).split("\n")[: len(lines)]
    assert [line[: len(wanted.rstrip("…"))] for line, wanted in zip(told, lines, strict=True)] == [
        wanted.rstrip("…") for wanted in lines
    ]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_has_one_title(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    prose = re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert len(re.findall(r"^# ", prose, re.MULTILINE)) == 1
