"""Swapping in the published file: whole or not at all, whatever is reading the old one."""

import os
import subprocess
from pathlib import Path

from duckdb import DuckDBPyConnection

from extractors.errors import PublishError
from warehouse.connection import working_path

READ_ONLY = 0o444


def publish(connection: DuckDBPyConnection, db: Path) -> int:
    """Put a checkpointed copy of the working file in the place of `db`; returns how many stray `.wal` files lay there.

    A child process copies: a second open and close of the working file in this one would drop its lock (POSIX). A
    `.wal` that a writing client left beside the published file would be replayed onto the new version, so it is moved
    aside.

    Raises:
        PublishError: no room, or no right to write; the old file stays.
    """
    copy = db.with_name(f".{db.name}.new")
    connection.execute("CHECKPOINT")
    try:
        _copy(working_path(db), copy)
        stray = _set_aside(db)
        copy.replace(db)
        _sync(db.parent)
    except OSError as error:
        copy.unlink(missing_ok=True)
        raise PublishError(f"{db} could not be published: {error.strerror}; the version before stays.") from None
    return stray


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    done = subprocess.run(["cp", "--", str(source), str(target)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    if done.returncode:
        raise OSError(done.returncode, done.stderr.strip().rpartition(": ")[2] or "the copy failed")
    _sync(target)
    target.chmod(READ_ONLY)


def _set_aside(db: Path) -> int:
    log = db.with_name(f"{db.name}.wal")
    if not log.exists():
        return 0
    log.replace(db.with_name(f"{db.name}.wal.stray"))
    return 1


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
