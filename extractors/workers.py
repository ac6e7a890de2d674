"""The life of a worker process: forked without our main module, limited in memory, never outliving its parent."""

import ctypes
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import forkserver, popen_forkserver, spawn
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.process import BaseProcess
from threading import RLock
from typing import Any, TypeVar

from extractors.errors import ParleyError

_PR_SET_PDEATHSIG = 1
_swap = RLock()
A = TypeVar("A")
T = TypeVar("T")


@contextmanager
def _without_main_module() -> Iterator[None]:
    """Keep a starting worker from importing the program's main module.

    A worker that did would import the command line with Prefect behind it: two seconds and 100 MB each, for nothing,
    since what workers run is importable by name. multiprocessing has no switch for this.
    """
    with _swap:
        original = spawn.get_preparation_data

        def without_main(name: str) -> dict[str, Any]:
            data: dict[str, Any] = original(name)
            return {key: value for key, value in data.items() if not key.startswith("init_main_from")}

        spawn.get_preparation_data = without_main
        try:
            yield
        finally:
            spawn.get_preparation_data = original


class _Launch(popen_forkserver.Popen):
    def _launch(self, process: BaseProcess) -> None:
        with _without_main_module():
            super()._launch(process)  # type: ignore[misc]  # typeshed leaves the method out


class _Worker(ForkServerProcess):
    @staticmethod
    def _Popen(process: BaseProcess) -> popen_forkserver.Popen:  # noqa: N802 - multiprocessing's own name
        return _Launch(process)


class WorkerContext(ForkServerContext):
    """The forkserver way of starting processes, with `preload` modules imported before the first fork."""

    Process = _Worker

    def __init__(self, preload: Sequence[str]) -> None:
        super().__init__()
        self.set_forkserver_preload(["extractors.workers", *preload])


class CallFailedError(Exception):
    """A call raised an error, told in words: the error itself may hold what cannot leave its process."""


def guarded(function: Callable[[A], T], argument: A) -> T:
    """Make a call whose errors can be sent home: our own and MemoryError as they are, any other in words."""
    try:
        return function(argument)
    except (MemoryError, ParleyError):
        raise
    except Exception as error:  # noqa: BLE001 - told again below
        told = f"{type(error).__name__}: {error}"[:300]
        if "memory" in told.lower():  # libxml2 and lexbor have errors of their own for it
            raise MemoryError(told) from None
        raise CallFailedError(told) from None


def prepare_worker(memory_limit: int) -> None:
    """Bind a worker to its parent's life and to `memory_limit` bytes of heap (first thing in each worker)."""
    die_with_parent()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # Pebble's handler must wait until a C library returns
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with_parent() -> None:
    """Have the kernel kill this process when the fork server goes, and that goes when the main process does."""
    if hasattr(signal, "SIGKILL") and os.uname().sysname == "Linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1:  # it went before we asked
        os._exit(1)


def release_server() -> None:
    """Stop and reap the fork server of this process, if no worker is left that it would take along."""
    if multiprocessing.active_children():
        return
    stop = getattr(forkserver._forkserver, "_stop", None)  # noqa: SLF001 - there is no public way
    if stop is not None:
        stop()
