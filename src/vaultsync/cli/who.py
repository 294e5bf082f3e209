"""Whom a command means: a PERSON is a name, an alias, an e-mail address or a path."""

from collections.abc import Callable

from vaultsync.cli.say import WrongUseError
from vaultsync.model import Network, Person
from vaultsync.people import named, near


def whom(text: str, network: Network, at_once: Callable[[str], tuple[Person, ...]] | None = None) -> Person:
    """The one person that a text names. ``at_once`` finds most of them without looking at everybody.

    Raises WrongUseError where it names several, who are listed, or nobody, with those who could have been meant.
    """
    if not text.strip():
        raise WrongUseError(f"{text!r} names nobody. Give a name, an alias, an e-mail address or a path.")
    found = (at_once(text) if at_once is not None else ()) or named(text, network)
    if len(found) == 1:
        return found[0]
    if found:
        listed = "\n".join(f"  {person.path}" for person in found)
        raise WrongUseError(f"{text} could be any of these; name the path instead:\n{listed}")
    names = ", ".join(dict.fromkeys(person.name for person in near(text, network)))
    raise WrongUseError(f"There is no {text} in this vault." + (f" Did you mean {names}?" if names else ""))
