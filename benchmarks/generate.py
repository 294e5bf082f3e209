"""Write a vault to measure with: the same people for the same seed, on any machine.

``python benchmarks/generate.py OUT --people 10000``: that many people, a quarter as many daily notes, some notes of
other kinds, about 1.1 kB each. One person's note in twenty is awkward but legal.
"""

import argparse
import random
import sys
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 3, 4)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    "Ana Bo Carla Dmitri Elena Farid Grace Hiro Ines João Kofi Lena Mateo Nadia Omar Priya Quentin Rosa "
    "Sam Tomás Uma Viktor Wanda Xavier Yara Zoë Amina Björn Chloé Dafydd"
)
MIDDLE = _words("A. B. C. D. E. F. G. H. J. K. L. M. N. O. P. R. S. T. V. W.")
LAST = _words(
    "Reyes Lindqvist Okafor Novák Tanaka Moreau García Haddad Schmidt Rossi Kowalski Silva Nguyen Patel "
    "O'Brien Jansen Popescu Mensah Ferreira Yılmaz Andersson Dubois Ivanova Kaplan Lefèvre Murphy Costa "
    "Weber Santos Demir"
)
COMPANIES = ("Acme", "Northwind", "Initech", "Hooli", "Umbra Labs", "Lumen & Co", "Tidewater", "Brightside Health")
ROLES = ("Data scientist", "Nurse", "Sales manager", "Actuary", "Teacher", "Designer", "Hospital manager", "Engineer")
CITIES = ("Lisbon", "Phoenix", "Malmö", "Accra", "Kyoto", "Bologna", "Gdańsk", "Porto Alegre")
GROUPS = ("CX Circle", "Choir", "Alumni", "Running club", "Neighbours")
TAGS = ("work", "family", "school", "mentor", "music")
SKILLS = ("customer experience", "python", "grant writing", "negotiation", "statistics", "gardening")
CHANNELS = ("call", "coffee", "lunch", "video", "email", "text", "met")
CADENCES = ("30", "90", "6 weeks", "monthly", "quarterly", "every 2 months", "P6W", "yearly")
TOPICS = (
    "the move to the new flat and how the neighbours took it",
    "their talk at the meetup, which went better than they feared",
    "a book about rivers that I should borrow",
    "the new team, two people short since January",
    "her daughter starting school in the autumn",
    "whether to take the offer from the other city",
    "running again after the knee, slowly",
    "the workshop in May and who else should come",
    "an idea for a small project together",
    "what they learnt from the survey of last year",
)
PROMISES = ("send the article", "introduce them to the choir", "return the book", "ask about the recipe")


def people_names(count: int) -> list[str]:
    """That many names, no two alike. None ends in a number: that is how sync services call their copies.

    Raises ValueError for more than there are.
    """
    middles = ("", *MIDDLE, *(f"{one} {other}" for one in MIDDLE for other in MIDDLE))
    if count > len(FIRST) * len(LAST) * len(middles):
        raise ValueError(f"there are {len(FIRST) * len(LAST) * len(middles)} names, and {count} were asked for")
    names = []
    for number in range(count):
        rest, first = divmod(number, len(FIRST))
        middle, last = divmod(rest, len(LAST))
        names.append(" ".join(part for part in (FIRST[first], middles[middle], LAST[last]) if part))
    return names


