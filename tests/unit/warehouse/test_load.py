from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from extractors.records import Article, Entry, Problem, Reason, Stage
from warehouse.connection import open_working
from warehouse.feed_state import load_states, pending_entries, save_polls
from warehouse.fingerprint import fingerprint_of
from warehouse.load import Outcome, load


def rows(connection: DuckDBPyConnection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchall()


def test_a_mention_comes_back_as_it_went_in(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], now: datetime
) -> None:
    load(connection, "r1", [outcome(1)], now)
    (row,) = connection.execute("SELECT * FROM mentions").to_arrow_table().to_pylist()
    assert (row["trigger"], row["trigger_start"], row["trigger_end"]) == ("refused talks", 7, 20)
    assert (row["initiator"], row["initiator_names"], row["recipient_names"]) == (["RUS"], ["Russia"], ["Ukraine"])
    assert (row["kind"], row["rules"], row["date_from"].isoformat()) == (
        "negotiation",
        ["refuse + talks"],
        "2025-11-12",
    )
    assert rows(connection, "SELECT role, actor_id, text, party_start, party_end, run_id FROM mention_parties") == [
        ("initiator", "RUS", "Russia", 0, 6, "r1"),
        ("recipient", "UKR", "Ukraine", 26, 33, "r1"),
    ]


def test_parties_have_the_dictionarys_name_and_not_their_spokesmans(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], now: datetime
) -> None:
    connection.execute("INSERT INTO actors BY NAME SELECT 'RUS' AS actor_id, 'Russia' AS name, 'state' AS kind")
    (told,) = outcome(1).mentions
    parties = tuple(replace(party, name=f"Spokesman of {party.actor_id}") for party in told.parties)
    spoken = replace(told, parties=parties, recipient=("UKR", "XXX"))
    load(connection, "r1", [outcome(1, mentions=(spoken,))], now)
    assert rows(connection, "SELECT who, whom FROM coded") == [("Russia", "Spokesman of UKR, XXX")]


def test_instants_are_stored_in_utc(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], article: Callable[..., Article], now: datetime
) -> None:
    local = datetime.fromisoformat("2025-11-17T01:30:00+05:00")
    load(connection, "r1", [outcome(1, article(1, published_at=local))], now)
    assert rows(connection, "SELECT published_at FROM articles") == [(datetime(2025, 11, 16, 20, 30),)]  # noqa: DTZ001


def test_the_same_batch_twice_changes_nothing(
    connection: DuckDBPyConnection,
    entry: Callable[..., Entry],
    outcome: Callable[..., Outcome],
    poll: Callable[..., int],
    now: datetime,
) -> None:
    poll(connection, "r1", [entry(1), entry(2)])
    load(connection, "r1", [outcome(1), outcome(2)], now)
    before = fingerprint_of(connection)
    assert poll(connection, "r2", [entry(1), entry(2)]) == 0
    assert pending_entries(connection) == []
    assert load(connection, "r2", [replace(outcome(1), entry_id="none")], now).articles == 0
    assert fingerprint_of(connection) == before


def test_a_changed_text_becomes_a_revision_and_replaces_the_mentions(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], article: Callable[..., Article], now: datetime
) -> None:
    load(connection, "r1", [outcome(1)], now)
    changed = article(1, text="Kyiv says that Moscow refused talks again.")
    loaded = load(connection, "r2", [outcome(1, changed)], now)
    assert (loaded.articles, loaded.revised) == (0, 1)
    assert rows(connection, "SELECT revision, text = ? FROM article_revisions ORDER BY 1".replace("?", "'x'")) == [
        (1, False),
        (2, False),
    ]
    assert rows(connection, "SELECT a.text, m.sentence FROM articles a JOIN mentions m USING (article_id)") == [
        (changed.text, changed.text)
    ]
    assert rows(connection, "SELECT count(*) FROM mention_parties") == [(0,)]


def test_the_tables_do_not_depend_on_the_order_of_batches(
    tmp_path: Path, outcome: Callable[..., Outcome], article: Callable[..., Article], now: datetime
) -> None:
    """Two entries lead to one article, which takes its date from either; dates decide what mentions mean."""
    early = outcome(1, article(1, published_at=now - timedelta(days=2)))
    late = outcome(2, article(1, published_at=now - timedelta(days=1), url="https://wire.example/1?from=other"))
    late = replace(late, mentions=tuple(replace(m, date="2025-11-13") for m in late.mentions))
    prints = []
    for number, order in enumerate(permutations([early, late, outcome(3)])):
        with open_working(tmp_path / f"{number}.duckdb") as connection:
            for one in order:
                load(connection, f"r{number}", [one], now)
            prints.append(fingerprint_of(connection))
            assert rows(connection, "SELECT date FROM mentions WHERE article_id = 'a1'") == [("2025-11-12",)]
    assert all(print_ == prints[0] for print_ in prints)


def test_recoding_replaces_mentions_and_leaves_articles(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], now: datetime
) -> None:
    load(connection, "r1", [outcome(1)], now)
    recoded = replace(outcome(1), mentions=tuple(replace(m, coder="newer") for m in outcome(1).mentions))
    load(connection, "r2", [recoded], now)
    assert rows(connection, "SELECT coder FROM mentions") == [("test",)]
    load(connection, "r3", [recoded], now, recode=True)
    assert rows(connection, "SELECT coder FROM mentions") == [("newer",)]
    assert rows(connection, "SELECT count(*) FROM article_revisions") == [(1,)]


