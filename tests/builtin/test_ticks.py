"""A task ticked anywhere becomes a line in the person's own log, where that is asked for."""

import os

import pytest

from vaultsync.sync.edits import ROUNDS, counted, uncontested

TICKS = "[write]\nenabled = true\nticks = true\n"


def edits(sandbox, notes, settings=TICKS, today="2026-11-22"):
    plan = sandbox.write({"People/Ana.md": "Hello.\n", "vaultsync.toml": settings, **notes}).plan(today)
    return [(one.path, one.name, one.value) for one in plan.edits]


@pytest.mark.parametrize(
    ("note", "entry"),
    [
        ("- [x] call [[Ana]] about the boat ✅ 2026-11-20\n", "2026-11-20 call: call Ana about the boat"),
        ("- [x] thank [[Ana]] ✅ 2026-11-20\n", "2026-11-20: thank Ana"),
    ],
)
def test_a_tick_is_logged_with_its_day_and_channel(sandbox, note, entry):
    assert edits(sandbox, {"Notes/Boat.md": note}) == [("People/Ana.md", "Log", (entry,))]


@pytest.mark.parametrize(
    ("notes", "settings"),
    [
        ({"Notes/Boat.md": "- [x] call [[Ana]] ✅ 2026-11-20\n"}, ""),
        ({"Notes/Boat.md": "- [x] call [[Ana]] ✅ 2026-11-01\n"}, TICKS),
        ({"Notes/Boat.md": "- [ ] call [[Ana]] 📅 2026-11-20\n"}, TICKS),
        ({"Daily/2026-11-20.md": "Lunch with [[Ana]]\n"}, TICKS),
        ({"People/Ana.md": "- 2026-11-20 met\n", "Notes/Boat.md": "- [x] call [[Ana]] ✅ 2026-11-20\n"}, TICKS),
    ],
    ids=["not asked for", "long ago", "open", "no task", "logged already"],
)
def test_nothing_else_is_logged(sandbox, notes, settings):
    assert edits(sandbox, notes, settings) == []


def test_a_logged_tick_is_one_contact_and_is_not_logged_again(sandbox, cli):
    notes = {"Notes/Boat.md": "- [x] call [[Ana]] about the boat ✅ 2026-11-20\n"}
    sandbox.write({"People/Ana.md": "Hello.\n", "vaultsync.toml": TICKS, **notes})
    for path in sandbox.root.rglob("*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert cli("sync", sandbox.root, "--today", "2026-11-22").code == 0
    text = (sandbox.root / "People/Ana.md").read_text(encoding="utf-8")
    assert text == "Hello.\n\n## Log\n- 2026-11-20 call: call Ana about the boat\n"
    plan = sandbox.plan()
    assert plan.edits == ()
    (contact,) = plan.network.interactions["People/Ana.md"]
    assert (contact.channel, contact.path) == ("call", "People/Ana.md")


def test_an_edit_that_something_else_takes_back_is_given_up_after_three_rounds(sandbox):
    text = "---\nlast_contact: 2026-01-01\n---\n- 2026-10-01 call: hi\n"
    settings = '[write]\nproperties = ["last_contact"]\n'
    (edit,) = sandbox.write({"People/Ana.md": text, "vaultsync.toml": settings}).plan().edits
    rounds = {}
    for _ in range(ROUNDS):
        assert uncontested([edit], rounds) == ((edit,), ())
        rounds = counted([edit], rounds)
    kept, (told,) = uncontested([edit], rounds)
    assert (kept, told.code, told.path) == ((), "edit-contested", "People/Ana.md")
