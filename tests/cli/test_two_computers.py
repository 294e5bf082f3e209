"""Two computers that sync one vault, each with vaultsync at work: both write the same, nobody's line is lost.

The files are carried as file sync does it: one at a time, in any order, late. Where both sides changed a note, the
later change stays and the other is kept as a conflict copy, which vaultsync leaves alone.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import LONG_AGO, Said
from tests.conftest import TODAY, Sandbox

SETTINGS = (
    "[write]\nenabled = true\nbrief = true\nticks = true\n"
    'properties = ["last_contact", "next_contact", "uid"]\nlist = "Catch-ups.md"\n'
)
NAMES = ("Ana", "Bo", "Cy")
NOTES = {
    "vaultsync.toml": SETTINGS,
    "People/Ana.md": "---\ncadence: 6 weeks\n---\n## Log\n- 2026-10-01 call: hello\n",
    "People/Bo.md": "---\ncadence: 4 weeks\nlastContact: 2026-10-20\nrole: Baker\n---\nMet on the train.\n",
    "People/Cy.md": "---\ncadence: 4 weeks\n---\n## Log\n\n- 2026-08-02 call: hello\n\n- 2026-09-02 call: hello\n",
    "Tasks.md": "".join(f"- [ ] call [[{name}]] back\n" for name in NAMES),
}
ROUNDS = 6
"""So often both may sync, and the files be carried, until nothing changes any more."""


class Computer:
    """One side: a vault, a state of its own, and when each note last changed here."""

    def __init__(self, name: str, home: Path, call: Callable[..., Said]) -> None:
        self.name = name
        self.vault = Sandbox(home / name / "vault", home / name / "state")
        self._call = call
        self.seen: dict[str, bytes] = {}
        self.since: dict[str, int] = {}

    def notes(self) -> dict[str, bytes]:
        root = self.vault.root
        return {file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(root.rglob("*.md"))}

    def look(self, now: int) -> None:
        """Note down what has changed here since the last look."""
        found = self.notes()
        for path, data in found.items():
            if self.seen.get(path) != data:
                self.since[path] = now
        self.seen = found

    def text(self, path: str) -> str:
        return self.seen.get(path, b"").decode("utf-8")

    def save(self, path: str, text: str) -> None:
        (self.vault.root / path).write_bytes(text.encode("utf-8"))

    def run(self, *arguments: object, today: str) -> Said:
        for file in self.vault.root.rglob("*.md"):
            os.utime(file, (LONG_AGO, LONG_AGO))
        return self._call(self.vault.root, self.vault.root.parent / "state", *arguments, today=today)


class Pair:
    """Two computers and what carries files between them; ``did`` is the story so far."""

    def __init__(self, home: Path, call: Callable[..., Said], today: str = TODAY) -> None:
        self.sides = (Computer("desk", home, call), Computer("lap", home, call))
        self.today = today
        self.did: list[str] = []
        self.copies: dict[str, bytes] = {}
        self.agreed: dict[str, bytes] = {}
        self._now = 0
        for side in self.sides:
            side.vault.write(NOTES)
            side.look(0)
        self.agreed = dict(self.sides[0].seen)

    def sync(self, side: Computer) -> None:
        said = side.run("sync", "--quiet", today=self.today)
        assert said.code == 0, said.err
        self.look(f"{side.name} syncs")

    def look(self, what: str) -> None:
        self._now += 1
        self.did.append(what)
        for side in self.sides:
            side.look(self._now)
        one, two = self.sides
        self.agreed |= {path: data for path, data in one.seen.items() if two.seen.get(path) == data}

    def differing(self) -> list[str]:
        one, two = self.sides
        return sorted(path for path in {*one.seen, *two.seen} if one.seen.get(path) != two.seen.get(path))

    def carry(self, path: str) -> None:
        """Bring a note to the same bytes on both sides."""
        changed = [side for side in self.sides if side.seen.get(path) != self.agreed.get(path)]
        won = max(changed, key=lambda side: side.since.get(path, 0))
        for side in changed:
            if side is not won and side.seen[path] != won.seen[path]:
                self.copies[f"{path} {len(self.copies)}"] = side.seen[path]
                self.did.append(f"{path} is in conflict; {won.name} wins")
        self.agreed[path] = won.seen[path]
        for side in self.sides:
            if side is not won:
                side.save(path, won.text(path))
                side.seen[path], side.since[path] = won.seen[path], won.since[path]
        self.did.append(f"{path} carried from {won.name}")

    def settle(self) -> None:
        """Sync and carry until nothing changes."""
        for _ in range(ROUNDS):
            for path in self.differing():
                self.carry(path)
            before = [dict(side.seen) for side in self.sides]
            for side in self.sides:
                self.sync(side)
            if not self.differing() and before == [side.seen for side in self.sides]:
                return
        pytest.fail("they never come to rest:\n" + "\n".join(self.did))

    def logged(self, name: str, day: str) -> list[str]:
        """The lines of a day in a person's note."""
        return [line for line in self.sides[0].text(f"People/{name}.md").splitlines() if line.startswith(f"- {day}")]

    def contacts(self, side: Computer) -> Iterator[tuple[str, str, str]]:
        """Person, day and channel of each contact."""
        for uid, known in side.vault.arrange(self.today).network.interactions.items():
            for one in known:
                yield uid, one.day.isoformat(), one.channel


