"""The report in the terminal: small bars of block characters, with the numbers beside them."""

from vaultsync.cli.report.made import SAID, TITLES, Made, how_alike, name_of, summary, words
from vaultsync.cli.say import count, flat, line, strong, table
from vaultsync.model import day_words
from vaultsync.people.report import NO_CHANNEL, NO_PICK, Counted

BAR = 12
"""How many cells the longest bar takes."""
EIGHTHS = " ▏▎▍▌▋▊▉█"


def show(told: Made) -> None:
    """Write the whole report."""
    line(strong(f"What came of it, {day_words(told.since)} to {day_words(told.until)}"))
    table([(said,) for said in summary(told)])
    for name, parts in told.tables.items():
        most = max(part.lines for part in parts)
        shown = [part for part in parts if part.lines or name == "weekday"]
        line()
        line(strong(TITLES[name]))
        table((name_of(one.name), f"{one.lines:>4}", bar(one.lines, most), words(one)) for one in shown)
    alike = how_alike(told)
    if alike:
        line()
        line(strong("How alike"))
        table([(said,) for said in alike])
    if told.lines:
        line()
        line("Each line that was counted: vaultsync report --list")


def bar(part: int, most: int) -> str:
    """A bar as long as the part is of the most, to an eighth of a cell; nothing for nothing."""
    eighths = max(1, round(8 * BAR * part / most)) if part else 0
    return "█" * (eighths // 8) + (EIGHTHS[eighths % 8] if eighths % 8 else "")


def show_lines(told: Made) -> None:
    """Write the lines that were counted, the latest first: each place, then how the line was read."""
    line(strong(f"Counted, {day_words(told.since)} to {day_words(told.until)}: {count(len(told.lines), 'line')}"))
    for one in told.lines:
        line(f"{flat(one.path)}:{one.line}")
        table([(str(one.day), one.person, ", ".join(_read(one)))])


def _read(one: Counted) -> tuple[str, ...]:
    pick = () if one.pick == NO_PICK else (f"pick: {name_of(one.pick)}",)
    return (*_how(one), name_of(one.dormancy), f"outcome: {SAID[one.outcome]}", *pick)


def _how(one: Counted) -> tuple[str, ...]:
    channel = () if one.channel == NO_CHANNEL else (one.channel,)
    return (*channel, "from them") if one.inbound else channel
