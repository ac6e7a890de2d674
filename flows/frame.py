"""The frame around each flow: finds or opens its run, names it, keeps the ledger, ends it in the right state."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from duckdb import DuckDBPyConnection
from httpx import TransportError
from prefect import get_run_logger, tags
from prefect.client.schemas.objects import State
from prefect.exceptions import CancelledRun, FailedRun
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL
from prefect.states import Cancelled, Failed

from extractors.archive import ArchiveWriter
from extractors.errors import BusyError, ParleyError, StorageError
from extractors.fetch import Fetcher
from extractors.pool import Pool
from flows.archiving import Archivist
from flows.feeds_file import followed_feeds
from flows.opening import open_warehouse, plan_of, policy_of, workers
from flows.own_server import ServerError
from flows.plan import Finished, Plan, Run, current
from flows.prefect_events import tell_if_failing
from flows.prefect_runs import mark_crashed, mark_stillborn, name_flow_run, settle
from flows.settings import read_settings
from flows.stopping import Terminated, sigterm_sets
from flows.terminal import Reporter, Silence
from warehouse.runs import crash_unfinished, end_run, start_run


async def carry_out(
    flow_name: str, work: Callable[[Run], Awaitable[State[None]]], *, name: Callable[[Plan], str]
) -> State[None]:
    """Do the work of a flow in the run that the command line opened, or else in one of its own.

    SIGTERM ends it early and in good order. What stops it is its state's message, one sentence.
    """
    try:
        async with _under_way() as run:
            with sigterm_sets(run.stop):
                try:
                    await tell_if_failing(flow_name)
                    async with _ledger(run, name(run.plan)):
                        return await work(run)
                except ParleyError as error:
                    run.error = error
                    raise
    except BusyError as error:
        return Cancelled(message=str(error))
    except TransportError:
        raise  # nothing can be told to a server that does not answer
    except Exception as error:
        await tell_if_failing(flow_name, failed_now=str(error))
        if not isinstance(error, ParleyError):
            raise
        get_run_logger().error(str(error))
        return Failed(message=str(error))


async def for_command_line(
    called: Callable[[], Awaitable[Any]],
    plan: Plan,
    warehouse: DuckDBPyConnection,
    pool: Pool,
    reporter: Reporter,
) -> Finished:
    """Call a flow in a run that holds what the command line opened.

    Raises:
        ParleyError: what ended the run.
        ServerError: the Prefect server stopped answering.
        Terminated: SIGTERM came.
    """
    async with _opened(plan, warehouse, pool, reporter) as run:
        try:
            with tags("parley", plan.settings.db.name):
                await called()
        except TransportError:
            raise ServerError(
                f"The Prefect server at {PREFECT_API_URL.value()} does not answer any more. "
                "What was loaded stays; the next run takes up the rest."
            ) from None
        except (FailedRun, CancelledRun):
            if run.error:
                raise run.error from None
            if run.stop.is_set():
                raise Terminated from None
            raise
        finally:
            if run.flow_run_id:
                await settle(run.flow_run_id)
        return run.finished()


def first_name(flow: str) -> str:
    """Name a flow run before it knows more."""
    return f"{flow} {datetime.now(UTC):%Y-%m-%d %H:%M}"


async def end_ledger(run: Run, state: str) -> None:
    """Write how the run ended."""
    counts, now = run.tally.counts(), datetime.now(UTC)
    await run.store(end_run, run.warehouse, run.plan.run_id, state=state, counts=counts, now=now)


@asynccontextmanager
async def _under_way() -> AsyncIterator[Run]:
    """Find the run that the command line opened, or open one for the catalogue, as the settings say."""
    if run := current.get(None):
        yield run
        return
    settings = read_settings()
    plan = plan_of(settings, followed_feeds(settings), policy_of(settings))
    with open_warehouse(settings) as warehouse, workers(settings) as ready:
        pool = await asyncio.to_thread(ready)
        async with _opened(plan, warehouse, pool, Silence()) as run:
            yield run


@asynccontextmanager
async def _opened(plan: Plan, warehouse: DuckDBPyConnection, pool: Pool, reporter: Reporter) -> AsyncIterator[Run]:
    """Hold open what a run needs besides, where flows and tasks find it."""
    archive = ArchiveWriter(plan.settings.archive, run_id=plan.run_id, now=plan.now)
    async with Fetcher(plan.policy) as fetcher, Archivist(archive) as archivist:
        run = Run(plan=plan, warehouse=warehouse, fetcher=fetcher, pool=pool, archivist=archivist, reporter=reporter)
        token = current.set(run)
        try:
            yield run
        finally:
            current.reset(token)
            run.close()


@asynccontextmanager
async def _ledger(run: Run, name: str) -> AsyncIterator[None]:
    """Write that a run began and how it ended; close what killed runs left open, here and in Prefect."""
    run.flow_run_id = str(flow_run.id)
    now, connection = run.plan.now, run.warehouse
    await name_flow_run(run.flow_run_id, name)
    await mark_crashed(await run.store(crash_unfinished, connection, now))
    await mark_stillborn(["parley", run.plan.settings.db.name], datetime.now(UTC))
    await run.store(
        start_run, connection, run.plan.run_id, flow_run_id=run.flow_run_id, now=now, version=version("parley")
    )
    try:
        yield
    except BaseException:
        with suppress(StorageError):  # a full disk takes no word of it, and the next run finds this one crashed
            await end_ledger(run, "failed")
        raise
