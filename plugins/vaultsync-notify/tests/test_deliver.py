"""The digest comes once a day, at its time, to everybody who can be reached, and tells no secret."""

import email
import email.policy
import subprocess
import sys
import time
from datetime import date, timedelta
from importlib.metadata import entry_points

import pytest

import vaultsync_notify
from vaultsync_notify import sending, vaultsync_deliver, vaultsync_info

TODAY = date(2027, 1, 4)  # a Monday
TITLE = "1 person to catch up with today"


def deliver(what, ctx):
    return list(vaultsync_deliver(published=what, ctx=ctx))


def ntfy(inbox, topic="morning"):
    return f"ntfy://127.0.0.1:{inbox.port}/{topic}"


def test_the_plugin_is_called_as_its_entry_point():
    (mine,) = (one for one in entry_points(group="vaultsync.plugins") if one.value == "vaultsync_notify")
    assert mine.name == vaultsync_info().name == "notify"


def test_nothing_heavy_is_imported_with_the_module():
    code = "import sys, vaultsync_notify; sys.exit(any(name in sys.modules for name in ('apprise', 'requests')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_ntfy_gets_a_title_and_plain_text(http_server, clock, context, ana):
    assert deliver(ana, context(urls=(ntfy(http_server),))) == []
    (got,) = http_server.got
    assert (got["topic"], got["title"]) == ("morning", TITLE)
    assert got["message"] == "Ana Reyes – call: 14 weeks since coffee; every 6 weeks"


def test_a_web_hook_gets_the_same(http_server, clock, context, ana):
    assert deliver(ana, context(urls=(f"json://127.0.0.1:{http_server.port}/hook",))) == []
    (got,) = http_server.got
    assert (got["title"], got["message"]) == (TITLE, "Ana Reyes – call: 14 weeks since coffee; every 6 weeks")


def test_a_mail_is_plain_text_with_every_line(mail_server, clock, context, catch_up, published):
    url = f"mailto://127.0.0.1:{mail_server.port}?from=digest@example.org&to=me@example.org&format=html"
    assert deliver(published(catch_up(), catch_up("Bö <Lind> & *Söhne*")), context(urls=(url,))) == []
    (envelope,) = mail_server.envelopes
    mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert envelope.rcpt_tos == ["me@example.org"]
    assert mail["Subject"] == "2 people to catch up with today"
    body = mail.get_body(preferencelist=("plain",))
    assert mail.get_body(preferencelist=("html",)) is None
    assert body.get_content().splitlines()[:2] == [
        "Ana Reyes – call: 14 weeks since coffee; every 6 weeks",
        "Bö <Lind> & *Söhne* – call: 14 weeks since coffee; every 6 weeks",
    ]


def test_one_digest_a_day_and_another_the_next(http_server, clock, context, ana, catch_up, published):
    for _ in range(3):
        deliver(ana, context(urls=(ntfy(http_server),)))
    tomorrow = TODAY + timedelta(days=1)
    clock(7, 30, tomorrow)
    deliver(published(catch_up("Bo Lind", tomorrow)), context(tomorrow, urls=(ntfy(http_server),)))
    assert [got["message"][:9] for got in http_server.got] == ["Ana Reyes", "Bo Lind –"]


def test_nothing_is_sent_before_the_time_of_day_nor_on_another_day(http_server, clock, context, ana):
    urls = (ntfy(http_server),)
    clock(7, 29)
    deliver(ana, context(urls=urls))
    clock(8)
    deliver(ana, context(urls=urls, at="08:01"))
    deliver(ana, context(urls=urls, days=("sat", "sun")))
    clock(8, day=TODAY + timedelta(days=1))
    deliver(ana, context(urls=urls))
    assert http_server.got == []
    clock(7, 30)
    deliver(ana, context(urls=urls))
    assert len(http_server.got) == 1


def test_a_free_day_is_silent_even_if_somebody_is_planned_later(http_server, clock, context, ana, published):
    deliver(published(), context(urls=(ntfy(http_server),)))
    clock(15)
    deliver(ana, context(urls=(ntfy(http_server),)))
    assert http_server.got == []


def test_a_free_day_is_told_of_where_that_is_wanted(http_server, clock, context, published):
    deliver(published(), context(urls=(ntfy(http_server),), when_empty=True))
    assert http_server.titles == ["Nobody to catch up with today"]


def test_where_descriptions_are_private_only_names_are_sent(http_server, clock, context, ana):
    deliver(ana, context(urls=(ntfy(http_server),), description="none"))
    assert http_server.got[0]["message"] == "Ana Reyes"


def test_without_addresses_nothing_happens_and_no_folder_is_made(clock, context, tmp_path, ana):
    assert deliver(ana, context()) == []
    assert list(tmp_path.iterdir()) == []


def test_one_address_that_fails_keeps_the_digest_from_nobody_and_nobody_gets_it_twice(
    http_server, away, clock, context, ana
):
    urls = (f"json://tester:hunter2@127.0.0.1:{away}/away", ntfy(http_server))
    (told,) = deliver(ana, context(urls=urls))
    assert told.message == "The 1st address (json://…) did not take today's digest."
    assert told.hint == "It is tried again at the first sync after 08:10."
    clock(8, 10)
    (told,) = deliver(ana, context(urls=urls))
    assert told.hint == "It is tried again at the first sync after 08:30."
    assert http_server.titles == [TITLE]


