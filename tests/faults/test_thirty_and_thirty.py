"""Thirty feeds that misbehave beside thirty good ones: every good one is read, every bad one has its reason."""

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from extractors.feeds import parse_feed
from extractors.fetch import Fetcher
from extractors.polling import after_failure, after_response, new_state
from extractors.records import Feed, FeedState, Problem, Reason, Response
from extractors.urls import feed_id

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def _hold(server: Any, head: bytes, drop: bytes) -> Callable[[Any, Any], None]:
    """Send a head, then a little now and then until the other side has had enough."""

    def answer(_: Any, connection: Any) -> None:
        connection.sendall(head)
        while not server.stopping.wait(0.05):
            connection.sendall(drop)

    return answer


def _then_close(data: bytes) -> Callable[[Any, Any], None]:
    def answer(_: Any, connection: Any) -> None:
        connection.sendall(data)
        connection.close()

    return answer


def _bad(http: Any, rss: bytes, server: Any) -> list[tuple[Any, Reason]]:
    """List answers and the reason that each must have."""
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    packed, page = gzip.compress(rss * 50), b"<!DOCTYPE html><html><body>Wall</body></html>"

    def moved(target: str, status: str = "302 Found") -> Any:
        return http(b"", f"Location: {target}", status=status)

    return [
        (_then_close(b""), Reason.UNREACHABLE),
        (_then_close(b"\x16\x03\x01"), Reason.UNREACHABLE),
        (lambda *_: server.stopping.wait(9), Reason.TIMEOUT),
        (_hold(server, head, b"."), Reason.TIMEOUT),
        (_hold(server, b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), Reason.TIMEOUT),
        (_hold(server, head, b"<item/>" * 200_000), Reason.TOO_LARGE),
        (http(gzip.compress(b"\0" * 10_000_000) * 100, "Content-Encoding: gzip"), Reason.TOO_LARGE),
        (http(b"", length=10**11), Reason.TOO_LARGE),
        (http(packed[:-30], "Content-Encoding: gzip"), Reason.TRUNCATED),
        (_then_close(http(rss, length=len(rss) + 9)), Reason.TRUNCATED),
        (http(rss, "Content-Encoding: gzip"), Reason.BAD_ENCODING),
        (http(rss, "Content-Encoding: zstd"), Reason.BAD_ENCODING),
        (moved("/bad"), Reason.REDIRECTS),
        (moved("file:///etc/passwd"), Reason.FORBIDDEN_SCHEME),
        (moved("http://169.254.169.254/latest/"), Reason.FORBIDDEN_ADDRESS),
        (moved("http://[::ffff:10.0.0.1]/"), Reason.FORBIDDEN_ADDRESS),
        (moved("http://[64:ff9b::a00:1]/"), Reason.FORBIDDEN_ADDRESS),
        (http(b"", status="301 Moved"), Reason.REDIRECTS),
        (http(page, status="403 Wall"), Reason.HTTP_STATUS),
        (http(page, status="404 None"), Reason.HTTP_STATUS),
        (http(b"", status="410 Gone"), Reason.GONE),
        (http(b"", "Retry-After: 600", status="429 Slow Down"), Reason.RATE_LIMITED),
        (http(b"", "Retry-After: 600", status="503 Busy"), Reason.HTTP_STATUS),
        (http(b"", status="500 Oops"), Reason.HTTP_STATUS),
        (http(b"", status="304 Not Modified"), Reason.HTTP_STATUS),
        (http(page), Reason.NOT_A_FEED),
        (http(b""), Reason.NOT_A_FEED),
        (http(b'{"error": "no key"}'), Reason.NOT_A_FEED),
        (http(b"%PDF-1.7\n\xff\xfe"), Reason.NOT_A_FEED),
        (http(f"<!DOCTYPE x [{LAUGHS}]><x>&l11;</x>".encode()), Reason.NOT_A_FEED),
    ]


async def _poll(fetcher: Fetcher, url: str) -> tuple[FeedState, int, list[Problem]]:
    feed = Feed(feed_id=feed_id(url), url=url, outlet="Courier")
    state, answer = new_state(feed, NOW), await fetcher.get(url, kind="feed")
    if isinstance(answer, Problem):
        return after_failure(state, answer, now=NOW, random=lambda: 0.5), 0, [answer]
    assert isinstance(answer, Response)
    kind = answer.headers.get("content-type")
    parsed = parse_feed(answer.body, feed=feed, base_url=answer.final_url, content_type=kind, now=NOW)
    count = len(parsed.entries)
    after = after_response(state, answer, parsed, new_entries=count, now=NOW, random=lambda: 0.5)
    return after, count, list(parsed.problems)


def test_thirty_good_feeds_are_read_beside_thirty_bad_ones(make_server: Any, desk: Any) -> None:
    good, urls, reasons = make_server(), [], []
    good_urls = [good.route(f"/{n}", good.http(good.RSS)) for n in range(30)]
    for answer, reason in _bad(good.http, good.RSS, good):
        server = make_server()
        urls.append(server.route("/bad", answer))
        reasons.append(reason)
    hosts = frozenset(url.split("/")[2] for url in [*urls, *good_urls])
    policy = replace(
        desk.policy,
        allow_private_addresses=False,
        allowed_hosts=hosts,
        silence_s=0.7,
        deadline_s=1.5,
        feed_bytes=5_000_000,
    )

    async def run() -> list[tuple[FeedState, int, list[Problem]]]:
        async with Fetcher(policy) as fetcher:
            return await asyncio.gather(*(_poll(fetcher, url) for url in [*urls, *good_urls]))

    results = asyncio.run(run())
    assert [problems[0].code for _, _, problems in results[:30]] == reasons
    assert all(problems[0].subject == url for (_, _, problems), url in zip(results, urls, strict=False))
    assert [state.status for state, _, _ in results[:30]] == [
        "gone" if r is Reason.GONE else "failing" for r in reasons
    ]
    assert all((state.status, count, problems) == ("ok", 1, []) for state, count, problems in results[30:])
