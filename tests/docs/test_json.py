"""The JSON that the reference describes is the JSON that the commands write."""

import json
import re
from pathlib import Path

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
