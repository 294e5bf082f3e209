"""Lengths of time as people write them beside a meeting: one reading for plans, gatherings and commands."""

import re

from vaultsync.notes.text import fold

LONGEST = 7 * 24 * 60
"""Minutes of the longest length that is read: what is longer is no meeting."""

_LENGTH = re.compile(
    r"(?:pt(?=[0-9]))?(?:(?P<hours>[0-9]{1,5}(?:[.,][0-9]{1,2})?) ?(?:hours?|hrs?|h|stunden?|std)\.?)?"
    r"(?:(?:,| and)? ?(?P<minutes>[0-9]{1,5}) ?(?:(?:minutes?|minuten|mins?|m)\.?)?)?"
)
_COLON = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::[0-5][0-9])?(?: ?h| ?hours?)?")


def minutes_of(text: str) -> int | None:
    """How many minutes a text says: ``90m``, ``1h30``, ``1:30``, ``1.5 hours``, ``90``, ``PT90M``; None for no length.

    None, too, for no time at all and for more than a week.
    """
    text = " ".join(fold(text).split())
    if colon := _COLON.fullmatch(text):
        minutes = int(colon[1]) * 60 + int(colon[2])
    elif found := _LENGTH.fullmatch(text):
        minutes = round(float((found["hours"] or "0").replace(",", ".")) * 60) + int(found["minutes"] or 0)
    else:
        return None
    return minutes if 0 < minutes <= LONGEST else None
