"""Properties kept up to date in people's notes, each only where the settings name it."""

from collections.abc import Iterable, Iterator
from datetime import date

from vaultsync import Context, Edit, Network, Person, PluginInfo, Schedule, hookimpl

WRITES = ("last_contact", "next_contact", "uid")


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Keeps last_contact, next_contact and uid in notes, where the settings ask for it."
    return PluginInfo(name="properties", summary=summary, writes=WRITES)


@hookimpl
def vaultsync_edit_notes(network: Network, schedule: Schedule, ctx: Context) -> Iterable[Edit]:
    """Set what the settings name: the latest contact, the day the next one is due, the identity."""
    wanted = ctx.writing.properties
    # A day that counts from no contact counts from when this computer first saw the note: another would say another.
    due = {
        one.person: str(one.due)
        for one in schedule.reminders
        if one.key == "next" and one.plugin == "cadence" and one.since is not None
    }
    for person in network.people if wanted else ():
        for name, value in _values(person, network, due):
            if name in wanted:
                yield Edit(path=person.path, kind="set-property", name=name, value=(value,), reason=f"{name} is new")


def _values(person: Person, network: Network, due: dict[str, str]) -> Iterator[tuple[str, str]]:
    last = network.last(person.uid)
    if last is not None and last.day != person.last_contact and _readable("last_contact", person.last_contact, person):
        yield "last_contact", str(last.day)
    next_is = person.next_contact
    if person.uid in due and due[person.uid] != str(next_is) and _readable("next_contact", next_is, person):
        yield "next_contact", due[person.uid]
    if "uid" not in person.lines:
        yield "uid", person.uid


def _readable(name: str, value: date | None, person: Person) -> bool:
    """Whether what stands there was understood, or nothing does: what was not understood is the user's."""
    return value is not None or name not in person.lines
