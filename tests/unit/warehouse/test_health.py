"""How feeds stand, read from the tables that runs left."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from duckdb import DuckDBPyConnection

from extractors.records import Entry, Feed, FeedState, Fetch, Reason, Stage
from warehouse.feed_state import save_feeds, save_polls
from warehouse.health import check_yields, health_row, standings
from warehouse.runs import end_run, start_run

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)
Run = Callable[..., None]


def feed(name: str) -> Feed:
    return Feed(feed_id=name, url=f"https://{name}.example/rss", outlet=name.title())


def state(name: str, at: datetime, **changes: object) -> FeedState:
    given: dict[str, object] = {
        "feed_id": name,
        "status": "ok",
        "current_url": f"https://{name}.example/rss",
        "next_poll_at": at + timedelta(hours=1),
        "interval_s": 3600,
        "last_polled_at": at,
        "last_success_at": at,
        "last_changed_at": at,
    }
    return FeedState(**(given | changes))  # type: ignore[arg-type]  # the tests name fields


@pytest.fixture
def run(connection: DuckDBPyConnection) -> Run:
    """Do one run in which each feed brings so many entries, published when they are seen or spread over days before."""

    def do(
        at: datetime, brought: dict[str, int], *, spread_over: int = 0, before: timedelta = 0 * DAY, **changes: object
    ) -> None:
        run_id = f"r{at:%m%d%H%M}"
        start_run(connection, run_id, flow_run_id="", now=at, version="0")
        save_feeds(connection, run_id, [feed(name) for name in brought])
        entries = [
            Entry(
                entry_id=f"{name}-{at:%m%d%H}-{number}",
                feed_id=name,
                title="Talks",
                published_at=at - before - number % (spread_over + 1) * DAY,
            )
            for name, count in brought.items()
            for number in range(count)
        ]
        states = [state(name, at, **changes) for name in brought]
        fetches = [
            Fetch(url=url, final_url=url, status=200, outcome="ok", bytes=1, seconds=0.1, fetched_at=at)
            for url in (feed(name).url for name in brought)
        ]
        save_polls(connection, run_id, states=states, entries=entries, fetches=fetches, problems=[], now=at)
        end_run(connection, run_id, state="completed", counts={}, now=at)

    return do


def words(connection: DuckDBPyConnection) -> dict[str, str]:
    return {standing.feed_id: standing.word for standing in standings(connection, NOW)}


def test_a_feed_that_falls_silent_is_named_with_its_figures(connection: DuckDBPyConnection, run: Run) -> None:
    for age in range(15, -1, -1):
        run(NOW - age * DAY, {"lively": 20, "silent": 20 if age > 4 else 0})
    (problem,) = check_yields(connection, "last", NOW)
    assert (problem.stage, problem.code) == (Stage.CHECK, Reason.QUIET_FEED)
    assert problem.subject == "https://silent.example/rss"
    assert problem.detail.startswith(
        "brought 0 entries in 3 days, 60 are normal; the last new one came 2026-11-20 12:00"
    )
    assert words(connection) == {"silent": "quiet", "lively": "ok"}
    assert next(iter(words(connection))) == "silent"


def test_the_dates_of_the_first_document_teach_what_is_normal(connection: DuckDBPyConnection, run: Run) -> None:
    run(NOW, {"fresh": 300}, spread_over=29)
    (found,) = standings(connection, NOW)
    assert found.yields is not None
    assert (found.yields.days, found.yields.normal, found.yields.present) == (3, 30, 30)


def test_a_feed_that_is_dead_when_it_is_added_is_found_at_once(connection: DuckDBPyConnection, run: Run) -> None:
    run(NOW, {"dead": 300}, spread_over=29, before=400 * DAY)
    assert words(connection) == {"dead": "quiet"}
    assert standings(connection, NOW)[0].last_entry_at == NOW - 400 * DAY


def test_few_entries_after_a_pause_of_ours_accuse_nobody(connection: DuckDBPyConnection, run: Run) -> None:
    for age in range(26, 12, -1):
        run(NOW - age * DAY, {"fast": 100})
    run(NOW, {"fast": 10})
    assert not any(standing.quiet for standing in standings(connection, NOW))


def test_few_entries_although_we_asked_each_day_are_the_feeds_own(connection: DuckDBPyConnection, run: Run) -> None:
    for age in range(14, -1, -1):
        run(NOW - age * DAY, {"fast": 100 if age > 2 else 1})
    assert [standing.url for standing in standings(connection, NOW) if standing.quiet] == ["https://fast.example/rss"]


@pytest.mark.parametrize(("changes", "word"), [({"status": "failing"}, "failing"), ({"status": "gone"}, "gone")])
def test_a_feed_that_cannot_be_read_fails_and_is_not_quiet(
    connection: DuckDBPyConnection, run: Run, changes: dict[str, object], word: str
) -> None:
    for age in range(15, 4, -1):
        run(NOW - age * DAY, {"broken": 20})
    run(NOW, {"broken": 0}, **changes, failures=3, last_error="timeout: the server fell silent")
    assert words(connection) == {"broken": word}
    (row,) = map(health_row, standings(connection, NOW))
    assert (row["failures"], row["reason"]) == (3, "timeout: the server fell silent")
    assert (row["next poll"] is None) == (word == "gone")


def test_a_feed_no_longer_followed_is_left_out_and_last(connection: DuckDBPyConnection, run: Run) -> None:
    for age in range(15, -1, -1):
        run(NOW - age * DAY, {"kept": 20} | ({"dropped": 20} if age > 1 else {}))
    assert list(words(connection).items()) == [("kept", "ok"), ("dropped", "left out")]
    assert not any(standing.quiet for standing in standings(connection, NOW))


def test_a_feed_never_asked_is_new_and_has_dashes(connection: DuckDBPyConnection) -> None:
    save_feeds(connection, "r1", [feed("young")])
    (row,) = map(health_row, standings(connection, NOW))
    assert row == {
        "state": "new",
        "outlet": "Young",
        "feed": "https://young.example/rss",
        "last success": None,
        "last new entry": None,
        "normal": None,
        "present": None,
        "failures": 0,
        "reason": None,
        "next poll": None,
    }


def test_the_check_is_written_down_with_its_problems(connection: DuckDBPyConnection, run: Run) -> None:
    for age in range(15, -1, -1):
        run(NOW - age * DAY, {"silent": 20 if age > 4 else 0})
    problems = check_yields(connection, "last", NOW)
    assert len(problems) == 1
    assert connection.execute("SELECT name, severity, passed, found FROM checks").fetchall() == [
        ("feeds-yield", "warning", False, 1)
    ]
    assert connection.execute("SELECT stage, code FROM problems WHERE run_id = 'last'").fetchall() == [
        ("check", "quiet-feed")
    ]
