"""What is told where the server or its address is not as it should be; never a password."""

import base64
import socket
import traceback

import pytest

from vaultsync_caldav import books, delivery, server
from vaultsync_caldav.server import TodoList
from vaultsync_caldav.trouble import refused_item

PASSWORD = "correct horse"


def only(problems):
    (told,) = problems
    assert told.severity == "warning"
    assert told.message.endswith((".", "/"))
    assert told.hint
    for secret in (PASSWORD, "correct%20horse", "wrong horse", "wrong%20horse"):
        assert secret not in repr(told)
    return told


def test_a_server_that_is_away(context, deliver, catch_up):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        told = only(deliver(context(url=f"http://127.0.0.1:{port}/list/"), catch_up()))
    assert told.message == f"127.0.0.1:{port} cannot be reached."
    assert "next sync tries again" in told.hint


def test_a_name_that_nobody_has(context, deliver, catch_up):
    told = only(deliver(context(url="https://todos.invalid/list/"), catch_up()))
    assert told.message == "todos.invalid cannot be reached."


def test_a_server_that_does_not_answer(context, deliver, catch_up, monkeypatch):
    monkeypatch.setattr(server, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        told = only(deliver(context(url=f"http://127.0.0.1:{silent.getsockname()[1]}/"), catch_up()))
    assert "did not answer in" in told.message


def test_an_answer_without_an_end_is_not_read_for_ever(context, deliver, catch_up, plain_server, monkeypatch):
    monkeypatch.setattr(server, "MOST_BYTES", 1000)
    told = only(deliver(context(url=plain_server(status="207 Multi-Status", body=b" " * 2000).url), catch_up()))
    assert "sends too much" in told.message


@pytest.mark.parametrize("wrong", [{"password": "wrong horse"}, {"user": "nobody"}, {"user": "", "password": ""}])
def test_a_wrong_user_or_password(radicale, context, deliver, catch_up, wrong):
    told = only(deliver(context(**wrong), catch_up()))
    assert "does not accept the user name and password" in told.message
    assert radicale.changes == []


def test_another_users_list(radicale, context, deliver, catch_up):
    told = only(deliver(context(user="bo", password="tea"), catch_up()))
    assert "does not allow that" in told.message


def test_a_redirect_is_told_of_and_not_followed(context, deliver, catch_up, plain_server):
    elsewhere = plain_server()
    moved = [("Location", f"http://ana:correct%20horse@{elsewhere.served.address[7:]}/dav/?token={PASSWORD}")]
    told = only(deliver(context(url=plain_server("301 Moved Permanently", moved).url), catch_up()))
    assert told.message.endswith(f"is at another address: {elsewhere.served.address}/dav/")
    assert "[plugin.caldav]" in told.hint
    assert elsewhere.served.asked == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("200 OK", b"<html><p>Welcome"),
        ("405 Method Not Allowed", b""),
        ("501 Not Implemented", b""),
        ("404 Not Found", b""),
        ("207 Multi-Status", b"<html><p>Welcome"),
        ("207 Multi-Status", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><x>&a;</x>"),
        ("207 Multi-Status", b"<multistatus xmlns='DAV:'/>"),
        ("418 Teapot", b""),
    ],
)
def test_an_address_that_is_no_list_of_to_dos(context, deliver, catch_up, plain_server, status, body):
    told = only(deliver(context(url=plain_server(status, body=body).url), catch_up()))
    assert told.hint.startswith("Copy the address of the list")


def test_a_folder_above_the_list(client, context, deliver, catch_up):
    above = client.url.rstrip("/").rpartition("/")[0]
    assert "is no list of to-dos" in only(deliver(context(url=above), catch_up())).message


def test_a_list_that_is_not_there(client, context, deliver, catch_up):
    assert "has nothing at this address" in only(deliver(context(url=f"{client.url}none/"), catch_up())).message


def test_a_calendar_for_events_alone(client, context, deliver, catch_up):
    client.http.request("DELETE", client.url)
    body = (
        '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
        '<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>'
        "</D:prop></D:set></C:mkcalendar>"
    )
    assert client.http.request("MKCALENDAR", client.url, content=body).status_code == 201
    assert "holds no to-dos, only events" in only(deliver(context(), catch_up())).message


@pytest.mark.parametrize("url", ["todos", "ftp://todos.example.org/", "https://", "https://[", "https://a:b/", "//x/"])
def test_what_is_no_address(context, deliver, catch_up, url):
    assert "no address that begins with https://" in only(deliver(context(url=url), catch_up())).message


