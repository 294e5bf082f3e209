"""By what means people were in touch, and who started it: tables of words, and the search for them in a line.

Words count as whole words, whatever their case; the first in the line wins. A direction may be a phrase of two words.
"""

import re
from typing import Literal

from vaultsync.model import Value
from vaultsync.model.network import Direction

Way = Literal["spoken", "written", "in-person"]


class Channel(Value, frozen=True, kw_only=True):
    """One channel: its name, what it is, how people meet by it, and the words and emoji that say so."""

    name: str
    meaning: str
    way: Way
    words: tuple[str, ...]
    emoji: str


class Turn(Value, frozen=True, kw_only=True):
    """One direction: who reached out, and the marks and phrases that say so."""

    name: Direction
    meaning: str
    words: tuple[str, ...]
    marks: tuple[str, ...]


CHANNELS: tuple[Channel, ...] = (
    Channel(
        name="call",
        meaning="A call without a picture.",
        way="spoken",
        words=("call", "calls", "called", "calling", "phone", "phoned", "telephone", "rang", "voicemail"),
        emoji="☎📞📱",
    ),
    Channel(
        name="video",
        meaning="A call with a picture.",
        way="spoken",
        words=("video", "videocall", "zoom", "teams", "facetime", "skype", "hangout", "webcam"),
        emoji="📹💻🎥",
    ),
    Channel(
        name="coffee",
        meaning="Coffee or another drink together.",
        way="in-person",
        words=("coffee", "coffees", "tea", "espresso", "drink", "drinks", "beer", "beers"),
        emoji="☕🍵🍺🍻🍷",
    ),
    Channel(
        name="lunch",
        meaning="A meal together by day.",
        way="in-person",
        words=("lunch", "lunched", "brunch", "breakfast", "meal"),
        emoji="🍽🥗🥪",
    ),
    Channel(
        name="dinner",
        meaning="A meal together in the evening.",
        way="in-person",
        words=("dinner", "supper", "barbecue", "bbq"),
        emoji="🍝🍕",
    ),
    Channel(
        name="mail",
        meaning="E-mail or a letter.",
        way="written",
        words=(
            "mail", "mails", "mailed", "email", "emails", "emailed", "e-mail", "e-mails", "e-mailed",
            "letter", "postcard",
        ),
        emoji="✉📧📨📩📬",
    ),
    Channel(
        name="text",
        meaning="A short message.",
        way="written",
        words=(
            "text", "texts", "texted", "texting", "message", "messages", "messaged", "messaging", "sms", "imessage",
            "whatsapp", "signal", "telegram", "messenger", "dm", "dms", "dmed", "pinged", "slack", "linkedin",
        ),
        emoji="💬🗨",
    ),
    Channel(
        name="met",
        meaning="Face to face.",
        way="in-person",
        words=(
            "met", "meet", "meets", "meeting", "meetup", "gathering", "visit", "visited", "visiting", "walk", "walked",
            "hike", "hiked", "in-person", "party",
        ),
        emoji="🤝🚶🥾",
    ),
)  # fmt: skip
"""Every channel, with the words and emoji by which a line says so."""

DIRECTIONS: tuple[Turn, ...] = (
    Turn(
        name="in",
        meaning="They reached out.",
        words=(
            "from them", "from her", "from him", "incoming", "inbound", "they called", "she called", "he called",
            "they wrote", "she wrote", "he wrote", "called me", "wrote me", "texted me", "emailed me",
        ),
        marks=("in:", "←", "⬅", "📥", "📨", "📩"),
    ),
    Turn(
        name="out",
        meaning="You reached out.",
        words=(
            "to them", "to her", "to him", "outgoing", "outbound", "i called", "i wrote", "i texted", "i emailed",
            "called them", "called her", "called him", "wrote them", "wrote her", "wrote him",
        ),
        marks=("out:", "→", "➡", "📤"),
    ),
)  # fmt: skip
"""Both directions, with the phrases and marks by which a line says so."""

_CHANNEL = {word: channel.name for channel in CHANNELS for word in (*channel.words, *channel.emoji)}
_TURN: dict[str, Direction] = {word: turn.name for turn in DIRECTIONS for word in (*turn.words, *turn.marks)}
_TURN_ENDS = frozenset(word.rpartition(" ")[2] for word in _TURN)
_TELLING = _TURN_ENDS.union(_CHANNEL)
_SIGNS = re.escape("".join(sorted({sign for sign in (*_CHANNEL, *_TURN) if len(sign) == 1 and not sign.isalnum()})))
# A hyphen beside a word makes it part of another word: "walk-in", "call-centre".
_PIECE = re.compile(rf"(?<![^\s,;(])(?:in|out):|\w+(?:-\w+)*|[{_SIGNS}]")

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SMALL = bytes(
    byte if byte > 127 else ord(chr(byte).lower()) if chr(byte).isalnum() or chr(byte) in "_-:" else ord(" ")
    for byte in range(256)
)
"""For bytes of UTF-8: letters made small, and of the signs only those kept that matter to a word."""


def channel_of(text: str) -> str:
    """The name of the channel that a line speaks of first, or ``""``."""
    return channel_and_direction(text)[0]


def channel_and_direction(text: str) -> tuple[str, Direction]:
    """The channel that a line speaks of first, and who reached out: ``in`` they, ``out`` you. ``""`` for neither."""
    pieces = pieces_of(text)
    telling = _TELLING.intersection(pieces)
    if not telling:
        return "", ""
    channel = ""
    for each in pieces:  # mostly the first one
        if each in _CHANNEL:
            channel = _CHANNEL[each]
            break
    if not _TURN_ENDS.isdisjoint(telling):
        before = ""
        for each in pieces:
            if each in _TURN_ENDS and (turn := _TURN.get(f"{before} {each}") or _TURN.get(each)):
                return channel, turn
            before = each
    return channel, ""


def pieces_of(text: str) -> list[str]:
    """A line's words and signs in small letters: what _PIECE finds, by a shorter way where there are only words."""
    if text.isascii():
        coded = text.encode("ascii")
    else:
        text = text.lower()
        if not "".join(_BEYOND_ASCII.findall(text)).isalnum():
            return _PIECE.findall(text)
        coded = text.encode("utf-8")
    bare = coded.translate(_SMALL)  # bytes are translated four times as fast as text
    if b"in:" in bare or b"out:" in bare or b"--" in bare:
        return _PIECE.findall(text.lower())
    if b"-" in bare:  # a hyphen counts within a word alone
        bare = bare.replace(b":", b" ").replace(b" -", b" ").replace(b"- ", b" ").strip(b"-")
    return bare.replace(b":", b" ").decode("utf-8").split()
