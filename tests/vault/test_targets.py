import gc
import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem
from tests.vault.places import PASSWORD, PLACES, Somewhere, sftp

from vaultsync.vault import target_delivery, target_place, targets
from vaultsync.vault.lock import locked
from vaultsync.vault.target_address import target
from vaultsync.vault.targets import deliver

FEEDS = {"birthdays.ics": b"BEGIN:VCALENDAR 1\r\n", "catch-ups.ics": b"BEGIN:VCALENDAR 2\r\n" * 5000}
REMOTE = [name for name in PLACES if name != "folder"]


class Sender:
    """Deliveries to one place, from one vault's state, with nobody asleep."""

    def __init__(self, place: Somewhere, folder: Path) -> None:
        self.place, self.folder = place, folder
        self.options = place.options
        self.slept: list[float] = []

    def __call__(self, files=FEEDS, **more):
        found = target(self.place.address)
        problems = deliver(
            [found],
            files,
            self.folder,
            credentials=lambda one: self.options,
            clock=time.monotonic,
            sleep=self.slept.append,
            **more,
        )
        return [(told.code, told.message, told.hint) for told in problems]


@pytest.fixture
def place(request, tmp_path):
    with PLACES[request.param](tmp_path) as made:
        yield made
    gc.collect()  # what is left open shows here, and not in another test


@pytest.fixture
def send(place, tmp_path):
    return Sender(place, tmp_path / "state")


every_place = pytest.mark.parametrize("place", PLACES, indirect=True)
every_remote_place = pytest.mark.parametrize("place", REMOTE, indirect=True)


@every_place
def test_a_place_gets_the_feeds(place, send):
    assert send() == []
    assert place.files() == FEEDS


@every_remote_place
def test_nothing_is_sent_twice(place, send):
    send()
    assert sorted(place.writes) == sorted(FEEDS)
    assert send() == []
    assert sorted(place.writes) == sorted(FEEDS)


@every_place
def test_what_changes_is_sent_and_nothing_else(place, send):
    send()
    place.writes.clear()
    changed = {**FEEDS, "catch-ups.ics": b"BEGIN:VCALENDAR 3\r\n"}
    assert send(changed) == []
    assert place.files() == changed
    assert place.writes in ([], ["catch-ups.ics"])


@every_place
def test_what_is_no_longer_published_goes_and_what_others_put_there_stays(place, send):
    send()
    Sender(place, send.folder.with_name("another"))({"theirs.ics": b"theirs"})
    assert send({"catch-ups.ics": FEEDS["catch-ups.ics"]}) == []
    assert sorted(place.files()) == ["catch-ups.ics", "theirs.ics"]


@every_remote_place
def test_a_place_that_is_away_is_told_of_and_gets_the_feeds_when_it_is_back(place, send):
    send()
    place.door.shut()
    changed = {**FEEDS, "catch-ups.ics": b"BEGIN:VCALENDAR 3\r\n"}
    ((code, message, hint),) = send(changed)
    assert (code, message) == (
        "target-failed",
        f"The feeds did not all reach {place.address}: it could not be reached.",
    )
    assert hint.endswith("The next sync tries again.")
    assert send.slept == [0.5, 1.0]
    place.door.open()
    assert send(changed) == []
    assert place.files() == changed


@every_remote_place
def test_wrong_credentials_are_said_without_them_and_not_tried_again(place, send, monkeypatch):
    place.guard(monkeypatch)
    send.options = place.wrong
    ((_, message, hint),) = send()
    assert message.endswith("it refused the user name, the password or the key.")
    assert "wrong-wrong-wrong" not in message + hint
    assert send.slept == []


@every_remote_place
def test_a_server_that_does_not_answer_holds_nobody_up(place, send, monkeypatch):
    monkeypatch.setattr(target_place, "TIMEOUT", 0.2)
    place.door.mute = True
    begun = time.monotonic()
    ((_, message, _),) = send()
    assert time.monotonic() - begun < 5
    assert message.startswith(f"The feeds did not all reach {place.address}: it ")
    place.door.shut()
    place.door.mute = False
    place.door.open()
    assert send() == []
    assert place.files() == FEEDS


@every_remote_place
def test_a_place_that_keeps_the_line_open_is_let_go_of(place, send, monkeypatch):
    monkeypatch.setattr(target_delivery, "LIMIT", 0.3)
    place.door.mute = True
    begun = time.monotonic()
    ((_, message, _),) = send()
    assert time.monotonic() - begun < 3
    assert message.endswith("it did not answer in time.")
    place.door.shut()


@every_remote_place
def test_what_could_not_be_taken_away_goes_the_next_time(place, send):
    send()
    place.door.shut()
    assert len(send({})) == 1
    place.door.open()
    assert send({}) == []
    assert place.files() == {}


