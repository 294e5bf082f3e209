"""What is answered before the command line is taken apart says what the command would say, or nothing."""

import json
import os
import subprocess
import sys

import pytest
from tests.cli.conftest import cli

from vaultsync.cli.agenda_row import rows_text
from vaultsync.cli.at_once import answered
from vaultsync.cli.quick import standing

__all__ = ["cli"]

ANA = "---\ntags: [person]\ncadence: 2 weeks\nbirthday: 1990-12-01\n---\n# Ana “Ň”\n## Log\n- 2026-10-01 call: hello\n"
LOADED = """
from vaultsync.cli import agenda_row, at_once
print(*sys.modules)
"""


@pytest.fixture
def still(sandbox, cli, monkeypatch):
    monkeypatch.setattr("vaultsync.sync.reading.YOUNG", 0)  # files of this moment are old enough
    sandbox.write({"People/Ana.md": ANA, "vaultsync.toml": "[vault]\ntoday = 2026-11-22\n"})
    assert cli("--vault", sandbox.root, "sync").code == 0
    return sandbox


ASKED = [
    ("--json", "agenda"),
    ("agenda", "--json"),
    ("today", "--json", "--days", "3"),
    ("--json", "-q", "agenda", "--days", "732"),
    ("people", "--json"),
    ("--no-color", "--json", "people"),
]


@pytest.mark.parametrize("arguments", ASKED, ids=" ".join)
def test_it_says_byte_for_byte_what_the_command_says(still, cli, capfd, monkeypatch, arguments):
    assert answered(["--vault", str(still.root), *arguments])
    said = capfd.readouterr().out
    monkeypatch.setattr("vaultsync.cli.agenda.standing_for", lambda *_, **__: None)
    monkeypatch.setattr("vaultsync.cli.people.standing_for", lambda *_, **__: None)
    monkeypatch.setattr("vaultsync.cli.at_once.known", lambda _: None)
    assert said == cli("--vault", still.root, *arguments).out
    assert '"Ana' in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("agenda",),
        ("people", "--json", "ana"),
        ("agenda", "--json", "--days", "0"),
        ("agenda", "--json", "--days", "733"),
        ("agenda", "--json", "--days", "²"),
        ("agenda", "--json", "--days"),
        ("people", "--json", "--days", "3"),
        ("agenda", "people", "--json"),
        ("agenda", "--json", "--strict"),
        ("agenda", "--json", "--without", "rhythm"),
        ("agenda", "--json", "--help"),
        ("sync", "--json"),
        ("--json",),
        (),
    ],
    ids=" ".join,
)
def test_whatever_is_not_simple_goes_its_usual_way(still, capfd, arguments):
    assert not answered(["--vault", str(still.root), *arguments])
    assert capfd.readouterr().out == ""


def test_the_rows_stand_as_json_has_them_with_an_indent_of_two(still):
    rows = standing(still.root).catch_ups(732)
    assert len(rows) > 1
    for some in (rows, rows[:1], []):
        assert rows_text(some) == json.dumps(some, indent=2, ensure_ascii=False)


def test_where_a_note_moved_there_is_no_vault_or_none_is_named_it_says_nothing(still, tmp_path, monkeypatch):
    monkeypatch.delenv("VAULTSYNC_VAULT", raising=False)
    assert not answered(["--json", "agenda"])
    assert not answered(["--json", "agenda", "--vault", str(tmp_path / "none")])
    monkeypatch.setenv("VAULTSYNC_VAULT", str(still.root))
    assert answered(["--json", "agenda"])
    still.write({"People/Bo.md": ANA})
    assert not answered(["--json", "agenda"])


def test_it_loads_neither_click_nor_typing_nor_the_values():
    asked = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {LOADED}"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # which loads much
    done = subprocess.run(asked, capture_output=True, check=True, text=True, env=env)
    assert "vaultsync.cli.quick" in done.stdout.split()
    assert not {"click", "typing", "msgspec", "icalendar", "vaultsync.model"} & {*done.stdout.split()}
