"""A day of a served Parley in minutes: the newsroom goes on, runs are killed, the Prefect server goes away and returns.

`make test` plays the last hour, `make drill` all twenty-four, and says what it measured (`pytest -rP`).
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import IO, Any

import duckdb
import httpx2
import psutil
import pytest

from flows.sample import SampleNewsroom
from flows.sample_articles import read_articles
from flows.server import standing_server
from flows.settings import Settings
from warehouse.fingerprint import fingerprint

PLAYER = Path(__file__).with_name("day_player.py")
END = datetime(2025, 11, 18, 10, tzinfo=UTC)  # two articles came in the hour before, and one was changed at 7:30
STEP = timedelta(minutes=15)
FLAT = 30_000_000
"""Bytes by which processes may grow over a day of runs."""


@dataclass(kw_only=True)
class Player:
    """A process that runs when told, and what it said so far."""

    process: subprocess.Popen[str]
    said: list[dict[str, Any]] = field(default_factory=list)

    @property
    def stdin(self) -> IO[str]:
        assert self.process.stdin is not None
        return self.process.stdin

    def begin(self, now: datetime) -> None:
        """Tell it to run, and do not wait."""
        self.stdin.write(f"{now.isoformat()}\n")
        self.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Wait for its answer."""
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.said.append(found)
        return found

    def kill(self, after: float) -> None:
        """Kill it, as the kernel does that has no memory left."""
        try:
            self.process.wait(after)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def playing(db: Path, port: int, url: str) -> Iterator[Player]:
    """Start a process that runs when told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    env = kept | {"PREFECT_API_URL": url, "PARLEY_DB": str(db), "PARLEY_HOME": str(db.parent)}
    command = [sys.executable, str(PLAYER), str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as process:
        player = Player(process=process)
        assert player.hear() == {"ready": True}
        yield player
        player.stdin.close()


class Servant:
    """The Prefect server that `parley serve` keeps, on one port; it is started again when it is killed."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._held = settings, ExitStack()
        self.url = self.reopen()

    def reopen(self) -> str:
        server = self._held.enter_context(standing_server(self._settings))
        assert server is not None
        return server.url

    def process(self) -> psutil.Process:
        return next(one for one in psutil.Process().children() if "flows.server" in one.cmdline())

    def weight(self) -> tuple[int, int]:
        """Weigh it: proportional memory in bytes, open files."""
        return self.process().memory_full_info().pss, self.process().num_fds()

    def close(self) -> None:
        self._held.close()


def calm(instants: Sequence[datetime], newsroom: SampleNewsroom, db: Path, url: str) -> list[dict[str, Any]]:
    """Play the day undisturbed, in one process."""
    with playing(db, newsroom.port, url) as player:
        for now in instants:
            newsroom.move_to(now)
            player.begin(now)
            assert "error" not in player.hear()
    return player.said[1:]


def rough(
    instants: Sequence[datetime], newsroom: SampleNewsroom, db: Path, servant: Servant, random: Random
) -> list[dict[str, Any]]:
    """Play the day with one run in ten killed, and the server killed in the midst of one run and stopped in another."""
    outages = {len(instants) // 3: signal.SIGKILL, 2 * len(instants) // 3: signal.SIGTERM}
    said: list[dict[str, Any]] = []
    left = list(enumerate(instants))
    while left:
        with playing(db, newsroom.port, servant.url) as player:
            while left:
                number, now = left.pop(0)
                newsroom.move_to(now)
                player.begin(now)
                if number % 10 == 0:
                    usual = median([one["seconds"] for one in said] or [6.0])
                    player.kill(random.uniform(0.05, 1.0) * usual)
                    said.append({"killed": number, "seconds": usual})
                    break
                if number in outages:
                    servant.process().send_signal(outages[number])
                said.append(player.hear())
    return said


def ask(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(db), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def servant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Servant]:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "data" / "prefect"))
    monkeypatch.setenv("PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS", "3")  # an hour otherwise
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    servant = Servant(Settings(home=tmp_path / "data", db=tmp_path / "data" / "x.duckdb", server_port=port))
    yield servant
    servant.close()


