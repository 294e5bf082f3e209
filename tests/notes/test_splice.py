"""One edit of a note changes the lines that it owns, or is refused."""

from vaultsync.model import Edit, Problem
from vaultsync.notes.splice import splice

NOTE = b"---\nlast_contact: 2026-01-01 # by hand\n---\n## Log\n- 2026-01-01 call\n"


def edit(kind: str, name: str, *value: str, **more: object) -> Edit:
    return Edit(**{"path": "People/Ana.md", "kind": kind, "name": name, "value": value, "reason": "r", **more})


def test_a_property_is_set_on_its_own_line_and_the_second_time_nothing_changes() -> None:
    change = edit("set-property", "last_contact", "2026-11-22")
    made = splice("People/Ana.md", NOTE, change)
    assert made == NOTE.replace(b"2026-01-01 #", b"2026-11-22 #")
    assert splice("People/Ana.md", made, change) is made


def test_what_is_not_utf_8_is_refused_with_the_next_step() -> None:
    told = splice("People/Ana.md", b"\xff\xfe", edit("set-property", "uid", "x"))
    assert isinstance(told, Problem)
    assert (told.code, told.severity, told.path) == ("edit-refused", "warning", "People/Ana.md")
    assert told.message.startswith("the note is not edited: ")
    assert told.hint == "Save it as UTF-8 in your editor."
