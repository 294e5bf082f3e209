"""Who is from another field than those the user is in touch with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import Person
from vaultsync.people.fields import Fields, marks_of


def somebody(name: str, **said: object) -> Person:
    return Person(uid=name, path=f"People/{name}.md", name=name, found=(("role", 2), ("skills", 3)), **said)


ANA = somebody("Ana", role="Head of customer research", skills=("customer experience",), company="Lumen")
BEN = somebody("Ben", role="customer researcher", skills=("Customer Experience", "python"), groups=("CX",))
CY = somebody("Cy", role="Actuary", skills=("pricing",))
DI = somebody("Di")


def test_a_field_is_told_by_role_skills_groups_and_company_and_not_by_how_high_somebody_is():
    assert marks_of(ANA) == {
        ("role", "customer"): "customer",
        ("role", "research"): "research",
        ("skills", "customer experience"): "customer experience",
        ("company", "lumen"): "Lumen",
    }
    assert marks_of(somebody("E", role="Senior Vice President")) == {}


@pytest.mark.parametrize(
    ("person", "others", "said"),
    [
        (CY, [ANA, BEN, CY], "nobody else of those you are in touch with has “Actuary” in their role"),
        (CY, [DI], "nobody else of those you are in touch with has “Actuary” in their role"),
        (CY, [CY], "you were in touch with nobody else in the last year"),
        (ANA, [ANA, BEN, CY], "only one other of those you are in touch with has “customer” in their role"),
        (somebody("F", skills=("customer experience",)), [ANA, BEN, CY],
         "2 others of the 3 you are in touch with have the skill customer experience"),
        (somebody("F", groups=("cx",)), [BEN], "only one other of those you are in touch with belongs to cx"),
        (somebody("F", company="Acme"), [BEN], "nobody else of those you are in touch with works at Acme"),
        (DI, [ANA, BEN], "their note says nothing of their field"),
    ],
)  # fmt: skip
def test_what_is_said_is_what_most_of_them_share(person, others, said):
    assert Fields(others).unlike(person).said == said


def test_the_line_is_that_of_the_property():
    assert Fields([ANA, BEN]).unlike(ANA).line == 2
    assert Fields([ANA]).unlike(somebody("F", skills=("customer experience",))).line == 3
    assert Fields([]).unlike(DI).line == 0


def test_who_shares_less_comes_first_and_whose_field_is_not_known_comes_last():
    fields = Fields([ANA, BEN, CY, DI])
    people = [DI, BEN, ANA, CY]
    assert [each.name for each in sorted(people, key=lambda each: fields.unlike(each).order)] == [
        "Cy",
        "Ben",
        "Ana",
        "Di",
    ]


words = st.sampled_from(["sales", "Sales", "law", "insurance", "head", "of", ""])
people = st.lists(st.tuples(words, st.lists(words, max_size=2), words), max_size=6).map(
    lambda given: [
        somebody(f"P{number}", role=role, skills=tuple(skills), company=company)
        for number, (role, skills, company) in enumerate(given)
    ]
)


@given(people, people)
def test_being_in_touch_with_somebody_does_not_make_their_field_less_rare_to_them(others, asked):
    others = others[:3]
    for person in asked:
        without = [each for each in others if each.uid != person.uid]
        found = Fields([*without, person]).unlike(person)
        assert found == Fields(without).unlike(person)
        assert 0 <= found.rarity <= 1
        assert found.shared <= found.among == len(without)


@given(people, st.randoms(use_true_random=False))
def test_the_order_of_people_makes_no_difference(others, order):
    mixed = order.sample(others, len(others))
    assert [Fields(others).unlike(each) for each in others] == [Fields(mixed).unlike(each) for each in others]
