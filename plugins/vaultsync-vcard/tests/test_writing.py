"""The cards that are written: their form, what is in them, and that they are read again as they were."""

import json

import pytest
import vobject
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import vaultsync_vcard
from vaultsync import Edit
from vaultsync.notes import harmless
from vaultsync.testing import stage
from vaultsync_vcard import vaultsync_artifacts, vaultsync_commands
from vaultsync_vcard.taking import taken
from vaultsync_vcard.whose import uuid_of

UID = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
ANA = f"""---
uid: {UID}
name: Ana Reyes
aliases: [Anita, "A; R"]
email: [ana@example.org, ana@work.example]
phone: "+34 612 345 678"
birthday: 07-13
company: "[[Acme, Inc]]"
role: Pilot
location: Málaga, Spain
timezone: Europe/Madrid
groups: ["[[CX Circle]]", Book club]
url: https://example.org/?a=1,2
anniversary: 2015-06-02
knows: ["[[Bo Berg]]", "[[Groups/Somebody Else|S]]"]
tags: [person, work]
---

Private words.

## Log
- 2026-03-04 call
"""
BO = "---\ntags: [person]\nbirthday: 1969-11-28\n---\n"
NOTES = {"People/Ana.md": ANA, "People/Bo Berg.md": BO, "Groups/CX Circle.md": "A group."}


class Session:
    """What the host hands a command."""

    def __init__(self, notes=NOTES, as_json=False, dry_run=False, **config):
        given_stage = stage(notes, plugin=vaultsync_vcard, config=config)
        self.network, self.schedule, self.ctx = given_stage.network, given_stage.schedule, given_stage.ctx
        self.as_json, self.dry_run = as_json, dry_run


def run(*arguments, session=None):
    (command,) = vaultsync_commands()
    return CliRunner().invoke(command, arguments, obj=session or Session())


def test_a_card_of_version_40_says_what_the_note_states():
    assert run("--version", "4.0", "ana").stdout_bytes.decode() == "\r\n".join([
        "BEGIN:VCARD",
        "VERSION:4.0",
        "PRODID:-//vaultsync//vcard//EN",
        f"UID:urn:uuid:{UID}",
        "FN:Ana Reyes",
        "NICKNAME:Anita,A\\; R",
        "EMAIL:ana@example.org",
        "EMAIL:ana@work.example",
        "TEL:+34 612 345 678",
        "BDAY:--0713",
        "ANNIVERSARY:20150602",
        "ORG:Acme\\, Inc",
        "TITLE:Pilot",
        "ADR:;;;Málaga\\, Spain;;;",
        "TZ:Europe/Madrid",
        "URL:https://example.org/?a=1,2",
        "CATEGORIES:CX Circle,Book club",
        "RELATED;VALUE=text:Bo Berg",
        "RELATED;VALUE=text:Somebody Else",
        "END:VCARD",
        "",
    ])  # fmt: skip


def test_a_card_of_version_30_is_what_another_library_reads():
    card = vobject.readOne(run("ana").stdout_bytes.decode())
    card.validate(raiseException=True)
    assert card.version.value == "3.0"
    assert (card.fn.value, card.n.value.given) == ("Ana Reyes", "Ana Reyes")
    assert [each.value for each in card.contents["email"]] == ["ana@example.org", "ana@work.example"]
    assert card.org.value == ["Acme, Inc"]
    assert card.adr.value.city == "Málaga, Spain"
    assert card.bday.value == "1604-07-13"
    assert card.bday.params == {"X-APPLE-OMIT-YEAR": ["1604"]}
    assert card.contents["x-anniversary"][0].value == "2015-06-02"
    assert card.categories.value == ["CX Circle", "Book club"]
    assert [each.value for each in card.contents["x-abrelatednames"]] == ["Bo Berg", "Somebody Else"]


def test_nothing_private_and_no_time_is_in_a_card():
    said = run().stdout
    assert "Private" not in said
    assert "call" not in said
    assert "REV" not in said


