"""``import``: people from a file, by a plugin that can read its kind; whole or not at all, and taken back as one."""

import pytest
from tests.cli.conftest import Writer
from tests.hooks.outside import Outside, code, outside  # noqa: F401 - pytest finds the fixture here

READER = """
def read(data, name, network, ctx):
    print("reading", name, ctx.plugin)
    lines = data.decode().splitlines()
    if lines[:1] == ["not mine"]:
        raise ValueError("it begins otherwise.")
    if lines[:1] == ["exit"]:
        raise SystemExit(0)
    if lines[:1] == ["broken"]:
        1 / 0
    if lines[:1] == ["junk"]:
        return ["junk"]
    return found(lines, network)

def found(lines, network):
    known = {person.name: person for person in network.people}
    for line in lines:
        who, _, mail = line.partition("=")
        if who in known:
            if mail not in known[who].emails:
                yield Edit(path=known[who].path, kind="set-property", name="email", value=(mail,), reason="from a list")
        else:
            yield NewNote(name=who, text=f"---\\nemail: {mail}\\n---\\n", reason="from a list")

@hookimpl
def vaultsync_importers():
    return [Importer(name="list", summary="Reads lists.", read=read, suffixes=(".list",))]
"""


@pytest.fixture
def importing(writer: Writer, outside: Outside) -> Writer:  # noqa: F811
    outside.file(code(READER))
    return writer


@pytest.fixture
def listed(tmp_path):
    def write(text: str, name: str = "people.list"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


PEOPLE = "Ana Reyes=ana@example.org\nBo=bo@example.org\nDee=dee@example.org\n"


def test_new_notes_are_made_and_existing_ones_gain_what_they_lack(importing, listed):
    before = {path: importing.bytes(path) for path in ("People/Ana Reyes.md", "People/Bo.md")}
    said = importing("import", listed(PEOPLE), "--json")
    assert said.code == 0, said.err
    assert said.json == {"importer": "list", "changes": 2, "written": ["People/Ana Reyes.md", "People/Dee.md"]}
    assert "reading people.list tea" in said.err
    assert importing.text("People/Dee.md") == "---\nemail: dee@example.org\n---\n"
    assert "email: ana@example.org\n" in importing.text("People/Ana Reyes.md")
    again = importing("import", listed(PEOPLE))
    assert (again.code, again.out.splitlines()[-1]) == (0, "The notes say all of it already.")
    assert importing("undo").code == 0
    assert {path: importing.bytes(path) for path in before} == before
    assert not (importing.vault.root / "People/Dee.md").exists()


def test_a_dry_run_shows_all_of_it_and_writes_nothing(importing, listed):
    before = sorted(path.name for path in importing.vault.root.rglob("*"))
    said = importing("import", listed(PEOPLE), "--dry-run")
    assert said.code == 0
    assert "People/Dee.md" in said.out
    assert "+ email: ana@example.org" in said.out
    assert sorted(path.name for path in importing.vault.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ANNA", "People/ANNA.md is there already"),
        ("CON", "It was left out."),
        ("a:b", "It was left out."),
        ("Dee\nDEE", "People/DEE.md is there already"),
    ],
)
def test_names_that_clash_or_do_not_work_everywhere_are_left_out_and_the_rest_is_made(importing, listed, name, said):
    importing.vault.write({"People/Anna.md": "no person's name is asked: Anna is one by her folder"})
    text = "".join(f"{each}=x@example.org\n" for each in (*name.split("\n"), "Eve"))
    told = importing("import", listed(text))
    assert told.code == 0
    assert said in told.err
    assert (importing.vault.root / "People/Eve.md").is_file()
    assert not (importing.vault.root / f"People/{name.split(chr(10))[-1]}.md").exists()


UNREADABLE = {
    "not mine": "could not be read as list: it begins otherwise. Nothing was written.",
    "broken": "plugin tea failed at {file}: ZeroDivisionError: division by zero. Nothing was written.",
    "exit": "plugin tea failed at {file}: SystemExit: 0. Nothing was written.",
    "junk": "plugin tea gave str, no edit or new note. Nothing was written.",
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_file_that_cannot_be_read_writes_nothing(importing, listed, text):
    file = listed(text)
    said = importing("import", file)
    assert said.code == 3
    assert UNREADABLE[text].format(file=file) in said.err
    assert (said.out, "Traceback" in said.err) == ("", False)


def test_an_importer_is_named_where_the_ending_does_not_tell(importing, listed, tmp_path):
    file = listed(PEOPLE, "people.txt")
    unclear = importing("import", file)
    assert unclear.code == 2
    assert "The ending of people.txt does not tell what it is. There are: list (.list)." in unclear.err
    assert importing("import", "list", file).code == 0
    unknown = importing("import", "lisst", file)
    assert (unknown.code, "No importer is called lisst." in unknown.err) == (2, True)
    assert importing("import", "list", file, file).code == 2
    missing = importing("import", tmp_path / "none.list")
    assert (missing.code, "could not be read" in missing.err) == (2, True)
    assert importing("import", "list", tmp_path).code == 2


def test_without_an_importer_it_is_told_how_to_get_one(writer, listed, outside):  # noqa: F811
    said = writer("import", listed(PEOPLE))
    assert (said.code, "pip install vaultsync-vcard" in said.err) == (2, True)


def test_nothing_is_written_without_the_users_word(guest, listed, outside):  # noqa: F811
    outside.file(code(READER))
    said = guest("import", listed(PEOPLE))
    assert (said.code, "was not told that it may" in said.err) == (3, True)
    assert not (guest.vault.root / "People/Dee.md").exists()


@pytest.mark.parametrize(
    "given", ["read=3", "read=read, suffixes=(1,)", "read=read, name=''", "read=read, summary=None"]
)
def test_an_importer_that_could_not_be_called_is_told_of(writer, listed, outside, given):  # noqa: F811
    named = "" if "name=" in given else ", name='list'"
    summed = "" if "summary=" in given else ", summary='Reads.'"
    body = f"def read(*_): ...\n@hookimpl\ndef vaultsync_importers():\n    return [Importer({given}{named}{summed})]"
    outside.file(code(body))
    said = writer("import", listed(PEOPLE))
    assert said.code == 2
    assert "plugin tea failed in vaultsync_importers: ValueError: an importer has a name" in said.err
