import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.vault.conflicts import CONFLICT_NAMES, is_conflict


@pytest.mark.parametrize("service", CONFLICT_NAMES, ids=lambda service: service.service)
def test_each_services_own_name_is_a_conflict_copy(service):
    assert is_conflict(service.example, {"Ana Reyes.md", service.example})
    assert is_conflict(service.example, {service.example}) is not service.original


@pytest.mark.parametrize(
    "name",
    [
        "Ana Reyes (conflicted copy).md",
        "Ana Reyes (Kopie conflicted copy 2026-03-04 101112).md",
        "Ana Reyes (Sam's conflicted copy).md",
        "Ana Reyes.sync-conflict-20260304-101112.md",
        "Ana Reyes [Conflicted 2].md",
        "Ana Reyes.md.orig",
    ],
)
def test_other_forms_of_them_are_too(name):
    assert is_conflict(name, {"Ana Reyes.md", name})


@pytest.mark.parametrize(
    "name",
    [
        "Ana Reyes.md",
        "Ana Reyes 12.md",
        "Ana Reyes 1.md",
        "Conflict at work.md",
        "Conflict.md",
        "On conflict.md",
        "2026-03-04.md",
        "2.md",
        " 2.md",
        "(1).md",
        "Ana (work).md",
        "Ana-LAPTOP.md",
        "Notes on sync-conflict.md",
        "Original.md",
        ".md",
        "",
    ],
)
def test_a_note_of_its_own_is_none(name):
    assert not is_conflict(name, {"Ana Reyes.md", "Ana.md", ".md", name})


@given(st.text(st.characters(exclude_characters="/"), max_size=30), st.sets(st.text(max_size=5), max_size=3))
def test_any_name_has_an_answer(name, siblings):
    assert is_conflict(name, siblings) in {True, False}
