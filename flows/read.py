"""Pending entries of one batch: pages fetched, extracted, coded, and loaded in one transaction."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pages import Page
from extractors.records import Entry, Problem, Reason, Stage
from extractors.urls import article_id, canonical_url
from flows.plan import Run
from flows.reading import Reading, read_page
from warehouse.load import Outcome, load

PASSING = frozenset({Reason.UNREACHABLE, Reason.TIMEOUT, Reason.RATE_LIMITED, Reason.TRUNCATED, Reason.ROBOTS})
MOST_ATTEMPTS = 5
_SERVER_FAULT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A page to be read: the entry that leads to it, and the ids of others that lead to the same one."""

    entry: Entry
    outlet: str
    attempts: int
    others: tuple[str, ...] = ()


def by_page(rows: Iterable[tuple[Entry, str, int]]) -> list[Pending]:
    """Join entries that link to one page, so that it is asked for once; the first of them speaks for it."""
    groups: dict[str, list[tuple[Entry, str, int]]] = {}
    for entry, outlet, attempts in rows:
        page = article_id(canonical_url(entry.url)) if entry.url else entry.entry_id
        groups.setdefault(page, []).append((entry, outlet, attempts))
    return [
        Pending(entry=entry, outlet=outlet, attempts=attempts, others=tuple(other.entry_id for other, _, _ in rest))
        for (entry, outlet, attempts), *rest in groups.values()
    ]


async def read(run: Run, batch: Sequence[Pending]) -> str:
    """Read the pages of a batch and load what they give; returns the log line."""
    groups = await asyncio.gather(*(_outcomes(run, pending) for pending in batch))
    outcomes = [outcome for group in groups for outcome in group]
    await run.store(load, run.warehouse, run.plan.run_id, outcomes, run.plan.now)
    articles = sum(outcome.article is not None for outcome in outcomes)
    mentions = [mention for outcome in outcomes for mention in outcome.mentions]
    run.tally.articles += articles
    run.tally.count(mentions)
    run.tally.note(problem for outcome in outcomes for problem in outcome.problems)
    given_up = sum(outcome.state == "failed" for outcome in outcomes)
    return f"{len(batch)} pages: {articles} articles, {len(mentions)} mentions, {given_up} given up."


async def _outcomes(run: Run, pending: Pending) -> list[Outcome]:
    """Read one page: the outcome of its entry, then those of the others that lead to it."""
    first = await _outcome(run, pending)
    run.reporter.done("articles", 1)
    others = (Outcome(entry_id=other, state=first.state, article_id=first.article_id) for other in pending.others)
    return [first, *others]


async def _outcome(run: Run, pending: Pending) -> Outcome:
    """Fetch and read one page; whatever goes wrong costs its entry alone."""
    entry, seconds = pending.entry, run.plan.settings.page_seconds
    if not entry.url:
        detail = f"the entry {entry.title[:80]!r} links to no article"
        problem = Problem(stage=Stage.ENTRY, code=Reason.NO_LINK, subject=entry.entry_id, detail=detail)
        return Outcome(entry_id=entry.entry_id, state="skipped", problems=(problem,))
    response = await run.fetcher.get(entry.url, kind="page")
    fetches = run.fetcher.take_fetches(entry.url)
    if isinstance(response, Problem):
        state = "pending" if _passing(response) and pending.attempts + 1 < MOST_ATTEMPTS else "failed"
        return Outcome(entry_id=entry.entry_id, state=state, fetches=fetches, problems=(response,))
    page = Page(
        url=entry.url,
        final_url=response.final_url,
        body=response.body,
        content_type=response.headers.get("content-type"),
        entry=entry,
        outlet=pending.outlet,
    )
    reading = await run.pool.run(read_page, page, subject=entry.url, seconds=seconds)
    if isinstance(reading, Problem):
        reading = Reading(article=None, problems=(reading,))
    return Outcome(
        entry_id=entry.entry_id,
        state="loaded" if reading.article else "failed",
        article=reading.article,
        article_id=reading.article.article_id if reading.article else None,
        mentions=reading.mentions,
        fetches=fetches,
        problems=reading.problems,
    )


def _passing(problem: Problem) -> bool:
    """Tell whether another run may have more luck."""
    return problem.code in PASSING or (problem.status or 0) >= _SERVER_FAULT
