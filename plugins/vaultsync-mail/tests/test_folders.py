"""Where mail is found, what is left out there, and what is read again."""

import io
import mailbox
import os
import shutil
import sqlite3
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vaultsync_mail
from vaultsync.testing import stage
from vaultsync_mail import Config, SourceMissingError, memory
from vaultsync_mail.folders import folders
from vaultsync_mail.mbox import messages
from vaultsync_mail.memory import with_memory

FROM = b"From me@example.net Mon Nov 16 12:00:00 2026\n"


def on(day, **fields):
    """A message of a day in November 2026, from Ana to the user unless ``fields`` say otherwise."""
    given = {"From": "ana.reyes@example.org", "To": "me@example.net", "Subject": "Hello"}
    given |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\n" for name, value in given.items())
    return f"{head}Date: {day} Nov 2026 12:00:00 +0000\n\nDear you, this is the body.\n".encode()


def days(found):
    return [int(day[-2:]) for _, day, _ in found]


def put(folder, name, message):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(message)


def make_maildir(folder, name="1.M1.host:2,S", message=None):
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    put(folder / "cur", name, message or on(1))


def test_a_maildir_is_read_new_and_seen(maildir, contacts):
    maildir.add(on(1))
    seen = mailbox.MaildirMessage(on(2))
    seen.set_subdir("cur")
    seen.set_flags("RS")
    maildir.add(seen)
    assert days(contacts(maildir._path)) == [1, 2]


def test_what_is_being_delivered_is_not_read(tmp_path, contacts):
    make_maildir(tmp_path / "Mail")
    put(tmp_path / "Mail/tmp", "2.M2.host", on(2))
    assert days(contacts(tmp_path / "Mail")) == [1]


def test_drafts_and_what_was_thrown_away_are_not_read(tmp_path, contacts):
    make_maildir(tmp_path / "Mail")
    put(tmp_path / "Mail/cur", "2.M2.host:2,DS", on(2))
    put(tmp_path / "Mail/cur", "3.M3.host:2,ST", on(3))
    assert days(contacts(tmp_path / "Mail")) == [1]


def test_flags_may_follow_another_sign_where_names_have_no_colon(tmp_path, contacts):
    make_maildir(tmp_path / "Mail", name="1.M1.host;2,D")
    assert contacts(tmp_path / "Mail") == []


def test_folders_are_found_in_both_layouts(tmp_path, contacts):
    root = tmp_path / "Mail"
    make_maildir(root)
    make_maildir(root / ".Archive.2025", message=on(2))
    make_maildir(root / "Work" / "Berlin", message=on(3))
    assert days(contacts(root)) == [1, 2, 3]


@pytest.mark.parametrize(
    "name", [".Junk", ".INBOX.Spam", "Trash", ".[Gmail].Bin", "[Gmail]/Spam", "Entwürfe", "Work/SPAM"]
)
def test_folders_for_spam_and_rubbish_are_left_out_in_both_layouts(tmp_path, contacts, name):
    make_maildir(tmp_path / "Mail")
    make_maildir(tmp_path / "Mail" / name, message=on(2))
    assert days(contacts(tmp_path / "Mail")) == [1]


def test_a_folder_left_out_is_read_where_it_is_the_source(tmp_path, contacts):
    make_maildir(tmp_path / "Mail/.Junk")
    assert days(contacts(tmp_path / "Mail/.Junk")) == [1]


def test_which_folders_are_left_out_is_a_setting(tmp_path, contacts):
    make_maildir(tmp_path / "Mail/.Junk")
    make_maildir(tmp_path / "Mail/.Club", message=on(2))
    assert days(contacts(tmp_path / "Mail", skip_folders=["club"])) == [1]


def test_links_that_lead_in_a_circle_are_followed_once(tmp_path, contacts):
    make_maildir(tmp_path / "Mail")
    (tmp_path / "Mail/Again").symlink_to(tmp_path / "Mail", target_is_directory=True)
    make_maildir(tmp_path / "Elsewhere", message=on(2))
    (tmp_path / "Mail/Elsewhere").symlink_to(tmp_path / "Elsewhere", target_is_directory=True)
    assert days(contacts(tmp_path / "Mail")) == [1, 2]
    assert len(list(folders(tmp_path / "Mail", frozenset()))) == 2


