from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.calendar import event_uid

PARTS = st.tuples(*[st.text(st.characters(exclude_categories=()), max_size=8)] * 4)


def test_an_identity_has_the_same_uid_for_ever():
    assert event_uid("People/Ana Reyes.md", "cadence", "cadence", "") == "6c5b95f6-027e-5283-ac08-3856cd015ddd"


def test_the_uid_is_a_name_based_uuid():
    assert UUID(event_uid("a", "b", "c", "d")).version == 5


def test_text_on_the_border_of_two_parts_belongs_to_one_of_them():
    assert event_uid("a", "b", "c,d", "") != event_uid("a", "b", "c", "d")
    assert event_uid("ab", "", "", "") != event_uid("a", "b", "", "")


@settings(deadline=None)
@given(PARTS, PARTS)
def test_uids_are_equal_where_the_identities_are(one: tuple[str, ...], other: tuple[str, ...]):
    assert (event_uid(*one) == event_uid(*other)) == (one == other)
