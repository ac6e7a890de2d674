"""Named reads for the report: a period of the published file, in the shapes that its plots and lists want.

Rows are dicts; days are dates of publication (UTC); counts are of mentions unless a name says otherwise.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from extractors.errors import WarehouseError

Row = dict[str, Any]
WINDOW = timedelta(days=90)
"""How far a report looks back where nothing else is asked for."""

_TOLD = """
CREATE OR REPLACE TEMP TABLE told AS
SELECT m.mention_id, m.article_id, left(a.outlet, 100) AS outlet, a.cluster_id, a.published_at,
    a.published_at::DATE AS day, m.kind, m.stage, m.event_type, m.initiator, m.recipient,
    m.main, m.confidence, m.place, m.country, m.latitude, m.longitude
FROM mentions AS m JOIN articles AS a USING (article_id)
WHERE a.published_at::DATE BETWEEN $first AND $last
"""
_PAIRS = """
CREATE OR REPLACE TEMP TABLE told_pairs AS
WITH doers AS (
    SELECT mention_id, article_id, outlet, kind, stage, day, unnest(initiator) AS doer,
        CASE WHEN len(recipient) > 0 THEN recipient ELSE initiator END AS others
    FROM told WHERE kind <> 'other'
),
pairs AS (SELECT * EXCLUDE (others), unnest(others) AS other FROM doers)
SELECT DISTINCT * FROM pairs WHERE doer <> other
"""
_NAMES = """
CREATE OR REPLACE TEMP TABLE told_names AS
SELECT actor_id, coalesce(any_value(name) FILTER (known), mode(name)) AS name
FROM (
    SELECT actor_id, name, true AS known FROM actors
    UNION ALL
    SELECT actor_id, name, false AS known FROM mention_parties
) WHERE name IS NOT NULL GROUP BY actor_id
"""


def choose_period(
    connection: DuckDBPyConnection, since: date | None, until: date | None, today: date
) -> tuple[date, date]:
    """Lay the period out and return its first and last day, both meant.

    Without `until` it ends on the last day that has an article (a day to come does not count), without `since` it
    begins 90 days earlier, or with the oldest article. All other reads are of this period.

    Raises:
        WarehouseError: the file is not one of Parley's.
    """
    try:
        found = connection.execute(
            "SELECT max(published_at)::DATE, min(published_at)::DATE FROM articles WHERE published_at::DATE <= $bound",
            {"bound": min(until or today, today)},
        ).fetchone()
        newest, oldest = found or (None, None)
        last = until or newest or today
        first = since or max(last - WINDOW + timedelta(days=1), min(oldest or last, last))
        connection.execute(_TOLD, {"first": first, "last": last})
        connection.execute(_PAIRS)
        connection.execute(_NAMES)
    except duckdb.CatalogException:
        raise WarehouseError("The file is a DuckDB database that Parley did not make; name another one.") from None
    return first, last


def totals(connection: DuckDBPyConnection, first: date, last: date) -> Row:
    """Count what the period holds, and what lies outside it for want of a date."""
    return read_rows(
        connection,
        """
        SELECT count(*) FILTER (kind = 'negotiation') AS negotiations,
            count(*) FILTER (kind = 'operation') AS operations,
            count(*) AS mentions,
            (SELECT count(*) FROM articles WHERE published_at::DATE BETWEEN $first AND $last) AS articles,
            (SELECT count(DISTINCT outlet) FROM articles WHERE published_at::DATE BETWEEN $first AND $last) AS outlets,
            (SELECT count(*) FROM articles WHERE published_at IS NULL) AS undated,
            (SELECT count(*) FROM articles) AS articles_ever,
            (SELECT count(*) FROM feeds) AS feeds
        FROM told
        """,
        first=first,
        last=last,
    )[0]


def per_day(connection: DuckDBPyConnection) -> list[Row]:
    """Count mentions and articles by day and kind."""
    return read_rows(
        connection,
        """SELECT day, kind, count(*) AS mentions, count(DISTINCT article_id) AS articles
        FROM told GROUP BY ALL ORDER BY ALL""",
    )


def matrix(connection: DuckDBPyConnection, kind: str, parties: int = 14) -> list[Row]:
    """Count mentions of who acts toward whom, among the parties named most."""
    return read_rows(
        connection,
        """
        WITH ends AS (
            SELECT doer AS party, mention_id FROM told_pairs WHERE kind = $kind
            UNION SELECT other, mention_id FROM told_pairs WHERE kind = $kind
        ),
        top AS (
            SELECT party, row_number() OVER (ORDER BY count(*) DESC, party) AS rank FROM ends GROUP BY party
            ORDER BY rank LIMIT $parties
        )
        SELECT doer, other, i.rank AS doer_rank, r.rank AS other_rank, coalesce(d.name, doer) AS doer_name,
            coalesce(o.name, other) AS other_name, count(DISTINCT mention_id) AS mentions,
            count(DISTINCT article_id) AS articles
        FROM told_pairs JOIN top AS i ON doer = i.party JOIN top AS r ON other = r.party
        LEFT JOIN told_names AS d ON d.actor_id = doer LEFT JOIN told_names AS o ON o.actor_id = other
        WHERE kind = $kind GROUP BY ALL ORDER BY doer_rank, other_rank
        """,
        kind=kind,
        parties=parties,
    )


def pair_stages(connection: DuckDBPyConnection, pairs: int = 6) -> list[Row]:
    """Count mentions of negotiations by day and stage for the pairs that negotiate most, either way round."""
    return read_rows(
        connection,
        """
        WITH met AS (
            SELECT DISTINCT mention_id, article_id, day, stage, least(doer, other) AS one, greatest(doer, other) AS two
            FROM told_pairs WHERE kind = 'negotiation'
        ),
        top AS (
            SELECT one, two, row_number() OVER (ORDER BY count(*) DESC, one, two) AS rank FROM met GROUP BY one, two
            ORDER BY rank LIMIT $pairs
        )
        SELECT rank, coalesce(a.name, one) AS one, coalesce(b.name, two) AS two, day, stage, count(*) AS mentions
        FROM met JOIN top USING (one, two)
        LEFT JOIN told_names AS a ON a.actor_id = one LEFT JOIN told_names AS b ON b.actor_id = two
        GROUP BY ALL ORDER BY rank, day, stage
        """,
        pairs=pairs,
    )


def places(connection: DuckDBPyConnection, limit: int = 400) -> list[Row]:
    """List where operations are said to be, without those that are denied or refused; the most reported first."""
    return read_rows(
        connection,
        """
        SELECT coalesce(place, country) AS place, country, round(latitude, 3) AS latitude,
            round(longitude, 3) AS longitude,
            count(*) AS mentions, count(DISTINCT article_id) AS articles, count(DISTINCT outlet) AS outlets,
            max(day) AS last_day
        FROM told
        WHERE kind = 'operation' AND stage NOT IN ('denied', 'refused') AND latitude BETWEEN -90 AND 90
            AND longitude BETWEEN -180 AND 180
        GROUP BY ALL ORDER BY mentions DESC, 1, 2, 3, 4 LIMIT $limit
        """,
        limit=limit,
    )


def outlet_stages(connection: DuckDBPyConnection, outlets: int = 14) -> list[Row]:
    """Count mentions of negotiations by outlet and stage, for the outlets with most of them."""
    return read_rows(
        connection,
        """
        WITH top AS (
            SELECT outlet, count(*) AS total, row_number() OVER (ORDER BY count(*) DESC, outlet) AS rank
            FROM told WHERE kind = 'negotiation' GROUP BY outlet ORDER BY rank LIMIT $outlets
        )
        SELECT rank, outlet, total, stage, count(*) AS mentions
        FROM told JOIN top USING (outlet) WHERE kind = 'negotiation' GROUP BY ALL ORDER BY rank, stage
        """,
        outlets=outlets,
    )


def outlet_kinds(connection: DuckDBPyConnection, outlets: int = 14) -> list[Row]:
    """Count mentions by outlet and kind, for the outlets with most of them."""
    return read_rows(
        connection,
        """
        WITH top AS (
            SELECT outlet, row_number() OVER (ORDER BY count(*) DESC, outlet) AS rank
            FROM told WHERE kind <> 'other' GROUP BY outlet ORDER BY rank LIMIT $outlets
        )
        SELECT rank, outlet, kind, count(*) AS mentions, count(DISTINCT article_id) AS articles
        FROM told JOIN top USING (outlet) WHERE kind <> 'other' GROUP BY ALL ORDER BY rank, kind
        """,
        outlets=outlets,
    )


def runs(connection: DuckDBPyConnection, limit: int = 20) -> list[Row]:
    """List runs, the newest first."""
    return read_rows(
        connection,
        """SELECT run_id, started_at, round(epoch(ended_at - started_at), 1) AS seconds, state, feeds_due, feeds_failed,
            entries_new, articles, mentions, problems, version, coder
        FROM runs ORDER BY started_at DESC, run_id LIMIT $limit""",
        limit=limit,
    )


def problems_of(connection: DuckDBPyConnection, run_ids: Sequence[str], limit: int = 12) -> list[Row]:
    """Count the problems of runs by stage and code, the most frequent first."""
    return read_rows(
        connection,
        """SELECT stage, code, count(*) AS problems, left(any_value(subject ORDER BY subject), 300) AS example
        FROM problems WHERE list_contains($runs, run_id) GROUP BY ALL
        ORDER BY problems DESC, stage, code LIMIT $limit""",
        runs=list(run_ids),
        limit=limit,
    )


def failing_feeds(connection: DuckDBPyConnection, limit: int = 12) -> list[Row]:
    """List the feeds that do not answer as they should."""
    return read_rows(
        connection,
        """SELECT f.outlet, left(f.url, 2000) AS url, s.status, s.failures, left(s.last_error, 300) AS last_error,
            s.last_success_at
        FROM feed_state AS s JOIN feeds AS f USING (feed_id) WHERE s.status <> 'ok'
        ORDER BY s.failures DESC, f.url LIMIT $limit""",
        limit=limit,
    )


def failed_checks(connection: DuckDBPyConnection, run_id: str) -> list[Row]:
    """List the expectations that a run's tables did not meet."""
    return read_rows(
        connection,
        """SELECT name, severity, found, left(detail, 300) AS detail FROM checks
        WHERE run_id = $run AND NOT passed ORDER BY severity, name""",
        run=run_id,
    )


def read_rows(connection: DuckDBPyConnection, sql: str, **given: Any) -> list[Row]:
    """Ask the file, and give its rows as dicts."""
    answer = connection.execute(sql, given)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
