"""A real CalDAV server on loopback, a second client of it, and what the plugin is handed."""

import logging
import socketserver
import threading
from datetime import UTC, date, datetime
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

import httpx
import pytest
from radicale import Application, config

from vaultsync import Artifact, CatchUp, Context, Network, Person, Published, Publishing, Reminder
from vaultsync.calendar import Event, Feed, Rendered, Stamp, render_event, render_feed
from vaultsync_caldav import Config, vaultsync_deliver

TODAY = date(2027, 1, 4)  # a Monday
ZONE = ZoneInfo("Europe/Lisbon")
USER, PASSWORD = "ana", "correct horse"


class Threaded(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Served:
    """A WSGI application on loopback. ``asked`` are the requests that were let in; ``meanwhile`` runs before one."""

    def __init__(self, application):
        self._application = application
        self.asked = []
        self.meanwhile = {}
        self.server = make_server("127.0.0.1", 0, self, server_class=Threaded, handler_class=Quiet)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def __call__(self, environ, start_response):
        method = environ["REQUEST_METHOD"]
        if environ.get("HTTP_USER_AGENT") == "vaultsync-caldav":
            act = self.meanwhile.pop(method, None) if "HTTP_AUTHORIZATION" in environ else None
            if act is not None:
                act()

        def started(status, headers, *rest):
            if environ.get("HTTP_USER_AGENT") == "vaultsync-caldav" and not status.startswith("401"):
                self.asked.append((method, int(status[:3])))
            return start_response(status, headers, *rest)

        return self._application(environ, started)

    @property
    def changes(self):
        return [method for method, _ in self.asked if method in {"PUT", "DELETE"}]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def radicale(tmp_path_factory):
    """Radicale with a user and a password."""
    folder = tmp_path_factory.mktemp("radicale")
    (folder / "users").write_text(f"{USER}:{PASSWORD}\nbo:tea\n")
    settings = config.load()
    settings.update(
        {
            "auth": {
                "type": "htpasswd",
                "htpasswd_filename": str(folder / "users"),
                "htpasswd_encryption": "plain",
                "delay": "0",
            },
            "storage": {"filesystem_folder": str(folder / "collections")},
            "logging": {"level": "critical"},
        },
        "test",
    )
    served = Served(Application(settings))
    yield served
    served.stop()


class Client:
    """Somebody else's program with the same list: it sees, ticks off, edits, adds and removes."""

    def __init__(self, url):
        self.url = url
        self.http = httpx.Client(auth=(USER, PASSWORD))

    def texts(self):
        found = {}
        body = '<D:propfind xmlns:D="DAV:"><D:prop><D:getetag/></D:prop></D:propfind>'
        answer = self.http.request("PROPFIND", self.url, content=body, headers={"Depth": "1"})
        for href in answer.text.split("<href>")[1:]:
            path = href.partition("</href>")[0]
            if path.endswith(".ics"):
                found[path.rpartition("/")[2].removesuffix(".ics")] = self.text(path.rpartition("/")[2])
        return found

    def text(self, name):
        answer = self.http.get(self.url + name)
        return answer.text.replace("\r\n ", "") if answer.status_code == 200 else None

    def lines(self, uid):
        return self.text(f"{uid}.ics").splitlines()

    def put(self, uid, text):
        answer = self.http.put(f"{self.url}{uid}.ics", content=text.encode(), headers={"Content-Type": "text/calendar"})
        assert answer.status_code in {201, 204}, answer.text

    def set(self, uid, *lines, without=(), added=()):
        """Change a to-do as a program does: some lines are replaced or added, some are gone."""
        names = {line.partition(":")[0].partition(";")[0] for line in lines} | set(without)
        kept = [line for line in self.lines(uid) if line.partition(":")[0].partition(";")[0] not in names]
        at = kept.index("END:VTODO")
        self.put(uid, "\r\n".join((*kept[:at], *lines, *added, *kept[at:], "")))

    def tick(self, uid, when="20270104T090000Z"):
        self.set(uid, "STATUS:COMPLETED", "PERCENT-COMPLETE:100", f"COMPLETED:{when}")

    def untick(self, uid):
        self.set(uid, "STATUS:NEEDS-ACTION", without=("COMPLETED", "PERCENT-COMPLETE"))

    def remove(self, uid):
        assert self.http.delete(f"{self.url}{uid}.ics").status_code == 200

    def add(self, uid, *lines):
        head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//somebody//else//EN", "BEGIN:VTODO", f"UID:{uid}")
        self.put(uid, "\r\n".join((*head, "DTSTAMP:20270101T000000Z", *lines, "END:VTODO", "END:VCALENDAR", "")))


@pytest.fixture
def client(radicale, request):
    """An empty list of to-dos, and a program that has it open."""
    name = request.node.name.encode().hex()[-40:]
    made = Client(f"{radicale.address}/{USER}/{name}/")
    components = '<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>'
    body = (
        '<D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><D:resourcetype>'
        f"<D:collection/><C:calendar/></D:resourcetype>{components}</D:prop></D:set></D:mkcol>"
    )
    made.http.request("DELETE", made.url)
    assert made.http.request("MKCOL", made.url, content=body).status_code == 201
    radicale.asked.clear()
    radicale.meanwhile.clear()
    yield made
    made.http.close()


class Host:
    def __init__(self, folder):
        self._folder = folder

    def folder(self, plugin):
        self._folder.mkdir(exist_ok=True)
        return self._folder


@pytest.fixture
def context(client, tmp_path):
    def make(today=TODAY, description="full", vault="Notes", folder="folder", **settings):
        return Context(
            today=today,
            zone=ZONE,
            vault=vault,
            config=Config(**{"url": client.url, "user": USER, "password": PASSWORD, **settings}),
            log=logging.getLogger("vaultsync.plugin.caldav"),
            host=Host(tmp_path / folder),
            template_folders=(),
            publishing=Publishing(description=description),
            plugin="caldav",
        )

    return make


@pytest.fixture
def deliver():
    def do(ctx, *catch_ups, feed=None):
        ordered = tuple(sorted(catch_ups, key=lambda one: one.sort_key))
        artifacts = (Artifact(name="all.ics", data=feed),) if feed is not None else ()
        return list(vaultsync_deliver(published=Published(catch_ups=ordered, artifacts=artifacts), ctx=ctx))

    return do


def _catch_up(
    uid="ana",
    *,
    day=TODAY,
    name="Ana Reyes",
    due=None,
    since=date(2026, 9, 28),
    person=None,
    kind="catch-up",
    action="call",
    channel="call",
    reason="14 weeks since coffee; every 6 weeks",
):
    reminder = Reminder(
        person=person or f"person/{uid}",
        key="next",
        kind=kind,
        due=due or date(2026, 11, 9),
        since=since,
        reason=reason,
        action=action,
        channel=channel,
    )
    return CatchUp(uid=uid, reminder=reminder, name=name, path=f"People/{name}.md", day=day, reason=reason)


@pytest.fixture(scope="session")
def catch_up():
    return _catch_up


@pytest.fixture(scope="session")
def feed_of():
    """A feed with those events, each with a description."""

    def make(*events):
        stamp = Stamp(sequence=0, at=datetime(2027, 1, 1, tzinfo=UTC))
        rendered = [
            Rendered(starts=event.starts, uid=event.uid, data=render_event(event, stamp))
            for event in (Event(**{"day": TODAY, **told}) for told in events)
        ]
        return render_feed(Feed(name="all", title="All", zone=ZONE.key), rendered).data

    return make


@pytest.fixture(scope="session")
def network():
    def make(*uids, interactions=()):
        people = tuple(Person(uid=f"person/{uid}", path=f"People/{uid}.md", name=uid.title()) for uid in uids)
        by_person = {}
        for one in interactions:
            by_person[one.person] = (*by_person.get(one.person, ()), one)
        return Network(people=people, interactions=by_person)

    return make


@pytest.fixture
def plain_server():
    """A web server that answers everything with one thing."""
    made = []

    def make(status="200 OK", headers=(), body=b"<html><p>Welcome"):
        def application(environ, start_response):
            start_response(status, list(headers))
            return [body]

        served = Served(application)
        made.append(served)
        return SimpleNamespace(url=f"{served.address}/list/", served=served)

    yield make
    for served in made:
        served.stop()
