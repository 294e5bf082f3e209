"""How a place is taken apart, and how names are compared. Pure."""

import re

from vaultsync.notes import fold

_SIGNS = str.maketrans(dict.fromkeys(".'’ʻʼ`()", "") | dict.fromkeys("-‐–—_", " "))
_CODE = re.compile(r"\b\w*\d[\w-]*\b")
_AROUND = re.compile(r"^greater | metro(?:politan)?(?: area)?$")


def key(name: str) -> str:
    """A name as it is compared: folded, without dots, apostrophes, brackets and hyphens."""
    folded = fold(name)
    kept = folded.translate(_SIGNS)
    return folded if kept == folded else " ".join(kept.split())


def parts_of(place: str, marks: str = ",") -> tuple[str, ...]:
    """What stands between commas, or other ``marks``, compared as names are; postal codes are left out."""
    texts = re.split(f"[{marks}]", place)
    return tuple(part for text in texts if (part := key(_CODE.sub(" ", text))))


def town_of(part: str) -> str:
    """A town without what people put around it: ``Greater Leeds``, ``Phoenix metro area``."""
    return _AROUND.sub("", part)
