"""ical.js, which Thunderbird, Nextcloud and many web calendars read feeds with."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.clients.told import BUILD, Told, program, told

READER = Path(__file__).with_name("read_ical_js.mjs")

pytestmark = pytest.mark.clients


def test_ical_js_reads_every_event(feeds: tuple[tuple[str, bytes], ...], tmp_path: Path):
    paths = [tmp_path / f"{number}.ics" for number in range(len(feeds))]
    for path, (_, data) in zip(paths, feeds, strict=True):
        path.write_bytes(data)
    done = subprocess.run(
        [program("node"), READER, BUILD, *paths], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{done.stderr}\nIs ical.js installed? Run tests/clients/setup.sh"
    for (name, data), events in zip(feeds, json.loads(done.stdout), strict=True):
        assert sorted(Told(*event) for event in events) == told(data), name
