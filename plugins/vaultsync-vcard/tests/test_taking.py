"""Whose a card is, and what it adds to a note."""

import pytest

from vaultsync import YearlyDate
from vaultsync.notes import parse_note
from vaultsync.testing import stage

ANA = "People/Ana Reyes.md"
BO = "People/Bo Berg.md"


def note(*properties, body="\n## Log\n"):
    return "\n".join(["---", *properties, "---", body])


# Whose a card is


def test_a_card_is_of_whoever_has_its_uid(take, make):
    uid = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
    notes = {ANA: note(f"uid: {uid}"), BO: note("email: x@example.org")}
    done = take(make(f"UID:urn:uuid:{uid.upper()}", "TITLE:Pilot", "EMAIL:x@example.org", name="New Name"), notes)
    assert [each.path for each in done.edits] == [ANA, ANA]


@pytest.mark.parametrize("uid", ["7F2A:ABPerson", "People/Ana Reyes.md"])
def test_a_uid_may_be_any_text(take, make, uid):
    done = take(make(f"UID:{uid}", "TITLE:Pilot", name="New Name"), {ANA: note(f'uid: "{uid}"')})
    assert [each.path for each in done.edits] == [ANA]


def test_then_of_whoever_has_its_address(take, make):
    notes = {ANA: note("email: Ana@Example.org"), BO: note("phone: 612345678")}
    done = take(make("EMAIL:ana@example.org", "TEL:612345678", "TITLE:Pilot", name="Ana R."), notes)
    assert {each.path for each in done.edits} == {ANA}


@pytest.mark.parametrize("number", ["+34 612 345 678", "0034612345678", "tel:+34-612-345-678", "(612) 34 56 78"])
def test_then_of_whoever_has_its_number(take, make, number):
    done = take(make(f"TEL:{number}", "TITLE:Pilot", name="Ana R."), {ANA: note('phone: "+34 612345678"')})
    assert [(each.path, each.name) for each in done.edits] == [(ANA, "role")]


@pytest.mark.parametrize("number", ["+351 612 345 678", "00351612345678", "345678", "112"])
def test_a_number_of_another_country_or_of_few_digits_is_another(take, make, number):
    done = take(make(f"TEL:{number}", name="Ana R."), {ANA: note('phone: ["+34 612345678", "112", "99345678"]')})
    assert done.edits == ()
    assert [each.name for each in done.new] == ["Ana R"]


def test_then_of_whoever_has_its_name(take, make):
    notes = {"People/Ana.md": note("name: Ána  REYES")}
    assert [each.path for each in take(make("TITLE:Pilot"), notes).edits] == ["People/Ana.md"]


def test_somebody_nobody_knows_is_new(take, make):
    done = take(make("EMAIL:ana@example.org"), {BO: note("email: bo@example.org")})
    assert done.edits == ()
    assert [each.name for each in done.new] == ["Ana Reyes"]
    assert done.said == []


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["BDAY:1990-07-14"], "another birthday"),
        (["BDAY:--07-14"], "another birthday"),
        (["BDAY:1991-07-13"], "another birthday"),
        (["ORG:Beta"], "another company"),
    ],
)
def test_a_name_alone_is_not_enough_where_something_contradicts(take, make, lines, says):
    done = take(make(*lines), {ANA: note("birthday: 1990-07-13", "company: Acme")})
    assert done.edits == done.new == ()
    (said,) = done.said
    assert "Ana Reyes" in said
    assert ANA in said
    assert says in said


def test_a_birthday_without_its_year_contradicts_nothing(take, make):
    assert take(make("BDAY:--07-13", "TITLE:Pilot"), {ANA: note("birthday: 1990-07-13")}).values == {"role": ("Pilot",)}


def test_an_address_that_colleagues_share_does_not_make_them_one(take, make):
    done = take(make("EMAIL:info@acme.example", name="Chidi Okoye"), {ANA: note("email: info@acme.example")})
    assert done.edits == done.new == ()
    assert "Chidi Okoye" in done.said[0]
    assert "e-mail address" in done.said[0]


def test_a_number_that_a_family_shares_does_not_make_them_one(take, make):
    notes = {ANA: note('phone: "612345678"')}
    assert take(make("TEL:612345678", "TITLE:Pilot", name="Bo Reyes"), notes).edits == ()
    both = take(make("TEL:612345678", "TITLE:Pilot", name="Bo Berg"), {**notes, BO: note()})
    assert {each.path for each in both.edits} == {BO}


