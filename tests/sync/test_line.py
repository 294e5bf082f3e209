"""The whole line: what it publishes, what it keeps, what it refuses."""

import sys
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Sandbox

from vaultsync import Artifact, Fact, Network, Person, Problem, Reminder, Schedule, Section, hookimpl
from vaultsync.hooks import load as loading
from vaultsync.hooks.call import PluginFailedError
from vaultsync.hooks.load import BUILTINS
from vaultsync.notes.template import is_template
from vaultsync.sync import looked
from vaultsync.sync.knowing import Knowing
from vaultsync.sync.world import PLUGIN_TABLES
from vaultsync.vault.books import memory_books
from vaultsync.vault.scan import FileStat

ANA = "---\ncadence: 6 weeks\nbirthday: 1990-12-01\n---\n## Log\n- 2026-10-01 call: hello\n"
BO = "---\ncadence: 4 weeks\n---\n## Log\n- 2026-10-20 coffee: hello\n"


def days(sandbox_plan):
    return {(one.name, one.reminder.kind): one.day.isoformat() for one in sandbox_plan.schedule.catch_ups}


def test_a_second_run_changes_nothing(sandbox):
    sandbox.write({"People/Ana.md": ANA, "People/Bo.md": BO}).sync()
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sandbox.feeds.iterdir()}
    again = sandbox.sync()
    assert (again.changes, again.changed_notes, sandbox.applied.written) == ((), (), ())
    assert before == {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sandbox.feeds.iterdir()}


def test_noting_a_contact_moves_the_same_event(sandbox):
    first = sandbox.write({"People/Ana.md": ANA}).sync()
    (before,) = (one for one in first.schedule.catch_ups if one.reminder.kind == "catch-up")
    second = sandbox.write({"People/Ana.md": ANA + "- 2026-11-22 call: spoke\n"}).sync()
    (change,) = (one for one in second.changes if one.catch_up.reminder.kind == "catch-up")
    assert (change.kind, change.catch_up.uid, change.before) == ("moved", before.uid, before.day)
    assert change.catch_up.day.isoformat() == "2027-01-03"
    event = next(part for part in sandbox.feed().split("BEGIN:VEVENT") if before.uid in part)
    assert "SEQUENCE:1\r\n" in event
    assert "DTSTAMP:20261122T000001Z\r\n" in event


def test_a_renamed_note_keeps_its_events(sandbox):
    sandbox.write({"People/Ana.md": ANA}).sync()
    uids = {line for line in sandbox.feed().splitlines() if line.startswith("UID:")}
    (sandbox.root / "People/Ana.md").rename(sandbox.root / "People/Ana Reyes.md")
    plan = sandbox.sync()
    assert plan.network.people[0].name == "Ana Reyes"
    assert {line for line in sandbox.feed().splitlines() if line.startswith("UID:")} == uids


def test_a_uid_that_a_note_states_is_who_they_are_wherever_it_moves(sandbox):
    first = sandbox.write({"People/Ana.md": f"---\nuid: ana-1\n{ANA.removeprefix('---')}"}).sync()
    assert [person.uid for person in first.network.people] == ["ana-1"]
    (event,) = (one.uid for one in first.schedule.catch_ups if one.reminder.kind == "catch-up")
    text = (sandbox.root / "People/Ana.md").read_text()
    sandbox.remove("People/Ana.md").write({"Friends/People/Ana R.md": text + "- 2026-11-01 tea\n"})
    second = sandbox.lose_index().sync()
    assert [(person.uid, person.name) for person in second.network.people] == [("ana-1", "Ana R")]
    assert [one.uid for one in second.schedule.catch_ups if one.reminder.kind == "catch-up"] == [event]


def test_a_feed_that_is_no_longer_asked_for_is_taken_away(sandbox):
    sandbox.write({"People/Ana.md": ANA}).sync()
    (sandbox.feeds / "mine.ics").write_text("kept")
    sandbox.write({"vaultsync.toml": '[[feeds]]\nname = "all"\n'}).sync()
    assert sorted(path.name for path in sandbox.feeds.iterdir()) == ["all.ics", "mine.ics"]


def test_a_vault_that_empties_is_refused_unless_it_is_forced(sandbox):
    sandbox.write({f"People/P{number}.md": ANA for number in range(12)}).sync()
    sandbox.remove(*(f"People/P{number}.md" for number in range(8)))
    assert "12 people at the last run and holds 4" in sandbox.plan().refused
    assert sandbox.plan(force=True).refused == ""


