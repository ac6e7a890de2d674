"""The ledger of runs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import singledispatch

from duckdb import DuckDBPyConnection

from warehouse.rows import append, arrow, instant, transaction


def start_run(connection: DuckDBPyConnection, run_id: str, *, flow_run_id: str, now: datetime, version: str) -> None:
    """Write that a run began."""
    announce(connection, run_id)
    given = {"run_id": run_id, "flow_run_id": flow_run_id, "started_at": instant(now), "version": version}
    with transaction(connection):
        append(connection, "runs", arrow(connection, "runs", [None], state="running", **given))


def crash_unfinished(connection: DuckDBPyConnection, now: datetime) -> list[str]:
    """Mark runs that never ended, and that nobody is at any more, as crashed; returns their flow runs' ids."""
    with transaction(connection):
        found = dict(connection.execute("SELECT run_id, flow_run_id FROM runs WHERE state = 'running'").fetchall())
        dead = sorted(found.keys() - others_alive(connection, list(found)))
        connection.execute(
            "UPDATE runs SET state = 'crashed', ended_at = $now WHERE run_id IN (SELECT unnest($dead::VARCHAR[]))",
            {"now": instant(now), "dead": dead},
        )
    return [found[run_id] for run_id in dead if found[run_id]]


@singledispatch
def announce(connection: DuckDBPyConnection, run_id: str) -> None:
    """Let other runs see that this one is alive; of a file, its lock tells that already."""


@singledispatch
def others_alive(connection: DuckDBPyConnection, run_ids: list[str]) -> frozenset[str]:  # noqa: ARG001 - see below
    """Tell which of these runs are still under way beside this one: of a file none, since its lock is ours."""
    return frozenset()


def end_run(
    connection: DuckDBPyConnection, run_id: str, *, state: str, counts: Mapping[str, int | str | None], now: datetime
) -> None:
    """Write how a run ended; `counts` are columns of `runs`."""
    values = {"state": state, "ended_at": instant(now), **counts}
    changes = ", ".join(f"{name} = ?" for name in values)
    with transaction(connection):
        connection.execute(f"UPDATE runs SET {changes} WHERE run_id = ?", [*values.values(), run_id])  # noqa: S608 - our names


def past_counts(
    connection: DuckDBPyConnection, run_id: str, columns: Sequence[str], limit: int
) -> list[dict[str, int]]:
    """Give what the last runs that asked feeds and completed counted, the newest first, this one left out."""
    rows = connection.execute(
        f"SELECT {', '.join(columns)} FROM runs "  # noqa: S608 - our names
        "WHERE state = 'completed' AND feeds > 0 AND run_id <> ? ORDER BY started_at DESC, run_id LIMIT ?",
        [run_id, limit],
    ).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def last_state(connection: DuckDBPyConnection) -> str | None:
    """Say how the last run ended; None where there was none. What a run that did not complete left is unchecked."""
    found = connection.execute("SELECT state FROM runs ORDER BY started_at DESC, run_id LIMIT 1").fetchone()
    return found[0] if found else None