@every_remote_place
def test_what_is_gone_already_need_not_be_taken_away(place, send, tmp_path):
    send()
    Sender(place, tmp_path / "another")()
    send({})
    Sender(place, tmp_path / "another")({})
    assert place.files() == {}


@pytest.mark.parametrize("place", ["webdav"], indirect=True)
def test_webdav_is_told_what_kind_of_file_it_is(place, send):
    send()
    assert place.types == dict.fromkeys(FEEDS, "text/calendar; charset=utf-8")


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_an_object_store_is_told_the_kind_of_file_and_how_long_it_is_fresh(place, send):
    send()
    _, headers = place.ask("/feeds/of/sam/catch-ups.ics")
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "max-age=300"


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_a_bucket_that_is_not_there_is_not_made(place, send):
    place.address = "s3://elsewhere/of/sam"
    ((_, message, hint),) = send()
    assert message == "The feeds did not all reach s3://elsewhere/of/sam: that folder or bucket is not there."
    assert hint == "Make it there, or mend the address. The next sync tries again."


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_another_endpoint_is_another_place(place, send):
    send()
    send.options = {**place.options, "endpoint_url": f"http://localhost:{place.door.port}"}
    assert send() == []
    assert sorted(place.writes) == sorted([*FEEDS, *FEEDS])


@pytest.mark.parametrize("place", ["sftp"], indirect=True)
def test_a_crash_before_the_rename_leaves_the_old_file_whole(place, send):
    send({"catch-ups.ics": b"old"})

    def cut() -> None:
        place.door.shut()
        raise OSError(5, "the machine stops here")

    place.before_rename = cut
    assert len(send({"catch-ups.ics": b"new" * 1000})) == 1
    assert place.files()["catch-ups.ics"] == b"old"
    place.before_rename = None
    place.door.open()
    assert send({"catch-ups.ics": b"new" * 1000}) == []
    assert place.files() == {"catch-ups.ics": b"new" * 1000}


@pytest.mark.parametrize("place", ["sftp"], indirect=True)
def test_a_server_that_knows_no_renaming_over_a_file_gets_the_feeds_too(place, send):
    place.renames_over = False
    send({"catch-ups.ics": b"old"})
    assert send({"catch-ups.ics": b"new"}) == []
    assert place.files() == {"catch-ups.ics": b"new"}


QUIETLY = """
import sys, time
from pathlib import Path
from vaultsync.vault.target_address import target
from vaultsync.vault.targets import deliver
(told,) = deliver([target(sys.argv[1])], {"a.ics": b""}, Path(sys.argv[2]), credentials=lambda one: {},
                  clock=time.monotonic, sleep=lambda seconds: None)
print(told.message)
"""


