"""Runs that are killed, and the run after them: `make drill` kills fifty times at random, `make test` three times."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import httpx2
import pytest

from warehouse.connection import working_path
from warehouse.fingerprint import fingerprint

Parley = Callable[..., subprocess.CompletedProcess[str]]
PARLEY = Path(sys.executable).with_name("parley")


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Callable[[Path], subprocess.Popen[str]]:
    def begin(db: Path) -> subprocess.Popen[str]:
        command = [str(PARLEY), "ingest", "--sample", "--db", str(db)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path)

    return begin


def types_of_flow_runs(api: str) -> set[str]:
    return {flow_run["state"]["type"] for flow_run in httpx2.post(f"{api}/flow_runs/filter", json={}).json()}


@pytest.mark.parametrize("line", ["feeds:", "articles:"])
def test_the_run_after_a_kill_ends_as_an_undisturbed_one(  # noqa: PLR0917 - fixtures
    line: str, tmp_path: Path, parley: Parley, start: Callable[[Path], subprocess.Popen[str]], api: str, calm: Path
) -> None:
    killed = tmp_path / "killed.duckdb"
    run = start(killed)
    assert run.stdout is not None
    assert any(said.startswith(line) for said in run.stdout)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert working_path(killed).exists()
    assert parley("ingest", "--sample", "--db", killed).returncode == 0
    assert fingerprint(killed) == fingerprint(calm)
    assert "RUNNING" not in types_of_flow_runs(api)
    assert "CRASHED" in types_of_flow_runs(api)


def test_a_kill_at_any_moment_loses_nothing(
    tmp_path: Path,
    parley: Parley,
    start: Callable[[Path], subprocess.Popen[str]],
    calm: Path,
    drill: bool,  # noqa: FBT001 - a fixture
) -> None:
    random, length = Random(20251117), 6.0  # seconds that a run may take
    for number in range(50 if drill else 1):
        db = tmp_path / f"{number}.duckdb"
        run = start(db)
        try:
            run.wait(random.uniform(0.1, 1.0) * length)
        except subprocess.TimeoutExpired:
            run.kill()
        run.wait()
        assert parley("ingest", "--sample", "--db", db).returncode == 0
        assert fingerprint(db) == fingerprint(calm), f"kill {number}"
