"""The plugin as a whole: from files and addresses to contacts and days, with its memory and its problems."""

import dataclasses
import os
import time
from datetime import date, timedelta
from datetime import time as clock

import pytest
from loopback import web
from made_calendars import calendar, event
from msgspec.structs import replace

import vaultsync_calendar as plugin
from vaultsync import Reminder, Schedule
from vaultsync.testing import PluginContract, stage
from vaultsync_calendar import gathering
from vaultsync_calendar.errors import CalendarsUnreadError

TODAY = date(2026, 11, 24)
NOTES = {"People/Ana Reyes.md": "---\ntags: [person]\nemail: ana@example.org\n---\n"}
WITH_ANA = event(":20261120T100000Z", "ATTENDEE:mailto:ana@example.org")
AGAIN = event(":20261121T100000Z", "ATTENDEE:mailto:ana@example.org", uid="2", summary="Tea")
AWAY = event(";VALUE=DATE:20261201", end=";VALUE=DATE:20261203", uid="away")
LUNCH, TEA = ("2026-11-20", "Lunch"), ("2026-11-21", "Tea")


class Desk:
    """The plugin asked day after day, with one folder. ``now`` is the clock."""

    def __init__(self, **config):
        self.config, self.now = config, 1_000_000.0
        self.set_up = self._stage()
        self.folder = self.set_up.ctx.folder()

    def _stage(self, today=TODAY):
        return stage(NOTES, plugin=plugin, config=self.config, today=today)

    def on(self, today=TODAY, **config):
        self.config |= config
        self.set_up = self._stage(today)
        self.ctx = replace_folder(self.set_up.ctx, self.folder)
        return self

    def met(self, today=TODAY):
        self.on(today)
        found = plugin.vaultsync_interactions(self.set_up.network, self.ctx)
        return [(str(one.day), one.text) for one in found]

    def not_on(self, today=TODAY, *more):
        self.on(today)
        (ana,) = self.set_up.network.people
        some = (ask(ana.uid), *(replace(one, person=ana.uid) for one in more))
        schedule = Schedule(reminders=some)
        after = plugin.vaultsync_adjust_schedule(schedule, self.ctx) or schedule
        assert plugin.vaultsync_adjust_schedule(after, self.ctx) in {None, after}
        return [one.not_on for one in after.reminders] if more else after.reminders[0].not_on

    def told(self):
        self.on()
        return [(one.code, one.message) for one in plugin.vaultsync_check(self.set_up.network, self.ctx)]


class Folder:
    """A host that has a folder of the test's own."""

    def __init__(self, host, folder):
        self._host, self._folder = host, folder

    def folder(self, _):
        return self._folder

    def __getattr__(self, name):
        return getattr(self._host, name)


def replace_folder(ctx, folder):
    return dataclasses.replace(ctx, host=Folder(ctx.host, folder))


def ask(person="", **more):
    given = {"key": "next", "kind": "catch-up", "reason": "you met", "due": date(2026, 12, 1), "plugin": "cadence"}
    return Reminder(person=person, **(given | more))


@pytest.fixture
def desk(monkeypatch):
    made = []

    def make(**config):
        made.append(Desk(**config))
        monkeypatch.setattr(gathering, "_now", lambda: made[-1].now)
        return made[-1]

    return make


@pytest.fixture
def server():
    with web(calendar(WITH_ANA, AWAY)) as made:
        yield made


# Files


def test_nothing_is_named_and_nothing_is_said(desk):
    one = desk()
    assert (one.met(), one.not_on(), one.told()) == ([], (), [])
    assert list(one.folder.iterdir()) == []


def test_a_file_is_read_and_read_again_when_it_changes(desk, tmp_path):
    file = tmp_path / "my.ics"
    file.write_bytes(calendar(WITH_ANA))
    one = desk(files=(str(file),))
    assert one.met() == [LUNCH]
    file.write_bytes(calendar(WITH_ANA, AGAIN))
    assert one.met() == [LUNCH, TEA]


