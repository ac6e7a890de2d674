"""What workers run here is of the standard library (eval included), since a worker imports what it runs by name."""

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import DictionaryError
from extractors.pool import WorkerPool, problem_of
from extractors.records import Problem, Reason

MIB = 1024 * 1024


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(workers=2) as opened:
        yield opened


def outcomes(pool: WorkerPool, calls: list[tuple[Callable[[Any], Any], Any]], seconds: float = 20) -> list[Any]:
    async def together() -> list[Any]:
        runs = (pool.run(function, argument, subject=repr(argument), seconds=seconds) for function, argument in calls)
        return list(await asyncio.gather(*runs))

    return asyncio.run(together())


@pytest.mark.parametrize(
    ("function", "argument", "code"),
    [
        (time.sleep, 60, Reason.TIMEOUT),
        (signal.raise_signal, signal.SIGKILL, Reason.WORKER_DIED),
        (ctypes.string_at, 0, Reason.WORKER_DIED),
        (bytearray, 4_000 * MIB, Reason.TOO_LARGE),
        (int, "no number", Reason.EXTRACT_FAILED),
        (eval, "lambda: 'cannot be pickled'", Reason.EXTRACT_FAILED),
    ],
)
def test_a_bad_call_costs_itself_alone(
    pool: WorkerPool, function: Callable[[Any], Any], argument: Any, code: Reason
) -> None:
    found = outcomes(pool, [(abs, -1), (function, argument), (abs, -2), (abs, -3)], seconds=1.5)
    assert [found[0], *found[2:]] == [1, 2, 3]
    assert isinstance(found[1], Problem)
    assert (found[1].code, found[1].subject) == (code, repr(argument))


def test_results_come_in_the_order_of_arguments(pool: WorkerPool) -> None:
    waits = ["__import__('time').sleep(0.3) or 'slow'", "'quick'", "'quicker'"]
    assert list(pool.map(eval, waits, subject=str)) == ["slow", "quick", "quicker"]


def test_map_reads_a_few_arguments_ahead_and_no_more(pool: WorkerPool) -> None:
    read: list[int] = []

    def arguments() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield -number

    results = pool.map(abs, arguments(), subject=str, ahead=5)
    assert next(results) == 0
    assert len(read) == 6
    assert list(results) == list(range(1, 100))


def test_a_large_result_arrives(pool: WorkerPool) -> None:
    assert len(pool.submit(bytes, 5 * MIB).result(timeout=20)) == 5 * MIB


def test_the_pool_survives_the_death_of_idle_workers(pool: WorkerPool) -> None:
    pids = {pool.submit(eval, "__import__('os').getpid()").result(timeout=20) for _ in range(8)}
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert outcomes(pool, [(abs, -number) for number in range(6)]) == list(range(6))


def test_workers_import_neither_the_main_module_nor_a_language_model() -> None:
    with WorkerPool(workers=1, preload=("extractors.articles",)) as own:
        modules = set(own.submit(eval, "list(__import__('sys').modules)").result(timeout=30))
    assert "extractors.articles" in modules
    assert not modules & {"pytest", "prefect", "py3langid", "duckdb"}


def test_closing_leaves_no_process_behind() -> None:
    with WorkerPool(workers=2) as own:
        worker = own.submit(eval, "(__import__('os').getpid(), __import__('os').getppid())").result(timeout=20)
        assert all(map(_lives, worker))
    assert not any(map(_lives, worker))


KILLED = """
import sys, time
from pathlib import Path
from extractors.pool import WorkerPool

BUSY = "open({path!r}, 'w').write(str(__import__('os').getpid()) + ' ' + str(__import__('os').getppid())) and None"
if __name__ == "__main__":
    pool = WorkerPool(workers=1)
    pool.submit(eval, BUSY.format(path=sys.argv[1])).result()
    pool.submit(eval, "[0 for _ in iter(int, 1)]", seconds=600)  # busy for ever
    print("busy", flush=True)
    time.sleep(600)
"""


def test_busy_workers_die_with_a_killed_parent(tmp_path: Path) -> None:
    script, noted = tmp_path / "parent.py", tmp_path / "pids"
    script.write_text(KILLED)
    with subprocess.Popen([sys.executable, str(script), str(noted)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"busy\n"
        parent.kill()
    pids = [int(pid) for pid in noted.read_text().split()]
    _wait_until(lambda: not any(map(_lives, pids)))


def test_a_problem_names_the_subject_and_what_happened() -> None:
    problem = problem_of(MemoryError(), "https://news.example/a")
    assert (problem.code, problem.subject) == (Reason.TOO_LARGE, "https://news.example/a")
    assert "memory" in problem.detail


def _lives(pid: int) -> bool:
    """Whether a process exists and is more than a zombie that waits for its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def test_an_error_of_ours_comes_home_as_it_is() -> None:
    with WorkerPool(workers=1) as pool, pytest.raises(DictionaryError, match="line 3"):
        pool.submit(
            exec, "raise __import__('extractors.errors').errors.DictionaryError('triggers.toml, line 3')"
        ).result()
