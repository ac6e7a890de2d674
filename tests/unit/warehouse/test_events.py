"""Joining, on articles whose events another hand marked before the joiner was written (tests/quality/joined.jsonl)."""

import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from extractors.records import Article, Kind, Mention, Party, make_id
from warehouse.checks import evaluate
from warehouse.clusters import update_clusters
from warehouse.connection import open_working
from warehouse.events import join_events
from warehouse.fingerprint import fingerprint_of
from warehouse.load import Outcome, load

GOLD = Path(__file__).parents[2] / "quality" / "joined.jsonl"
NOW = datetime(2025, 11, 30, tzinfo=UTC)
FLOOR = 0.85
"""B-cubed F1 that the joiner reaches on the marked mentions; the issue asks for .80."""


def days(text: str | None) -> tuple[date | None, date | None]:
    if not text:
        return None, None
    year, *rest = map(int, text.split("-"))
    if len(rest) == 2:
        return date(year, *rest), date(year, *rest)
    if rest:
        return date(year, rest[0], 1), date(year, rest[0], monthrange(year, rest[0])[1])
    return date(year, 1, 1), date(year, 12, 31)


def mention_of(document: dict[str, Any], number: int, marked: dict[str, Any]) -> Mention:
    text = document[marked["in"]]
    sentence_start = text.index(marked["sentence"])
    start = sentence_start + marked["sentence"].index(marked["trigger"])
    first, last = days(marked["date"])
    roles = [(role, code) for role in ("initiator", "recipient") for code in marked[role]]
    return Mention(
        mention_id=f"{document['id']}-{number}",
        article_id=document["id"],
        field=marked["in"],
        start=start,
        end=start + len(marked["trigger"]),
        trigger=marked["trigger"],
        sentence=marked["sentence"],
        sentence_start=sentence_start,
        sentence_end=sentence_start + len(marked["sentence"]),
        kind=Kind(marked["kind"]),
        event_type=marked["event_type"],
        event_mode=None,
        quad=1,
        stage=marked["stage"],
        main=True,
        initiator=tuple(marked["initiator"]),
        recipient=tuple(marked["recipient"]),
        parties=tuple(
            Party(role=role, actor_id=code, name=code, country=None, sector=None, text=text[:1], start=0, end=1)
            for role, code in roles
        ),
        speaker=marked["speaker"],
        speaker_name=marked["speaker_name"],
        via=marked["via"],
        place=marked["place"],
        country=marked["country"],
        latitude=None,
        longitude=None,
        date=marked["date"],
        date_precision={10: "day", 7: "month", 4: "year"}.get(len(marked["date"] or "")),
        date_from=first,
        date_to=last,
        confidence="high",
        coder="gold",
    )


def outcome_of(document: dict[str, Any]) -> Outcome:
    article = Article(
        article_id=document["id"],
        url=document["id"],
        canonical_url=document["id"],
        outlet=document["outlet"],
        title=document["title"],
        text=document["text"],
        text_hash=make_id(document["text"]),
        extractor="gold",
        published_at=datetime.fromisoformat(document["published"]).replace(tzinfo=UTC),
    )
    mentions = tuple(mention_of(document, number, marked) for number, marked in enumerate(document["events"]))
    return Outcome(
        entry_id=document["id"], state="loaded", article=article, article_id=document["id"], mentions=mentions
    )


DOCUMENTS = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
OUTCOMES = [outcome_of(document) for document in DOCUMENTS]
MARKED = {
    f"{document['id']}-{number}": marked["event"]
    for document in DOCUMENTS
    for number, marked in enumerate(document["events"])
}


