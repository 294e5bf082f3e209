"""Properties kept up to date in people's notes, each only where the settings name it."""

from collections.abc import Iterable, Iterator

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
    due = {one.person: str(one.due) for one in schedule.reminders if one.key == "next" and one.plugin == "cadence"}
    for person in network.people if wanted else ():
        for name, value in _values(person, network, due):
            if name in wanted:
                yield Edit(path=person.path, kind="set-property", name=name, value=(value,), reason=f"{name} is new")


def _values(person: Person, network: Network, due: dict[str, str]) -> Iterator[tuple[str, str]]:
    last = network.last(person.uid)
    if last is not None and last.day != person.last_contact:
        yield "last_contact", str(last.day)
    if person.uid in due and due[person.uid] != str(person.next_contact):
        yield "next_contact", due[person.uid]
    if "uid" not in person.lines:
        yield "uid", person.uid
