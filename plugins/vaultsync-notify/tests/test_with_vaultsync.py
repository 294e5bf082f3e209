"""The plugin in vaultsync itself: its contract, its settings, and a sync that sends."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

import vaultsync_notify
from vaultsync.testing import PluginContract

ANA = (
    "---\ntype: person\ncadence: 6 weeks\nchannel: call\nphone: '+351 210 000 000'\n---\n## Log\n- 2026-08-18 coffee\n"
)


class TestContract(PluginContract):
    plugin = vaultsync_notify


@pytest.fixture
def vault(make_vault, monkeypatch, today):
    zone = ZoneInfo("Europe/Lisbon")
    monkeypatch.setattr(vaultsync_notify, "_now", lambda _zone: datetime.combine(today, time(8), zone))
    return make_vault({"People/Ana Reyes.md": ANA}, settings='[vault]\ntimezone = "Europe/Lisbon"\n')


def test_a_sync_sends_a_digest_and_the_next_one_none(vault, run_sync, http_server):
    config = {"notify": {"urls": [f"ntfy://127.0.0.1:{http_server.port}/morning"]}}
    for _ in range(2):
        run = run_sync(vault, plugins=["notify"], config=config)
        assert [told for told in run.problems if told.plugin == "notify"] == []
    (got,) = http_server.got
    assert got["title"] == "1 person to catch up with today"
    assert got["message"] == "Ana Reyes – call: 14 weeks since coffee; every 6 weeks"


def test_an_address_from_the_environment_is_used(vault, run_sync, http_server, monkeypatch):
    monkeypatch.setenv("MORNING", f"ntfy://127.0.0.1:{http_server.port}/morning")
    run_sync(vault, plugins=["notify"], config={"notify": {"urls": [{"env": "MORNING"}]}})
    assert len(http_server.got) == 1


def test_a_vault_cannot_say_where_the_digest_goes(make_vault, run_sync, http_server, vault):
    url = f"ntfy://127.0.0.1:{http_server.port}/morning"
    run = run_sync(
        make_vault({"People/Ana Reyes.md": ANA}, settings=f'[plugin.notify]\nurls = ["{url}"]\n'), plugins=["notify"]
    )
    assert http_server.got == []
    assert any("cannot be set in a vault" in told.message for told in run.problems)


@pytest.mark.parametrize("wrong", [{"at": "7:30"}, {"at": "24:00"}, {"days": ["monday"]}, {"ahead": 0}])
def test_a_setting_that_is_wrong_is_told_of(vault, run_sync, wrong):
    run = run_sync(vault, plugins=["notify"], config={"notify": wrong})
    assert "plugin-config" in {told.code for told in run.problems}


def test_the_day_is_that_of_the_sync():
    assert vaultsync_notify._now(ZoneInfo("Europe/Lisbon")).date() >= date(2026, 1, 1)
