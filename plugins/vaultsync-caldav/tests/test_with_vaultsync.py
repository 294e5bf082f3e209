"""The plugin in vaultsync itself: its contract, its settings, and a tick that moves a catch-up."""

from datetime import date

import pytest

import vaultsync_caldav
from vaultsync.testing import PluginContract

ANA = (
    "---\ntype: person\ncadence: 6 weeks\nchannel: call\nphone: '+351 210 000 000'\n---\n## Log\n- 2026-08-18 coffee\n"
)


class TestContract(PluginContract):
    plugin = vaultsync_caldav


@pytest.fixture
def today():
    return date(2026, 11, 24)


@pytest.fixture
def config(client):
    return {"url": client.url, "user": "ana", "password": "correct horse"}


@pytest.fixture
def vault(make_vault):
    return make_vault(
        {"People/Ana Reyes.md": ANA},
        settings='[vault]\ntimezone = "Europe/Lisbon"\n[write]\nenabled = true\n',
    )


def troubles(run):
    return [told for told in run.problems if told.plugin == "caldav"]


def test_a_tick_on_the_server_is_a_contact_that_moves_the_catch_up(client, vault, run_sync, config):
    first = run_sync(vault, plugins=["caldav"], config={"caldav": config})
    assert troubles(first) == []
    (uid,) = client.texts()
    lines = client.lines(uid)
    assert "SUMMARY:Ana Reyes: call" in lines
    (said,) = [line for line in lines if line.startswith("DESCRIPTION:")]
    assert "14 weeks since coffee" in said
    assert "Phone: +351 210 000 000" in said  # the feed's words, which no delivery could find by itself
    assert said.count("Done?") == 1
    assert said.endswith("Tick it off\\, and this moves on.")
    client.tick(uid, "20261124T090000Z")
    run_sync(vault)  # learns of it
    third = run_sync(vault)  # counts it
    (moved,) = third.catch_ups
    assert moved.uid == uid
    assert moved.reminder.since == date(2026, 11, 24)
    assert moved.reminder.due == date(2027, 1, 5)
    assert "STATUS:COMPLETED" in client.lines(uid)
    assert vault.read("People/Ana Reyes.md") == ANA
    fourth = run_sync(vault, today=date(2026, 12, 26))
    assert troubles(fourth) == []
    assert "STATUS:NEEDS-ACTION" in client.lines(uid)


def test_where_that_is_wanted_the_tick_is_written_into_the_log_once(client, vault, run_sync, config):
    run_sync(vault, plugins=["caldav"], config={"caldav": {**config, "log": True}})
    (uid,) = client.texts()
    client.tick(uid, "20261124T090000Z")
    for _ in range(4):
        run = run_sync(vault)
        assert troubles(run) == []
    text = vault.read("People/Ana Reyes.md")
    assert text.count("2026-11-24 call: caught up") == 1
    assert len(run.network.interactions[run.catch_ups[0].reminder.person]) == 2


def test_a_server_that_is_away_is_told_of_and_the_rest_goes_on(client, vault, run_sync, config):
    run = run_sync(vault, plugins=["caldav"], config={"caldav": {**config, "url": "http://127.0.0.1:1/list/"}})
    assert [told.message for told in troubles(run)] == ["127.0.0.1:1 cannot be reached."]
    assert len(run.catch_ups) == 1


def test_a_vault_cannot_say_where_the_to_dos_go(client, make_vault, run_sync, radicale):
    vault = make_vault({"People/Ana Reyes.md": ANA}, settings=f'[plugin.caldav]\nurl = "{client.url}"\n')
    run = run_sync(vault, plugins=["caldav"])
    assert radicale.asked == []
    assert any("cannot be set in a vault" in told.message for told in run.problems)
