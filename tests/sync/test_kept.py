"""What the books say of people is what reading everybody says."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import Sandbox

from vaultsync.people import named
from vaultsync.sync.kept import Kept

names = st.sampled_from(["Ana", "ana", "Ána", "Ana Reyes", "Reyes", "Zoë", "ﬁn", "A B", "茶道", "x.md"])
folders = st.sampled_from(["People", "People/Old"])
people = st.lists(st.tuples(folders, names, names, st.lists(names, max_size=2)), min_size=1, max_size=5)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(people, st.lists(st.tuples(st.sampled_from(["", "People/", "Old/"]), names), min_size=1, max_size=4))
def test_whom_a_name_or_a_path_means_is_found_without_reading_everybody(tmp_path_factory, state_home, people, asked):
    vault = Sandbox(tmp_path_factory.mktemp("vault"), state_home)
    line = vault.write(
        {
            f"{folder}/{file}.md": f"---\nname: '{name}'\naliases: {[*aliases]}\n---\n"
            for folder, file, name, aliases in people
        }
    ).arrange()
    kept = Kept(line.books.connection, line.known_world.today)
    assert len(kept.everybody) == len({(folder, file) for folder, file, *_ in people})
    for folder, name in asked:
        for text in (folder + name, f"[[{folder}{name}]]", f"{folder}{name}.md".upper()):
            found = named(text, kept.network)
            exact = tuple(person for person in found if text.strip("[]").removesuffix(".md") == person.path[:-3])
            assert (kept.named(text) or found) == (exact or found)
