"""H15 and H17: size, time, and XML without doors."""

import gzip
import random
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

from extractors.errors import SettingsError
from extractors.feeds import ParsedFeed, parse_feed
from extractors.politeness import Pacer
from extractors.records import Feed, Problem, Reason, Response

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FEED = Feed(feed_id="f", url="http://courier.example/feed", outlet="Harbour Courier")
ITEM = "<item><title>Envoys meet {n}</title><link>http://courier.example/{n}</link><guid>{n}</guid></item>"


def _parse(text: str | bytes, content_type: str | None = "application/rss+xml") -> ParsedFeed:
    body = text if isinstance(text, bytes) else text.encode()
    return parse_feed(body, feed=FEED, base_url=FEED.url, content_type=content_type, now=NOW)


def _rss(inside: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>Courier</title>{inside}</channel></rss>'


def test_h15_a_gigabyte_in_a_megabyte_of_gzip_is_cut_off(server: Any, desk: Any) -> None:
    member = gzip.compress(b"\0" * 10_000_000)
    bomb = member * 100
    answer = desk.ask(server.route("/feed", server.http(bomb, "Content-Encoding: gzip")))
    assert answer.code is Reason.TOO_LARGE
    assert "unpacks to more than" in answer.detail


def test_h15_a_bomb_within_a_bomb_is_cut_off(server: Any, desk: Any) -> None:
    body = gzip.compress(gzip.compress(b"\0" * 60_000_000))
    answer = desk.ask(server.route("/feed", server.http(body, "Content-Encoding: gzip, gzip")))
    assert answer.code is Reason.TOO_LARGE


def test_h15_an_endless_body_is_cut_off_at_the_ceiling(server: Any, desk: Any) -> None:
    def endless(_: Any, connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            connection.sendall(b"<item/>" * 10_000)

    answer = desk.ask(server.route("/feed", endless), feed_bytes=2_000_000)
    assert answer.code is Reason.TOO_LARGE
    assert 2_000_000 < desk.ledger[0].bytes < 4_000_000


def test_h15_an_announced_length_beyond_the_ceiling_is_not_read(server: Any, desk: Any) -> None:
    def announces(_: Any, connection: Any) -> None:
        connection.sendall(server.http(b"<rss>", length=10_000_000_000))
        connection.recv(1)  # until the other side hangs up

    answer = desk.ask(server.route("/feed", announces))
    assert answer.code is Reason.TOO_LARGE
    assert desk.ledger[0].bytes == 0


def test_h15_pages_have_a_ceiling_of_their_own(server: Any, desk: Any) -> None:
    url = server.route("/page", server.http(b"x" * 300))
    assert desk.ask(url, kind="page", page_bytes=200).code is Reason.TOO_LARGE
    assert desk.ask(url, kind="feed", page_bytes=200).status == 200


def test_h15_a_byte_now_and_then_does_not_hold_a_worker(server: Any, desk: Any) -> None:
    def drips(_: Any, connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while not server.stopping.wait(0.05):
            connection.sendall(b".")

    answer = desk.ask(server.route("/feed", drips), deadline_s=0.6)
    assert answer.code is Reason.TIMEOUT
    assert len(server.requests) == 1  # the deadline was for all of it


def test_h15_silence_is_a_time_out_and_asked_again(server: Any, desk: Any) -> None:
    answer = desk.ask(server.route("/feed", lambda *_: server.stopping.wait(3)), silence_s=0.2, deadline_s=10.0)
    assert answer.code is Reason.TIMEOUT
    assert len(server.requests) == 3


def test_h15_a_host_that_hangs_uses_its_patience_up_for_the_run() -> None:
    pacer = Pacer(host_delay=0.0, concurrency=1)
    assert pacer.patience("slow", 30.0) == 30.0
    pacer.waste("slow", 12.0)
    assert (pacer.patience("slow", 30.0), pacer.patience("other", 30.0)) == (18.0, 30.0)
    pacer.waste("slow", 30.0)
    assert (pacer.patience("slow", 30.0), pacer.patience("slow", 2.0)) == (5.0, 2.0)


@pytest.mark.parametrize("head", ["Content-Type: text/xml", "Content-Encoding: gzip"])
def test_h15_a_body_shorter_than_its_length_is_a_problem(server: Any, desk: Any, head: str) -> None:
    def short(_: Any, connection: Any) -> None:
        body = gzip.compress(server.RSS) if "gzip" in head else server.RSS
        connection.sendall(server.http(body, head, length=len(body) + 10))
        connection.close()

    answer = desk.ask(server.route("/feed", short))
    assert answer.code is Reason.TRUNCATED
    assert "bytes" in answer.detail


def test_h15_broken_chunks_are_a_problem(server: Any, desk: Any) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    url = server.route("/feed", lambda _, connection: connection.sendall(head + b"5\r\n<rss>\r\nzz\r\n"))
    assert desk.ask(url).code is Reason.TRUNCATED


@pytest.mark.parametrize(
    "garbage",
    [b"\x16\x03\x01garbage\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000, b""],
)
def test_what_is_not_http_is_a_problem(server: Any, desk: Any, garbage: bytes) -> None:
    def answer(_: Any, connection: Any) -> None:
        connection.sendall(garbage)
        connection.close()

    assert isinstance(desk.ask(server.route("/feed", answer), retries=0), Problem)


def test_h17_billion_laughs_expand_to_nothing() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
    parsed = _parse(_rss(f"{ITEM.format(n=1)}<item><title>&l11;</title><guid>2</guid></item>", doctype))
    assert [entry.guid for entry in parsed.entries] == ["1", "2"]
    assert len(parsed.entries[1].title) < 100


def test_h17_quadratic_blow_up_is_bounded() -> None:
    doctype = f'<!DOCTYPE rss [<!ENTITY big "{"x" * 100_000}">]>'
    parsed = _parse(_rss(f"<item><title>{'&big;' * 1000}</title><guid>1</guid></item>", doctype))
    assert len(parsed.entries) == 1
    assert len(parsed.entries[0].title) < 100_000


@pytest.mark.parametrize("kind", ['SYSTEM "file:///etc/passwd"', 'SYSTEM "{url}"', 'PUBLIC "x" "{url}"'])
def test_h17_external_entities_are_never_fetched(server: Any, kind: str) -> None:
    url = server.route("/secret", server.http(b"root:x:0:0"))
    doctype = f"<!DOCTYPE rss [<!ENTITY doors {kind.format(url=url)}>]>"
    parsed = _parse(_rss("<item><title>See &doors; here</title><guid>1</guid></item>", doctype))
    assert len(parsed.entries) == 1
    assert "root:" not in parsed.entries[0].title
    assert server.requests == []


@pytest.mark.parametrize(
    "doctype", ['<!DOCTYPE rss SYSTEM "{url}">', '<!DOCTYPE rss [<!ENTITY % d SYSTEM "{url}"> %d;]>']
)
def test_h17_no_dtd_is_fetched(server: Any, doctype: str) -> None:
    url = server.route("/dtd", server.http(b'<!ENTITY e "secret">'))
    parsed = _parse(_rss(ITEM.format(n=1), doctype.format(url=url)))
    assert len(parsed.entries) == 1
    assert server.requests == []


def test_h17_short_entities_and_html_characters_are_read() -> None:
    parsed = _parse(
        _rss(
            "<item><title>&paper; caf&eacute; &mdash; &amp;</title></item>",
            '<!DOCTYPE rss [<!ENTITY paper "Courier">]>',
        )
    )
    assert parsed.entries[0].title == "Courier caf\xe9 \u2014 &"
    assert parsed.problems[0].code is Reason.NO_LINK  # and nothing about broken XML


@pytest.mark.parametrize("control", ["\x00", "\x08", "\x0b", "\x1f", "\ufffe", "&#0;", "&#x1f;", "&#8;"])
def test_h17_control_characters_cost_a_character(control: str) -> None:
    parsed = _parse(_rss(f"<item><title>Envoys{control} meet</title><guid>1</guid></item>{ITEM.format(n=2)}"))
    assert [entry.title for entry in parsed.entries] == ["Envoys meet", "Envoys meet 2"]


def test_h17_markup_is_removed_from_titles() -> None:
    title = "&lt;b&gt;Envoys&lt;/b&gt; meet&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; 3 &lt; 4 \x1b[31m"
    assert _parse(_rss(f"<item><title>{title}</title></item>")).entries[0].title == "Envoys meet & 3 < 4 [31m"


def test_twenty_thousand_entries_are_all_read() -> None:
    parsed = _parse(_rss("".join(ITEM.format(n=n) for n in range(20_000))))
    assert len(parsed.entries) == 20_000
    assert not parsed.problems


def test_deep_nesting_is_read() -> None:
    deep = "<a>" * 20_000 + "</a>" * 20_000
    assert [entry.guid for entry in _parse(_rss(f"{ITEM.format(n=1)}<x>{deep}</x>{ITEM.format(n=2)}")).entries] == [
        "1",
        "2",
    ]


@pytest.mark.parametrize("cut", [60, 95, 150, 190, 230, 300])
def test_xml_that_breaks_off_is_read_as_far_as_it_goes(cut: int) -> None:
    whole = _rss("".join(ITEM.format(n=n) for n in range(5)))
    parsed = _parse(whole[:-cut])
    assert len(parsed.entries) >= 5 - (cut // 75) - 1
    assert any(problem.code is Reason.BROKEN_FEED for problem in parsed.problems)


def test_noise_of_every_kind_raises_nothing() -> None:
    for body in (
        b"",
        b"\xff\xfe",
        b"<",
        b"<?xml",
        b"\0" * 100,
        b"<rss",
        b"{",
        b"[",
        b"{}",
        zlib.compress(b"x"),
        b"<rss>" * 9,
        b"]]>",
    ):
        parsed = _parse(body)
        assert not parsed.entries
        assert parsed.problems or parsed.readable


def test_more_entries_than_any_feed_has_are_cut_and_noted() -> None:
    parsed = _parse(_rss("<item><guid>1</guid></item>" * 60_000))
    assert len(parsed.entries) == 1
    assert "more than 50000 entries" in parsed.problems[0].detail


def test_a_tag_without_end_is_where_reading_stops() -> None:
    attributes = " ".join(f'a{n}="b"' for n in range(20_000))
    parsed = _parse(_rss(f"{ITEM.format(n=1)}<item {attributes}/>"))
    assert [entry.guid for entry in parsed.entries] == ["1"]
    assert "20000 characters" in parsed.problems[0].detail


def test_garbage_of_many_kinds_never_raises(server: Any, desk: Any) -> None:
    dice = random.Random(7)
    pieces = [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 301 X\r\n",
        b"HTTP/2 200\r\n",
        b"Location: ",
        b"Content-Length: -5\r\n",
        b"\r\n\r\n",
    ]
    pieces += [
        b"Content-Encoding: gzip, br\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"\0",
        b"\xff\xfe",
        b"http://[::1",
        b"\r\n",
        b"9\r\n",
    ]

    def garbage(_: Any, connection: Any) -> None:
        connection.sendall(b"".join(dice.choices(pieces, k=8)))
        connection.close()

    urls = [server.route(f"/{n}", garbage) for n in range(200)]
    answers = desk.ask_all(*urls, retries=0)
    assert len(answers) == 200
    assert all(isinstance(answer, Problem | Response) for answer in answers)
    assert len(desk.ledger) == 200


def test_a_proxy_that_is_none_is_refused_at_the_start(desk: Any) -> None:
    with pytest.raises(SettingsError, match="must be an http or https address"):
        desk.ask("http://courier.example/", proxy="socks5://127.0.0.1:1080")


@pytest.mark.parametrize("size", ["</width>", "<width/>", "<image><width></width>", "<height>tall</height>"])
def test_what_feedparser_trips_over_does_not_take_the_feed_with_it(size: str) -> None:
    parsed = _parse(_rss(f"{ITEM.format(n=1)}<image>{size}</image></oops>{ITEM.format(n=2)}"))
    assert [entry.guid for entry in parsed.entries] == ["1", "2"]


def test_a_feed_whose_root_was_destroyed_is_still_read() -> None:
    parsed = _parse(f'<?xml version="1.0" encoding="utf ss version="2.0"><channel>{ITEM.format(n=1)}</channel></rss>')
    assert [entry.guid for entry in parsed.entries] == ["1"]
    assert parsed.problems[0].code is Reason.BROKEN_FEED
