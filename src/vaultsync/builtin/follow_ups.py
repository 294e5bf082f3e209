"""Promises with a day: open tasks in a person's note, or about them elsewhere, come back as reminders."""

from collections.abc import Iterable

from vaultsync import Context, Network, Person, PluginInfo, Reminder, day_words, hookimpl

MINUTES = 15
LONGEST_TITLE = 80


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="follow-ups", summary="Reminds of open tasks with a date, in or about a person's note.")


@hookimpl
def vaultsync_reminders(person: Person, network: Network, ctx: Context) -> Iterable[Reminder]:
    """Give a reminder a dated open task: on its day, or, once that has passed, on the next day with room."""
    if person.quiet:
        return
    for promise in network.promises.get(person.uid, ()):
        if promise.due is None or promise.planned is not None:
            continue
        ahead = promise.due >= ctx.today
        yield Reminder(
            person=person.uid,
            key=promise.key,
            kind="follow-up",
            due=promise.due,
            fixed=ahead,
            minutes=MINUTES,
            reason="promised" if ahead else f"promised for {day_words(promise.due)}",
            action=_title(promise.text),
            path=promise.path,
            line=promise.line,
        )


def _title(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"
