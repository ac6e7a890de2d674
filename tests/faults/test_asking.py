"""H1-H5: how a feed is asked."""

import gzip
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

from extractors.policy import own_version
from extractors.records import Problem, Reason, Response

brotli = pytest.importorskip("brotli", reason="br is offered only where it can be decoded")


def test_h1_validators_go_back_byte_for_byte(server: Any, desk: Any) -> None:
    url = server.route("/feed", server.http(status="304 Not Modified"))
    etag, modified = "W/\"a-\xe9 'b'\"", "Sunday, 22-Nov-26 15:07:41 GMT"
    answer = desk.ask(url, etag=etag, last_modified=modified)
    assert isinstance(answer, Response)
    assert answer.not_modified
    assert server.requests[0].header("If-None-Match") == etag
    assert server.requests[0].header("If-Modified-Since") == modified


def test_h1_first_poll_is_unconditional(server: Any, desk: Any) -> None:
    desk.ask(server.route("/feed", server.http(server.RSS)))
    assert server.requests[0].header("If-None-Match") is None
    assert server.requests[0].header("If-Modified-Since") is None


def test_h1_validator_that_would_split_the_header_is_not_sent(server: Any, desk: Any) -> None:
    desk.ask(server.route("/feed", server.http(server.RSS)), etag='"a"\r\nX-Evil: 1')
    assert server.requests[0].header("If-None-Match") is None
    assert server.requests[0].header("X-Evil") is None


def test_h2_headers_keep_the_servers_bytes(server: Any, desk: Any) -> None:
    url = server.route("/feed", server.http(server.RSS, 'ETag: W/"\xfc"', "Last-Modified: whenever"))
    answer = desk.ask(url)
    assert (answer.headers["etag"], answer.headers["last-modified"]) == ('W/"\xfc"', "whenever")


def test_h3_a_304_that_nobody_asked_for_is_a_problem(server: Any, desk: Any) -> None:
    answer = desk.ask(server.route("/feed", server.http(status="304 Not Modified")))
    assert isinstance(answer, Problem)
    assert (answer.code, answer.status) == (Reason.HTTP_STATUS, 304)


def test_h3_a_200_with_the_old_etag_is_read(server: Any, desk: Any) -> None:
    answer = desk.ask(server.route("/feed", server.http(server.RSS, 'ETag: "old"')), etag='"old"')
    assert answer.body == server.RSS


def test_h4_says_who_it_is_everywhere_and_nothing_else(server: Any, desk: Any) -> None:
    server.route("/feed", server.http(server.RSS, "Set-Cookie: a=1; Path=/"))
    server.route("/page", server.http(b"<html></html>"))
    desk.ask(server.url("/feed?x=1#part"))
    desk.ask(server.url("/page#part"), kind="page")
    assert server.paths() == ["/feed?x=1", "/robots.txt", "/page"]
    agents = {request.header("User-Agent") for request in server.requests}
    assert agents == {f"parley/{own_version()} (+mailto:desk@courier.example)"}
    for request in server.requests:
        names = [name.lower() for name, _ in request.headers]
        assert sorted(names) == ["accept", "accept-encoding", "host", "user-agent"]


def test_h4_no_cookie_goes_back(server: Any, desk: Any) -> None:
    url = server.route("/feed", server.http(server.RSS, "Set-Cookie: a=1; Path=/"))
    other = server.route("/other", server.http(server.RSS))
    desk.ask_all(url, other)
    desk.ask_all(url, other)
    assert all(request.header("Cookie") is None for request in server.requests)


def _deflate_raw(body: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(body) + machine.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", _deflate_raw),
        ("br", brotli.compress),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("identity", bytes),
        ("gzip", lambda body: gzip.compress(body[:100]) + gzip.compress(body[100:])),
        ("gzip", lambda body: gzip.compress(body) + b"\0" * 16),
    ],
)
def test_h5_packed_bodies_are_unpacked(server: Any, desk: Any, encoding: str, pack: Any) -> None:
    url = server.route("/feed", server.http(pack(server.RSS), f"Content-Encoding: {encoding}"))
    assert desk.ask(url).body == server.RSS


def test_h5_offers_exactly_what_it_decodes(server: Any, desk: Any) -> None:
    desk.ask(server.route("/feed", server.http(server.RSS)))
    assert server.requests[0].header("Accept-Encoding") == "gzip, br"


@pytest.mark.parametrize(
    ("encoding", "body", "code"),
    [
        ("gzip", b"<rss/>", Reason.BAD_ENCODING),
        ("br", b"<rss/> is not brotli", Reason.BAD_ENCODING),
        ("zstd", b"(\xb5/\xfd", Reason.BAD_ENCODING),
        ("gzip", gzip.compress(b"<rss/>" * 1000)[:-20], Reason.TRUNCATED),
        ("br", brotli.compress(b"<rss/>" * 1000)[:-5], Reason.TRUNCATED),
        ("deflate", zlib.compress(b"<rss/>" * 1000)[:-8], Reason.TRUNCATED),
    ],
)
def test_h5_a_body_that_is_not_what_it_says_is_a_problem(
    server: Any, desk: Any, encoding: str, body: bytes, code: Reason
) -> None:
    answer = desk.ask(server.route("/feed", server.http(body, f"Content-Encoding: {encoding}")))
    assert isinstance(answer, Problem)
    assert answer.code is code


def test_h20_the_ledger_has_a_row_for_each_asking(server: Any, desk: Any) -> None:
    before = datetime.now(UTC)
    server.route("/moved", server.http(b"", "Location: /feed", status="301 Moved"))
    server.route("/feed", server.http(gzip.compress(server.RSS), "Content-Encoding: gzip"))
    desk.ask(server.url("/moved"))
    desk.ask(server.url("/feed"), etag='"x"')
    desk.ask(server.url("/none"))
    rows = [(row.url, row.final_url, row.status, row.outcome) for row in desk.ledger]
    assert rows == [
        (server.url("/moved"), server.url("/feed"), 200, "ok"),
        (server.url("/feed"), server.url("/feed"), 200, "ok"),
        (server.url("/none"), server.url("/none"), 404, "problem"),
    ]
    assert desk.ledger[0].bytes == len(gzip.compress(server.RSS))
    assert all(before <= row.fetched_at and row.seconds >= 0 for row in desk.ledger)