def test_a_rough_day_ends_as_a_calm_one(
    tmp_path: Path,
    servant: Servant,
    drill: bool,  # noqa: FBT001 - a fixture
) -> None:
    instants = [END - STEP * back for back in reversed(range(96 if drill else 4))]
    with SampleNewsroom(2) as newsroom:
        undisturbed = calm(instants, newsroom, tmp_path / "calm.duckdb", servant.url)
        before = servant.weight()
        said = rough(instants, newsroom, tmp_path / "rough.duckdb", servant, Random(20251118))
        after = servant.weight()
    fresh = [one["pss"] for one, last in zip(said[1:], said, strict=False) if "pss" in one and "killed" in last]
    print(_told(undisturbed, said, fresh, before, after))  # noqa: T201 - what `make drill` is run for
    assert fingerprint(tmp_path / "rough.duckdb") == fingerprint(tmp_path / "calm.duckdb")
    _nothing_lost_none_twice(tmp_path / "rough.duckdb", revisions=2 if drill else 1)
    runs_left = {run["state"]["type"] for run in flow_runs(servant.url)}
    assert runs_left <= {"COMPLETED", "CRASHED", "FAILED", "PENDING"}  # one killed a moment ago may be pending still
    assert max(one["files"] for one in undisturbed) <= undisturbed[0]["files"] + 2
    assert abs(fresh[-1] - fresh[0]) < FLAT
    assert after[0] < before[0] + FLAT
    assert after[1] <= before[1] + 5
    _retention_bounds_the_database(servant, tmp_path / "data" / "prefect" / "prefect.db")


def flow_runs(url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx2.post(f"{url}/flow_runs/filter", json={"limit": 200}).json()
    return found


def ended(url: str) -> list[dict[str, Any]]:
    return [run for run in flow_runs(url) if run["state"]["type"] != "PENDING"]


def _nothing_lost_none_twice(db: Path, *, revisions: int) -> None:
    served = sorted(article.url for article in read_articles(2, END))
    assert [url for (url,) in ask(db, "SELECT url FROM articles ORDER BY url")] == served
    assert ask(db, "SELECT count(*), count(DISTINCT entry_id) FROM entries") == [(len(served), len(served))]
    assert ask(db, "SELECT DISTINCT state FROM entries") == [("loaded",)]
    assert ask(db, "SELECT count(*) - count(DISTINCT mention_id) FROM mentions") == [(0,)]
    assert ask(db, "SELECT max(revision) FROM article_revisions") == [(revisions,)]
    assert ask(db, "SELECT count(*) FROM runs WHERE state = 'running'") == [(0,)]


def _retention_bounds_the_database(servant: Servant, path: Path) -> None:
    """Make all runs older than the retention, and see them go."""
    runs, held = len(flow_runs(servant.url)), path.stat().st_size
    servant.close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE flow_run SET end_time = '2020-01-01 00:00:00.000000'")
    database.close()
    servant.reopen()
    deadline = time.monotonic() + 120
    while ended(servant.url) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert ended(servant.url) == []
    with sqlite3.connect(path) as database:
        left = database.execute("SELECT (SELECT count(*) FROM log), (SELECT count(*) FROM artifact)").fetchone()
    database.close()
    said = f"{runs} flow runs in a Prefect database of {held / 1e6:.1f} MB; after retention {left} logs and artifacts"
    print(said)  # noqa: T201 - as above
    assert path.stat().st_size <= held * 1.1


def _told(
    undisturbed: list[dict[str, Any]],
    said: list[dict[str, Any]],
    fresh: list[int],
    before: tuple[int, int],
    after: tuple[int, int],
) -> str:
    what = Counter("killed" if "killed" in one else "failed" if "error" in one else "completed" for one in said)
    idle = median(one["seconds"] for one in undisturbed)
    errors = [one["error"] for one in said if "error" in one]
    return (
        f"{len(undisturbed)} calm runs, median {idle:.1f} s, {undisturbed[0]['pss'] / 1e6:.0f} MB after the first and "
        f"{undisturbed[-1]['pss'] / 1e6:.0f} MB after the last in one process, files {undisturbed[0]['files']} and "
        f"{undisturbed[-1]['files']}; rough: {dict(what)}, fresh processes {[round(one / 1e6) for one in fresh]} MB; "
        f"server {before[0] / 1e6:.0f} MB, {before[1]} files, then {after[0] / 1e6:.0f} MB, {after[1]} files; {errors}"
    )
