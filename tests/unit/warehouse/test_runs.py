from datetime import datetime, timedelta

from duckdb import DuckDBPyConnection

from warehouse.runs import crash_unfinished, end_run, start_run


def test_a_run_is_written_down_from_start_to_end(connection: DuckDBPyConnection, now: datetime) -> None:
    start_run(connection, "r1", flow_run_id="flow", now=now, version="1")
    counts: dict[str, int | str | None] = {"articles": 3, "coder": "1+abc"}
    end_run(connection, "r1", state="completed", counts=counts, now=now + timedelta(seconds=9))
    found = connection.execute(
        "SELECT run_id, flow_run_id, state, version, coder, articles, feeds, epoch(ended_at - started_at) FROM runs"
    ).fetchall()
    assert found == [("r1", "flow", "completed", "1", "1+abc", 3, None, 9.0)]


def test_a_run_that_never_ended_is_found_crashed_once(connection: DuckDBPyConnection, now: datetime) -> None:
    for run_id, state in (("r1", "completed"), ("r2", None), ("r3", "failed")):
        start_run(connection, run_id, flow_run_id=f"flow {run_id}", now=now, version="1")
        if state:
            end_run(connection, run_id, state=state, counts={}, now=now)
    assert crash_unfinished(connection, now) == ["flow r2"]
    assert crash_unfinished(connection, now) == []
    assert connection.execute("SELECT run_id, state FROM runs ORDER BY 1").fetchall() == [
        ("r1", "completed"),
        ("r2", "crashed"),
        ("r3", "failed"),
    ]
