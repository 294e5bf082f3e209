"""The rules of every plugin, and a whole sync."""

from pathlib import Path

import vaultsync_mail
from vaultsync.testing import PluginContract

ANA = "People/Ana Reyes.md"
PEOPLE = {ANA: "---\nemail: ana.reyes@example.org\n---\n"}
MAIL = Path(__file__).parent / "mail"
CONFIG = {"sources": [str(MAIL)], "addresses": ["me@example.net"]}


class TestContract(PluginContract):
    plugin = vaultsync_mail
    config = CONFIG
    notes = PEOPLE
    examples = 10


def test_mail_counts_in_a_sync(make_vault, run_sync):
    vault = make_vault(PEOPLE)
    ran = run_sync(vault, plugins=["mail"], config={"mail": CONFIG})
    told = [(each.day.isoformat(), each.channel, each.direction, each.plugin) for each in ran.network.interactions[ANA]]
    assert told == [("2026-11-17", "mail", "out", "mail"), ("2026-11-16", "mail", "in", "mail")]
    assert [each for each in ran.problems if each.plugin == "mail"] == []


def test_a_source_that_goes_away_takes_no_contact_with_it(make_vault, run_sync, tmp_path):
    vault = make_vault(PEOPLE)
    source = tmp_path / "mail"
    source.mkdir()
    (source / "1.eml").write_bytes((MAIL / "hello.eml").read_bytes())
    config = {"mail": {**CONFIG, "sources": [str(source)]}}
    run_sync(vault, plugins=["mail"], config=config)
    (source / "1.eml").unlink()
    source.rmdir()
    ran = run_sync(vault)
    assert [each.day.isoformat() for each in ran.network.interactions[ANA]] == ["2026-11-16"]
    assert {each.code for each in ran.problems if "mail" in (each.plugin, each.message[:4])} >= {"mail-source"}


def test_a_vault_cannot_say_where_mail_lies(make_vault, run_sync):
    vault = make_vault(PEOPLE, settings=f'[plugin.mail]\nsources = ["{MAIL}"]\n')
    ran = run_sync(vault, plugins=["mail"])
    assert ANA not in ran.network.interactions
