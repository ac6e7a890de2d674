from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from extractors.records import Article, Entry, Kind, Mention
from warehouse.actors import save_actors
from warehouse.checks import run_checks
from warehouse.events import join_events
from warehouse.load import Outcome, load
from warehouse.runs import end_run, start_run

PAST = "Russia refused talks with Ukraine."


def claim(mention: Mention, number: int, **changes: Any) -> Mention:
    return replace(mention, mention_id=f"m{number}", parties=(), **changes)


@pytest.fixture
def told(
    connection: DuckDBPyConnection,
    article: Callable[..., Article],
    mention: Callable[..., Mention],
    outcome: Callable[..., Outcome],
    now: datetime,
) -> DuckDBPyConnection:
    """Four articles: Russia refuses, Ukraine proposes two days later, a month later again, and all three meet."""
    day = date(2025, 11, 12)
    stages: list[dict[str, Any]] = [
        {"stage": "refused", "speaker": "RUS"},
        {"stage": "proposed", "speaker": "UKR", "date_from": day + timedelta(days=2)},
        {"stage": "proposed", "speaker": "UKR", "date_from": day + timedelta(days=30)},
        {"stage": "completed", "speaker": "TUR", "initiator": ("UKR", "TUR", "RUS"), "recipient": ()},
        {"kind": Kind.OPERATION, "event_type": "ASSAULT", "quad": 4, "speaker": None},
    ]
    outcomes = []
    for number, changes in enumerate(stages, 1):
        one = article(number)
        outcomes.append(outcome(number, one, mentions=(claim(mention(one), number, **changes),)))
    load(connection, "r1", outcomes, now)
    return connection


