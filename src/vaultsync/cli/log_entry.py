"""The line that ``log`` writes: a contact, its marks and what came of it, so that it reads again as what was meant."""

import re
from collections.abc import Iterable
from datetime import date

from vaultsync.people import CHANNELS

Mark = tuple[str, str]
"""What stands before ``::``, and what is said."""

_COLONS = re.compile("::+")
_SQUARE = str.maketrans("()", "[]")


def entry(
    day: date, text: str, via: str, outcome: str, *, inbound: bool, marks: Iterable[Mark] = (), pick: str = ""
) -> str:
    """The entry for one contact, so that it reads again as that contact: its channel and direction come first."""
    sign = next((channel.emoji[0] for channel in CHANNELS if channel.name == via), "")
    how = " ".join(part for part in (sign, via) if part)
    how += (", from them" if how else "from them") if inbound else ""
    start = " ".join(part for part in (str(day), how) if part)
    said = [f"{start}: {text}" if text else start if how else f"{start}: in touch"]
    said += [f"({key}:: {_inside(value)})" for key, value in marks if _inside(value)]
    said += [f"(outcome:: {outcome})"] if outcome else []
    said += [f"(pick:: {pick})"] if pick else []
    return " ".join(said)


def _inside(text: str) -> str:
    """Text that ends no bracket that it stands in, and begins no field of its own."""
    return _COLONS.sub(":", text).translate(_SQUARE).strip(" ,;:")
