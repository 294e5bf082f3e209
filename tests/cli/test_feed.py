"""``feed``: what to subscribe to, as text, as JSON and as a code; and a new token, with the user's word for it."""

import os
import re
from pathlib import Path

import pytest
import segno
from tests.cli.conftest import Said, Writer

from vaultsync.cli import feed as module
from vaultsync.vault.state import state_folder
from vaultsync.vault.token import FILE, read_token

ROOT = Path(__file__).parents[2]


@pytest.fixture
def token(guest: Writer):
    """Read the vault's token anew."""
    return lambda: read_token(state_folder(guest.vault.root, os.environ))


def test_the_addresses_are_shown_with_their_files(guest: Writer, token):
    guest("sync")
    said = guest("feed")
    base = f"127.0.0.1:8783/feeds/{token()}"
    assert said.code == 0
    assert said.out == (
        "catch-ups  Catch-ups\n"
        f"  http://{base}/catch-ups.ics\n"
        f"  webcal://{base}/catch-ups.ics\n"
        "  vault/.vaultsync/feeds/catch-ups.ics\n"
        "\n"
        "birthdays  Birthdays\n"
        f"  http://{base}/birthdays.ics\n"
        f"  webcal://{base}/birthdays.ics\n"
        "  vault/.vaultsync/feeds/birthdays.ics\n"
    )
    assert "answer on this computer, while vaultsync serve runs" in said.err
    assert guest("feed", "url", "-q").out == said.out
    assert guest("feed", "-q").err == ""


def test_the_token_is_outside_the_vault_and_stays(guest: Writer, token):
    first = guest("feed").out
    assert guest("feed").out == first
    assert [path for path in guest.vault.root.rglob("*") if path.name == FILE] == []
    assert token() in first


def test_a_name_picks_one_feed(guest: Writer):
    for name in ("birthdays", "birthdays.ics"):
        assert re.findall(r"^\w+", guest("feed", "url", name).out, re.MULTILINE) == ["birthdays"]
    said = guest("feed", "url", "work")
    assert (said.code, said.err) == (2, "There is no feed work. There are: catch-ups, birthdays\n")


def test_a_feed_that_a_plugin_published_is_shown_too(guest: Writer):
    guest("sync")
    (guest.vault.feeds / "tides.ics").write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert "\ntides\n  http://" in guest("feed").out


def test_json_has_the_keys_of_the_reference(guest: Writer, token):
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    section = page.partition("`vaultsync feed --json`")[2].partition("\n`vaultsync ")[0]
    every = guest("feed", "--json").json
    assert [list(one) for one in every] == [re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)] * 2
    assert every[0] == {
        "name": "catch-ups",
        "title": "Catch-ups",
        "url": f"http://127.0.0.1:8783/feeds/{token()}/catch-ups.ics",
        "webcal": f"webcal://127.0.0.1:8783/feeds/{token()}/catch-ups.ics",
        "path": str(guest.vault.root / ".vaultsync/feeds/catch-ups.ics"),
    }


@pytest.mark.parametrize(
    ("setting", "base"),
    [
        ('address = "https://box.example.org/calendars/"', "https://box.example.org/calendars"),
        ("port = 9000", "http://127.0.0.1:9000"),
        ('host = "::1"', "http://[::1]:8783"),
        ('host = "0.0.0.0"', "http://127.0.0.1:8783"),
        ('host = "192.0.2.7"', "http://192.0.2.7:8783"),
    ],
)
def test_the_settings_say_what_stands_before_the_path(guest: Writer, token, setting: str, base: str):
    guest.vault.write({"vaultsync.toml": f"[serve]\n{setting}\n"})
    said = guest("feed", "--json")
    (one, _) = said.json
    assert one["url"] == f"{base}/feeds/{token()}/catch-ups.ics"
    assert one["webcal"] == f"webcal:{one['url'].partition(':')[2]}"
    assert ("on this computer" in said.err) is ("address" not in setting)


def drawn(rows: list[str]) -> list[list[int]]:
    """The modules of a code in half-blocks, 1 for dark."""
    shapes = {" ": (1, 1), "▀": (0, 1), "▄": (1, 0), "█": (0, 0)}
    return [[shapes[sign][half] for sign in row] for row in rows for half in (0, 1)]


def test_a_code_holds_the_address_with_light_around_it(guest: Writer):
    title, *rows = guest("feed", "qr", "catch-ups").out.splitlines()
    address = title.split()[1]
    assert address.startswith("webcal://127.0.0.1")
    modules = drawn(rows)
    wanted = [list(row) for row in segno.make_qr(address, error="m").matrix_iter(border=4)]
    assert modules[: len(wanted)] == wanted
    assert len(rows[0]) == len(wanted[0]) <= 60
    assert not any(any(line) for line in [*modules[:4], *wanted[-4:]])


def test_a_code_on_a_terminal_has_its_own_colours(guest: Writer, monkeypatch: pytest.MonkeyPatch):
    lines: list[str] = []
    monkeypatch.setattr(module, "line", lambda text="": lines.append(text))
    monkeypatch.setattr(module.sys.stdout, "isatty", lambda: True, raising=False)
    guest("feed", "qr", "catch-ups")
    assert all(row.startswith("\x1b[38;5;231m\x1b[48;5;16m") and row.endswith("\x1b[0m") for row in lines[1:])
    lines.clear()
    guest("feed", "qr", "catch-ups", "--no-color")
    assert not any("\x1b" in row for row in lines[1:])


def test_a_dry_run_makes_no_token(guest: Writer, token):
    said = guest("feed", "--dry-run")
    assert (said.code, said.out, token()) == (0, "", "")
    assert "no token was made" in said.err


class Asked:
    """A terminal that answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, guest: Writer) -> None:
        self._monkeypatch, self._guest = monkeypatch, guest

    def __call__(self, word: bool) -> Said:
        self._monkeypatch.setattr(module.sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
        self._monkeypatch.setattr(module.click, "confirm", lambda *_, **__: word)
        return self._guest("feed", "rotate")


def test_rotate_asks_and_tells_what_it_means(guest: Writer, token, monkeypatch: pytest.MonkeyPatch):
    guest("feed")
    answer, first = Asked(monkeypatch, guest), token()
    said = answer(word=False)
    assert (said.code, said.out, token()) == (3, "", first)
    assert "stops working" in said.err
    said = answer(word=True)
    assert said.code == 0
    assert token() != first
    assert token() in said.out
    assert first not in said.out


def test_rotate_wants_a_word_where_nobody_can_be_asked(guest: Writer, token):
    guest("feed")
    first = token()
    said = guest("feed", "rotate")
    assert (said.code, token()) == (3, first)
    assert "vaultsync feed rotate --yes" in said.err
    said = guest("feed", "rotate", "--yes", "-q")
    assert (said.code, said.err) == (0, "")
    assert token() not in ("", first)


def test_rotate_in_a_dry_run_changes_nothing(guest: Writer, token):
    guest("feed")
    first = token()
    said = guest("feed", "rotate", "--dry-run", "--yes")
    assert (said.code, said.out, token()) == (0, "", first)
    assert "A dry run" in said.err


def test_rotate_is_for_every_feed(guest: Writer):
    said = guest("feed", "rotate", "birthdays", "--yes")
    assert (said.code, said.err.count("\n")) == (2, 1)
