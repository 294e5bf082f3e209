import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.people import CHANNELS, DIRECTIONS
from vaultsync.people.channels import _PIECE, channel_and_direction, channel_of, pieces_of

LINES = {
    "call: the new job": "call",
    "📞 the new job": "call",
    "☎️ the new job": "call",
    "Phoned about the new job": "call",
    "Zoom with the team": "video",
    "video call about the roof": "video",
    "met for coffee": "met",
    "Coffee, then a walk": "coffee",
    "☕ at Luna": "coffee",
    "Lunch at Luna": "lunch",
    "dinner 🍽 at Luna": "dinner",
    "🍽 at Luna": "lunch",
    "E-mail about the flat": "mail",
    "✉ about the flat": "mail",
    "WhatsApp: on my way": "text",
    "💬 on my way": "text",
    "🤝 at the fair": "met",
    "MEETING at noon": "met",
}
SILENT = ("", "talked about the context", "recall the callback", "a walk-in wardrobe", "call-centre", "text2speech")
TURNS = {
    "in: call about the job": "in",
    "call, in: about the job": "in",
    "← call": "in",
    "a mail from them": "in",
    "She called about the job": "in",
    "out: call": "out",
    "→ mail": "out",
    "a mail to them": "out",
    "I called, they called back": "out",
    "checked\u00a0in: fine": "in",
    "login: forgotten": "",
    "call about the job": "",
    "they were well": "",
}


@pytest.mark.parametrize(("line", "channel"), LINES.items())
def test_the_first_word_or_sign_of_a_line_gives_the_channel(line: str, channel: str) -> None:
    assert channel_of(line) == channel


@pytest.mark.parametrize("line", SILENT)
def test_a_word_counts_only_as_a_whole(line: str) -> None:
    assert channel_of(line) == ""


@pytest.mark.parametrize(("line", "direction"), TURNS.items())
def test_a_line_says_who_reached_out(line: str, direction: str) -> None:
    assert channel_and_direction(line)[1] == direction


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
def test_every_word_and_sign_of_the_table_is_found(channel: object) -> None:
    assert {channel_of(f"and {word.upper()}, so") for word in (*channel.words, *channel.emoji)} == {channel.name}
    assert channel_of(channel.name) == channel.name


@pytest.mark.parametrize("turn", DIRECTIONS, ids=lambda turn: turn.name)
def test_every_phrase_and_mark_of_the_table_is_found(turn: object) -> None:
    assert {channel_and_direction(f"so, {word.upper()} so")[1] for word in (*turn.words, *turn.marks)} == {turn.name}


@given(st.one_of(st.text(max_size=40), st.text(st.sampled_from("ab-_:.( \t"), max_size=20)))
def test_the_shorter_way_to_a_lines_words_finds_the_same(line: str) -> None:
    assert pieces_of(line) == _PIECE.findall(line.lower())


@given(st.text(max_size=60))
def test_any_line_has_a_channel_of_the_table_or_none(line: str) -> None:
    assert channel_of(line) in {"", *(channel.name for channel in CHANNELS)}
    assert channel_and_direction(line)[1] in {"", "in", "out"}