def test_a_failed_address_is_tried_again_no_sooner_than_in_ten_minutes(http_server, clock, context, ana):
    http_server.answer = 500
    ctx = context(urls=(ntfy(http_server),))
    deliver(ana, ctx)
    http_server.answer = 200
    clock(8, 9)
    (told,) = deliver(ana, ctx)
    assert (told.code, len(http_server.got)) == ("notify-not-sent", 1)
    clock(8, 10)
    assert deliver(ana, ctx) == []
    assert len(http_server.got) == 2


def test_after_five_tries_an_address_is_given_up_until_tomorrow(http_server, clock, context, ana, catch_up, published):
    http_server.answer = 500
    ctx = context(urls=(ntfy(http_server),))
    for hour in range(8, 24):
        clock(hour, 59)
        problems = deliver(ana, ctx)
    assert len(http_server.got) == 5
    (told,) = problems
    assert told.message == "The 1st address (ntfy://…) did not take today's digest in 5 tries; the next is tomorrow."
    tomorrow = TODAY + timedelta(days=1)
    http_server.answer = 200
    clock(8, day=tomorrow)
    assert deliver(published(catch_up(day=tomorrow)), context(tomorrow, urls=(ntfy(http_server),))) == []
    assert len(http_server.got) == 6


def test_a_crash_while_sending_sends_nothing_twice_within_an_hour(http_server, clock, context, monkeypatch, ana):
    ctx = context(urls=(ntfy(http_server),))
    really = sending.send

    def send_and_crash(url, digest):
        really(url, digest)
        raise KeyboardInterrupt

    monkeypatch.setattr(vaultsync_notify, "send", send_and_crash)
    with pytest.raises(KeyboardInterrupt):
        deliver(ana, ctx)
    monkeypatch.setattr(vaultsync_notify, "send", really)
    for minute in (0, 15, 59):
        clock(8, minute)
        (told,) = deliver(ana, ctx)
    assert len(http_server.got) == 1
    assert told.message.startswith("Nobody knows whether the 1st address (ntfy://…) got today's digest")
    clock(9)
    assert deliver(ana, ctx) == []
    assert len(http_server.got) == 2


def test_nothing_is_sent_where_it_cannot_be_written_down(http_server, clock, context, tmp_path, ana):
    blocked = tmp_path / "blocked"
    (blocked / "digest.tmp").mkdir(parents=True)
    with pytest.raises(OSError, match="digest"):
        deliver(ana, context(urls=(ntfy(http_server),), folder=blocked))
    assert http_server.got == []


def test_a_service_that_hangs_is_ended_and_may_have_sent(http_server, clock, context, monkeypatch, ana):
    monkeypatch.setattr(sending, "WHOLE", 2.0)
    http_server.hangs = True
    began = time.monotonic()
    (told,) = deliver(ana, context(urls=(ntfy(http_server),)))
    assert time.monotonic() - began < 4
    assert told.message.startswith("Nobody knows whether")


def test_an_address_no_service_knows_is_told_of_and_tried_once_a_day(clock, context, monkeypatch, ana):
    ctx = context(urls=("nonsense://token@nowhere", "json://"))
    problems = deliver(ana, ctx)
    assert [told.message[:40] for told in problems] == [
        "The 1st address (nonsense://…) is none t",
        "The 2nd address (json://…) is none that ",
    ]
    monkeypatch.setattr(vaultsync_notify, "send", lambda *_: pytest.fail("sent again"))
    clock(12)
    assert deliver(ana, ctx) == problems


def test_a_changed_address_is_tried_at_once_and_the_same_one_twice_gets_one(http_server, clock, context, ana):
    http_server.answer = 500
    deliver(ana, context(urls=(ntfy(http_server, "wrong"),)))
    http_server.answer = 200
    assert deliver(ana, context(urls=(ntfy(http_server, "right"), ntfy(http_server, "right")))) == []
    assert [got["topic"] for got in http_server.got] == ["wrong", "right"]


@pytest.mark.parametrize(
    "url",
    [
        "json://tester:hunter2@127.0.0.1:{port}/hunter2?+X-Token=hunter2",
        "mailto://tester:hunter2@127.0.0.1:{port}?from=hunter2@example.org",
        "mailtos://tester:hunter2@127.0.0.1:{port}?from=hunter2@example.org",
        "ntfy://:hunter2@127.0.0.1:{port}/hunter2",
        "nonsense://hunter2",
        "hunter2",
        "slack://hunter2/hunter2/hunter2",
    ],
)
def test_no_address_shows_in_a_problem_a_log_an_output_or_the_folder(
    url, away, clock, context, capfd, caplog, tmp_path, monkeypatch, ana
):
    caplog.set_level(1)
    # The loudest surroundings: whatever is logged is written to stderr, in other processes too.
    (tmp_path / "loud").mkdir()
    (tmp_path / "loud" / "sitecustomize.py").write_text("import logging; logging.basicConfig(level=1)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "loud"))
    (told,) = deliver(ana, context(urls=(url.format(port=away),)))
    out, err = capfd.readouterr()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).decode(errors="replace")
    for text in (repr(told), out, err, caplog.text, kept):
        assert "hunter2" not in text
        assert "127.0.0.1" not in text


def test_nothing_is_imported_from_the_working_directory(http_server, clock, context, tmp_path, monkeypatch, ana):
    (tmp_path / "apprise.py").write_text("open('owned', 'w')")
    (tmp_path / "vaultsync_notify.py").write_text("open('owned', 'w')")
    monkeypatch.chdir(tmp_path)
    assert deliver(ana, context(urls=(ntfy(http_server),))) == []
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    ("number", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_addresses_are_counted_as_people_count(number, word):
    assert sending.shown(number, "tgram://token/id") == f"the {word} address (tgram://…)"
