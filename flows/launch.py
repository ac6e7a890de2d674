"""From an order on the command line to a finished run: catalogue, warehouse, Prefect, flow, and what is shown after."""

import asyncio
import shlex
import sys
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from rich.console import Console
from rich.text import Text

from extractors.errors import CannotStartError
from extractors.fetch import Fetcher, FetchPolicy
from extractors.records import Feed
from flows.feeds_file import followed_feeds
from flows.feeds_find import read_feeds
from flows.many_modules import many_modules
from flows.opening import make_folder, open_warehouse, plan_of, policy_of, workers
from flows.plan import Finished, Order
from flows.sample import SampleNewsroom
from flows.server import prefect_api, wait_until_up
from flows.settings import Settings
from flows.summary import problem_lines, sentence
from flows.terminal import Reporter, table
from warehouse.connection import how_to_open, open_published, require
from warehouse.queries import NEWEST, newest


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
            order = replace(order, all_due=True)
        plan = plan_of(settings, feeds, policy)
        warehouse = stack.enter_context(open_warehouse(settings))
        url = stack.enter_context(_prefect(settings))
        pool = stack.enter_context(workers(settings))
        with many_modules():
            from flows.ingest import run_ingest  # noqa: PLC0415 - takes Prefect's settings from the environment just made

        wait_until_up(url)
        return asyncio.run(run_ingest(order, plan, warehouse, pool(), reporter))


def launch_reprocess(
    settings: Settings, reporter: Reporter, *, since: datetime | None = None, outlet: str | None = None
) -> Finished:
    """Read the archive anew with today's code.

    Raises:
        CannotStartError: there is no warehouse, or it cannot be used.
    """
    require(settings.db)
    plan = plan_of(settings, (), policy_of(settings))
    with open_warehouse(settings) as warehouse, _prefect(settings) as url, workers(settings) as pool:
        with many_modules():
            from flows.reprocess import run_reprocess  # noqa: PLC0415 - as above

        wait_until_up(url)
        return asyncio.run(run_reprocess(plan, warehouse, pool(), reporter, since=since, outlet=outlet))


def launch_backfill(settings: Settings, reporter: Reporter, *, since: date | None, until: date | None) -> Finished:
    """Load pages from archives on disk.

    Raises:
        CannotStartError: there are no archives, or the warehouse cannot be used.
    """
    if settings.warc_folder is None or not settings.warc_folder.is_dir():
        raise CannotStartError(
            f"There is no folder {settings.warc_folder or 'of WARC files'}; name one that holds some."
        )
    plan = plan_of(settings, (), policy_of(settings))
    with open_warehouse(settings) as warehouse, _prefect(settings) as url, workers(settings) as pool:
        with many_modules():
            from flows.backfill import run_backfill  # noqa: PLC0415 - as above

        wait_until_up(url)
        return asyncio.run(run_backfill(plan, warehouse, pool(), reporter, since=since, until=until))


def _prefect(settings: Settings) -> AbstractContextManager[str]:
    make_folder(settings.prefect_home)
    return prefect_api(settings.prefect_home)


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
    closing = CLOSING.format(
        open=how_to_open(db), quoted=shlex.quote(str(db)), parley=command, run=finished.flow_run_id
    )
    console.print(Text(closing), soft_wrap=True)


CLOSING = """
{open}
Ask it:
  {parley} sql --db {quoted} "SELECT stage, count(*) FROM negotiations GROUP BY ALL ORDER BY 2 DESC"
  {parley} sql --db {quoted} "SELECT day, stage, speaker_name, sentence FROM timeline('RUS', 'UKR')"
  {parley} sql --db {quoted} "SELECT who, whom, place, date, sentence FROM operations WHERE confidence = 'high'"
The run in Prefect's UI: `make ui`, then http://127.0.0.1:4200/runs/flow-run/{run}
"""
