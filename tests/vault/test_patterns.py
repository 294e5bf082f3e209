import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultsync.vault.patterns import matcher


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("Archive", "Archive"),
        ("Archive", "Work/Archive"),
        ("Archive/", "Work/Archive"),
        ("/Archive", "Archive"),
        ("./Archive", "Archive"),
        ("Work/Old", "Work/Old"),
        ("*.draft.md", "a/b/x.draft.md"),
        ("Work/*", "Work/a.md"),
        ("Work/**", "Work/a/b.md"),
        ("**/Old", "Old"),
        ("**/Old", "a/b/Old"),
        ("Work/**/Old", "Work/Old"),
        ("Work/**/Old", "Work/a/b/Old"),
        ("Wo**ld", "Work/Old"),
        ("200?-*", "2001-x"),
        ("[Aa]rchive", "archive"),
        ("[a-c]", "b"),
        ("[!a-c]", "d"),
        ("[z-a]", "-"),
        ("[x", "[x"),
        ("(a|b)", "(a|b)"),
        ("é\n", "é"),
    ],
)
def test_a_pattern_names_a_path(pattern, path):
    assert matcher([pattern])(path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("Archive", "Archives"),
        ("Archive", "archive"),
        ("/Archive", "Work/Archive"),
        ("Work/Old", "x/Work/Old"),
        ("Work/*", "Work/a/b.md"),
        ("Work/**", "Work"),
        ("Work?Old", "Work/Old"),
        ("[a-c]", "d"),
        ("[!a-c]", "a"),
        ("a.md", "aXmd"),
        ("", ""),
        (" / ", "x"),
    ],
)
def test_a_pattern_does_not_name_other_paths(pattern, path):
    assert not matcher([pattern])(path)


def test_no_patterns_name_nothing():
    assert not matcher([])("Archive")


def test_one_of_several_is_enough():
    assert matcher(["a", "b"])("b")


@given(st.lists(st.text(max_size=12), max_size=4), st.text(max_size=12))
@example(["[]-\\]"], "x")
@example(["[!]"], "x")
@example(["[^a]"], "x")
@settings(deadline=None)
def test_every_text_is_a_pattern(patterns, path):
    matcher(patterns)(path)


@given(st.text(st.characters(exclude_characters="/*?[\r\n", exclude_categories=["Cs"]), min_size=1, max_size=12))
@settings(deadline=None)
def test_a_name_without_marks_names_itself(name):
    if name.strip():
        assert matcher([name])(name.strip())
