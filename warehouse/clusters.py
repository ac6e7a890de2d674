"""Fingerprints of texts, and the clusters of near-duplicates that they give."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeAlias

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.rows import append, arrow, instant, replace, transaction

WINDOW = timedelta(days=14)
"""How long ago an article may have been published and still be found to be a copy's original."""


Recent: TypeAlias = tuple[str, str, bytes, bytes, int, str | None]
"""article_id, text_hash, signature, marks, words and cluster_id of an article that has a fingerprint."""


class ArticlePrint(Protocol):
    """What is kept of a text (`extractors.clusters.Fingerprint` fits); columns of `fingerprints` are attributes."""

    @property
    def article_id(self) -> str:
        """The article."""


def unprinted(connection: DuckDBPyConnection) -> list[tuple[str, str]]:
    """List the articles (id and text) whose present text has no fingerprint yet."""
    return connection.execute(
        """
        SELECT a.article_id, a.text FROM articles AS a LEFT JOIN fingerprints AS f USING (article_id)
        WHERE f.article_id IS NULL OR f.run_id IS DISTINCT FROM a.run_id ORDER BY a.article_id
        """
    ).fetchall()


def update_clusters(
    connection: DuckDBPyConnection,
    run_id: str,
    now: datetime,
    prints: Sequence[ArticlePrint],
    assign: Callable[[Sequence[Recent]], Mapping[str, str]],
) -> tuple[int, int]:
    """Keep new fingerprints and move articles to their clusters, in one transaction.

    `assign` gets those of the last fortnight and gives the cluster of each article that is to move. Returns how many
    there were, and how many articles moved. A fingerprint carries the run of its article, so that a revised text is
    printed again.
    """
    with transaction(connection):
        known = _recent(connection, now)
        changed = assign(known)
        _save(connection, run_id, prints=prints, changed=changed)
    return len(known), len(changed)


def _recent(connection: DuckDBPyConnection, now: datetime) -> list[Recent]:
    return connection.execute(
        """
        SELECT f.article_id, f.text_hash, f.signature, f.marks, f.words, a.cluster_id
        FROM fingerprints AS f JOIN articles AS a USING (article_id)
        WHERE a.published_at IS NULL OR a.published_at >= $since ORDER BY f.article_id
        """,
        {"since": instant(now.astimezone(UTC) - WINDOW)},
    ).fetchall()


def _save(
    connection: DuckDBPyConnection,
    run_id: str,
    *,
    prints: Sequence[ArticlePrint],
    changed: Mapping[str, str],
) -> None:
    connection.register("printed", pa.table({"article_id": [print_.article_id for print_ in prints]}))
    found = connection.execute("SELECT article_id, run_id FROM articles SEMI JOIN printed USING (article_id)")
    runs = dict(found.fetchall()) if prints else {}
    connection.unregister("printed")
    run_ids = [runs.get(print_.article_id, run_id) for print_ in prints]
    replace(connection, "fingerprints", "article_id", arrow(connection, "fingerprints", prints, run_id=run_ids))
    if changed:
        _move(connection, run_id, changed)


def _move(connection: DuckDBPyConnection, run_id: str, changed: Mapping[str, str]) -> None:
    rows = pa.table({"article_id": list(changed), "cluster_id": list(changed.values())})
    connection.register("moved", rows)
    try:
        connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE touched AS
            SELECT cluster_id FROM articles SEMI JOIN moved USING (article_id) WHERE cluster_id IS NOT NULL
            UNION SELECT cluster_id FROM moved;
            UPDATE articles SET cluster_id = m.cluster_id FROM moved AS m WHERE articles.article_id = m.article_id;
            DELETE FROM clusters WHERE cluster_id IN (SELECT cluster_id FROM touched);
            """
        )
        counted = connection.execute(
            """
            SELECT cluster_id, count(*) AS size, count(DISTINCT outlet) AS outlets,
                min(published_at) AS first_published_at, $run AS run_id
            FROM articles SEMI JOIN touched USING (cluster_id) GROUP BY cluster_id ORDER BY cluster_id
            """,
            {"run": run_id},
        ).to_arrow_table()
    finally:
        connection.unregister("moved")
    append(connection, "clusters", counted)
