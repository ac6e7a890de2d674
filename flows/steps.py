"""What the flows share: tasks over batches, checks, publication, artifacts."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from prefect import get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Cancelled, Completed

from extractors.errors import CheckError
from extractors.records import Problem
from flows.artifacts import SHOWN, newest_markdown, problem_table, reasons_table, summary_markdown
from flows.clustering import cluster
from flows.frame import end_ledger
from flows.plan import Run, current
from flows.reading import actors
from flows.summary import sentence
from flows.together import together, until_stopped
from warehouse.actors import save_actors
from warehouse.checks import failed, run_checks
from warehouse.events import join_events
from warehouse.publish import publish
from warehouse.queries import newest_against
from warehouse.runs import past_counts

T = TypeVar("T")
TASKS_A_STEP = 100
"""Most task runs of one step: the server loses some of a burst of thousands, so batches grow instead."""
ABREAST = 4
"""Batches under way at once, so that one slow host does not hold up the others."""
LAST_RUNS = 12
"""Runs that a summary compares with."""
GRACE_SECONDS = 10.0
"""How long the batches under way may go on after SIGTERM: a supervisor kills half a minute after it."""


async def keep_actors(run: Run) -> None:
    """Keep the dictionary's actors beside the mentions that name them; a worker reads it, which needs it anyway."""
    found = await run.pool.run(actors, None, subject="the dictionary of actors")
    if isinstance(found, Problem):
        run.tally.note([found])
    else:
        await run.store(save_actors, run.warehouse, run.plan.run_id, found)


async def conclude(run: Run, *, key: str) -> State[None]:
    """Link, check and publish what was loaded, and leave what the UI shows: artifacts, and a state that says it.

    `key` begins the names of the artifacts.
    """
    await cluster_articles()
    await join_mentions()
    await check()
    await end_ledger(run, "completed")  # before publishing, so that the published file tells of its own run
    await publish_file()
    said = sentence(run.tally)
    get_run_logger().info(said)
    await _show(run, key)
    if run.stop.is_set():
        return Cancelled(message=f"Stopped early; the next run takes up the rest. {said}")
    return Completed(name="Completed with failures" if run.tally.failures else None, message=said)


async def _show(run: Run, key: str) -> None:
    """Leave the artifacts of a run. By now everything is loaded and published."""
    seconds = (datetime.now(UTC) - run.plan.now).total_seconds()
    past = await run.store(past_counts, run.warehouse, run.plan.run_id, list(SHOWN), LAST_RUNS)
    newest = await run.store(newest_against, run.warehouse)
    await together(
        [
            acreate_markdown_artifact(
                key=f"{key}-summary",
                markdown=summary_markdown(run.tally, past, seconds=seconds),
                description="What this run brought, beside the runs before it",
            ),
            acreate_table_artifact(
                key=f"{key}-reasons", table=reasons_table(run.tally), description="Problems by reason"
            ),
            acreate_table_artifact(
                key=f"{key}-problems",
                table=problem_table(run.tally),
                description="Problems one by one, the serious ones first",
            ),
            acreate_markdown_artifact(
                key="newest-against",
                markdown=newest_markdown(newest),
                description="The newest refusals and suspensions in the published file",
            ),
        ]
    )


async def fan_out(
    what: str, items: Sequence[T], size: int, step: Callable[[str, Sequence[T]], Awaitable[None]]
) -> None:
    """Run a task for each batch, a few abreast; batches grow so that the task runs stay few.

    Once the run is to stop, no batch is begun any more, and one that does not end soon is handed back to the next run.
    """
    stop = current.get().stop
    size = max(size, -(-len(items) // TASKS_A_STEP))
    gate = asyncio.Semaphore(ABREAST)

    async def one(start: int) -> None:
        async with gate:
            batch = items[start : start + size]
            if not stop.is_set():
                await step(f"{what} {start + 1}-{start + len(batch)} of {len(items)}", batch)

    await until_stopped(together(one(start) for start in range(0, len(items), size)), stop, seconds=GRACE_SECONDS)


@task(task_run_name="cluster", cache_policy=NO_CACHE)
async def cluster_articles() -> None:
    """Link near-duplicates."""
    get_run_logger().info(await cluster(current.get()))


@task(task_run_name="join", cache_policy=NO_CACHE)
async def join_mentions() -> None:
    """Join new mentions to the events that they tell of."""
    run = current.get()
    joined = await run.store(join_events, run.warehouse, run.plan.run_id)
    get_run_logger().info(f"{joined.mentions} mentions joined to {joined.events} events.")


@task(task_run_name="check", cache_policy=NO_CACHE)
async def check() -> None:
    """Hold the loaded tables against what is expected of them.

    Raises:
        CheckError: an expectation that must hold does not.
    """
    run = current.get()
    run.tally.note(await run.store(run_checks, run.warehouse, run.plan.run_id, run.plan.now))
    if broken := await run.store(failed, run.warehouse, run.plan.run_id):
        raise CheckError(f"The loaded tables fail {', '.join(broken)} (table checks); the file published before stays.")


@task(task_run_name="publish", cache_policy=NO_CACHE)
async def publish_file() -> None:
    """Swap in the file that analysts read."""
    run = current.get()
    if await run.store(publish, run.warehouse, run.plan.settings.db):
        get_run_logger().warning("A client had written beside the published file; its .wal was moved aside, unread.")
