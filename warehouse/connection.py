"""Opening the warehouse: the working file for one writer, the published file for everybody else.

The published file is what people name (`parley.duckdb`); the working file lies beside it (`parley.working.duckdb`) and
nobody but a run opens it. DuckDB locks a file for as long as it is open, so two runs are kept apart earlier, by a lock
file of our own.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection
from filelock import FileLock, Timeout

from extractors.errors import BusyError, WarehouseError
from warehouse.migrate import migrate

MAGIC = b"DUCK"
_MAGIC_AT = 8
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
CONFIG = OFFLINE | {"storage_compatibility_version": "v1.2.0", "memory_limit": "1GB", "threads": 2}


def working_path(db: Path) -> Path:
    """Say where the working file of a published file lies."""
    return db.with_name(f"{db.stem}.working{db.suffix}")


@contextmanager
def open_working(db: Path) -> Iterator[DuckDBPyConnection]:
    """Hold the working file of `db`, at the newest schema, for one run.

    Raises:
        BusyError: another run holds it.
        WarehouseError: the place will not do, the file is no DuckDB database, or a newer Parley made it.
    """
    _check_place(db)
    working = working_path(db)
    lock = FileLock(db.with_name(f"{db.stem}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyError(f"Another run is writing to {db}; wait for it to end, or name another file.") from None
    except OSError as error:
        raise WarehouseError(f"Nothing can be written beside {db}: {error.strerror}.") from None
    try:
        if db.exists() and not working.exists():
            shutil.copyfile(db, working)  # copyfile leaves the published file's read-only mode behind
        connection = _connect(working, db)
        try:
            migrate(connection, db)
            yield connection
        finally:
            connection.close()
    finally:
        lock.release()


@contextmanager
def open_published(db: Path) -> Iterator[DuckDBPyConnection]:
    """Read the published file; writing to it is impossible through this connection.

    Raises:
        WarehouseError: there is none yet, or it is no DuckDB database.
    """
    if not db.exists():
        raise WarehouseError(f"There is no file {db} yet; `parley ingest` makes it.")
    _check_place(db)
    try:
        connection = duckdb.connect(str(db), read_only=True, config=OFFLINE)
    except duckdb.Error as error:
        raise WarehouseError(f"{db} cannot be opened: {_first_line(error)}.") from None
    try:
        yield connection
    finally:
        connection.close()


def _check_place(db: Path) -> None:
    """Refuse what can be refused without touching anything."""
    if not db.parent.is_dir():
        raise WarehouseError(f"The folder {db.parent} does not exist; make it, or name another file.")
    for path in (db, working_path(db)):
        if path.is_dir():
            raise WarehouseError(f"{path} is a folder; name a file.")
        if path.exists() and path.stat().st_size and _magic(path) != MAGIC:
            raise WarehouseError(f"{path} is not a DuckDB file; name another one.")


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAGIC_AT + len(MAGIC))[_MAGIC_AT:]
    except OSError as error:
        raise WarehouseError(f"{path} cannot be read: {error.strerror}.") from None


def _connect(working: Path, db: Path) -> DuckDBPyConnection:
    try:
        return duckdb.connect(str(working), config=CONFIG)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise BusyError(f"Another program holds {working}, the working file of {db}; close it there.") from None
        raise WarehouseError(f"{working} cannot be opened: {_first_line(error)}.") from None
    except duckdb.Error as error:
        raise WarehouseError(f"{working} cannot be opened: {_first_line(error)}.") from None


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0].rstrip(".")
