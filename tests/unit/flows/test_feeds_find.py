"""From an answer to a catalogue's record, and what is refused before anybody is asked."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from extractors.catalogue import dump_catalogue, load_catalogue
from extractors.errors import CatalogueError
from extractors.feeds import ParsedFeed
from extractors.records import Feed, Problem, Reason, Response, Stage
from extractors.urls import feed_id
from flows.feeds_find import Labels, Look, refuse_private, to_follow, whole_address

NOW = datetime(2026, 11, 25, tzinfo=UTC)
URL = "https://courier.example/rss"


def look(url: str = URL, *, moved: str | None = None, **parsed: Any) -> Look:
    answer = Response(
        url=url, final_url=url, status=200, headers={}, body=b"", fetched_at=NOW, seconds=0.1, permanent_url=moved
    )
    return Look(url=url, answer=answer, parsed=ParsedFeed(**{"version": "rss20", "title": "World"} | parsed))


@pytest.mark.parametrize("address", ["courier.example/rss", " https://courier.example/rss ", URL])
def test_an_address_without_scheme_is_https(address: str) -> None:
    assert whole_address(address, Labels()) == URL


WRONG: list[tuple[str, Labels, str]] = [
    ("", Labels(), "url is"),
    ("ftp://courier.example/", Labels(), "http or https"),
    ("file:///etc/passwd", Labels(), "http or https"),
    ("two words", Labels(), "http or https"),
    (URL, Labels(country="XX"), "country is 'XX'"),
    (URL, Labels(language="Klingon"), "language is 'Klingon'"),
    (URL, Labels(outlet="\x1b"), "outlet is ''"),
]


@pytest.mark.parametrize(("address", "labels", "fault"), WRONG)
def test_what_no_catalogue_takes_is_refused(address: str, labels: Labels, fault: str) -> None:
    with pytest.raises(CatalogueError, match=fault):
        whole_address(address, labels)


def test_a_feed_speaks_for_itself_where_nobody_else_does() -> None:
    feed = to_follow(look(language="en_us"), Labels())
    assert (feed.outlet, feed.title, feed.country, feed.language) == ("courier.example", "World", None, "en-US")
    assert feed.verified


def test_what_a_person_says_goes_first() -> None:
    labels = Labels(outlet="The Courier", country="NZL", language="mi")
    feed = to_follow(look(language="en"), labels)
    assert (feed.outlet, feed.country, feed.language) == ("The Courier", "NZL", "mi")


def test_a_known_host_tells_outlet_and_country() -> None:
    feed = to_follow(look("https://feeds.bbci.co.uk/news/world/rss.xml", title="BBC News"), Labels())
    assert (feed.outlet, feed.country) == ("BBC News", "GBR")


@pytest.mark.parametrize("tag", ["", "English", "xx-yy-zz", "\x1b[31m", "en\nverified = 3", "q" * 5000])
def test_whatever_a_feed_calls_itself_the_catalogue_stays_readable(tag: str) -> None:
    feed = to_follow(look(language=tag, title='"]\n[[feed]] ' + "t" * 5000), Labels())
    (back,) = load_catalogue(dump_catalogue([feed]), name="f")
    assert back.url == URL
    assert back.language is None
    assert len(back.title or "") <= 120


def test_a_feed_on_a_stranger_s_host_belongs_to_the_site_that_it_names() -> None:
    feed = to_follow(look("https://feeds.example/x", site_url="https://www.bbc.co.uk/news"), Labels())
    assert (feed.outlet, feed.country) == ("BBC News", "GBR")
    page = replace(look("https://feeds.example/x"), found_in="https://courier.example/")
    assert to_follow(page, Labels()).outlet == "courier.example"


def test_the_address_is_where_permanent_redirects_lead() -> None:
    moved = "https://courier.example/new.xml"
    feed = to_follow(look(moved=moved), Labels())
    assert (feed.url, feed.feed_id) == (moved, feed_id(moved))


def test_a_page_is_a_problem_and_an_empty_feed_is_none() -> None:
    problem = Problem(stage=Stage.FEED, code=Reason.NOT_A_FEED, subject=URL, detail="the server sent a page")
    assert look(version="", problems=(problem,)).problem == problem
    assert look(entries=()).problem is None
    assert Look(url=URL, answer=problem).problem == problem


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "localhost", "a.localhost."]
)
def test_lists_with_private_addresses_are_refused(host: str) -> None:
    url = f"http://{host}:8080/rss"
    with pytest.raises(CatalogueError, match="is no public address"):
        refuse_private((Feed(feed_id="f", url=url, outlet="O"),), name="list")


@pytest.mark.parametrize("host", ["93.184.215.14", "courier.example", "[2606:2800:21f:cb07::1]", "localhost.example"])
def test_lists_with_public_ones_are_not(host: str) -> None:
    public = Feed(feed_id="f", url=f"http://{host}/rss", outlet="O")
    private = Feed(feed_id="p", url="http://10.0.0.1/rss", outlet="O")
    refuse_private((public,), name="list")
    with pytest.raises(CatalogueError, match=r"10\.0\.0\.1"):
        refuse_private((public, private), name="list")