def test_single_messages_and_mboxes_in_folders_are_found(tmp_path, contacts):
    put(tmp_path / "a/b", "one.EML", on(1))
    put(tmp_path / "a", "Sent", FROM + on(2))
    put(tmp_path / "a/Sent.sbd", "old.mbox", FROM + on(3))
    put(tmp_path / "a", "notes.txt", on(4))
    put(tmp_path / "a", "README", b"Not mail.")
    put(tmp_path / "a", "Trash", FROM + on(5))
    put(tmp_path / "a/.git", "x.eml", on(6))
    assert days(contacts(tmp_path / "a")) == [1, 2, 3]


def test_names_that_are_no_text_are_read(tmp_path, contacts):
    make_maildir(tmp_path / "Mail")
    put(tmp_path / "Mail/cur", os.fsdecode(b"2.\xff.host:2,"), on(2))
    assert days(contacts(tmp_path / "Mail")) == days(contacts(tmp_path / "Mail")) == [1, 2]


def test_copies_of_a_message_count_once_across_sources(tmp_path, contacts):
    # The second copy arrived with another date, as some servers rewrite it.
    make_maildir(tmp_path / "Mail", message=on(2, Message_ID="<1@example.org>"))
    (tmp_path / "old.mbox").write_bytes(FROM + on(1, Message_ID="<1@example.org>"))
    assert days(contacts(tmp_path / "Mail", tmp_path / "old.mbox")) == [1]
    assert days(contacts(tmp_path / "old.mbox", tmp_path / "Mail")) == [1]


def test_several_mails_of_a_day_are_one_contact_a_direction(tmp_path, contacts):
    first = on(1, Subject="First")
    put(tmp_path / "a", "1.eml", first.replace(b"12:00", b"13:00").replace(b"First", b"Second"))
    put(tmp_path / "a", "2.eml", first)
    put(tmp_path / "a", "3.eml", on(1, From="me@example.net", To="ana.reyes@example.org"))
    found = contacts(tmp_path / "a", full=True, subjects=True)
    assert [(each.direction, each.text) for each in found] == [("in", "First"), ("out", "Hello")]


def test_mboxes_are_parted_where_messages_begin(tmp_path, contacts):
    path = tmp_path / "all.mbox"
    body = b"\nFrom here on we walked.\nA: b\n\nFrom 10:30 to 11:00 in 2026 we sat.\nwithout a header\n\n"
    path.write_bytes(
        FROM + on(1) + body + FROM + on(2) + b"\n" + FROM.replace(b"\n", b"\r\n") + on(3).replace(b"\n", b"\r\n")
    )
    assert days(contacts(path)) == [1, 2, 3]


def test_what_people_write_parts_no_messages():
    begins = "From me@example.net Mon Nov 16 12:00:00 2026\nA: b\n"
    bodies = (begins, "\nFrom here on we walked.\nA: b\n", "\nFrom 10:30 on 3 May 2026 we sat.\nno field\n")
    for body in bodies:
        assert len(list(messages(io.BytesIO(FROM + on(1) + body.encode())))) == 1
    assert len(list(messages(io.BytesIO(FROM + on(1) + b"\n" + begins.encode())))) == 2


def test_an_empty_mbox_holds_nothing(tmp_path, contacts):
    (tmp_path / "empty").write_bytes(b"")
    assert contacts(tmp_path / "empty") == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=1, max_size=12), st.integers(40, 3000))
def test_messages_of_an_mbox_are_found_wherever_pieces_end(sizes, piece):
    whole, starts = b"", []
    for size in sizes:
        starts.append(len(whole))
        whole += FROM + on(1) + b"x" * size + b"\n\n"
    with patch("vaultsync_mail.mbox.PIECE", piece):
        found = list(messages(io.BytesIO(whole)))
    assert [each.start for each in found] == starts
    assert {each.header for each in found} == {on(1).partition(b"\n\n")[0]}


# What is read again


def opened(monkeypatch):
    """The names of the files whose header was read from now on."""
    names = []
    single, whole = memory._single, memory._mbox

    def tell_single(file, *rest):
        names.append(Path(file.path).name)
        return single(file, *rest)

    def tell_whole(file, *rest):
        found = whole(file, *rest)
        names.append((Path(file.path).name, found[0], len(found[1])))
        return found

    monkeypatch.setattr(memory, "_single", tell_single)
    monkeypatch.setattr(memory, "_mbox", tell_whole)
    return names


