"""A page is looked at once more, a set time after it was first fetched."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from duckdb import DuckDBPyConnection

from extractors.records import Entry
from warehouse.archive import save_archived
from warehouse.feed_state import pending_entries, take_up_again
from warehouse.load import Outcome, load

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    record_id: str
    fetched_at: datetime
    url: str = "https://wire.example/1"
    final_url: str = "https://wire.example/1"
    file: str = "parley-1.warc.gz"
    position: int = 0
    size: int = 100
    status: int = 200
    content_type: str | None = "text/html"
    payload_sha256: str = "00"


def test_a_page_is_looked_at_again_once(
    connection: DuckDBPyConnection,
    poll: Callable[..., int],
    entry: Callable[..., Entry],
    outcome: Callable[..., Outcome],
    now: datetime,
) -> None:
    poll(connection, "r1", [entry(1)])
    load(connection, "r1", [outcome(1)], now)
    save_archived(connection, "r1", [Record(record_id="1", fetched_at=now)], ["e1"])
    assert take_up_again(connection, now + timedelta(hours=23), after=DAY) == 0
    assert take_up_again(connection, now + timedelta(days=8), after=DAY) == 0
    assert take_up_again(connection, now + DAY, after=DAY) == 1
    assert [found.entry_id for found, _, _ in pending_entries(connection)] == ["e1"]
    save_archived(connection, "r2", [Record(record_id="2", fetched_at=now + DAY)], ["e1"])
    load(connection, "r2", [outcome(1)], now + DAY)
    assert take_up_again(connection, now + 3 * DAY, after=DAY) == 0


def test_what_cannot_be_read_the_second_time_stays_loaded(
    connection: DuckDBPyConnection,
    poll: Callable[..., int],
    entry: Callable[..., Entry],
    outcome: Callable[..., Outcome],
    now: datetime,
) -> None:
    poll(connection, "r1", [entry(1)])
    load(connection, "r1", [outcome(1)], now)
    load(connection, "r2", [Outcome(entry_id="e1", state="failed")], now + DAY)
    assert connection.execute("SELECT state, article_id FROM entries").fetchall() == [("loaded", "a1")]
