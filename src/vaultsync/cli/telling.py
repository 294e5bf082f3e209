"""A sentence of a result with the place in the notes that it rests on, in lines that fit."""

from vaultsync.cli.say import faint, flat, line, width


def told(text: str, path: str = "", number: int = 0, *, indent: int = 2) -> None:
    """Write a sentence, and after it, or below it where there is no room, where it is written."""
    shown, where = flat(text), flat(place(path, number))
    room = max(24, width() - indent)
    lines = [shown]
    if len(shown) > room:
        import textwrap  # noqa: PLC0415 - few sentences are wrapped

        lines = textwrap.wrap(shown, room, subsequent_indent="  ", break_long_words=False) or [""]
    if where and len(lines[-1]) + 2 + len(where) <= room:
        lines[-1] += f"  {faint(where)}"
    elif where:
        lines.append(f"  {faint(where)}")
    for each in lines:
        line(" " * indent + each)


def place(path: str, number: int) -> str:
    """Where something is written."""
    return f"{path}:{number}" if number else path