def test_only_new_messages_are_read(tmp_path, contacts, monkeypatch):
    make_maildir(tmp_path / "Mail")
    contacts(tmp_path / "Mail")
    read = opened(monkeypatch)
    put(tmp_path / "Mail/new", "2.M2.host", on(2))
    assert days(contacts(tmp_path / "Mail")) == [1, 2]
    assert read == ["2.M2.host"]


def test_a_message_whose_flags_change_is_not_read_again(tmp_path, contacts, monkeypatch):
    make_maildir(tmp_path / "Mail")
    contacts(tmp_path / "Mail")
    read = opened(monkeypatch)
    (tmp_path / "Mail/cur/1.M1.host:2,S").rename(tmp_path / "Mail/cur/1.M1.host:2,FRS")
    assert days(contacts(tmp_path / "Mail")) == [1]
    assert read == []


def test_of_an_mbox_that_grew_only_the_last_message_and_the_new_ones_are_read(tmp_path, contacts, monkeypatch):
    path = tmp_path / "all.mbox"
    path.write_bytes(b"".join(FROM + on(day) + b"\n" for day in range(1, 10)))
    contacts(path)
    read = opened(monkeypatch)
    with path.open("ab") as file:
        file.write(FROM + on(10))
    assert days(contacts(path)) == list(range(1, 11))
    assert [(name, found) for name, _, found in read] == [("all.mbox", 2)]


def test_an_mbox_that_was_rewritten_is_read_anew(tmp_path, contacts):
    path = tmp_path / "all.mbox"
    path.write_bytes(b"".join(FROM + on(day) + b"\n" for day in range(1, 10)))
    contacts(path)
    path.write_bytes(b"".join(FROM + on(day) + b"\n" for day in range(5, 20)))
    assert days(contacts(path)) == list(range(5, 20))


def test_a_message_that_changed_is_read_anew(tmp_path, contacts):
    put(tmp_path / "a", "1.eml", on(1))
    contacts(tmp_path / "a")
    put(tmp_path / "a", "1.eml", on(2) + b"longer")
    assert days(contacts(tmp_path / "a")) == [2]


def test_what_is_gone_no_longer_counts(tmp_path, contacts):
    make_maildir(tmp_path / "Mail")
    make_maildir(tmp_path / "Mail/.Old", message=on(2))
    contacts(tmp_path / "Mail")
    shutil.rmtree(tmp_path / "Mail/.Old")
    assert days(contacts(tmp_path / "Mail")) == [1]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sets(st.integers(1, 9), max_size=6), min_size=1, max_size=5))
def test_whatever_came_and_went_the_contacts_are_those_of_a_first_run(tmp_path_factory, rounds):
    root, kept = tmp_path_factory.mktemp("mail"), tmp_path_factory.mktemp("kept")
    put(root / "box", "empty.eml", b"")

    def ask(place):
        def work(kept_mail):
            kept_mail.take(folders(root, frozenset()))
            return sorted(kept_mail.letters(0), key=repr)

        return with_memory(place, work, subjects=False)

    for days_there in rounds:
        for path in (root / "box").glob("*.eml"):
            path.unlink()
        for day in days_there:
            put(root / "box", f"{day}.eml", on(day))
        (root / "all.mbox").write_bytes(b"".join(FROM + on(day) + b"\n" for day in sorted(days_there)))
        assert ask(kept) == ask(tmp_path_factory.mktemp("new"))


def test_subjects_that_are_no_longer_wanted_are_forgotten(tmp_path, contacts):
    for number in range(300):
        put(tmp_path / "Mail", f"{number}.eml", on(1, Subject=f"Very private words {number}"))
    contacts(tmp_path / "Mail", subjects=True)
    assert b"Very private" in (contacts.kept / "mail.sqlite3").read_bytes()
    contacts(tmp_path / "Mail")
    assert b"Very private" not in (contacts.kept / "mail.sqlite3").read_bytes()


def test_bodies_are_never_kept(tmp_path, contacts):
    make_maildir(tmp_path / "Mail")
    contacts(tmp_path / "Mail", subjects=True)
    assert b"this is the body" not in (contacts.kept / "mail.sqlite3").read_bytes()


