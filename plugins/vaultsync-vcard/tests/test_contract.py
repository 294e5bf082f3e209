"""The rules of every plugin, and the commands as a user types them."""

from pathlib import Path
from typing import ClassVar

import vaultsync_vcard
from vaultsync.testing import PluginContract

SAMPLES = Path(__file__).parent / "samples"
ANA = "---\nemail: ana.reyes@example.org\ncompany: Acme\n---\n\n## Log\n- 2026-03-04 call\n"


WRITE = "[write]\nenabled = true\n"


class TestContract(PluginContract):
    plugin = vaultsync_vcard
    config: ClassVar = {"artifact": "people.vcf"}
    notes: ClassVar = {
        "People/Bo Berg.md": "---\ntags: [person]\nphone: '070 123 45 67'\nknows: '[[Ana Reyes]]'\n---\n"
    }
    examples = 10


def test_contacts_are_imported_and_taken_back(make_vault, cli):
    vault = make_vault({"People/Ana Reyes.md": ANA}, settings=WRITE)
    cli("sync", vault=vault, plugins=["vcard"])
    tried = cli("import", SAMPLES / "google.vcf", "--dry-run", vault=vault)
    assert tried.code == 0, tried.err
    assert vault.read("People/Ana Reyes.md") == ANA
    done = cli("import", SAMPLES / "google.vcf", vault=vault)
    assert done.code == 0, done.err
    text = vault.read("People/Ana Reyes.md")
    assert "company: Puerto Labs" in text
    assert "## History\n" in text
    assert cli("import", SAMPLES / "google.vcf", vault=vault).code == 0
    assert vault.read("People/Ana Reyes.md") == text
    assert cli("undo", vault=vault).code == 0
    assert vault.read("People/Ana Reyes.md") == ANA


def test_people_from_a_file_get_notes(make_vault, cli):
    vault = make_vault({"People/Ana Reyes.md": ANA}, settings=WRITE)
    done = cli("import", "vcard", SAMPLES / "apple.vcf", vault=vault, plugins=["vcard"], process=True)
    assert done.code == 0, done.err
    assert "Fjord Trading was left out" in done.err
    assert 'knows:\n  - "[[Ana Reyes]]"' in vault.read("People/Bo Berg.md")


def test_cards_are_written_by_a_command(make_vault, cli):
    vault = make_vault({"People/Ana Reyes.md": ANA})
    done = cli("vcard", "ana", "--version", "4.0", vault=vault, plugins=["vcard"])
    assert done.code == 0, done.err
    assert "FN:Ana Reyes" in done.out


def test_a_published_file_stands_beside_the_feeds(make_vault, run_sync):
    vault = make_vault({"People/Ana Reyes.md": ANA})
    ran = run_sync(vault, plugins=["vcard"], config={"vcard": {"artifact": "people.vcf"}})
    assert b"FN:Ana Reyes" in ran.files["people.vcf"]
    assert ran.problems == ()
