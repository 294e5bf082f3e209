"""``serve`` as it runs: the feed over HTTP is that of the notes, a moment after they were saved."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.cli.real import Real, beside
from tests.conftest import Sandbox

PERSON = "---\ncadence: 6 weeks\n---\n## Log\n- 2026-10-20 ☎ call: hello\n"


@pytest.fixture
def vault(sandbox: Sandbox) -> Sandbox:
    return sandbox.write({"vaultsync.toml": "", "People/Ana Reyes.md": PERSON})


@pytest.fixture
def serve(vault: Sandbox) -> Iterator[Real]:
    running = Real("serve", vault.root, "--port", 0)
    yield running
    running.kill()


def asked(url: str, **headers: str) -> tuple[int, str, str]:
    """Status, entity tag and text."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.status, answer.headers["ETag"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["ETag"] or "", ""


def address(vault: Sandbox, serve: Real) -> str:
    """The address of the feed, by the port that the server says it took."""
    said = serve.until(
        lambda: [each["message"] for each in list(serve.told) if str(each.get("message")).startswith("Serving on ")]
    )
    place = said[0].split()[2].rstrip(".")
    urls = [each["url"] for each in json.loads(beside("feed", "--json", "--vault", vault.root).stdout)]
    (url,) = [each for each in urls if each.endswith("/catch-ups.ics")]
    return f"{place}{urlsplit(url).path}"


def test_a_save_is_served_and_what_did_not_change_is_not_sent_again(vault: Sandbox, serve: Real) -> None:
    serve.ready()
    url = address(vault, serve)
    status, tag, text = asked(url)
    assert (status, text.count("SUMMARY:Ana Reyes")) == (200, 1)
    assert asked(url, **{"If-None-Match": tag}) == (304, tag, "")
    Path(vault.root, "People", "Ana Reyes.md").write_text(PERSON + "- 2026-11-22 ☎ call: spoke of the sea\n")
    serve.until(lambda: asked(url, **{"If-None-Match": tag})[0] == 200)
    status, new, text = asked(url)
    assert (status, new != tag) == (200, True)
    assert "the sea" in text.replace("\r\n ", "")
    assert serve.ended() == 0
    assert serve.events("stopped")
    assert url.rsplit("/", 2)[1] not in str(serve.told)
    assert not [each for each in serve.other if "Traceback" in each]


def test_a_feed_that_the_settings_name_later_is_served_without_a_new_start(vault: Sandbox, serve: Real) -> None:
    serve.ready()
    url = address(vault, serve)
    vault.write({"vaultsync.toml": '[[feeds]]\nname = "everybody"\n'})
    serve.until(lambda: asked(url)[0] == 404)
    other = url.replace("catch-ups", "everybody")
    assert serve.until(lambda: "SUMMARY:Ana Reyes" in asked(other)[2])
    assert serve.ended() == 0
