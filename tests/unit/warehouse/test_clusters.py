from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duckdb import DuckDBPyConnection

from extractors.records import Article
from warehouse.clusters import Recent, unprinted, update_clusters
from warehouse.load import Outcome, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    article_id: str
    text_hash: str = "h"
    signature: bytes = b"\x00\xff"
    marks: bytes = b""
    words: int = 9


def test_clusters_grow_join_and_are_counted(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], article: Callable[..., Article], now: datetime
) -> None:
    articles = [article(number, outlet=f"Outlet {number % 2}") for number in range(1, 6)]
    load(connection, "r1", [outcome(n, one) for n, one in enumerate(articles, 1)], now)
    assert [article_id for article_id, _ in unprinted(connection)] == ["a1", "a2", "a3", "a4", "a5"]
    prints = [Print(article_id=one.article_id) for one in articles]
    update_clusters(connection, "r1", now, prints, lambda _: {"a1": "c1", "a2": "c1", "a3": "c3", "a5": "c3"})
    assert unprinted(connection) == []
    count = "SELECT cluster_id, size, outlets, run_id FROM clusters ORDER BY 1"
    assert connection.execute(count).fetchall() == [("c1", 2, 2, "r1"), ("c3", 2, 1, "r1")]
    assert update_clusters(connection, "r2", now, [], lambda _: {"a3": "c1", "a5": "c1"}) == (5, 2)
    assert connection.execute(count).fetchall() == [("c1", 4, 2, "r2")]
    assert [row[-1] for row in _recent(connection, now)] == ["c1", "c1", "c1", None, "c1"]


def test_a_revised_text_is_printed_again_and_keeps_its_cluster(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], article: Callable[..., Article], now: datetime
) -> None:
    load(connection, "r1", [outcome(1), outcome(2)], now)
    prints = [Print(article_id="a1"), Print(article_id="a2")]
    update_clusters(connection, "r1", now, prints, lambda _: {"a1": "c", "a2": "c"})
    load(connection, "r2", [outcome(1, article(1, text="Something else."))], now)
    assert unprinted(connection) == [("a1", "Something else.")]
    assert connection.execute("SELECT cluster_id FROM articles WHERE article_id = 'a1'").fetchone() == ("c",)


def test_only_the_last_fortnight_is_compared(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], article: Callable[..., Article], now: datetime
) -> None:
    old = article(2, published_at=now - timedelta(days=15))
    load(connection, "r1", [outcome(1), outcome(2, old)], now)
    update_clusters(connection, "r1", now, [Print(article_id="a1"), Print(article_id="a2")], lambda _: {})
    assert _recent(connection, now) == [("a1", "h", b"\x00\xff", b"", 9, None)]


def _recent(connection: DuckDBPyConnection, now: datetime) -> list[Recent]:
    seen: list[Recent] = []

    def look(known: Sequence[Recent]) -> dict[str, str]:
        seen.extend(known)
        return {}

    update_clusters(connection, "r9", now, [], look)
    return seen
