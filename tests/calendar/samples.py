"""Events and feeds that the tests of the room and of the real clients share, hostile ones among them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vaultsync.calendar import (
    Event,
    Feed,
    FeedText,
    Rendered,
    Stamp,
    conference_link,
    event_uid,
    obsidian_url,
    render_event,
    render_feed,
)

STAMP = Stamp(sequence=0, at=datetime(2026, 11, 22, 8, 0, 5, tzinfo=UTC))
FEED = Feed(name="catch-ups", title="Catch-ups", color="teal", zone="Europe/Lisbon")
LISBON = ZoneInfo("Europe/Lisbon")
NOTE = obsidian_url("My Vault", "People/Ana Reyes.md")

CALL = Event(
    uid=event_uid("People/Ana Reyes.md", "cadence", "cadence", ""),
    day=date(2026, 11, 24),
    summary="Ana Reyes: call",
    description=f"It has been 14 weeks; you wanted to talk every 6.\nPhone: +351 912 345 678\n\n{NOTE}",
    url=NOTE,
    categories=("catch-up", "work, mostly"),
    conference=conference_link("+351 912 345 678"),
    alarm=time(9),
)
LUNCH = Event(
    uid=event_uid("People/Ana Reyes.md", "follow-ups", "lunch", ""),
    start=datetime(2026, 11, 26, 12, 30, tzinfo=LISBON),
    minutes=90,
    summary="Ana Reyes: lunch at Café Luna",
    location="Café Luna; Rua 1, Lisboa",
    conference=conference_link("https://meet.example.org/ana?pwd=a,b"),
    alarm=time(9),
)
BIRTHDAY = Event(
    uid=event_uid("People/Bo Lind.md", "birthdays", "birthday", "2027"),
    day=date(2027, 2, 28),
    summary="Bo Lind turns 40",
)

HOSTILE_TEXTS = {
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈 Zoë 🎉" * 12,
    "right to left": "שלום עולם — مرحبا بالعالم\u200f \u202eabc\u202c",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞" * 4,
    "separators": r'a,b;c\d:e"f^g|h=i%2Cj%n',
    "escapes": r"C:\New\notes\,x \\n \N \; ^n ^'",
    "breaks": "one\r\ntwo\rthree\nfour\u2028five\u2029six\u0085seven\x0beight\x0cnine",
    "injection": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nDTSTART:20200101T000000Z\r\nSUMMARY:evil",
    "controls": "a\x00b\x07c\x1bd\x7fe\x9ff\ufffeg\uffffh\ud800i",
    "long": "The quick brown fox jumps over the lazy dog. " * 400,
    "one long word": "ä" * 5000,
    "white space": "  \t leading, trailing \t ",
    "nothing": "",
    "markup": "<b>bold</b> & <script>alert(1)</script> [[Ana Reyes|Ana]] {{x}} <% y %>",
    "quotes": "\"double\" 'single' “curly” `back`",
}


def rendered(event: Event, stamp: Stamp = STAMP) -> Rendered:
    return Rendered(starts=event.starts, uid=event.uid, data=render_event(event, stamp))


def feed_of(events: Iterable[Event], feed: Feed = FEED) -> FeedText:
    return render_feed(feed, map(rendered, events))


def _hostile(name: str, text: str) -> Iterable[Event]:
    days = date(2026, 12, 1), date(2026, 12, 2)
    link = obsidian_url(text, f"People/{text}.md")
    for number, day in enumerate(days):
        yield Event(
            uid=event_uid(name, text, "all-day", str(number)),
            day=day,
            summary=f"Ana {text}",
            description=f"{text}\n{link}",
            location=text,
            categories=(text, "catch-up"),
            url=link,
            conference=conference_link("+351 912 345 678"),
            alarm=time(9),
        )
        yield Event(
            uid=event_uid(name, text, "timed", str(number)),
            start=datetime(2026, 12, 1 + number, 23, 30, tzinfo=LISBON),
            minutes=90,
            summary=f"{text} Ana",
            description=text,
            location=text,
            conference=conference_link("https://meet.example.org/a?b=c,d;e"),
            alarm=time(8, 15),
        )


def synthetic_feeds() -> dict[str, bytes]:
    """Feeds, by name, that a careless program would break a client with; none needs a vault."""
    feeds = {f"hostile: {name}": tuple(_hostile(name, text)) for name, text in HOSTILE_TEXTS.items()}
    feeds["empty"] = ()
    feeds["plain"] = (CALL, LUNCH, BIRTHDAY)
    feeds["1,000 events"] = tuple(
        Event(
            uid=event_uid(str(number), "cadence", "cadence", ""),
            day=date(2026, 11, 22) + timedelta(days=number // 3),
            summary=f"Person {number}: call",
            description="It has been 14 weeks.",
        )
        for number in range(1000)
    )
    made = {name: feed_of(events).data for name, events in feeds.items()}
    made["hostile title"] = feed_of((CALL,), Feed(name="x", title=HOSTILE_TEXTS["injection"], zone="UTC")).data
    return made