def test_settings_that_cannot_be_read_change_nothing_that_is_published(sandbox):
    sandbox.write({"People/Ana.md": ANA}).sync()
    refused = sandbox.write({"vaultsync.toml": "[vault]\ntimezone = Lisbon\n"}).plan().refused
    assert refused.startswith("vaultsync.toml:2: The settings are not valid TOML")
    (sandbox.root / "vaultsync.toml").write_bytes(b"# \xff")
    assert sandbox.plan().refused.startswith("vaultsync.toml: The settings could not be read")


def test_a_small_vault_may_empty(sandbox):
    sandbox.write({"People/Ana.md": ANA}).sync()
    assert sandbox.remove("People/Ana.md").plan().refused == ""


def test_a_catch_up_that_was_not_made_rolls_to_the_next_day_with_room(sandbox):
    assert days(sandbox.write({"People/Ana.md": ANA}).sync("2026-11-22"))["Ana", "catch-up"] == "2026-11-22"
    assert days(sandbox.sync("2026-11-23"))["Ana", "catch-up"] == "2026-11-23"


TEA = date(2026, 11, 25)


def tea(person: Person) -> Reminder:
    return Reminder(person=person.uid, key="tea", kind="tea", due=TEA, fixed=True, reason="tea")


class Faulty:
    """A plugin whose hook raises once it is broken."""

    broken = False

    def answer(self, given):
        if self.broken:
            raise RuntimeError("out of order")
        return given


class FaultyReminders(Faulty):
    @hookimpl
    def vaultsync_reminders(self, person: Person) -> Iterable[Reminder]:
        return self.answer([tea(person)])


class FaultyFacts(Faulty):
    @hookimpl
    def vaultsync_enrich(self) -> Iterable[Fact]:
        return self.answer([Fact(name="tea", value="green")])

    @hookimpl
    def vaultsync_reminders(self, person: Person, network: Network) -> Iterable[Reminder]:
        return [tea(person)] if network.fact(person.uid, "tea") else []


class FaultyArtifacts(Faulty):
    @hookimpl
    def vaultsync_artifacts(self) -> Iterable[Artifact]:
        return self.answer([Artifact(name="tea.txt", data=b"tea")])


class FaultySchedule(Faulty):
    @hookimpl
    def vaultsync_adjust_schedule(self, schedule: Schedule) -> Schedule:
        return self.answer(schedule)


class FaultyBrief(Faulty):
    @hookimpl
    def vaultsync_brief(self) -> Iterable[Section]:
        return self.answer([])


class FaultyCheck(Faulty):
    @hookimpl
    def vaultsync_check(self) -> Iterable[Problem]:
        return self.answer([])


FAULTY = [FaultyReminders, FaultyFacts, FaultyArtifacts, FaultySchedule, FaultyBrief, FaultyCheck]


@pytest.mark.parametrize("made", FAULTY)
def test_a_plugin_that_fails_erases_nothing_it_published(sandbox, monkeypatch, made):
    plugin = made()
    real = loading.load

    def with_it(*args, **options):
        manager, infos, problems = real(*args, **options)
        manager.register(plugin, "faulty")
        return manager, infos, problems

    monkeypatch.setattr("vaultsync.sync.plugged.load", with_it)
    sandbox.write({"People/Ana.md": ANA, "People/Bo.md": BO}).sync()
    before = {path.name: path.read_bytes() for path in sandbox.feeds.iterdir()}
    plugin.broken = True
    plan = sandbox.lose_index().sync()
    (told,) = plan.problems
    assert (told.code, told.plugin) == ("plugin-failed", "faulty")
    after = {path.name: path.read_bytes() for path in sandbox.feeds.iterdir()}
    assert after == before
    with pytest.raises(PluginFailedError, match="faulty"):
        sandbox.plan(strict=True)


FAMILY = '[[feeds]]\nname = "catch-ups"\n[[feeds]]\nname = "family"\nquery = "tag:family"\n'