def b_cubed(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a grouping, each mention counting once."""
    true_groups, found_groups = defaultdict(set), defaultdict(set)
    for key in truth:
        true_groups[truth[key]].add(key)
        found_groups[found[key]].add(key)
    shared = {key: len(true_groups[truth[key]] & found_groups[found[key]]) for key in truth}
    precision = sum(shared[key] / len(found_groups[found[key]]) for key in truth) / len(truth)
    recall = sum(shared[key] / len(true_groups[truth[key]]) for key in truth) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def events_in(connection: DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT mention_id, event_id FROM event_mentions").fetchall())


@pytest.fixture
def joined(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    load(connection, "r1", OUTCOMES, NOW)
    join_events(connection, "r1")
    return connection


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with open_working(tmp_path_factory.mktemp("all") / "parley.duckdb") as connection:
        load(connection, "r1", OUTCOMES, NOW)
        join_events(connection, "r1")
        return fingerprint_of(connection)


def test_events_are_those_that_a_person_marked(joined: DuckDBPyConnection) -> None:
    precision, recall, f1 = b_cubed(MARKED, events_in(joined))
    assert f1 >= FLOOR, (precision, recall, f1)


@pytest.mark.parametrize("seed", range(4))
def test_runs_in_any_order_give_the_events_of_one_run(
    connection: DuckDBPyConnection, prints: dict[str, str], seed: int
) -> None:
    random = Random(seed)
    waiting = random.sample(OUTCOMES, len(OUTCOMES))
    number = 0
    while waiting:
        number += 1
        size = random.randint(1, 20)
        load(connection, f"r{number}", waiting[:size], NOW)
        join_events(connection, f"r{number}")
        del waiting[:size]
    assert fingerprint_of(connection) == prints


def test_recoding_everything_gives_the_same_events(joined: DuckDBPyConnection, prints: dict[str, str]) -> None:
    load(joined, "r2", OUTCOMES[::2], NOW, recode=True)
    join_events(joined, "r2")
    assert fingerprint_of(joined) == prints


def test_an_article_that_lost_its_mentions_leaves_its_events(joined: DuckDBPyConnection) -> None:
    gone = OUTCOMES[0]
    bare = Outcome(entry_id="x", state="loaded", article=gone.article, article_id=gone.article_id)
    load(joined, "r2", [bare], NOW, recode=True)
    join_events(joined, "r2")
    assert set(events_in(joined)) == set(MARKED) - {mention.mention_id for mention in gone.mentions}
    assert not [result.name for result in evaluate(joined, "r2", NOW) if "event" in result.name and not result.passed]


def test_joining_again_writes_nothing(joined: DuckDBPyConnection, prints: dict[str, str]) -> None:
    assert join_events(joined, "r2").mentions == 0
    assert fingerprint_of(joined) == prints
    assert joined.execute("SELECT DISTINCT run_id FROM events").fetchall() == [("r1",)]


def test_each_joined_mention_says_why(joined: DuckDBPyConnection) -> None:
    bare = joined.execute(
        "SELECT count(*) FROM event_mentions AS em JOIN events AS e USING (event_id) "
        "WHERE e.articles > 1 AND len(em.evidence) = 0"
    ).fetchone()
    assert bare == (0,)
    found = joined.execute(
        "SELECT evidence FROM event_mentions WHERE mention_id = 'joined-007-0'"  # Russian strike in Odesa on Friday
    ).fetchone()
    assert found is not None
    assert {text.split(":")[0] for text in found[0]} == {"parties", "date", "place", "text"}


def test_events_are_counted_from_their_mentions(joined: DuckDBPyConnection) -> None:
    odesa = (
        joined.execute(
            "SELECT e.* FROM events AS e JOIN event_mentions USING (event_id) WHERE mention_id = 'joined-001-1'"
        )
        .to_arrow_table()
        .to_pylist()[0]
    )
    assert (odesa["kind"], odesa["event_type"], odesa["place"], odesa["country"]) == (
        "operation", "ASSAULT", "Odesa", "UKR",
    )  # fmt: skip
    assert (odesa["initiator"], odesa["recipient"]) == (["RUS"], ["UKR"])
    assert (odesa["first_date"], odesa["last_date"]) == (date(2025, 11, 10), date(2025, 11, 10))
    assert odesa["articles"] == odesa["clusters"] >= 5


def test_copies_of_one_report_count_once(joined: DuckDBPyConnection) -> None:
    ask = "SELECT articles, clusters FROM events JOIN event_mentions USING (event_id) WHERE mention_id = 'joined-001-1'"
    articles, before = joined.execute(ask).fetchall()[0]
    copies = dict.fromkeys(("joined-001", "joined-002", "joined-003"), "c")
    update_clusters(joined, "r2", datetime(2025, 12, 1, tzinfo=UTC), [], lambda _: copies)
    join_events(joined, "r2")
    assert joined.execute(ask).fetchall() == [(articles, before - 2)]
