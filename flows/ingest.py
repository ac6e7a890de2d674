"""The flow: thin tasks around plain functions, fan-out, one summary.

due feeds -> poll -> entries pending -> pages -> articles and mentions loaded -> checks -> published file.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain, zip_longest
from typing import TypeVar

from duckdb import DuckDBPyConnection
from prefect import flow, get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from extractors.archive import ArchiveWriter
from extractors.fetch import Fetcher
from extractors.polling import is_due, new_state
from extractors.pool import WorkerPool
from extractors.records import Feed, FeedState
from flows.archiving import Archivist
from flows.clustering import cluster
from flows.plan import Finished, Plan, Run, current
from flows.poll import poll
from flows.prefect_runs import mark_crashed, settle
from flows.read import Pending, by_page, read
from flows.reading import PRELOAD
from flows.summary import markdown, problem_table, sentence
from flows.terminal import Reporter
from warehouse.checks import run_checks
from warehouse.feed_state import load_states, pending_entries, save_feeds
from warehouse.publish import publish
from warehouse.runs import crash_unfinished, end_run, start_run

T = TypeVar("T")
TASKS_A_STEP = 100
"""Most task runs of one step: the server loses some of a burst of thousands, so batches grow instead."""
ABREAST = 4
"""Batches under way at once, so that one slow host does not hold up the others."""


async def run_ingest(plan: Plan, warehouse: DuckDBPyConnection, reporter: Reporter) -> Finished:
    """Run the flow once for the command line, with the warehouse that it opened."""
    settings = plan.settings
    archive = ArchiveWriter(settings.archive, run_id=plan.run_id, now=plan.now)
    async with Fetcher(plan.policy) as fetcher, Archivist(archive) as archivist:
        with WorkerPool(workers=settings.workers, preload=PRELOAD, memory_limit=settings.page_memory) as pool:
            run = Run(
                plan=plan, warehouse=warehouse, fetcher=fetcher, pool=pool, archivist=archivist, reporter=reporter
            )
            current.set(run)
            name = f"ingest {plan.now:%Y-%m-%d %H:%M}, {len(plan.feeds)} feeds"
            try:
                return await ingest.with_options(flow_run_name=name)(all_due=plan.all_due, articles=plan.articles)
            finally:
                await settle(run.flow_run_id)


@flow(name="ingest", validate_parameters=False)
async def ingest(*, all_due: bool = False, articles: bool = True) -> Finished:
    """Ask the feeds that are due, read what is new, load, check and publish."""
    run = current.get()
    run.flow_run_id = str(flow_run.id)
    await _begin(run)
    try:
        await _poll_due(run, all_due=all_due)
        if articles:
            await _read_pending(run)
            await cluster_articles()
        await _check_and_publish(run)
    except BaseException:
        await _end(run, "failed")
        raise
    await _show(run)
    return Finished(plan=run.plan, tally=run.tally, flow_run_id=run.flow_run_id)


@task(task_run_name="poll {label}", cache_policy=NO_CACHE)
async def poll_feeds(label: str, batch: Sequence[tuple[Feed, FeedState]]) -> None:  # noqa: ARG001 - names the task run
    """Ask one batch of feeds and remember their entries."""
    get_run_logger().info(await poll(current.get(), batch))


@task(task_run_name="read {label}", cache_policy=NO_CACHE)
async def read_articles(label: str, batch: Sequence[Pending]) -> None:  # noqa: ARG001 - names the task run
    """Fetch, extract, code and load one batch of pending entries."""
    get_run_logger().info(await read(current.get(), batch))


@task(task_run_name="cluster", cache_policy=NO_CACHE)
async def cluster_articles() -> None:
    """Link near-duplicates."""
    get_run_logger().info(await cluster(current.get()))


@task(task_run_name="check", cache_policy=NO_CACHE)
async def check() -> None:
    """Hold the loaded tables against what is expected of them."""
    run = current.get()
    problems = await run.store(run_checks, run.warehouse, run.plan.run_id, run.plan.now)
    run.tally.note(problems)


@task(task_run_name="publish", cache_policy=NO_CACHE)
async def publish_file() -> None:
    """Swap in the file that analysts read."""
    run = current.get()
    await run.store(publish, run.warehouse, run.plan.settings.db)


async def _begin(run: Run) -> None:
    """Open the ledger, and close what killed runs left open, here and in Prefect."""
    crashed = await run.store(crash_unfinished, run.warehouse, run.plan.now)
    await mark_crashed(crashed)
    await run.store(
        start_run,
        run.warehouse,
        run.plan.run_id,
        flow_run_id=run.flow_run_id,
        now=run.plan.now,
        version=version("parley"),
    )
    await run.store(save_feeds, run.warehouse, run.plan.run_id, run.plan.feeds)


async def _poll_due(run: Run, *, all_due: bool) -> None:
    states = await run.store(load_states, run.warehouse)
    now, feeds = run.plan.now, run.plan.feeds
    known = [(feed, states.get(feed.feed_id) or new_state(feed, now)) for feed in feeds]
    due = [pair for pair in known if is_due(pair[1], now) or (all_due and pair[1].status not in {"gone", "paused"})]
    run.tally.feeds, run.tally.feeds_due = len(feeds), len(due)
    run.reporter.expect("feeds", len(due))
    await _fan_out("feeds", due, run.plan.settings.feed_batch, poll_feeds)


async def _read_pending(run: Run) -> None:
    found = by_page(await run.store(pending_entries, run.warehouse))
    pending = spread(found, key=lambda one: one.outlet)
    run.reporter.expect("articles", len(pending))
    await _fan_out("articles", pending, run.plan.settings.article_batch, read_articles)


async def _check_and_publish(run: Run) -> None:
    await check()
    await _end(run, "completed")
    await publish_file()


async def _end(run: Run, state: str) -> None:
    """Close the ledger; before publishing, so that the published file tells of its own run."""
    counts, now = run.tally.counts(), datetime.now(UTC)
    await run.store(end_run, run.warehouse, run.plan.run_id, state=state, counts=counts, now=now)


async def _show(run: Run) -> None:
    """Leave the artifacts that the UI shows."""
    seconds = (datetime.now(UTC) - run.plan.now).total_seconds()
    get_run_logger().info(sentence(run.tally))
    await acreate_markdown_artifact(key="ingest-summary", markdown=markdown(run.tally, seconds=seconds))
    await acreate_table_artifact(
        key="ingest-problems", table=problem_table(run.tally), description="Problems by reason"
    )


async def _fan_out(
    what: str, items: Sequence[T], size: int, step: Callable[[str, Sequence[T]], Awaitable[None]]
) -> None:
    """Run a task for each batch, a few abreast; batches grow so that the task runs stay few."""
    size = max(size, -(-len(items) // TASKS_A_STEP))
    gate = asyncio.Semaphore(ABREAST)

    async def one(start: int) -> None:
        async with gate:
            batch = items[start : start + size]
            await step(f"{what} {start + 1}-{start + len(batch)} of {len(items)}", batch)

    try:
        async with asyncio.TaskGroup() as group:
            for start in range(0, len(items), size):
                group.create_task(one(start))
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None  # the others were cancelled because of it


def spread(items: Sequence[T], *, key: Callable[[T], object]) -> list[T]:
    """Deal items out like cards, one of each key in turn, so that a batch asks many hosts and none of them much."""
    piles: dict[object, list[T]] = {}
    for item in items:
        piles.setdefault(key(item), []).append(item)
    missing = object()
    rounds = zip_longest(*piles.values(), fillvalue=missing)
    return [item for item in chain.from_iterable(rounds) if item is not missing]  # type: ignore[misc]