def test_somebody_without_a_uid_has_one_that_stays():
    first = [line for line in run("bo").stdout.splitlines() if line.startswith("UID:")]
    assert first == [line for line in run("bo").stdout.splitlines() if line.startswith("UID:")]
    assert first[0].startswith("UID:urn:uuid:")


def test_everybody_is_written_unless_somebody_is_asked_for():
    assert run().stdout.count("BEGIN:VCARD") == 2


@pytest.mark.parametrize(
    "query",
    ["ana", "Ana reyes", "anita", "ANA@example.org", "People/Ana.md", "group:cx", "tag:work", "club", "company:acme"],
)
def test_people_are_asked_for_by_what_their_notes_say(query):
    assert [line for line in run(*query.split()).stdout.splitlines() if line.startswith("FN")] == ["FN:Ana Reyes"]


def test_who_is_not_there_is_said():
    done = run("zoe")
    assert done.exit_code == 1
    assert "zoe" in done.stderr
    assert "vaultsync people" in done.stderr


def test_cards_go_into_a_file(tmp_path):
    file = tmp_path / "all.vcf"
    done = run("-o", str(file))
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "2 cards" in done.stderr
    assert file.read_bytes() == run().stdout_bytes


def test_a_dry_run_writes_no_file(tmp_path):
    done = run("-o", str(tmp_path / "all.vcf"), session=Session(dry_run=True))
    assert "Would write 2 cards" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    done = run("-o", str(tmp_path / "no" / "all.vcf"))
    assert done.exit_code == 1
    assert "could not be written" in done.stderr


def test_json_tells_who_and_what(tmp_path):
    told = json.loads(run("ana", session=Session(as_json=True)).stdout)
    assert told["people"] == ["People/Ana.md"]
    assert told["vcard"].startswith("BEGIN:VCARD\r\n")
    told = json.loads(run("-o", str(tmp_path / "a.vcf"), session=Session(as_json=True)).stdout)
    assert told == {"people": ["People/Ana.md", "People/Bo Berg.md"], "file": str(tmp_path / "a.vcf")}


def test_the_usual_version_is_a_setting():
    assert "VERSION:4.0" in run(session=Session(version="4.0")).stdout
    assert "VERSION:3.0" in run("--version", "3.0", session=Session(version="4.0")).stdout


def test_a_file_is_published_where_it_is_asked_for():
    session = Session(artifact="people.vcf")
    (file,) = vaultsync_artifacts(session.network, session.ctx)
    assert (file.name, file.data) == ("people.vcf", run().stdout_bytes)
    assert list(vaultsync_artifacts(session.network, Session().ctx)) == []


# Round trips


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_what_was_written_changes_nothing_where_it_came_from(version):
    session = Session()
    data = run("--version", version).stdout_bytes
    assert taken(data, "x.vcf", session.network, session.ctx, "groups") == []


def test_a_uid_that_is_stated_counts_however_the_vault_knows_the_person():
    session = Session({"People/Ana.md": "---\nuid: ana-1\nname: Ana Reyes\ntags: [person]\n---\n"})
    (ana,) = session.network.people
    session.network = replace(session.network, people=(replace(ana, uid="People/Ana.md"),))
    data = run(session=session).stdout_bytes
    assert f"UID:urn:uuid:{uuid_of('ana-1')}".encode() in data
    found = taken(
        data.replace(b"FN:Ana Reyes", b"FN:Other\r\nTITLE:Pilot"), "x.vcf", session.network, session.ctx, "groups"
    )
    assert [(each.path, each.name) for each in found] == [("People/Ana.md", "role")]


