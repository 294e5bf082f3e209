"""How names are compared: without case, accents or doubled spaces. Knows nothing of people or links."""

import unicodedata

_FIRST_MARK = "\u0300"
"""No letter before it is a combining mark."""


def fold(text: str) -> str:
    """The text as it is compared: decomposed (NFKD), accents dropped, casefolded, whitespace single and trimmed."""
    if not text.isascii():
        # Casefolding can bring accents back (İ), and decomposing can bring capitals (℡): the second round settles both.
        text = _bare(_bare(text))
    return " ".join(text.casefold().split())


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if decomposed.isascii():
        return decomposed
    return "".join([letter for letter in decomposed if letter < _FIRST_MARK or not unicodedata.combining(letter)])
