"""What one run is to do, decided before it begins, and the resources that it holds open while it does it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import ParamSpec, TypeVar

import duckdb
from duckdb import DuckDBPyConnection

from extractors.errors import ParleyError, StorageError
from extractors.fetch import Fetcher, FetchPolicy
from extractors.pool import Pool
from extractors.records import Feed
from flows.archiving import Archivist
from flows.settings import Settings
from flows.summary import Tally
from flows.terminal import Reporter, Silence
from warehouse.connection import first_line

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a person or a schedule asks for. `sample_day` is None but for the sample newsroom.

    `feeds` are files or URLs in place of the catalogue. The pages beyond `most_articles` wait for the next run.
    """

    feeds: tuple[str, ...] = ()
    sample_day: int | None = None
    all_due: bool = False
    articles: bool = True
    most_articles: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run's inputs. `now` is the instant that due feeds and dates too far ahead are judged by."""

    settings: Settings
    feeds: tuple[Feed, ...]
    policy: FetchPolicy
    run_id: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What a run leaves for whoever started it."""

    plan: Plan
    tally: Tally
    flow_run_id: str


@dataclass(slots=True, kw_only=True)
class Run:
    """A plan with what it holds open; `warehouse` is the working file, locked for us.

    Once `stop` is set, no batch is begun any more. `error` is what ended the run, where something did.
    """

    plan: Plan
    warehouse: DuckDBPyConnection
    fetcher: Fetcher
    pool: Pool
    archivist: Archivist
    reporter: Reporter = field(default_factory=Silence)
    tally: Tally = field(default_factory=Tally)
    random: Random = field(default_factory=Random)
    flow_run_id: str = ""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    error: ParleyError | None = None
    _writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "warehouse"))

    async def store(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function of the warehouse on the one thread that uses the connection, without holding up fetches.

        Raises:
            StorageError: the warehouse is gone, as when a lake's PostgreSQL stops.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(self._writer, lambda: function(*args, **kwargs))
        except duckdb.IOException as error:
            reason = first_line(error)
            raise StorageError(f"The warehouse does not answer any more ({reason}); what was loaded stays.") from None

    def finished(self) -> Finished:
        """Sum up for whoever started it."""
        return Finished(plan=self.plan, tally=self.tally, flow_run_id=self.flow_run_id)

    def close(self) -> None:
        """Let go of the thread, after what it is at."""
        self._writer.shutdown()


current: ContextVar[Run] = ContextVar("current")
"""The run under way, where flows and tasks find it: what it holds open cannot be a parameter."""