def test_of_several_who_share_an_address_the_one_of_the_name_is_meant(take, make):
    notes = {ANA: note("email: home@example.org"), "People/Bo Reyes.md": note("email: home@example.org")}
    done = take(make("EMAIL:home@example.org", "TITLE:Pilot"), notes)
    assert {each.path for each in done.edits} == {ANA}


def test_a_card_that_could_be_of_several_changes_nothing(take, make):
    notes = {"A/Ana Reyes.md": note("tags: [person]"), "B/Ana Reyes.md": note("tags: [person]")}
    done = take(make("EMAIL:ana@example.org"), notes)
    assert done.edits == done.new == ()
    assert "by its name it could be A/Ana Reyes.md or B/Ana Reyes.md" in done.said[0]


def test_several_cards_of_one_person_are_one(take, make):
    both = make("EMAIL:ana@example.org", "TITLE:Pilot") + make("TEL:612345678", "TITLE:Other", "EMAIL:ana@example.org")
    done = take(both)
    assert len(done.new) == 1
    person = done.person("Ana Reyes")
    assert (person.role, person.emails, person.phones) == ("Pilot", ("ana@example.org",), ("612345678",))
    assert [each.name for each in take(both, {ANA: note()}).edits] == ["email", "phone", "role"]


def test_cards_of_nobody_are_left_out_and_said(take, make):
    data = make(name="") + make("ORG:Acme", name="") + make("KIND:group", name="Club", version="4.0") + make(name="///")
    done = take(data)
    assert done.edits == done.new == ()
    assert [said.partition(" was left out")[0] for said in done.said] == [
        "a card without a name",
        "Acme",
        "Club",
        "///",
    ]


def test_a_file_without_a_card_is_refused(take):
    for data in (b"", b"Name,E-mail\nAna,ana@example.org\n", b"\x00\xff"):
        with pytest.raises(ValueError, match="holds no vCard"):
            take(data)


# What it adds


FULL = (
    "NICKNAME:Anita",
    "EMAIL:ana@example.org",
    "TEL:+34 612345678",
    "BDAY:--0713",
    "ORG:Acme;Research",
    "TITLE:Pilot",
    "ADR:;;;Málaga;;;Spain",
    "TZ:Europe/Madrid",
    "CATEGORIES:Book club,Work",
    "URL:https://example.org",
    "ANNIVERSARY:2015-06-02",
    "RELATED;VALUE=text:Bo Berg",
    "NOTE:Not for a note that is there",
    "UID:x",
)


def test_what_is_empty_is_filled(take, make):
    done = take(make(*FULL, version="4.0"), {ANA: note("company:", "phone: []"), BO: note()})
    assert done.values == {
        "aliases": ("Anita",),
        "email": ("ana@example.org",),
        "phone": ("+34 612345678",),
        "birthday": ("--07-13",),
        "company": ("Acme",),
        "role": ("Pilot",),
        "location": ("Málaga, Spain",),
        "timezone": ("Europe/Madrid",),
        "groups": ("Book club", "Work"),
        "url": ("https://example.org",),
        "anniversary": ("2015-06-02",),
        "knows": ("[[Bo Berg]]",),
    }
    person = done.person("Ana Reyes")
    assert person.birthday == YearlyDate(label="birthday", month=7, day=13, line=person.birthday.line)
    assert (person.company, person.location, person.knows) == ("Acme", "Málaga, Spain", ("Bo Berg",))


def test_nothing_is_overwritten_but_role_and_company(take, make):
    stands = note(
        "birthday: 1990-07-14",
        "location: Oslo",
        "timezone: Europe/Oslo",
        "anniversary: 2001-01-01",
        "email: ana@x.example",
    )
    done = take(make(*FULL, "EMAIL:ana@x.example", version="4.0"), {ANA: stands})
    assert done.values.keys() & {"birthday", "location", "timezone", "anniversary"} == set()
    assert done.values["email"] == ("ana@x.example", "ana@example.org")


def test_what_means_nothing_to_vaultsync_stays_too(take, make):
    assert take(make("BDAY:--0713"), {ANA: note("birthday: around 1950")}).edits == ()


