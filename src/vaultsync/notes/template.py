"""Whether a note is a template that nothing has filled in yet."""

import re

_FENCE = re.compile(r"[ \t>]*(`{3,}+(?!.*`)|~{3,}+)")
_CODE = re.compile(r"`[^`]*`|\$[^$]*\$")
_VARIABLE = re.compile(r"\{\{[^{}]*\}\}")


def is_template(text: str) -> bool:
    """Whether the text holds ``{{…}}`` or ``<% … %>`` outside code and formulas."""
    # One character is found many times faster than two.
    if ("{" not in text or "{{" not in text) and ("%" not in text or "<%" not in text):
        return False
    last = text.rfind("%>")
    fence, formula, place = "", False, 0
    for line in text.split("\n"):
        start, place = place, place + len(line) + 1
        if fence:
            bare = line.strip("> \t")
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
        elif opened := _FENCE.match(line):
            fence = opened[1]
        elif line.strip() == "$$":
            formula = not formula
        elif not formula and ("{{" in line or "<%" in line):
            shown = _CODE.sub("", line)
            if _VARIABLE.search(shown) or ("<%" in shown and last > start):
                return True
    return False
