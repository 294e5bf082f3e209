import pytest
from tests.people.vault import ANA, BEN, vault

from vaultsync.model import Person, problem
from vaultsync.people.resolve import Called, Directory

JOSE = Person(uid="jose", path="People/José Pérez.md", name="José Pérez", aliases=("Pepe", "Mars", "JOSE PEREZ"))
WORK = Person(uid="work", path="Work/Sam.md", name="Sam Hart", aliases=("Sammy", "Jo"))
HOME = Person(uid="home", path="Family/Sam.md", name="Sam Lee", aliases=("Jo",))
PLANET = "Notes/Mars.md"


def whom(target: str, path: str = "Daily/2026-03-04.md", *notes: str) -> str | None:
    return Directory([JOSE, WORK, HOME], [PLANET, *notes]).whom(target, path=path, line=1)


@pytest.mark.parametrize(
    "target",
    [
        "José Pérez",
        "jose perez",
        "JOSÉ PÉREZ",
        "Jose\u0301 Pe\u0301rez",
        "People/José Pérez",
        "/People/José Pérez",
        "people/josé pérez.md",
        "José Pérez.md",
        "Pepe",
        "pepe",
        " José Pérez ",
    ],
)
def test_a_link_finds_a_person_by_path_file_name_name_or_alias(target: str) -> None:
    assert whom(target) == "jose"


def test_a_link_finds_a_person_by_the_end_of_the_path() -> None:
    deep = Person(uid="deep", path="Vault/Team/Ana.md", name="Ana")
    directory = Directory([deep], [deep.path, "Notes/Ana.md"])
    assert directory.whom("Team/Ana", path="x.md", line=1) == "deep"
    assert directory.whom("eam/Ana", path="x.md", line=1) is None


def test_a_link_finds_a_person_by_the_name_they_go_by() -> None:
    assert whom("Sam Hart") == "work"


@pytest.mark.parametrize("target", ["Mars", "mars", "Notes/Mars"])
def test_a_note_that_is_not_a_persons_keeps_its_own_name(target: str) -> None:
    assert whom(target) is None


def test_a_note_of_another_spelling_does_not_hide_a_person() -> None:
    assert whom("Jose Perez", "x.md", "Notes/José Pérez/Talk.md") == "jose"
    assert whom("PEPE", "x.md", "Notes/Pépé.md") == "jose"


@pytest.mark.parametrize("target", ["", "Nobody", "People/Nobody", "/", ".md"])
def test_a_link_to_nobody_is_nobody(target: str) -> None:
    assert whom(target) is None


def test_of_two_notes_of_one_name_the_one_beside_the_link_is_meant() -> None:
    assert whom("Sam", "Family/Trip.md") == "home"
    assert whom("Sam", "Work/Desk.md") == "work"
    assert whom("Sam", "Music/Band.md", "Music/Sam.md") is None


def test_of_two_notes_of_one_name_the_one_at_the_top_is_meant() -> None:
    assert whom("Sam", "x/y.md", "Sam.md") is None


def test_a_person_is_meant_rather_than_a_note_of_the_same_name_elsewhere() -> None:
    assert whom("José Pérez", "x/y.md", "Notes/José Pérez.md") == "jose"


def test_the_case_of_a_file_name_decides_between_two() -> None:
    upper, lower = (Person(uid=name, path=f"{name}/{name}.md", name=name) for name in ("ANA", "ana"))
    directory = Directory([upper, lower], [])
    assert directory.whom("ANA", path="x.md", line=1) == "ANA"
    assert directory.whom("ana", path="x.md", line=1) == "ana"
    assert directory.whom("Ana", path="x.md", line=1) is None


def test_a_link_that_could_mean_several_people_means_nobody_and_is_reported_once() -> None:
    directory = Directory([JOSE, WORK, HOME], [])
    assert [directory.whom(name, path=f"{line}.md", line=line) for line, name in enumerate(("Jo", "jo", "Jo"), 1)] == [
        None,
        None,
        None,
    ]
    assert directory.problems() == (
        problem(
            "link-ambiguous",
            "[[Jo]] could be Family/Sam or Work/Sam; it was not counted.",
            hint="Write the path: [[Family/Sam|Jo]].",
            path="1.md",
            line=1,
        ),
    )


def test_a_shared_alias_is_not_settled_by_the_folder_of_the_link() -> None:
    directory = Directory([WORK, HOME], [])
    assert directory.whom("Jo", path="Work/Desk.md", line=1) is None


def test_hundreds_of_people_of_one_alias_are_one_problem() -> None:
    crowd = [Person(uid=f"{n}", path=f"People/{n:03}.md", name=f"{n}", aliases=("Sam",)) for n in range(375)]
    directory = Directory(crowd, [])
    assert {directory.whom("Sam", path=f"{n}.md", line=1) for n in range(1000)} == {None}
    (only,) = directory.problems()
    assert only.message == "[[Sam]] could be People/000, People/001, People/002 and 372 more; it was not counted."


def test_the_order_in_which_people_are_given_does_not_matter() -> None:
    for people in ([WORK, HOME], [HOME, WORK]):
        directory = Directory(people, [])
        directory.whom("Sam", path="x.md", line=1)
        assert directory.problems()[0].message.startswith("[[Sam]] could be Family/Sam or Work/Sam;")


def test_an_ambiguous_link_in_a_note_is_reported_where_it_is() -> None:
    texts = {ANA: "---\nalias: Sam\n---", BEN: "---\nalias: Sam\n---", "Daily/2026-03-04.md": "# Day\n- call [[Sam]]"}
    network, problems = vault(texts)
    assert network.interactions == {}
    assert [(each.code, each.path, each.line) for each in problems] == [("link-ambiguous", "Daily/2026-03-04.md", 2)]


def test_a_companys_note_is_the_one_of_that_name_that_is_no_persons() -> None:
    ana = Called(path="People/Acme.md", uid="acme", name="Acme")
    paths = ["Companies/Acme.md", "Companies/Lumen.md", "Old/Globex.md", "New/Globex.md", "Initech.md"]
    directory = Directory([ana], paths)
    found = {
        "acme": "Companies/Acme.md",
        "Lumen": "Companies/Lumen.md",
        "companies/lumen": "Companies/Lumen.md",
        "Companies/Lumen.md": "Companies/Lumen.md",
        "New/Globex": "New/Globex.md",
        "Initech": "Initech.md",
        "Globex": None,
        "s/Lumen": None,
        "People/Acme": None,
        "Nobody": None,
        "": None,
    }
    assert {name: directory.note_of(name) for name in found} == found
    assert Directory([], ["a/Vault/Companies/Lumen.md"]).note_of("Companies/Lumen") == "a/Vault/Companies/Lumen.md"
