"""What is read in notes, told from the tables that read it: properties, dates, spans of time, words, queries."""

from reference.text import code, codes, prose, table
from vaultsync.builtin import cadence as tiers
from vaultsync.builtin import people as recognised
from vaultsync.notes import DIALECTS, plans
from vaultsync.people import (
    CHANNELS,
    DIRECTIONS,
    FORMS,
    HABITS,
    KEYS,
    LONGEST,
    NUMBERS,
    OUTCOMES,
    TIMES,
    UNITS,
    meetings,
    parse_cadence,
)
from vaultsync.people.dates import MONTHS
from vaultsync.people.introductions import STATES
from vaultsync.people.person import YEARLY
from vaultsync.vault.conflicts import CONFLICT_NAMES

HOLDS = {
    "text": "a text",
    "list": "one or several",
    "date": "a [date](#dates)",
    "yearly": "a [date](#dates), with the year or without",
    "cadence": "a [span of time](#spans) or a [tier](#tiers)",
    "yes-no": "yes or no",
}
"""What a property of each kind holds."""


def properties() -> str:
    """Every property: its own name, the other spellings, what it holds and what it means."""
    rows = ((code(each.name), codes(each.spellings), HOLDS[each.kind], prose(each.meaning)) for each in DIALECTS)
    return table(("Property", "Also read as", "Holds", "Meaning"), rows)


def yearly_dates() -> str:
    """The properties besides the birthday that hold a day which comes every year."""
    named = codes(sorted(YEARLY))
    return f"Also read: {named}, every property whose name ends in `anniversary`, and everything under `dates`."


def dates() -> str:
    """Every way of writing a date, in the order in which they are tried."""
    rows = ((code(form.example), prose(form.meaning)) for form in FORMS)
    return f"{table(('Such as', 'What it is'), rows)}\n\nNames of months: {codes(sorted(MONTHS))}."


def spans() -> str:
    """Every way of writing how often."""
    units = ((codes(unit.words), _days(unit.days)) for unit in UNITS)
    habits = ((codes(habit.words), _days(habit.days)) for habit in HABITS)
    return "\n\n".join(
        (
            table(("Unit", "Days"), units),
            table(("Word", "Days"), habits),
            f"Numbers in words: {codes(NUMBERS)}. "
            f"Before *a week*, *a month* and so on: {codes(TIMES)}, `3 times`, `3x`. "
            f"A span is at least one day, and at most {LONGEST}.",
        )
    )


def tier_words() -> str:
    """The tiers that come with vaultsync."""
    rows = ((code(name), prose(text), str(parse_cadence(text))) for name, text in tiers.TIERS.items())
    return table(("Tier", "How often", "Days"), rows)


def channels() -> str:
    """The channels, the words and emoji that say so, and the marks of direction."""
    rows = (
        (code(each.name), prose(each.meaning), each.way, f"{codes(each.words)} {' '.join(each.emoji)}")
        for each in CHANNELS
    )
    turns = ((code(each.name), prose(each.meaning), codes((*each.words, *each.marks))) for each in DIRECTIONS)
    return "\n\n".join(
        (
            table(("Channel", "What it is", "How", "Words and signs"), rows),
            table(("Direction", "What it is", "Words and signs"), turns),
        )
    )


def outcomes() -> str:
    """What can come of reaching out."""
    return table(("Outcome", "What it means"), ((code(name), prose(said)) for name, said in OUTCOMES.items()))


def introduction_states() -> str:
    """How far an introduction can have come."""
    return table(("State", "What it means"), ((code(name), prose(said)) for name, said in STATES.items()))


def meeting_words() -> str:
    """By what a note is known to be about a meeting, when and where it is, and who is there."""
    return table(
        ("What", "Words"),
        (
            ("Its type, a tag or a folder says", codes(sorted(meetings.WORDS))),
            ("Of these, one meets people at", codes(sorted(meetings.GATHERINGS))),
            *((f"Its {what} stands under", codes(keys)) for what, keys in meetings.SPELLINGS.items()),
            ("Who is there stands under", codes(sorted(meetings.ATTENDANCE))),
            ("The status of one that is noted says", codes(sorted(meetings.OVER))),
            ("The status of one that is off says", codes(sorted(meetings.CALLED_OFF))),
        ),
    )


def plan_fields() -> str:
    """The inline fields of a planned meeting."""
    rows = ((code(f"{row.name}::"), codes(f"{each}::" for each in row.spellings), row.meaning) for row in plans.FIELDS)
    return table(("Field", "Also", "What it says"), rows)


def not_people() -> str:
    """What keeps a note in a people folder from being taken for a person."""
    return table(
        ("What", "Words"),
        (
            ("Its type is", codes(sorted(recognised.OTHER_TYPES))),
            ("It is called", codes(sorted(recognised.INDEX_NAMES))),
        ),
    )


def conflict_copies() -> str:
    """How sync services name the copies that are kept out."""
    return table(("Service", "Such as"), ((each.service, code(each.example)) for each in CONFLICT_NAMES))


def query_keys() -> str:
    """The keys of a query."""
    rows = ((code(f"{key.name}:"), prose(key.meaning), code(key.example)) for key in KEYS)
    return table(("Key", "Who or what is found", "Such as"), rows)


def _days(days: float) -> str:
    return f"{days:.2f}".rstrip("0").rstrip(".")
