"""A run that is killed, and the run after it."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from warehouse.connection import working_path
from warehouse.fingerprint import fingerprint

Parley = Callable[..., subprocess.CompletedProcess[str]]
PARLEY = Path(sys.executable).with_name("parley")


@pytest.mark.parametrize("line", ["feeds:", "articles:"])
def test_the_run_after_a_kill_ends_as_an_undisturbed_one(
    line: str, tmp_path: Path, parley: Parley, environment: dict[str, str], api: str
) -> None:
    calm, killed = tmp_path / "calm.duckdb", tmp_path / "killed.duckdb"
    assert parley("ingest", "--sample", "--db", calm).returncode == 0

    command = [str(PARLEY), "ingest", "--sample", "--db", str(killed)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path)
    assert run.stdout is not None
    assert any(said.startswith(line) for said in run.stdout)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert working_path(killed).exists()

    assert parley("ingest", "--sample", "--db", killed).returncode == 0
    assert fingerprint(killed) == fingerprint(calm)
    states = httpx2.post(f"{api}/flow_runs/filter", json={}).json()
    assert "RUNNING" not in {flow_run["state"]["type"] for flow_run in states}
    assert "CRASHED" in {flow_run["state"]["type"] for flow_run in states}
