"""From a file of cards to edits of notes and new notes: each card to the person it is of, or to a note of its own."""

from collections.abc import Iterator

from vaultsync import Context, Edit, Network, NewNote, Person
from vaultsync.notes import harmless
from vaultsync_vcard.card import Card, card_of
from vaultsync_vcard.lines import cards
from vaultsync_vcard.merge import Categories, additions, edits
from vaultsync_vcard.new_note import note_name, note_text
from vaultsync_vcard.ties import Ties
from vaultsync_vcard.whose import People, Unclear, stated_uid

_NEW = "the same file/"
"""Where somebody new is, for as long as there is no note: said of cards that could be of somebody else in the file."""


def taken(data: bytes, name: str, network: Network, ctx: Context, categories: Categories) -> list[Edit | NewNote]:
    """What the cards of a file change: edits by path, then new notes by name.

    A card of which it cannot be told whose it is changes nothing, and a warning in the log names it, as does one that
    is of nobody. Raises ValueError for a file without a card.
    """
    found = [card_of(lines) for lines in cards(data)]
    if not found:
        raise ValueError(f"{name} holds no vCard. Export your contacts as vCard (.vcf), and name that file.")
    people = People(network.people, lambda person: stated_uid(person, ctx))
    by_path = _sorted_out(found, people, ctx)
    ties = Ties(people)
    there = {path: card for path, card in sorted(by_path.items()) if not path.startswith(_NEW)}
    new = {path: card for path, card in sorted(by_path.items()) if path.startswith(_NEW)}
    made: list[Edit | NewNote] = []
    for path, card in there.items():
        note = ctx.note(path)
        if note is None:
            ctx.log.warning("%s was left out: %s cannot be read now", _said(card), path)
        else:
            person = people.by_path[path]
            made += edits(card, person, note, ties, categories=categories, today=ctx.today)
    made += [_new_note(path, card, ties, categories, ctx) for path, card in new.items()]
    return made


def _sorted_out(found: list[Card], people: People, ctx: Context) -> dict[str, Card]:
    """The cards by the path of the person they are of, several of one person as one."""
    by_path: dict[str, Card] = {}
    for card in found:
        if card.not_a_person:
            ctx.log.warning("%s was left out: the card %s", _said(card), card.not_a_person)
            continue
        whose = people.whose(card)
        if isinstance(whose, Unclear):
            ctx.log.warning(
                "%s was left out: %s. Write the card's e-mail address into the right note, and import it again",
                _said(card),
                whose.why,
            )
            continue
        if whose is None:
            called = note_name(card.name)
            if not called:
                ctx.log.warning("%s was left out: the card has no name", _said(card))
                continue
            whose = _somebody_new(called, card)
            if whose.path in people.by_path:
                ctx.log.warning("%s was left out: somebody else in the file has a note of that name", _said(card))
                continue
            people.add(whose)
        by_path[whose.path] = by_path[whose.path].merged(card) if whose.path in by_path else card
    return by_path


def _somebody_new(called: str, card: Card) -> Person:
    """Somebody as later cards in the file know them."""
    return Person(
        uid=card.uid or _NEW + called,
        path=f"{_NEW}{called}.md",
        name=card.name,
        aliases=card.nicknames,
        emails=card.emails,
        phones=card.phones,
        dates=(card.birthday,) if card.birthday else (),
        company=card.company,
    )


def _new_note(path: str, card: Card, ties: Ties, categories: Categories, ctx: Context) -> NewNote:
    called = path.removeprefix(_NEW).removesuffix(".md")
    reason = f"the contact {card.name}"
    nothing = Person(uid="", path=path, name=card.name)
    text, refused = note_text(called, card, additions(card, nothing, ties, categories), reason)
    for name in refused:
        ctx.log.warning("%s: %s could not be written, and was left out", _said(card), name)
    return NewNote(name=called, text=text, reason=reason)


def _said(card: Card) -> str:
    shown: Iterator[str] = filter(None, (card.name, *card.nicknames, card.company, *card.emails, *card.phones))
    return harmless(next(shown, "a card without a name"))
