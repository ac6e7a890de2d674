"""Pausing and resuming feeds."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from duckdb import DuckDBPyConnection

from extractors.polling import is_due
from extractors.records import FeedState
from warehouse.feed_state import load_states
from warehouse.holds import followed_addresses, pause, resume

Poll = Callable[..., int]


def state(connection: DuckDBPyConnection) -> FeedState:
    return load_states(connection)["f1"]


def test_a_paused_feed_is_not_due_and_keeps_what_is_known(
    connection: DuckDBPyConnection, poll: Poll, now: datetime
) -> None:
    poll(connection, "r1", [], etag='"x"', next_poll_at=now)
    pause(connection, "f1")
    assert not is_due(state(connection), now + timedelta(days=900))
    assert state(connection).etag == '"x"'
    resume(connection, "f1", now)
    assert is_due(state(connection), now)


@pytest.mark.parametrize("status", ["gone", "failing", "paused"])
def test_a_resumed_feed_is_asked_whole_at_its_own_address(
    connection: DuckDBPyConnection, poll: Poll, now: datetime, status: str
) -> None:
    poll(
        connection,
        "r1",
        [],
        status=status,
        failures=7,
        etag='"x"',
        last_error="gone: 410",
        current_url="https://moved.example/",
        next_poll_at=now + timedelta(days=30),
    )
    resume(connection, "f1", now)
    found = state(connection)
    assert is_due(found, now)
    assert (found.status, found.failures, found.etag, found.last_error) == ("ok", 0, None, None)
    assert found.current_url == "https://wire.example/rss"


def test_only_feeds_that_were_asked_can_be_held(connection: DuckDBPyConnection, poll: Poll) -> None:
    assert followed_addresses(connection) == {}
    poll(connection, "r1", [])
    assert followed_addresses(connection) == {"https://wire.example/rss": "f1"}
