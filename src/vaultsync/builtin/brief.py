"""The first sections of a brief: who they are, how you met, what you last spoke of, what was promised."""

from collections.abc import Iterable, Iterator

from vaultsync import Context, Interaction, Network, Person, PluginInfo, Section, day_words, hookimpl

CONVERSATIONS = 3


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="brief", summary="Says who someone is, how you met, and what you spoke of.")


@hookimpl
def vaultsync_brief(person: Person, network: Network, ctx: Context) -> Iterable[Section]:  # noqa: ARG001 - by name
    """Give the four sections, each only where the notes say something."""
    yield Section(title="Who", lines=tuple(_who(person)), order=10)
    yield Section(title="Met", lines=tuple(_met(person, network)), order=20)
    contacts = network.interactions.get(person.uid, ())[:CONVERSATIONS]
    yield Section(title="Last", lines=tuple(_conversation(contact) for contact in contacts), order=30)
    promises = network.promises.get(person.uid, ())
    yield Section(
        title="Promised",
        lines=tuple(f"{p.text} (by {day_words(p.due)})" if p.due else p.text for p in promises),
        order=50,
    )


def _who(person: Person) -> Iterator[str]:
    job = ", ".join(part for part in (person.role, person.company) if part)
    yield from (part for part in (job, person.location, person.relationship, ", ".join(person.groups)) if part)


def _met(person: Person, network: Network) -> Iterator[str]:
    if person.met_on is not None:
        yield day_words(person.met_on)
    if person.met:
        yield person.met
    told: set[str] = set()
    for tie in network.ties.get(person.uid, ()):
        other = network.person(tie.other)
        if other is None or other.name in told or tie.person != person.uid:
            continue
        if tie.kind in {"met_through", "introduced_by"}:
            told.add(other.name)
            yield f"through {other.name}"


def _conversation(contact: Interaction) -> str:
    # The text of an entry names the channel in the user's own words; only a bare contact needs ours.
    return f"{day_words(contact.day)}: {contact.text or contact.channel or 'in touch'}"
