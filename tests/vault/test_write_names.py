"""Which names are made: those that work on every system, and are no other file's on some."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import Problem
from vaultsync.vault.names import LONGEST, NAME_RULES, portable_name, stands_for

NFC, NFD = (unicodedata.normalize(form, "José.md") for form in ("NFC", "NFD"))


@pytest.mark.parametrize("rule", NAME_RULES, ids=lambda rule: rule.said)
def test_every_rule_refuses_its_example_and_says_so(rule):
    found = portable_name(rule.example, path="People/x.md")
    assert isinstance(found, Problem)
    assert (found.code, found.severity, found.path) == ("name-refused", "error", "People/x.md")
    assert found.message == f"The name {rule.example!r} {rule.said}."
    assert found.hint


@pytest.mark.parametrize(
    "name",
    [
        *("Ana Reyes.md", "Ana O'Neil.md", NFC, NFD, "李雷.md", "Ana 🌱.md", "Ana (work) & co, 50% = ~half;.md", "a"),
        *("Conrad.md", "com10.md", "Auxiliary.md", "Lpt.md", "a.con.md", "Dr. Ana.md", "x" * 252 + ".md", "_Ana.md"),
    ],
)
def test_names_of_people_and_notes_are_taken_as_they_are(name):
    assert portable_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("CON", "con.md", "Con .md", "nul.tar.gz", "COM1.md", "lpt9.md", "com¹.md", "CONIN$.md", "prn"),
        *("a/b", "a\\b", "a:b.md", "what?.md", 'say "hi".md', "a|b", "a*", "<a>.md", "\x00", "a\x7f.md", "a\u2028b"),
        *("Ana.", "Ana..md", "Ana ", " Ana.md", "Ana .md", ".hidden", "", " ", "..", "[[Ana]].md", "C#.md", "a^b.md"),
        *("é" * 130, "x" * 256, "\udcff.md"),
    ],
)
def test_names_that_fail_somewhere_are_refused(name):
    assert isinstance(portable_name(name), Problem)


def test_a_name_that_is_too_long_says_how_long_it_may_be():
    assert portable_name("é" * 127 + ".md").message.endswith("is longer than 255 bytes.")


@given(st.text(max_size=300))
def test_what_is_taken_is_taken_unchanged_and_fits_everywhere(name):
    found = portable_name(name)
    if not isinstance(found, Problem):
        assert found == name
        assert 0 < len(name.encode()) <= LONGEST
        assert not set(name) & set('<>:"/\\|?*#^[]\0')


@pytest.mark.parametrize(
    ("name", "sibling"), [("ana.md", "Ana.md"), (NFC, NFD), (NFD, NFC), ("JOSÉ.md", NFD), ("Strasse", "Straße")]
)
def test_a_name_that_is_another_file_on_some_system_is_refused(name, sibling):
    found = stands_for(name, ["Other.md", sibling], path="x.md")
    assert found.code == "name-refused"
    assert found.message == f"The name {name!r} differs from {sibling!r} by case or the form of an accent alone."


def test_the_same_name_and_other_names_are_not_taken_for_another_spelling():
    assert stands_for("Ana.md", ["Ana.md", "Anna.md", "Ana", "Bo.md"]) is None
