"""What was planned for the day on which somebody met: the task is ticked with the contact that is logged."""

from datetime import date

from vaultsync.cli.session import Session
from vaultsync.model import Edit, Person
from vaultsync.model.edit import WHERE_USED
from vaultsync.people import channel_of
from vaultsync.sync.writing import rewritten

DID_NOT_MEET = frozenset({"no-answer", "declined"})


def tick_of(session: Session, person: Person, on: date, *, via: str, outcome: str) -> tuple[list[Edit], str]:
    """The tick of the plan for that day in the person's own note, where it was by that channel; and the channel.

    Nothing, and the channel that was given, where there is no such plan.
    """
    if outcome in DID_NOT_MEET:
        return [], via
    for plan in session.network.plans(person.uid, on):
        planned = plan.planned
        if planned is None or planned.day != on or plan.path != person.path:
            continue
        channel = channel_of(planned.text)
        if via and channel not in ("", via):
            continue
        status = ("x", str(on), WHERE_USED)
        edit = Edit(
            path=plan.path, kind="set-task", name=plan.text, value=status, line=plan.line, reason="it came about"
        )
        # What only the editor can tick stays open: a contact on that day is enough.
        return ([edit], via or channel) if not rewritten(session.root, [edit], {})[1] else ([], via)
    return [], via
