"""A vault with Ana and Bo, and what the plugin says of mail that a test puts somewhere."""

import mailbox
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

import vaultsync_mail
from vaultsync.testing import stage

TODAY = date(2026, 11, 24)
PEOPLE = {
    "People/Ana Reyes.md": "---\nuid: ana\nemail: Ana.Reyes@example.org\n---\n",
    "People/Bo Berg.md": "---\nuid: bo\nemail: [bo@example.org, bo@bücher.example]\n---\n",
}


def mail(**fields):
    """A message from Ana to the user; ``fields`` replace and add to it, with _ for -."""
    given = {
        "From": "Ana Reyes <ana.reyes@example.org>",
        "To": "me@example.net",
        "Date": "Mon, 16 Nov 2026 12:00:00 +0000",
        "Subject": "Hello",
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\n" for name, value in given.items() if value is not None)
    return head.encode("utf-8", "surrogateescape") + b"\nDear you, this is the body.\n"


@pytest.fixture
def contacts(tmp_path_factory):
    """What the plugin gives for a source: (uid, day, direction) each; what is kept stays from call to call."""
    kept = tmp_path_factory.mktemp("kept")

    def ask(*sources, full=False, notes=PEOPLE, today=TODAY, zone="Europe/Madrid", **config):
        settings = {"addresses": ["me@example.net"], **config, "sources": [str(each) for each in sources]}
        given = stage(
            notes,
            plugin=vaultsync_mail,
            config=settings,
            today=today,
            settings=f'[vault]\ntimezone = "{zone}"\n',
        )
        ctx = replace(given.ctx, host=SimpleNamespace(folder=lambda _: kept))
        found = list(vaultsync_mail.vaultsync_interactions(given.network, ctx))
        return found if full else [(each.person, each.day.isoformat(), each.direction) for each in found]

    ask.kept = kept
    return ask


@pytest.fixture
def one(tmp_path, contacts):
    """What the plugin makes of one message."""

    def ask(full=False, config=None, **fields):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.eml"
        path.write_bytes(mail(**fields))
        return contacts(path, full=full, **(config or {}))

    return ask


@pytest.fixture
def maildir(tmp_path):
    """A new Maildir."""
    return mailbox.Maildir(tmp_path / "Mail")


def pytest_configure(config):
    # The kit's stages leave it to the interpreter to remove the folders that plugins asked them for.
    config.addinivalue_line("filterwarnings", "ignore:Implicitly cleaning up:ResourceWarning")
