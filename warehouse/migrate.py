"""Numbered migrations, each once and whole; views are made anew each time, so that they are always today's."""

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from extractors.errors import StorageError, WarehouseError
from warehouse.rows import instant, transaction


def migrate(connection: DuckDBPyConnection, db: Path, steps: Mapping[int, str] | None = None) -> None:
    """Bring a working file to the newest schema, or to the newest of `steps`.

    Raises:
        WarehouseError: it is a database of another program, or has a newer schema than this code knows.
        StorageError: the disk refused.
    """
    steps = migrations() if steps is None else steps
    have = check_version(connection, db, newest=max(steps))
    try:
        for number in sorted(steps):
            if number > have:
                _apply(connection, number, steps[number])
        if max(steps) == max(migrations()):
            _apply_views(connection)
    except duckdb.IOException as error:
        raise StorageError(f"The working file of {db} could not be brought up to date: {error}.") from None


def check_version(connection: DuckDBPyConnection, db: Path, *, newest: int | None = None) -> int:
    """Tell the schema version of a file, 0 for an empty one, touching nothing.

    Raises:
        WarehouseError: it is a database of another program, or has a newer schema than `newest`.
    """
    newest = max(migrations()) if newest is None else newest
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables:
        return 0
    if "schema_version" not in tables:
        raise WarehouseError(f"{db} is a DuckDB database that Parley did not make; name another file.")
    have = version(connection)
    if have > newest:
        raise WarehouseError(
            f"{db} has schema version {have}, made by a newer Parley; this one knows {newest}, so update it."
        )
    return have


def migrations() -> dict[int, str]:
    """List the migrations by number."""
    steps = (file for file in files("warehouse").joinpath("sql").iterdir() if file.name[:4].isdigit())
    return {int(file.name[:4]): file.read_text(encoding="utf-8") for file in steps}


def version(connection: DuckDBPyConnection) -> int:
    """Tell the schema version of a file that has one."""
    found = connection.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
    assert found is not None
    return int(found[0])


def read_sql(name: str) -> str:
    """Read a file of `warehouse/sql`."""
    return files("warehouse").joinpath("sql", name).read_text(encoding="utf-8")


def _apply(connection: DuckDBPyConnection, number: int, statements: str) -> None:
    with transaction(connection):
        connection.execute(statements)
        connection.execute("INSERT INTO schema_version VALUES (?, ?)", [number, instant(datetime.now(UTC))])


def _apply_views(connection: DuckDBPyConnection) -> None:
    """Make views and macros anew: they hold no data, so those of this code are always the right ones."""
    statements = read_sql("views.sql") + read_sql("macros.sql")
    with transaction(connection):
        connection.execute(statements)
