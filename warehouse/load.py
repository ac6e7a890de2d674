"""Articles and mentions into the tables, one transaction a batch.

What the tables hold in the end does not depend on the order in which batches come: where two entries lead to one
article, the one that was published first speaks for it, then the smaller address.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
from duckdb import DuckDBPyConnection

from extractors.records import Article, Fetch, Mention, Party, Problem
from warehouse.rows import append, arrow, drop, instant, transaction

_LATEST = datetime.max.replace(tzinfo=UTC)
_Rank = tuple[datetime, str, str, str]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a batch changed: articles seen first, articles whose text or title changed, mentions written."""

    articles: int = 0
    revised: int = 0
    mentions: int = 0


def load(
    connection: DuckDBPyConnection,
    run_id: str,
    outcomes: Sequence[Outcome],
    now: datetime,
    *,
    recode: bool = False,
) -> Loaded:
    """Load a batch whole, or nothing of it.

    An article that is there with the same text stays as it is. A changed text becomes the article's next revision and
    replaces its mentions. `recode` asks for articles and mentions anew, each from the entry that speaks for it, and
    leaves the entries as they are.
    """
    with transaction(connection):
        return load_within(connection, run_id, outcomes, now, recode=recode)


def load_within(
    connection: DuckDBPyConnection, run_id: str, outcomes: Sequence[Outcome], now: datetime, *, recode: bool = False
) -> Loaded:
    """Do as `load` does, within a transaction of the caller's."""
    loaded = _load_articles(connection, run_id, outcomes, now, recode=recode)
    append_fetches(connection, run_id, [fetch for outcome in outcomes for fetch in outcome.fetches])
    append_problems(connection, run_id, [problem for outcome in outcomes for problem in outcome.problems], now)
    if not recode:
        _settle(connection, outcomes)
    return loaded


def append_fetches(connection: DuckDBPyConnection, run_id: str, fetches: Sequence[Fetch]) -> None:
    """Write requests into the ledger."""
    append(connection, "fetches", arrow(connection, "fetches", fetches, run_id=run_id))


def append_problems(
    connection: DuckDBPyConnection, run_id: str, problems: Sequence[Problem], noted_at: datetime
) -> None:
    """Write problems into the ledger."""
    append(connection, "problems", arrow(connection, "problems", problems, run_id=run_id, noted_at=instant(noted_at)))


def mention_rows(connection: DuckDBPyConnection, run_id: str, mentions: Sequence[Mention]) -> pa.Table:
    """Lay mentions out as rows, each actor under the dictionary's name; their parties go into rows of their own."""
    actors = dict(connection.execute("SELECT actor_id, name FROM actors").fetchall())
    return arrow(
        connection,
        "mentions",
        mentions,
        trigger_start=".start",
        trigger_end=".end",
        initiator_names=[_names(mention.initiator, mention.parties, actors) for mention in mentions],
        recipient_names=[_names(mention.recipient, mention.parties, actors) for mention in mentions],
        run_id=run_id,
    )


def party_rows(connection: DuckDBPyConnection, run_id: str, mentions: Sequence[Mention]) -> pa.Table:
    """Lay the parties of mentions out as rows, each once."""
    pairs = list(dict.fromkeys((mention.mention_id, party) for mention in mentions for party in mention.parties).keys())
    return arrow(
        connection,
        "mention_parties",
        [party for _, party in pairs],
        mention_id=[mention_id for mention_id, _ in pairs],
        party_start=".start",
        party_end=".end",
        run_id=run_id,
    )


