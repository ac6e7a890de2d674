"""The main job on the sample newsroom, from the command line to the published file and the Prefect API."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import httpx2

from warehouse.fingerprint import fingerprint

Parley = Callable[..., subprocess.CompletedProcess[str]]


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(db), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_day_then_nothing_new_then_the_next_day(tmp_path: Path, parley: Parley, api: str) -> None:
    db = tmp_path / "data" / "sample.duckdb"

    first = parley("ingest", "--sample")
    assert first.returncode == 0, first.stdout + first.stderr
    articles = rows(db, "SELECT count(*) FROM articles")[0][0]
    assert articles >= 40
    assert rows(db, "SELECT count(*) FROM entries WHERE state <> 'loaded'") == [(0,)]
    assert str(db) in first.stdout
    assert first.stdout.count("parley sql") >= 3
    day_one = fingerprint(db)

    again = parley("ingest", "--sample")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Nothing new" in again.stdout
    assert fingerprint(db) == day_one

    second = parley("ingest", "--sample", "--day", 2)
    assert second.returncode == 0, second.stdout + second.stderr
    assert rows(db, "SELECT count(*) FROM articles")[0][0] >= articles + 6

    run_ids = [flow_run_id for (flow_run_id,) in rows(db, "SELECT flow_run_id FROM runs ORDER BY started_at")]
    assert len(run_ids) == 3
    for flow_run_id in run_ids:
        flow_run = httpx2.get(f"{api}/flow_runs/{flow_run_id}").json()
        assert flow_run["state"]["type"] == "COMPLETED"
        assert flow_run["name"].startswith("ingest 20")
    sought = {"flow_runs": {"id": {"any_": run_ids}}}
    artifacts = httpx2.post(f"{api}/artifacts/filter", json=sought).json()
    assert {artifact["type"] for artifact in artifacts} == {"markdown", "table"}
    task_runs = httpx2.post(f"{api}/task_runs/filter", json=sought).json()
    assert {task_run["state"]["type"] for task_run in task_runs} == {"COMPLETED"}


def test_a_run_without_articles_leaves_entries_pending_for_the_next(tmp_path: Path, parley: Parley) -> None:
    db = tmp_path / "x.duckdb"
    assert parley("ingest", "--sample", "--no-articles", "--db", db).returncode == 0
    assert rows(db, "SELECT count(*) FROM articles") == [(0,)]
    pending = rows(db, "SELECT count(*) FROM entries WHERE state = 'pending'")[0][0]
    assert pending >= 40
    assert parley("ingest", "--sample", "--db", db).returncode == 0
    assert rows(db, "SELECT count(*) FROM entries WHERE state = 'loaded'")[0][0] == pending


def test_every_column_tells_what_it_means(tmp_path: Path, parley: Parley) -> None:
    db = tmp_path / "x.duckdb"
    assert parley("ingest", "--sample", "--no-articles", "--db", db).returncode == 0
    silent = rows(
        db,
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal "
        "AND table_name IN (SELECT table_name FROM duckdb_tables())",
    )
    assert silent == []
