"""What deserves a look across the vault: two notes about one person."""

from collections import defaultdict
from collections.abc import Iterable

from vaultsync import Network, Person, PluginInfo, Problem, hookimpl, problem


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="checks", summary="Reports people who have two notes.")


@hookimpl
def vaultsync_check(network: Network) -> Iterable[Problem]:
    """Report each e-mail address or phone number that two people share."""
    owners: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in network.people:
        for email in person.emails:
            owners["e-mail address", email.casefold()].append(person)
        for phone in person.phones:
            digits = "".join(sign for sign in phone if sign.isdigit())
            owners["phone number", digits].append(person)
    told: set[tuple[str, str]] = set()
    for (kind, value), shared in owners.items():
        first = shared[0]
        for other in shared[1:]:
            if value and other.path != first.path and (first.path, other.path) not in told:
                told.add((first.path, other.path))
                yield problem(
                    "person-duplicate",
                    f"{other.name} has the same {kind} as {first.path}.",
                    hint="If they are one person, bring the two notes together; if not, this can stay.",
                    path=other.path,
                    line=other.lines.get("email" if kind.startswith("e") else "phone", 0),
                )
