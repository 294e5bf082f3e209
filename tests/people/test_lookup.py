import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import Network, Person
from vaultsync.people import Directory, named, near

ANA = Person(uid="u1", path="People/Ana Reyes.md", name="Ana Reyes", aliases=("Annie",), emails=("ana@example.org",))
ANNA = Person(uid="u2", path="People/areyes.md", name="Anna Reyes", aliases=("Annie",))
JOSE = Person(uid="u3", path="People/José.md", name="José Pérez")
ZOE = Person(uid="u4", path="Annie.md", name="Zoë Lin")
NETWORK = Network(people=(ZOE, ANA, JOSE, ANNA))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ana Reyes", (ANA,)),
        ("  ana   REYES ", (ANA,)),
        ("jose perez", (JOSE,)),
        ("José", (JOSE,)),
        ("ANA@example.org", (ANA,)),
        ("People/Ana Reyes.md", (ANA,)),
        ("people/ana reyes", (ANA,)),
        ("[[People/Ana Reyes|her]]", (ANA,)),
        ("areyes", (ANNA,)),
        ("u3", (JOSE,)),
        ("Annie", (ZOE,)),
        ("Ana", ()),
        ("", ()),
    ],
)
def test_a_person_is_named_by_name_alias_address_uid_or_path(text: str, people: tuple[Person, ...]) -> None:
    assert named(text, NETWORK) == people


def test_a_name_of_several_people_names_them_all() -> None:
    assert named("annie", Network(people=(ANA, JOSE, ANNA))) == (ANA, ANNA)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ana", (ANA,)),
        ("reyes", (ANA, ANNA)),
        ("Ana Reyse", (ANA, ANNA)),
        ("Josee", (JOSE,)),
        ("zoe", (ZOE,)),
        ("Xaver", ()),
        ("", ()),
    ],
)
def test_near_names_are_suggested_the_likest_first(text: str, people: tuple[Person, ...]) -> None:
    assert near(text, NETWORK) == people


def test_no_more_than_five_are_suggested() -> None:
    crowd = Network(people=tuple(Person(uid=f"{n}", path=f"{n}.md", name=f"Ana {n}") for n in range(9)))
    assert [person.name for person in near("ana", crowd)] == ["Ana 0", "Ana 1", "Ana 2", "Ana 3", "Ana 4"]


@given(st.text(max_size=30))
def test_any_text_names_people_of_the_network_or_nobody(text: str) -> None:
    assert set(map(id, (*named(text, NETWORK), *near(text, NETWORK)))) <= set(map(id, NETWORK.people))


@pytest.mark.parametrize(
    "text", ["ana reyes", "ANA", "People/Ana Reyes.md", "people/ana reyes", "sam", "jose", "nobody"]
)
def test_a_directory_finds_the_same_by_path_name_and_alias_without_looking_at_everybody(text):
    people = (
        Person(uid="1", path="People/Ana Reyes.md", name="Ana Reyes", aliases=("Ana",)),
        Person(uid="2", path="People/A/Sam.md", name="Sam"),
        Person(uid="3", path="People/B/Sam.md", name="Sam Hartley"),
        Person(uid="4", path="People/José.md", name="José"),
    )
    directory = Directory(people, ("Notes/Nobody.md",))
    found = named(text, Network(people=people))
    assert directory.named(text) == tuple(person.uid for person in found)
