"""Articles and mentions into the tables, one transaction a batch."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from duckdb import DuckDBPyConnection

from extractors.records import Article, Fetch, Mention, Problem
from warehouse.rows import add_new, append, instant

_MENTION_COLUMNS = {"start": "trigger_start", "end": "trigger_end"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one pending entry. `state` is loaded, failed, skipped, or pending for another try."""

    entry_id: str
    state: str
    article: Article | None = None
    article_id: str | None = None
    mentions: tuple[Mention, ...] = ()
    fetches: tuple[Fetch, ...] = ()
    problems: tuple[Problem, ...] = ()


def load(connection: DuckDBPyConnection, run_id: str, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Load a batch whole, or nothing of it. An article that is there stays as it is."""
    articles = [outcome.article for outcome in outcomes if outcome.article]
    mentions = [mention for outcome in outcomes for mention in outcome.mentions]
    with transaction(connection):
        add_new(connection, "articles", ["article_id"], [article_row(article, run_id) for article in articles])
        first = [_revision_row(article, run_id, now) for article in articles]
        add_new(connection, "article_revisions", ["article_id", "revision"], first)
        add_new(connection, "mentions", ["mention_id"], [mention_row(mention, run_id) for mention in mentions])
        parties = [row for mention in mentions for row in party_rows(mention, run_id)]
        add_new(connection, "mention_parties", ["mention_id", "role", "actor_id", "party_start"], parties)
        append_fetches(connection, run_id, [fetch for outcome in outcomes for fetch in outcome.fetches])
        append_problems(connection, run_id, [problem for outcome in outcomes for problem in outcome.problems], now)
        for outcome in outcomes:
            _settle(connection, outcome)


def article_row(article: Article, run_id: str) -> dict[str, Any]:
    """Lay an article out as a row."""
    row = {**asdict(article), "published_at": instant(article.published_at), "run_id": run_id}
    return row | {"authors": list(article.authors), "flags": list(article.flags)}


def mention_row(mention: Mention, run_id: str) -> dict[str, Any]:
    """Lay a mention out as a row; its parties go into rows of their own."""
    row = {_MENTION_COLUMNS.get(name, name): value for name, value in asdict(mention).items() if name != "parties"}
    return row | {"kind": str(mention.kind), "run_id": run_id}


def party_rows(mention: Mention, run_id: str) -> list[dict[str, Any]]:
    """Lay the parties of a mention out as rows."""
    return [
        {
            **asdict(party),
            "party_start": party.start,
            "party_end": party.end,
            "mention_id": mention.mention_id,
            "run_id": run_id,
        }
        for party in mention.parties
    ]


def append_fetches(connection: DuckDBPyConnection, run_id: str, fetches: Sequence[Fetch]) -> None:
    """Write requests into the ledger."""
    rows = [{**asdict(fetch), "fetched_at": instant(fetch.fetched_at), "run_id": run_id} for fetch in fetches]
    append(connection, "fetches", rows)


def append_problems(
    connection: DuckDBPyConnection, run_id: str, problems: Sequence[Problem], noted_at: datetime
) -> None:
    """Write problems into the ledger."""
    rows = [
        {
            "run_id": run_id,
            "stage": str(problem.stage),
            "code": str(problem.code),
            "subject": problem.subject,
            "detail": problem.detail,
            "noted_at": instant(noted_at),
        }
        for problem in problems
    ]
    append(connection, "problems", rows)


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """Commit what happens inside, or roll all of it back."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _revision_row(article: Article, run_id: str, now: datetime) -> dict[str, Any]:
    row = {"article_id": article.article_id, "revision": 1, "title": article.title, "text": article.text}
    return row | {"seen_at": instant(now), "run_id": run_id}


def _settle(connection: DuckDBPyConnection, outcome: Outcome) -> None:
    connection.execute(
        "UPDATE entries SET state = ?, attempts = attempts + 1, article_id = ? WHERE entry_id = ?",
        [outcome.state, outcome.article_id, outcome.entry_id],
    )
