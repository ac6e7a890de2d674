"""Mentions of one real event joined across sentences, articles and outlets, with what joined them.

Only neighbourhoods that something new touches are joined anew, and each of them whole; so after any runs, in any order,
the tables are those that one run over everything would have made.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.joining import Link, Membership, Told, components, join, links, members, reports
from warehouse.likeness import DAY, Report
from warehouse.migrate import read_sql
from warehouse.rows import append, arrow, drop, transaction

_TOLD = """
SELECT m.mention_id, m.article_id, m.kind, m.event_type, m.stage, m.initiator, m.recipient,
    m.place, m.country, m.date_from, m.date_to, a.published_at::DATE AS published, m.sentence,
    m.field = 'title' AS in_title,
    m.trigger_start
FROM mentions AS m JOIN articles AS a USING (article_id) SEMI JOIN wanted USING (article_id) WHERE m.kind <> 'other'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What joining did: events written, and mentions in them."""

    events: int = 0
    mentions: int = 0


def join_events(connection: DuckDBPyConnection, run_id: str) -> Joined:
    """Join the mentions that are not in an event yet, and what they touch; in one transaction."""
    with transaction(connection):
        fresh = _articles_with_news(connection)
        dirty = _neighbourhoods_left(connection, fresh)
        fresh_reports = reports(_told(connection, fresh))
        linked = _links_with_news(connection, fresh_reports)
        dirty |= _neighbourhoods_of(connection, linked)
        old_reports = _reports_of(connection, dirty, fresh)
        found = fresh_reports + old_reports
        _forget(connection, dirty)
        written = _write(connection, run_id, found, linked + links(old_reports))
        _recount(connection, run_id, written)
    return Joined(events=len(written), mentions=sum(len(report.mention_ids) for report in found))


def _articles_with_news(connection: DuckDBPyConnection) -> set[str]:
    """Find articles with mentions that no event has."""
    found = connection.execute(
        "SELECT DISTINCT article_id FROM mentions ANTI JOIN event_mentions USING (mention_id) WHERE kind <> 'other'"
    ).fetchall()
    return {article_id for (article_id,) in found}


def _neighbourhoods_left(connection: DuckDBPyConnection, fresh: Iterable[str]) -> set[str]:
    """Find neighbourhoods that lost a mention, or hold one of an article that is joined anew."""
    found = connection.execute(
        "SELECT DISTINCT component FROM event_mentions ANTI JOIN mentions USING (mention_id)"
    ).fetchall()
    return {name for (name,) in found} | _column(
        connection,
        fresh,
        "SELECT DISTINCT component FROM event_mentions JOIN mentions USING (mention_id) JOIN wanted USING (article_id)",
    )


def _links_with_news(connection: DuckDBPyConnection, fresh: Sequence[Report]) -> list[Link]:
    """Find the links of fresh reports, to one another and to older ones."""
    near = _articles_near(connection, fresh) - {report.article_id for report in fresh}
    return links([*fresh, *reports(_told(connection, near))], {report.key for report in fresh})


def _neighbourhoods_of(connection: DuckDBPyConnection, linked: Iterable[Link]) -> set[str]:
    """Find the neighbourhoods of linked reports; fresh ones have none yet."""
    return _column(
        connection,
        {key for link in linked for key in (link.one, link.other)},
        "SELECT DISTINCT component FROM event_mentions JOIN wanted ON mention_id = wanted.article_id",
    )


def _reports_of(connection: DuckDBPyConnection, neighbourhoods: Iterable[str], fresh: AbstractSet[str]) -> list[Report]:
    """Read the reports of neighbourhoods, but for those of articles that are read anew anyway."""
    known = _rows(
        connection,
        neighbourhoods,
        "SELECT mention_id, m.article_id FROM mentions AS m JOIN event_mentions AS em USING (mention_id) "
        "JOIN wanted ON em.component = wanted.article_id",
    )
    within = {mention_id for mention_id, _ in known}
    articles = {article_id for _, article_id in known} - fresh
    return [report for report in reports(_told(connection, articles)) if within.intersection(report.mention_ids)]


def _articles_near(connection: DuckDBPyConnection, fresh: Sequence[Report]) -> set[str]:
    """Find articles that tell of an event of the same type on days that meet those of a fresh report."""
    days = sorted({(report.event_type, day) for report in fresh if report.days for day in _around(report.days)})
    if not days:
        return set()
    connection.register("days", pa.table({"event_type": [kind for kind, _ in days], "day": [day for _, day in days]}))
    try:
        found = connection.execute(
            """
            WITH near AS (
                SELECT mention_id, event_id FROM event_mentions WHERE first_day IN (SELECT day FROM days)
                UNION SELECT mention_id, event_id FROM event_mentions WHERE last_day IN (SELECT day FROM days)
                UNION SELECT mention_id, event_id FROM event_mentions WHERE last_day - first_day > 3
                    AND first_day <= (SELECT max(day) FROM days) AND last_day >= (SELECT min(day) FROM days)
            ), of_type AS (
                SELECT mention_id FROM near JOIN events AS e USING (event_id)
                WHERE e.event_type IN (SELECT event_type FROM days)
            )
            SELECT DISTINCT article_id FROM mentions SEMI JOIN of_type USING (mention_id)
            """
        ).fetchall()
    finally:
        connection.unregister("days")
    return {article_id for (article_id,) in found}


def _around(days: tuple[date, date]) -> list[date]:
    """List the days from the one before to the one behind."""
    return [days[0] + DAY * number for number in range(-1, (days[1] - days[0]).days + 2)]


def _told(connection: DuckDBPyConnection, articles: Iterable[str]) -> list[Told]:
    """Read the mentions of articles as the joiner sees them."""
    return [
        Told(
            mention_id=mention_id,
            article_id=article_id,
            kind=kind,
            event_type=event_type,
            stage=stage,
            initiators=frozenset(initiators),
            recipients=frozenset(recipients),
            place=place,
            country=country,
            days=(first, last) if first and last else None,
            published=published,
            sentence=sentence,
            in_title=in_title,
            start=start,
        )
        for mention_id, article_id, kind, event_type, stage, initiators, recipients, place, country, first, last,
        published, sentence, in_title, start in _rows(connection, articles, _TOLD)
    ]  # fmt: skip


def _forget(connection: DuckDBPyConnection, neighbourhoods: Iterable[str]) -> None:
    """Take out the events of neighbourhoods that are joined anew."""
    names = sorted(neighbourhoods)
    gone = _column(
        connection, names, "SELECT DISTINCT event_id FROM event_mentions JOIN wanted ON component = wanted.article_id"
    )
    drop(connection, "events", "event_id", sorted(gone))
    drop(connection, "event_mentions", "component", names)


def _write(connection: DuckDBPyConnection, run_id: str, found: Sequence[Report], linked: Sequence[Link]) -> list[str]:
    """Write which mention belongs to which event; returns the events."""
    likeness = {(link.one, link.other): link.likeness for link in linked}
    homes = components(found, linked)
    written: list[tuple[Membership, Report]] = []
    for group in join(found, linked):
        by_mention = {mention_id: report for report in group for mention_id in report.mention_ids}
        written += [(member, by_mention[member.mention_id]) for member in members(group, likeness)]
    rows = arrow(
        connection,
        "event_mentions",
        [member for member, _ in written],
        component=[homes[report.key] for _, report in written],
        first_day=[report.days[0] if report.days else None for _, report in written],
        last_day=[report.days[1] if report.days else None for _, report in written],
        run_id=run_id,
    )
    append(connection, "event_mentions", rows)
    return sorted({member.event_id for member, _ in written})


def _recount(connection: DuckDBPyConnection, run_id: str, written: Sequence[str]) -> None:
    """Count the events written, and those whose articles this run found to be copies."""
    connection.register("written", pa.table({"event_id": pa.array(written, pa.string())}))
    try:
        connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE joined_events AS
            SELECT event_id FROM written UNION
            SELECT em.event_id FROM event_mentions AS em JOIN mentions AS m USING (mention_id)
                JOIN articles AS a USING (article_id) JOIN clusters AS c USING (cluster_id) WHERE c.run_id = $run
            """,
            {"run": run_id},
        )
    finally:
        connection.unregister("written")
    connection.execute("DELETE FROM events WHERE event_id IN (SELECT event_id FROM joined_events)")
    connection.execute(read_sql("events.sql"), {"run": run_id})


def _column(connection: DuckDBPyConnection, wanted: Iterable[str], sql: str) -> set[str]:
    return {value for (value,) in _rows(connection, wanted, sql)}


def _rows(connection: DuckDBPyConnection, wanted: Iterable[str], sql: str) -> list[tuple[Any, ...]]:
    """Ask something of the ids in the table `wanted`, whose only column is called article_id."""
    ids = sorted(wanted)
    if not ids:
        return []
    connection.register("wanted", pa.table({"article_id": ids}))
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.unregister("wanted")
