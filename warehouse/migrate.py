"""Numbered migrations, each once and whole; views are made anew each time, so that they are always today's."""

from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from duckdb import DuckDBPyConnection

from extractors.errors import WarehouseError
from warehouse.rows import instant


def migrate(connection: DuckDBPyConnection, db: Path) -> None:
    """Bring a working file to the newest schema.

    Raises:
        WarehouseError: it has a newer schema than this code knows.
    """
    connection.execute(_sql().joinpath("schema_version.sql").read_text(encoding="utf-8"))
    have, steps = version(connection), migrations()
    newest = max(steps)
    if have > newest:
        raise WarehouseError(
            f"{db} has schema version {have}, made by a newer Parley; this one knows {newest}, so update it."
        )
    for number in sorted(steps):
        if number > have:
            _apply(connection, number, steps[number].read_text(encoding="utf-8"))
    connection.execute(_sql().joinpath("views.sql").read_text(encoding="utf-8"))


def migrations() -> dict[int, Traversable]:
    """List the migrations by number."""
    return {int(file.name[:4]): file for file in _sql().iterdir() if file.name[:4].isdigit()}


def version(connection: DuckDBPyConnection) -> int:
    """Tell the schema version of a file; 0 for an empty one."""
    found = connection.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
    assert found is not None
    return int(found[0])


def _apply(connection: DuckDBPyConnection, number: int, statements: str) -> None:
    connection.begin()
    try:
        connection.execute(statements)
        connection.execute("INSERT INTO schema_version VALUES (?, ?)", [number, instant(datetime.now(UTC))])
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _sql() -> Traversable:
    return files("warehouse").joinpath("sql")
