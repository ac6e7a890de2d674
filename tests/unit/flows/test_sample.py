"""The sample newsroom on loopback: hosts, validators, the second day."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import feedparser  # type: ignore[import-untyped]  # it ships no types
import pytest

from flows.sample import SampleNewsroom, resources
from flows.sample_articles import read_articles, read_outlets

REVISED = ("levant-observer.example", "/2025/11/airstrike-nabatieh-road")


def fetch(newsroom: SampleNewsroom, url: str, *, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = HTTPConnection(*newsroom.connect_to[parts.hostname], timeout=10)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, parts.path, headers={"Host": parts.hostname, **sent})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("day", [1, 2])
def test_every_article_is_reached_from_its_feed(day: int) -> None:
    with SampleNewsroom(day) as newsroom:
        linked = []
        for feed in newsroom.feeds:
            response, body = fetch(newsroom, feed.url)
            assert response.status == 200
            if "json" in response.headers["Content-Type"]:
                linked += [item["url"] for item in _json(body)["items"]]
            else:
                linked += [entry["link"] for entry in feedparser.parse(body).entries]
        assert sorted(linked) == sorted(article.url for article in read_articles(day))
        statuses = {fetch(newsroom, url)[0].status for url in linked}
    assert statuses == {200}


def _json(body: bytes) -> dict[str, list[dict[str, str]]]:
    parsed: dict[str, list[dict[str, str]]] = json.loads(body)
    return parsed


def test_feeds_come_in_four_formats_with_their_content_types() -> None:
    with SampleNewsroom() as newsroom:
        kinds = {fetch(newsroom, feed.url)[0].headers["Content-Type"].partition(";")[0] for feed in newsroom.feeds}
    assert kinds == {"application/rss+xml", "application/rdf+xml", "application/atom+xml", "application/feed+json"}


def test_addresses_do_not_depend_on_the_port() -> None:
    with SampleNewsroom() as first, SampleNewsroom() as second:
        assert first.port != second.port
        assert first.feeds == second.feeds
        assert all(urlsplit(feed.url).port is None for feed in first.feeds)
        assert set(first.connect_to.values()) == {("127.0.0.1", first.port)}


def test_validators_answer_304_without_a_body() -> None:
    with SampleNewsroom() as newsroom:
        url = newsroom.feeds[0].url
        first, _ = fetch(newsroom, url)
        by_tag, body = fetch(newsroom, url, If_None_Match=str(first.headers["ETag"]))
        by_date, _ = fetch(newsroom, url, If_Modified_Since=str(first.headers["Last-Modified"]))
        other, _ = fetch(newsroom, url, If_None_Match='"something"', If_Modified_Since=first.headers["Last-Modified"])
        nonsense, _ = fetch(newsroom, url, If_Modified_Since="yesterday")
    assert (by_tag.status, body) == (304, b"")
    assert by_date.status == 304
    assert other.status == 200
    assert nonsense.status == 200


def test_head_robots_and_what_is_not_there() -> None:
    with SampleNewsroom() as newsroom:
        base = "http://harbour-gazette.example"
        head, nothing = fetch(newsroom, f"{base}/", method="HEAD")
        robots, text = fetch(newsroom, f"{base}/robots.txt")
        missing, _ = fetch(newsroom, f"{base}/no-such-page")
        stranger = HTTPConnection("127.0.0.1", newsroom.port, timeout=10)
        stranger.request("GET", "/robots.txt", headers={"Host": "elsewhere.example"})
        assert stranger.getresponse().status == 404
        stranger.close()
    assert (head.status, nothing) == (200, b"")
    assert robots.headers["Content-Type"].startswith("text/plain")
    assert b"User-agent: *" in text
    assert missing.status == 404


def test_the_second_day_adds_and_revises_and_leaves_the_rest() -> None:
    first, second = resources(1), resources(2)
    added = second.keys() - first.keys()
    changed = {key for key in first if first[key].body != second[key].body}
    feeds = {(outlet.host, outlet.feed_path) for outlet in read_outlets()}
    front = {(outlet.host, "/") for outlet in read_outlets()}
    assert first.keys() <= second.keys()
    assert len(added) >= 6
    assert changed - feeds - front == {REVISED}
    assert changed & feeds == {
        (outlet.host, outlet.feed_path) for outlet in read_outlets() if outlet.key != "sahel-wire"
    }
    assert second[REVISED].modified > first[REVISED].modified
    assert second[REVISED].etag != first[REVISED].etag


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="not 3"):
        SampleNewsroom(day=3)


async def _serve_once() -> int:
    async with SampleNewsroom() as newsroom:
        return newsroom.port


def test_the_context_is_asynchronous_too() -> None:
    port = asyncio.run(_serve_once())
    gone = HTTPConnection("127.0.0.1", port, timeout=10)
    with pytest.raises(ConnectionRefusedError):
        gone.request("GET", "/")


def test_it_does_not_import_prefect() -> None:
    code = "import sys, flows.sample; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_day_goes_on_article_by_article() -> None:
    noon = datetime(2025, 11, 17, 12, tzinfo=UTC)
    shown = read_articles(2, noon)
    assert set(shown) < set(read_articles(1))
    assert all(article.modified <= noon for article in shown)
    newest = shown[-1]
    with SampleNewsroom(2) as newsroom:
        newsroom.move_to(newest.modified - timedelta(seconds=1))
        assert fetch(newsroom, newest.url)[0].status == 404
        newsroom.move_to(noon)
        assert fetch(newsroom, newest.url)[0].status == 200
