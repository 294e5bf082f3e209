"""``picks``: this week's three reach-outs and why; the arithmetic behind them; leaving one out for this week."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs

from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import WrongUseError, as_json, aside, faint, flat, line, strong, table

if TYPE_CHECKING:  # loading them takes longer than some commands
    from datetime import date

    from vaultsync.cli.session import Session
    from vaultsync.model import Person, Reminder

PLUGIN = "picks"
MOST = 10
"""How many of those who wait are explained, of each kind."""
TITLES = {"dormant": "An old tie", "aspirational": "Somebody new", "channel": "A call"}


@click.command()
@click.option("--explain", is_flag=True, help="Show who waits, and the arithmetic: each number with its place.")
@click.option("--skip", metavar="PERSON", help="Leave PERSON out this week: a line in their note says so.")
@shared
def picks(call: Call, *, explain: bool, skip: str | None) -> None:
    """Show whom to reach out to this week.

    An old tie, somebody you would like to know, and a call after much writing, each with its reason.
    """
    from vaultsync.cli.session import looked  # noqa: PLC0415 - so that the help need not wait for it

    session = looked(call)
    week = _Week(session)
    if skip is not None:
        _skipped(call, session, week, skip)
    elif call.as_json:
        as_json(week.told(explain=explain))
    else:
        week.show(explain=explain)


class _Week:
    """This week's picks, as the plugin reckons them: also where they are not turned on, so that one can look first."""

    def __init__(self, session: "Session") -> None:
        try:
            ctx = session.line.asking.plugins.context(PLUGIN)
        except KeyError:
            raise WrongUseError("The plugin picks is left out of this run, so there are no picks.") from None
        plugin: Any = import_module(f"vaultsync.builtin.{PLUGIN}")  # loaded by name, as all that comes with vaultsync
        self._network, self.today = session.network, session.today
        self.monday = self.today - timedelta(days=self.today.weekday())
        self.enabled = ctx.config.enabled
        if not self.enabled:  # what it would be, were it turned on this week
            ctx = replace(ctx, config=structs.replace(ctx.config, since=self.monday))
        self._ctx = ctx
        self._plugin = plugin
        self._turns = plugin.turns(self._network, self._ctx)
        self.reminders: list[Reminder] = [*plugin.this_week(self._turns, self._network, self._ctx)]

    def named(self) -> "list[Person]":
        """Whom this week names, and who was not in touch yet."""
        found = (self._network.person(one.person) for one in self.reminders)
        return [person for person in found if person is not None]

    def show(self, *, explain: bool) -> None:
        """Write the picks; with ``explain``, who waits and why."""
        from vaultsync.model import day_words  # noqa: PLC0415 - loaded by then

        line(f"{strong('This week')}  from {day_words(self.monday)}")
        rows = []
        for turn in self._turns:
            for one in turn.chosen:
                reminder = self._reminder(turn.kind, one)
                how, why = (reminder.action, _why(reminder)) if reminder else ("✓", self._done(one.person))
                rows.append((TITLES[turn.kind], one.person.name, how, why))
        if rows:
            table(rows, bold=1)
        else:
            line("  Nobody waits: no tie has been quiet for long, and nobody is marked as aspirational.")
        if explain:
            self._explain()
        if not self.enabled:
            aside(
                "These stand here alone. To have them in the agenda, the feeds and the week's list, write into "
                f"vaultsync.toml:\n  [picks]\n  enabled = true\n  since = {self.monday}"
            )

    def told(self, *, explain: bool) -> dict[str, Any]:
        """The picks as JSON."""
        year, week, _ = self.monday.isocalendar()
        rows = [self._row(turn.kind, one) for turn in self._turns for one in turn.chosen]
        told = {"week": f"{year}-W{week:02}", "from": self.monday, "enabled": self.enabled, "picks": rows}
        if explain:
            told["candidates"] = [
                {"kind": turn.kind, **_person(one.person), "score": one.score, "last_turn": last, "parts": _parts(one)}
                for turn in self._turns
                for one, last in turn.queue[:MOST]
            ]
            told["held"] = [
                {"kind": one.kind, **_person(one.person), "until": one.until, "says": _no(one.declined.day),
                 "where": one.declined.path, "line": one.declined.line}
                for one in self._plugin.held(self._network, self._ctx)
            ]  # fmt: skip
        return told

    def _reminder(self, kind: str, one: Any) -> "Reminder | None":
        return next((each for each in self.reminders if (each.person, each.key) == (one.person.uid, kind)), None)

    def _done(self, person: "Person") -> str:
        """Why somebody is done with for this week."""
        from vaultsync.model import day_words  # noqa: PLC0415 - loaded by then

        last = self._network.last(person.uid)
        if last is None or last.day < self.monday:
            for plan in self._network.plans(person.uid, self.today):
                return f"you planned to meet on {day_words(plan.planned.day if plan.planned else self.today)}"
        return f"you were in touch on {day_words(last.day if last else self.today)}"

    def _row(self, kind: str, one: Any) -> dict[str, Any]:
        reminder = self._reminder(kind, one)
        return {
            "kind": kind,
            **_person(one.person),
            "done": reminder is None,
            "date": reminder.due if reminder else None,
            "action": reminder.action if reminder else "",
            "channel": reminder.channel if reminder else "",
            "minutes": reminder.minutes if reminder else 0,
            "since": one.before,
            "reason": _why(reminder) if reminder else "",
            "evidence": [row for row in _parts(one) if row["says"]],
        }

    def _explain(self) -> None:
        from vaultsync.cli.telling import told  # noqa: PLC0415 - only this needs it
        from vaultsync.model import day_words  # noqa: PLC0415 - loaded by then

        held = self._plugin.held(self._network, self._ctx)
        for turn in self._turns:
            line()
            line(f"{strong(TITLES[turn.kind])}  who waits, in turn; those who had no turn yet come first")
            if not turn.queue:
                line("  Nobody.")
            for number, (one, last) in enumerate(turn.queue[:MOST], start=1):
                had = f"  had a turn in the week of {day_words(last)}" if last else ""
                here = "  this week" if one in turn.chosen else ""
                line(f"  {number:2}  {strong(flat(one.person.name))}  {one.score:.2f}{here}{faint(had)}")
                for part in one.parts:
                    points = f"{part.weight:g} × {part.value:.2f} = {part.weight * part.value:.2f}"
                    told(f"{part.name:<13} {points:<17}  {part.says}".rstrip(), part.path, part.line, indent=6)
            for no in held:
                if no.kind == turn.kind:
                    why = f"left in peace until {day_words(no.until)}: {_no(no.declined.day)}"
                    line(f"      {strong(flat(no.person.name))}")
                    told(why, no.declined.path, no.declined.line, indent=6)


