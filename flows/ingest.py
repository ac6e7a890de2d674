"""The flow: thin tasks around plain functions, fan-out, one summary.

due feeds -> poll -> entries pending -> pages -> articles and mentions loaded -> checks -> published file.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Annotated

from duckdb import DuckDBPyConnection
from prefect import flow, get_run_logger, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from pydantic import Field

from extractors.polling import is_due, new_state
from extractors.pool import Pool
from extractors.records import Feed, FeedState
from flows.feed_groups import silent_groups
from flows.frame import carry_out, first_name, for_command_line
from flows.plan import Finished, Order, Plan, Run, current
from flows.poll import poll
from flows.prefect_events import tell_of_quiet
from flows.read import Pending, by_page, read, spread
from flows.steps import conclude, fan_out, keep_actors
from flows.terminal import Reporter
from warehouse.feed_state import load_states, pending_entries, save_feeds, take_up_again
from warehouse.health import check_yields, health_row, standings

MOST_NAMED = 20
MOST_ROWS = 500
"""Feeds in the table that the UI shows; `parley feeds health` shows them all."""


async def run_ingest(
    order: Order, plan: Plan, warehouse: DuckDBPyConnection, pool: Pool, reporter: Reporter
) -> Finished:
    """Run the flow once for the command line, with the warehouse that it opened."""
    call = partial(ingest, all_due=order.all_due, articles=order.articles, most_articles=order.most_articles)
    return await for_command_line(call, plan, warehouse, pool, reporter)


@flow(name="ingest", flow_run_name=partial(first_name, "ingest"))
async def ingest(
    *, all_due: bool = False, articles: bool = True, most_articles: Annotated[int, Field(ge=1)] | None = None
) -> State[None]:
    """Ask the feeds that are due, read what is new, load, check and publish.

    Args:
        all_due: Ask every feed now, whatever the polling plan says.
        articles: Fetch articles too; without, new entries wait for the next run.
        most_articles: Fetch so many articles at most; the others wait for the next run.
    """
    return await carry_out(
        "ingest", partial(_ingest, all_due=all_due, articles=articles, most=most_articles), name=_name
    )


def _name(plan: Plan) -> str:
    return f"ingest {plan.now:%Y-%m-%d %H:%M}, {len(plan.feeds)} feeds"


async def _ingest(run: Run, *, all_due: bool, articles: bool, most: int | None) -> State[None]:
    await run.store(save_feeds, run.warehouse, run.plan.run_id, run.plan.feeds)
    await _poll_due(run, all_due=all_due)
    if articles:
        await _read_pending(run, most)
    await watch_feeds()
    return await conclude(run, key="ingest")


@task(task_run_name="poll {label}", cache_policy=NO_CACHE)
async def poll_feeds(label: str, batch: Sequence[tuple[Feed, FeedState]]) -> None:  # noqa: ARG001 - names the task run
    """Ask one batch of feeds and remember their entries."""
    get_run_logger().info(await poll(current.get(), batch))


@task(task_run_name="read {label}", cache_policy=NO_CACHE)
async def read_articles(label: str, batch: Sequence[Pending]) -> None:  # noqa: ARG001 - names the task run
    """Fetch, archive, extract, code and load one batch of pending entries."""
    get_run_logger().info(await read(current.get(), batch))


@task(task_run_name="watch feeds", cache_policy=NO_CACHE)
async def watch_feeds() -> None:
    """Warn of feeds that bring far less than normal, and show how each feed does."""
    run = current.get()
    found = await run.store(standings, run.warehouse, run.plan.now)
    run.tally.note(await run.store(check_yields, run.warehouse, run.plan.run_id, run.plan.now, found))
    for group, feeds in silent_groups(found, run.plan.feeds).items():
        tell_of_quiet(group, "; ".join(f"{feed.outlet}: {feed.word}" for feed in feeds[:MOST_NAMED]))
    rows = [health_row(feed) for feed in found[:MOST_ROWS]]
    await acreate_table_artifact(key="feed-health", table=rows, description="How each feed does, quiet ones first")


async def _poll_due(run: Run, *, all_due: bool) -> None:
    states = await run.store(load_states, run.warehouse)
    now, feeds = run.plan.now, run.plan.feeds
    known = [(feed, states.get(feed.feed_id) or new_state(feed, now)) for feed in feeds]
    due = [pair for pair in known if is_due(pair[1], now) or (all_due and pair[1].status not in {"gone", "paused"})]
    run.tally.feeds, run.tally.feeds_due = len(feeds), len(due)
    run.reporter.expect("feeds", len(due))
    await fan_out("feeds", due, run.plan.settings.feed_batch, poll_feeds)


async def _read_pending(run: Run, most: int | None) -> None:
    after = timedelta(hours=run.plan.settings.refetch_after_h)
    await run.store(take_up_again, run.warehouse, run.plan.now, after=after)
    found = by_page(await run.store(pending_entries, run.warehouse))
    pending = spread(found, key=lambda one: one.outlet)[:most]
    run.reporter.expect("articles", len(pending))
    if pending:
        await keep_actors(run)
    await fan_out("articles", pending, run.plan.settings.article_batch, read_articles)
