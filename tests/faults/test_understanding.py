# ruff: noqa: RUF001 - dashes that charsets differ on
"""H18-H20: charset and type, identity, robots.txt and what is noted."""

import asyncio
import codecs
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from extractors.charset import decode
from extractors.feeds import ParsedFeed, parse_feed
from extractors.fetch import Fetcher
from extractors.records import Feed, Problem, Reason, Response

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FEED = Feed(feed_id="f", url="http://courier.example/feed", outlet="Harbour Courier")
WORDS = "Präsident café Élysée – „Mandat“"


def _parse(body: bytes, content_type: str | None = None, base: str = FEED.url) -> ParsedFeed:
    return parse_feed(body, feed=FEED, base_url=base, content_type=content_type, now=NOW)


def _rss(*items: str) -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Courier</title>{inside}</channel></rss>'.encode()


def _xml(text: str, declared: str | None) -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f'{declaration}<rss version="2.0"><channel><item><title>{text}</title><guid>1</guid></item></channel></rss>'


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8-sig", "iso-8859-1", "text/xml; charset=koi8-r"),  # the mark wins
        ("utf-16", "utf-8", None),
        ("utf-16-le", "utf-16", None),
        ("utf-16-be", None, None),
        ("utf-32", "utf-32", None),
        ("cp1252", "utf-8", "text/xml; charset=windows-1252"),  # the parameter before the declaration
        ("cp1252", "windows-1252", "text/xml"),  # text/xml without charset is not US-ASCII
        ("utf-8", None, "text/xml"),
        ("utf-8", "us-ascii", "text/xml; charset=us-ascii"),  # the bytes contradict
        ("utf-8", "iso-8859-1", "application/xml"),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("cp1252", "utf-8", "text/xml; charset=utf-8"),  # and so they do here
        ("cp1252", None, None),
        ("cp1252", "no-such-charset", "text/xml; charset=binary"),
        ("cp1252", "base64", None),
        ("utf-8", "utf-16", "application/xml"),
    ],
)
def test_h18_the_ladder_of_charsets(encoding: str, declared: str | None, content_type: str | None) -> None:
    parsed = _parse(_xml(WORDS, declared).encode(encoding), content_type)
    assert parsed.entries[0].title == WORDS


def test_h18_what_contradicts_its_label_is_noted() -> None:
    parsed = _parse(_xml(WORDS, "utf-8").encode("cp1252"), "text/xml")
    assert [problem.code for problem in parsed.problems if problem.stage == "feed"] == [Reason.BROKEN_FEED]
    assert "read as cp1252" in parsed.problems[0].detail


@pytest.mark.parametrize(
    "encoding", ["koi8-r", "windows-1251", "iso-8859-5", "euc-kr", "shift_jis", "gb18030", "big5", "iso-8859-7"]
)
def test_h18_encodings_of_the_world(encoding: str) -> None:
    text = {
        "euc-kr": "협상 재개",
        "shift_jis": "交渉再開",
        "gb18030": "谈判恢复",
        "big5": "談判恢復",
        "iso-8859-7": "Διαπραγματεύσεις",
    }.get(encoding, "Переговоры")
    assert _parse(_xml(text, encoding).encode(encoding)).entries[0].title == text


def test_h18_a_few_broken_bytes_do_not_spoil_the_rest() -> None:
    body = _xml("Präsident in Genève – dann weiter X", "utf-8").encode().replace(b"X", b"\xe9\x93")
    assert _parse(body).entries[0].title == "Präsident in Genève – dann weiter é“"


def test_h18_text_cut_within_a_character_is_still_utf8() -> None:
    assert decode("é".encode() * 50 + b"\xc3", None).text == "é" * 50 + "Ã"


def test_h18_json_is_utf8_whatever_the_header_says() -> None:
    body = json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "title": WORDS}]}, ensure_ascii=False
    )
    assert _parse(codecs.BOM_UTF8 + body.encode(), "text/plain; charset=koi8-r").entries[0].title == WORDS


