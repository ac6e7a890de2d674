"""The 80 real feeds beside the repository against what feedparser, with its defaults, finds in them."""

import gzip
import io
import warnings
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped] # has no types
import pytest

from extractors.feeds import ParsedFeed, parse_feed
from extractors.plaintext import plain_text
from extractors.records import Entry, Feed, Reason

FOLDER = Path(__file__).parents[3] / ".." / "shared" / "feeds" / "real"
NAMES = sorted(path.name for path in FOLDER.glob("*.gz")) if FOLDER.is_dir() else []
NOW = datetime(2026, 11, 25, 16, tzinfo=UTC)
FEED = Feed(feed_id="real", url="http://feed.example/path/feed", outlet="Real")

# Where we differ on purpose: file, field -> how many entries. Anything else that differs fails.
DEVIATIONS = {
    # `Mon, 01 Jan 0001 00:00:00 +0000` is a program's zero, not a date: a counted problem
    ("1c17c9c37207f120.gz", "date"): 19,
    ("3ac543065ca0ef7d.gz", "date"): 1,
    ("3c1152be6c9e4752.gz", "date"): 2,
    ("4059f23db954f1b5.gz", "date"): 2,
    # relative permalinks: feedparser makes an id of guid and the feed's address, so that a feed that moves would
    # bring every entry again; ours is the guid to the letter
    ("137dd53eb3d6d860.gz", "guid"): 13,
    ("4059f23db954f1b5.gz", "guid"): 16,
}

pytestmark = pytest.mark.skipif(not NAMES, reason="needs ../shared/feeds/real beside the repository")


def _ours(name: str) -> ParsedFeed:
    body = gzip.decompress((FOLDER / name).read_bytes())
    return parse_feed(body, feed=FEED, base_url=FEED.url, content_type="application/xml", now=NOW)


@cache
def _both(name: str) -> tuple[ParsedFeed, list[Any]]:
    body = gzip.decompress((FOLDER / name).read_bytes())
    headers = {"content-location": FEED.url, "content-type": "application/xml"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        theirs = feedparser.parse(io.BytesIO(body), response_headers=headers)
    return _ours(name), [dict(entry) for entry in theirs.entries]


def _their_date(entry: dict[str, Any]) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if not parsed:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _differences(ours: Entry, theirs: dict[str, Any]) -> set[str]:
    names = [plain_text(author["name"]) for author in theirs.get("authors", ()) if author.get("name")]
    pairs = {
        "title": (ours.title, plain_text(theirs.get("title", ""))),
        "link": (ours.url, theirs.get("link")),
        "guid": (ours.guid, theirs.get("id")),
        "date": (ours.published_at, _their_date(theirs)),
        "summary": (bool(ours.summary), bool(theirs.get("summary"))),
        "content": (bool(ours.content), any(content["value"] for content in theirs.get("content", ()))),
        "authors": (list(ours.authors), names),
    }
    return {field for field, (one, other) in pairs.items() if one != other}


def test_there_are_eighty() -> None:
    assert len(NAMES) == 80


@pytest.mark.parametrize("name", NAMES)
def test_no_entry_is_lost_and_each_field_is_theirs_or_better(name: str) -> None:
    ours, theirs = _both(name)
    assert len(ours.entries) == len(theirs)
    found = [field for one, other in zip(ours.entries, theirs, strict=True) for field in _differences(one, other)]
    expected = {field: count for (file, field), count in DEVIATIONS.items() if file == name}
    assert {field: found.count(field) for field in set(found)} == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_date_that_a_feed_gives_is_read_or_counted(name: str) -> None:
    ours, _ = _both(name)
    unread = [entry for entry in ours.entries if entry.published_raw and entry.published_at is None]
    assert len([problem for problem in ours.problems if problem.code is Reason.BAD_DATE]) == len(unread)
    assert len(unread) == DEVIATIONS.get((name, "date"), 0)


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_distinct_and_the_same_again(name: str) -> None:
    ours, again = _both(name)[0], _ours(name)
    ids = [entry.entry_id for entry in ours.entries]
    assert len(set(ids)) == len(ids)
    assert ours == again
