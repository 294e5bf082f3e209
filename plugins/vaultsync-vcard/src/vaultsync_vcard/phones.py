"""Whether two telephone numbers are one, however they are written: with the country's prefix, or as dialled at home."""

import re

SAME = 9
"""Digits at the end by which a number with its country's prefix (E.164) and one without are taken for the same."""
FEWEST = 6
"""Numbers with fewer digits, such as extensions, are nobody's alone."""

_EXTENSION = re.compile(r"\s*(?:ext\.?|x|#)\s*\d+\s*$", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"\D")


def number(phone: str) -> str:
    """The digits of a number, with ``+`` before them where it begins with a country's prefix; extensions left out."""
    text = _EXTENSION.sub("", phone).strip().lstrip("( ")
    digits = _NOT_DIGIT.sub("", "".join(str(int(sign)) if sign.isdecimal() else " " for sign in text))
    if text.startswith("+"):
        # +44 (0)20 …: the zero is dialled at home alone.
        trunk = re.match(r"\+\s*(\d+)\s*\(0\)", text)
        return "+" + (digits.replace(trunk[1] + "0", trunk[1], 1) if trunk else digits)
    return "+" + digits[2:] if digits.startswith("00") else digits


def ending(phone: str) -> str:
    """By what a number is looked up; ``""`` for one that is too short to be somebody's."""
    digits = number(phone).lstrip("+")
    return digits[-SAME:] if len(digits) >= FEWEST else ""


def same_phone(one: str, other: str) -> bool:
    """Whether both are one number. Two with different countries' prefixes are not."""
    first, second = number(one), number(other)
    if first == second or (first[:1] == "+" and second[:1] == "+"):
        return first == second
    first, second = first.lstrip("+"), second.lstrip("+")
    return min(len(first), len(second)) >= SAME and first[-SAME:] == second[-SAME:]
