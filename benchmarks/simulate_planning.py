"""A simulated year of keeping in touch, to compare rules for placement by figures.

Every rule is the real :func:`vaultsync.planning.place`, told something other than the truth: no published days, other
weights, another ``leap``. So nothing but the rule that was chosen lives in the package.

    python benchmarks/simulate_planning.py                               the table of the documentation
    python benchmarks/simulate_planning.py --people 2000 --done 60 --rules kept,chosen --json
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from vaultsync.model import Limits, Reminder
from vaultsync.planning import place, remembered
from vaultsync.planning.placement import LEAP

START = date(2026, 1, 5)
CADENCES = {28: 2, 60: 3, 90: 4, 180: 3, 365: 3}
"""Days between catch-ups, and how many people of fifteen have them."""
HARD = 0.05
"""The share of people whom the user never gets round to. They are left out of the waiting figures."""
UNPLANNED = 1 / 1500
"""Unplanned contacts a day and person."""
PROMISES = 1 / 600
"""Promises a day and person: due in two weeks, comfortable for three days, three times the weight."""


@dataclass(frozen=True)
class Rule:
    """A rule to compare: what ``place`` is told."""

    meaning: str
    keep: bool = True
    turns: bool = True
    weight: Callable[[int], float] = lambda _: 1.0
    leap: int = LEAP


RULES = {
    "anew": Rule("most claim first, planned anew every day", keep=False),
    "kept": Rule("published days kept; room that comes free goes to whoever is due next", leap=9999),
    "due": Rule("as chosen, but a turn does not count: earliest due first", turns=False),
    "ratio": Rule("as chosen, but waiting counts as a share of the cadence", weight=lambda days: 90 / days),
    "leap1": Rule("as chosen, but every day nearer is taken", leap=1),
    "leap28": Rule("as chosen, but four weeks nearer are taken", leap=28),
    "chosen": Rule("published days kept; free room to those past their window, if a quarter of a year nearer"),
}


@dataclass
class Figures:
    """What a year came to. Waiting is past due, in weeks, over all people and weeks, met or not."""

    rule: str
    people: int
    done: int
    demand: float
    contacts: int = 0
    wait_mean: float = 0.0
    wait_p90: float = 0.0
    wait_max: float = 0.0
    load_mean: float = 0.0
    load_max: int = 0
    moved_mean: float = 0.0
    moved_max: int = 0
    within: float = 0.0
    promises: float = 0.0
    ms: float = 0.0


@dataclass
class Person:
    """One simulated person, and whether the user ever gets round to them."""

    name: str
    cadence: int
    last: date
    hard: bool


@dataclass
class Year:
    """One life under one rule."""

    rule: Rule
    limits: Limits
    rng: random.Random
    people: dict[str, Person]
    reminders: dict[tuple[str, str, str, str], Reminder] = field(default_factory=dict)
    published: dict[tuple[str, str, str, str], date] = field(default_factory=dict)
    made: list[tuple[date, int]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    loads: list[int] = field(default_factory=list)
    moves: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    kept: dict[str, list[bool]] = field(default_factory=lambda: {"cadence": [], "promise": []})

    def morning(self, today: date, touched: set[tuple[str, str, str, str]]) -> list[Reminder]:
        """Plan; returns what stands on today."""
        monday = today - timedelta(today.weekday())
        self.made = [(day, minutes) for day, minutes in self.made if day >= monday]
        given = self.published if self.rule.keep else {k: d for k, d in self.published.items() if d < today}
        if not self.rule.turns:
            given = {key: day for key, day in given.items() if day >= today}
        began = time.process_time()
        placement = place(
            self.reminders.values(), self.limits, today=today, published=given, leap=self.rule.leap, made=self.made
        )
        self.seconds.append(time.process_time() - began)
        new = {reminder.id: day for reminder, day in placement.days}
        yesterday = today - timedelta(1)
        self.moves.append(
            sum(
                day >= yesterday and key in self.reminders and key not in touched and new.get(key) != day
                for key, day in self.published.items()
            )
        )
        self.published = remembered(self.published, placement)
        planned = [reminder for reminder, day in placement.days if day == today]
        self.loads.append(len(planned))
        return planned

    def contact(self, key: tuple[str, str, str, str], today: date, *, counted: bool) -> None:
        """Log one contact: the reminder starts anew, or, if it was a promise, is gone."""
        reminder = self.reminders.pop(key)
        if counted:
            self.kept[reminder.key].append(reminder.latest is not None and today <= reminder.latest)
        self.made.append((today, reminder.minutes))
        if reminder.key == "cadence":
            person = self.people[reminder.person]
            person.last = today
            self.remind(person)

    def remind(self, person: Person) -> None:
        """The cadence reminder: comfortable from a tenth of the cadence early to a quarter late."""
        due = person.last + timedelta(person.cadence)
        early, late = timedelta(person.cadence // 10), timedelta(person.cadence // 4)
        weight = self.rule.weight(person.cadence)
        self.add(person.name, "cadence", due, weight, (due - early, due + late))

    def add(self, person: str, key: str, due: date, weight: float, window: tuple[date, date], cycle: str = "") -> None:
        """One more reminder."""
        reminder = Reminder(
            person=person,
            plugin=key,
            key=key,
            cycle=cycle,
            kind=key,
            reason="",
            due=due,
            earliest=window[0],
            latest=window[1],
            weight=weight,
        )
        self.reminders[reminder.id] = reminder

    def day(
        self, number: int, done: int, touched: set[tuple[str, str, str, str]], *, counted: bool
    ) -> set[tuple[str, str, str, str]]:
        """Plan, do some of it, meet someone unplanned, promise something; returns whom the contacts concerned."""
        today = START + timedelta(number)
        planned = self.morning(today, touched)
        if counted and number % 7 == 0:
            people = [person for person in self.people.values() if not person.hard]
            self.waits += [max(0, (today - person.last).days - person.cadence) / 7 for person in people]
        touched = {each.id for each in planned if not self.people[each.person].hard and self.rng.random() * 100 < done}
        names = sorted(self.people)
        if self.rng.random() < UNPLANNED * len(names):
            name = self.rng.choice(names)
            touched |= {key for key in self.reminders if key[0] == name and key[2] == "cadence"}
        for key in sorted(touched):
            self.contact(key, today, counted=counted)
        if self.rng.random() < PROMISES * len(names):
            due = today + timedelta(14)
            self.add(self.rng.choice(names), "promise", due, 3.0, (due, due + timedelta(2)), due.isoformat())
        return touched


def simulated(name: str, people: int, done: int, *, limits: Limits, days: int, seed: int, imported: bool) -> Figures:
    """The figures of one rule; the first quarter of the days only warms up, except after an import."""
    rng = random.Random(f"{seed}/{people}/{done}")
    cadences = [cadence for cadence, share in CADENCES.items() for _ in range(share)]
    everyone = {}
    for number in range(people):
        cadence = cadences[number % len(cadences)]
        ago = rng.randint(400, 1500) if imported else rng.randint(0, cadence)
        person = Person(f"People/{number:05}.md", cadence, START - timedelta(ago), rng.random() < HARD)
        everyone[person.name] = person
    year = Year(RULES[name], limits, rng, everyone)
    for person in everyone.values():
        year.remind(person)
    touched: set[tuple[str, str, str, str]] = set()
    for number in range(days):
        touched = year.day(number, done, touched, counted=imported or number >= days // 4)
    waits, cadence, promise = sorted(year.waits), year.kept["cadence"], year.kept["promise"]
    return Figures(
        rule=name,
        people=people,
        done=done,
        demand=sum(7 / person.cadence for person in everyone.values()) / limits.per_week + 7 * PROMISES * people / 6,
        contacts=len(cadence) + len(promise),
        wait_mean=statistics.mean(waits),
        wait_p90=waits[int(len(waits) * 0.9)],
        wait_max=waits[-1],
        load_mean=statistics.mean(year.loads),
        load_max=max(year.loads),
        moved_mean=statistics.mean(year.moves),
        moved_max=max(year.moves),
        within=100 * statistics.mean(cadence or [False]),
        promises=100 * statistics.mean(promise or [False]),
        ms=1000 * statistics.mean(year.seconds),
    )


def averaged(runs: list[Figures]) -> Figures:
    """The mean over several seeds; the largest of what is a maximum."""
    merged = asdict(runs[0])
    for name in merged:
        if name not in {"rule", "people", "done"}:
            values = [getattr(run, name) for run in runs]
            merged[name] = max(values) if name.endswith("max") else round(statistics.mean(values), 2)
    return Figures(**merged)


def table(rows: Iterable[Figures]) -> None:
    """Print rows as they come."""
    for number, figures in enumerate(rows):
        cells = asdict(figures)
        if not number:
            print(*(f"{name:>10}" for name in cells))
        print(
            *(f"{value:>10.2f}" if isinstance(value, float) else f"{value:>10}" for value in cells.values()), flush=True
        )


def main() -> None:
    """Read the arguments, simulate, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", default="60,200", help="numbers of people, with commas")
    parser.add_argument("--done", default="40,60,90", help="percent of a day's plan that gets done, with commas")
    parser.add_argument(
        "--rules", default=",".join(RULES), help="; ".join(f"{k}: {r.meaning}" for k, r in RULES.items())
    )
    parser.add_argument("--days", type=int, default=364)
    parser.add_argument("--seeds", type=int, default=2, help="how many years to average over")
    parser.add_argument("--per-week", type=int, default=6)
    parser.add_argument("--per-day", type=int, default=2)
    parser.add_argument("--imported", action="store_true", help="everyone was last met years ago")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    limits = Limits(
        per_day=given.per_day,
        per_week=given.per_week,
        minutes_per_day=60 * given.per_day,
        minutes_per_week=60 * given.per_week,
    )
    rows = (
        averaged(
            [
                simulated(rule, people, done, limits=limits, days=given.days, seed=seed, imported=given.imported)
                for seed in range(given.seeds)
            ]
        )
        for people in map(int, given.people.split(","))
        for done in map(int, given.done.split(","))
        for rule in given.rules.split(",")
    )
    if given.json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        table(rows)


if __name__ == "__main__":
    main()
