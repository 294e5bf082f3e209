"""The two yardsticks that every figure is a ratio to.

F is a bare loop of ``frontmatter.load`` over every note of the vault. B is F, and an icalendar event a person, built
and written from scratch with no cache. ``python benchmarks/yardsticks.py F VAULT`` runs one.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import frontmatter


def read_all(vault: Path) -> list[tuple[Path, dict[str, object]]]:
    """Yardstick F: every note's front matter, by path."""
    found = []
    for path in sorted(vault.rglob("*.md")):
        post = frontmatter.load(str(path), encoding="utf-8-sig")
        found.append((path, post.metadata))
    return found


def write_all(vault: Path, out: Path) -> int:
    """Yardstick B: F, and one event for each person; how many there were."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - yardstick F must not pay for it

    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//vaultsync//yardstick//EN")
    count = 0
    for path, properties in read_all(vault):
        if properties.get("type") != "person":
            continue
        day = date(2026, 3, 4) + timedelta(days=count % 365)
        event = Event()
        event.add("UID", f"{count}@example.org")
        event.add("DTSTAMP", datetime(2026, 3, 4, tzinfo=UTC))
        event.add("SUMMARY", f"{path.stem}: catch up")
        event.add("DTSTART", day)
        event.add("DTEND", day + timedelta(days=1))
        event.add("TRANSP", "TRANSPARENT")
        event.add("CLASS", "PRIVATE")
        event.add("URL", f"obsidian://open?vault={vault.name}&file={path.stem}")
        about = (f"{key}: {properties[key]}" for key in ("company", "role", "location", "email") if key in properties)
        event.add("DESCRIPTION", "\n".join(about))
        calendar.add_component(event)
        count += 1
    out.write_bytes(calendar.to_ical())
    return count


def main() -> int:
    """Run one yardstick from the command line."""
    which, vault = sys.argv[1], Path(sys.argv[2])
    if which == "F":
        print(len(read_all(vault)))
    else:
        print(write_all(vault, Path(sys.argv[3])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
