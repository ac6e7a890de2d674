"""What a run needs before it begins, whoever starts it: a plan, the working file, workers that have got ready."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from duckdb import DuckDBPyConnection

from extractors.errors import CannotStartError
from extractors.fetch import FetchPolicy
from extractors.pool import Pool
from extractors.records import Feed
from flows.plan import Plan
from flows.reading import open_pool
from flows.settings import Settings
from warehouse.connection import open_working


@contextmanager
def open_warehouse(settings: Settings) -> Iterator[DuckDBPyConnection]:
    """Open the working file, in the data folder made if need be.

    Raises:
        WarehouseError: it cannot be used, or another run has it.
    """
    if settings.db.parent == settings.home:
        make_folder(settings.home)
    with open_working(settings.db) as warehouse:
        yield warehouse


@contextmanager
def workers(settings: Settings) -> Iterator[Callable[[], Pool]]:
    """Have workers get ready while the caller does something else; what is yielded waits for them, and gives the pool.

    Raises:
        CannotStartError: the Dask cluster cannot be used.
        DictionaryError: when waited for, a dictionary of the coder cannot be used.
    """
    if settings.dask:
        from flows.dask import dask_pool  # noqa: PLC0415 - a second of imports that most runs do without

        with dask_pool(settings.dask, settings.page_memory) as cluster:
            yield lambda: cluster
        return
    pool, ready = open_pool(settings)
    with pool:

        def wait() -> Pool:
            for worker in ready:
                worker.result()
            return pool

        yield wait


def plan_of(settings: Settings, feeds: tuple[Feed, ...], policy: FetchPolicy) -> Plan:
    """Plan a run that begins now."""
    return Plan(settings=settings, feeds=feeds, policy=policy, run_id=uuid4().hex[:16], now=datetime.now(UTC))


def policy_of(settings: Settings) -> FetchPolicy:
    """Ask as the settings say."""
    policy = FetchPolicy(
        version=version("parley"),
        host_delay=settings.host_delay,
        concurrency=settings.concurrency,
        allow_private_addresses=settings.allow_private_addresses,
        proxy=settings.proxy,
    )
    return replace(policy, contact=settings.contact) if settings.contact else policy


def make_folder(folder: Path) -> None:
    """Make a folder of ours.

    Raises:
        CannotStartError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStartError(
            f"The folder {folder} cannot be made: {error.strerror or error}; name another data folder in PARLEY_HOME."
        ) from None
