"""One line of what ``doctor`` found: a fact, and the next step where it is not well."""

from vaultsync.model import Problem, Value
from vaultsync.vault.errors import VaultError

Fact = str | int | bool | None | tuple[str, ...]


class Finding(Value, frozen=True, kw_only=True):
    """What was looked at, by ``topic`` and ``name``, which stay the same from version to version.

    ``value`` is for programs and ``said`` for people. A ``hint`` is the next step, and its presence means that
    something needs mending.
    """

    topic: str
    name: str
    value: Fact
    said: str
    hint: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing has to be done."""
        return not self.hint


def found(topic: str, name: str, value: Fact, said: str = "", *, hint: str = "") -> Finding:
    """A finding; it says its value, unless there is more to say."""
    return Finding(topic=topic, name=name, value=value, said=said or str(value), hint=hint)


def trouble(topic: str, name: str, told: Problem) -> Finding:
    """A Problem as a finding."""
    where = f"{told.path}:{told.line}: " if told.path and told.line else ""
    hint = told.hint or "What it means: the page on problems in the documentation."
    return found(topic, name, told.code, f"{where}{told.message}", hint=hint)


def refusal(topic: str, name: str, error: VaultError) -> Finding:
    """What the disk refused, whose message ends with the next step."""
    said, _, hint = str(error).partition(". ")
    return found(topic, name, None, f"{said.rstrip('.')}.", hint=hint or "Try again.")
