"""How names are compared: without case, accents or doubled spaces. Knows nothing of people or links."""

import unicodedata


def fold(text: str) -> str:
    """The text as it is compared: decomposed (NFKD), accents dropped, casefolded, whitespace single and trimmed."""
    if not text.isascii():
        # Casefolding can bring accents back (İ), and decomposing can bring capitals (℡): the second round settles both.
        text = _bare(_bare(text))
    return " ".join(text.casefold().split())


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