@pytest.mark.parametrize("content_type", ["text/html", "text/plain; charset=utf-8", "image/png", "nonsense", None])
def test_h18_a_feed_is_a_feed_however_it_is_sent(content_type: str | None) -> None:
    assert len(_parse(_rss("<title>Envoys meet</title>"), content_type).entries) == 1


def test_h18_a_page_is_a_problem_that_names_the_feeds_it_links_to() -> None:
    page = (
        b'<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/world.xml" title="World">'
        b'<link rel="stylesheet" href="/x.css"></head><body><rss></rss></body></html>'
    )
    parsed = _parse(page, "application/xml")
    assert [problem.code for problem in parsed.problems] == [Reason.NOT_A_FEED]
    assert "http://courier.example/world.xml" in parsed.problems[0].detail
    assert not parsed.readable


@pytest.mark.parametrize(
    "body",
    [b"", b"plain words", b'{"a": 1}', b"[1]", b"<svg/>", b"<urlset><url/></urlset>", b'{"items": 3}', b"%PDF-1.7"],
)
def test_h18_other_bodies_are_a_problem(body: bytes) -> None:
    parsed = _parse(body)
    assert [problem.code for problem in parsed.problems] == [Reason.NOT_A_FEED]


def test_h18_a_scripts_warning_before_the_feed_is_skipped_and_noted() -> None:
    parsed = _parse(
        b"<br />\n<b>Warning</b>: mysql_connect()\n"
        b'<?xml version="1.0"?>' + _rss("<title>Envoys meet</title>") + b"<!-- cached -->"
    )
    assert len(parsed.entries) == 1
    assert "before the feed" in parsed.problems[0].detail
    assert len([problem for problem in parsed.problems if problem.stage == "feed"]) == 1


def test_h19_an_id_is_compared_character_by_character() -> None:
    parsed = _parse(
        _rss(
            *(
                f'<guid isPermaLink="false">{guid}</guid><link>/{n}</link>'
                for n, guid in enumerate(["a", "A", "a%41", "aA", "http://x.example/A"])
            )
        )
    )
    assert len({entry.entry_id for entry in parsed.entries}) == 5


def test_h19_a_new_title_under_a_known_id_is_the_same_entry() -> None:
    old = _parse(_rss("<guid>a-1</guid><link>/1</link><title>Talks halted</title>")).entries[0]
    new = _parse(_rss("<guid>a-1</guid><link>/1-renamed</link><title>Talks resumed</title>")).entries[0]
    assert (old.entry_id, old.title != new.title) == (new.entry_id, True)


def test_h19_a_relative_permalink_keeps_its_id_when_the_feed_moves() -> None:
    item = "<guid>/a/1</guid><title>Talks halted</title>"
    here, there = (
        _parse(_rss(item)).entries[0],
        _parse(_rss(item), base="https://www.courier.example/new/feed").entries[0],
    )
    assert here.entry_id == there.entry_id
    assert there.url == "https://www.courier.example/a/1"


def test_h19_without_an_id_the_link_names_the_entry_and_tracking_does_not_count() -> None:
    one, two = (
        _parse(_rss(f"<link>http://courier.example/1{tail}</link><title>{tail}</title>")).entries[0]
        for tail in ("?utm_source=a", "#b")
    )
    assert one.entry_id == two.entry_id


def test_h19_without_id_and_link_the_content_names_it() -> None:
    parsed = _parse(_rss("<title>A</title>", "<title>B</title>", "<title>A</title>"))
    assert [entry.title for entry in parsed.entries] == ["A", "B"]
    assert [problem.code for problem in parsed.problems].count(Reason.DUPLICATE) == 1


