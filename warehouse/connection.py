"""Opening the warehouse: the working file for one writer, the published file for everybody else.

The published file is what people name (`parley.duckdb`); the working file lies beside it (`parley.working.duckdb`) and
nobody but a run opens it. DuckDB locks a file for as long as it is open, so two runs are kept apart earlier, by a lock
file of our own.
"""

import os
import shlex
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import singledispatch
from pathlib import Path
from typing import TypeAlias

import duckdb
from duckdb import DuckDBPyConnection
from filelock import FileLock, Timeout

from extractors.errors import BusyError, WarehouseError
from warehouse.migrate import check_version, migrate
from warehouse.place import Place

MAGIC = b"DUCK"
_MAGIC_AT = 8
_PATIENCE_S = 1.0  # for commands that hold the lock for a moment, such as `parley doctor` and `parley feeds pause`
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
STORAGE: dict[str, str | bool | int | float | list[str]] = {"storage_compatibility_version": "v1.2.0"}
"""Clients back to 1.2 open what is stored so; the present default would be older and no smaller."""


def working_path(db: Path) -> Path:
    """Say where the working file of a published file lies."""
    return db.with_name(f"{db.stem}.working{db.suffix}")


def lock_path(db: Path) -> Path:
    """Say where the lock lies that keeps two runs apart."""
    return db.with_name(f"{db.name}.lock")


Opened: TypeAlias = AbstractContextManager[DuckDBPyConnection]
"""An open warehouse, closed on leaving."""


@singledispatch
def open_working(db: Place, *, memory_limit: str = "1GB", threads: int = 2) -> Opened:
    """Hold a warehouse open for the writing of one run, at the newest schema.

    `memory_limit` is DuckDB's own, for tables and queries together.

    Raises:
        WarehouseError: it cannot be opened, or a newer Parley made it.
    """
    raise NotImplementedError(db)


@open_working.register
@contextmanager
def _(db: Path, *, memory_limit: str = "1GB", threads: int = 2) -> Iterator[DuckDBPyConnection]:
    """Hold the working file of `db`, at the newest schema, for one run.

    Where there is none, it starts as a copy of the published file, or empty. What does not fit into `memory_limit` goes
    to a folder beside the file.

    Raises:
        BusyError: another run holds it, or another program has it open.
        WarehouseError: the place will not do, the file is no DuckDB database or not ours, or a newer Parley made it.
    """
    _check_place(db)
    _check_published(db)
    lock = FileLock(lock_path(db))
    try:
        lock.acquire(timeout=_PATIENCE_S)
    except Timeout:
        raise BusyError(f"Another run is writing to {db}; wait for it to end, or name another file.") from None
    except OSError as error:
        raise WarehouseError(f"Nothing can be written beside {db}: {error.strerror}.") from None
    try:
        _prepare(db)
        connection = _connect(db, memory_limit, threads)
        try:
            migrate(connection, db)
            yield connection
        finally:
            connection.close()
    finally:
        lock.release()


@singledispatch
def open_published(db: Place) -> Opened:
    """Read what runs published; writing to it is impossible through this connection.

    Raises:
        WarehouseError: there is none yet, or it cannot be opened.
    """
    raise NotImplementedError(db)


@open_published.register
@contextmanager
def _(db: Path) -> Iterator[DuckDBPyConnection]:
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
        raise WarehouseError(f"{db} cannot be opened: {first_line(error)}.") from None
    try:
        yield connection
    finally:
        connection.close()


@singledispatch
def require(db: Place) -> None:
    """Refuse to go on where no run has made a warehouse yet.

    Raises:
        WarehouseError: there is none.
    """


@require.register
def _(db: Path) -> None:
    if not db.exists() and not working_path(db).exists():
        raise WarehouseError(f"There is no file {db} yet; `parley ingest` makes it.")


@singledispatch
def own_files(db: Place) -> tuple[Path, ...]:
    """List the files and folders that runs write, the largest first, whether they are there or not."""
    raise NotImplementedError(db)


@own_files.register
def _(db: Path) -> tuple[Path, ...]:
    return (working_path(db), db, lock_path(db))


