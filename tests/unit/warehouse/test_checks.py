from collections.abc import Callable
from datetime import datetime

import pytest
from duckdb import DuckDBPyConnection

from extractors.records import Entry
from warehouse.checks import checks, evaluate, failed, run_checks
from warehouse.load import Outcome, load

FAULTS = {
    "feeds-unique": "INSERT INTO feeds FROM feeds",
    "feed-state-unique": "INSERT INTO feed_state FROM feed_state",
    "entries-unique": "INSERT INTO entries FROM entries",
    "articles-unique": "INSERT INTO articles FROM articles",
    "revisions-unique": "INSERT INTO article_revisions FROM article_revisions",
    "revision-latest": "UPDATE article_revisions SET text = 'other'",
    "mentions-unique": "INSERT INTO mentions FROM mentions",
    "parties-unique": "INSERT INTO mention_parties FROM mention_parties",
    "entries-have-feeds": "DELETE FROM feeds",
    "entries-state": "UPDATE entries SET state = 'lost'",
    "entries-have-articles": "UPDATE entries SET article_id = 'nowhere'",
    "mentions-have-articles": "DELETE FROM articles",
    "parties-have-mentions": "DELETE FROM mentions",
    "parties-agree": "UPDATE mentions SET initiator = ['RUS', 'CHN']",
    "events-have-mentions": "INSERT INTO event_mentions (event_id, mention_id) VALUES ('e', 'm')",
    "one-event": "INSERT INTO event_mentions (event_id, mention_id) VALUES ('e', 'm'), ('f', 'm')",
    "triggers-in-place": "UPDATE mentions SET trigger_start = trigger_start + 1",
    "sentences-in-place": "UPDATE mentions SET sentence_end = sentence_end - 1",
    "parties-in-place": "UPDATE mention_parties SET party_end = party_end + 1",
    "codes-known": "UPDATE mentions SET event_type = 'SMILE'",
    "one-main": "UPDATE mentions SET main = false",
    "dates-in-order": "UPDATE mentions SET date_to = date_from - 1",
    "actors-known": "INSERT INTO actors (actor_id) VALUES ('UKR')",
    "published-plausible": "UPDATE articles SET published_at = '2031-01-01'",
    "dates-plausible": "UPDATE mentions SET date_from = '1800-01-01'",
    "places-on-earth": "UPDATE mentions SET latitude = 91, longitude = 0",
    "nothing-given-up": "INSERT INTO entries (entry_id, feed_id, state, run_id) SELECT i, 'f1', 'failed', 'r1' "
    "FROM range(10) AS t(i)",
    "yield-normal": "INSERT INTO runs (run_id, state, articles, mentions) VALUES ('r0', 'completed', 100, 4000); "
    "INSERT INTO articles (article_id, run_id) SELECT i, 'r1' FROM range(60) AS t(i)",
}


@pytest.fixture
def loaded(
    connection: DuckDBPyConnection,
    entry: Callable[..., Entry],
    outcome: Callable[..., Outcome],
    poll: Callable[..., int],
    now: datetime,
) -> DuckDBPyConnection:
    poll(connection, "r1", [entry(1), entry(2)])
    load(connection, "r1", [outcome(1), outcome(2)], now)
    return connection


def against(connection: DuckDBPyConnection, now: datetime) -> set[str]:
    return {result.name for result in evaluate(connection, "r1", now) if not result.passed}


def test_what_was_loaded_well_passes_every_check(loaded: DuckDBPyConnection, now: datetime) -> None:
    assert against(loaded, now) == set()


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert {check.name for check in checks()} == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_check_finds_its_fault(loaded: DuckDBPyConnection, now: datetime, name: str) -> None:
    loaded.execute(FAULTS[name])
    assert name in against(loaded, now)


def test_results_are_rows_and_problems(loaded: DuckDBPyConnection, now: datetime) -> None:
    loaded.execute(FAULTS["codes-known"])
    loaded.execute(FAULTS["actors-known"])
    problems = run_checks(loaded, "r1", now)
    assert [(problem.code, problem.subject) for problem in problems] == [
        ("expectation", "codes-known"),
        ("expectation", "actors-known"),
    ]
    assert loaded.execute("SELECT name, severity, found FROM checks WHERE NOT passed ORDER BY ALL").fetchall() == [
        ("actors-known", "warning", 1),
        ("codes-known", "error", 2),
    ]
    assert failed(loaded, "r1") == ["codes-known"]
    assert loaded.execute("SELECT count(*) FROM checks").fetchone() == (len(checks()),)
    assert loaded.execute("SELECT count(*) FROM problems WHERE stage = 'check'").fetchone() == (2,)
