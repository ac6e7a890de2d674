"""Whether the Prefect server answers, keeps its database small, and has a next run scheduled."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any

import httpx2

from flows.feeds_show import span
from flows.finding import Finding, fine, mend, size
from flows.settings import Settings

LARGE = 2_000_000_000
"""Bytes from which Prefect's database is larger than its retention should let it grow."""
APART = timedelta(minutes=1)
"""How far the server's clock and ours may be apart."""
LATE = timedelta(minutes=30)
DEPLOYMENT = "ingest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server said; `version` is None where it does not answer, and `trouble` says why not.

    `deployment` is that of the flow `ingest` as the API gives it, None where there is none; `next_run` when it is due.
    """

    url: str
    given: bool
    version: str | None = None
    trouble: str = ""
    date: datetime | None = None
    deployment: Mapping[str, Any] | None = None
    next_run: datetime | None = None


def ask(settings: Settings, seconds: float = 3.0) -> Answer:
    """Ask the server at `PREFECT_API_URL`, else where `parley serve` has it."""
    given = os.environ.get("PREFECT_API_URL")
    url = (given or f"http://127.0.0.1:{settings.server_port}/api").rstrip("/")
    login = os.environ.get("PREFECT_API_AUTH_STRING", "").partition(":")
    auth = (login[0], login[2]) if login[1] else None
    try:
        with httpx2.Client(base_url=url, timeout=seconds, trust_env=False, auth=auth) as client:
            return _answer(client, url, given=bool(given))
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, KeyError, TypeError) as error:
        return Answer(url=url, given=bool(given), trouble=str(error) or type(error).__name__)


def _answer(client: httpx2.Client, url: str, *, given: bool) -> Answer:
    told = client.get("admin/version").raise_for_status()
    sought = {"flows": {"name": {"any_": [DEPLOYMENT]}}}
    found = client.post("deployments/filter", json=sought).raise_for_status().json()
    scheduled = {
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        "sort": "EXPECTED_START_TIME_ASC",
        "limit": 1,
    }
    runs = client.post("flow_runs/filter", json=sought | scheduled).raise_for_status().json()
    return Answer(
        url=url,
        given=given,
        version=str(told.json()),
        date=parsedate_to_datetime(told.headers["date"]) if "date" in told.headers else None,
        deployment=found[0] if found else None,
        next_run=datetime.fromisoformat(runs[0]["expected_start_time"]).astimezone(UTC) if runs else None,
    )


def server(answer: Answer) -> Finding:
    """Judge whether it answers, and whether it is of our version."""
    if answer.version is None and answer.given:
        said = f"{answer.url} (PREFECT_API_URL) does not answer ({answer.trouble}); start it, or unset the variable"
        return mend("Prefect server", f"{said}: until then each run starts one of its own.")
    if answer.version is None:
        return fine(
            "Prefect server", f"None at {answer.url}: each run starts one of its own; `parley serve` keeps one."
        )
    ours = version("prefect")
    if answer.version.split(".")[:2] != ours.split(".")[:2]:
        said = f"{answer.url} is Prefect {answer.version}, and ours is {ours}"
        return mend("Prefect server", f"{said}; run the same on both.")
    return fine("Prefect server", f"{answer.url}, Prefect {answer.version}.")


def clocks_agree(answer: Answer, now: datetime) -> Finding:
    """Hold the server's clock against ours; on one machine they are the same."""
    if answer.date is None:
        return fine("server's clock", "No server to compare with.")
    apart = abs(now - answer.date)
    if apart > APART:
        said = f"It is {answer.date:%H:%M:%S} at {answer.url} and {now:%H:%M:%S} here"
        return mend("server's clock", f"{said}; set the clocks, or runs start at the wrong time.")
    return fine("server's clock", "As ours.")


def database(settings: Settings) -> Finding:
    """Judge the size of the project's own Prefect database, which retention should bound."""
    path = settings.prefect_home / "prefect.db"
    if not path.exists():
        return fine("Prefect database", f"{path} is not there; a server of our own makes it.")
    held = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))
    if held > LARGE:
        said = f"{path} takes {size(held)}; stop the server and move the file away: past runs are also in the warehouse"
        return mend("Prefect database", f"{said} (view run_history).")
    return fine("Prefect database", f"{path}, {size(held)}.")


def schedule(answer: Answer, now: datetime) -> Finding:
    """Judge whether a next run is due, and somebody there to start it."""
    if answer.version is None:
        return fine("schedule", "None without a server; `parley serve` makes one, cron may do without.")
    if answer.deployment is None:
        return mend("schedule", f"{answer.url} has no deployment of {DEPLOYMENT}; start `parley serve`.")
    if answer.deployment.get("paused"):
        return mend("schedule", f"The deployment of {DEPLOYMENT} is paused; resume it in the Prefect UI.")
    if answer.next_run is None:
        return mend("schedule", f"No run of {DEPLOYMENT} is scheduled; switch its schedule on in the Prefect UI.")
    if now - answer.next_run > LATE:
        ago = span(answer.next_run, now)
        return mend("schedule", f"A run has been due for {ago} and nobody starts it; start `parley serve`.")
    return fine("schedule", f"The next run is due at {answer.next_run:%Y-%m-%d %H:%M} UTC.")
