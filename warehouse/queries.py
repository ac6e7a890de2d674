"""Named reads of the published file."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from duckdb import DuckDBPyConnection

NEWEST = ("who", "event", "stage", "to whom", "according to", "when", "outlet")


def newest(connection: DuckDBPyConnection, run_id: str | None, limit: int = 12) -> list[tuple[str | None, ...]]:
    """List the newest main mentions of either kind, the surest first, as the columns of `NEWEST`; None: of any run."""
    return connection.execute(
        """
        SELECT nullif(who, ''), event_type || coalesce(' (' || event_mode || ')', ''), stage, nullif(whom, ''),
            nullif(concat_ws(' via ', speaker_name, via), ''), coalesce(date, published_at::DATE::VARCHAR), outlet
        FROM coded
        WHERE kind <> 'other' AND main AND (who <> '' OR whom <> '') AND ($run IS NULL OR run_id = $run)
        QUALIFY row_number() OVER (
            PARTITION BY article_id ORDER BY confidence = 'high' DESC, speaker_name IS NULL, field, trigger_start
        ) = 1
        ORDER BY published_at DESC NULLS LAST, article_id
        LIMIT $limit
        """,
        {"run": run_id, "limit": limit},
    ).fetchall()


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """One refusal or suspension; texts are empty where nothing is known. `published` is a day."""

    published: str
    stage: str
    who: str
    whom: str
    according_to: str
    sentence: str
    outlet: str
    url: str


def newest_against(connection: DuckDBPyConnection, limit: int = 20) -> list[Against]:
    """List the newest negotiations refused or suspended and operations suspended, one of an article."""
    rows = connection.execute(
        """
        SELECT coalesce(published_at::DATE::VARCHAR, ''), stage, who, whom, concat_ws(' via ', speaker_name, via),
            sentence, outlet, url
        FROM coded
        WHERE main AND confidence <> 'low'
            AND (kind = 'negotiation' AND stage IN ('refused', 'suspended')
                OR kind = 'operation' AND stage = 'suspended')
        QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY confidence = 'high' DESC, field, trigger_start) = 1
        ORDER BY published_at DESC NULLS LAST, article_id
        LIMIT ?
        """,
        [limit],
    ).fetchall()
    names = [field.name for field in fields(Against)]
    return [Against(**dict(zip(names, row, strict=True))) for row in rows]


def mention_values(connection: DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, int]:
    """Hash what the mentions of these articles say, by mention id; which run and which coder wrote it is left out."""
    rows = connection.execute(
        """
        SELECT mention_id, hash(said) FROM (SELECT * EXCLUDE (run_id, coder) FROM mentions) AS said
        WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
        """,
        {"ids": list(article_ids)},
    ).fetchall()
    return dict(rows)
