"""Work that is asked to stop, feeds that fall silent together, runs that fail in a row."""

import asyncio
import os
import signal
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, StateType

from extractors.records import Feed
from flows.feed_groups import silent_groups
from flows.prefect_events import in_a_row
from flows.stopping import sigterm_sets
from flows.together import until_stopped
from warehouse.health import Standing


def test_work_that_ends_by_itself_is_awaited() -> None:
    async def check() -> None:
        ended: list[int] = []

        async def work() -> None:
            await asyncio.sleep(0)
            ended.append(1)

        await until_stopped(work(), asyncio.Event(), seconds=60)
        assert ended == [1]

    asyncio.run(check())


def test_work_that_fails_fails() -> None:
    async def work() -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        asyncio.run(until_stopped(work(), asyncio.Event(), seconds=60))


def test_work_that_does_not_end_after_the_stop_is_cancelled() -> None:
    async def check() -> None:
        stop, cancelled = asyncio.Event(), asyncio.Event()

        async def work() -> None:
            stop.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.set()
                raise

        await until_stopped(work(), stop, seconds=0)
        assert cancelled.is_set()

    asyncio.run(check())


def test_sigterm_sets_the_event_and_is_as_before_after() -> None:
    before = signal.getsignal(signal.SIGTERM)

    async def check() -> None:
        stop = asyncio.Event()
        with sigterm_sets(stop):
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.wait_for(stop.wait(), 5)

    asyncio.run(check())
    assert signal.getsignal(signal.SIGTERM) is before


def standing(name: str, status: str = "ok", *, quiet: bool = False) -> Standing:
    return Standing(
        feed_id=name,
        url=f"https://{name}.example/",
        outlet=name,
        title=None,
        status=status,
        failures=0,
        last_error=None,
        last_polled_at=None,
        last_success_at=None,
        last_changed_at=None,
        next_poll_at=None,
        left_out=False,
        quiet=quiet,
    )


def feed(name: str, country: str | None) -> Feed:
    return Feed(feed_id=name, url=f"https://{name}.example/", outlet=name, country=country)


def test_a_group_is_silent_when_each_of_its_feeds_is() -> None:
    feeds = [feed("a", "ROU"), feed("b", "ROU"), feed("c", "KEN"), feed("d", "KEN"), feed("e", None), feed("f", "PER")]
    found = silent_groups(
        [
            standing("a", quiet=True),
            standing("b", "failing"),
            standing("c", quiet=True),
            standing("d"),
            standing("e", quiet=True),
            standing("f", "failing"),
            standing("gone from the catalogue", quiet=True),
        ],
        feeds,
    )
    assert {name: [one.outlet for one in group] for name, group in found.items()} == {"ROU": ["a", "b"], "e": ["e"]}


def flow_run(state: StateType) -> FlowRun:
    return FlowRun(flow_id=uuid4(), state_type=state)


@pytest.mark.parametrize(
    ("states", "bad"), [("FCF", 3), ("FCO", 2), ("OFF", 0), ("", 0)], ids=["all", "two", "none", "nothing yet"]
)
def test_bad_runs_are_counted_up_to_the_first_good_one(states: str, bad: int) -> None:
    types = {"F": StateType.FAILED, "C": StateType.CRASHED, "O": StateType.COMPLETED}
    assert in_a_row([flow_run(types[state]) for state in states]) == bad
