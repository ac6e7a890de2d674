"""The index of raw responses: which WARC file holds what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from duckdb import DuckDBPyConnection

from warehouse.rows import append, arrow, transaction


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
        append(connection, "archive", arrow(connection, "archive", records, entry_id=list(entry_ids), run_id=run_id))


def archived_since(
    connection: DuckDBPyConnection, since: datetime | None = None
) -> list[tuple[str, str, str, int, int, str | None, str | None]]:
    """List the newest record of each address: url, final_url, file, position, size, content_type, entry_id.

    `since` (naive UTC or aware) leaves out what was fetched before it.
    """
    return connection.execute(
        """
        SELECT url, final_url, file, position, size, content_type, entry_id FROM archive
        WHERE $since IS NULL OR fetched_at >= $since::TIMESTAMPTZ::TIMESTAMP
        QUALIFY row_number() OVER (PARTITION BY url ORDER BY fetched_at DESC, record_id) = 1
        ORDER BY file, position
        """,
        {"since": since},
    ).fetchall()
