"""Feeds, what polling knows of them, and the entries that they brought."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from extractors.records import Entry, Feed, FeedState, Fetch, Problem
from warehouse.load import append_fetches, append_problems
from warehouse.rows import add_new, append, arrow, drop, instant, present, replace, transaction, unique

_LONGEST_WAIT = timedelta(days=7)
_STATE = [field.name for field in fields(FeedState)]
ENTRY = [field.name for field in fields(Entry)]
"""The columns of `entries` that make an Entry, in its order."""


def save_feeds(connection: DuckDBPyConnection, run_id: str, feeds: Sequence[Feed]) -> None:
    """Keep the catalogue beside the data: new feeds added, changed ones replaced, those no longer followed kept."""
    known = {
        feed_id: (run, url)
        for feed_id, run, url in connection.execute("SELECT feed_id, run_id, current_url FROM feeds").fetchall()
    }
    held = [known.get(feed.feed_id, (run_id, feed.url)) for feed in feeds]
    rows = arrow(connection, "feeds", feeds, run_id=[run for run, _ in held], current_url=[url for _, url in held])
    with transaction(connection):
        replace(connection, "feeds", "feed_id", rows)


def load_states(connection: DuckDBPyConnection) -> dict[str, FeedState]:
    """Read what is known of every feed that was asked before, by feed id."""
    columns = ", ".join(f"f.{name}" if name == "current_url" else f"s.{name}" for name in _STATE)
    rows = connection.execute(f"SELECT {columns} FROM feed_state AS s JOIN feeds AS f USING (feed_id)").fetchall()  # noqa: S608 - our names
    states = (FeedState(**dict(zip(_STATE, map(_aware, row), strict=True))) for row in rows)
    return {state.feed_id: state for state in states}


def known_entries(connection: DuckDBPyConnection, entry_ids: Iterable[str]) -> set[str]:
    """Tell which of these entries are remembered already."""
    return set(present(connection, "entries", "entry_id", list(entry_ids)))


def save_polls(
    connection: DuckDBPyConnection,
    run_id: str,
    *,
    states: Sequence[FeedState],
    entries: Sequence[Entry],
    fetches: Sequence[Fetch],
    problems: Sequence[Problem],
    now: datetime,
) -> int:
    """Remember in one transaction what feeds said, and the polling state that matches it; returns the new entries.

    New entries are pending. So are known ones, once more, that the feed says were changed since: they lead to the next
    revision of their article.
    """
    rows = unique(arrow(connection, "entries", entries, state="pending", attempts=0, run_id=run_id), "entry_id")
    with transaction(connection):
        _take_up_changed(connection, rows)
        new = add_new(connection, "entries", "entry_id", rows)
        replace(connection, "feed_state", "feed_id", arrow(connection, "feed_state", states, run_id=run_id))
        _follow_redirects(connection, states)
        append_fetches(connection, run_id, fetches)
        append_problems(connection, run_id, problems, now)
    return new


def pending_entries(connection: DuckDBPyConnection, limit: int | None = None) -> list[tuple[Entry, str, int]]:
    """List the entries whose pages are still to be fetched, each with its outlet and its attempts so far.

    The oldest of several that lead to one address comes first of them; the newest address first of all.
    """
    columns = ", ".join(f"e.{name}" for name in ENTRY)
    rows = connection.execute(
        f"SELECT {columns}, f.outlet, e.attempts FROM entries AS e JOIN feeds AS f USING (feed_id) "  # noqa: S608 - our names
        "WHERE e.state = 'pending' "
        "ORDER BY min(e.published_at) OVER (PARTITION BY coalesce(e.url, e.entry_id)) DESC NULLS LAST, "
        "e.url, e.published_at NULLS LAST, e.entry_id LIMIT $most",
        {"most": limit if limit is not None else 2**62},
    ).fetchall()
    return [(entry_of(row[: len(ENTRY)]), row[-2], row[-1]) for row in rows]


def take_up_again(connection: DuckDBPyConnection, now: datetime, *, after: timedelta) -> int:
    """Put entries back to pending whose page was fetched once, so long ago, to see whether it was changed; counts them.

    A page not looked at again within a week stays as it is.
    """
    again = connection.execute(
        """
        UPDATE entries SET state = 'pending' WHERE state = 'loaded' AND entry_id IN (
            SELECT entry_id FROM archive GROUP BY entry_id
            HAVING count(*) = 1 AND max(fetched_at) BETWEEN $oldest AND $youngest
        )
        """,
        {"oldest": instant(now - _LONGEST_WAIT), "youngest": instant(now - after)},
    ).fetchone()
    return 0 if again is None else int(again[0])


def _take_up_changed(connection: DuckDBPyConnection, rows: pa.Table) -> None:
    """Put known entries back to pending whose title or date of change is no longer the one remembered."""
    connection.register("polled", rows)
    try:
        changed = connection.execute(
            """
            SELECT new.* REPLACE (old.attempts AS attempts, old.article_id AS article_id, old.run_id AS run_id)
            FROM polled AS new JOIN entries AS old USING (entry_id)
            WHERE old.title IS DISTINCT FROM new.title OR coalesce(new.updated_at > old.updated_at, false)
            """
        ).to_arrow_table()
    finally:
        connection.unregister("polled")
    drop(connection, "entries", "entry_id", changed["entry_id"])
    append(connection, "entries", changed)


def _follow_redirects(connection: DuckDBPyConnection, states: Sequence[FeedState]) -> None:
    """Write where feeds are asked now into the feeds themselves."""
    for state in states:
        connection.execute(
            "UPDATE feeds SET current_url = $url WHERE feed_id = $id AND current_url IS DISTINCT FROM $url",
            {"url": state.current_url, "id": state.feed_id},
        )


def entry_of(row: Sequence[Any]) -> Entry:
    """Make an Entry of the columns `ENTRY`."""
    found = dict(zip(ENTRY, map(_aware, row), strict=True))
    return Entry(**found | {"authors": tuple(found["authors"] or ())})


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
