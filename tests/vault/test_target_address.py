from pathlib import Path

import pytest

from vaultsync.vault.target_address import AddressError, same_place, target, without_secrets


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("~/Sync/calendars", "folder"),
        ("/srv/calendars/", "folder"),
        ("file:///srv/calendars", "folder"),
        ("webdav+https://cloud.example.org/dav/calendars", "webdav"),
        ("davs://cloud.example.org/dav", "webdav"),
        ("sftp://sam@host.example.org:2222/srv", "sftp"),
        ("s3://bucket/of/sam", "s3"),
        ("gs://bucket/of/sam", "gs"),
    ],
)
def test_the_kind_of_place_is_told_from_the_beginning(address, kind):
    assert target(address).kind == kind


def test_folders_are_of_this_machine(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert target("~/Sync").folder == tmp_path / "Sync"
    assert target("file:///srv/my%20calendars").folder == Path("/srv/my calendars")


def test_webdav_is_http_underneath_and_the_user_stands_apart():
    found = target("webdav+https://sam%40home@cloud.example.org:8443/dav/feeds")
    assert found.http == "https://cloud.example.org:8443/dav/feeds"
    assert found.user == "sam@home"
    assert target("dav://localhost/x").http == "http://localhost/x"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("Sync/calendars", "does not say where the folder begins"),
        ("file://server/share", "names a server, where a folder of this computer is meant"),
        ("https://cloud.example.org/dav", "can be read and not written"),
        ("sftp://sam:hunter2@host/srv", "holds a password, in a file that others may read"),
        ("s3://bucket/x?versionId=1", "holds more than a place"),
        ("simplecache::s3://bucket/x", "is a chain of addresses"),
        ("s3:///x", "names no server and no bucket"),
        ("sftp://host:port/x", "is no address"),
        ("~nobody-of-that-name/x", "does not say where the folder begins"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(address, said):
    with pytest.raises(AddressError) as told:
        target(address)
    assert told.value.said[0] == said
    assert "hunter2" not in "".join(told.value.said)


def test_an_address_is_shown_without_its_secrets():
    assert without_secrets("sftp://sam:hunter2@host/srv") == "sftp://sam@host/srv"
    assert without_secrets("s3://bucket/x?token=hunter2") == "s3://bucket/x"
    assert without_secrets("sftp://sam@host/srv") == "sftp://sam@host/srv"
    assert without_secrets("~/what?/it is") == "~/what?/it is"


def test_two_spellings_of_a_folder_are_one_place(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert same_place("~/Sync/") == same_place(f"{tmp_path}/Sync")
    assert same_place("s3://bucket/x/") == same_place(" s3://bucket/x")
    assert same_place("/") == "/"
