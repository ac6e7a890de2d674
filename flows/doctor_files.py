"""Whether the files are as they must be: catalogue, data folder, disk, published and working file, archive."""

import shutil
from collections.abc import Iterator
from functools import singledispatch
from os import geteuid
from pathlib import Path
from pwd import getpwuid
from tempfile import TemporaryFile

import duckdb

from extractors.errors import CannotStartError, WarehouseError
from flows.feeds_file import read_list
from flows.finding import Finding, fine, mend, size, stop
from flows.settings import Settings
from warehouse.connection import OFFLINE, open_published, own_files, wal_of, working_path
from warehouse.holder import is_held
from warehouse.migrate import check_version
from warehouse.place import Place
from warehouse.publish import READ_ONLY
from warehouse.vitals import Vitals

ENOUGH_DAYS = 30
"""Days of growth that the disk should have room for."""
SMALL_WORK = 200_000_000
"""Bytes that runs need beside what grows: logs, Prefect's database, a first published file."""


def catalogue(settings: Settings) -> Finding:
    """Judge the list of feeds: it must be readable, and follow some."""
    path = settings.feeds_file
    if not path.exists():
        return fine("catalogue", f"{path} is not there yet; the first run copies the shipped one.")
    try:
        feeds = read_list(path)
    except CannotStartError as error:
        return stop("catalogue", str(error))
    if not feeds:
        return mend("catalogue", f"{path} follows no feed; add some with `parley feeds add`.")
    return fine("catalogue", f"{path} follows {len(feeds)} feeds.")


def folder(settings: Settings) -> Finding:
    """Judge the data folder, and the files that runs write: writable, and of one owner, who is asking."""
    home = settings.home
    if not home.exists():
        return fine("data folder", f"{home} is not there yet; the first run makes it.")
    for place in {home, settings.db.parent}:
        try:
            with TemporaryFile(dir=place):
                pass
        except OSError as error:
            said = f"Nothing can be written in {place} ({error.strerror}); mend that"
            return stop("data folder", f"{said}, or run as its owner{_owned(place)}.")
    for path in _ours(settings):
        if path.stat().st_uid != geteuid():
            return mend("data folder", f"{path} is {_owner(path)}'s; `chown -R` {home} to the user that runs Parley.")
    return fine("data folder", f"{home}, writable, {_owner(home)}'s.")


def disk(settings: Settings, vitals: Vitals | None) -> Finding:
    """Judge the free space: by what a publication copies, and by what a day brought of late."""
    place = next(path for path in settings.archive.absolute().parents if path.exists())
    free = shutil.disk_usage(place).free
    file = _size(own_files(settings.db)[0])
    if free < file + SMALL_WORK:
        said = f"{size(free)} free at {place}, a run may need {size(file + SMALL_WORK)}; make room."
        return mend("disk", f"{said} `parley prune` deletes old raw pages.")
    if vitals is None or vitals.growth is None or not vitals.articles:
        return fine("disk", f"{size(free)} free at {place}; how much a day brings shows after a day of runs.")
    daily = vitals.growth.archived + 2 * vitals.growth.articles * file / vitals.articles  # published is a second copy
    days = (free - file) / daily if daily else float("inf")
    said = f"{size(free)} free at {place}, growing by {size(daily)} a day"
    if days < ENOUGH_DAYS:
        return mend(
            "disk", f"{said}: full in {days:.0f} days; make room, or set retention_days and run `parley prune`."
        )
    return fine("disk", f"{said}{f': full in {days:,.0f} days' if daily else ''}.")


@singledispatch
def published(db: Place) -> Finding:
    """Judge what analysts open."""
    try:
        with open_published(db) as connection:
            return fine("published", f"{db}, schema version {check_version(connection, db)}.")
    except WarehouseError as error:
        return stop("published", str(error))


@published.register
def _(db: Path) -> Finding:
    if not db.exists():
        return fine("published file", f"{db} is not there yet; the first run that completes makes it.")
    if wal_of(db).exists():
        return mend("published file", f"{wal_of(db)} was left by a client that wrote to the file; delete it.")
    try:
        with duckdb.connect(str(db), read_only=True, config=OFFLINE) as connection:
            version = check_version(connection, db)
    except WarehouseError as error:
        return stop("published file", str(error))
    except duckdb.Error as error:
        return stop("published file", f"{db} cannot be opened ({_line(error)}); restore it from a backup.")
    if db.stat().st_mode & 0o222:
        mode = f"{READ_ONLY:o}"
        return mend("published file", f"{db} can be written to, and what is written is lost; `chmod {mode}` it.")
    return fine("published file", f"{db}, schema version {version}, {size(_size(db))}.")


def working(db: Path, vitals: Vitals | None) -> Finding:
    """Judge the file that runs write, which was read for `vitals` unless a run holds it."""
    path = working_path(db)
    if not path.exists():
        return fine("working file", f"{path} is not there; the next run makes it from {db.name}, or empty.")
    if not is_held(db) and not (vitals and vitals.working):
        return stop("working file", f"{path} cannot be read; move it away, and the next run starts from {db}.")
    log = _size(wal_of(path))
    return fine("working file", f"{path}, {size(_size(path))}{f', with a log of {size(log)}' if log else ''}.")


def archive(settings: Settings, vitals: Vitals | None) -> Finding:
    """Hold the index of raw pages against the files: what it names must be there, as long as it says."""
    place, known = settings.archive, dict(vitals.files) if vitals else {}
    there = {path.name: path.stat().st_size for path in place.glob("*.warc.gz")} if place.is_dir() else {}
    if lost := sorted(known.keys() - there.keys()):
        said = f"{len(lost)} files are missing in {place} ({lost[0]} first): restore them from a backup,"
        return mend("archive", f"{said} or their pages cannot be reprocessed.")
    if cut := sorted(name for name, least in known.items() if there[name] < least):
        return mend("archive", f"{place / cut[0]} is shorter than the index says; restore it from a backup.")
    extra = len(there) - len(known)
    left = f"; {extra} more are of a run that goes on or was killed" if extra else ""
    return fine("archive", f"{len(known)} files of {size(sum(there.values()))} in {place}, as the index says{left}.")


def _ours(settings: Settings) -> Iterator[Path]:
    prefect = settings.prefect_home
    paths = (settings.home, settings.feeds_file, *own_files(settings.db), settings.archive, prefect)
    return (path for path in (*paths, prefect / "prefect.db", *settings.archive.glob("*")) if path.exists())


def _owned(path: Path) -> str:
    return f" ({_owner(path)})" if path.exists() else ""


def _owner(path: Path) -> str:
    number = path.stat().st_uid
    try:
        return getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