@pytest.fixture
def pair(cli: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Two computers with the same vault, on which vaultsync never ran."""
    return Pair(tmp_path, _called(cli, monkeypatch))


def _called(cli: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    def call(root: Path, state: Path, *arguments: object, today: str) -> Said:
        monkeypatch.setenv("VAULTSYNC_STATE_DIR", str(state))
        return cli("--vault", root, "--today", today, *arguments)

    return call


# What a user does, on either side; each returns the line that must not be lost, or nothing where there was no chance.


def ticks_the_list(side: Computer, name: str, pair: Pair, beside: str = "") -> str:
    """Tick a person in this week's list."""
    for line in side.text("Catch-ups.md").splitlines():
        if line.startswith(f"- [ ] [[People/{name}|"):
            ticked = line.replace("[ ]", "[x]") + beside
            side.save("Catch-ups.md", side.text("Catch-ups.md").replace(line, ticked))
            pair.look(f"{side.name}: {name} is ticked in the list{beside}")
            return ticked
    return ""


def ticks_a_task(side: Computer, name: str, pair: Pair) -> str:
    """Tick a task in another note, with its day, as the Tasks plugin does."""
    line = f"- [ ] call [[{name}]] back"
    if line not in side.text("Tasks.md").splitlines():
        return ""
    ticked = f"{line.replace('[ ]', '[x]')} ✅ {pair.today}"
    side.save("Tasks.md", side.text("Tasks.md").replace(line, ticked))
    pair.look(f"{side.name}: the task for {name} is ticked")
    return ticked


def logs_by_hand(side: Computer, name: str, pair: Pair) -> str:
    """Write a line about today into a person's note."""
    line = f"- {pair.today} we spoke, on {side.name} ({len(pair.did)})"
    side.save(f"People/{name}.md", side.text(f"People/{name}.md").rstrip("\n") + f"\n{line}\n")
    pair.look(f"{side.name}: {name} is logged by hand")
    return line


def logs_by_command(side: Computer, name: str, pair: Pair) -> str:
    """Log a contact with the command."""
    text = f"we spoke, on {side.name} ({len(pair.did)})"
    said = side.run("log", name, text, today=pair.today)
    assert said.code == 0, said.err
    pair.look(f"{side.name}: {name} is logged by command")
    return text


DEEDS = (ticks_the_list, ticks_a_task, logs_by_hand, logs_by_command)


def test_two_fresh_computers_write_the_same_bytes(pair):
    for side in pair.sides:
        pair.sync(side)
    assert pair.differing() == []
    pair.settle()
    assert pair.copies == {}


def test_a_tick_that_both_see_is_logged_once(pair):
    one, two = pair.sides
    pair.settle()
    assert ticks_the_list(one, "Ana", pair)
    pair.carry("Catch-ups.md")
    for side in pair.sides:
        pair.sync(side)
    assert pair.differing() == []
    pair.settle()
    assert [day for _, day, _ in pair.contacts(two)].count(TODAY) == 1
    assert pair.copies == {}


def test_ticks_of_one_person_on_both_are_one_contact(pair):
    one, two = pair.sides
    pair.settle()
    for side in pair.sides:
        assert ticks_the_list(side, "Ana", pair)
        pair.sync(side)
    pair.settle()
    assert pair.logged("Ana", TODAY) == [f"- {TODAY} call"]
    assert list(pair.contacts(one)) == list(pair.contacts(two))
    assert pair.copies == {}


def test_a_tick_of_which_only_the_log_was_carried_is_not_logged_again(pair):
    one, two = pair.sides
    pair.settle()
    assert ticks_the_list(one, "Ana", pair)
    pair.sync(one)
    pair.carry("People/Ana.md")
    pair.sync(two)
    pair.carry("Catch-ups.md")
    pair.settle()
    assert pair.logged("Ana", TODAY) == [f"- {TODAY} call"]
    assert pair.copies == {}


def test_two_computers_on_either_side_of_midnight_have_one_list(pair):
    one, two = pair.sides
    pair.settle()
    pair.today = "2026-11-23"  # a Monday
    pair.sync(one)
    pair.today = TODAY
    pair.carry("Catch-ups.md")
    pair.sync(two)
    assert "## Week of 23 Nov 2026" in two.text("Catch-ups.md")
    pair.today = "2026-11-23"
    pair.settle()
    assert two.text("Catch-ups.md").count("## Week") == 2
    assert pair.copies == {}


@pytest.mark.parametrize("seed", range(20))
def test_they_come_to_rest_and_nobody_loses_a_line(pair, seed):
    chance = random.Random(seed)
    lines: list[str] = []
    for _ in range(10):
        side = chance.choice(pair.sides)
        deed = chance.choice([*DEEDS, "sync", "sync", "carry", "carry", "carry"])
        if deed == "sync":
            pair.sync(side)
        elif deed == "carry":
            late = pair.differing()
            for path in chance.sample(late, chance.randint(0, len(late))):
                pair.carry(path)
        else:
            lines.append(deed(side, chance.choice(NAMES), pair))
    pair.settle()
    story = "\n".join(pair.did)
    kept = b"\n".join([*pair.sides[0].seen.values(), *pair.copies.values()]).decode("utf-8")
    assert [line for line in lines if line not in kept] == [], story
    assert pair.differing() == [], story
    told = [list(pair.contacts(side)) for side in pair.sides]
    assert told[0] == told[1], story
    days = [(uid, day) for uid, day, _ in told[0]]
    assert sorted(set(days)) == sorted(days), story
    for name in NAMES:
        logged = pair.logged(name, pair.today)
        assert sorted(set(logged)) == sorted(logged), story


APART = "[write]\nenabled = true\n"
ONE_ANA = "---\ncadence: 6 weeks\n---\n- 2026-10-01 call: hello\n"


def at_rest_on(pair, day):
    pair.today = day
    for _ in range(4):
        for path in pair.differing():
            pair.carry(path)
        before = [dict(side.seen) for side in pair.sides]
        for side in pair.sides:
            pair.sync(side)
    return before == [side.seen for side in pair.sides] and not pair.differing()


@pytest.fixture
def has(monkeypatch):
    def put(write, **more):
        monkeypatch.setattr(sys.modules[__name__], "NOTES", {"vaultsync.toml": f"{APART}{write}\n", **more})

    return put


def test_somebody_without_contact_is_not_fought_over(has, request):
    has('properties = ["next_contact"]', **{"People/Cy.md": "---\ncadence: 4 weeks\n---\n"})
    pair = request.getfixturevalue("pair")
    one, _ = pair.sides
    pair.today = "2026-11-20"
    pair.sync(one)
    assert at_rest_on(pair, "2026-11-22")


@pytest.mark.parametrize("write", ['properties = ["next_contact"]', "brief = true"])
def test_an_undated_tick_that_both_see_on_different_days_is_not_fought_over(has, request, write):
    has(write, **{"People/Ana.md": ONE_ANA, "T.md": "- [ ] call [[Ana]]\n"})
    pair = request.getfixturevalue("pair")
    one, _ = pair.sides
    pair.today = "2026-11-20"
    for side in pair.sides:
        pair.sync(side)
    pair.today = "2026-11-21"
    one.save("T.md", "- [x] call [[Ana]]\n")
    pair.look("tick")
    pair.sync(one)
    assert at_rest_on(pair, "2026-11-22")


def test_a_list_tick_carried_file_by_file_over_midnight_is_logged_once(has, request):
    has('list = "Catch-ups.md"', **{"People/Ana.md": ONE_ANA})
    pair = request.getfixturevalue("pair")
    one, other = pair.sides
    pair.today = "2026-11-20"
    pair.settle()
    ticks_the_list(one, "Ana", pair)
    pair.carry("Catch-ups.md")
    pair.today = "2026-11-21"
    pair.sync(one)
    pair.carry("People/Ana.md")  # Catch-ups.md with its day is late
    pair.today = "2026-11-22"
    pair.sync(other)
    pair.settle()
    assert len([line for line in other.text("People/Ana.md").splitlines() if line.startswith("- 2026-11")]) == 1
