"""Feeds that a person takes out of polling and back into it: those paused, and those that said they were gone."""

from datetime import datetime

from duckdb import DuckDBPyConnection

from warehouse.rows import instant, transaction


def followed_addresses(connection: DuckDBPyConnection) -> dict[str, str]:
    """Give the id of every feed that was ever asked by its address as subscribed."""
    return dict(connection.execute("SELECT url, feed_id FROM feeds JOIN feed_state USING (feed_id)").fetchall())


def pause(connection: DuckDBPyConnection, feed_id: str) -> None:
    """Ask a feed no more until it is resumed; what is known of it stays."""
    with transaction(connection):
        connection.execute("UPDATE feed_state SET status = 'paused' WHERE feed_id = ?", [feed_id])


def resume(connection: DuckDBPyConnection, feed_id: str, now: datetime) -> None:
    """Ask a feed at the next run, whole and at its address as subscribed, its failures forgotten."""
    with transaction(connection):
        connection.execute(
            """
            UPDATE feed_state SET status = 'ok', failures = 0, last_error = NULL, next_poll_at = ?, etag = NULL,
                last_modified = NULL, moved_to = NULL, moved_seen = 0
            WHERE feed_id = ?
            """,
            [instant(now), feed_id],
        )
        connection.execute("UPDATE feeds SET current_url = url WHERE feed_id = ?", [feed_id])
