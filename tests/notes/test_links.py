"""Links as values: where they lead and what they show."""

import pytest

from vaultsync.model import Link
from vaultsync.notes import link_of, plain
from vaultsync.notes.body import read_body


@pytest.mark.parametrize(
    ("text", "target", "shown"),
    [
        ("[[Ana Reyes]]", "Ana Reyes", "Ana Reyes"),
        (" [[Ana Reyes]] ", "Ana Reyes", "Ana Reyes"),
        ("[[People/Ana Reyes]]", "People/Ana Reyes", "Ana Reyes"),
        ("[[People/Ana Reyes|Ana]]", "People/Ana Reyes", "Ana"),
        ("[[Ana\\|A]]", "Ana", "A"),
        ("[[Ana|]]", "Ana", "Ana"),
        ("[[Ana.md]]", "Ana", "Ana"),
        ("[[Dr. Ana]]", "Dr. Ana", "Dr. Ana"),
        ("[[.md]]", ".md", ".md"),
        ("[[/]]", "/", "/"),
        ("[[/People/Ana]]", "People/Ana", "Ana"),
        ("[[Ana#Log]]", "Ana", "Ana > Log"),
        ("[[Ana#Log|her log]]", "Ana", "her log"),
        ("[[Ana#^b1]]", "Ana", "Ana"),
        ("[[Ana^b1]]", "Ana", "Ana"),
        ("[[Ana#Log^b1]]", "Ana", "Ana > Log^b1"),
        ("[Ana](Ana.md)", "Ana", "Ana"),
        ("[Ana](People/Ana%20Reyes.md)", "People/Ana Reyes", "Ana"),
        ("[Ana](<People/Ana Reyes.MD>)", "People/Ana Reyes", "Ana"),
        ('[Ana](Ana.md "a title")', "Ana", "Ana"),
        ("[Ana](Ana.md 'a title')", "Ana", "Ana"),
        ("[Ana](Ana.md#Log)", "Ana", "Ana"),
        ("[](Ana)", "Ana", "Ana"),
        ("[Ana](Ana_(Acme).md)", "Ana_(Acme)", "Ana"),
    ],
)
def test_a_property_can_be_a_link(text: str, target: str, shown: str) -> None:
    assert link_of(text) == Link(target=target, text=shown)
    assert plain(text).strip() == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ana",
        "[[Ana]] and [[Ben]]",
        "see [[Ana]]",
        "[[]]",
        "[[ ]]",
        "[[#Log]]",
        "[[Ana",
        "[Ana]",
        "[x](https://example.org/a.md)",
        "[x](//example.org)",
        "[x](mailto:a@b.c)",
        "[x](obsidian://open)",
        "[x](#Log)",
        "[x](picture.png)",
        "[x]()",
    ],
)
def test_anything_else_is_no_link(text: str) -> None:
    assert link_of(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana", "Ana"),
        ("[[Ana]] and [B](Ben.md)", "Ana and B"),
        ("[[#Log]] [[#^b]]", "Log ^b"),
        ("[x](https://example.org) ![alt](p.png)", "x alt"),
        ("![[Ana]]!", "Ana!"),
        ("\\[[Ana]] [1]", "\\[[Ana]] [1]"),
    ],
)
def test_plain_text_has_no_brackets(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("target", "folder", "expected"),
    [
        ("../People/Ana.md", "Daily", "People/Ana"),
        ("../../Ana.md", "Daily/2026", "Ana"),
        ("../../../Ana.md", "Daily", "Ana"),
        ("./Ana.md", "Daily", "Daily/Ana"),
        ("./Ana.md", "", "Ana"),
        ("Ana.md", "Daily", "Ana"),
        ("./", "", "./"),
    ],
)
def test_a_relative_target_starts_from_the_notes_folder(target: str, folder: str, expected: str) -> None:
    link = link_of(f"[x]({target})", folder)
    assert link is not None
    assert link.target == expected


def test_an_embed_is_marked() -> None:
    assert link_of("![[Ana]]") == Link(target="Ana", text="Ana", embed=True)
    assert link_of("![x](Ana.md)") == Link(target="Ana", text="x", embed=True)
    assert [link.embed for link in read_body("- ![[a]] [[b]]! [[c]]").lines[0].links] == [True, False, False]