def _load_articles(
    connection: DuckDBPyConnection, run_id: str, outcomes: Sequence[Outcome], now: datetime, *, recode: bool
) -> Loaded:
    """Write the articles that are new, changed or better than what is there, and the mentions of those."""
    read = _best(outcome for outcome in outcomes if outcome.article)
    known = _known(connection, list(read))
    new = [article_id for article_id in read if article_id not in known]
    revised = [key for key, (article, _) in read.items() if key in known and _differs(article, known[key])]
    better = [key for key, (article, _) in read.items() if key in known and _rank(article) < known[key].rank]
    spoken_for = [key for key in known if _rank(read[key][0])[:3] <= known[key].rank[:3]]
    again = spoken_for if recode else sorted({*revised, *better})
    drop(connection, "articles", "article_id", again)
    _drop_mentions(connection, again)
    articles = [read[key][0] for key in (*new, *again)]
    clusters = [known[key].cluster_id if key in known else None for key in (*new, *again)]
    append(connection, "articles", arrow(connection, "articles", articles, cluster_id=clusters, run_id=run_id))
    _append_revisions(connection, run_id, [(read[key][0], 1) for key in new], now)
    _append_revisions(connection, run_id, [(read[key][0], known[key].revision + 1) for key in revised], now)
    mentions = list({m.mention_id: m for key in (*new, *again) for m in read[key][1].mentions}.values())
    append(connection, "mentions", mention_rows(connection, run_id, mentions))
    append(connection, "mention_parties", party_rows(connection, run_id, mentions))
    return Loaded(articles=len(new), revised=len(revised), mentions=len(mentions))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is there of an article that comes again."""

    title: str
    text_hash: str
    rank: _Rank
    revision: int
    cluster_id: str | None


def _known(connection: DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, _Known]:
    rows = connection.execute(
        """
        SELECT article_id, title, text_hash, published_at, url, outlet, cluster_id, (
            SELECT max(revision) FROM article_revisions AS r WHERE r.article_id = a.article_id
        )
        FROM articles AS a WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
        """,
        {"ids": list(article_ids)},
    ).fetchall()
    return {
        key: _Known(
            title=title,
            text_hash=text_hash,
            rank=(at.replace(tzinfo=UTC) if at else _LATEST, url, outlet, title),
            revision=revision,
            cluster_id=cluster_id,
        )
        for key, title, text_hash, at, url, outlet, cluster_id, revision in rows
    }


def _best(outcomes: Iterable[Outcome]) -> dict[str, tuple[Article, Outcome]]:
    """Choose for each article the outcome that speaks for it."""
    best: dict[str, tuple[Article, Outcome]] = {}
    for outcome in outcomes:
        article = outcome.article
        assert article is not None
        held = best.get(article.article_id)
        if held is None or _rank(article) < _rank(held[0]):
            best[article.article_id] = (article, outcome)
    return best


def _rank(article: Article) -> _Rank:
    return (article.published_at or _LATEST, article.url, article.outlet, article.title)


def _differs(article: Article, known: _Known) -> bool:
    return (article.text_hash, article.title) != (known.text_hash, known.title)


def _drop_mentions(connection: DuckDBPyConnection, article_ids: Sequence[str]) -> None:
    if not article_ids:
        return
    of_these = "SELECT mention_id FROM mentions WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))"
    connection.execute(f"DELETE FROM mention_parties WHERE mention_id IN ({of_these})", {"ids": list(article_ids)})  # noqa: S608 - our names
    drop(connection, "mentions", "article_id", article_ids)


def _append_revisions(
    connection: DuckDBPyConnection, run_id: str, revisions: Sequence[tuple[Article, int]], now: datetime
) -> None:
    rows = arrow(
        connection,
        "article_revisions",
        [article for article, _ in revisions],
        revision=[number for _, number in revisions],
        seen_at=instant(now),
        run_id=run_id,
    )
    append(connection, "article_revisions", rows)


def _names(codes: Sequence[str], parties: Sequence[Party], actors: Mapping[str, str]) -> list[str]:
    """Name the actors in the order of their codes, as the dictionary does.

    A party's own name, which may be a spokesman's, stands in only where the dictionary has none, and the code where no
    party explains it.
    """
    own = {party.actor_id: party.name for party in reversed(parties) if party.actor_id not in actors}
    return [actors.get(code) or own.get(code, code) for code in codes]


def _settle(connection: DuckDBPyConnection, outcomes: Sequence[Outcome]) -> None:
    """Write what became of the entries; what was loaded once keeps its article through a later failure.

    One that is pending no more was settled by another run that writes to the same lake.
    """
    settled = pa.table(
        {
            "entry_id": pa.array([outcome.entry_id for outcome in outcomes], pa.string()),
            "state": pa.array([outcome.state for outcome in outcomes], pa.string()),
            "article_id": pa.array([outcome.article_id for outcome in outcomes], pa.string()),
        }
    )
    connection.register("settled", settled)
    try:
        connection.execute(
            "UPDATE entries SET attempts = attempts + 1, "
            "state = CASE WHEN s.state = 'failed' AND entries.article_id IS NOT NULL THEN 'loaded' ELSE s.state END, "
            "article_id = coalesce(s.article_id, entries.article_id) FROM settled AS s "
            "WHERE entries.entry_id = s.entry_id AND entries.state = 'pending'"
        )
    finally:
        connection.unregister("settled")
