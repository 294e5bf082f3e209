"""The ledger of introductions: a line in the log of whoever one is introduced to."""

from datetime import date

from vaultsync.cli.options import Call
from vaultsync.cli.say import WrongUseError, as_json, line
from vaultsync.cli.session import looked
from vaultsync.cli.who import whom
from vaultsync.cli.writing import edited, undo_hint
from vaultsync.model import Edit, Network, Person
from vaultsync.notes import fold
from vaultsync.people.introductions import introduction_entry

LOG = "Log"


def written_down(call: Call, person: str, through: str, state: str, day: date | None) -> None:
    """Write how far the introduction to ``person`` came. Raises WrongUseError, RefusedError."""
    session = looked(call)
    someone, other = whom(person, session.network), whom(through, session.network)
    on = day or session.today
    if on > session.today:
        raise WrongUseError(f"{on} has not come yet: write it down when it was.")
    if someone.uid == other.uid:
        raise WrongUseError(f"Nobody is introduced by themselves: {someone.name} is both.")
    said = introduction_entry(on, other, state, shared=_is_shared(other, session.network))
    edit = Edit(path=someone.path, kind="append-entry", name=LOG, value=(said,), reason="introduction noted")
    written = edited(call, session, [edit])
    if call.as_json:
        as_json(
            {"person": someone.name, "path": someone.path, "through": other.name, "state": state, "written": written}
        )
    elif written:
        line(undo_hint())


def _is_shared(person: Person, network: Network) -> bool:
    """Whether a link by the person's name alone could mean another note."""
    stem = fold(person.path.rsplit("/", 1)[-1])
    return sum(fold(one.path.rsplit("/", 1)[-1]) == stem for one in network.people) > 1
