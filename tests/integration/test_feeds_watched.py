"""Each run looks how feeds do: a quiet one is a warning, and the table stands in Prefect's UI."""

import asyncio
import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.settings import PREFECT_API_URL, temporary_settings

from extractors.polling import new_state
from extractors.records import Entry, Feed
from extractors.urls import feed_id
from warehouse.connection import open_working
from warehouse.feed_state import save_feeds, save_polls
from warehouse.runs import end_run, start_run

Parley = Callable[..., subprocess.CompletedProcess[str]]


def test_a_quiet_feed_is_a_warning_and_shown(tmp_path: Path, parley: Parley, site: Any, api: str) -> None:
    url = site.rss("/feed.xml", [])
    db, listed = tmp_path / "x.duckdb", tmp_path / "feeds.txt"
    listed.write_text(url)
    _lively_ten_days_ago(db, url)
    done = parley(
        "ingest", "--feeds", listed, "--db", db, "--host-delay", 0, "--allow-private-addresses", "--no-articles"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "quiet-feed" in done.stdout
    with duckdb.connect(str(db), read_only=True) as connection:
        problems = connection.execute("SELECT stage, code, subject FROM problems").fetchall()
        checks = connection.execute("SELECT severity, passed FROM checks WHERE name = 'feeds-yield'").fetchall()
    assert problems == [("check", "quiet-feed", url)]
    assert checks == [("warning", False)]
    (row,) = [row for rows in asyncio.run(_tables(api)) for row in rows if row["feed"] == url]
    assert (row["state"], row["normal"], row["present"]) == ("quiet", "60 in 3 days", 0)


def _lively_ten_days_ago(db: Path, url: str) -> None:
    now = datetime.now(UTC) - timedelta(days=10)
    feed = Feed(feed_id=feed_id(url), url=url, outlet="Courier")
    entries = [
        Entry(entry_id=str(n), feed_id=feed.feed_id, title="T", published_at=now - timedelta(days=n // 20))
        for n in range(400)
    ]
    with open_working(db) as connection:
        start_run(connection, "r1", flow_run_id="", now=now, version="0")
        save_feeds(connection, "r1", [feed])
        save_polls(connection, "r1", states=[new_state(feed, now)], entries=entries, fetches=[], problems=[], now=now)
        connection.execute("UPDATE entries SET state = 'skipped'")
        end_run(connection, "r1", state="completed", counts={}, now=now)


async def _tables(api: str) -> list[list[dict[str, Any]]]:
    with temporary_settings({PREFECT_API_URL: api}):
        async with get_client() as client:
            wanted = ArtifactFilter(key=ArtifactFilterKey(any_=["feed-health"]))
            found = await client.read_artifacts(artifact_filter=wanted)
    return [json.loads(str(artifact.data)) for artifact in found]