def test_h19_one_guid_for_everything_is_found_out() -> None:
    parsed = _parse(_rss(*(f'<guid isPermaLink="false">x</guid><link>/{n}</link><title>{n}</title>' for n in range(5))))
    assert [entry.url for entry in parsed.entries] == [f"http://courier.example/{n}" for n in range(5)]
    assert len({entry.entry_id for entry in parsed.entries}) == 5
    assert [problem.code for problem in parsed.problems] == [Reason.REUSED_GUID]


def test_h19_duplicates_in_a_feed_are_counted() -> None:
    item = '<guid isPermaLink="false">x</guid><link>/1</link><title>1</title>'
    parsed = _parse(_rss(item, item, item))
    assert len(parsed.entries) == 1
    assert [problem.code for problem in parsed.problems] == [Reason.DUPLICATE] * 2


def test_h20_the_hub_is_noted() -> None:
    links = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="{}" href="http://{}.example/"/>'
    head = links.format("hub", "hub") + links.format("self", "self")
    hints = _parse(_rss("<title>1</title>").replace(b"<title>Courier", head.encode() + b"<title>Courier")).hints
    assert (hints.hub, hints.self_url) == ("http://hub.example/", "http://self.example/")


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 403 Wall\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 401 Who\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 204 Empty\r\n\r\n", True),
        (b"HTTP/1.1 302 Round\r\nLocation: /robots.txt\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", False),
        (b"", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 37\r\n\r\nUser-agent: *\nDisallow: /private\n     ", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\nUser-agent: *\nDisallow: /\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\nUser-agent: parley\nDisallow: /a\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\nUser-agent: otherbot\nDisallow: /\n", True),
    ],
)
def test_h20_robots_txt_decides_for_pages(server: Any, desk: Any, answer: bytes, *, allowed: bool) -> None:
    def robots(_: Any, connection: Any) -> None:
        connection.sendall(answer) if answer else connection.close()

    server.route("/robots.txt", robots)
    server.route("/a/1", server.http(b"<html></html>"))
    got = desk.ask(server.url("/a/1"), kind="page")
    assert isinstance(got, Response) is allowed
    assert ("/a/1" in server.paths()) is allowed
    if not allowed:
        assert isinstance(got, Problem)
        assert got.code in {Reason.ROBOTS, Reason.RATE_LIMITED}


def test_h20_robots_txt_is_asked_once_a_host_and_not_for_feeds(server: Any, desk: Any) -> None:
    urls = [server.route(f"/a/{n}", server.http(b"<html></html>")) for n in range(4)]
    desk.ask_all(*urls, kind="page")
    desk.ask(server.route("/feed", server.http(server.RSS)))
    assert server.paths().count("/robots.txt") == 1


def test_h20_the_request_for_robots_txt_is_in_the_ledger_of_the_page_that_needed_it_first(
    server: Any, other_server: Any, desk: Any
) -> None:
    page = server.route("/a", server.http(b"", f"Location: {other_server.url('/b')}", status="302 Found"))
    other_server.route("/b", server.http(b"<html></html>"))

    async def run() -> list[list[str]]:
        async with Fetcher(desk.policy) as fetcher:
            taken = []
            for _ in range(2):
                await fetcher.get(page, kind="page")
                taken.append(sorted(row.url for row in fetcher.take_fetches(page)))
            assert fetcher.take_fetches() == ()
            return taken

    both = [server.url("/robots.txt"), other_server.url("/robots.txt")]
    assert asyncio.run(run()) == [sorted([page, *both]), [page]]


def test_h20_a_page_reached_by_a_redirect_obeys_the_robots_txt_of_its_host(
    server: Any, other_server: Any, desk: Any
) -> None:
    other_server.route("/robots.txt", server.http(b"User-agent: *\nDisallow: /\n"))
    server.route("/a", server.http(b"", f"Location: {other_server.url('/b')}", status="302 Found"))
    other_server.route("/b", server.http(b"<html></html>"))
    assert desk.ask(server.url("/a"), kind="page").code is Reason.ROBOTS
    assert "/b" not in other_server.paths()
