"""How long ago the user was in touch with somebody, in words: ``call 3 weeks ago``, ``you spoke 2 weeks ago``."""

from datetime import date

from vaultsync.model import Interaction, span
from vaultsync.people.channels import CHANNELS

SPOKE = {"spoken": "spoke", "written": "wrote", "in-person": "met", "": "were in touch"}
"""What two people did, by how they met on a channel."""

_WAY = {channel.name: channel.way for channel in CHANNELS}


def ago(day: date, today: date) -> str:
    """``today``, ``yesterday``, ``3 weeks ago``."""
    days = (today - day).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{span(days)} ago"


def warmth(last: Interaction | None, today: date) -> str:
    """The last contact: the channel and how long ago; ``never in touch`` where the notes know of none."""
    return "never in touch" if last is None else f"{last.channel or 'in touch'} {ago(last.day, today)}"


def spoke(last: Interaction, today: date) -> str:
    """What the two did last, and how long ago: ``spoke 2 weeks ago``."""
    return f"{SPOKE[_WAY.get(last.channel, '')]} {ago(last.day, today)}"