def test_lists_get_what_they_lack_and_keep_what_they_have(take, make):
    stands = note("aliases: [ANITA]", 'phone: "612 34 56 78"', "url: https://EXAMPLE.org/", "groups: Old, book CLUB")
    done = take(make(*FULL, "TEL:0700 111 222", version="4.0"), {ANA: stands})
    assert "aliases" not in done.values
    assert "url" not in done.values
    assert done.values["phone"] == ("612 34 56 78", "0700 111 222")
    assert done.values["groups"] == ("Old", "book CLUB", "Work")
    assert done.person("Ana Reyes").groups == ("Old", "book CLUB", "Work")


def test_a_new_job_is_set_and_the_old_one_kept(take, make):
    done = take(make("EMAIL:ana@example.org", "ORG:Beta", "TITLE:Captain"), {
        ANA: note("email: ana@example.org", 'company: "[[Acme]]"', "role: Pilot")
    })  # fmt: skip
    assert done.values == {"company": ("Beta",), "role": ("Captain",)}
    assert "## History\n- Until 2026-11-24: Pilot at Acme\n" in done.notes[ANA].decode()


@pytest.mark.parametrize(
    ("stands", "line", "entry"),
    [
        (["company: Acme"], "ORG:Beta", "at Acme"),
        (["role: Pilot"], "TITLE:Captain", "Pilot"),
        (["role: Pilot", "company: Acme"], "TITLE:Captain", "Pilot at Acme"),
    ],
)
def test_the_old_job_is_told_as_far_as_the_note_told_it(take, make, stands, line, entry):
    done = take(make("EMAIL:ana@example.org", line), {ANA: note("email: ana@example.org", *stands)})
    assert f"- Until 2026-11-24: {entry}\n" in done.notes[ANA].decode()


def test_the_record_of_an_old_job_is_no_contact(take, make):
    done = take(make("EMAIL:ana@example.org", "ORG:Beta"), {ANA: note("email: ana@example.org", "company: Acme")})
    assert "Until" in done.notes[ANA].decode()
    assert stage(done.notes).network.interactions == {}


def test_a_job_spelled_otherwise_is_the_same(take, make):
    stands = note('company: "[[ACME]]"', "role: pilot", "email: ana@example.org")
    assert take(make("ORG:Acme", "TITLE:Pilot", "EMAIL:ana@example.org"), {ANA: stands}).edits == ()


def test_a_uid_is_not_given_to_a_note_that_is_there(take, make):
    assert "uid" not in take(make("UID:abc", "TITLE:Pilot"), {ANA: note()}).values


def test_categories_may_become_tags(take, make):
    done = take(make("CATEGORIES:Book club,work,2026"), {ANA: note("tags: [person, Work]")}, categories="tags")
    assert done.values == {"tags": ("person", "Work", "Book-club")}
    assert take(make("CATEGORIES:Book club"), categories="tags").person("Ana Reyes").tags == ("Book-club", "person")


def test_whom_somebody_knows_is_a_link_where_the_vault_knows_them(take, make):
    notes = {ANA: note(), BO: note("aliases: [Bobo]", "email: bo@example.org", "uid: u1")}
    for line in ("RELATED;VALUE=text:bobo", "RELATED:mailto:BO@example.org", "item1.X-ABRELATEDNAMES:Bo Berg"):
        assert take(make(line), notes).values == {"knows": ("[[Bo Berg]]",)}
    assert take(make("RELATED;VALUE=text:Somebody Else"), notes).values == {"knows": ("Somebody Else",)}
    assert take(make("RELATED:urn:uuid:no-such"), notes).edits == ()
    twice = make("RELATED;VALUE=text:bobo", "RELATED:mailto:bo@example.org", "RELATED:urn:uuid:u1")
    assert take(twice, notes).values == {"knows": ("[[Bo Berg]]",)}
    (new,) = take(twice, {BO: notes[BO]}).new
    assert new.text.count("[[Bo Berg]]") == 1


def test_a_link_says_which_note_where_two_have_a_name(take, make):
    notes = {ANA: note(), "People/Bo.md": note("name: Bo Berg"), "Friends/Bo.md": note("name: Bo Sand")}
    assert take(make("RELATED;VALUE=text:Bo Berg"), notes).values == {"knows": ("[[People/Bo|Bo]]",)}


