"""The published file in other forms: Parquet by day, CSV, or a DuckDB file to write in."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from extractors.errors import ParleyError, WarehouseError
from warehouse.connection import copy_to, first_line, open_published
from warehouse.place import Place

BY_DAY = {
    "articles": "SELECT *, coalesce(strftime(published_at, '%Y-%m-%d'), 'unknown') AS day FROM articles",
    "mentions": "SELECT m.*, coalesce(strftime(a.published_at, '%Y-%m-%d'), 'unknown') AS day "
    "FROM mentions AS m JOIN articles AS a USING (article_id)",
}
"""Tables that are parted into a folder a day of publication (UTC), as day=2025-11-17; 'unknown' where there is none."""
LEFT_OUT = frozenset({"fingerprints"})
"""Tables that are of use to nobody else."""
_CONTROLS = r"[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}]"
_INNER_FORMULA = r"([;\t\n][\s\x22]*)([=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}])"
_FORMULA = r"^ *[=+\-@\t\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"


def export_parquet(db: Place, folder: Path, *, since: datetime | None = None) -> list[Path]:
    """Write every table to a Parquet file, articles and mentions to a folder with a file a day; returns what was made.

    `since` leaves out articles published before it, and their mentions.

    Raises:
        WarehouseError: there is no published file, or `folder` is there and not empty.
        ParleyError: the disk refused; nothing is left behind.
    """
    with _made(db, folder) as (connection, new):
        for table in _tables(connection):
            query = BY_DAY.get(table, f'SELECT * FROM "{table}"')  # noqa: S608 - the file's own names
            if since and table in BY_DAY:
                query = f"FROM ({query}) WHERE day >= '{since:%Y-%m-%d}'"
            options = "FORMAT parquet, COMPRESSION zstd"
            if table in BY_DAY:
                connection.execute(f"COPY ({query}) TO '{_quoted(new / table)}' ({options}, PARTITION_BY (day))")
            else:
                connection.execute(f"COPY ({query}) TO '{_quoted(new / table)}.parquet' ({options})")
    return sorted(folder.iterdir())


def export_csv(db: Place, folder: Path) -> list[Path]:
    """Write every table to a CSV file that no spreadsheet finds a formula in; lists as JSON; returns what was made.

    Raises:
        WarehouseError: there is no published file, or `folder` is there and not empty.
        ParleyError: the disk refused; nothing is left behind.
    """
    with _made(db, folder) as (connection, new):
        for table in _tables(connection):
            columns = connection.execute(f'DESCRIBE "{table}"').fetchall()
            chosen = ", ".join(_safe(name, kind) for name, kind, *_ in columns)
            query = f'SELECT {chosen} FROM "{table}"'  # noqa: S608 - the file's own names
            connection.execute(f"COPY ({query}) TO '{_quoted(new / table)}.csv' (FORMAT csv, HEADER)")
    return sorted(folder.iterdir())


def export_duckdb(db: Place, target: Path) -> Path:
    """Copy what runs published to a file that may be written in.

    Raises:
        WarehouseError: there is no published file, or `target` is there already.
        ParleyError: the disk refused; nothing is left behind.
    """
    if target.exists():
        raise WarehouseError(f"{target} is there already; name a new file.")
    new = target.with_name(f".{target.name}.new")
    try:
        copy_to(db, new)
        new.replace(target)
    except (OSError, duckdb.Error) as error:
        new.unlink(missing_ok=True)
        raise ParleyError(f"{target} could not be written: {first_line(error)}.") from None
    return target


@contextmanager
def _made(db: Place, folder: Path) -> Iterator[tuple[DuckDBPyConnection, Path]]:
    """Open the published file and a new folder beside the one wanted, which takes its place when all went well."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WarehouseError(f"{folder} is there and not empty; name a new folder.")
    new = folder.with_name(f".{folder.name}.new")
    with open_published(db) as connection:
        try:
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir(parents=True)
            yield connection, new
            if folder.exists():
                folder.rmdir()
            new.rename(folder)
        except (duckdb.Error, OSError) as error:
            shutil.rmtree(new, ignore_errors=True)
            reason = str(error).split("\n", 1)[0].rstrip(".")
            raise ParleyError(f"{folder} could not be written: {reason}.") from None


def _tables(connection: DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND database_name = current_database() ORDER BY 1"
    ).fetchall()
    return [name for (name,) in rows if name not in LEFT_OUT]


def _safe(name: str, kind: str) -> str:
    column = f'"{name}"'
    if kind == "VARCHAR[]":
        column = f"CAST(to_json({column}) AS VARCHAR)"
    elif kind != "VARCHAR":
        return column
    shown = f"regexp_replace({column}, '{_CONTROLS}', ' ', 'g')"
    shown = f"regexp_replace({shown}, '{_INNER_FORMULA}', '\\1''\\2', 'g')"
    return f"CASE WHEN regexp_matches({shown}, '{_FORMULA}') THEN '''' || {shown} ELSE {shown} END AS \"{name}\""


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
