"""What stands on the server after a delivery."""

from datetime import date, time, timedelta

TODAY = date(2027, 1, 4)
DAY = timedelta(days=1)


def test_a_catch_up_becomes_a_to_do(client, context, deliver, catch_up):
    assert deliver(context(), catch_up()) == []
    lines = client.lines("ana")
    for line in (
        "UID:ana",
        "SUMMARY:Ana Reyes: call",
        "DUE;VALUE=DATE:20270104",
        "STATUS:NEEDS-ACTION",
        "CLASS:PRIVATE",
        "CATEGORIES:catch-up",
        "URL:obsidian://open?vault=Notes&file=People%2FAna%20Reyes.md",
        "DESCRIPTION:14 weeks since coffee\\; every 6 weeks.\\n\\nobsidian://open?vault=Notes&file=People%2FAna%20Reyes"
        ".md\\n\\nDone? Tick it off\\, and this moves on.",
        "X-VAULTSYNC-PERSON:person%2Fana",
        "X-VAULTSYNC-DUE:20261109",
    ):
        assert line in lines


def test_it_says_what_the_feed_says_but_for_how_to_go_on(client, context, deliver, catch_up, feed_of):
    feed = feed_of(
        {"uid": "bo", "summary": "Bo Lind: write", "description": "Other."},
        {
            "uid": "ana",
            "summary": "Ana Reyes, call; C:\\New",
            "description": "14 weeks since coffee.\n\nLast: C:\\New; tea\nPhone: +351 1\n\n"
            "Done? Note it in their note with a dated line under Log, and this moves on.",
            "url": "obsidian://open?vault=Notes&file=Ana.md",
            "categories": ("catch-up",),
            "alarm": time(9),
        },
    )
    deliver(context(), catch_up(), feed=feed)
    lines = client.lines("ana")
    assert "SUMMARY:Ana Reyes\\, call\\; C:\\\\New" in lines
    assert (
        "DESCRIPTION:14 weeks since coffee.\\n\\nLast: C:\\\\New\\; tea\\nPhone: +351 1\\n\\n"
        "Done? Tick it off\\, and this moves on."
    ) in lines
    assert "URL:obsidian://open?vault=Notes&file=Ana.md" in lines
    assert "BEGIN:VALARM" not in lines


def test_a_birthday_has_nothing_to_say_of_ticks(client, context, deliver, catch_up):
    deliver(context(), catch_up(kind="birthday", action="turns 40", reason="turns 40", since=None, channel=""))
    lines = client.lines("ana")
    assert "SUMMARY:Ana Reyes: turns 40" in lines
    assert not any("Done?" in line for line in lines)
    assert not any(line.startswith("X-VAULTSYNC-CHANNEL") for line in lines)


def test_where_descriptions_are_private_no_reason_link_or_vault_is_told(client, context, deliver, catch_up):
    deliver(context(description="none", vault="Diary"), catch_up())
    text = client.text("ana.ics")
    assert "SUMMARY:Ana Reyes: call" in text
    for private in ("DESCRIPTION", "URL", "obsidian", "coffee", "Diary", "People"):
        assert private not in text


def test_the_coming_days_and_the_last_week_are_there_and_no_others(client, context, deliver, catch_up):
    days = {f"d{number}": TODAY + number * DAY for number in (-8, -7, 0, 14, 15)}
    deliver(context(), *(catch_up(uid, day=day) for uid, day in days.items()))
    assert sorted(client.texts()) == ["d-7", "d0", "d14"]
    deliver(context(ahead_days=15), *(catch_up(uid, day=day) for uid, day in days.items()))
    assert sorted(client.texts()) == ["d-7", "d0", "d14", "d15"]


def test_where_nothing_changed_nothing_is_sent(radicale, client, context, deliver, catch_up):
    for _ in range(4):
        deliver(context(), catch_up(), catch_up("bo"))
    assert radicale.changes == ["PUT", "PUT"]
    radicale.asked.clear()
    deliver(context(), catch_up(), catch_up("bo"))
    assert radicale.asked == [("PROPFIND", 207)]


def test_a_catch_up_that_moved_moves_its_to_do_under_the_same_uid(client, context, deliver, catch_up):
    deliver(context(), catch_up())
    deliver(context(), catch_up(day=TODAY + DAY))
    lines = client.lines("ana")
    assert "DUE;VALUE=DATE:20270105" in lines
    assert "SEQUENCE:1" in lines
    assert list(client.texts()) == ["ana"]


def test_a_to_do_that_is_no_longer_planned_goes(client, context, deliver, catch_up):
    deliver(context(), catch_up(), catch_up("bo"))
    deliver(context(), catch_up("bo"))
    assert list(client.texts()) == ["bo"]


def test_one_that_was_ticked_off_stays_when_it_is_no_longer_planned(client, context, deliver, catch_up):
    deliver(context(), catch_up(), catch_up("bo"))
    client.tick("ana")
    deliver(context(), catch_up("bo"))
    assert sorted(client.texts()) == ["ana", "bo"]


def test_what_others_put_into_the_list_is_never_touched(client, context, deliver, catch_up):
    client.add("shopping", "SUMMARY:Milk")
    client.add("done", "SUMMARY:Bread", "STATUS:COMPLETED", "COMPLETED:20270103T090000Z")
    client.add("lookalike", "SUMMARY:Ana Reyes: call", "X-VAULTSYNC:somebody-elses-vault")
    before = client.texts()
    deliver(context(), catch_up())
    deliver(context())
    assert client.texts() == before


