"""How each feed does: what polling knows of it, beside what it normally brings; quiet feeds are found here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from duckdb import DuckDBPyConnection

from extractors.records import Problem, Reason, Stage
from warehouse.checks import Result
from warehouse.load import append_problems
from warehouse.migrate import read_sql
from warehouse.rows import append, arrow, instant, transaction
from warehouse.yields import Yield, yield_of

CHECK = "feeds-yield"
_FRESH = timedelta(days=3)  # a feed that could not be read for longer fails, which is another matter than quiet
_ASKED = 0.6  # share of a stretch's days on which a feed must have been asked, for few entries to be its own fault
_ORDER = ("quiet", "gone", "failing", "paused", "ok", "new", "left out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one feed stands. `yields` is None where too little is known of its past; instants are in UTC.

    `last_entry_at` is when its last new entry turned up, in a run or, of what was there before the first, by its date;
    `left_out` feeds were due at the last run and not asked: they are no longer in the catalogue.
    """

    feed_id: str
    url: str
    outlet: str
    title: str | None
    status: str
    failures: int
    last_error: str | None
    last_polled_at: datetime | None
    last_success_at: datetime | None
    last_changed_at: datetime | None
    next_poll_at: datetime | None
    left_out: bool
    last_entry_at: datetime | None = None
    yields: Yield | None = None
    quiet: bool = False

    @property
    def word(self) -> str:
        """Say in a word how it does: quiet, gone, failing, paused, ok, new or left out."""
        if self.left_out:
            return "left out"
        return "quiet" if self.quiet else self.status


_READ = [field.name for field in fields(Standing) if field.name not in {"yields", "quiet", "last_entry_at"}]


def standings(connection: DuckDBPyConnection, now: datetime) -> list[Standing]:
    """Tell how every feed that a run ever followed stands: quiet ones first, then those that fail."""
    pasts = {feed: (_aware(at), yields) for feed, at, yields in _pasts(connection)}
    yields = {feed: found for feed, (_, found) in pasts.items() if found is not None}
    rows = connection.execute(read_sql("feed_standing.sql")).fetchall()
    known = [dict(zip(_READ, map(_aware, row), strict=True)) for row in rows]
    quiet = _quiet(connection, known, yields, now)
    found = [
        Standing(
            **facts,
            last_entry_at=pasts.get(facts["feed_id"], (None, None))[0] or facts["last_changed_at"],
            yields=yields.get(facts["feed_id"]),
            quiet=facts["feed_id"] in quiet,
        )
        for facts in known
    ]
    return sorted(found, key=lambda feed: (_ORDER.index(feed.word), -feed.failures, feed.outlet, feed.url))


def check_yields(
    connection: DuckDBPyConnection, run_id: str, now: datetime, feeds: Sequence[Standing] | None = None
) -> list[Problem]:
    """Write down, as `run_checks` does, whether feeds bring what they normally do; quiet ones come back as problems.

    `feeds` are the standings, where the caller has them.
    """
    problems = _problems(standings(connection, now) if feeds is None else feeds)
    detail = "each feed brings a fifth of its normal yield at least"
    result = Result(name=CHECK, severity="warning", found=len(problems), detail=detail)
    with transaction(connection):
        append(connection, "checks", arrow(connection, "checks", [result], run_id=run_id, checked_at=instant(now)))
        append_problems(connection, run_id, problems, now)
    return problems


def health_row(feed: Standing) -> dict[str, object]:
    """Lay one standing out; None where something is not known or never happened."""
    yields = feed.yields
    return {
        "state": feed.word,
        "outlet": feed.outlet,
        "feed": feed.url,
        "last success": _minute(feed.last_success_at),
        "last new entry": _minute(feed.last_entry_at),
        "normal": yields and f"{yields.normal:g} in {yields.days} days",
        "present": yields and yields.present,
        "failures": feed.failures,
        "reason": feed.last_error,
        "next poll": None if feed.status in {"gone", "paused"} else _minute(feed.next_poll_at),
    }


def _pasts(connection: DuckDBPyConnection) -> Iterator[tuple[str, datetime, Yield | None]]:
    """Give of each feed that ever brought something when its last entry turned up, and what it yields."""
    rows = connection.execute(read_sql("feed_history.sql")).fetchall()
    for feed, ages, entries, last_entry_at in rows:
        yield feed, last_entry_at, yield_of(dict(zip(ages, entries, strict=True)))


def _quiet(
    connection: DuckDBPyConnection,
    known: Iterable[Mapping[str, Any]],
    yields: Mapping[str, Yield],
    now: datetime,
) -> set[str]:
    """Name the feeds that are quiet by their own fault.

    No entry at all tells enough: a feed lists its newest. Few entries may be ours, who did not ask for days, while
    those that came and went were never seen.
    """
    low = {
        facts["feed_id"]: yields[facts["feed_id"]]
        for facts in known
        if facts["status"] == "ok" and not facts["left_out"] and _low(yields.get(facts["feed_id"]))
        if facts["last_success_at"] is not None and now - facts["last_success_at"] <= _FRESH
    }
    few = {feed: judged.days for feed, judged in low.items() if judged.present}
    asked = _days_asked(connection, few)
    return {feed for feed in low if feed not in few or asked.get(feed, 0) >= _ASKED * few[feed]}


def _low(judged: Yield | None) -> bool:
    return judged is not None and judged.low


def _days_asked(connection: DuckDBPyConnection, stretches: Mapping[str, int]) -> dict[str, int]:
    """Count, for each feed, the days of its present stretch on which it was asked and answered."""
    if not stretches:
        return {}
    rows = connection.execute(
        read_sql("feed_asked.sql"), {"feeds": list(stretches), "days": list(stretches.values())}
    ).fetchall()
    return dict(rows)


def _problems(feeds: Iterable[Standing]) -> list[Problem]:
    return [_problem(feed) for feed in feeds if feed.quiet]


def _problem(feed: Standing) -> Problem:
    assert feed.yields is not None
    detail = (
        f"brought {feed.yields.present} entries in {feed.yields.days} days, {feed.yields.normal:g} are normal; "
        f"the last new one came {_minute(feed.last_entry_at)}"
    )
    return Problem(stage=Stage.CHECK, code=Reason.QUIET_FEED, subject=feed.url, detail=detail)


def _minute(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%d %H:%M}"


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