def ask(connection: DuckDBPyConnection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchall()


def test_negotiations_and_operations_part_the_mentions(told: DuckDBPyConnection) -> None:
    assert ask(told, "SELECT mention_id, who, whom, outlet, sentence FROM operations") == [
        ("m5", "RUS", "UKR", "Wire", PAST)
    ]
    assert ask(told, "SELECT count(*) FROM negotiations") == [(4,)]


def test_the_timeline_tells_who_contradicts_whom(told: DuckDBPyConnection) -> None:
    assert ask(told, "SELECT mention_id, stance, contradicted_by FROM timeline('ukr', 'RUS') ORDER BY 1") == [
        ("m1", "against", "UKR"),
        ("m2", "for", "RUS"),
        ("m3", "for", None),
        ("m4", "for", None),
    ]


def test_a_mention_of_three_parties_stands_under_each_pair(told: DuckDBPyConnection) -> None:
    assert ask(told, "SELECT party, other_party FROM negotiation_timeline WHERE mention_id = 'm4' ORDER BY ALL") == [
        ("RUS", "TUR"),
        ("RUS", "UKR"),
        ("TUR", "UKR"),
    ]


def test_contradictions_stand_side_by_side(told: DuckDBPyConnection) -> None:
    assert ask(told, "SELECT mention_id, stage, other_mention_id, other_stage FROM contradictions") == [
        ("m1", "refused", "m2", "proposed")
    ]


def test_a_disputed_event_stands_once_a_pair_of_outlets_and_copies_do_not_dispute(
    connection: DuckDBPyConnection,
    article: Callable[..., Article],
    mention: Callable[..., Mention],
    outcome: Callable[..., Outcome],
    now: datetime,
) -> None:
    stages = ["completed", "underway", "denied", "completed", "planned"]
    outlets = ["Wire", "Wire", "Post", "Copy", "Post"]
    for number, (stage, outlet) in enumerate(zip(stages, outlets, strict=True), 1):
        one = article(number, outlet=outlet)
        load(connection, "r1", [outcome(number, one, mentions=(claim(mention(one), number, stage=stage),))], now)
    connection.execute("UPDATE articles SET cluster_id = 'a3' WHERE outlet IN ('Post', 'Copy')")
    join_events(connection, "r1")
    found = (
        "SELECT event_type, stage, outlet, mention_id, other_stage, other_outlet, other_mention_id FROM disputed_events"
    )
    assert ask(connection, "SELECT mentions, outlets FROM events") == [(5, 3)]
    assert ask(connection, found) == [("REJECT", "underway", "Wire", "m2", "denied", "Post", "m3")]
    connection.execute("UPDATE mentions SET stage = 'planned' WHERE stage = 'denied'")
    assert ask(connection, found) == []


@pytest.mark.parametrize("apart", [-8, -7, 0, 7, 8])
def test_contradictions_are_no_more_than_a_week_apart(told: DuckDBPyConnection, apart: int) -> None:
    for shift in range(9):  # whatever the day on which the spans of the join begin
        told.execute("UPDATE mentions SET date_from = DATE '2025-11-12' + ? WHERE mention_id = 'm1'", [shift])
        told.execute("UPDATE mentions SET date_from = DATE '2025-11-12' + ? WHERE mention_id = 'm2'", [shift + apart])
        found = ask(told, "SELECT count(*) FROM contradictions WHERE other_mention_id = 'm2'")
        assert found == [(int(abs(apart) <= 7),)]


def test_dyads_are_directed_and_mutual_acts_go_both_ways(told: DuckDBPyConnection) -> None:
    found = ask(told, "SELECT initiator, recipient, sum(mentions) FROM dyads GROUP BY ALL ORDER BY ALL")
    assert found == [
        ("RUS", "TUR", 1),
        ("RUS", "UKR", 5),
        ("TUR", "RUS", 1),
        ("TUR", "UKR", 1),
        ("UKR", "RUS", 1),
        ("UKR", "TUR", 1),
    ]
    undirected = ask(told, "SELECT party, other_party, sum(mentions), sum(articles) FROM dyads_undirected GROUP BY ALL")
    assert sorted(undirected) == [("RUS", "TUR", 1, 1), ("RUS", "UKR", 5, 5), ("TUR", "UKR", 1, 1)]


def test_weeks_begin_on_monday(told: DuckDBPyConnection) -> None:
    assert ask(told, "SELECT DISTINCT week FROM dyads") == [(date(2025, 11, 17),)]


def test_days_between_include_both_ends(told: DuckDBPyConnection) -> None:
    assert ask(told, "SELECT count(*) FROM mentions_between('2025-11-17', '2025-11-17')") == [(5,)]
    assert ask(told, "SELECT count(*) FROM mentions_between('2025-11-18', '2025-11-30')") == [(0,)]


def test_daily_counts_and_outlets_add_up(told: DuckDBPyConnection) -> None:
    assert ask(told, "SELECT kind, sum(mentions) FROM daily_counts GROUP BY ALL ORDER BY 1") == [
        ("negotiation", 4),
        ("operation", 1),
    ]
    assert ask(
        told, "SELECT outlet, articles, articles_with_mentions, negotiations, operations FROM outlet_coverage"
    ) == [("Wire", 5, 5, 4, 1)]


def test_feeds_and_runs_show_how_they_do(
    connection: DuckDBPyConnection, poll: Callable[..., int], entry: Callable[..., Entry], now: datetime
) -> None:
    start_run(connection, "r1", flow_run_id="f", now=now, version="1")
    poll(connection, "r1", [entry(1), entry(2)], failures=3, last_error="refused")
    connection.execute("UPDATE entries SET state = 'failed', article_id = 'gone' WHERE entry_id = 'e2'")
    run_checks(connection, "r1", now)
    end_run(connection, "r1", state="failed", counts={}, now=now + timedelta(seconds=2))
    assert ask(connection, "SELECT entries, pending, failed, failures, last_error FROM feed_health") == [
        (2, 1, 1, 3, "refused")
    ]
    assert ask(connection, "SELECT state, seconds, checks_failed FROM run_history") == [("failed", 2.0, 1)]


def test_actors_are_those_of_the_dictionary(connection: DuckDBPyConnection) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Actor:
        actor_id: str
        name: str
        country: str | None = None
        sector: str | None = None
        kind: str = "state"

    save_actors(
        connection, "r1", [Actor(actor_id="RUS", name="Russia"), Actor(actor_id="M23", name="M23", kind="armed-group")]
    )
    save_actors(connection, "r2", [Actor(actor_id="RUS", name="Russian Federation")])
    assert ask(connection, "SELECT actor_id, name, kind, run_id FROM actors ORDER BY 1") == [
        ("M23", "M23", "armed-group", "r1"),
        ("RUS", "Russian Federation", "state", "r1"),
    ]
