from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from duckdb import DuckDBPyConnection

from extractors.records import Article
from warehouse.connection import open_working
from warehouse.fingerprint import LEDGERS, fingerprint, fingerprint_of
from warehouse.load import Outcome, load
from warehouse.publish import publish
from warehouse.runs import start_run


def test_runs_clocks_and_the_order_of_rows_do_not_count(
    tmp_path: Path, outcome: Callable[..., Outcome], now: datetime
) -> None:
    files = []
    for number in range(2):
        db = tmp_path / f"{number}.duckdb"
        with open_working(db) as connection:
            start_run(connection, f"r{number}", flow_run_id="", now=now, version="1")
            for one in (1, 2)[:: 1 - 2 * number]:
                load(connection, f"r{number}", [outcome(one)], now + timedelta(days=number))
            publish(connection, db)
        files.append(fingerprint(db))
    assert files[0] == files[1]
    assert not LEDGERS & set(files[0])
    assert files[0]["articles"].startswith("2:")


def test_every_other_difference_counts(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], article: Callable[..., Article], now: datetime
) -> None:
    load(connection, "r1", [outcome(1), outcome(2, article(2, language="en"))], now)
    before = fingerprint_of(connection)
    for change in (
        "UPDATE articles SET title = title || ' '",
        "UPDATE mentions SET rules = []",
        "UPDATE articles SET language = NULL",
        "INSERT INTO mention_parties FROM mention_parties",
        "DELETE FROM article_revisions",
    ):
        connection.begin()
        connection.execute(change)
        assert fingerprint_of(connection) != before, change
        connection.rollback()
    assert fingerprint_of(connection) == before


def test_neighbouring_values_are_not_mixed_up(connection: DuckDBPyConnection) -> None:
    found = []
    for title, text in (("a", "b, c"), ("a, b", "c"), ("a", None), ("a", "NULL")):
        connection.execute("DELETE FROM articles")
        connection.execute("INSERT INTO articles (title, text) VALUES (?, ?)", [title, text])
        found.append(fingerprint_of(connection)["articles"])
    assert len(set(found)) == len(found)
