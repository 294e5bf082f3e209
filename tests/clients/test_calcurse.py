"""calcurse, a calendar in the terminal with a parser of its own in C, imports every feed."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from tests.clients.told import program, told

pytestmark = pytest.mark.clients

ITEM = re.compile(r"(?P<month>\d\d)/(?P<day>\d\d)/(?P<year>\d{4}) (?:@ (?P<time>\d\d:\d\d) -> [^!|>]*|\[1\] )")
NOTE = re.compile(r">(?P<note>[0-9a-f]{40}) ")


def calcurse(folder: Path, *arguments: str) -> str:
    # calcurse writes in the machine's zone and the locale's letters; both are fixed here.
    env = os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(
        [program("calcurse"), "-D", folder, *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_calcurse_imports_every_event_with_its_day_and_whole_summary(
    feeds: tuple[tuple[str, bytes], ...], tmp_path: Path
):
    for number, (name, data) in enumerate(feeds):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert "could not be imported" not in calcurse(folder, "-q", "-i", str(_written(folder, data))), name
        read = sorted(_item(line) for line in calcurse(folder, "-G").splitlines())
        assert read == sorted((event.starts[:13].replace("T", " "), event.summary) for event in told(data)), name


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "feed.ics"
    path.write_bytes(data)
    return path


def _item(line: str) -> tuple[str, str]:
    found = ITEM.match(line)
    assert found, line
    when = "".join(found.group("year", "month", "day"))
    if found["time"]:
        when += f" {found['time'].replace(':', '')}"
    # What is left is the key of the note that holds the description, the mark of an alarm, and the summary.
    summary = NOTE.sub("", line[found.end() - 1 :] if line[found.end() - 1] == ">" else line[found.end() :], count=1)
    return when, summary.removeprefix("!").removeprefix("|")