def test_a_damaged_memory_is_begun_anew(tmp_path, contacts):
    make_maildir(tmp_path / "Mail")
    contacts(tmp_path / "Mail")
    (contacts.kept / "mail.sqlite3").write_bytes(b"not a database" * 100)
    assert days(contacts(tmp_path / "Mail")) == [1]


def test_a_memory_that_another_process_holds_is_not_thrown_away(tmp_path, contacts, monkeypatch):
    make_maildir(tmp_path / "Mail")
    contacts(tmp_path / "Mail")
    make_maildir(tmp_path / "Mail/.More", message=on(2))
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout: connect(path, timeout=0.05))
    holder = connect(contacts.kept / "mail.sqlite3")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError):
        contacts(tmp_path / "Mail")
    holder.close()
    assert days(contacts(tmp_path / "Mail")) == [1, 2]


# Sources that are not there


def test_a_source_that_is_away_is_said_and_what_was_read_of_it_is_kept(tmp_path, contacts, monkeypatch):
    make_maildir(tmp_path / "Mail")
    (tmp_path / "old.mbox").write_bytes(FROM + on(2))
    both = (tmp_path / "Mail", tmp_path / "old.mbox")
    contacts(*both)
    for source in both:
        source.rename(tmp_path / "away")
        with pytest.raises(SourceMissingError, match=source.name):
            contacts(*both)
        (tmp_path / "away").rename(source)
    read = opened(monkeypatch)
    assert days(contacts(*both)) == [1, 2]
    assert read == []


def test_a_folder_that_cannot_be_looked_into_keeps_what_was_known_of_it(tmp_path, contacts, monkeypatch):
    make_maildir(tmp_path / "Mail")
    make_maildir(tmp_path / "Mail/Work/Berlin", message=on(2))
    make_maildir(tmp_path / "Mail/Workshop", message=on(3))
    contacts(tmp_path / "Mail")
    shutil.rmtree(tmp_path / "Mail/Workshop")
    scan = os.scandir

    def closed(path):
        if str(path).endswith("/Work"):
            raise PermissionError(path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert days(contacts(tmp_path / "Mail")) == [1, 2]


def test_a_file_that_cannot_be_opened_is_tried_again(tmp_path, contacts, monkeypatch, caplog):
    put(tmp_path / "a", "1.eml", on(1))
    monkeypatch.setattr(memory, "_single", lambda *_: (_ for _ in ()).throw(PermissionError()))
    assert contacts(tmp_path / "a") == []
    assert "1 files" in caplog.text
    monkeypatch.undo()
    assert days(contacts(tmp_path / "a")) == [1]


def test_no_source_is_no_contact(contacts):
    assert contacts() == []


def problems(**config):
    given = stage(plugin=vaultsync_mail, config=config)
    return [(each.code, each.message, each.hint) for each in vaultsync_mail.vaultsync_check(given.ctx)]


def test_a_source_that_is_not_there_is_a_problem_with_its_path(tmp_path):
    ((code, message, hint),) = problems(sources=[str(tmp_path / "no")], addresses=["me@example.net"])
    assert code == "mail-source"
    assert message == f"The mail source {tmp_path / 'no'} is not there."
    assert "config.toml" in hint


def test_a_source_that_is_no_mail_is_a_problem(tmp_path):
    put(tmp_path, "picture.png", b"\x89PNG")
    ((code, message, _),) = problems(sources=[str(tmp_path / "picture.png")], addresses=["me@example.net"])
    assert code == "mail-source"
    assert "neither" in message


@pytest.mark.parametrize("source", ["Mail", "~nobody-of-that-name/Mail", ""])
def test_a_source_without_a_whole_path_is_a_problem(source):
    ((code, message, _),) = problems(sources=[source], addresses=["me@example.net"])
    assert code == "mail-source"
    assert source in message


def test_a_source_in_the_home_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    make_maildir(tmp_path / "Mail")
    assert problems(sources=["~/Mail"], addresses=["me@example.net"]) == []


def test_what_is_not_set_yet_is_said(tmp_path):
    assert [code for code, _, _ in problems()] == ["mail-no-source"]
    assert [code for code, _, _ in problems(sources=[str(tmp_path)])] == ["mail-no-address"]


def test_where_mail_lies_cannot_be_said_by_a_vault():
    (sources,) = [each for each in msgspec.structs.fields(Config) if each.name == "sources"]
    assert sources.type.__metadata__[0].extra == {"private": True}