def test_another_vaults_to_dos_in_the_same_list_are_left_to_it(client, context, deliver, catch_up):
    deliver(context(vault="Work", folder="work"), catch_up("boss"))
    deliver(context(), catch_up())
    deliver(context())
    assert list(client.texts()) == ["boss"]


def test_somebody_elses_to_do_of_the_same_uid_is_left_alone_and_told_of(client, context, deliver, catch_up):
    client.add("ana", "SUMMARY:Mine")
    before = client.texts()
    (told,) = deliver(context(), catch_up(), catch_up("bo"))
    assert told.code == "caldav-taken"
    assert client.text("ana.ics") == before["ana"]
    assert "bo" in client.texts()


def test_what_a_user_changed_stays_and_only_what_changed_here_is_sent(client, context, deliver, catch_up):
    deliver(context(), catch_up())
    client.set(
        "ana",
        "SUMMARY:Ana\\, at last",
        "PRIORITY:1",
        "DUE;VALUE=DATE:20270108",
        "X-OTHER;A=b:C:\\\\New\\n",
        added=("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Ring", "TRIGGER:-PT15M", "END:VALARM"),
    )
    deliver(context(), catch_up())
    assert "SUMMARY:Ana\\, at last" in client.lines("ana")
    deliver(context(), catch_up(reason="15 weeks since coffee; every 6 weeks"))
    lines = client.lines("ana")
    for line in ("SUMMARY:Ana\\, at last", "PRIORITY:1", "DUE;VALUE=DATE:20270108", "DESCRIPTION:Ring", "END:VALARM"):
        assert line in lines
    assert any(line.startswith("X-OTHER;A=b:C:\\\\New\\n") for line in lines)
    assert any(line.startswith("DESCRIPTION:15 weeks") for line in lines)


def test_a_start_that_a_user_gave_does_not_outlast_an_earlier_day(client, context, deliver, catch_up):
    deliver(context(), catch_up(day=TODAY + 5 * DAY))
    client.set("ana", "DTSTART;VALUE=DATE:20270108")
    deliver(context(), catch_up())
    lines = client.lines("ana")
    assert "DUE;VALUE=DATE:20270104" in lines
    assert not any(line.startswith("DTSTART") for line in lines)


def test_a_to_do_that_a_user_made_repeat_is_left_alone(client, context, deliver, catch_up):
    deliver(context(), catch_up())
    client.set("ana", "DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=WEEKLY")
    before = client.texts()
    deliver(context(), catch_up(day=TODAY + DAY))
    deliver(context())
    assert client.texts() == before


def test_a_to_do_that_a_user_removed_stays_away_until_the_next_catch_up(client, context, deliver, catch_up):
    deliver(context(), catch_up(), catch_up("bo"))
    client.remove("ana")
    deliver(context(), catch_up(), catch_up("bo"))
    deliver(context(), catch_up(day=TODAY + DAY, reason="15 weeks"), catch_up("bo"))
    assert list(client.texts()) == ["bo"]
    deliver(context(), catch_up(since=date(2026, 12, 30), due=date(2027, 1, 10), day=TODAY + 6 * DAY), catch_up("bo"))
    assert sorted(client.texts()) == ["ana", "bo"]


def test_a_list_that_was_emptied_or_made_anew_is_filled_again(client, context, deliver, catch_up):
    deliver(context(), catch_up(), catch_up("bo"))
    client.remove("ana")
    client.remove("bo")
    deliver(context(), catch_up(), catch_up("bo"))
    assert sorted(client.texts()) == ["ana", "bo"]


def test_a_cancelled_to_do_is_left_alone_until_the_next_catch_up(client, context, deliver, catch_up):
    deliver(context(), catch_up())
    client.set("ana", "STATUS:CANCELLED")
    before = client.texts()
    deliver(context(), catch_up(day=TODAY + DAY))
    deliver(context())
    assert client.texts() == before
    deliver(context(), catch_up(since=TODAY, due=date(2027, 1, 10), day=TODAY + 6 * DAY))
    assert "STATUS:NEEDS-ACTION" in client.lines("ana")


def test_after_the_books_were_lost_nothing_is_sent_that_is_right_already(radicale, client, context, deliver, catch_up):
    deliver(context(), catch_up(), catch_up("bo"), catch_up("cem"))
    radicale.asked.clear()
    deliver(context(folder="new"), catch_up(), catch_up("bo", day=TODAY + DAY))
    assert sorted(radicale.changes) == ["DELETE", "PUT"]
    assert sorted(client.texts()) == ["ana", "bo"]


def test_another_list_is_filled_from_the_start(client, context, deliver, catch_up, radicale):
    deliver(context(), catch_up())
    moved = client.url.rstrip("/") + "x/"
    client.http.request("DELETE", moved)
    client.http.request("MOVE", client.url, headers={"Destination": moved})
    client.http.request("MKCALENDAR", moved)
    assert deliver(context(url=moved), catch_up()) == []
    assert client.http.get(f"{moved}ana.ics").status_code == 200


def test_without_an_address_nothing_happens_and_no_folder_is_made(
    radicale, client, context, deliver, tmp_path, catch_up
):
    assert deliver(context(url=""), catch_up()) == []
    assert radicale.asked == []
    assert list(tmp_path.iterdir()) == []
