"""What came of it moves what comes next: another channel and more time where nobody answered, a pause after a no.

It looks at what stands in the person's own note and in the contacts, and says in the reason what it saw. A day that the
user set themselves stays.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from vaultsync import Cadence, Context, Network, Person, PluginInfo, Reminder, Schedule, action_of, day_words, hookimpl
from vaultsync.notes import outcome_in, outcomes_in

NO_ANSWER, DECLINED = "no-answer", "declined"
TRIES = 2
"""After so many tries in a row by one channel, another is suggested."""
LEAST_WAIT = timedelta(days=14)
LEAST_PAUSE = timedelta(days=91)
"""Three months: the pause after somebody said that they would rather not."""
WAYS = (("call", "phones"), ("text", "phones"), ("mail", "emails"))
"""The channels to change to, in order, and what a note must hold for each."""
BY = {
    "call": "by phone",
    "video": "by video call",
    "mail": "by mail",
    "text": "by message",
    "coffee": "about coffee",
    "lunch": "about lunch",
    "dinner": "about dinner",
    "met": "about meeting",
}
PERHAPS = {"call": "a call", "text": "a message", "mail": "a mail", "video": "a video call", "met": "meeting"}
"""What to try instead; the others are called what they are."""
NUMBERS = {2: "twice", 3: "three times", 4: "four times"}
_OURS = ("no answer ", "not a good time for them on ")
"""How the clauses begin that this plugin adds to a reason."""


class Run(NamedTuple):
    """Tries in a row by one channel, none of them answered: how many, and the last day."""

    channel: str
    tries: int
    last: date


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Suggests another channel and more time where nobody answered, and a pause after a no."
    return PluginInfo(name="outcomes", summary=summary, adjusts_each=True)


@hookimpl
def vaultsync_adjust_schedule(schedule: Schedule, network: Network, ctx: Context) -> Schedule | None:
    """Move the next catch-ups of people who did not answer, or declined; everything else stays as it is."""
    reminders = tuple(_after(reminder, network, ctx) for reminder in schedule.reminders)
    return None if reminders == tuple(schedule.reminders) else replace(schedule, reminders=reminders)


def _after(reminder: Reminder, network: Network, ctx: Context) -> Reminder:
    if (reminder.kind, reminder.key) != ("catch-up", "next") or reminder.stands:
        return reminder
    person = network.person(reminder.person)
    if person is None:
        return reminder
    fact = network.fact(person.uid, "cadence")
    cadence = timedelta(days=fact.value.days if fact is not None and isinstance(fact.value, Cadence) else 0)
    since, no = _last(person, network)
    # The day that the user set is theirs to choose; one that vaultsync wrote there follows from the cadence.
    by_hand = not cadence or "next_contact" not in ctx.writing.properties
    if by_hand and person.next_contact is not None and (since is None or person.next_contact > since):
        return reminder
    said: list[str] = []
    if no and since is not None:
        reminder = _from(since + max(cadence, LEAST_PAUSE), reminder)
        said.append(f"not a good time for them on {day_words(since)}, so it can wait a while")
    runs = _runs(person, since, ctx)
    if runs:
        reminder = _from(runs[-1].last + max(cadence / 2, LEAST_WAIT), reminder)
        tried = [run for run in runs if run.tries >= TRIES and run.channel]
        if tried:
            reminder = _by_another(reminder, person, frozenset(run.channel for run in tried))
            said.append(_silence(tried[-1], reminder.channel, frozenset(run.channel for run in tried)))
    return _telling(reminder, said)


def _last(person: Person, network: Network) -> tuple[date | None, bool]:
    """The day of the last contact, and whether they declined on it."""
    contacts = network.interactions.get(person.uid, ())
    if not contacts:
        return None, False
    day = contacts[0].day
    return day, any(outcome_in(each.text) == DECLINED for each in contacts if each.day == day)


def _runs(person: Person, since: date | None, ctx: Context) -> list[Run]:
    """The tries after the last contact by channel, those in a row together; none where no channel was tried twice.

    Tries by one channel on one day are one.
    """
    note = ctx.note(person.path)
    if note is None:
        return []
    tries = {
        (each.day, ctx.channel(each.text)): None
        for each in reversed(outcomes_in(note))
        if each.word == NO_ANSWER and each.day <= ctx.today and (since is None or each.day > since)
    }
    runs: list[Run] = []
    for day, channel in tries:
        if runs and runs[-1].channel == channel:
            runs[-1] = Run(channel, runs[-1].tries + 1, day)
        else:
            runs.append(Run(channel, 1, day))
    return runs if any(run.tries >= TRIES and run.channel for run in runs) else []


def _from(first: date, reminder: Reminder) -> Reminder:
    """The reminder on that day or later; as long after it as before there is time for it."""
    if first <= (reminder.earliest or reminder.due):
        return reminder
    due = max(reminder.due, first)
    latest = None if reminder.latest is None else max(reminder.latest + (due - reminder.due), first)
    return replace(reminder, due=due, earliest=first, latest=latest)


def _by_another(reminder: Reminder, person: Person, tried: frozenset[str]) -> Reminder:
    """The reminder by a channel that was not tried in vain: the next of those the person has."""
    if reminder.channel and reminder.channel not in tried:
        return reminder
    has = [channel for channel, needs in WAYS if getattr(person, needs)]
    names = [channel for channel, _ in WAYS]
    start = names.index(reminder.channel) if reminder.channel in names else -1
    order = sorted(has, key=lambda channel: (names.index(channel) - start - 1) % len(names))
    other = next((channel for channel in order if channel not in tried), "")
    return replace(reminder, channel=other, action=action_of(other)) if other else reminder


def _silence(run: Run, channel: str, tried: frozenset[str]) -> str:
    times = NUMBERS.get(run.tries, f"{run.tries} times")
    then = "a little later" if not channel or channel in tried else PERHAPS.get(channel, channel)
    return f"no answer {BY.get(run.channel, run.channel)} {times}, so perhaps {then}"


def _telling(reminder: Reminder, said: Iterable[str]) -> Reminder:
    """The reminder with what was seen in its reason, once."""
    news = list(said)
    clauses = reminder.reason.split("; ")
    if [clause for clause in clauses if clause.startswith(_OURS)] == news:
        return reminder
    kept = [clause for clause in clauses if not clause.startswith(_OURS)]
    return replace(reminder, reason="; ".join([*kept, *news]))