def test_a_connection_that_breaks_prints_no_inside(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as rude:

        def hang_up() -> None:
            for _ in range(3):
                rude.accept()[0].close()

        threading.Thread(target=hang_up, daemon=True).start()
        address = f"sftp://127.0.0.1:{rude.getsockname()[1]}/x"
        command = [sys.executable, "-c", QUIETLY, address, str(tmp_path)]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert said.stdout == f"The feeds did not all reach {address}: it could not be reached.\n"
    assert said.stderr == ""


@pytest.mark.parametrize("place", ["sftp"], indirect=True)
def test_a_folder_from_home_is_found(place, send):
    place.address = place.address.replace("/srv/", "/~/")
    assert send() == []
    assert sorted(each.name for each in (place.folder / "calendars").iterdir()) == sorted(FEEDS)


@pytest.mark.parametrize("place", ["sftp"], indirect=True)
def test_a_server_that_was_never_met_gets_no_password(place, send, tmp_path):
    nobody = tmp_path / "nobody"
    nobody.touch()
    send.options = {**place.options, "known_hosts": str(nobody)}
    ((_, message, hint),) = send()
    assert message.endswith("its host key is not among those you know.")
    assert hint.startswith("Connect once with ssh")
    assert place.files() == {}


@pytest.mark.parametrize("place", ["sftp"], indirect=True)
def test_a_server_that_shows_another_key_gets_no_password(place, send, tmp_path):
    other = tmp_path / "other"
    (tmp_path / "b").mkdir()
    with sftp(tmp_path / "b") as impostor:
        known = Path(impostor.options["known_hosts"]).read_text()
        other.write_text(known.replace(str(impostor.door.port), str(place.door.port)))
    send.options = {**place.options, "known_hosts": str(other)}
    ((_, message, _),) = send()
    assert message.endswith("its host key is another than the one you know.")


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_a_file_that_somebody_took_from_a_folder_is_put_back(place, send):
    send()
    (place.folder / "calendars" / "birthdays.ics").unlink()
    send()
    assert place.files() == FEEDS


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_a_file_that_cannot_be_written_takes_nothing_from_the_others(place, send):
    blocked = place.folder / "calendars" / "birthdays.ics"
    blocked.mkdir(parents=True)
    ((_, message, hint),) = send()
    assert message.startswith(f"The feeds did not all reach {place.address}: {blocked} could not be written")
    assert hint.endswith("The next sync tries again.")
    assert place.files() == {"catch-ups.ics": FEEDS["catch-ups.ics"]}
    blocked.rmdir()
    assert send() == []
    assert place.files() == FEEDS


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_names_that_are_kept_stay_as_they_are(place, send):
    send()
    assert send({}, kept=("birthdays.ics",)) == []
    assert place.files() == {"birthdays.ics": FEEDS["birthdays.ics"]}


@pytest.mark.parametrize("place", ["webdav"], indirect=True)
def test_a_memory_that_cannot_be_read_is_begun_anew(place, send):
    send()
    (send.folder / "targets.json").write_text("{")
    assert send() == []
    assert len(place.writes) == 4


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_what_is_remembered_holds_no_secret(place, send):
    send.options = {"password": PASSWORD}
    send()
    remembered = (send.folder / "targets.json").read_text()
    assert PASSWORD not in remembered
    assert sorted(json.loads(remembered)["places"][place.address]) == sorted(FEEDS)


def brought(folder, *addresses, files=FEEDS):
    """Bring files to several places at once; what is said of it."""
    problems = deliver(
        [target(address) for address in addresses],
        files,
        folder,
        credentials=lambda one: {},
        clock=time.monotonic,
        sleep=lambda seconds: None,
    )
    return [told.message for told in problems]


@pytest.fixture
def memory():
    """A place that is reached by fsspec alone, and lies in this process."""
    MemoryFileSystem.store.clear()
    yield MemoryFileSystem.store
    MemoryFileSystem.store.clear()


def test_any_place_that_fsspec_knows_will_do(tmp_path, memory):
    assert brought(tmp_path, "memory://a/b") == []
    assert {name: file.getvalue() for name, file in memory.items()} == {f"/a/b/{name}": FEEDS[name] for name in FEEDS}
    assert brought(tmp_path, "memory://a/b", files={}) == []
    assert memory == {}


def test_a_folder_that_is_missing_there_is_made(tmp_path, memory, monkeypatch):
    put, made = MemoryFileSystem.pipe_file, []

    def strict(self, path, value, **more):
        if not made:
            raise FileNotFoundError(path)
        return put(self, path, value, **more)

    monkeypatch.setattr(MemoryFileSystem, "pipe_file", strict)
    monkeypatch.setattr(MemoryFileSystem, "makedirs", lambda self, path, exist_ok: made.append(path))
    assert brought(tmp_path, "memory://a/b") == []
    assert made == ["/a/b"]
    assert len(memory) == 2


def test_a_server_for_files_is_given_a_limit_of_time_too(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    assert brought(tmp_path, f"ftp://127.0.0.1:{port}/x") == [
        f"The feeds did not all reach ftp://127.0.0.1:{port}/x: it could not be reached."
    ]


def test_a_place_of_an_unknown_kind_is_told_of(tmp_path):
    assert brought(tmp_path, "carrier-pigeon://loft/x") == [
        "The feeds did not all reach carrier-pigeon://loft/x: "
        "it failed (ValueError: Protocol not known: carrier-pigeon)."
    ]


def test_a_package_that_is_missing_is_named(tmp_path):
    assert brought(tmp_path, "az://box/x") == ["The feeds did not all reach az://box/x: a package for it is missing."]


def test_one_place_that_fails_takes_nothing_from_the_others(tmp_path):
    (tmp_path / "blocked").touch()
    there = tmp_path / "there"
    said = brought(tmp_path / "s", str(tmp_path / "blocked"), str(there))
    assert len(said) == 1
    assert sorted(each.name for each in there.iterdir()) == sorted(FEEDS)


def test_nothing_is_imported_and_nothing_written_where_there_are_no_places(tmp_path):
    assert brought(tmp_path / "s") == []
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_longer_named_keeps_what_it_has_and_gets_all_of_it_when_it_is_named_again(tmp_path, memory):
    brought(tmp_path, "memory://a/b")
    assert brought(tmp_path) == []
    assert len(memory) == 2
    memory.clear()
    assert brought(tmp_path, "memory://a/b") == []
    assert len(memory) == 2


def test_two_deliveries_do_not_cross(tmp_path, monkeypatch):
    monkeypatch.setattr(targets, "LIMIT", 0.0)
    with locked(tmp_path, wait=0, name="sending.lock"):
        assert brought(tmp_path, "memory://a/b") == [
            "The feeds did not all reach memory://a/b: another vaultsync is still sending."
        ]


def test_a_memory_that_cannot_be_written_is_told_of(tmp_path):
    (tmp_path / "s").touch()
    (said,) = brought(tmp_path / "s", str(tmp_path / "there"))
    assert said.startswith("What was sent could not be remembered: ")
