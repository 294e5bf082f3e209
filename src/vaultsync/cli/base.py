"""``People.base``: a table of people for the editor, in the vault's own spellings, with the days counted live there."""

from collections import Counter

from vaultsync.cli.session import Session
from vaultsync.sync.writing import spellings

NAME = "People.base"
COLUMNS = ("last_contact", "cadence", "birthday", "company", "location", "groups")
"""Properties shown, where the vault has them."""


def base(session: Session) -> str:
    """The text of an Obsidian Base over the people: YAML, as the editor's own table views are written."""
    people = {person.path for person in session.network.people}
    every = Counter(note.folders[:1] for note in session.notes())
    theirs = Counter(note.folders[:1] for note in session.notes() if note.path in people)
    folders = [above[0] for above, count in theirs.items() if above and count * 2 > every[above]]
    spelled = spellings(note for note in session.notes() if note.path in people)
    shown = [spelled[name] for name in COLUMNS if name in spelled]
    last = spelled.get("last_contact", "last_contact")
    lines = ["filters:", "  and:", "    - or:"]
    lines += [f"        - file.inFolder({_quoted(folder)})" for folder in sorted(folders)]
    lines += ['        - file.hasTag("person")', "    - '!file.name.startsWith(\"@\")'"]
    lines += ["formulas:", f"  days: 'if(note[{_quoted(last)}], (today() - date(note[{_quoted(last)}])).days)'"]
    lines += ["properties:", "  formula.days:", "    displayName: Days since"]
    lines += [
        "views:",
        "  - type: table",
        "    name: People",
        "    order:",
        "      - file.name",
        "      - formula.days",
    ]
    lines += [f"      - {_quoted('note.' + key)}" for key in shown]
    lines += ["    sort:", "      - property: formula.days", "        direction: DESC"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
