"""``find``: whom to ask, by what they know, are and care about: the evidence, how warm it is, and who can introduce."""

from typing import TYPE_CHECKING, Any

import click

from vaultsync.cli.hit_rows import row, show_warmth, show_who
from vaultsync.cli.options import Call, shared
from vaultsync.cli.query_words import QueryCommand, query_text
from vaultsync.cli.say import WrongUseError, as_json, aside
from vaultsync.cli.telling import told

if TYPE_CHECKING:  # loading them takes longer than some commands
    from vaultsync.people.evidence import Evidence
    from vaultsync.sync.finding import Hit
    from vaultsync.sync.kept import Kept


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many to show at most.")
@click.option("--beyond", is_flag=True, help="First those whose field is rare among the people you are in touch with.")
@shared
def find(call: Call, query: tuple[str, ...], *, limit: int, beyond: bool) -> None:
    """Find people by what they know, are and care about.

    What stands in their notes counts, too. QUERY is free words and keys such as skill:python, group:cx or
    colleague-at:acme, as in people: put quotes around a phrase, and around < and >, which the shell takes for
    itself.
    """
    from vaultsync.cli.looking import kept_people  # noqa: PLC0415 - so that the help need not wait for it
    from vaultsync.people.query import QueryError, parse_query  # noqa: PLC0415 - as above
    from vaultsync.sync.finding import hits  # noqa: PLC0415 - as above

    text = query_text(query)
    try:
        asked = parse_query(text)
    except QueryError as error:
        raise WrongUseError(str(error)) from error
    in_notes = any(not term.key or term.key == "colleague-at" for term in asked.terms)
    _, kept = kept_people(call, words=in_notes)
    found = hits(kept, asked, limit, beyond=beyond)
    if call.as_json:
        as_json([_row(hit, kept) for hit in found])
        return
    if not found:
        from vaultsync.people import near  # noqa: PLC0415 - only where nobody is found

        free = " ".join(term.value for term in asked.terms if not term.key and not term.exclude)
        names = ", ".join(dict.fromkeys(person.name for person in near(free or text, kept.network)))
        aside("Nobody is found." + (f" Did you mean {names}?" if names else ""))
        return
    _partly(asked.terms, found)
    for hit in found:
        _show(hit, kept)


def _partly(terms: Any, found: "list[Hit]") -> None:
    """Say where nobody has all the words."""
    free = {term.value for term in terms if not term.key and not term.exclude}
    if free - found[0].found and len(free) > 1:
        aside("Nobody is found by all of these words; these have some of them.")


def _show(hit: "Hit", kept: "Kept") -> None:
    show_who(hit.person)
    if hit.evidence is not None:
        told(hit.evidence.said, hit.evidence.path, hit.evidence.line)
    if hit.unlike is not None:
        told(hit.unlike.said, hit.person.path if hit.unlike.field else "", hit.unlike.line)
    show_warmth(hit.person, hit.way, kept)


def _evidence(evidence: "Evidence | None") -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {"text": evidence.text, "path": evidence.path, "line": evidence.line, "field": evidence.field}


def _row(hit: "Hit", kept: "Kept") -> dict[str, Any]:
    unlike, said = hit.unlike, (hit.evidence.said if hit.evidence else "",)
    if unlike is None:
        return row(hit.person, _evidence(hit.evidence), said, hit.way, kept)
    beyond = {"text": unlike.text, "path": hit.person.path, "line": unlike.line, "field": unlike.field}
    beyond |= {"shared_by": unlike.shared, "among": unlike.among}
    return {**row(hit.person, _evidence(hit.evidence), (*said, unlike.said), hit.way, kept), "beyond": beyond}
