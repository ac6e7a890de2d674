"""The flow over what is archived: extracted and coded anew with today's code, no network, old rows replaced."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated

from duckdb import DuckDBPyConnection
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from pydantic import Field

from extractors.archive import Archived
from extractors.pool import Pool
from flows.frame import carry_out, first_name, for_command_line
from flows.plan import Finished, Plan, Run, current
from flows.read import outcome_of
from flows.reading import Stored, reread
from flows.steps import conclude, fan_out, keep_actors
from flows.summary import changes_sentence
from flows.terminal import Reporter
from flows.together import together
from warehouse.archive import archived_pages
from warehouse.load import load
from warehouse.queries import mention_values


async def run_reprocess(
    plan: Plan,
    warehouse: DuckDBPyConnection,
    pool: Pool,
    reporter: Reporter,
    *,
    since: datetime | None,
    outlet: str | None,
) -> Finished:
    """Run the flow once for the command line, with the warehouse that it opened."""
    return await for_command_line(partial(reprocess, since=since, outlet=outlet), plan, warehouse, pool, reporter)


@flow(name="reprocess", flow_run_name=partial(first_name, "reprocess"))
async def reprocess(
    *, since: datetime | None = None, outlet: Annotated[str, Field(max_length=200)] | None = None
) -> State[None]:
    """Read the newest response of each page back from the archive, and load what today's code makes of it.

    Args:
        since: Leave out what was fetched before this moment.
        outlet: Only the pages of the outlet of this name.
    """
    return await carry_out("reprocess", partial(_reprocess, since=since, outlet=outlet), name=_name)


def _name(plan: Plan) -> str:
    return f"reprocess {plan.now:%Y-%m-%d %H:%M}"


async def _reprocess(run: Run, *, since: datetime | None, outlet: str | None) -> State[None]:
    rows = await run.store(archived_pages, run.warehouse, since=since, outlet=outlet)
    folder = run.plan.settings.archive
    pages = [Stored(folder=folder, place=Archived(**place), entry=entry, outlet=name) for place, entry, name in rows]
    run.reporter.expect("articles", len(pages))
    await keep_actors(run)
    await fan_out("articles", pages, run.plan.settings.article_batch, reread_articles)
    return await conclude(run, key="reprocess")


@task(task_run_name="reread {label}", cache_policy=NO_CACHE)
async def reread_articles(label: str, batch: Sequence[Stored]) -> None:  # noqa: ARG001 - names the task run
    """Extract, code and load one batch of archived pages."""
    get_run_logger().info(await _reread(current.get(), batch))


async def _reread(run: Run, batch: Sequence[Stored]) -> str:
    """Read pages of the archive anew, load what they give, and count what that changes."""
    seconds = run.plan.settings.page_seconds
    readings = await together(run.pool.run(reread, page, subject=page.place.url, seconds=seconds) for page in batch)
    run.reporter.done("articles", len(batch))
    outcomes = [outcome_of(page.entry.entry_id, reading) for page, reading in zip(batch, readings, strict=True)]
    read = [outcome for outcome in outcomes if outcome.article]
    ids = [outcome.article.article_id for outcome in read if outcome.article]
    before = await run.store(mention_values, run.warehouse, ids)
    loaded = await run.store(load, run.warehouse, run.plan.run_id, read, run.plan.now, recode=True)
    after = await run.store(mention_values, run.warehouse, ids)
    run.tally.revised += loaded.revised
    run.tally.count(mention for outcome in read for mention in outcome.mentions)
    run.tally.note(problem for outcome in outcomes for problem in outcome.problems)
    changes = {
        "articles": len(ids),
        "gained": len(after.keys() - before.keys()),
        "lost": len(before.keys() - after.keys()),
        "changed": sum(before[key] != after[key] for key in before.keys() & after.keys()),
    }
    run.tally.changes.update(changes)
    return changes_sentence(changes, loaded.revised)
