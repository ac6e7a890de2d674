"""Work that may hang, blow up or die, in processes of its own: one call's death costs that call alone.

trafilatura crashes in threads, and no time limit of Python interrupts libxml2; so each call runs in a worker process
that can be killed and replaced. Workers are forked from a small server that has imported the heavy modules once
("forkserver"), so a new one costs milliseconds and threads of the main process are never forked.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from types import TracebackType
from typing import Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from extractors.records import Problem, Reason, Stage
from extractors.workers import CallFailedError, WorkerContext, guarded, prepare_worker, release_server

A = TypeVar("A")
T = TypeVar("T")

MEMORY_LIMIT = 400 * 1024 * 1024
"""Bytes of heap that a worker may hold, its interpreter and preloaded modules included.

Two such workers and the main process stay under a gigabyte; the largest of our pages needs a third of it.
"""

SECONDS = 20.0
"""How long one call may take, unless the caller says otherwise; an ordinary page takes a twentieth of a second."""

CALLS_PER_WORKER = 1000
"""After so many calls a worker is replaced: libraries' caches and a fragmented heap go with it."""


class Pool(Protocol):
    """Where calls are run that may hang, blow up or die."""

    async def run(
        self, function: Callable[[A], T], argument: A, *, subject: str, seconds: float = SECONDS
    ) -> T | Problem:
        """Await one call; its failure is a Problem about `subject`, never an exception."""


class WorkerPool:
    """Worker processes that run importable functions; a context manager, closed with everything it started.

    Functions and arguments are pickled, so a function stands at the top of a module that a worker can import, and
    that module imports nothing that a worker does not need. `preload` names the modules to import before forking;
    a second pool beside an open one shares its server and what that has imported.
    """

    def __init__(self, *, workers: int = 2, preload: Sequence[str] = (), memory_limit: int = MEMORY_LIMIT) -> None:
        self.workers = workers
        self._context = WorkerContext(preload)
        self._memory_limit = memory_limit
        self._lock = Lock()
        self._pool = self._new_pool()

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float = SECONDS) -> Future[T]:
        """Schedule one call. The future raises CallFailedError for its error, else what `problem_of` explains."""
        with self._lock:
            if not self._pool.active:
                self._retire()
                self._pool = self._new_pool()
            future: Future[T] = self._pool.schedule(guarded, args=(function, argument), timeout=seconds)
            return future

    async def run(
        self, function: Callable[[A], T], argument: A, *, subject: str, seconds: float = SECONDS
    ) -> T | Problem:
        """Await one call from asyncio; its failure is a Problem about `subject`, never an exception."""
        for last in (False, True):
            try:
                return await asyncio.wrap_future(self.submit(function, argument, seconds=seconds))
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever a page does to its worker costs that page alone
                if last or not _is_pools_own_fault(error):
                    return problem_of(error, subject, seconds=seconds)
        raise AssertionError("the second try always returns")  # pragma: no cover

    def map(
        self,
        function: Callable[[A], T],
        arguments: Iterable[A],
        *,
        subject: Callable[[A], str],
        seconds: float = SECONDS,
        ahead: int | None = None,
    ) -> Iterator[T | Problem]:
        """Yield one outcome an argument, in their order, reading at most `ahead` arguments in advance."""
        waiting: deque[tuple[A, Future[T]]] = deque()
        for argument in arguments:
            future: Future[T] = self.submit(function, argument, seconds=seconds)
            waiting.append((argument, future))
            if len(waiting) > (ahead or self.workers * 4):
                outcome: T | Problem = self._outcome(function, waiting.popleft(), subject=subject, seconds=seconds)
                yield outcome
        while waiting:
            outcome = self._outcome(function, waiting.popleft(), subject=subject, seconds=seconds)
            yield outcome

    def _outcome(
        self,
        function: Callable[[A], T],
        waiting: tuple[A, Future[T]],
        *,
        subject: Callable[[A], str],
        seconds: float,
    ) -> T | Problem:
        argument, future = waiting
        try:
            try:
                return future.result()
            except (BrokenProcessPool, RuntimeError) as error:
                if not _is_pools_own_fault(error):
                    raise
                return self.submit(function, argument, seconds=seconds).result()
        except Exception as error:  # noqa: BLE001 - as in run()
            return problem_of(error, subject(argument), seconds=seconds)

    def close(self) -> None:
        """Stop every worker and the server that they are forked from, waiting until they are gone."""
        with self._lock:
            self._retire()
        release_server()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self.workers,
            max_tasks=CALLS_PER_WORKER,
            initializer=prepare_worker,
            initargs=(self._memory_limit,),
            context=self._context,
        )

    def _retire(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # Pebble leaves it without types
        self._pool.join()


def problem_of(error: BaseException, subject: str, *, seconds: float = SECONDS) -> Problem:
    """Say why a call came to nothing: out of time, out of memory, its worker dead, or an error of its own."""
    code, detail = _explain(error, seconds)
    return Problem(stage=Stage.EXTRACT, code=code, subject=subject, detail=detail)


def _explain(error: BaseException, seconds: float) -> tuple[Reason, str]:
    match error:
        case FutureTimeoutError() | TimeoutError():
            return Reason.TIMEOUT, f"took longer than {seconds:g} s and was stopped"
        case MemoryError():
            return Reason.TOO_LARGE, "needs more memory than a worker may have"
        case ProcessExpired():
            return Reason.WORKER_DIED, f"killed its worker process (exit code {error.exitcode})"
        case BrokenProcessPool() | CancelledError():
            return Reason.WORKER_DIED, "lost with its worker pool"
        case CallFailedError():
            return Reason.EXTRACT_FAILED, str(error)
        case _:
            return Reason.EXTRACT_FAILED, f"{type(error).__name__}: {error}"[:300]


def _is_pools_own_fault(error: BaseException) -> bool:
    """Whether the pool broke for a reason that may have nothing to do with this call: worth a second try."""
    return isinstance(error, BrokenProcessPool)
