"""What a feed tells its readers, read with nothing but the rules of RFC 5545: the yardstick for the clients."""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

BUILD = Path(__file__).parents[2] / "build" / "clients"


class Told(NamedTuple):
    """One event. ``starts`` is DTSTART as written: ``20261124`` or ``20261126T123000Z``."""

    uid: str
    starts: str
    summary: str
    description: str


def told(data: bytes) -> list[Told]:
    """The events of a feed in a total order of their own, so that the order of a client does not matter."""
    text = data.decode().replace("\r\n ", "")
    events = re.findall(r"(?<=\r\nBEGIN:VEVENT\r\n).*?(?=END:VEVENT\r\n)", text, re.DOTALL)
    return sorted(
        Told(_value("UID", event), _value("DTSTART", event), _value("SUMMARY", event), _value("DESCRIPTION", event))
        for event in (re.sub(r"BEGIN:VALARM.*END:VALARM\r\n", "", event, flags=re.DOTALL) for event in events)
    )


def _value(name: str, event: str) -> str:
    found = re.search(rf"(?:^|\r\n){name}(?:;[^:\r]*)?:([^\r]*)", event)
    raw = found.group(1) if found else ""
    return re.sub(r"\\(.)", lambda escape: "\n" if escape.group(1) == "n" else escape.group(1), raw)


def program(name: str) -> str:
    """The path of a client that setup.sh installs; the test fails where it is missing, for a skip would go unseen."""
    found = shutil.which(name, path=str(BUILD / "venv" / "bin")) or shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is not installed: run tests/clients/setup.sh")
    return found
