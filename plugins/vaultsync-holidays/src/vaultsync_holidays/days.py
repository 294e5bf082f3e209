"""On which days a place has public holidays, and what they are called."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from vaultsync.notes import fold
from vaultsync_holidays.places import Place

Days = tuple[tuple[date, str], ...]
"""Days with the names of their holidays, by day."""

_REMARK = re.compile(r"\s*\((?:[^()]*\b(?:observed|estimated|substitute)\b[^()]*)\)\s*$", re.IGNORECASE)
_DAY = re.compile(r"(?:(?P<year>\d{4})-)?(?P<month>\d{2})-(?P<day>\d{2})")


@lru_cache(maxsize=1024)
def holidays_in(place: Place, first: date, last: date, languages: tuple[str, ...], working: tuple[str, ...]) -> Days:
    """The public holidays of a place between two days, both included.

    ``languages`` are codes such as ``pt_PT`` or ``en``, the one liked best first; where the place's holidays are told
    in none of them, they are told in its own. ``working`` are names of holidays that do not count, or days as
    :func:`is_on` takes them.
    """
    from holidays import country_holidays  # noqa: PLC0415 - the library takes a tenth of a second to load

    years = range(first.year, last.year + 1)
    part = place.part or None
    said = country_holidays(place.country, subdiv=part)
    # Without a language, the library tells them in the machine's.
    language = _language(languages, said.supported_languages) or said.default_language
    found = country_holidays(place.country, subdiv=part, years=years, language=language)
    skipped = frozenset(fold(each) for each in working)
    return tuple(
        (day, name)
        for day, name in sorted(found.items())
        if first <= day <= last and not _does_not_count(day, name, skipped)
    )


@lru_cache(maxsize=64)
def extra_days(extra: tuple[tuple[str, str], ...], first: date, last: date) -> Days:
    """The days between two days, both included, that are meant by some texts, with their names."""
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return tuple((day, name) for day in days for text, name in extra if is_on(text, day))


def is_on(text: str, day: date) -> bool:
    """Whether a day is meant by ``12-24`` (every year) or ``2026-12-24``."""
    return text in {f"{day:%m-%d}", day.isoformat()}


def is_day(text: str) -> bool:
    """Whether a text can mean a day to :func:`is_on`."""
    found = _DAY.fullmatch(text)
    try:
        return found is not None and bool(date(int(found["year"] or 2000), int(found["month"]), int(found["day"])))
    except ValueError:
        return False


def _does_not_count(day: date, names: str, skipped: frozenset[str]) -> bool:
    if not skipped:
        return False
    if any(is_on(each, day) for each in skipped):
        return True
    return all(fold(name) in skipped or fold(_REMARK.sub("", name)) in skipped for name in names.split("; "))


def _language(wanted: Iterable[str], known: Iterable[str]) -> str:
    for each in wanted:
        name = each.replace("-", "_").casefold()
        for exact in (True, False):
            for language in sorted(known):
                folded = language.casefold()
                if folded == name if exact else folded.split("_")[0] == name.split("_")[0]:
                    return language
    return ""
