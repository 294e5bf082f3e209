"""How a place is taken apart, and how names are compared. Pure."""

import re
from collections.abc import Container

from vaultsync.notes import fold

_SIGNS = str.maketrans(dict.fromkeys(".'’ʻʼ`()", "") | dict.fromkeys("-‐–—_", " "))
MOST = 3
"""Behind a town stand no more than so many: a county, a state, a country."""
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


def without_commas(place: str, regions: Container[str]) -> tuple[str, ...]:
    """A town and what it lies in, where no comma stands between them: ``Phoenix AZ``; nothing where it names none."""
    whole = " ".join(parts_of(place))
    words, around = whole.split(), list[str]()
    if "," in place or whole in regions:
        return ()
    for _ in range(MOST):
        # The longest first: South Australia is no town South in Australia.
        ends = (end for end in range(1, len(words)) if " ".join(words[end:]) in regions)
        if (end := next(ends, None)) is None:
            break
        words, around = words[:end], [" ".join(words[end:]), *around]
    return (" ".join(words), *around) if around else ()


def town_of(part: str) -> str:
    """A town without what people put around it: ``Greater Leeds``, ``Phoenix metro area``."""
    return _AROUND.sub("", part)
