"""When to ask a feed again: pure functions of what is known of it, what it answered, and now.

A feed that brings entries is asked sooner, one that does not later; what it or its server wishes only lengthens the
wait, up to a day. Failures back off and never end, but for 410. `random` gives a number from 0 to 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from extractors.feeds import ParsedFeed
from extractors.freshness import asked_wait
from extractors.hints import Hints
from extractors.records import Entry, Feed, FeedState, Problem, Reason, Response

FIRST_INTERVAL_S = 3600
SHORTEST_S = 15 * 60
CEILING_S = 24 * 3600  # a typing error in a feed must not silence it for longer
LONGEST_REST_S = 30 * 24 * 3600  # nor an absurd Retry-After
_SOONER, _LATER, _JITTER = 0.7, 1.2, 0.2
_POLLS_TO_MOVE, _FAILURES_TO_RETURN = 3, 5
_LATEST = 15  # entries whose dates tell a feed's pace
_FULL_EVERY = timedelta(days=1)


def new_state(feed: Feed, now: datetime) -> FeedState:
    """Begin with a feed: due at once, asked unconditionally."""
    return FeedState(
        feed_id=feed.feed_id, status="ok", current_url=feed.url, next_poll_at=now, interval_s=FIRST_INTERVAL_S
    )


def is_due(state: FeedState, now: datetime) -> bool:
    """Tell whether to ask now; gone and paused feeds wait for a person."""
    return state.status not in {"gone", "paused"} and state.next_poll_at <= now


def conditions(state: FeedState, now: datetime) -> tuple[str | None, str | None]:
    """Give the ETag and Last-Modified to ask with; none now and then, or where they were caught lying."""
    if state.weak_validators or state.last_full_at is None or now - state.last_full_at >= _FULL_EVERY:
        return None, None
    return state.etag, state.last_modified


def after_response(
    state: FeedState,
    response: Response,
    parsed: ParsedFeed | None,
    *,
    new_entries: int,
    now: datetime,
    random: Callable[[], float],
) -> FeedState:
    """Take up an answer: `parsed` is None for a 304. A body that was no feed counts as a failure."""
    if parsed is not None and not parsed.readable and not parsed.entries:
        detail = parsed.problems[0].detail if parsed.problems else "no feed"
        failed = _failed(replace(state, etag=None, last_modified=None), detail, now=now, random=random, rest=None)
        return replace(failed, moved_to=None, moved_seen=0)
    hints = Hints() if parsed is None else parsed.hints
    changed = new_entries > 0
    interval = _paced(state, parsed, changed=changed, now=now)
    wait = max(interval, min(asked_wait(response.headers, hints, now=now), CEILING_S))
    due = now + timedelta(seconds=wait * (1 + _JITTER * random()))
    return replace(
        _moved(_validated(state, response, changed=changed), response),
        status="ok",
        failures=0,
        last_error=None,
        interval_s=interval,
        next_poll_at=_outside(due, hints),
        last_polled_at=now,
        last_success_at=now,
        last_changed_at=now if changed else state.last_changed_at,
        last_full_at=state.last_full_at if response.not_modified else now,
        hub=state.hub if parsed is None else hints.hub,
        self_url=state.self_url if parsed is None else hints.self_url,
    )


def after_failure(
    state: FeedState,
    problem: Problem,
    *,
    now: datetime,
    random: Callable[[], float],
    retry_after: int | None = None,
    subscribed: str | None = None,
) -> FeedState:
    """Take up a failure: later each time, up to a day; 410 alone ends it. `retry_after` counts in seconds.

    A feed that was followed to a new place which fails goes back to `subscribed`, its own URL, in case it moved on.
    """
    asked = problem.retry_after_s if retry_after is None else retry_after
    rest = None if asked is None else min(asked, LONGEST_REST_S)
    failed = _failed(state, f"{problem.code}: {problem.detail}", now=now, random=random, rest=rest)
    unread = problem.code in {Reason.NOT_A_FEED, Reason.BROKEN_FEED}
    if unread:  # the first poll after a body that could not be read is unconditional
        failed = replace(failed, etag=None, last_modified=None)
    followed = subscribed is not None and state.current_url != subscribed
    gone = problem.code is Reason.GONE
    if followed and (gone or failed.failures % _FAILURES_TO_RETURN == 0):
        return replace(failed, current_url=subscribed or state.current_url, etag=None, last_modified=None)
    return replace(failed, status="gone") if gone else failed


def _failed(state: FeedState, error: str, *, now: datetime, random: Callable[[], float], rest: int | None) -> FeedState:
    failures = state.failures + 1
    wait = min(max(state.interval_s, SHORTEST_S) * 2.0 ** min(failures, 20), CEILING_S)
    wait = max(wait * (1 + _JITTER * random()), rest or 0)
    return replace(
        state,
        status="failing",
        failures=failures,
        last_error=error,
        last_polled_at=now,
        next_poll_at=now + timedelta(seconds=wait),
    )


def _paced(state: FeedState, parsed: ParsedFeed | None, *, changed: bool, now: datetime) -> int:
    """Draw the interval nearer to the feed's own pace: shorter when it brought something, longer when it did not.

    The dates of its entries speed that up: after one poll a feed of one entry a week is not asked every hour.
    """
    pace = None if parsed is None else own_pace(parsed.entries, now=now)
    step = float(state.interval_s)
    if state.last_polled_at is not None:
        step *= _SOONER if changed else _LATER
    if pace is None:
        return _bounded(step)
    middle = (step * _bounded(pace)) ** 0.5
    return _bounded(min(step, middle) if changed and state.last_polled_at else max(step, middle))


def own_pace(entries: Sequence[Entry], *, now: datetime) -> float | None:
    """Give the seconds between a feed's latest entries, the middle one of the gaps; longer if it has fallen silent.

    None where fewer than three entries have a date.
    """
    dates = sorted({entry.published_at for entry in entries if entry.published_at}, reverse=True)[:_LATEST]
    if len(dates) < 3:  # noqa: PLR2004 - one gap tells nothing
        return None
    gaps = sorted((newer - older).total_seconds() for newer, older in pairwise(dates))
    return max(gaps[len(gaps) // 2], (now - dates[0]).total_seconds() / 4)


def _validated(state: FeedState, response: Response, *, changed: bool) -> FeedState:
    """Refresh the validators: a 200 replaces both, a 304 those that it carries (RFC 9110 section 15.4.5).

    New entries behind the validators that stood for the old ones, in an answer to an unconditional request, are a
    lie: a server that would have said 304.
    """
    etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    if response.not_modified:
        return replace(state, etag=etag or state.etag, last_modified=modified or state.last_modified)
    same = (etag, modified) == (state.etag, state.last_modified) and (etag or modified) is not None
    weak = state.weak_validators or (same and changed and state.last_full_at is not None)
    return replace(state, etag=etag, last_modified=modified, weak_validators=weak)


def _moved(state: FeedState, response: Response) -> FeedState:
    """Count permanent redirects to one place; the third in a row is believed. Temporary ones change nothing."""
    target = response.permanent_url
    if target is None or target == state.current_url:
        return replace(state, moved_to=None, moved_seen=0)
    seen = state.moved_seen + 1 if target == state.moved_to else 1
    if seen >= _POLLS_TO_MOVE:
        return replace(state, current_url=target, moved_to=None, moved_seen=0)
    return replace(state, moved_to=target, moved_seen=seen)


def _bounded(seconds: float) -> int:
    return int(min(max(seconds, SHORTEST_S), CEILING_S))


def _outside(due: datetime, hints: Hints) -> datetime:
    """Move a poll out of the hours and days in which the feed sleeps, by a day at most."""
    moved = due
    for _ in range(24):
        if moved.hour not in hints.skip_hours and moved.weekday() not in hints.skip_days:
            break
        moved += timedelta(hours=1)
    return moved