def person_note(random_: random.Random, name: str, names: list[str], number: int) -> bytes:
    """One person's note; every twentieth in one of the awkward ways."""
    awkward = number % 20 == 7
    style = (number // 20) % len(AWKWARD) if awkward else -1
    born = date(random_.randint(1945, 2004), random_.randint(1, 12), random_.randint(1, 28))
    last = TODAY - timedelta(days=random_.randint(3, 700))
    email = f"{name.partition(' ')[0].lower()}.{number}@example.org"
    lines = [
        "type: person",
        f"company: {random_.choice(COMPANIES)}",
        f"role: {random_.choice(ROLES)}",
        f"location: {random_.choice(CITIES)}",
        f"email: {email}",
        f"birthday: {born.isoformat()}",
        f"last_contact: {last.isoformat()}",
        f"tags: [{', '.join(random_.sample(TAGS, 2))}]",
        f'groups: ["[[{random_.choice(GROUPS)}]]"]',
        "skills:",
        *(f"  - {skill}" for skill in random_.sample(SKILLS, 2)),
    ]
    if number % 5 < 2:
        lines.append(f"cadence: {random_.choice(CADENCES)}")
    if number % 3 == 0:
        lines.append(f'introduced_by: "[[{random_.choice(names)}]]"')
    if awkward:
        lines = AWKWARD[style](lines)
    body = ["", f"# {name}", "", f"Met at {random_.choice(GROUPS)}, through [[{random_.choice(names)}]].", "", "## Log"]
    for back in sorted(random_.sample(range(1, 600), 8)):
        day = (last - timedelta(days=back - 1)).isoformat()
        body.append(f"- {day} {random_.choice(CHANNELS)}: we spoke about {random_.choice(TOPICS)}.")
    body += ["", "## To do", f"- [ ] {random_.choice(PROMISES)} 📅 {(TODAY + timedelta(days=number % 60)).isoformat()}"]
    body += [f"- [x] {random_.choice(PROMISES)} ✅ {last.isoformat()}", ""]
    text = "\n".join(["---", *lines, "---", *body])
    if awkward and style == 0:
        text = text.replace("\n", "\r\n")
    if awkward and style == 1:
        text = "\ufeff" + text
    return text.encode()


def _plain(lines: list[str]) -> list[str]:
    return lines


def _commented(lines: list[str]) -> list[str]:
    return ["# kept by hand", *(f"{line}  # checked" if line.startswith("company") else line for line in lines)]


def _quoted_keys(lines: list[str]) -> list[str]:
    return [f'"{key}":{rest}' for key, _, rest in (line.partition(":") for line in lines if not line.startswith(" "))]


def _dialect(lines: list[str]) -> list[str]:
    spelled = {
        "last_contact": "Last Contacted",
        "birthday": "BDAY",
        "cadence": "contact-frequency",
        "email": "EMAIL[HOME]",
    }
    return [f"{spelled.get(key, key)}{colon}{rest}" for key, colon, rest in (line.partition(":") for line in lines)]


def _nested(lines: list[str]) -> list[str]:
    kept = [line for line in lines if not line.startswith("email")]
    email = next(line for line in lines if line.startswith("email")).partition(": ")[2]
    return [*kept, "contacts:", f"  mail: {email}", "  phones:", "    - '+351 21 000 00 00'"]


AWKWARD = (_plain, _plain, _commented, _quoted_keys, _dialect, _nested)
"""CRLF, a byte order mark, comments, quoted keys, other spellings, nested maps: in turn."""


def daily_note(random_: random.Random, day: date, names: list[str]) -> bytes:
    """A day's note that mentions a few people."""
    lines = ["---", f"date: {day.isoformat()}", "tags: [daily]", "---", f"# {day.isoformat()}", "", "## Morning"]
    for _ in range(8):
        who = random_.choice(names)
        lines.append(
            f"- {random_.choice(CHANNELS)} with [[{who}]]: {random_.choice(TOPICS)}; {random_.choice(TOPICS)}."
        )
    lines += ["", "## Notes", f"Thought about {random_.choice(TOPICS)}.", "", f"- [ ] {random_.choice(PROMISES)}", ""]
    return "\n".join(lines).encode()


def project_note(random_: random.Random, number: int) -> bytes:
    """A note that has nothing to do with anybody."""
    lines = ["---", "status: open", f"area: {random_.choice(COMPANIES)}", "---", f"# Project {number}", ""]
    lines += [f"{random_.choice(TOPICS).capitalize()}, and {random_.choice(TOPICS)}." for _ in range(9)]
    return "\n".join([*lines, ""]).encode()


def generate(out: Path, people: int, seed: int = 4) -> int:
    """Write the vault into an empty or missing folder, and count its notes. Raises FileExistsError for a full one."""
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty; name a new folder.")
    random_ = random.Random(seed)
    names = people_names(people)
    notes: dict[str, bytes] = {}
    for number, name in enumerate(names):
        notes[f"People/{name[0]}/{name}.md"] = person_note(random_, name, names, number)
    for number in range(people // 4):
        day = TODAY - timedelta(days=number)
        notes[f"Daily/{day.year}/{day.isoformat()}.md"] = daily_note(random_, day, names)
    for number in range(people // 20):
        notes[f"Projects/Project {number}.md"] = project_note(random_, number)
    for group in GROUPS:
        notes[f"Groups/{group}.md"] = f"---\ntype: group\n---\n# {group}\n".encode()
    for path, data in notes.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(data)
    (out / ".obsidian").mkdir()
    (out / ".obsidian" / "app.json").write_text("{}\n")
    (out / ".obsidian" / "daily-notes.json").write_text('{"folder": "Daily", "format": "YYYY/YYYY-MM-DD"}\n')
    (out / "vaultsync.toml").write_text(f'[vault]\ntimezone = "Europe/Lisbon"\ntoday = {TODAY.isoformat()}\n')
    return len(notes)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=4)
    given = parser.parse_args()
    try:
        count = generate(given.out, given.people, given.seed)
    except FileExistsError as error:
        print(error, file=sys.stderr)
        return 2
    size = sum(path.stat().st_size for path in given.out.rglob("*.md"))
    print(f"{count} notes, {size / count:.0f} bytes each on average, in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
