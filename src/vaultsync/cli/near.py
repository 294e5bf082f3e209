"""``near``: who lives or works near a place, for somebody who travels: the evidence, and how warm it is."""

from typing import TYPE_CHECKING, Any

import click

from vaultsync.cli.hit_rows import row, show_warmth, show_who
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import WrongUseError, as_json, aside, count, flat, line
from vaultsync.cli.telling import place as where
from vaultsync.cli.telling import told

if TYPE_CHECKING:  # loading them takes longer than some commands
    from vaultsync.sync.kept import Kept
    from vaultsync.sync.nearby import NearBy, NearHit

NEAR = 50.0
"""How many kilometres are near, unless it is said."""
SHOWN = 5
"""So many places that are not known are named."""


@click.command()
@click.argument("place", nargs=-1, required=True)
@click.option(
    "--within", metavar="DISTANCE", help="How far is near, such as 80km or 30mi; 50km unless you say. Needs a plugin."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many to show at most.")
@shared
def near(call: Call, place: tuple[str, ...], *, within: str | None, limit: int) -> None:
    """Show who lives or works near PLACE: Phoenix, "Cambridge, UK".

    It goes by the words of the notes: a person's location, that of the note of their company, and at last their time
    zone. How far places are apart it knows by a plugin such as vaultsync-places.
    """
    from vaultsync.cli.looking import kept_places  # noqa: PLC0415 - so that the help need not wait for it
    from vaultsync.people.nearby import parse_within, parts_of  # noqa: PLC0415 - as above
    from vaultsync.sync.nearby import near_by  # noqa: PLC0415 - as above

    text = " ".join(" ".join(place).split())
    if not parts_of(text):
        raise WrongUseError(f"{text!r} names no place. Name a town, such as: vaultsync near Phoenix")
    km = NEAR if within is None else parse_within(within)
    if km is None:
        raise WrongUseError(f"--within {within!r} is no distance. Write it as 80km or 30mi.")
    kept, locate = kept_places(call)
    found = near_by(kept, text, within=km, limit=limit, locate=locate)
    for problem in found.problems:
        aside(flat(problem.message))
    if call.as_json:
        as_json(_whole(text, km, found, kept))
        return
    if found.here is not None:
        line(f"{flat(text)} is taken as {flat(found.here.name)}.")
    for hit in found.hits:
        show_who(hit.person)
        told(hit.near.said, hit.near.where.path, hit.near.where.line)
        show_warmth(hit.person, hit.way, kept)
    _asides(text, found, knows=locate is not None, asked=within is not None)


def _asides(text: str, found: "NearBy", *, knows: bool, asked: bool) -> None:
    """Say what is not known, and what to do about it."""
    text = flat(text)
    if not found.hits:
        aside(f"Nobody is found near {text}.")
    if not knows and (asked or not found.hits):
        aside(
            "How far places are apart is not known here, so only words count. "
            "With distances: pip install vaultsync-places, then vaultsync plugins enable places"
        )
    elif knows and found.here is None:
        aside(f"Where {text} lies is not known, so only words count. Say what it is in: {text}, and a country or state")
    if found.unlocated:
        shown = ", ".join(flat(f"{each.place} ({where(each.path, each.line)})") for each in found.unlocated[:SHOWN])
        more = f", and {len(found.unlocated) - SHOWN} more" if len(found.unlocated) > SHOWN else ""
        lie = "it lies" if len(found.unlocated) == 1 else "they lie"
        aside(f"Of {count(len(found.unlocated), 'place')} it is not known where {lie}: {shown}{more}.")


def _whole(text: str, km: float, found: "NearBy", kept: "Kept") -> dict[str, Any]:
    here = found.here
    return {
        "place": text,
        "within_km": km,
        "taken_as": {
            "name": here.name,
            "latitude": here.latitude,
            "longitude": here.longitude,
            "country": here.country,
            "source": here.source,
            "plugin": here.plugin,
        }
        if here is not None
        else None,
        "people": [_row(hit, kept) for hit in found.hits],
        "unknown": [each._asdict() for each in found.unlocated],
    }


def _row(hit: "NearHit", kept: "Kept") -> dict[str, Any]:
    near_, where_ = hit.near, hit.near.where
    evidence = {"text": where_.text, "path": where_.path, "line": where_.line, "field": FIELDS[where_.kind]}
    return {
        **row(hit.person, evidence, (near_.said,), hit.way, kept),
        "kind": near_.kind,
        "place": near_.place,
        "taken_as": near_.taken,
        "km": None if near_.km is None else round(near_.km, 1),
    }


FIELDS = {"lives": "location", "works": "company", "zone": "timezone"}
"""The property that answers, by what it says."""
