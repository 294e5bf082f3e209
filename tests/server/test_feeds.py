"""What a subscriber gets: the feed, whole, and only when it is another than before."""

import gzip
import threading
from email.utils import formatdate, parsedate_to_datetime
from types import SimpleNamespace

import pytest
from tests.server.conftest import FEED, Site, old

from vaultsync.vault.token import FILE, rotate_token


def dated(text: str) -> float:
    return parsedate_to_datetime(text).timestamp()


def test_a_feed_is_given_with_what_a_calendar_and_a_cache_want_to_know(site: Site):
    got = site.get()
    assert (got.status, got.body) == (200, FEED)
    kept = {
        name: got.headers[name]
        for name in ("content-type", "content-length", "content-disposition", "cache-control", "vary")
    }
    assert kept == {
        "content-type": "text/calendar; charset=utf-8",
        "content-length": str(len(FEED)),
        "content-disposition": 'inline; filename="catch-ups.ics"',
        "cache-control": "private, no-cache",
        "vary": "Accept-Encoding",
    }
    assert got.headers["etag"].startswith('"')
    assert dated(got.headers["last-modified"]) <= dated(got.headers["date"])


def test_every_answer_is_cautious_and_says_nothing_of_the_program(site: Site):
    for path in (site.path(), "/", "/healthz", "/feeds/wrong/catch-ups.ics"):
        headers = site.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert "server" not in headers
        assert "access-control-allow-origin" not in headers