def test_a_folder_is_read_with_all_its_files(desk, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.ics").write_bytes(calendar(WITH_ANA))
    (tmp_path / "sub" / "b.ICS").write_bytes(calendar(AGAIN))
    (tmp_path / "c.txt").write_text("no calendar")
    one = desk(files=(str(tmp_path),))
    assert one.met() == [LUNCH, TEA]
    (tmp_path / "sub" / "b.ICS").unlink()
    assert one.met() == [LUNCH]


def test_an_empty_folder_is_a_calendar_without_events(desk, tmp_path):
    assert desk(files=(str(tmp_path),)).met() == []


def test_a_path_may_begin_at_home(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "my.ics").write_bytes(calendar(WITH_ANA))
    assert desk(files=("~/my.ics",)).met() == [LUNCH]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/nowhere/my.ics", "/nowhere/my.ics cannot be read: No such file or directory"),
        ("my.ics", "my.ics is no whole path; write it from / or ~ on"),
        ("~nobody-of-this-name/my.ics", "is in the home folder of somebody who is not known"),
    ],
)
def test_a_file_that_never_could_be_read_is_not_known(desk, name, said):
    with pytest.raises(CalendarsUnreadError, match=said) as raised:
        desk(files=(name,)).met()
    assert str(raised.value).endswith("Mend it in [plugin.calendar] of your config.toml, or leave it out there")


def test_a_file_of_junk_is_told_of_by_its_name(desk, tmp_path):
    (tmp_path / "junk.ics").write_bytes(b"\x00\xffnope")
    one = desk(files=(str(tmp_path / "junk.ics"),))
    with pytest.raises(CalendarsUnreadError, match=r"junk\.ics is no calendar: it does not begin with BEGIN:VCALENDAR"):
        one.met()
    assert one.told() == []


def test_a_file_of_junk_among_others_is_told_of_and_the_others_count(desk, tmp_path):
    (tmp_path / "good.ics").write_bytes(calendar(WITH_ANA, event(":x", uid="bad")))
    (tmp_path / "junk.ics").write_bytes(b"<html>")
    one = desk(files=(str(tmp_path),))
    assert one.met() == [LUNCH]
    assert one.told() == [
        (
            "calendar-events",
            f"The calendar {tmp_path}: junk.ics is no calendar: it does not begin with BEGIN:VCALENDAR.",
        ),
        ("calendar-events", f"The calendar {tmp_path}: good.ics: an event could not be read and was left out."),
    ]


def test_a_file_that_is_damaged_later_counts_as_it_was(desk, tmp_path):
    file = tmp_path / "my.ics"
    file.write_bytes(calendar(WITH_ANA))
    one = desk(files=(str(file),))
    one.met()
    file.write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN")
    assert one.met() == [LUNCH]
    ((code, message),) = one.told()
    assert code == "calendar-source"
    assert message.startswith(f"The calendar {file} is no calendar that can be read: ")
    assert message.endswith("; what it held before counts.")
    file.write_bytes(calendar(WITH_ANA, AGAIN))
    assert one.met() == [LUNCH, TEA]
    assert one.told() == []


def test_a_file_that_was_away_and_is_back_as_it_was_is_no_problem_any_more(desk, tmp_path):
    file = tmp_path / "my.ics"
    file.write_bytes(calendar(WITH_ANA))
    one = desk(files=(str(file),))
    one.met()
    file.rename(tmp_path / "away.ics")
    assert one.met() == [LUNCH]
    assert one.told() == [
        (
            "calendar-source",
            f"The calendar {file} cannot be read: No such file or directory; what it held before counts.",
        )
    ]
    (tmp_path / "away.ics").rename(file)
    assert one.met() == [LUNCH]
    assert one.told() == []


def test_a_calendar_that_is_what_it_was_is_not_read_again_before_the_month_is_over(desk, tmp_path, monkeypatch):
    (tmp_path / "my.ics").write_bytes(calendar(WITH_ANA))
    one = desk(files=(str(tmp_path / "my.ics"),))
    one.met()
    read, times = gathering.read, []
    monkeypatch.setattr(gathering, "read", lambda *given: times.append(given) or read(*given))
    assert one.met(date(2026, 11, 30)) == [LUNCH]
    assert not times
    assert one.met(date(2026, 12, 1)) == [LUNCH]
    assert len(times) == 1


