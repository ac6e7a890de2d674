from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from extractors.records import Article, Entry, Feed, FeedState, Fetch, Kind, Mention, Party, make_id
from warehouse.connection import open_working
from warehouse.feed_state import save_feeds, save_polls
from warehouse.load import Outcome

NOW = datetime(2025, 11, 17, 9, 30, tzinfo=UTC)
FEED = Feed(feed_id="f1", url="https://wire.example/rss", outlet="Wire", country="POL", language="en")


def _entry(number: int = 1, **changes: object) -> Entry:
    entry = Entry(
        entry_id=f"e{number}",
        feed_id="f1",
        title=f"Talks, part {number}",
        url=f"https://wire.example/{number}",
        published_at=NOW - timedelta(hours=number),
        authors=("A. Writer",),
    )
    return replace(entry, **changes)  # type: ignore[arg-type]  # the tests name fields


def _article(number: int = 1, text: str = "Russia refused talks with Ukraine.", **changes: object) -> Article:
    article = Article(
        article_id=f"a{number}",
        url=f"https://wire.example/{number}",
        canonical_url=f"https://wire.example/{number}",
        outlet="Wire",
        title=f"Talks, part {number}",
        text=text,
        text_hash=sha256(text.encode("utf-8", "replace")).hexdigest(),
        extractor="test 1",
        published_at=NOW - timedelta(hours=number),
        flags=("too-short",),
    )
    return replace(article, **changes)  # type: ignore[arg-type]  # the tests name fields


def _mention(article: Article, trigger: str = "refused talks", **changes: object) -> Mention:
    start = article.text.index(trigger)
    party = Party(
        role="initiator", actor_id="RUS", name="Russia", country="RUS", sector=None, text="Russia", start=0, end=6
    )
    at = article.text.find("Ukraine")
    other = replace(
        party, role="recipient", actor_id="UKR", name="Ukraine", country="UKR", text="Ukraine", start=at, end=at + 7
    )
    mention = Mention(
        mention_id=make_id(article.article_id, "text", str(start), trigger),
        article_id=article.article_id,
        field="text",
        start=start,
        end=start + len(trigger),
        trigger=trigger,
        sentence=article.text,
        sentence_start=0,
        sentence_end=len(article.text),
        kind=Kind.NEGOTIATION,
        event_type="REJECT",
        event_mode=None,
        quad=3,
        stage="refused",
        main=True,
        initiator=("RUS",),
        recipient=("UKR",),
        parties=(party, other) if article.text.startswith("Russia") else (),
        speaker="RUS",
        speaker_name="the Kremlin",
        via=None,
        place=None,
        country=None,
        latitude=None,
        longitude=None,
        date="2025-11-12",
        date_precision="day",
        date_from=date(2025, 11, 12),
        date_to=date(2025, 11, 12),
        confidence="high",
        coder="test",
        rules=("refuse + talks",),
    )
    return replace(mention, **changes)  # type: ignore[arg-type]  # the tests name fields


def _outcome(number: int = 1, article: Article | None = None, **changes: object) -> Outcome:
    article = article or _article(number)
    fetch = Fetch(
        url=article.url,
        final_url=article.url,
        status=200,
        outcome="ok",
        bytes=10,
        seconds=0.1,
        fetched_at=NOW,
    )
    outcome = Outcome(
        entry_id=f"e{number}",
        state="loaded",
        article=article,
        article_id=article.article_id,
        mentions=(_mention(article),) if "refused talks" in article.text else (),
        fetches=(fetch,),
    )
    return replace(outcome, **changes)  # type: ignore[arg-type]  # the tests name fields


def _state(**changes: object) -> FeedState:
    state = FeedState(feed_id="f1", status="ok", current_url=FEED.url, next_poll_at=NOW, interval_s=900)
    return replace(state, **changes)  # type: ignore[arg-type]  # the tests name fields


def _poll(connection: DuckDBPyConnection, run_id: str, entries: list[Entry], **changes: object) -> int:
    save_feeds(connection, run_id, [FEED])
    states = [_state(**changes)]
    return save_polls(connection, run_id, states=states, entries=entries, fetches=[], problems=[], now=NOW)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "parley.duckdb"


@pytest.fixture
def connection(db: Path) -> Iterator[DuckDBPyConnection]:
    with open_working(db) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def entry() -> Callable[..., Entry]:
    return _entry


@pytest.fixture
def article() -> Callable[..., Article]:
    return _article


@pytest.fixture
def mention() -> Callable[..., Mention]:
    return _mention


@pytest.fixture
def outcome() -> Callable[..., Outcome]:
    return _outcome


@pytest.fixture
def poll() -> Callable[..., int]:
    return _poll
