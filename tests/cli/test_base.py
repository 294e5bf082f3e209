"""``init --base``: a table of people for the editor, made once."""

import yaml

NOTES = {
    "People/Ana.md": "---\nlast-contact: 2026-10-01\nFrequency: monthly\n---\n",
    "People/Bo.md": "---\nlast-contact: 2026-10-01\n---\n",
    "Notes/Cy.md": "---\ntags: [person]\n---\n",
    "Notes/Else.md": "Nothing.\n",
    "Notes/More.md": "Nothing.\n",
}


def test_the_base_speaks_the_vaults_own_spellings(cli, sandbox):
    sandbox.write(NOTES)
    dry = cli("init", sandbox.root, "--base", "--dry-run").out
    assert not (sandbox.root / "People.base").exists()
    said = cli("init", sandbox.root, "--base")
    assert "People.base" in said.out
    assert (sandbox.root / "vaultsync.toml").exists()
    text = (sandbox.root / "People.base").read_text(encoding="utf-8")
    assert dry.endswith(text)
    made = yaml.safe_load(text)
    assert made["filters"]["and"][0]["or"] == ['file.inFolder("People")', 'file.hasTag("person")']
    assert made["views"][0]["order"] == ["file.name", "formula.days", "note.last-contact", "note.Frequency"]
    assert 'note["last-contact"]' in made["formulas"]["days"]


def test_a_base_that_is_there_is_the_users(cli, sandbox):
    sandbox.write({**NOTES, "vaultsync.toml": ""})
    assert cli("init", sandbox.root, "--base").code == 0
    (sandbox.root / "People.base").write_text("mine")
    again = cli("init", sandbox.root, "--base")
    assert (again.code, (sandbox.root / "People.base").read_text()) == (3, "mine")
    assert cli("init", sandbox.root, "--base", "--dry-run").code == 0
