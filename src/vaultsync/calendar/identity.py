"""Which calendar event a reminder is: an identity that outlives every change of title, path and date."""

from uuid import UUID, uuid5

import msgspec

NAMESPACE = UUID("3f0c5a52-6f0e-4f0b-9b57-2d1c8f2a7e64")
"""Ours alone, and for ever: another namespace would make every event in every calendar a new one."""


def event_uid(person: str, plugin: str, key: str, cycle: str) -> str:
    """The UID of the event for a reminder: a name-based UUID (RFC 9562, section 5.5) of the reminder's identity.

    The four parts are encoded as a JSON list first, so that no two different identities read the same. Lone surrogates,
    which UTF-8 cannot hold, are kept apart by their escapes.
    """
    parts = [part.encode("utf-8", "backslashreplace").decode() for part in (person, plugin, key, cycle)]
    return str(uuid5(NAMESPACE, msgspec.json.encode(parts).decode()))