@singledispatch
def how_to_open(db: Place) -> str:
    """Say in a line how an analyst's client opens what runs publish."""
    command = f"duckdb -readonly {shlex.quote(str(db))}"
    return f"The file: {db} (read-only: {command}, or read_only=True, or ATTACH '{db}' (READ_ONLY))"


@singledispatch
def copy_to(db: Place, target: Path) -> None:
    """Copy what runs published to a new DuckDB file that may be written in.

    Raises:
        WarehouseError: there is nothing to copy.
        OSError, duckdb.Error: the disk refused.
    """
    raise NotImplementedError(db)


@copy_to.register
def _(db: Path, target: Path) -> None:
    if not db.is_file():
        raise WarehouseError(f"There is no file {db} yet; `parley ingest` makes it.")
    shutil.copyfile(db, target)  # the mode stays behind


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def set_aside(log: Path) -> bool:
    """Move a `.wal` out of the way of a database file that it does not belong to; tells whether there was one."""
    if not log.exists():
        return False
    log.replace(log.with_name(f"{log.name}.stray"))
    return True


def wal_of(path: Path) -> Path:
    """Say where DuckDB keeps the write-ahead log of a file."""
    return path.with_name(f"{path.name}.wal")


def _check_place(db: Path) -> None:
    """Refuse what can be refused without touching anything."""
    if not db.parent.is_dir():
        raise WarehouseError(f"The folder {db.parent} does not exist; make it, or name another file.")
    if Path(db.stem).suffix == ".working":
        raise WarehouseError(f"{db} is named like a working file; name the published file beside it.")
    for path in (db, working_path(db)):
        if path.is_dir():
            raise WarehouseError(f"{path} is a folder; name a file.")
        if path.exists() and _magic(path) != MAGIC:
            raise WarehouseError(f"{path} is not a DuckDB file; name another one.")


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAGIC_AT + len(MAGIC))[_MAGIC_AT:]
    except OSError as error:
        raise WarehouseError(f"{path} cannot be read: {error.strerror}.") from None


def _check_published(db: Path) -> None:
    """Refuse to ever replace a database that is not ours, or that a newer Parley made."""
    if not db.exists() or wal_of(db).exists():  # with a client's log beside it, a look would replay that
        return
    try:
        connection = duckdb.connect(str(db), read_only=True, config=OFFLINE)
    except duckdb.Error as error:
        if _is_locked(error):
            return  # a client holds it for writing; it is no matter to us, who replace it
        raise WarehouseError(f"{db} is not a DuckDB file that can be read: {first_line(error)}.") from None
    try:
        check_version(connection, db)
    finally:
        connection.close()


def _prepare(db: Path) -> None:
    """Make the working file where there is none: whole under another name first, so that no kill leaves half of it."""
    working = working_path(db)
    if working.exists():
        return
    new = db.with_name(f".{working.name}.new")
    try:
        for stale in (new, wal_of(new)):
            stale.unlink(missing_ok=True)
        set_aside(wal_of(working))
        if db.exists():
            shutil.copyfile(db, new)  # copyfile leaves the published file's read-only mode behind
        else:
            duckdb.connect(str(new), config=OFFLINE | STORAGE).close()
        sync(new)
        new.replace(working)
    except (OSError, duckdb.Error) as error:
        new.unlink(missing_ok=True)
        raise WarehouseError(f"{working} cannot be made: {first_line(error)}.") from None


def _connect(db: Path, memory_limit: str, threads: int) -> DuckDBPyConnection:
    working = working_path(db)
    config = OFFLINE | STORAGE | {"memory_limit": memory_limit, "threads": threads, "preserve_insertion_order": False}
    try:
        return duckdb.connect(str(working), config=config)
    except duckdb.Error as error:
        if _is_locked(error):
            raise BusyError(f"Another program holds {working}, the working file of {db}; close it there.") from None
        raise WarehouseError(
            f"{working} cannot be opened ({first_line(error)}); move it away, and the next run starts from {db}."
        ) from None


def _is_locked(error: duckdb.Error) -> bool:
    return "lock on file" in str(error)


def first_line(error: Exception) -> str:
    """Say what a disk or DuckDB refused, without its stop."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error).split("\n", 1)[0].rstrip(".")