def _skipped(call: Call, session: "Session", week: _Week, text: str) -> None:
    """Leave somebody out until the week ends: written into their note, so that every computer knows."""
    from vaultsync.cli.session import looked  # noqa: PLC0415 - loaded by then
    from vaultsync.cli.who import whom  # noqa: PLC0415 - only this needs it
    from vaultsync.cli.writing import edited, undo_hint  # noqa: PLC0415 - as above
    from vaultsync.model import Edit, day_words  # noqa: PLC0415 - as above

    someone = whom(text, session.network)
    named = week.named()
    if someone.uid not in {person.uid for person in named}:
        names = ", ".join(person.name for person in named) or "nobody"
        raise WrongUseError(f"{someone.name} is not among this week's picks, which are: {names}.")
    until = week.monday + timedelta(days=7)
    change = Edit(
        path=someone.path, kind="set-property", name="snooze_until", value=(str(until),), reason="left out this week"
    )
    written = edited(call, session, [change])
    if call.as_json:
        as_json({"person": someone.name, "path": someone.path, "written": written, "until": until})
    elif written:
        line(f"{someone.name} is snoozed until {day_words(until)}, and comes up again from then on. {undo_hint()}")
        _Week(looked(call)).show(explain=False)


def _person(person: "Person") -> dict[str, str]:
    return {"person": person.name, "path": person.path, "uid": person.uid}


def _parts(one: Any) -> list[dict[str, Any]]:
    return [{**part._asdict(), "points": round(part.weight * part.value, 6)} for part in one.parts]


def _why(reminder: "Reminder") -> str:
    from vaultsync.model import span  # noqa: PLC0415 - loaded by then

    if reminder.since is None or reminder.since >= reminder.due:
        return reminder.reason
    return f"{span((reminder.due - reminder.since).days)} since {reminder.reason}"


def _no(day: "date") -> str:
    from vaultsync.model import day_words  # noqa: PLC0415 - loaded by then

    return f"not a good time for them on {day_words(day)}"
