"""Pending entries of one batch: pages fetched, archived, extracted and coded, then loaded in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TypeVar

from extractors.archive import Archived
from extractors.records import Entry, Fetch, Problem, Reason
from extractors.urls import article_id, canonical_url
from flows.plan import Run
from flows.reading import Reading, page_of, read_page
from flows.together import together
from warehouse.archive import save_archived
from warehouse.load import Outcome, load

T = TypeVar("T")
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


def spread(items: Sequence[T], *, key: Callable[[T], object]) -> list[T]:
    """Deal items out like cards, one of each key in turn, so that a batch asks many hosts and none of them much."""
    piles: dict[object, list[T]] = {}
    for item in items:
        piles.setdefault(key(item), []).append(item)
    missing = object()
    rounds = zip_longest(*piles.values(), fillvalue=missing)
    return [item for item in chain.from_iterable(rounds) if item is not missing]  # type: ignore[misc]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """One page dealt with: the outcome of its entry, and where its raw response lies."""

    outcome: Outcome
    archived: Archived | None = None


async def read(run: Run, batch: Sequence[Pending]) -> str:
    """Read the pages of a batch and load what they give; returns the log line."""
    pages = await together(_read_one(run, pending) for pending in batch)
    outcomes = [outcome for page, pending in zip(pages, batch, strict=True) for outcome in _shared(page, pending)]
    kept = [(page.archived, page.outcome.entry_id) for page in pages if page.archived]
    places, entry_ids = [place for place, _ in kept], [entry_id for _, entry_id in kept]
    await run.store(save_archived, run.warehouse, run.plan.run_id, places, entry_ids)
    loaded = await run.store(load, run.warehouse, run.plan.run_id, outcomes, run.plan.now)
    mentions = [mention for outcome in outcomes for mention in outcome.mentions]
    run.tally.articles += loaded.articles
    run.tally.revised += loaded.revised
    run.tally.count(mentions)
    run.tally.note(problem for outcome in outcomes for problem in outcome.problems)
    given_up = sum(page.outcome.state == "failed" for page in pages)
    found = f"{loaded.articles} articles new, {loaded.revised} revised, {len(mentions)} mentions"
    return f"{len(batch)} pages: {found}, {given_up} given up."


def _shared(page: PageRead, pending: Pending) -> list[Outcome]:
    """Give the outcome of an entry, and that of the others that lead to its page."""
    first = page.outcome
    others = (Outcome(entry_id=other, state=first.state, article_id=first.article_id) for other in pending.others)
    return [first, *others]


async def _read_one(run: Run, pending: Pending) -> PageRead:
    try:
        return await _read(run, pending)
    finally:
        run.reporter.done("articles", 1)


async def _read(run: Run, pending: Pending) -> PageRead:
    """Fetch, archive and read one page; whatever goes wrong with it costs its entry alone."""
    entry = pending.entry
    if not entry.url:  # noted when the feed was parsed
        return PageRead(outcome=Outcome(entry_id=entry.entry_id, state="skipped"))
    response = await run.fetcher.get(entry.url, kind="page")
    fetches = run.fetcher.take_fetches(entry.url)
    if isinstance(response, Problem):
        state = "pending" if _passing(response) and pending.attempts + 1 < MOST_ATTEMPTS else "failed"
        outcome = Outcome(entry_id=entry.entry_id, state=state, fetches=fetches, problems=(response,))
        return PageRead(outcome=outcome)
    archived = await run.archivist.keep(response)
    page = page_of(response, entry=entry, outlet=pending.outlet)
    reading = await run.pool.run(read_page, page, subject=entry.url, seconds=run.plan.settings.page_seconds)
    return PageRead(outcome=outcome_of(entry.entry_id, reading, fetches), archived=archived)


def outcome_of(entry_id: str, reading: Reading | Problem, fetches: tuple[Fetch, ...] = ()) -> Outcome:
    """Say what a reading makes of its entry."""
    if isinstance(reading, Problem):
        reading = Reading(article=None, problems=(reading,))
    return Outcome(
        entry_id=entry_id,
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
