"""How properties are spelled, and which of several spellings counts."""

import pytest

from vaultsync.notes import DIALECTS, canonical, fold, iso_date, parse_note, properties


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("last_contact", "last_contact"),
        ("last-contact", "last_contact"),
        ("lastContact", "last_contact"),
        ("Last Contact", "last_contact"),
        ("Last contacted", "last_contact"),
        ("prm-last-contacted", "last_contact"),
        ("last talk", "last_contact"),
        ("date_last_spoken", "last_contact"),
        ("EMAIL[HOME]", "email"),
        ("EMAIL", "email"),
        ("contacts.mail", "email"),
        ("TEL[CELL]", "phone"),
        ("phone_numbers", "phone"),
        ("BDAY", "birthday"),
        ("Geburtsdatum", "birthday"),
        ("ADR[HOME].LOCALITY", "location"),
        ("RELATED[friend]", "knows"),
        ("FN", "name"),
        ("job title", "role"),
        ("prm-tier", "cadence"),
        ("keep_in_touch", "cadence"),
        ("how we met", "met"),
        ("follow-up", "next_contact"),
        ("UID", "uid"),
        ("fileClass", "type"),
        ("attendees", "people"),
        ("N.GN", None),
        ("", None),
        ("shoe size", None),
    ],
)
def test_spellings_lead_to_the_canonical_name(key: str, expected: str | None) -> None:
    assert canonical(key) == expected


def test_every_spelling_in_the_table_leads_to_its_own_row() -> None:
    for dialect in DIALECTS:
        for spelling in (dialect.name, *dialect.spellings):
            assert canonical(spelling) == dialect.name


def counted(front_matter: str, path: str = "People/Ana.md") -> dict[str, tuple[str, tuple[str, ...], int]]:
    note = parse_note(path, f"---\n{front_matter}\n---\n".encode())
    return {name: (each.key, each.values, each.line) for name, each in properties(note).items()}


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("org: a\nemployer: b", {"company": ("org", ("a",), 2)}),
        ("org: a\ncompany: b\nemployer: c", {"company": ("company", ("b",), 3)}),
        ("company: a\norg: b", {"company": ("company", ("a",), 2)}),
        ("mail: a\nEMAIL[HOME]: b\nEMAIL[WORK]: a", {"email": ("mail", ("a", "b"), 2)}),
        ("mail: a\nemail: [b, a]", {"email": ("email", ("a", "b"), 3)}),
        ("title: ana", {}),
        ("title: Head of CX", {"role": ("title", ("Head of CX",), 2)}),
        ("role: ana", {"role": ("role", ("ana",), 2)}),
        ("shoe size: 39", {}),
    ],
)
def test_the_canonical_spelling_counts_then_the_first(front_matter: str, expected: object) -> None:
    assert counted(front_matter) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana  Reyes ", "ana reyes"),
        ("ÁÑA\tŘeyes", "ana reyes"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ﬁn\u00a0℡", "fin tel"),
        ("", ""),
        ("李", "李"),
    ],
)
def test_folded_names_compare_equal(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_folding_twice_is_folding_once() -> None:
    for code in (*range(0x3400), *range(0xA640, 0xAC00), *range(0xF900, 0x10000), *range(0x1D400, 0x1E000)):
        once = fold(chr(code))
        assert fold(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04", "2026-03-04"),
        (" 2026-03-04 ", "2026-03-04"),
        ("2026-03-04T10:30", "2026-03-04"),
        ("2026-03-04 10:30:00Z", "2026-03-04"),
        ("2026-03-04T10:30:00,5+0100", "2026-03-04"),
        ("2026-02-29", None),
        ("0000-01-01", None),
        ("2026-3-4", None),
        ("20260304", None),
        ("2026-03-04 or so", None),
        ("", None),
    ],
)
def test_an_iso_date_is_read_with_or_without_a_time(text: str, expected: str | None) -> None:
    day = iso_date(text)
    assert (day and day.isoformat()) == expected
