"""Whether runs go well: who holds the lock, how the last ones ended, which feeds no longer bring anything."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path

from flows.feeds_show import span
from flows.finding import Finding, fine, mend
from warehouse.health import Standing
from warehouse.holder import holder, is_held
from warehouse.vitals import PastRun, Vitals

IN_A_ROW = 3
"""Runs that failed one after the other, from which a person should look."""
STALE = timedelta(days=1)
"""Age from which the last completed run, or a feed's last answer, is too old."""


def lock(db: Path) -> Finding:
    """Say whether a run is going on."""
    return fine("lock", f"A run is going on: {holder(db)} holds it." if is_held(db) else "No run is going on.")


def last_runs(vitals: Vitals | None, now: datetime) -> Finding:
    """Judge how the last runs ended, and when one last completed."""
    if vitals is None or not vitals.runs:
        return fine("last runs", "There were none; `parley ingest` makes one, `parley serve` schedules them.")
    ended = [run for run in vitals.runs if run.state != "running"]
    bad = list(takewhile(lambda run: run.state != "completed", ended))
    if len(bad) >= IN_A_ROW:
        said = f"The last {len(bad)} runs {_states(bad)}; the newest says why: see it in the Prefect UI"
        return mend("last runs", f"{said}, or run `parley ingest` by hand.")
    completed = next((run for run in ended if run.state == "completed"), None)
    if completed is None:
        return mend("last runs", f"None of {len(bad)} runs completed; run `parley ingest` and read what it says.")
    ago = span(completed.ended_at or completed.started_at, now)
    if now - completed.started_at > STALE:
        return mend("last runs", f"The last to complete ended {ago} ago; start `parley serve`, or `parley ingest`.")
    return fine("last runs", f"{_states(ended)}; the last to complete ended {ago} ago.")


def feeds(vitals: Vitals | None, now: datetime) -> Finding:
    """Judge how the feeds do: those gone or quiet, or failing for a day, want a person."""
    if vitals is None or not vitals.feeds:
        return fine("feeds", "None was asked yet.")
    said = ", ".join(f"{count} {word}" for word, count in Counter(feed.word for feed in vitals.feeds).most_common())
    if any(_wants_a_person(feed, now) for feed in vitals.feeds):
        return mend("feeds", f"{said}: `parley feeds health` says which and why, `parley feeds pause` lets one rest.")
    return fine("feeds", f"{said}.")


def _wants_a_person(feed: Standing, now: datetime) -> bool:
    if feed.word != "failing":
        return feed.word in {"gone", "quiet"}
    return feed.last_success_at is None or now - feed.last_success_at > STALE


def _states(runs: list[PastRun]) -> str:
    return ", ".join(f"{count} {state}" for state, count in Counter(run.state for run in runs).most_common())
