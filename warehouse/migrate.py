"""Numbered migrations, each once and whole; views are made anew each time, so that they are always today's."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files

import duckdb
from duckdb import DuckDBPyConnection

from extractors.errors import StorageError, WarehouseError
from warehouse.rows import instant, transaction

_TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"


def migrate(
    connection: DuckDBPyConnection,
    db: object,
    steps: Mapping[int, str] | None = None,
    *,
    views: Sequence[str] | None = None,
) -> None:
    """Bring a warehouse to the newest schema, or to the newest of `steps`; `views` may leave some statements out.

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
            _apply_views(connection, list_views() if views is None else views)
    except duckdb.IOException as error:
        raise StorageError(f"The working file of {db} could not be brought up to date: {error}.") from None


def check_version(connection: DuckDBPyConnection, db: object, *, newest: int | None = None) -> int:
    """Tell the schema version of a file, 0 for an empty one, touching nothing.

    Raises:
        WarehouseError: it is a database of another program, or has a newer schema than `newest`.
    """
    newest = max(migrations()) if newest is None else newest
    tables = {name for (name,) in connection.execute(_TABLES).fetchall()}
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


def list_views() -> list[str]:
    """List the statements that make views and macros, and comment on them."""
    statements = read_sql("views.sql") + read_sql("macros.sql")
    return [statement.query for statement in duckdb.extract_statements(statements)]


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


def _apply_views(connection: DuckDBPyConnection, statements: Sequence[str]) -> None:
    """Make views and macros anew: they hold no data, so those of this code are always the right ones."""
    with transaction(connection):
        for statement in statements:
            connection.execute(statement)