WORD = st.text(st.sampled_from("abcXYZ äß漢,;:\\'\"#-&*!|>%@`09"), min_size=1, max_size=90).map(
    lambda text: f"w{' '.join(text.split())}z"
)
NAME = st.text(st.sampled_from("abcdeäß漢 "), max_size=60).map(lambda text: f"N{' '.join(text.split())}")
LABEL = st.text(st.sampled_from("abcXYZ äß漢:'\"&*!>%@09"), max_size=90).map(lambda text: f"w{' '.join(text.split())}z")
DAY = st.one_of(
    st.dates().filter(lambda day: day.year not in (1604, 1900)).map(str), st.dates().map(lambda day: f"{day:%m-%d}")
)
PROPERTIES = {
    "aliases": st.lists(WORD, max_size=3, unique_by=str.casefold),
    "email": st.lists(st.from_regex(r"[a-z]{1,40}@[a-z]{1,20}\.example", fullmatch=True), max_size=3, unique=True),
    "phone": st.lists(st.from_regex(r"\+[1-9][0-9]{7,12}", fullmatch=True), max_size=3, unique=True),
    "birthday": DAY,
    "company": WORD,
    "role": WORD,
    "location": WORD,
    "timezone": st.sampled_from(["Europe/Madrid", "America/Argentina/Ushuaia"]),
    "groups": st.lists(LABEL, max_size=3, unique_by=str.casefold),
    "url": st.lists(st.from_regex(r"https://[a-z]{1,90}\.example/[a-z,;?=%0-9]{0,20}", fullmatch=True), max_size=2),
    "anniversary": DAY,
}


@st.composite
def vaults(draw):
    """Up to three people with different addresses, and what vCards can carry of them."""
    names = draw(st.lists(NAME, min_size=1, max_size=3, unique_by=str.casefold))
    notes, used = {}, set()
    for name in names:
        lines = ["tags: [person]"]
        for key, values in PROPERTIES.items():
            value = draw(st.none() | values)
            if key in ("email", "phone", "aliases") and value:
                value = [each for each in value if each not in used]
                used.update(value)
            if value:
                texts = [harmless(each) for each in (value if isinstance(value, list) else [value])]
                lines.append(f"{key}: {json.dumps(texts if isinstance(value, list) else texts[0])}")
        known = [each for each in names if each != name and draw(st.booleans())]
        if known:
            lines.append(f"knows: {json.dumps([f'[[{each}]]' for each in known])}")
        notes[f"People/{name}.md"] = "\n".join(["---", *lines, "---", ""])
    return notes


def typed(network):
    """All that vCards carry of people, by name."""
    keys = ("aliases", "emails", "phones", "urls", "company", "role", "location", "timezone", "groups", "knows", "tags")
    return {
        person.name: (
            *(getattr(person, key) for key in keys),
            {day.label: (day.year, day.month, day.day) for day in person.dates},
        )
        for person in network.people
    }


@settings(deadline=None, max_examples=80)
@given(vaults(), st.sampled_from(["3.0", "4.0"]))
def test_whatever_is_written_is_read_again_as_it_was(notes, version):
    session = Session(notes)
    data = run("--version", version, session=session).stdout_bytes
    assert taken(data, "x.vcf", session.network, session.ctx, "groups") == []
    empty = Session({})
    new = taken(data, "x.vcf", empty.network, empty.ctx, "groups")
    assert not any(isinstance(each, Edit) for each in new)
    again = Session({f"People/{each.name}.md": each.text for each in new})
    assert typed(again.network) == typed(session.network)
    assert run("--version", version, session=again).stdout.count("BEGIN") == len(notes)


@settings(deadline=None, max_examples=40)
@given(vaults(), st.sampled_from(["3.0", "4.0"]))
def test_whatever_is_written_is_what_another_library_reads(notes, version):
    session = Session(notes)
    data = run("--version", version, session=session).stdout_bytes
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    found = list(vobject.readComponents(data.decode()))
    assert [each.fn.value for each in found] == [person.name for person in session.network.people]
    for card, person in zip(found, session.network.people, strict=True):
        assert [each.value for each in card.contents.get("email", [])] == list(person.emails)
        if person.role:
            assert card.title.value == person.role
