"""How values stand in the books: encoded as MessagePack, typed again when read."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from vaultsync.model import CatchUp, Fact, Interaction, Note, Person, Problem, Reminder, Section, Tie, Value
from vaultsync.people import Called, Part, Stated, Unclear

if TYPE_CHECKING:  # what only looks at people need not load it
    from vaultsync.planning import ReminderId

pack = msgspec.msgpack.Encoder().encode
pack_catch_up = msgspec.json.Encoder().encode
"""Catch-ups stand as JSON, which a command that only shows them reads without loading this."""


class Unclears(Value, frozen=True, kw_only=True, array_like=True):
    """The links of one note that could have meant several people: those of its properties, and those of its lines."""

    names: tuple[Unclear, ...] = ()
    lines: tuple[Unclear, ...] = ()


_NOTE = msgspec.msgpack.Decoder(Note)
_PERSON = msgspec.msgpack.Decoder(Person)
_PARTS = msgspec.msgpack.Decoder(dict[str, Part])
_TIES = msgspec.msgpack.Decoder(tuple[Tie, ...])
_STATED = msgspec.msgpack.Decoder(tuple[Stated, ...])
_CALLED = msgspec.msgpack.Decoder(Called)
_FACTS = msgspec.msgpack.Decoder(tuple[Fact, ...])
_INTERACTIONS = msgspec.msgpack.Decoder(tuple[Interaction, ...])
_SECTIONS = msgspec.msgpack.Decoder(tuple[Section, ...])
_REMINDERS = msgspec.msgpack.Decoder(tuple[Reminder, ...])
_READS = msgspec.msgpack.Decoder(tuple[tuple[str, ...], bool])
_ID = msgspec.json.Decoder(tuple[str, str, str, str])
_CATCH_UP = msgspec.json.Decoder(CatchUp)
_PROBLEMS = msgspec.msgpack.Decoder(tuple[Problem, ...])
_TEXTS = msgspec.msgpack.Decoder(tuple[str, ...])
_MEANINGS = msgspec.msgpack.Decoder(dict[str, str])
_UNCLEARS = msgspec.msgpack.Decoder(Unclears)

decode_note = _NOTE.decode
decode_person = _PERSON.decode
decode_parts = _PARTS.decode
decode_ties = _TIES.decode
decode_stated = _STATED.decode
decode_called = _CALLED.decode
decode_interactions = _INTERACTIONS.decode
decode_sections = _SECTIONS.decode
decode_catch_up = _CATCH_UP.decode
decode_meanings = _MEANINGS.decode
decode_unclears = _UNCLEARS.decode


def decode_problems(data: bytes | None) -> tuple[Problem, ...]:
    """Problems; none where nothing stands."""
    return () if data is None else _PROBLEMS.decode(data)


def decode_facts(data: bytes | None) -> tuple[Fact, ...]:
    """Facts; none where nothing stands."""
    return () if data is None else _FACTS.decode(data)


def decode_reminders(data: bytes | None) -> tuple[Reminder, ...]:
    """Reminders; none where nothing stands."""
    return () if data is None else _REMINDERS.decode(data)


def decode_reads(data: bytes | None) -> tuple[tuple[str, ...], bool]:
    """At whom was looked, and whether at everybody; at nobody where nothing stands."""
    return ((), False) if data is None else _READS.decode(data)


def id_text(identity: "ReminderId") -> str:
    """A reminder's identity as it stands in a column."""
    return msgspec.json.encode(identity).decode()


def decode_id(text: str) -> "ReminderId":
    """A reminder's identity again."""
    return _ID.decode(text)


def decode_texts(data: bytes | None) -> tuple[str, ...]:
    """Texts; none where nothing stands."""
    return () if data is None else _TEXTS.decode(data)


def some(values: tuple[object, ...]) -> bytes | None:
    """Values encoded, or nothing where there are none."""
    return pack(values) if values else None


def day_of(text: str | None) -> date | None:
    """A day as it stands in a column."""
    return None if text is None else date.fromisoformat(text)
