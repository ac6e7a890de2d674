"""Putting a file in another's place, whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from extractors.errors import CannotStartError


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a new file to write, which takes this one's place in the end; a link stays one, and permissions stay.

    What is no regular file, such as a pipe, or lies in /dev, such as /dev/stdout, is written to as it is.

    Raises:
        CannotStartError: it cannot be written; what was there stays.
    """
    try:
        target = path.resolve()
        if target.is_dir():
            raise CannotStartError(f"{path} is a folder; name a file.")
        if Path("/dev") in path.absolute().parents or (target.exists() and not target.is_file()):
            with path.open("wb") as file:
                yield file
        else:
            with _fresh(target) as file:
                yield file
            _sync_folder(target.parent)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise CannotStartError(f"{path} cannot be written: {reason}.") from None


@contextmanager
def _fresh(target: Path) -> Iterator[IO[bytes]]:
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    with NamedTemporaryFile("wb", dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        fresh = Path(file.name)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), _new_mode() if mode is None else mode)
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise


def _new_mode() -> int:
    """Give the permissions that a new file gets: the umask can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