def test_one_calendar_that_is_not_known_keeps_the_others_from_being_all_there_is(desk, tmp_path):
    (tmp_path / "my.ics").write_bytes(calendar(WITH_ANA))
    with pytest.raises(CalendarsUnreadError, match="other"):
        desk(files=(str(tmp_path / "my.ics"), str(tmp_path / "other.ics"))).met()


def test_damaged_memory_is_as_none(desk, tmp_path):
    (tmp_path / "my.ics").write_bytes(calendar(WITH_ANA, AWAY))
    one = desk(files=(str(tmp_path / "my.ics"),))
    one.met()
    for path in one.folder.iterdir():
        path.write_bytes(b"\xc1 damaged")
    assert one.not_on() == ()
    assert one.met() == [LUNCH]
    assert date(2026, 12, 1) in one.not_on()


def test_a_calendar_that_is_named_no_more_is_forgotten(desk, tmp_path, server):
    one = desk(urls=(server.url,))
    one.met()
    assert len(list(one.folder.iterdir())) == 3
    (tmp_path / "my.ics").write_bytes(calendar(AGAIN))
    one.on(urls=(), files=(str(tmp_path / "my.ics"),))
    assert one.met() == [TEA]
    assert sorted(path.suffix for path in one.folder.iterdir()) == [".days", ".kept"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_what_is_kept_is_for_its_owner_alone(desk, server):
    one = desk(urls=(server.url,))
    one.met()
    assert {path.stat().st_mode & 0o777 for path in one.folder.iterdir()} == {0o600}


def test_events_count_as_far_back_as_asked_for(desk, tmp_path):
    old = event(":20261001T100000Z", "ATTENDEE:mailto:ana@example.org", uid="old", summary="Old")
    (tmp_path / "my.ics").write_bytes(calendar(WITH_ANA, old))
    one = desk(files=(str(tmp_path / "my.ics"),), days_back=54)
    assert one.met() == [("2026-10-01", "Old"), LUNCH]
    assert one.met(TODAY + timedelta(1)) == [LUNCH]


# Links


def test_a_link_is_fetched_and_then_not_before_the_time_is_over(desk, server):
    one = desk(urls=(server.url,), refresh="1h")
    assert one.met() == [LUNCH]
    server.body = calendar(WITH_ANA, AGAIN)
    one.now += 3599
    assert one.met() == [LUNCH]
    assert len(server.asked) == 1
    one.now += 1
    assert one.met() == [LUNCH, TEA]
    assert len(server.asked) == 2


def test_a_clock_that_was_set_back_makes_nobody_wait(desk, server):
    one = desk(urls=(server.url,))
    one.met()
    one.now -= 100_000
    one.met()
    assert len(server.asked) == 2


@pytest.mark.parametrize("headers", [{"ETag": '"one"'}, {"Last-Modified": "Tue, 24 Nov 2026 10:00:00 GMT"}])
def test_a_calendar_that_is_what_it_was_is_not_sent_again(desk, server, headers):
    server.headers = headers
    one = desk(urls=(server.url,), refresh="1s")
    one.met()
    server.body = b"it would be junk"
    one.now += 10
    assert one.met() == [LUNCH]
    assert {*headers.values()} <= {*server.asked[1].values()}
    assert one.told() == []


def test_a_new_day_reads_anew_what_was_fetched(desk, server):
    server.body = calendar(event(":20271122T100000Z", uid="far", end=":20271122T200000Z"), WITH_ANA)
    one = desk(urls=(server.url,))
    one.met()
    assert one.met(date(2026, 12, 24)) == [LUNCH]
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"", "answers with an error (500)"),
        (404, b"", "has no calendar at that address (404)"),
        (403, b"", "does not let vaultsync in any more (403); make a new private link"),
        (200, b"<html>Log in</html>", "is no calendar: it does not begin with BEGIN:VCALENDAR"),
        (200, b"BEGIN:VCALENDAR\r\nnope", "is no calendar that can be read: "),
    ],
)
def test_a_link_that_fails_counts_as_it_was_and_is_told_of_without_its_secret(desk, server, status, body, said):
    one = desk(urls=(server.url,), refresh="1h")
    one.met()
    good, server.status, server.body = server.body, status, body
    one.now += 3600
    assert one.met() == [LUNCH]
    assert date(2026, 12, 1) in one.not_on()
    (text,) = one.folder.glob("*.ics")
    assert text.read_bytes() == good
    ((code, message),) = one.told()
    assert code == "calendar-source"
    assert message.startswith(f"The calendar urls[1] (127.0.0.1) {said}")
    assert "secret" not in message
    one.now += 10
    one.met()
    assert len(server.asked) == 2
    server.status, server.body = 200, good
    one.now += 3600
    assert one.met() == [LUNCH]
    assert one.told() == []


