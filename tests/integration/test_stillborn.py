"""A run that was killed before its ledger knew of it."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

Parley = Callable[..., subprocess.CompletedProcess[str]]


def test_the_next_run_closes_what_was_pending_for_long(tmp_path: Path, parley: Parley, api: str) -> None:
    with httpx2.Client(base_url=api) as client:
        flow = client.post("flows/", json={"name": "ingest"}).json()["id"]

        def pending(minutes: int, name: str) -> str:
            at = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()
            due = {"type": "SCHEDULED", "state_details": {"scheduled_time": at}}
            given = {"flow_id": flow, "tags": ["parley", name], "state": due}
            run = str(client.post("flow_runs/", json=given).raise_for_status().json()["id"])
            begun = {"state": {"type": "PENDING"}, "force": True}
            client.post(f"flow_runs/{run}/set_state", json=begun).raise_for_status()
            return run

        old, young, other = pending(5, "x.duckdb"), pending(0, "x.duckdb"), pending(5, "y.duckdb")
        assert parley("ingest", "--sample", "--no-articles", "--db", tmp_path / "x.duckdb").returncode == 0
        states = [client.get(f"flow_runs/{run}").json()["state"]["type"] for run in (old, young, other)]
        assert states == ["CRASHED", "PENDING", "PENDING"]
        for run in (young, other):
            client.delete(f"flow_runs/{run}").raise_for_status()
