"""What follows from the catch-ups and the server's to-dos: first what is learnt, then what is to be done. Pure.

A catch-up keeps its uid from one contact to the next. So a to-do that was ticked off is the next catch-up's as well,
and is opened again once the plan knows of the contact: by the day that it counts from, or by another day to come.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from vaultsync_caldav.books import Books, Contact, Done, digest
from vaultsync_caldav.todo import Todo
from vaultsync_caldav.wanted import Wanted

T = TypeVar("T")


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """A to-do to be made, or changed in the properties named; ``reopened`` where it was ticked off or cancelled."""

    wanted: Wanted
    todo: Todo | None = None
    names: tuple[str, ...] = ()
    reopened: bool = False


def learnt(books: Books, ours: Mapping[str, Todo], today: date, zone: ZoneInfo) -> Books:
    """The books after a look at all the to-dos there that are ours, by uid."""
    gone = [uid for uid in books.sent if uid not in ours]
    if not ours and len([uid for uid in gone if uid not in books.done]) > 1:
        # All at once: the list was emptied or made anew, and nobody means each of them.
        books, gone = replace(books, sent={}), []
    for uid in gone:
        books = without(books, uid)
    for uid in sorted(ours):
        books = seen(books, ours[uid], today, zone)
    return books


def without(books: Books, uid: str) -> Books:
    """The books after somebody removed a to-do: one that was ticked off stays so, another is not wanted this time."""
    sent = books.sent[uid]
    left = books.left if uid in books.done else {**books.left, uid: sent.due}
    return replace(books, sent=_less(books.sent, uid), left=left)


def seen(books: Books, todo: Todo, today: date, zone: ZoneInfo) -> Books:
    """The books after a look at one to-do of ours."""
    uid = todo.uid
    sent = books.sent.get(uid)
    due = todo.due or (sent.due if sent is not None else None)
    if todo.status == "cancelled":
        return replace(books, left={**books.left, uid: due})
    books = replace(books, left=_less(books.left, uid))
    before = books.done.get(uid)
    if todo.status == "open" and before is not None:
        # Opened again: by the user, who takes it back; or by another computer, for the next catch-up.
        if due == before.due:
            books = _forgotten(books, uid, before.day)
        return replace(books, done=_less(books.done, uid))
    person = todo.person or (sent.person if sent is not None else "")
    if todo.status != "done" or not person:
        return books
    day = todo.day(zone) or (before.day if before is not None else today)
    if before is not None:  # the day may have been corrected
        books = _forgotten(books, uid, before.day)
    channel = todo.channel or (sent.channel if sent is not None else "")
    contact = Contact(day=day, person=person, uid=uid, channel=channel)
    contacts = tuple(sorted({*books.contacts, contact}))
    return replace(books, contacts=contacts, done={**books.done, uid: Done(day=day, due=due)})


def reset(books: Books, uid: str) -> Books:
    """The books after a to-do was sent: it is open, and neither ticked off nor left alone."""
    return replace(books, done=_less(books.done, uid), left=_less(books.left, uid))


def dropped(books: Books, uid: str) -> Books:
    """The books after a to-do was taken off the list, because it is no longer planned."""
    return replace(books, sent=_less(books.sent, uid))


def put(one: Wanted, todo: Todo | None, books: Books) -> Put | None:
    """What is to be done for one to-do that is wanted; None for nothing."""
    uid, done = one.uid, books.done.get(one.uid)
    if done is not None and (todo is None or todo.status == "done") and not _is_next(one, done):
        return None
    if uid in books.left and books.left[uid] in {one.due, None} and (todo is None or todo.status == "cancelled"):
        return None
    if todo is None:
        return Put(wanted=one)
    if todo.status == "strange" or (todo.status == "done" and done is None):
        return None
    if todo.status != "open":
        return Put(wanted=one, todo=todo, names=tuple(_names(one, {})), reopened=True)
    sent = books.sent.get(uid)
    known = sent.lines if sent is not None else one.sent.lines if todo.content == one.content else {}
    names = tuple(_names(one, known))
    return Put(wanted=one, todo=todo, names=names) if names else None


def unwanted(ours: Mapping[str, Todo], wanted: Mapping[str, Wanted]) -> list[Todo]:
    """Those of ours that are still open, and no longer planned."""
    return [ours[uid] for uid in sorted(ours) if uid not in wanted and ours[uid].status == "open"]


def _names(one: Wanted, known: Mapping[str, str]) -> Iterable[str]:
    """The properties that are not as they were sent; what others made of them since is theirs to keep."""
    for name in sorted({*one.lines, *known}):
        now = digest(one.lines[name]) if name in one.lines else None
        if known.get(name) != now:
            yield name


def _is_next(one: Wanted, done: Done) -> bool:
    """Whether the plan knows of the contact, so that what it wants is the catch-up after."""
    counted = one.since is not None and one.since >= done.day
    return one.due != done.due and (counted or one.due > done.day)


def _forgotten(books: Books, uid: str, day: date) -> Books:
    return replace(books, contacts=tuple(one for one in books.contacts if (one.uid, one.day) != (uid, day)))


def _less(table: Mapping[str, T], uid: str) -> dict[str, T]:
    return {key: value for key, value in table.items() if key != uid}
