"""Which to-dos are wanted, and what they say: the very lines of the feeds' events, so that no more is told.

It knows neither server nor clock. A property is a content line (RFC 5545, section 3.1), unfolded and without its end.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from urllib.parse import quote

import msgspec

from vaultsync import CatchUp, Context, Published
from vaultsync.calendar import clean_line, clean_text, obsidian_url
from vaultsync_caldav.books import Sent, digest
from vaultsync_caldav.lines import name_of, unfolded

PAST_DAYS = 7
"""How long a to-do stays that was not ticked off."""
DONE = "Done? Tick it off, and this moves on."
SAYS = ("SUMMARY", "DESCRIPTION", "URL", "CATEGORIES")
"""What a to-do takes from the event."""
MARK, PERSON, CHANNEL, DUE = "X-VAULTSYNC", "X-VAULTSYNC-PERSON", "X-VAULTSYNC-CHANNEL", "X-VAULTSYNC-DUE"
"""Whose the to-do is: which vault's, about whom, by what means, and for which day its reminder was due."""
CONTENT = "X-VAULTSYNC-CONTENT"
"""A digest of all that was sent, by which it is known again where the books were lost."""

_EVENT = "BEGIN:VEVENT\r\n"
_NOTE_IT = re.compile(r"\\n\\nDone\? (?:(?!\\n).)*$")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A to-do as it is to be. ``due`` and ``since`` are the reminder's days, ``lines`` its properties by name."""

    uid: str
    person: str
    due: date
    since: date | None
    channel: str
    lines: dict[str, str]

    @property
    def sent(self) -> Sent:
        """What is remembered once it was sent."""
        lines = {name: digest(line) for name, line in self.lines.items()}
        return Sent(lines=lines, person=self.person, due=self.due, channel=self.channel)

    @property
    def content(self) -> str:
        """A digest of all of it."""
        return digest("\n".join(self.lines[name] for name in sorted(self.lines)))


def mark_of(vault: str) -> str:
    """What marks a vault's to-dos; its name cannot be read from that."""
    return digest(f"vault {vault}")


def wanted(published: Published, ctx: Context, ahead_days: int) -> dict[str, Wanted]:
    """The to-dos of the last seven days and those ahead, by uid."""
    first, last = ctx.today - timedelta(days=PAST_DAYS), ctx.today + timedelta(days=ahead_days)
    some = [one for one in _until(published.catch_ups, last) if first <= one.day <= last]
    events = _events(published, {one.uid for one in some})
    return {one.uid: _wanted(one, events.get(one.uid), ctx) for one in some}


def _until(catch_ups: Iterable[CatchUp], last: date) -> Iterator[CatchUp]:
    for one in catch_ups:
        # They are in the order of their starts in UTC, which may lie on the day before or after.
        if one.day > last + timedelta(days=1):
            return
        yield one


def _wanted(one: CatchUp, event: Mapping[str, str] | None, ctx: Context) -> Wanted:
    reminder = one.reminder
    lines = {"DUE": f"DUE;VALUE=DATE:{one.day:%Y%m%d}"}
    lines |= event if event is not None else _own_words(one, ctx)
    if reminder.kind == "catch-up" and "DESCRIPTION" in lines:
        # What the event says of how to go on holds for the notes; here there is something to tick.
        lines["DESCRIPTION"] = f"{_NOTE_IT.sub('', lines['DESCRIPTION'])}\\n\\n{_escaped(DONE)}"
    lines[MARK] = f"{MARK}:{mark_of(ctx.vault)}"
    lines[PERSON] = f"{PERSON}:{quote(reminder.person, safe='', errors='surrogatepass')}"
    lines[DUE] = f"{DUE}:{reminder.due:%Y%m%d}"
    if reminder.channel:
        lines[CHANNEL] = f"{CHANNEL}:{quote(reminder.channel, safe='', errors='surrogatepass')}"
    return Wanted(
        uid=one.uid,
        person=reminder.person,
        due=reminder.due,
        since=reminder.since,
        channel=reminder.channel,
        lines=lines,
    )


def _events(published: Published, uids: set[str]) -> dict[str, dict[str, str]]:
    """What the feeds' events say, by uid: the lines that a to-do takes."""
    found: dict[str, dict[str, str]] = {}
    for artifact in published.artifacts:
        if not artifact.name.endswith(".ics"):
            continue
        for text in artifact.data.decode("utf-8", "replace").split(_EVENT)[1:]:
            uid = text[: text.find("\r\n")].removeprefix("UID:")
            if uid in uids and uid not in found:
                found[uid] = _said(text)
    return found


def _said(event: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for line in unfolded(event):
        if line.startswith(("BEGIN:", "END:")):  # an alarm has words of its own
            break
        name = name_of(line)
        if name in SAYS:
            said[name] = line
    return said


def _own_words(one: CatchUp, ctx: Context) -> dict[str, str]:
    """What it says where no feed has the event."""
    action, told = one.reminder.action, ctx.publishing.description
    lines = {"SUMMARY": f"SUMMARY:{_escaped(clean_line(f'{one.name}: {action}' if action else one.name))}"}
    if told != "none":
        link = obsidian_url(ctx.vault, one.path)
        reason = clean_text(f"{one.reason[:1].upper()}{one.reason[1:]}.")
        lines["DESCRIPTION"] = f"DESCRIPTION:{_escaped(reason)}\\n\\n{_escaped(link)}"
        lines["URL"] = f"URL:{link}"
    category = clean_line(one.reminder.kind)
    return {**lines, "CATEGORIES": f"CATEGORIES:{_escaped(category)}"} if category else lines


def _escaped(text: str) -> str:
    """As TEXT (RFC 5545, section 3.3.11)."""
    return text.translate(_ESCAPES)
