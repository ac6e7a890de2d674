"""Feeds, what polling knows of them, and the entries that they brought."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from duckdb import DuckDBPyConnection

from extractors.records import Entry, Feed, FeedState, Fetch, Problem
from warehouse.load import append_fetches, append_problems, transaction
from warehouse.rows import add_new, instant, replace_rows

_STATE = [field.name for field in fields(FeedState)]
_ENTRY = [field.name for field in fields(Entry)]


def save_feeds(connection: DuckDBPyConnection, run_id: str, feeds: Sequence[Feed]) -> None:
    """Keep the catalogue beside the data: new feeds added, changed ones replaced, those no longer followed kept."""
    known = dict(connection.execute("SELECT feed_id, run_id FROM feeds").fetchall())
    rows = [asdict(feed) | {"run_id": known.get(feed.feed_id, run_id)} for feed in feeds]
    with transaction(connection):
        replace_rows(connection, "feeds", "feed_id", rows)


def load_states(connection: DuckDBPyConnection) -> dict[str, FeedState]:
    """Read what is known of every feed, by feed id."""
    rows = connection.execute(f"SELECT {', '.join(_STATE)} FROM feed_state").fetchall()  # noqa: S608 - our names
    states = (FeedState(**dict(zip(_STATE, map(_aware, row), strict=True))) for row in rows)
    return {state.feed_id: state for state in states}


def known_entries(connection: DuckDBPyConnection, entry_ids: Iterable[str]) -> set[str]:
    """Tell which of these entries are remembered already."""
    asked = "SELECT entry_id FROM entries WHERE entry_id IN (SELECT unnest(?))"
    return {entry_id for (entry_id,) in connection.execute(asked, [list(entry_ids)]).fetchall()}


def save_polls(
    connection: DuckDBPyConnection,
    run_id: str,
    *,
    states: Sequence[FeedState],
    entries: Sequence[Entry],
    fetches: Sequence[Fetch],
    problems: Sequence[Problem],
    now: datetime,
) -> None:
    """Remember in one transaction what feeds said: new entries as pending, and the state that matches them."""
    with transaction(connection):
        add_new(connection, "entries", ["entry_id"], [_entry_row(entry, run_id) for entry in entries])
        replace_rows(connection, "feed_state", "feed_id", [_state_row(state, run_id) for state in states])
        append_fetches(connection, run_id, fetches)
        append_problems(connection, run_id, problems, now)


def pending_entries(connection: DuckDBPyConnection) -> list[tuple[Entry, str, int]]:
    """List the entries whose pages are still to be fetched, each with its outlet and its attempts so far."""
    columns = ", ".join(f"e.{name}" for name in _ENTRY)
    rows = connection.execute(
        f"SELECT {columns}, f.outlet, e.attempts FROM entries AS e JOIN feeds AS f USING (feed_id) "  # noqa: S608 - our names
        "WHERE e.state = 'pending' ORDER BY e.published_at DESC NULLS LAST, e.entry_id"
    ).fetchall()
    return [(_entry(row[: len(_ENTRY)]), row[-2], row[-1]) for row in rows]


def known_articles(connection: DuckDBPyConnection, article_ids: Iterable[str]) -> set[str]:
    """Tell which of these articles are loaded already."""
    asked = "SELECT article_id FROM articles WHERE article_id IN (SELECT unnest(?))"
    return {article_id for (article_id,) in connection.execute(asked, [list(article_ids)]).fetchall()}


def _entry(row: Sequence[Any]) -> Entry:
    found = dict(zip(_ENTRY, map(_aware, row), strict=True))
    return Entry(**found | {"authors": tuple(found["authors"] or ())})


def _entry_row(entry: Entry, run_id: str) -> dict[str, Any]:
    row = asdict(entry) | {"authors": list(entry.authors), "state": "pending", "attempts": 0, "run_id": run_id}
    return row | {"published_at": instant(entry.published_at), "updated_at": instant(entry.updated_at)}


def _state_row(state: FeedState, run_id: str) -> dict[str, Any]:
    row = {name: instant(value) if isinstance(value, datetime) else value for name, value in asdict(state).items()}
    return row | {"run_id": run_id}


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
