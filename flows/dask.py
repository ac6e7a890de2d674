"""Past one machine: extraction and coding on the workers of a Dask cluster, in the place of a pool of our own.

A Dask worker keeps page processes of its own (`extractors.pool`), one for each of its threads, so that a page that
hangs or dies costs itself there too, and neither the worker nor what else it is at.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import cache
from multiprocessing import current_process
from typing import TypeVar

from distributed import Client, get_worker

from extractors.errors import CannotStartError
from extractors.pool import SECONDS, WorkerPool, problem_of
from extractors.records import Problem
from flows.reading import PRELOAD, coder

A = TypeVar("A")
T = TypeVar("T")
PATIENCE = "5s"


class DaskPool:
    """Runs importable functions on a cluster; does as a `WorkerPool` does."""

    def __init__(self, executor: Executor, memory_limit: int) -> None:
        self._executor, self._memory_limit = executor, memory_limit

    async def run(
        self, function: Callable[[A], T], argument: A, *, subject: str, seconds: float = SECONDS
    ) -> T | Problem:
        """Await one call; its failure is a Problem about `subject`, never an exception."""
        call = self._executor.submit(_call, function, argument, subject, seconds, self._memory_limit)
        try:
            return await asyncio.wrap_future(call)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - a cluster that loses a worker too often loses its call
            return problem_of(error, subject, seconds=seconds)


@contextmanager
def dask_pool(address: str, memory_limit: int) -> Iterator[DaskPool]:
    """Use the cluster whose scheduler is at `address`.

    Raises:
        CannotStartError: it does not answer or has no workers, is open to others without TLS, or codes otherwise than
            we do.
    """
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]  # Dask leaves it without types
    except (OSError, ValueError) as error:
        raise CannotStartError(f"No Dask scheduler answers at {address}: {str(error).splitlines()[0]}.") from None
    with client:
        coders = client.run(_coder)
        if not coders:
            raise CannotStartError(f"The Dask scheduler at {address} has no workers; start some.")
        ours = _coder()
        for worker, theirs in coders.items():
            if theirs != ours:
                raise CannotStartError(f"The Dask worker {worker} codes with {theirs}, we with {ours}; update one.")
        executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]  # as above
        yield DaskPool(executor, memory_limit)


def _coder() -> str:
    return coder().version


def _call(function: Callable[[A], T], argument: A, subject: str, seconds: float, memory_limit: int) -> T | Problem:
    """Make a call on a Dask worker, in one of its page processes."""
    return next(_pages(memory_limit).map(function, [argument], subject=lambda _: subject, seconds=seconds))


@cache
def _pages(memory_limit: int) -> WorkerPool:
    # Dask starts its workers as daemons, which Python forbids children lest they be left over; ours end with them
    current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
    return WorkerPool(workers=get_worker().state.nthreads, preload=PRELOAD, memory_limit=memory_limit)
