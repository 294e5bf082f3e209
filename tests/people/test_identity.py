from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import problem
from vaultsync.people import Found, Identity, identify


def uids(found: list[Found], known: dict[str, Identity]) -> dict[str, str]:
    return {path: identity.uid for path, identity in identify(found, known)[0].items()}


def test_a_new_note_is_known_by_its_path() -> None:
    assert identify([Found(path="Ana.md", digest="d", inode=7)], {}) == (
        {"Ana.md": Identity(uid="Ana.md", digest="d", inode=7)},
        (),
    )


def test_a_declared_uid_counts_before_all_else() -> None:
    known = {"Ana.md": Identity(uid="old", digest="d", inode=7)}
    assert uids([Found(path="Ana.md", digest="d", inode=7, declared_uid=" ana ")], known) == {"Ana.md": "ana"}


def test_a_known_path_keeps_its_uid_whatever_was_edited() -> None:
    known = {"Ana.md": Identity(uid="ana", digest="d", inode=7)}
    assert uids([Found(path="Ana.md", digest="e", inode=8)], known) == {"Ana.md": "ana"}


def test_whoever_cannot_be_read_now_keeps_the_uid_even_where_another_declares_it() -> None:
    kept = {"Ana.md": Identity(uid="ana", digest="d", inode=7)}
    found = [Found(path="Bo.md", declared_uid="ana"), Found(path="Cy.md", digest="d", inode=7)]
    known, (told,) = identify(found, {}, kept)
    assert {path: one.uid for path, one in known.items()} == {"Bo.md": "Bo.md", "Cy.md": "Cy.md"}
    assert (told.code, told.path, told.message) == (
        "uid-duplicate",
        "Bo.md",
        'The uid "ana" is also that of Ana.md, which keeps it.',
    )


def test_a_rename_is_known_by_the_digest() -> None:
    known = {"Ana.md": Identity(uid="ana", digest="d", inode=7)}
    assert uids([Found(path="Ana Reyes.md", digest="d", inode=8)], known) == {"Ana Reyes.md": "ana"}


def test_a_rename_with_an_edit_is_known_by_the_inode() -> None:
    known = {"Ana.md": Identity(uid="ana", digest="d", inode=7)}
    assert uids([Found(path="Ana Reyes.md", digest="e", inode=7)], known) == {"Ana Reyes.md": "ana"}


def test_a_file_system_without_inodes_renames_nobody_by_inode() -> None:
    known = {"Ana.md": Identity(uid="ana", digest="d")}
    assert uids([Found(path="Ben.md", digest="e")], known) == {"Ben.md": "Ben.md"}


def test_of_several_notes_of_one_text_the_one_that_kept_its_name_moved() -> None:
    known = {"A/Ana.md": Identity(uid="ana", digest="d"), "A/Ben.md": Identity(uid="ben", digest="d")}
    found = [
        Found(path="B/Ana.md", digest="d"),
        Found(path="B/0 Chi.md", digest="d"),
        Found(path="B/Ben.md", digest="d"),
    ]
    assert uids(found, known) == {"B/0 Chi.md": "B/0 Chi.md", "B/Ana.md": "ana", "B/Ben.md": "ben"}


def test_a_copy_of_a_note_that_is_still_there_is_somebody_else() -> None:
    known = {"Ana.md": Identity(uid="ana", digest="d", inode=7)}
    found = [Found(path="Ana.md", digest="d", inode=7), Found(path="Copy.md", digest="d", inode=8)]
    assert uids(found, known) == {"Ana.md": "ana", "Copy.md": "Copy.md"}


def test_a_path_that_somebody_renamed_away_from_gets_a_number() -> None:
    known = {"Ana.md": Identity(uid="Ana.md", digest="d", inode=7)}
    moved, _ = identify([Found(path="Ana Reyes.md", digest="d", inode=7)], known)
    found = [Found(path="Ana Reyes.md", digest="d", inode=7), Found(path="Ana.md", digest="new", inode=9)]
    third = Found(path="x.md", declared_uid="Ana.md#2")
    assert uids(found, moved) == {"Ana Reyes.md": "Ana.md", "Ana.md": "Ana.md#2"}
    assert uids([*found, third], moved)["Ana.md"] == "Ana.md#3"


def test_of_two_notes_with_one_uid_the_first_by_path_keeps_it_and_the_other_is_reported() -> None:
    found = [Found(path="b.md", declared_uid="x"), Found(path="a.md", declared_uid="x")]
    identities, problems = identify(found, {})
    assert {path: each.uid for path, each in identities.items()} == {"a.md": "x", "b.md": "b.md"}
    assert problems == (
        problem(
            "uid-duplicate",
            'The uid "x" is also that of a.md, which keeps it.',
            hint="Remove the uid from one of the two notes, or merge them.",
            path="b.md",
        ),
    )


SMALL = st.sampled_from(["", "d", "e", "f"])
PATHS = st.sampled_from(["a.md", "b.md", "c.md", "x/a.md", "x/b.md"])
FOUND = st.lists(
    st.builds(
        Found,
        path=PATHS,
        digest=SMALL,
        inode=st.integers(0, 3),
        declared_uid=st.sampled_from(["", "", "u", "a.md", "b.md#2"]),
    ),
    max_size=5,
    unique_by=lambda each: each.path,
)
KNOWN = st.dictionaries(
    PATHS,
    st.builds(
        Identity, uid=st.sampled_from(["u", "v", "a.md", "b.md", "b.md#2"]), digest=SMALL, inode=st.integers(0, 3)
    ),
)


@given(FOUND, KNOWN, st.randoms(use_true_random=False))
def test_every_note_has_one_uid_of_its_own_whatever_the_order(
    found: list[Found], known: object, random: object
) -> None:
    identities, problems = identify(found, known)
    assert set(identities) == {each.path for each in found}
    assert len({each.uid for each in identities.values()}) == len(found)
    shuffled = random.sample(found, len(found))
    assert identify(shuffled, dict(reversed(known.items()))) == (identities, problems)


@given(FOUND, KNOWN)
def test_who_was_identified_once_stays_so(found: list[Found], known: dict[str, Identity]) -> None:
    identities, problems = identify(found, known)
    assert identify(found, identities) == (identities, problems)


@given(st.lists(st.tuples(PATHS, st.integers(1, 99)), unique_by=(lambda each: each[0], lambda each: each[1])))
def test_a_move_of_every_note_at_once_keeps_every_uid(notes: list[tuple[str, int]]) -> None:
    found = [Found(path=path, digest=f"d{number}", inode=number) for path, number in notes]
    before, _ = identify(found, {})
    moved = [Found(path=f"moved/{each.path}", digest=each.digest, inode=0) for each in found]
    after, _ = identify(moved, before)
    assert {path.removeprefix("moved/"): each.uid for path, each in after.items()} == {
        path: each.uid for path, each in before.items()
    }