def test_head_tells_the_same_and_sends_nothing(site: Site):
    got, head = site.get(), site.get(method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


def test_an_unchanged_feed_is_not_sent_again(site: Site):
    first = site.get()
    for again in (
        site.get(If_None_Match=first.headers["etag"]),
        site.get(If_None_Match=f'"other", W/{first.headers["etag"]}'),
        site.get(If_None_Match="*"),
        site.get(If_Modified_Since=first.headers["last-modified"]),
        site.get(method="HEAD", If_None_Match=first.headers["etag"]),
    ):
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert {"last-modified", "cache-control", "vary", "date"} <= set(again.headers)
        assert "content-type" not in again.headers


def test_what_was_kept_counts_before_when_it_was(site: Site):
    first = site.get()
    tomorrow = formatdate(dated(first.headers["date"]) + 86400, usegmt=True)
    assert site.get(If_None_Match='"other"', If_Modified_Since=tomorrow).status == 200
    assert site.get(If_Modified_Since=tomorrow).status == 304
    assert site.get(If_Match='"other"', If_None_Match=first.headers["etag"]).status == 412
    assert site.get(If_Match=first.headers["etag"]).status == 200
    assert site.get(If_Unmodified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status == 412
    assert site.get(If_Modified_Since="the day before yesterday").status == 200


def test_a_changed_feed_is_sent_with_another_tag_and_no_earlier_date(site: Site):
    first = site.get()
    path = site.put("catch-ups.ics", FEED.replace(b"X-FILL", b"X-KEPT"))
    old(path, 30 * 86400)
    again = site.get(If_None_Match=first.headers["etag"], If_Modified_Since=first.headers["last-modified"])
    assert again.status == 200
    assert again.headers["etag"] != first.headers["etag"]
    assert dated(again.headers["last-modified"]) >= dated(first.headers["last-modified"])
    # Within the same second too, when the header cannot tell them apart, a date alone does not hide the change.
    assert site.get(If_Modified_Since=first.headers["last-modified"]).status == 200


def test_gzip_is_sent_to_who_asks_and_has_a_tag_of_its_own(site: Site):
    plain, zipped = site.get(), site.get(Accept_Encoding="gzip, deflate")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["content-length"] == str(len(zipped.body))
    assert zipped.headers["vary"] == "Accept-Encoding"
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert site.get(Accept_Encoding="gzip").body == zipped.body
    assert site.get(Accept_Encoding="gzip", If_None_Match=zipped.headers["etag"]).status == 304
    assert site.get(Accept_Encoding="gzip", If_None_Match=plain.headers["etag"]).status == 200
    assert "content-encoding" not in site.get(Accept_Encoding="gzip;q=0, br").headers


def test_every_answer_is_one_whole_feed_while_it_is_replaced(site: Site):
    versions = [FEED.replace(b"0123456789", f"{number:010}".encode()) for number in range(8)]
    done = threading.Event()

    def replaced() -> None:
        while not done.is_set():
            for data in versions:
                site.put("catch-ups.ics", data)

    writer = threading.Thread(target=replaced)
    writer.start()
    try:
        for _ in range(150):
            got = site.get()
            assert got.status == 200
            assert got.body in versions or got.body == FEED
    finally:
        done.set()
        writer.join()


def test_a_feed_that_is_just_being_copied_in_is_asked_for_again(site: Site):
    site.put("new.ics", FEED[:100])
    got = site.get(site.path("new.ics"))
    assert (got.status, got.headers["retry-after"]) == (503, "30")
    assert site.get("/feeds/wrong/new.ics").status == 404
    site.put("new.ics", FEED)
    assert site.get(site.path("new.ics")).body == FEED


def test_a_token_that_cannot_be_looked_at_stays_the_last_one(site: Site, monkeypatch: pytest.MonkeyPatch):
    assert site.get().status == 200

    def refused(path: str) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr("vaultsync.server.key.os", SimpleNamespace(stat=refused))
        assert site.get().status == 200


def test_a_wrong_token_and_a_wrong_name_look_the_same(site: Site):
    wrong = [
        site.get(f"/feeds/{site.token}/other.ics"),
        site.get("/feeds/x/catch-ups.ics"),
        site.get(f"/feeds/{site.token[:-1]}/catch-ups.ics"),
        site.get(f"/feeds/{site.token}x/catch-ups.ics"),
        site.get("/feeds/%C3%A9/catch-ups.ics"),
        site.get("/nowhere"),
        site.get("/healthz/"),
    ]
    assert {got.status for got in wrong} == {404}
    assert len({(got.body, tuple({**got.headers, "date": ""}.items())) for got in wrong}) == 1


def test_a_new_token_holds_at_once_and_the_old_one_no_more(site: Site):
    assert site.get().status == 200
    before, site.token = site.path(), rotate_token(site.state)
    assert (site.get(before).status, site.get().status) == (404, 200)
    (site.state / FILE).write_text("damaged")
    assert site.get().status == 404
    (site.state / FILE).unlink()
    assert [site.get(path).status for path in (site.path(), f"/feeds/{'-' * 43}/catch-ups.ics")] == [404, 404]


TRICKS = (
    "../secret.ics",
    "..%2Fsecret.ics",
    "%2e%2e%2fsecret.ics",
    "%2e%2e/secret.ics",
    "./catch-ups.ics",
    "/catch-ups.ics",
    "..\\secret.ics",
    "..%5Csecret.ics",
    "catch-ups.ics%00",
    "catch-ups.ics%00.ics",
    "%00.ics",
    "catch-ups.ics%0A",
    "catch-ups.ics/",
    "catch-ups.ics/.",
    "catch-ups",
    "CATCH-UPS.ICS",
    ".ics",
    ".hidden.ics",
    ".~vaultsync-x.tmp",
    "%c0%ae%c0%ae%c0%afsecret.ics",
    "%e0%80%ae%e0%80%ae/secret.ics",
    "%FF.ics",
    "notes.md",
    "folder.ics",
    "link.ics",
    "inside.ics",
    "con.ics:stream",
    "x" * 300 + ".ics",
    "",
)


def test_no_path_leads_anywhere_but_to_a_feed(site: Site):
    (site.folder.parent / "secret.ics").write_bytes(FEED)
    for name in (".hidden.ics", "notes.md", "folder.ics/x.ics"):
        (site.folder / name).parent.mkdir(exist_ok=True)
        (site.folder / name).write_bytes(FEED)
    (site.folder / "link.ics").symlink_to(site.folder.parent / "secret.ics")
    (site.folder / "inside.ics").symlink_to(site.folder / "catch-ups.ics")
    assert {path: site.get(site.path(path))[::2] for path in TRICKS} == dict.fromkeys(
        TRICKS, (404, b"There is nothing here.\n")
    )


def test_letters_written_as_percent_signs_are_the_same_letters(site: Site):
    assert site.get(site.path("catch%2Dups.ics")).status == 200


def test_another_method_is_told_which_there_are(site: Site):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "BREW"):
        for path in (site.path(), "/feeds/x/y.ics", "/healthz"):
            got = site.get(path, method)
            assert (got.status, got.headers["allow"]) == (405, "GET, HEAD")
        assert site.get("/", method).status == 404


def test_whether_it_is_well_tells_nothing_private(site: Site):
    got = site.get("/healthz")
    assert (got.status, got.body) == (200, b'{"status":"ok","program":"vaultsync"}')


def test_asking_changes_nothing(site: Site):
    def every() -> dict[str, tuple[int, int]]:
        root = site.folder.parent
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in root.rglob("*")}

    before = every()
    for path in (site.path(), "/healthz", "/feeds/x/y.ics"):
        for method in ("GET", "HEAD", "POST", "DELETE"):
            site.get(path, method, Accept_Encoding="gzip")
    assert every() == before
