"""Pages that come from archives on disk: their entries, raw responses and articles, loaded together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from extractors.records import Entry, Feed
from warehouse.archive import ArchivedRecord, append_archived
from warehouse.load import Loaded, Outcome, load_within
from warehouse.rows import add_new, arrow, present, transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One page: the feed that stands for its outlet's archives, its entry, what it gave, and where its bytes lie."""

    feed: Feed
    entry: Entry
    outcome: Outcome
    archived: ArchivedRecord | None


def known_urls(connection: DuckDBPyConnection, urls: Iterable[str]) -> frozenset[str]:
    """Tell which of these addresses an entry leads to already."""
    return present(connection, "entries", "url", list(urls))


def load_filled(connection: DuckDBPyConnection, run_id: str, pages: Sequence[Filled], now: datetime) -> Loaded:
    """Load a batch whole, or nothing of it: no entry is ever left pending, for the web to be asked."""
    feeds = [page.feed for page in pages]
    entries = [page.entry for page in pages]
    kept = [(page.archived, page.entry.entry_id) for page in pages if page.archived]
    with transaction(connection):
        urls = [feed.url for feed in feeds]
        add_new(connection, "feeds", "feed_id", arrow(connection, "feeds", feeds, current_url=urls, run_id=run_id))
        rows = arrow(connection, "entries", entries, state="pending", attempts=0, run_id=run_id)
        add_new(connection, "entries", "entry_id", rows)
        append_archived(connection, run_id, [place for place, _ in kept], [entry_id for _, entry_id in kept])
        return load_within(connection, run_id, [page.outcome for page in pages], now)
