"""How often you really are in touch: the middle of the gaps between recent contacts, said and not imposed."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median_low

from vaultsync import Context, Fact, Network, Person, PluginInfo, Section, every, hookimpl

FEWEST_DAYS = 4
"""Days of contact below which there is no rhythm yet: three gaps."""
RECENT_DAYS = 9
"""How many of the latest days count: a rhythm is of now."""
LONGEST_GAP = 366
"""Contacts further apart than a year are no rhythm."""
MONTH = 30.44


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="rhythm", summary="Says how often you usually are in touch with someone.")


@hookimpl
def vaultsync_enrich(person: Person, network: Network) -> Iterable[Fact]:
    """Give the usual days between contacts, in whole weeks from two weeks on, in whole months from four on."""
    days = sorted({contact.day for contact in network.interactions.get(person.uid, ())})[-RECENT_DAYS:]
    if len(days) < FEWEST_DAYS:
        return
    gap = median_low((after - before).days for before, after in pairwise(days))
    if gap <= LONGEST_GAP:
        yield Fact(name="rhythm", value=_rounded(gap), text=f"you usually speak {every(_rounded(gap))}")


@hookimpl
def vaultsync_brief(person: Person, network: Network, ctx: Context) -> Iterable[Section]:  # noqa: ARG001 - by name
    """Say the rhythm in the brief."""
    fact = network.fact(person.uid, "rhythm")
    if fact is not None:
        yield Section(title="Rhythm", lines=(fact.text,), order=40)


def _rounded(days: int) -> int:
    if days < 14:
        return days
    return round(days / 7) * 7 if days < 119 else round(round(days / MONTH) * MONTH)
