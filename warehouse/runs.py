"""The ledger of runs."""

from collections.abc import Mapping
from datetime import datetime

from duckdb import DuckDBPyConnection

from warehouse.rows import append, arrow, instant, transaction


def start_run(connection: DuckDBPyConnection, run_id: str, *, flow_run_id: str, now: datetime, version: str) -> None:
    """Write that a run began."""
    given = {"run_id": run_id, "flow_run_id": flow_run_id, "started_at": instant(now), "version": version}
    with transaction(connection):
        append(connection, "runs", arrow(connection, "runs", [None], state="running", **given))


def crash_unfinished(connection: DuckDBPyConnection, now: datetime) -> list[str]:
    """Mark runs that never ended as crashed, since whoever holds the lock is alone; returns their flow runs' ids."""
    found = connection.execute("SELECT flow_run_id FROM runs WHERE state = 'running'").fetchall()
    with transaction(connection):
        connection.execute("UPDATE runs SET state = 'crashed', ended_at = ? WHERE state = 'running'", [instant(now)])
    return [flow_run_id for (flow_run_id,) in found if flow_run_id]


def end_run(
    connection: DuckDBPyConnection, run_id: str, *, state: str, counts: Mapping[str, int | str | None], now: datetime
) -> None:
    """Write how a run ended; `counts` are columns of `runs`."""
    values = {"state": state, "ended_at": instant(now), **counts}
    changes = ", ".join(f"{name} = ?" for name in values)
    with transaction(connection):
        connection.execute(f"UPDATE runs SET {changes} WHERE run_id = ?", [*values.values(), run_id])  # noqa: S608 - our names


def last_state(connection: DuckDBPyConnection) -> str | None:
    """Say how the last run ended; None where there was none. What a run that did not complete left is unchecked."""
    found = connection.execute("SELECT state FROM runs ORDER BY started_at DESC, run_id LIMIT 1").fetchone()
    return found[0] if found else None