def test_a_batch_loads_whole_or_not_at_all(
    connection: DuckDBPyConnection,
    entry: Callable[..., Entry],
    outcome: Callable[..., Outcome],
    poll: Callable[..., int],
    now: datetime,
) -> None:
    poll(connection, "r1", [entry(1), entry(2)])
    good = outcome(2)
    broken = replace(good, mentions=tuple(replace(mention, quad="three") for mention in good.mentions))  # type: ignore[arg-type]
    with pytest.raises(Exception, match="three"):
        load(connection, "r1", [outcome(1), broken], now)
    assert rows(connection, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(connection, "SELECT DISTINCT state, attempts FROM entries") == [("pending", 0)]


def test_states_of_entries_follow_their_outcomes(
    connection: DuckDBPyConnection,
    entry: Callable[..., Entry],
    outcome: Callable[..., Outcome],
    poll: Callable[..., int],
    now: datetime,
) -> None:
    problem = Problem(stage=Stage.ARTICLE, code=Reason.TIMEOUT, subject="https://wire.example/2", detail="too slow")
    poll(connection, "r1", [entry(1), entry(2), entry(3)])
    batch = [
        outcome(1),
        Outcome(entry_id="e2", state="pending", problems=(problem,)),
        Outcome(entry_id="e3", state="failed"),
    ]
    load(connection, "r1", batch, now)
    assert rows(connection, "SELECT entry_id, state, attempts, article_id FROM entries ORDER BY 1") == [
        ("e1", "loaded", 1, "a1"),
        ("e2", "pending", 1, None),
        ("e3", "failed", 1, None),
    ]
    assert rows(connection, "SELECT stage, code, subject, run_id FROM problems") == [
        ("article", "timeout", "https://wire.example/2", "r1")
    ]
    assert [(found.entry_id, outlet, attempts) for found, outlet, attempts in pending_entries(connection)] == [
        ("e2", "Wire", 1)
    ]


def test_a_pending_entry_comes_back_as_it_went_in(
    connection: DuckDBPyConnection, entry: Callable[..., Entry], poll: Callable[..., int]
) -> None:
    poll(connection, "r1", [entry(1, summary="s", content="<p>c</p>")])
    assert pending_entries(connection) == [(entry(1, summary="s", content="<p>c</p>"), "Wire", 0)]


def test_entries_that_changed_are_taken_up_again(
    connection: DuckDBPyConnection,
    entry: Callable[..., Entry],
    outcome: Callable[..., Outcome],
    poll: Callable[..., int],
    now: datetime,
) -> None:
    poll(connection, "r1", [entry(1), entry(2), entry(3, updated_at=now)])
    load(connection, "r1", [outcome(1), outcome(2), outcome(3)], now)
    changed = [entry(1, title="Talks resumed"), entry(2), entry(3, updated_at=now + timedelta(hours=1))]
    assert poll(connection, "r2", changed) == 0
    assert [found.entry_id for found, *_ in pending_entries(connection)] == ["e1", "e3"]
    assert rows(connection, "SELECT article_id, attempts, run_id FROM entries WHERE entry_id = 'e1'") == [
        ("a1", 1, "r1")
    ]


def test_the_oldest_of_entries_that_share_a_page_speaks_first(
    connection: DuckDBPyConnection, entry: Callable[..., Entry], poll: Callable[..., int], now: datetime
) -> None:
    shared = "https://wire.example/shared"
    older, newer = entry(1, url=shared, published_at=now - timedelta(days=3)), entry(2, url=shared)
    poll(connection, "r1", [newer, older, entry(4)])
    assert [found.entry_id for found, *_ in pending_entries(connection)] == ["e4", "e1", "e2"]


def test_polling_state_comes_back_as_it_went_in(
    connection: DuckDBPyConnection, poll: Callable[..., int], now: datetime
) -> None:
    moved = {"etag": '"\xe9"', "last_polled_at": now, "failures": 2, "current_url": "https://wire.example/new"}
    poll(connection, "r1", [], **moved)
    poll(connection, "r2", [], **moved)
    (state,) = load_states(connection).values()
    assert (state.etag, state.last_polled_at, state.failures) == ('"\xe9"', now, 2)
    assert rows(connection, "SELECT url, current_url, run_id FROM feeds") == [
        ("https://wire.example/rss", "https://wire.example/new", "r1")
    ]


def test_text_that_no_file_can_hold_keeps_its_length(
    connection: DuckDBPyConnection,
    outcome: Callable[..., Outcome],
    entry: Callable[..., Entry],
    poll: Callable[..., int],
    now: datetime,
) -> None:
    odd = outcome(1).article
    assert odd
    poll(connection, "r1", [entry(1, title="a\ud800b\x00c", authors=("\udfff",))])
    load(connection, "r1", [outcome(1, replace(odd, text="Russia \ud800 refused talks."))], now)
    assert rows(connection, "SELECT text FROM articles") == [("Russia ? refused talks.",)]
    assert rows(connection, "SELECT title, authors FROM entries") == [("a?b\x00c", ["?"])]


def test_an_empty_poll_and_an_empty_batch_write_nothing(connection: DuckDBPyConnection, now: datetime) -> None:
    before = fingerprint_of(connection)
    save_polls(connection, "r1", states=[], entries=[], fetches=[], problems=[], now=now)
    load(connection, "r1", [], now)
    assert fingerprint_of(connection) == before


def test_an_agencys_copy_is_known_by_its_agency(
    connection: DuckDBPyConnection, outcome: Callable[..., Outcome], article: Callable[..., Article], now: datetime
) -> None:
    load(connection, "r1", [outcome(1, article(1, agency="Reuters")), outcome(2)], now)
    assert rows(connection, "SELECT article_id, agency FROM articles ORDER BY 1") == [("a1", "Reuters"), ("a2", None)]
