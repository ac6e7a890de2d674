"""Extraction and coding on a Dask cluster: a scheduler and two worker processes on loopback."""

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractors.records import Problem, Reason
from flows.dask import dask_pool
from warehouse.fingerprint import fingerprint

distributed = pytest.importorskip("distributed", reason="Dask is not installed (the extra `dask`)")
Parley = Callable[..., subprocess.CompletedProcess[str]]
MEMORY = 600_000_000


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as made:
        yield made.scheduler_address


def test_a_run_with_a_cluster_makes_the_tables_of_one_without(
    tmp_path: Path, parley: Parley, scheduler: str, calm: Path
) -> None:
    spread = tmp_path / "spread.duckdb"
    said = parley("ingest", "--sample", "--db", spread, "--dask", scheduler)
    assert said.returncode == 0, said.stderr
    assert fingerprint(spread) == fingerprint(calm)


def test_a_page_that_kills_its_process_costs_itself_alone(scheduler: str) -> None:
    with dask_pool(scheduler, MEMORY) as pool:
        killed = asyncio.run(pool.run(os._exit, 3, subject="page"))
        assert isinstance(killed, Problem)
        assert (killed.code, killed.subject) == (Reason.WORKER_DIED, "page")
        assert asyncio.run(pool.run(len, "abc", subject="page")) == 3


def test_a_page_that_hangs_is_stopped(scheduler: str) -> None:
    with dask_pool(scheduler, MEMORY) as pool:
        stopped = asyncio.run(pool.run(eval, "__import__('signal').pause()", subject="page", seconds=0.5))
    assert isinstance(stopped, Problem)
    assert stopped.code == Reason.TIMEOUT


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://192.0.2.1:8786", "tls://"),
        ("http://127.0.0.1:8786", "tcp://"),
        ("tcp://127.0.0.1:9", "No Dask scheduler answers at tcp://127.0.0.1:9"),
    ],
)
def test_a_cluster_that_cannot_be_used_is_refused_in_a_sentence(address: str, said: str, parley: Parley) -> None:
    refused = parley("ingest", "--sample", "--dask", address)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert said in refused.stderr
