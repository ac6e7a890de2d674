"""The flow over archives on disk, ours of another warehouse or anybody's: pages that the warehouse has not got, loaded.

No network. What a batch loads is loaded whole, and a page that is there is passed over, so a run takes up where one
that was killed stopped.
"""

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from duckdb import DuckDBPyConnection
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from extractors.archive import Archived
from extractors.errors import CannotStartError
from extractors.outlets import outlet_of
from extractors.pool import Pool
from extractors.records import Entry, Feed, Problem
from extractors.urls import entry_id, feed_id
from extractors.warc import list_file, read_archived
from flows.frame import carry_out, first_name, for_command_line
from flows.plan import Finished, Plan, Run, current
from flows.read import outcome_of
from flows.reading import Stored, page_of, read_page
from flows.steps import conclude, fan_out, keep_actors
from flows.terminal import Reporter
from flows.together import together
from warehouse.backfill import Filled, known_urls, load_filled

_OK = 200


async def run_backfill(
    plan: Plan, warehouse: DuckDBPyConnection, pool: Pool, reporter: Reporter, *, since: date | None, until: date | None
) -> Finished:
    """Run the flow once for the command line, with the warehouse that it opened."""
    return await for_command_line(partial(backfill, since=since, until=until), plan, warehouse, pool, reporter)


@flow(name="backfill", flow_run_name=partial(first_name, "backfill"))
async def backfill(*, since: date | None = None, until: date | None = None) -> State[None]:
    """Load the pages of the WARC files in the folder that the setting `warc_folder` names.

    Args:
        since: Leave out what was fetched before this day (UTC).
        until: Leave out what was fetched after this day (UTC).
    """
    return await carry_out("backfill", partial(_backfill, since=since, until=until), name=_name)


def _name(plan: Plan) -> str:
    return f"backfill {plan.now:%Y-%m-%d %H:%M}"


async def _backfill(run: Run, *, since: date | None, until: date | None) -> State[None]:
    folder = run.plan.settings.warc_folder
    if folder is None:
        raise CannotStartError("Nothing says where WARC files lie; name a folder, or set warc_folder.")
    places, problems = await asyncio.to_thread(listed, folder, since=since, until=until)
    run.tally.note(problems)
    known = await run.store(known_urls, run.warehouse, [place.url for place in places])
    pages = [stored(folder, place) for place in places if place.url not in known]
    get_run_logger().info(f"{len(places)} pages in the archives, {len(places) - len(pages)} of them here already.")
    run.reporter.expect("articles", len(pages))
    await keep_actors(run)
    await fan_out("articles", pages, run.plan.settings.article_batch, fill_articles)
    return await conclude(run, key="backfill")


@task(task_run_name="fill {label}", cache_policy=NO_CACHE)
async def fill_articles(label: str, batch: Sequence[Stored]) -> None:  # noqa: ARG001 - names the task run
    """Extract, code and load one batch of archived pages."""
    run = current.get()
    pages = await together(_fill(run, page) for page in batch)
    loaded = await run.store(load_filled, run.warehouse, run.plan.run_id, pages, run.plan.now)
    run.reporter.done("articles", len(batch))
    run.tally.articles += loaded.articles
    run.tally.count(mention for page in pages for mention in page.outcome.mentions)
    run.tally.note(problem for page in pages for problem in page.outcome.problems)
    get_run_logger().info(f"{len(batch)} pages: {loaded.articles} articles new, {loaded.mentions} mentions.")


def listed(folder: Path, *, since: date | None, until: date | None) -> tuple[list[Archived], list[Problem]]:
    """List the newest record of each page in a folder's WARC files, fetched on or between two days, and what is cut.

    Raises:
        CannotStartError: there are no WARC files.
    """
    files = sorted(folder.glob("*.warc.gz"))
    if not files:
        raise CannotStartError(f"There are no files *.warc.gz in {folder}; name the folder that holds some.")
    newest: dict[str, Archived] = {}
    problems = []
    for found in (found for path in files for found in list_file(path)):
        if isinstance(found, Problem):
            problems.append(found)
        elif _is_page(found) and (since or date.min) <= found.fetched_at.date() <= (until or date.max):
            held = newest.get(found.url)
            if held is None or held.fetched_at < found.fetched_at:
                newest[found.url] = found
    return sorted(newest.values(), key=lambda place: (place.file, place.position)), problems


def _is_page(place: Archived) -> bool:
    return place.status == _OK and "html" in (place.content_type or "html").lower()


def stored(folder: Path, place: Archived) -> Stored:
    """Give a page of an archive the entry of a feed that stands for its outlet's archives."""
    outlet = outlet_of(place.url)
    feed = feed_id(f"archive:{outlet}")
    entry = Entry(entry_id=entry_id(feed, None, place.url, ""), feed_id=feed, title="", url=place.url)
    return Stored(folder=folder, place=place, entry=entry, outlet=outlet)


async def _fill(run: Run, page: Stored) -> Filled:
    """Keep a page's bytes in our own archive, unless they lie there, and read it."""
    feed = Feed(feed_id=page.entry.feed_id, url=f"archive:{page.outlet}", outlet=page.outlet, title="From archives")
    archived: Archived | None = None
    response = await asyncio.to_thread(read_archived, page.folder, page.place)
    if isinstance(response, Problem):
        outcome = outcome_of(page.entry.entry_id, response)
    else:
        archived = page.place if _is_ours(run, page.folder) else await run.archivist.keep(response)
        reading = await run.pool.run(
            read_page,
            page_of(response, entry=page.entry, outlet=page.outlet),
            subject=page.place.url,
            seconds=run.plan.settings.page_seconds,
        )
        outcome = outcome_of(page.entry.entry_id, reading)
    return Filled(feed=feed, entry=page.entry, outcome=outcome, archived=archived)


def _is_ours(run: Run, folder: Path) -> bool:
    return folder.resolve() == run.plan.settings.archive.resolve()
