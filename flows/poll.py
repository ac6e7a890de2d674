"""Feeds of one batch: asked at once, parsed, remembered with their polling state in one transaction."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.feeds import ParsedFeed
from extractors.polling import after_failure, after_response, conditions
from extractors.records import Entry, Feed, FeedState, Problem, Response, Stage
from flows.plan import Run
from flows.reading import FeedBody, read_feed
from flows.together import together
from warehouse.feed_state import known_entries, save_polls

LARGE = 500_000
"""Bytes from which a feed is parsed in a worker: ordinary feeds have a tenth of this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one feed answered; `parsed` is None where nothing changed or nothing came."""

    feed: Feed
    state: FeedState
    response: Response | Problem
    parsed: ParsedFeed | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries read, none for a feed that is unchanged or failed."""
        return self.parsed.entries if self.parsed else ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the answer, or with entries in it."""
        if isinstance(self.response, Problem):
            return (self.response,)
        return self.parsed.problems if self.parsed else ()


async def poll(run: Run, batch: Sequence[tuple[Feed, FeedState]]) -> str:
    """Ask a batch of feeds and remember what they say; returns the log line."""
    answers = await together(_ask(run, feed, state) for feed, state in batch)
    entries = {entry.entry_id: entry for answer in answers for entry in answer.entries}
    known = await run.store(known_entries, run.warehouse, entries.keys())
    new = entries.keys() - known
    problems = [problem for answer in answers for problem in answer.problems]
    await run.store(
        save_polls,
        run.warehouse,
        run.plan.run_id,
        states=[_next_state(run, answer, new) for answer in answers],
        entries=list(entries.values()),
        fetches=[fetch for answer in answers for fetch in run.fetcher.take_fetches(answer.state.current_url)],
        problems=problems,
        now=run.plan.now,
    )
    return _count(run, answers, new, problems)


async def _ask(run: Run, feed: Feed, state: FeedState) -> Answer:
    etag, modified = conditions(state, run.plan.now)
    response = await run.fetcher.get(state.current_url, kind="feed", etag=etag, last_modified=modified)
    run.reporter.done("feeds", 1)
    if isinstance(response, Problem) or response.not_modified:
        return Answer(feed=feed, state=state, response=response)
    parsed = await _parse(run, feed, response)
    if isinstance(parsed, Problem):
        return Answer(feed=feed, state=state, response=replace(parsed, stage=Stage.FEED))
    return Answer(feed=feed, state=state, response=response, parsed=parsed)


async def _parse(run: Run, feed: Feed, response: Response) -> ParsedFeed | Problem:
    """Parse beside the fetches; a body large enough to be hostile in a worker process, which can be stopped."""
    kind = response.headers.get("content-type")
    given = FeedBody(body=response.body, feed=feed, base_url=response.final_url, content_type=kind, now=run.plan.now)
    if len(response.body) > LARGE:
        return await run.pool.run(read_feed, given, subject=feed.url, seconds=run.plan.settings.page_seconds)
    return await asyncio.to_thread(read_feed, given)


def _next_state(run: Run, answer: Answer, new: set[str]) -> FeedState:
    now, random = run.plan.now, run.random.random
    if isinstance(answer.response, Problem):
        return after_failure(answer.state, answer.response, now=now, random=random, subscribed=answer.feed.url)
    fresh = sum(entry.entry_id in new for entry in answer.entries)
    return after_response(answer.state, answer.response, answer.parsed, new_entries=fresh, now=now, random=random)


def _count(run: Run, answers: Sequence[Answer], new: set[str], problems: Iterable[Problem]) -> str:
    failed = sum(isinstance(answer.response, Problem) or _unreadable(answer) for answer in answers)
    unchanged = sum(isinstance(answer.response, Response) and answer.response.not_modified for answer in answers)
    tally = run.tally
    tally.feeds_failed += failed
    tally.feeds_unchanged += unchanged
    tally.entries += sum(len(answer.entries) for answer in answers)
    tally.entries_new += len(new)
    tally.note(problems)
    return f"{len(answers)} feeds asked, {unchanged} unchanged, {failed} failed, {len(new)} new entries."


def _unreadable(answer: Answer) -> bool:
    return answer.parsed is not None and not answer.parsed.readable and not answer.parsed.entries
