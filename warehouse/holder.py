"""The lock that keeps two runs apart, looked at from outside: whether it is held, and by which process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.connection import lock_path

_LOCKS = Path("/proc/locks")


@contextmanager
def sharing(db: Path) -> Iterator[None]:
    """Keep runs from starting for a moment, as several may at once; the lock is not made where there is none.

    Raises:
        BlockingIOError: a run holds it.
    """
    if not lock_path(db).exists():
        yield
        return
    handle = os.open(lock_path(db), os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def is_held(db: Path) -> bool:
    """Tell whether a run is writing to the working file of `db`."""
    try:
        with sharing(db):
            return False
    except BlockingIOError:
        return True


def holder(db: Path, locks: Path = _LOCKS) -> str:
    """Name the process that holds the lock of `db`, as far as Linux tells it."""
    try:
        wanted = str(lock_path(db).stat().st_ino)
        lines = [line.split() for line in locks.read_text(encoding="ascii").splitlines()]
    except OSError:
        return "another process"
    # 3: FLOCK ADVISORY WRITE 4367 fe:00:2294264 0 EOF; one that waits has "->" in the second field
    held = (line[4] for line in lines if line[1] == "FLOCK" and line[5].rpartition(":")[2] == wanted)
    process = int(next(held, "0"))
    return _called(process) if process > 0 else "another process"


def _called(process: int) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return f"process {process}"
    return f"process {process} ({b' '.join(words).decode(errors='replace').strip()[:80]})"
