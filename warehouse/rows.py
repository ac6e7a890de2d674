"""Rows into tables, through Arrow: no value is ever pasted into SQL, and a row that is there stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

Row = Mapping[str, Any]
_TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"),
    "DATE": pa.date32(),
    "VARCHAR[]": pa.list_(pa.string()),
}


def instant(at: datetime | None) -> datetime | None:
    """Make an aware instant the naive UTC that the tables hold."""
    return None if at is None else at.astimezone(UTC).replace(tzinfo=None)


def append(connection: DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Add rows to a ledger, where the same row may come twice."""
    if rows:
        _insert(connection, table, rows, "")


def add_new(connection: DuckDBPyConnection, table: str, key: Sequence[str], rows: Sequence[Row]) -> None:
    """Add the rows whose key is not in the table yet; of several with one key, the first."""
    first: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        first.setdefault(tuple(row[name] for name in key), row)
    if first:
        same = " AND ".join(f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in key)
        _insert(connection, table, list(first.values()), f"WHERE NOT EXISTS (FROM {table} AS old WHERE {same})")


def replace_rows(connection: DuckDBPyConnection, table: str, key: str, rows: Sequence[Row]) -> None:
    """Put rows in the place of those with the same key."""
    drop(connection, table, key, [row[key] for row in rows])
    add_new(connection, table, [key], rows)


def drop(connection: DuckDBPyConnection, table: str, key: str, values: Iterable[str]) -> None:
    """Delete the rows with these keys."""
    connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT unnest(?))", [list(values)])  # noqa: S608 - our names


def _insert(connection: DuckDBPyConnection, table: str, rows: Sequence[Row], condition: str) -> None:
    new = pa.Table.from_pylist([dict(row) for row in rows], schema=_schema(connection, table))
    connection.register("new_rows", new)
    try:
        connection.execute(f"INSERT INTO {table} SELECT new.* FROM new_rows AS new {condition}")  # noqa: S608 - our names
    finally:
        connection.unregister("new_rows")


def _schema(connection: DuckDBPyConnection, table: str) -> pa.Schema:
    columns = connection.execute(f"DESCRIBE {table}").fetchall()
    return pa.schema([(name, _TYPES[kind]) for name, kind, *_ in columns])
