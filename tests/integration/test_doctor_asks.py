"""What `parley doctor` says of a real Prefect server."""

import json
import subprocess
from collections.abc import Callable

import httpx2

Parley = Callable[..., subprocess.CompletedProcess[str]]


def said(parley: Parley) -> dict[str, str]:
    lines = map(json.loads, parley("doctor", "--format", "json").stdout.splitlines())
    return {line["what"]: f"{line['state']}: {line['said']}" for line in lines}


def test_the_server_its_deployment_and_its_next_run(parley: Parley, api: str) -> None:
    found = said(parley)
    assert found["Prefect server"].startswith(f"ok: {api}")
    assert found["server's clock"].startswith("ok: As")
    assert "start `parley serve`" in found["schedule"]
    with httpx2.Client(base_url=api) as client:
        flow = client.post("flows/", json={"name": "ingest"}).json()["id"]
        schedules = [{"active": True, "schedule": {"interval": 900}}]
        wanted = {"name": "doctored", "flow_id": flow, "schedules": schedules}
        deployment = client.post("deployments/", json=wanted).raise_for_status().json()["id"]
        try:
            client.post(f"deployments/{deployment}/schedule", json={"min_runs": 1}).raise_for_status()
            assert "ok: The next run is due at" in said(parley)["schedule"]
            client.post(f"deployments/{deployment}/pause_deployment").raise_for_status()
            assert "is paused" in said(parley)["schedule"]
        finally:
            client.delete(f"deployments/{deployment}").raise_for_status()
