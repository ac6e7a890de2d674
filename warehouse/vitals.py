"""What the self-check wants to know of a warehouse, read in a moment and without writing anything."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import singledispatch
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.connection import OFFLINE, working_path
from warehouse.health import Standing, standings
from warehouse.holder import sharing
from warehouse.place import Place
from warehouse.rows import instant

_WINDOW = timedelta(days=7)
_A_DAY = timedelta(days=1)
_RUNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """A row of `runs`: when it began and ended (UTC; None while it goes on), and how."""

    started_at: datetime
    ended_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What a day brings on average: articles, and bytes of raw pages in the archive."""

    articles: float
    archived: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """The state of a warehouse. `runs` are the last ones, newest first; `growth` is None before a day has passed.

    `working` tells whether the working file was read, which alone knows of failed runs. `files` are the archive's files
    by name, each with the bytes that the index says it holds.
    """

    working: bool
    articles: int
    runs: tuple[PastRun, ...]
    growth: Growth | None
    files: Mapping[str, int]
    feeds: tuple[Standing, ...]


@singledispatch
def read_vitals(db: Place, now: datetime) -> Vitals | None:
    """Read a warehouse as the last run left it; None where it cannot be read."""
    raise NotImplementedError(db)


@read_vitals.register
def _(db: Path, now: datetime) -> Vitals | None:
    """Read the working file, or while a run holds it the published one."""
    for path, is_working in ((working_path(db), True), (db, False)):
        try:
            with sharing(db) if is_working else nullcontext(), _opened(path) as connection:
                return vitals_of(connection, now, working=is_working)
        except (OSError, duckdb.Error):
            continue
    return None


@contextmanager
def _opened(path: Path) -> Iterator[DuckDBPyConnection]:
    connection = duckdb.connect(str(path), read_only=True, config=OFFLINE)
    try:
        yield connection
    finally:
        connection.close()


def vitals_of(connection: DuckDBPyConnection, now: datetime, *, working: bool) -> Vitals:
    """Read an open warehouse."""
    found = connection.execute("SELECT count(*) FROM articles").fetchone()
    files = connection.execute("SELECT file, max(position + size) FROM archive GROUP BY file").fetchall()
    return Vitals(
        working=working,
        articles=found[0] if found else 0,
        runs=_runs(connection),
        growth=_growth(connection, now),
        files=dict(files),
        feeds=tuple(standings(connection, now)),
    )


def _runs(connection: DuckDBPyConnection) -> tuple[PastRun, ...]:
    rows = connection.execute(
        "SELECT started_at, ended_at, state FROM runs ORDER BY started_at DESC, run_id LIMIT $most", {"most": _RUNS}
    ).fetchall()
    return tuple(
        PastRun(
            started_at=started.replace(tzinfo=UTC), ended_at=ended.replace(tzinfo=UTC) if ended else None, state=state
        )
        for started, ended, state in rows
    )


def _growth(connection: DuckDBPyConnection, now: datetime) -> Growth | None:
    """Average over the last week, the first run left out: what it finds took the feeds longer than a day to bring."""
    first = connection.execute("SELECT min(started_at) FROM runs").fetchone()
    if first is None or first[0] is None:
        return None
    since = max(now - _WINDOW, first[0].replace(tzinfo=UTC))
    days = (now - since) / _A_DAY
    if days < 1:
        return None
    given = {"since": instant(since)}
    articles = connection.execute(
        "SELECT count(*) FROM articles JOIN runs USING (run_id) WHERE started_at > $since", given
    ).fetchone()
    archived = connection.execute(
        "SELECT coalesce(sum(size), 0) FROM archive JOIN runs USING (run_id) WHERE started_at > $since", given
    ).fetchone()
    assert articles is not None
    assert archived is not None
    return Growth(articles=articles[0] / days, archived=float(archived[0]) / days)
