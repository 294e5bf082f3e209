"""A box ticked anywhere is a contact, on the day a sync first sees it."""

import pytest

ANA = "---\ncadence: 6 weeks\n---\n- 2026-10-01 call: hello\n- [{}] call about the flat\n"
OPEN, TICKED = ANA.format(" "), ANA.format("x")


def days(sandbox_plan) -> list[str]:
    """The days of all contacts, newest first."""
    return [each.day.isoformat() for told in sandbox_plan.network.interactions.values() for each in told]


def due(sandbox_plan) -> str:
    (one,) = sandbox_plan.schedule.catch_ups
    return one.reminder.due.isoformat()


def test_a_ticked_task_counts_in_the_run_that_sees_it_and_in_every_later_one(sandbox):
    assert due(sandbox.write({"People/Ana.md": OPEN}).sync("2026-11-20")) == "2026-11-12"
    ticked = sandbox.write({"People/Ana.md": TICKED}).sync("2026-11-21")
    assert (days(ticked), due(ticked)) == (["2026-11-21", "2026-10-01"], "2027-01-02")
    later = sandbox.sync("2026-11-25")
    assert (days(later), due(later)) == (["2026-11-21", "2026-10-01"], "2027-01-02")


def test_a_second_run_on_that_day_leaves_the_same_bytes(sandbox):
    sandbox.write({"People/Ana.md": OPEN}).sync("2026-11-20")
    sandbox.write({"People/Ana.md": TICKED}).sync()
    before = sandbox.state()
    feed = sandbox.feed()
    again = sandbox.sync()
    assert (again.changes, sandbox.applied.written) == ((), ())
    assert (sandbox.state(), sandbox.feed()) == (before, feed)


def test_a_look_counts_it_and_remembers_nothing(sandbox):
    sandbox.write({"People/Ana.md": OPEN}).sync("2026-11-20")
    before = sandbox.state()
    assert days(sandbox.write({"People/Ana.md": TICKED}).plan()) == ["2026-11-22", "2026-10-01"]
    assert sandbox.state() == before


def test_an_old_vault_gives_no_contacts_for_tasks_ticked_long_ago(sandbox):
    sandbox.write({"People/Ana.md": TICKED, "Tasks.md": "- [x] call [[Ana]]\n" * 5})
    assert days(sandbox.sync("2026-11-20")) == days(sandbox.sync("2026-11-21")) == ["2026-10-01"]


def test_a_renamed_note_keeps_the_day(sandbox):
    sandbox.write({"People/Ana.md": OPEN}).sync("2026-11-20")
    sandbox.write({"People/Ana.md": TICKED}).sync("2026-11-21")
    (sandbox.root / "People/Ana.md").rename(sandbox.root / "People/Ana Reyes.md")
    assert days(sandbox.sync("2026-11-22")) == ["2026-11-21", "2026-10-01"]


@pytest.mark.parametrize("seen_ticked", [True, False])
def test_a_note_that_cannot_be_read_for_a_while_keeps_its_boxes(sandbox, monkeypatch, seen_ticked):
    bo = "---\ncadence: 4 weeks\n---\n- [ ] write to Bo\n"
    box = "- [ ] call [[Ana]]\n"
    sandbox.write({"People/Ana.md": OPEN, "People/Bo.md": bo, "Lists/Tasks.md": box}).sync("2026-11-20")
    if seen_ticked:
        sandbox.write({"Lists/Tasks.md": box.replace("[ ]", "[x]")}).sync("2026-11-21")
    with monkeypatch.context() as patched:
        real = __import__("vaultsync.vault.read", fromlist=["_read"])._read

        def broken(full: str, most: int) -> bytes:
            if full.endswith("Tasks.md"):
                raise PermissionError(13, "denied")
            return real(full, most)

        patched.setattr("vaultsync.vault.read._read", broken)
        assert days(sandbox.sync("2026-11-22")) == ["2026-10-01"]
        boxes = sandbox.rows("SELECT path FROM boxes ORDER BY path")
        assert boxes == [("Lists/Tasks.md",), ("People/Ana.md",), ("People/Bo.md",)]
    back = sandbox.write({"Lists/Tasks.md": box.replace("[ ]", "[x]")}).sync("2026-11-23")
    assert days(back) == ["2026-11-21" if seen_ticked else "2026-11-23", "2026-10-01"]
