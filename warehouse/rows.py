"""Records into tables, through Arrow: no value is ever pasted into SQL, and a row that is there stays as it is."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from extractors.errors import StorageError

_TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"),
    "DATE": pa.date32(),
    "BLOB": pa.binary(),
    "VARCHAR[]": pa.list_(pa.string()),
}


def instant(at: datetime | None) -> datetime | None:
    """Make an aware instant the naive UTC that the tables hold."""
    return None if at is None else at.astimezone(UTC).replace(tzinfo=None)


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """Commit what happens inside, or roll all of it back.

    Raises:
        StorageError: the disk refused, as when it is full.
    """
    try:
        connection.begin()
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error):  # a database that the disk failed rolls back when it is opened again
                connection.rollback()
            raise
        connection.commit()
    except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as error:
        reason = str(error).split("\n", 1)[0].rstrip(".")
        raise StorageError(
            f"Writing stopped ({reason}); make room and run again, nothing loaded before is lost."
        ) from None


def arrow(
    connection: DuckDBPyConnection,
    table: str,
    records: Sequence[object],
    **given: Any,
) -> pa.Table:
    """Lay records out as rows of a table, column by column.

    A column takes what `given` names for it: a list with a value a record, a text that is the record's attribute of
    another name prefixed by a dot (".start"), else one value for all rows. A column that nothing is given for takes the
    attribute of its own name, and is null where records have none.
    """
    columns = {}
    for name, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall():
        columns[name] = _array(_values(records, name, given), _TYPES[kind])
    return pa.table(columns)


def append(connection: DuckDBPyConnection, table: str, rows: pa.Table) -> int:
    """Add rows to a ledger, where the same row may come twice; returns how many."""
    if not rows.num_rows:
        return 0
    with _registered(connection, rows) as name:
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {name}")  # noqa: S608 - our names
    return int(rows.num_rows)


def add_new(connection: DuckDBPyConnection, table: str, key: str, rows: pa.Table) -> int:
    """Add the rows whose key is not in the table yet, of several with one key the first; returns how many.

    The keys already there are looked up first, so that the hash table is as small as the rows and not as the table.
    """
    rows = unique(rows, key)
    known = present(connection, table, key, rows[key])
    fresh = pa.array([value not in known for value in rows[key].to_pylist()], pa.bool_())
    return append(connection, table, rows.filter(fresh))


def replace(connection: DuckDBPyConnection, table: str, key: str, rows: pa.Table) -> None:
    """Put rows in the place of those with the same key."""
    rows = unique(rows, key)
    drop(connection, table, key, rows[key])
    append(connection, table, rows)


def drop(connection: DuckDBPyConnection, table: str, key: str, values: Sequence[str] | pa.ChunkedArray) -> int:
    """Delete the rows with these keys; returns how many went."""
    if not len(values):
        return 0
    with _registered(connection, pa.table({"key": _strings(values)})) as name:
        found = connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT key FROM {name})").fetchone()  # noqa: S608 - our names
    assert found is not None
    return int(found[0])


def present(
    connection: DuckDBPyConnection, table: str, key: str, values: Sequence[str] | pa.ChunkedArray
) -> frozenset[str]:
    """Tell which of these keys the table has."""
    if not len(values):
        return frozenset()
    with _registered(connection, pa.table({"key": _strings(values)})) as name:
        found = connection.execute(
            f"SELECT DISTINCT {key} FROM {table} WHERE {key} IN (SELECT key FROM {name})"  # noqa: S608 - our names
        ).fetchall()
    return frozenset(value for (value,) in found)


def unique(rows: pa.Table, key: str) -> pa.Table:
    """Keep the first row of each key."""
    keys = rows[key].to_pylist()
    if len(set(keys)) == len(keys):
        return rows
    first: dict[object, int] = {}
    for number, value in enumerate(keys):
        first.setdefault(value, number)
    return rows.take(list(first.values()))


def plain(text: str) -> str:
    """Replace lone surrogates, which no UTF-8 file can hold; the length stays, and offsets with it."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _values(records: Sequence[object], column: str, given: Mapping[str, Any]) -> list[Any]:
    value = given.get(column, f".{column}")
    if isinstance(value, list):
        return value
    if isinstance(value, str) and value.startswith("."):
        return [getattr(record, value[1:], None) for record in records]
    return [value] * len(records)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_plain(value) for value in values], kind)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    return [plain(text) for text in value] if isinstance(value, list | tuple) else value


def _strings(values: Sequence[str] | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    return values if isinstance(values, pa.ChunkedArray) else _array(list(values), pa.string())


@contextmanager
def _registered(connection: DuckDBPyConnection, rows: pa.Table) -> Iterator[str]:
    name = "arrow_rows"
    connection.register(name, rows)
    try:
        yield name
    finally:
        connection.unregister(name)
