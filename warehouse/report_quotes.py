"""Named reads for the report: the sentences that it quotes, of the period that `report_queries` laid out."""

from duckdb import DuckDBPyConnection

from warehouse.report_queries import Row, read_rows

_SIDE = ("stage", "speaker_name", "via", "sentence", "outlet", "title", "url")


def newest_of(connection: DuckDBPyConnection, stage: str, limit: int = 8) -> list[Row]:
    """List the newest mentions of negotiations at a stage, one an article and one a cluster of copies."""
    return read_rows(
        connection,
        """
        WITH best AS (
            SELECT *, row_number() OVER (
                PARTITION BY coalesce(cluster_id, article_id) ORDER BY confidence = 'high' DESC, main DESC,
                    published_at, mention_id
            ) AS place_in_article
            FROM told WHERE kind = 'negotiation' AND stage = $stage
        )
        SELECT b.day, b.outlet, a.title, a.url, m.sentence,
            m.initiator_names AS who, m.recipient_names AS whom, m.speaker_name, m.via, m.confidence
        FROM best AS b JOIN mentions AS m USING (mention_id) JOIN articles AS a ON a.article_id = b.article_id
        WHERE place_in_article = 1 ORDER BY b.published_at DESC, mention_id LIMIT $limit
        """,
        stage=stage,
        limit=limit,
    )


def tells_disputes(connection: DuckDBPyConnection) -> bool:
    """Tell whether the file has the views that the next two ask; an earlier version's gets them by its next run."""
    return bool(read_rows(connection, "SELECT 1 FROM duckdb_views() WHERE view_name = 'disputed_events'"))


def sides_apart(connection: DuckDBPyConnection, limit: int = 6) -> list[Row]:
    """List where two sides say opposite things of their talks: the newest of each pair, and how often they do.

    `sides` holds what each says, with the columns of a quote; `who` names both.
    """
    return _quoted(
        connection,
        """
        WITH found AS (
            SELECT *, greatest(published_at, other_published_at) AS newest FROM contradictions
            WHERE mention_id IN (SELECT mention_id FROM told) AND other_mention_id IN (SELECT mention_id FROM told)
        ),
        firsts AS (
            SELECT *, count(*) OVER (PARTITION BY party, other_party) AS times FROM found
            QUALIFY row_number() OVER (
                PARTITION BY party, other_party ORDER BY newest DESC, mention_id, other_mention_id
            ) = 1
        )
        SELECT f.* RENAME (day AS said_on), f.newest::DATE AS day, NULL AS place,
            [coalesce(a.name, f.party), coalesce(b.name, f.other_party)] AS who
        FROM firsts AS f LEFT JOIN told_names AS a ON a.actor_id = f.party
        LEFT JOIN told_names AS b ON b.actor_id = f.other_party
        ORDER BY newest DESC, mention_id, other_mention_id LIMIT $limit
        """,
        limit,
    )


def outlets_apart(connection: DuckDBPyConnection, limit: int = 6) -> list[Row]:
    """List events that one outlet tells as a fact and another as refused or denied: the newest pair of each event."""
    return _quoted(
        connection,
        """
        WITH found AS (
            SELECT *, greatest(published_at, other_published_at) AS newest FROM disputed_events
            WHERE mention_id IN (SELECT mention_id FROM told) AND other_mention_id IN (SELECT mention_id FROM told)
        ),
        firsts AS (
            SELECT *, count(*) OVER (PARTITION BY event_id) AS times FROM found
            QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY newest DESC, mention_id, other_mention_id) = 1
        )
        SELECT * REPLACE (list_filter([who, whom], lambda name: name <> '') AS who), newest::DATE AS day
        FROM firsts ORDER BY newest DESC, mention_id, other_mention_id LIMIT $limit
        """,
        limit,
    )


def _quoted(connection: DuckDBPyConnection, sql: str, limit: int) -> list[Row]:
    """Put what stands beside each other into one row's two `sides`."""
    return [
        {name: row[name] for name in ("day", "place", "times", "who")}
        | {"sides": [{name: row[mark + name] for name in _SIDE} for mark in ("", "other_")]}
        for row in read_rows(connection, sql, limit=limit)
    ]