@pytest.mark.parametrize("stands", ['"[[Bo Berg]]"', '"[[People/Bo Berg|B]]"', "Bo Berg", "[bo berg, X]", "Bobo"])
def test_a_tie_that_is_there_is_not_made_again(take, make, stands):
    notes = {ANA: note(f"knows: {stands}"), BO: note("aliases: [Bobo]")}
    assert take(make("RELATED;VALUE=text:Bo Berg"), notes).edits == ()


def test_people_of_one_file_know_each_other(take, make):
    uid = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
    data = make(f"RELATED:urn:uuid:{uid}", "RELATED;VALUE=text:Ana Reyes") + make(f"UID:urn:uuid:{uid}", name="Bo Berg")
    assert take(data).person("Ana Reyes").knows == ("Bo Berg",)


# New notes


def test_a_new_note_is_whole(take, make):
    (new,) = take(make(*FULL, version="4.0")).new
    assert new.text == (
        "---\ntags:\n  - person\naliases:\n  - Anita\nemail:\n  - ana@example.org\nphone:\n"
        "  - +34 612345678\nbirthday: --07-13\ncompany: Acme\nrole: Pilot\nlocation: Málaga, Spain\n"
        "timezone: Europe/Madrid\ngroups:\n  - Book club\n  - Work\nurl:\n  - https://example.org\n"
        "anniversary: 2015-06-02\nknows:\n  - Bo Berg\nuid: x\n---\n\n"
        "> Not for a note that is there\n\n## Log\n"
    )


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Ana/Reyes: #1 [x]", "Ana Reyes 1 x"),
        (".Ana.", "Ana"),
        ("@ana", "ana"),
        ("Ana\u2028Reyes", "Ana Reyes"),
        ("Ana " * 100, ("Ana " * 50).strip()),
    ],
)
def test_a_name_that_no_file_can_have_stands_in_the_note(take, make, name, called):
    done = take(make(name=name))
    (new,) = done.new
    assert new.name == called
    person = done.person(f"People/{called}.md")
    assert person.name == " ".join(name.split())


EVIL = [
    "---", "- [ ] do this", "- 2026-11-01 called", "# Heading", "## 2026-11-02", "| 2026-11-03 | x |", "```", "~~~",
    "%% vaultsync:brief %%", "[[Bo Berg]]", "last_contact:: 2026-11-01", "#tag", "<!-- x", "<% tp %>", "{{x}}", "$$",
    "> [!danger]", "1. one", "![](http://example.org/x.png)", "<img src=http://example.org>", "text ^block", "===",
    "[^1]: x", "2026-11-04 met", "$= dv",
]  # fmt: skip


def test_the_note_of_a_card_does_nothing_in_the_vault(take, make):
    done = take(make("NOTE:" + "\\n".join(line.replace(",", "\\,") for line in EVIL)), {BO: note()})
    (new,) = done.new
    read = parse_note(ANA, new.text.encode())
    assert [(line.kind, line.text) for line in read.lines] == [("heading", "Log")]
    assert read.tags == ("person",)
    assert not read.template
    assert read.problems == ()
    body = new.text.partition("---\n\n")[2]
    quote = body.partition("\n\n## Log\n")[0].split("\n")
    assert len(quote) == len(EVIL)
    assert "#tag" not in body
    assert all(line.startswith("> ") for line in quote)
    for sign in ("> -", "> #", "> |", "> ```", "> [!", "> 1. ", "> ="):
        assert not any(line.startswith(sign) for line in quote)
    for sign in ("<img", "![", "[^", " ^block"):
        assert not any(sign in line.replace(f"\\{sign}", "").replace(f" \\{sign[1:]}", "") for line in quote)


TRICKY = [
    *("yes", "null", "007", "- x", "'", '"', "a: b", "#x", "[x]", "*a", "&a", "!a", "%a", "@a", "2026-01-01"),
    *("{a: b}", "x #y", "~", "1_000", "0x1f", "12:30", "? x", "a\\\\b"),
]


@pytest.mark.parametrize("text", TRICKY)
def test_properties_of_a_new_note_are_read_as_they_were_written(take, make, text):
    escaped = text.replace("\\", "\\\\")
    done = take(make(f"TITLE:{escaped}", f"ORG:{escaped}", f"ADR:;;;{escaped};;;"))
    (new,) = done.new
    read = {each.key: each.values for each in parse_note(ANA, new.text.encode()).properties}
    assert read["role"] == read["company"] == read["location"] == (text,)