@pytest.mark.parametrize("status", ["500 Oops", "503 Later", "429 Slow down", "507 Full"])
def test_trouble_that_passes_is_tried_again(context, deliver, catch_up, plain_server, status):
    assert "next sync tries again" in only(deliver(context(url=plain_server(status).url), catch_up())).hint


def test_a_password_within_the_address_is_used_and_never_told(client, context, deliver, catch_up, tmp_path):
    url = client.url.replace("://", "://ana:correct%20horse@")
    assert deliver(context(url=url, user="", password=""), catch_up()) == []
    assert "ana" in client.texts()
    only(deliver(context(url=url.replace("correct", "wrong"), user="", password=""), catch_up()))
    assert "horse" not in (tmp_path / "folder" / "todos.json").read_text()


def test_a_write_that_is_not_allowed_is_told_of_once_and_what_was_learnt_is_kept(
    client, context, deliver, catch_up, monkeypatch
):
    deliver(context(), catch_up())
    client.tick("ana")

    def forbidden(*_):
        raise refused_item("todos.example.org", 403)

    monkeypatch.setattr(TodoList, "put", forbidden)
    told = only(deliver(context(), catch_up("bo"), catch_up("cem"), catch_up()))
    assert told.message == "todos.example.org does not allow that."
    kept = books.read(context().folder())
    assert [one.uid for one in kept.contacts] == ["ana"]
    assert kept.plan == kept.ctag == ""


def test_one_to_do_that_the_server_does_not_take_keeps_the_others_from_nothing(
    client, context, deliver, catch_up, monkeypatch
):
    really = TodoList.put

    def picky(self, href, data, etag=""):
        if b"UID:bo" in data:
            raise refused_item(self.host, 415)
        return really(self, href, data, etag)

    monkeypatch.setattr(TodoList, "put", picky)
    only(deliver(context(), catch_up(), catch_up("bo"), catch_up("cem")))
    assert sorted(client.texts()) == ["ana", "cem"]


def test_an_answer_that_points_to_another_server_leads_no_password_there(plain_server):
    body = (
        b"<multistatus xmlns='DAV:'><response><href>http://evil.example.org/a.ics</href><propstat><prop>"
        b"<getetag>1</getetag><calendar-data xmlns='urn:ietf:params:xml:ns:caldav'>BEGIN:VCALENDAR</calendar-data>"
        b"</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
    )
    with TodoList(plain_server("207 Multi-Status", body=body).url) as todos:
        assert list(todos.todos()) == []


def test_digest_is_used_where_the_server_offers_it(plain_server):
    asked = []

    def application(environ, start_response):
        asked.append(environ.get("HTTP_AUTHORIZATION", ""))
        if not asked[-1].startswith("Digest "):
            challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256'
            start_response("401 No", [("WWW-Authenticate", 'Basic realm="r"'), ("WWW-Authenticate", challenge)])
            return [b""]
        start_response("207 Multi-Status", [])
        return [b"<multistatus xmlns='DAV:'/>"]

    made = plain_server()
    made.served._application = application
    with TodoList(made.url, "ana", PASSWORD) as todos:
        assert list(todos.todos()) == list(todos.todos()) == []
    assert asked[0] == ""
    assert all(said.startswith(("Digest ", "")) and "Basic" not in said for said in asked)
    assert asked[-1].startswith("Digest ")


def test_no_password_is_sent_before_it_is_asked_for(plain_server, context, deliver, catch_up):
    seen = []

    def application(environ, start_response):
        seen.append(environ.get("HTTP_AUTHORIZATION"))
        start_response("404 Not Found", [])
        return [b""]

    made = plain_server()
    made.served._application = application
    deliver(context(url=made.url), catch_up())
    assert seen == [None]


def test_neither_log_nor_output_nor_traceback_holds_the_password(
    context, deliver, catch_up, caplog, capfd, monkeypatch
):
    caplog.set_level(1)
    deliver(context(), catch_up())
    deliver(context(password="wrong horse"), catch_up())

    def broken(*_):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(delivery, "wanted", broken)
    with pytest.raises(RuntimeError) as fault:
        deliver(context(), catch_up())
    shown = "".join(traceback.TracebackException.from_exception(fault.value, capture_locals=False).format())
    out, err = capfd.readouterr()
    encoded = base64.b64encode(f"ana:{PASSWORD}".encode()).decode()
    for text in (caplog.text, out, err, shown, repr(delivery.Settings(url="u", password=PASSWORD))):
        assert PASSWORD not in text
        assert "wrong horse" not in text
        assert encoded not in text
