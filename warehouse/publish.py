"""Swapping in the published file: whole or not at all, whatever is reading the old one."""

import subprocess
from functools import singledispatch
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from extractors.errors import PublishError
from warehouse.connection import set_aside, sync, wal_of, working_path

READ_ONLY = 0o444


@singledispatch
def publish(connection: DuckDBPyConnection, db: Any) -> int:
    """Put a checkpointed copy of the working file in the place of `db`; returns how many stray `.wal` files lay there.

    A child process copies: a second open and close of the working file in this one would drop its lock (POSIX). A
    `.wal` that a writing client left beside the published file would be replayed onto the new version, so it is moved
    aside. Readers keep the version that they opened.

    Raises:
        PublishError: no room, or no right to write; the old file stays.
    """
    new = db.with_name(f".{db.name}.new")
    try:
        connection.execute("CHECKPOINT")
        _copy(working_path(db), new)
        stray = set_aside(wal_of(db))
        new.replace(db)
        sync(db.parent)
    except (OSError, duckdb.Error) as error:
        new.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) else str(error).split("\n", 1)[0].rstrip(".")
        raise PublishError(f"{db} could not be published: {reason}; the version before stays.") from None
    return int(stray)


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    done = subprocess.run(["cp", "--", str(source), str(target)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - our paths
    if done.returncode:
        raise OSError(done.returncode, done.stderr.strip().rpartition(": ")[2] or "the copy failed")
    sync(target)
    target.chmod(READ_ONLY)
