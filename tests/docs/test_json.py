"""The JSON that the reference describes is the JSON that the commands write."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.docs.console import DOCS, Folder, Step


@pytest.mark.parametrize("command", ["agenda", "people", "check", "doctor", "sync"])
def test_the_keys_are_those_of_the_reference(command: str, tmp_path: Path) -> None:
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    section = page.partition(f"`vaultsync {command} --json`")[2].partition("\n`vaultsync ")[0]
    folder = Folder(tmp_path)
    folder.do(Step(line=0, command="vaultsync demo --quiet && cd vaultsync-demo"))
    said, _ = folder.do(Step(line=0, command=f"vaultsync {command} --json --quiet"))
    value = json.loads("\n".join(said))
    keys = list(value if isinstance(value, dict) else value[0])
    assert keys == re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [
        'brief "Amara Obi"',
        'slots "Amara Obi"',
        "slots --held",
        'slots "Amara Obi" --release',
        'log "Amara Obi" hello',
        'plan "Amara Obi" --when 2030-12-03',
        'snooze "Amara Obi" --for "3 weeks"',
        'new "Cy Fox"',
        "undo",
        "undo --list",
    ],
)
def test_the_keys_of_commands_about_somebody_are_those_of_the_reference(command: str, tmp_path: Path) -> None:
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    words = ("undo", "--list", "log", "plan", "snooze", "new", "brief", "slots", "--held", "--release")
    named = " ".join(word for word in command.split() if word in words)
    section = page.partition(f"`vaultsync {named} --json`")[2].partition("\n`vaultsync ")[0]
    folder = Folder(tmp_path)
    folder.do(Step(line=0, command="vaultsync demo --quiet && cd vaultsync-demo"))
    folder.do(Step(line=0, command="printf '[write]\nenabled = true\n' >> vaultsync.toml"))
    if named.startswith("undo"):
        folder.do(Step(line=0, command='vaultsync pause "Amara Obi"'))
    if named.startswith("slots -"):
        folder.do(Step(line=0, command='vaultsync slots "Amara Obi"'))
    said, _ = folder.do(Step(line=0, command=f"vaultsync {command} --json --quiet"))
    value = json.loads("\n".join(said))
    keys = list(value if isinstance(value, dict) else value[0])
    assert keys == re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)


ANSWERS = DOCS.parent / "tests" / "golden" / "expected"
"""What the commands answer in the example vault; that this is so is tested there."""
NOT_THERE = {"near": ("taken_as.", "unknown[].")}
"""Keys that need a plugin, which the example vault has none of."""


def keys(value: Any, before: str = "") -> "Iterator[tuple[str, Any]]":
    """Each key with its value, those within objects and lists too: ``people[].evidence.line``."""
    if isinstance(value, dict):
        for name, one in value.items():
            key = f"{before}.{name}" if before else name
            yield key, one
            yield from keys(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one, f"{before}[]")


def is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and date.fromisoformat(value) is not None


def is_moment(value: Any) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


TYPES = {
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "true or false": lambda value: isinstance(value, bool),
    "day": is_day,
    "moment": is_moment,
    "object": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
}


@pytest.mark.parametrize("command", ["find", "near", "intro", "picks", "report", "brief", "slots", "plan"])
def test_each_key_and_its_type_are_those_of_the_reference(command: str) -> None:
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    section = page.partition(f"`vaultsync {command} --json`")[2].partition("\n`vaultsync ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| ([a-z ]+) \|", section, re.MULTILINE)
    told = dict(rows)
    assert len(told) == len(rows)
    answers = json.loads((ANSWERS / f"{command}.json").read_text(encoding="utf-8"))
    seen = set()
    for asked, answer in answers.items():
        if "--held" in asked or "--release" in asked:
            continue  # these have tables of their own
        for key, value in keys(answer):
            row = next((row for row in told if re.fullmatch(re.escape(row).replace("\\*", "[a-z0-9-]+"), key)), None)
            assert row is not None, key
            kind = told[row].removesuffix(" or null")
            assert (value is None and told[row].endswith(" or null")) or TYPES[kind](value), (key, value)
            seen.add(row)
    assert {row for row in told if row not in seen and not row.startswith(NOT_THERE.get(command, ("-",)))} == set()