def test_a_link_that_never_answered_is_not_known_and_is_asked_again_soon(desk, server):
    server.status = 500
    one = desk(urls=(server.url,), refresh="1d")
    for now, asked in ((0, 1), (59, 1), (1, 2)):
        one.now += now
        with pytest.raises(CalendarsUnreadError, match=r"urls\[1\] \(127.0.0.1\) answers with an error") as raised:
            one.met()
        assert "secret" not in str(raised.value)
        assert len(server.asked) == asked
    server.status = 200
    one.now += 60
    assert one.met() == [LUNCH]


def test_a_server_that_is_not_there_or_silent_is_told_of(desk, server, monkeypatch):
    monkeypatch.setattr("vaultsync_calendar.fetching.SECONDS", 0.2)
    server.pause = 1
    with pytest.raises(CalendarsUnreadError, match="does not answer within"):
        desk(urls=(server.url,)).met()
    with web() as gone:
        url = gone.url
    with pytest.raises(CalendarsUnreadError, match=r"does not answer \(ConnectionRefusedError\)"):
        desk(urls=(url,)).met()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://calendar.example.org/token.ics", "begins with http://"),
        ("file:///etc/passwd", "does not begin with https://"),
        ("https://", "does not begin with https://"),
        ("https://[token", "has an address that cannot be read"),
        ("token", "does not begin with https://"),
    ],
)
def test_only_safe_addresses_are_fetched(desk, url, said):
    with pytest.raises(CalendarsUnreadError, match=said) as raised:
        desk(urls=(url,)).met()
    assert "token" not in str(raised.value)


def test_a_server_may_send_elsewhere_but_not_into_the_open(desk, server):
    with web() as other:
        other.status, other.headers = 302, {"Location": server.url}
        assert desk(urls=(other.url,)).met() == [LUNCH]
        other.headers = {"Location": "http://calendar.example.org/x.ics"}
        with pytest.raises(CalendarsUnreadError, match="begins with http://"):
            desk(urls=(other.url,)).met()
        other.headers = {"Location": "file:///etc/passwd"}
        with pytest.raises(CalendarsUnreadError, match="answers with an error"):
            desk(urls=(other.url,)).met()


def test_a_calendar_without_end_is_cut_off(desk, server, monkeypatch):
    monkeypatch.setattr("vaultsync_calendar.fetching.LARGEST", 100)
    with pytest.raises(CalendarsUnreadError, match="is larger than"):
        desk(urls=(server.url,)).met()


def test_an_address_to_subscribe_to_is_one_to_fetch():
    (source,) = plugin.sources(files=(), urls=("webcal://calendar.example.org/a.ics",), caldav=())
    assert source.place == "https://calendar.example.org/a.ics"


# Busy days