@pytest.mark.parametrize("known", ["with the index", "without"])
@pytest.mark.parametrize("unreadable", ["by the disk", "by the plugin"])
def test_a_note_that_cannot_be_read_or_recognised_keeps_its_events(sandbox, monkeypatch, unreadable, known):
    sandbox.write({"People/Ana.md": ANA + "#family\n", "People/Bo.md": BO, "vaultsync.toml": FAMILY}).sync()
    before = {name: titles(sandbox.feed(name)) for name in ("catch-ups", "family")}
    if unreadable == "by the disk":
        real = __import__("vaultsync.vault.read", fromlist=["_read"])._read

        def broken(full: str, most: int) -> bytes:
            if full.endswith("Ana.md"):
                raise PermissionError(13, "denied")
            return real(full, most)

        monkeypatch.setattr("vaultsync.vault.read._read", broken)
    else:
        monkeypatch.setattr("vaultsync.builtin.people._marked", lambda note, config: 1 // (note.stem != "Ana"))
    if known == "with the index":
        sandbox.write({"People/Ana.md": ANA + "#family\nChanged.\n"})
    else:
        sandbox.lose_index()
    plan = sandbox.sync()
    assert [told.code for told in plan.problems] == [
        "note-unreadable" if unreadable == "by the disk" else "plugin-failed"
    ]
    assert {name: titles(sandbox.feed(name)) for name in before} == before
    assert [change.kind for change in plan.changes] == []


def titles(feed: str) -> list[str]:
    """Everything of each event but its description and stamps."""
    lines = feed.replace("\r\n ", "").split("\r\n")
    return [line for line in lines if line.startswith(("UID", "DTSTART", "SUMMARY", "CATEGORIES"))]


def test_a_built_in_can_be_left_out_by_name(sandbox):
    plan = sandbox.write({"People/Ana.md": ANA}).plan(without=("cadence",))
    assert {one.plugin for one in plan.schedule.reminders} == {"birthdays"}


@pytest.mark.parametrize("name", ["cadence", "feeds"])
def test_what_is_left_out_for_a_run_is_not_taken_away(sandbox, name):
    sandbox.write({"People/Ana.md": ANA, "People/Bo.md": BO}).sync()
    before = {path.name: path.read_bytes() for path in sandbox.feeds.iterdir()}
    sandbox.sync(without=(name,))
    assert {path.name: path.read_bytes() for path in sandbox.feeds.iterdir()} == before
    sandbox.sync()
    assert {path.name: path.read_bytes() for path in sandbox.feeds.iterdir()} == before


def test_a_feed_in_doubt_takes_no_other_away(sandbox):
    sandbox.write({"People/Ana.md": ANA}).sync()
    plan = sandbox.write({"vaultsync.toml": '[[feeds]]\nname = "work"\nquery = "tga:work"\n'}).sync()
    assert sorted(path.name for path in sandbox.feeds.iterdir()) == ["birthdays.ics", "catch-ups.ics"]
    assert [told.code for told in plan.problems] == ["query-invalid"]


def test_the_tables_of_built_ins_are_those_that_have_settings():
    _, infos, _ = loading.load(BUILTINS)
    assert sorted(name for name, info in infos.items() if info.config) == sorted(PLUGIN_TABLES)


def test_where_the_state_is_lost_the_days_are_found_anew_and_nothing_else_changes(sandbox, tmp_path, monkeypatch):
    sandbox.write({"People/Ana.md": ANA, "People/Bo.md": BO}).sync()
    before = sandbox.feed()
    monkeypatch.setenv("VAULTSYNC_STATE_DIR", str(tmp_path / "another"))
    sandbox.sync()
    assert sandbox.feed() == before


@given(st.text(max_size=80))
def test_no_text_in_a_log_can_add_a_line_to_the_feed(tmp_path_factory, text):
    root = tmp_path_factory.mktemp("vault")
    box = Sandbox(root / "v", root / "state")
    line = " ".join(text.splitlines()).encode("utf-8", "replace").decode()
    box.write({"People/Ana.md": ANA + f"- 2026-10-02 call: {line}\n- [ ] {line} 📅 2026-12-01\n"}).sync()
    feed = box.feed()
    names = {part.split(":")[0].split(";")[0] for part in feed.replace("\r\n ", "").split("\r\n") if part}
    assert names <= {
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
        "X-WR-TIMEZONE", "TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RDATE", "UID", "DTSTAMP",
        "LAST-MODIFIED", "SEQUENCE", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "CATEGORIES", "CLASS", "TRANSP",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    }  # fmt: skip
    # A note that holds {{…}} is a template, and about nobody.
    is_about_ana = not is_template((box.root / "People/Ana.md").read_text(encoding="utf-8"))
    assert feed.count("BEGIN:VEVENT\r\n") in ({1, 2} if is_about_ana else {0})


def test_only_the_touched_persons_event_changes(sandbox):
    notes = {
        f"People/P{number}.md": f"---\ncadence: {number + 3} weeks\n---\n- 2026-10-0{number} call: x\n"
        for number in range(1, 9)
    }
    before = days(sandbox.write(notes).sync())
    after = days(sandbox.write({"People/P3.md": notes["People/P3.md"] + "- 2026-11-20 call: y\n"}).sync())
    assert {who for who in before if before[who] != after[who]} <= {("P3", "catch-up")}


def test_a_feed_that_fails_its_own_check_leaves_the_last_good_one(sandbox, monkeypatch):
    sandbox.write({"People/Ana.md": ANA}).sync()
    before = sandbox.feed()
    monkeypatch.setattr("vaultsync.builtin.feeds.event_digest", lambda event: "x")
    sandbox.write({"People/Ana.md": ANA + "- 2026-10-09 call: more\n"})
    real = sys.modules["vaultsync.builtin.feeds"].render_event
    monkeypatch.setattr(
        "vaultsync.builtin.feeds.render_event", lambda event, stamp: real(event, stamp).replace(b"UID:", b"UIX:")
    )
    sandbox.sync()
    assert {told.code for told in sandbox.applied.problems} == {"feed-invalid"}
    assert sandbox.feed() == before


def test_more_than_the_year_has_room_for_is_told(sandbox):
    crowd = {f"People/P{number}.md": ANA.replace("birthday: 1990-12-01\n", "") for number in range(9)}
    settings = "[planning]\nper_week = 1\nclosed = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat']\n"
    plan = sandbox.write({**crowd, "vaultsync.toml": settings + "closed_days = [2026-11-22]\n"}).plan()
    assert plan.problems == ()
    plan = sandbox.write({"vaultsync.toml": "[planning]\nper_week = 0\n"}).plan()
    (told,) = plan.problems
    assert (told.code, told.message[:2]) == ("capacity-short", "9 ")


def test_the_settings_say_where_daily_notes_are(sandbox):
    notes = {"People/Ana.md": "Hello.\n", "Log/03.04.2026.md": "Lunch with [[Ana]]\n"}
    daily = '[daily]\nfolder = "Log"\nformat = "DD.MM.YYYY"\n'
    network = sandbox.write({**notes, "vaultsync.toml": daily}).plan().network
    assert network.last("People/Ana.md").day == date(2026, 4, 3)


def test_progress_is_told_note_by_note(sandbox):
    told = []
    sandbox.write({"a.md": "", "b.md": ""})
    looked(sandbox.root, lambda _: date(2026, 11, 22), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_an_index_of_other_code_is_made_anew_once(sandbox, monkeypatch):
    sandbox.write({"People/Ana.md": ANA}).sync()
    monkeypatch.setattr("vaultsync.sync.line.code_stamp", lambda: "another")
    lines = [looked(sandbox.root, lambda _: date(2026, 11, 22))]
    sandbox.sync()
    lines.append(looked(sandbox.root, lambda _: date(2026, 11, 22)))
    assert [line.everything for line in lines] == [True, False]


def test_touched_files_cost_no_more_each_where_there_are_more_people():
    def steps(people: int) -> int:
        books = memory_books()
        rows = [(f"{number}.md", number) for number in range(people)]
        books.connection.executemany("INSERT INTO ix.notes (path, inode, called) VALUES (?, ?, x'00')", rows)
        books.connection.executemany("INSERT INTO identities (path, uid, inode) VALUES (?1, ?1, ?2)", rows)
        taken = 0

        def count() -> int:
            nonlocal taken
            taken += 1
            return 0

        books.connection.set_progress_handler(count, 1)
        knowing = Knowing.__new__(Knowing)
        knowing._c = books.connection
        knowing.retouch([FileStat(path="7.md", size=1, mtime_ns=1, inode=99)])
        books.connection.set_progress_handler(None, 1)
        assert books.connection.execute("SELECT inode FROM identities WHERE path='7.md'").fetchone() == (99,)
        books.close()
        return taken

    assert steps(2000) < 2 * steps(20)
