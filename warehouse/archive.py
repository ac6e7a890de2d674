"""The index of raw responses: which WARC file holds what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from duckdb import DuckDBPyConnection

from extractors.records import Entry
from warehouse.feed_state import ENTRY, entry_of
from warehouse.rows import append, arrow, drop, instant, transaction

PLACE = (
    "record_id",
    "url",
    "final_url",
    "file",
    "position",
    "size",
    "status",
    "content_type",
    "payload_sha256",
    "fetched_at",
    "run_id",
)
"""The columns of `archive` that say where a record lies."""


class ArchivedRecord(Protocol):
    """Where one raw response lies, as the archive tells it (`extractors.archive.Archived` fits)."""

    @property
    def record_id(self) -> str:
        """The id of the WARC record; the other columns of `archive` are attributes likewise."""


def save_archived(
    connection: DuckDBPyConnection, run_id: str, records: Sequence[ArchivedRecord], entry_ids: Sequence[str | None]
) -> None:
    """Write where raw responses lie, each with the entry that led to it; `run_id` is of the run that writes."""
    with transaction(connection):
        append_archived(connection, run_id, records, entry_ids)


def append_archived(
    connection: DuckDBPyConnection, run_id: str, records: Sequence[ArchivedRecord], entry_ids: Sequence[str | None]
) -> None:
    """Do as `save_archived` does, within a transaction of the caller's."""
    append(connection, "archive", arrow(connection, "archive", records, entry_id=list(entry_ids), run_id=run_id))


def archived_pages(
    connection: DuckDBPyConnection, *, since: datetime | None = None, outlet: str | None = None
) -> list[tuple[dict[str, Any], Entry, str]]:
    """List the newest record of each page: the columns of its row in `archive`, its entry and outlet, in archive order.

    `since` (aware) leaves out what was fetched before, `outlet` what others published.
    """
    entry = ", ".join(f"e.{name}" for name in ENTRY)
    rows = connection.execute(
        f"""
        SELECT {", ".join(f"a.{name}" for name in PLACE)}, {entry}, f.outlet
        FROM archive AS a JOIN entries AS e USING (entry_id) JOIN feeds AS f USING (feed_id)
        WHERE ($since IS NULL OR a.fetched_at >= $since) AND ($outlet IS NULL OR f.outlet = $outlet)
        QUALIFY row_number() OVER (PARTITION BY a.url ORDER BY a.fetched_at DESC, a.record_id) = 1
        ORDER BY a.file, a.position
        """,  # noqa: S608 - our names
        {"since": instant(since), "outlet": outlet},
    ).fetchall()
    return [
        (dict(zip(PLACE, row, strict=False)), entry_of(row[len(PLACE) : len(PLACE) + len(ENTRY)]), row[-1])
        for row in rows
    ]


def forget_files(connection: DuckDBPyConnection, files: Sequence[str]) -> int:
    """Take the records of these WARC files off the index; returns how many there were."""
    return drop(connection, "archive", "file", files)
