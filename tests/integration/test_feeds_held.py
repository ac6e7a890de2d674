"""`parley feeds health`, `pause` and `resume`, over a file that a run left."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from extractors.records import Entry, Feed, FeedState
from warehouse.connection import open_working
from warehouse.feed_state import load_states, save_feeds, save_polls
from warehouse.publish import publish
from warehouse.runs import end_run, start_run

Feeds = Callable[..., Any]


def test_health_lists_quiet_feeds_first(feeds: Feeds, tmp_path: Path) -> None:
    db = tmp_path / "x.duckdb"
    assert "parley ingest" in feeds("health", "--db", db).refused(2)
    _publish(db)
    done = feeds("health", "--db", db)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("3 feeds, 2 of them quiet, failing or gone")
    assert [line.split()[0] for line in lines[2:]] == ["quiet", "failing", "ok"]
    assert "60 in 3 days" in lines[2]
    assert "timeout: the server fell silent" in lines[3]


def test_a_feed_is_paused_and_resumed(feeds: Feeds, tmp_path: Path) -> None:
    db = tmp_path / "x.duckdb"
    assert "parley ingest" in feeds("pause", "https://silent.example/rss", "--db", db).refused(2)
    assert not list(tmp_path.glob("x.*"))
    _publish(db)
    assert "has asked" in feeds("pause", "https://other.example/rss", "--db", db).refused(2)
    for command, status in (("pause", "paused"), ("resume", "ok")):
        done = feeds(command, "http://www.silent.example/rss/", "--db", db)
        assert done.returncode == 0, done.stderr
        with open_working(db) as connection:
            states = {state.current_url: state.status for state in load_states(connection).values()}
            assert "nother run" in feeds(command, "https://silent.example/rss", "--db", db).refused(2)
        assert states["https://silent.example/rss"] == status
        shown = {line.split()[0] for line in feeds("health", "--db", db).stdout.splitlines()[2:]}
        assert ("paused" in shown) is (status == "paused")


def test_a_pause_publishes_nothing_that_is_unchecked(feeds: Feeds, tmp_path: Path) -> None:
    db = tmp_path / "x.duckdb"
    _publish(db)
    with open_working(db) as connection:
        start_run(connection, "r2", flow_run_id="", now=datetime.now(UTC), version="0")
        end_run(connection, "r2", state="failed", counts={}, now=datetime.now(UTC))
    before = db.stat().st_ino
    assert feeds("pause", "https://silent.example/rss", "--db", db).returncode == 0
    assert db.stat().st_ino == before


def _publish(db: Path) -> None:
    """Publish what one run found: a feed as ever, one that fails, one that brought its last entry ten days ago."""
    now = datetime.now(UTC)
    followed = [
        Feed(feed_id=name, url=f"https://{name}.example/rss", outlet=name) for name in ("lively", "broken", "silent")
    ]
    entries = [
        Entry(entry_id=f"{name}{n}", feed_id=name, title="T", published_at=now - timedelta(days=age + n // 20, hours=1))
        for name, age in (("lively", 0), ("silent", 10))
        for n in range(400)
    ]
    states = [
        FeedState(
            feed_id=feed.feed_id,
            status="failing" if feed.feed_id == "broken" else "ok",
            current_url=feed.url,
            next_poll_at=now,
            interval_s=900,
            last_polled_at=now,
            last_success_at=None if feed.feed_id == "broken" else now,
            failures=2 if feed.feed_id == "broken" else 0,
            last_error="timeout: the server fell silent" if feed.feed_id == "broken" else None,
        )
        for feed in followed
    ]
    with open_working(db) as connection:
        start_run(connection, "r1", flow_run_id="", now=now, version="0")
        save_feeds(connection, "r1", followed)
        save_polls(connection, "r1", states=states, entries=entries, fetches=[], problems=[], now=now)
        end_run(connection, "r1", state="completed", counts={}, now=now)
        publish(connection, db)
