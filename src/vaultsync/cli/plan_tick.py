"""What was planned for the day on which somebody met: the task is ticked with the contact that is logged."""

from datetime import date

from vaultsync.cli.session import Session
from vaultsync.model import Edit, Person
from vaultsync.model.edit import WHERE_USED
from vaultsync.people import channel_of
from vaultsync.sync.writing import rewritten

DID_NOT_MEET = frozenset({"no-answer", "declined"})


def tick_of(session: Session, person: Person, on: date, *, via: str, outcome: str) -> list[Edit]:
    """The tick of the plan for that day in the person's own note, where it was by that channel; else nothing."""
    if outcome in DID_NOT_MEET:
        return []
    for plan in session.network.plans(person.uid, on):
        planned = plan.planned
        if planned is None or planned.day != on or plan.path != person.path:
            continue
        if via and channel_of(planned.text) not in ("", via):
            continue
        status = ("x", str(on), WHERE_USED)
        edit = Edit(
            path=plan.path, kind="set-task", name=plan.text, value=status, line=plan.line, reason="it came about"
        )
        # What only the editor can tick stays open: a contact on that day is enough.
        return [edit] if not rewritten(session.root, [edit], {})[1] else []
    return []
