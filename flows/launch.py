"""From an order on the command line to a finished run: catalogue, warehouse, Prefect, flow, and what is shown after."""

import asyncio
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

from rich.console import Console
from rich.text import Text

from extractors.errors import CannotStartError, WarehouseError
from extractors.fetch import Fetcher, FetchPolicy
from extractors.pool import WorkerPool
from extractors.records import Feed
from flows.feeds_file import followed_feeds
from flows.feeds_find import read_feeds
from flows.plan import Finished, Plan
from flows.reading import open_pool
from flows.sample import SampleNewsroom
from flows.server import prefect_api, wait_until_up
from flows.settings import Settings
from flows.summary import problem_lines, sentence
from flows.terminal import Reporter, table
from warehouse.connection import open_published, open_working
from warehouse.queries import NEWEST, newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a person asked for. `feeds` are files or URLs; `sample_day` is None but for the sample newsroom."""

    feeds: tuple[str, ...] = ()
    sample_day: int | None = None
    all_due: bool = False
    articles: bool = True


def launch(order: Order, settings: Settings, reporter: Reporter) -> Finished:
    """Carry an order out.

    Raises:
        CannotStartError: the catalogue or the warehouse cannot be used; nothing was touched.
        ParleyError: the run began and could not be finished.
    """
    with ExitStack() as stack:
        policy = policy_of(settings)
        if order.sample_day is None:
            feeds = asyncio.run(_feeds(order, settings, policy))
        else:
            room = stack.enter_context(SampleNewsroom(order.sample_day))
            feeds = room.feeds
            policy = replace(policy, connect_to=MappingProxyType(room.connect_to), host_delay=0.0)
        plan = _plan(settings, feeds, policy, order)
        if settings.db.parent == settings.home:
            _make(settings.home)
        warehouse = stack.enter_context(open_working(settings.db))
        _make(settings.prefect_home)
        url = stack.enter_context(prefect_api(settings.prefect_home))
        pool = stack.enter_context(_workers(settings))
        from flows.ingest import run_ingest  # noqa: PLC0415 - takes Prefect's settings from the environment just made

        wait_until_up(url)
        return asyncio.run(run_ingest(plan, warehouse, pool(), reporter))


def launch_reprocess(
    settings: Settings, reporter: Reporter, *, since: datetime | None = None, outlet: str | None = None
) -> Finished:
    """Read the archive anew with today's code.

    Raises:
        CannotStartError: there is no warehouse, or it cannot be used.
    """
    if not settings.db.exists():
        raise WarehouseError(f"There is no file {settings.db} yet; `parley ingest` makes it.")
    plan = _plan(settings, (), policy_of(settings))
    _make(settings.prefect_home)
    with (
        open_working(settings.db) as warehouse,
        prefect_api(settings.prefect_home) as url,
        _workers(settings) as pool,
    ):
        from flows.reprocess import run_reprocess  # noqa: PLC0415 - as above

        wait_until_up(url)
        return asyncio.run(run_reprocess(plan, warehouse, pool(), reporter, since=since, outlet=outlet))


@contextmanager
def _workers(settings: Settings) -> Iterator[Callable[[], WorkerPool]]:
    """Have workers get ready while the Prefect server starts; what is yielded waits for them and gives the pool.

    Raises:
        DictionaryError: a dictionary of the coder cannot be used.
    """
    pool, ready = open_pool(settings)
    with pool:

        def wait() -> WorkerPool:
            for worker in ready:
                worker.result()
            return pool

        yield wait


def _plan(settings: Settings, feeds: tuple[Feed, ...], policy: FetchPolicy, order: Order | None = None) -> Plan:
    order = order or Order()
    return Plan(
        settings=settings,
        feeds=feeds,
        policy=policy,
        run_id=uuid4().hex[:16],
        now=datetime.now(UTC),
        all_due=order.all_due or order.sample_day is not None,
        articles=order.articles,
    )


def policy_of(settings: Settings) -> FetchPolicy:
    """Ask as the settings say."""
    policy = FetchPolicy(
        version=version("parley"),
        host_delay=settings.host_delay,
        concurrency=settings.concurrency,
        allow_private_addresses=settings.allow_private_addresses,
        proxy=settings.proxy,
    )
    return replace(policy, contact=settings.contact) if settings.contact else policy


async def _feeds(order: Order, settings: Settings, policy: FetchPolicy) -> tuple[Feed, ...]:
    """Read the lists that the order names, or the catalogue; a feed named twice counts once."""
    if not order.feeds:
        return followed_feeds(settings)
    found: dict[str, Feed] = {}
    async with Fetcher(policy) as fetcher:
        for name in order.feeds:
            listed = await read_feeds(fetcher, name)
            found |= {feed.feed_id: feed for feed in listed if feed.feed_id not in found}
    return tuple(found.values())


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStartError(
            f"The folder {folder} cannot be made: {error.strerror or error}; name another data folder in PARLEY_HOME."
        ) from None


def report(finished: Finished, console: Console) -> None:
    """Show what the run found, where it is, what to ask it, and how to see the run in Prefect's UI."""
    db, tally = finished.plan.settings.db, finished.tally
    console.print(Text(sentence(tally)), soft_wrap=True)
    for line in problem_lines(tally):
        console.print(Text(f"  {line}"), soft_wrap=True)
    with open_published(db) as published:
        rows = newest(published, None)
    if rows:
        console.print(table(NEWEST, rows, title="Newest mentions"))
    command = shlex.quote(sys.argv[0]) if "/" in sys.argv[0] else "parley"
    closing = CLOSING.format(db=db, quoted=shlex.quote(str(db)), parley=command, run=finished.flow_run_id)
    console.print(Text(closing), soft_wrap=True)


CLOSING = """
The file: {db} (read-only: duckdb -readonly {quoted}, or read_only=True, or ATTACH '{db}' (READ_ONLY))
Ask it:
  {parley} sql --db {quoted} "SELECT stage, count(*) FROM negotiations GROUP BY ALL ORDER BY 2 DESC"
  {parley} sql --db {quoted} "SELECT day, stage, speaker_name, sentence FROM timeline('RUS', 'UKR')"
  {parley} sql --db {quoted} "SELECT who, whom, place, date, sentence FROM operations WHERE confidence = 'high'"
The run in Prefect's UI: `make ui`, then http://127.0.0.1:4200/runs/flow-run/{run}
"""