def test_busy_days_are_none_for_catch_ups_that_may_move(desk, tmp_path):
    (tmp_path / "my.ics").write_bytes(calendar(WITH_ANA, AWAY))
    one = desk(files=(str(tmp_path / "my.ics"),))
    one.met()
    away = (date(2026, 12, 1), date(2026, 12, 2))
    standing = [ask(key="a", fixed=True), ask(key="b", at=clock(17)), ask(key="c", not_on=(date(2026, 12, 3),))]
    assert one.not_on(TODAY, *standing) == [away, (), (), (*away, date(2026, 12, 3))]
    assert one.not_on(date(2026, 12, 2)) == away[1:]


def test_busy_days_stay_as_they_were_found_until_tomorrow_or_until_the_settings_change(desk, tmp_path):
    file = tmp_path / "my.ics"
    file.write_bytes(calendar(AWAY))
    one = desk(files=(str(file),))
    one.met()
    before = one.not_on()
    file.write_bytes(calendar(WITH_ANA, event(";VALUE=DATE:20261210", uid="new")))
    one.met()
    assert one.not_on() == before
    tomorrow = TODAY + timedelta(1)
    one.met(tomorrow)
    assert one.not_on(tomorrow) == (date(2026, 12, 10),)
    one.on(busy_hours=7.0)
    one.met(TODAY)
    assert one.not_on() == (date(2026, 12, 10),)


def test_busy_days_may_be_left_as_they_are(desk, tmp_path):
    (tmp_path / "my.ics").write_bytes(calendar(AWAY))
    one = desk(files=(str(tmp_path / "my.ics"),), busy=False)
    one.met()
    assert one.not_on() == ()


def test_ten_thousand_reminders_are_adjusted_quickly(desk, tmp_path):
    (tmp_path / "my.ics").write_bytes(calendar(AWAY))
    one = desk(files=(str(tmp_path / "my.ics"),))
    one.met()
    some = [Schedule(reminders=(ask("x", key=f"{number}"),)) for number in range(10_000)]
    begun = time.perf_counter()
    for schedule in some:
        plugin.vaultsync_adjust_schedule(schedule, one.ctx)
    assert time.perf_counter() - begun < 2


# With vaultsync


def test_a_synced_catch_up_counts_from_a_meeting_and_leaves_a_busy_day(make_vault, run_sync, tmp_path):
    file = tmp_path / "my.ics"
    vault = make_vault({"People/Ana Reyes.md": "---\ntags: [person]\nemail: ana@example.org\ncadence: 11 days\n---\n"})
    file.write_bytes(calendar(WITH_ANA, AWAY))
    config = {"calendar": {"files": [str(file)], "me": ["me@example.org"]}}
    ran = run_sync(vault, plugins=["calendar"], config=config, today=TODAY)
    assert [told for told in ran.problems if told.plugin == "calendar"] == []
    (one,) = ran.catch_ups
    assert one.reminder.since == date(2026, 11, 20)
    assert one.reminder.due == date(2026, 12, 1)
    assert one.day == date(2026, 12, 3)
    file.unlink()
    again = run_sync(vault, today=TODAY)
    assert again.catch_ups == ran.catch_ups
    assert [told.code for told in again.problems if told.plugin == "calendar"] == ["calendar-source"]


def test_settings_may_name_a_server_and_take_its_password_from_the_environment(
    make_vault, run_sync, monkeypatch, server
):
    monkeypatch.setenv("MY_LINK", server.url)
    vault = make_vault(NOTES)
    ran = run_sync(vault, plugins=["calendar"], config={"calendar": {"urls": [{"env": "MY_LINK"}]}}, today=TODAY)
    (person,) = ran.network.people
    assert [one.text for one in ran.network.interactions[person.uid]] == ["Lunch"]


def test_a_vault_names_no_calendars(make_vault, run_sync, tmp_path):
    (tmp_path / "my.ics").write_bytes(calendar(WITH_ANA))
    vault = make_vault(NOTES, settings=f'[plugin.calendar]\nfiles = ["{(tmp_path / "my.ics").as_posix()}"]\n')
    ran = run_sync(vault, plugins=["calendar"], today=TODAY)
    assert "plugin-config" in {told.code for told in ran.problems}
    assert not any(ran.network.interactions.values())


class TestContract(PluginContract):
    plugin = plugin
    notes = NOTES
