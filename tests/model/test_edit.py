"""An edit that makes no sense cannot be made."""

import pytest

from vaultsync.model import Edit


def edit(kind: str, name: str, *value: str, **more: object) -> Edit:
    return Edit(**{"path": "a.md", "kind": kind, "name": name, "value": value, "reason": "r", **more})


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("set-property", " ", ("x",)),
        ("set-property", "uid", ()),
        ("set-property", "uid", ("a\u2028b",)),
        ("set-property", "uid", ("a\x00",)),
        ("set-property", "uid", ("\ud800",)),
        ("remove-property", "uid", ("x",)),
        ("append-entry", "Log", ()),
        ("append-entry", "Log", ("",)),
        ("append-entry", "Log", (" a",)),
        ("append-entry", "Log", ("a", "b")),
        ("replace-block", "a b", ("x",)),
        ("replace-block", "end", ("x",)),
        ("replace-block", "brief", ("%% vaultsync:end brief %%",)),
        ("set-task", "a", ()),
        ("set-task", "a", ("xx",)),
        ("set-task", "a", ("x", "today")),
        ("set-task", "a", ("x", "20261122")),
        ("set-task", "a", ("x", "2026-11-22", "sometimes")),
        ("set-task", "a", (" ", "2026-11-22")),
        ("set-task", "a", ("x", "2026-11-22", "where-used", "x")),
    ],
)
def test_an_edit_has_the_shape_of_its_kind(kind: str, name: str, value: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="an edit"):
        edit(kind, name, *value)


def test_an_edit_may_be_any_of_these() -> None:
    assert edit("set-property", "groups", as_list=True).value == ()
    assert edit("remove-property", "uid").value == ()
    assert edit("append-entry", "Log", "2026-11-22 a").line == 0
    assert edit("replace-block", "brief", "", "x").value == ("", "x")
    assert edit("set-task", "a", "x", "2026-11-22", "where-used", line=3).line == 3
    with pytest.raises(ValueError, match="an edit"):
        edit("set-task", "a", "x", line=-1)
