"""The rules of RFC 9110 on codings and conditions, one by one."""

import pytest

from vaultsync.server.negotiate import outcome, wants_gzip


@pytest.mark.parametrize(
    "value",
    [
        "gzip",
        "GZIP",
        "x-gzip",
        "deflate, gzip;q=1.0, *;q=0.5",
        "*",
        "gzip;q=0.001",
        "br;q=1, gzip ; q=0.2",
        "*;q=0.5",
        "gzip;q=0.5, identity;q=0.5",
        "gzip;level=1",
    ],
)
def test_gzip_is_sent_where_it_is_welcome(value: str):
    assert wants_gzip([value])


@pytest.mark.parametrize(
    "value",
    [
        "",
        "identity",
        "gzip;q=0",
        "gzip;q=0.000, *",
        "br",
        "*;q=0",
        "gzip;q=0.2, identity;q=0.5",
        "gzip;q=much",
        "gzip;q=0.2, *;q=0.3",
        "gzip;q=2",
        ";;;,,",
        "gzip;q=",
    ],
)
def test_plain_bytes_are_sent_where_it_is_not(value: str):
    assert not wants_gzip([value])


def test_several_headers_are_one_list():
    assert wants_gzip(["br", "gzip"])
    assert not wants_gzip(["gzip;q=0", "*"])


NOW = 1_700_000_000
AT = "Tue, 14 Nov 2023 22:13:20 GMT"
BEFORE = "Tue, 14 Nov 2023 22:13:19 GMT"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({}, 200),
        ({"if-none-match": '"a"'}, 304),
        ({"if-none-match": 'W/"a"'}, 304),
        ({"if-none-match": '"b","a"'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"b"'}, 200),
        ({"if-none-match": "a"}, 200),
        ({"if-none-match": ""}, 200),
        ({"if-none-match": '"b"', "if-modified-since": AT}, 200),
        ({"if-modified-since": AT}, 304),
        ({"if-modified-since": BEFORE}, 200),
        ({"if-modified-since": "Tuesday, 14-Nov-23 22:13:20 GMT"}, 304),
        ({"if-modified-since": "Tue Nov 14 22:13:20 2023"}, 304),
        ({"if-modified-since": "soon"}, 200),
        ({"if-modified-since": "Tue, 99 Nov 2023 22:13:20 GMT"}, 200),
        ({"if-modified-since": "Tue, 14 Nov 99999999999999 22:13:20 GMT"}, 200),
        ({"if-modified-since": "9" * 1000}, 200),
        ({"if-match": '"a"'}, 200),
        ({"if-match": "*"}, 200),
        ({"if-match": 'W/"a"'}, 412),
        ({"if-match": '"b"', "if-none-match": '"a"'}, 412),
        ({"if-match": '"a"', "if-none-match": '"a"', "if-unmodified-since": BEFORE}, 304),
        ({"if-unmodified-since": BEFORE}, 412),
        ({"if-unmodified-since": AT}, 200),
        ({"if-unmodified-since": "never"}, 200),
    ],
)
def test_conditions_are_heard_in_their_order(asked: dict[str, str], answer: int):
    assert outcome(asked, '"a"', NOW) == answer
