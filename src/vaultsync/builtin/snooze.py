"""Not now: catch-ups wait until a snooze ends, and none comes up for somebody paused."""

from msgspec.structs import replace

from vaultsync import Context, Network, Person, PluginInfo, Reminder, Schedule, day_words, hookimpl


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Holds catch-ups back while a person is snoozed or paused."
    return PluginInfo(name="snooze", summary=summary, adjusts_each=True)


@hookimpl
def vaultsync_adjust_schedule(schedule: Schedule, network: Network, ctx: Context) -> Schedule:
    """Drop the catch-ups of paused people and move those of snoozed ones; birthdays and promises stay."""
    kept = (
        _held(reminder, network.person(reminder.person), ctx) if reminder.kind == "catch-up" else reminder
        for reminder in schedule.reminders
    )
    return replace(schedule, reminders=tuple(reminder for reminder in kept if reminder is not None))


def _held(reminder: Reminder, person: Person | None, ctx: Context) -> Reminder | None:
    if person is None:
        return reminder
    if person.paused:
        return None
    until = person.snooze_until
    if until is None or until <= ctx.today or until <= (reminder.earliest or reminder.due):
        return reminder
    # The due day stays: whoever waited before the snooze is not put at the end of the queue by it.
    latest = None if reminder.latest is None else max(reminder.latest, until + (reminder.latest - reminder.due))
    return replace(
        reminder, earliest=until, latest=latest, reason=f"{reminder.reason}; snoozed until {day_words(until)}"
    )
