"""Deleting raw pages that need not be kept any longer: the archive only ever shrinks by this command."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from extractors.errors import ArchiveError, CannotStartError
from extractors.warc import files_before
from flows.settings import Settings
from warehouse.archive import forget_files
from warehouse.connection import open_working, require
from warehouse.publish import publish
from warehouse.runs import last_state


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """What pruning deleted."""

    before: date
    files: int
    records: int
    size: int


def prune(settings: Settings, *, before: date | None, now: datetime) -> Freed:
    """Delete the archive's files of days before `before`, or older than the setting `retention_days`.

    Articles, revisions and mentions stay; what is deleted can no longer be reprocessed.

    Raises:
        CannotStartError: no day is given and no retention set, the day is yet to come, or there is no warehouse that
            can be opened.
        ArchiveError: a file cannot be deleted.
    """
    if before is None and settings.retention_days is None:
        raise CannotStartError("Nothing says what to delete; give --before DATE, or set retention_days.")
    day = before or (now - timedelta(days=settings.retention_days or 0)).date()
    if day > now.date():
        raise CannotStartError(f"{day} is yet to come; give --before a day up to today, {now.date()}.")
    require(settings.db)
    with open_working(settings.db) as working:
        old = files_before(settings.archive, day)
        records = forget_files(working, [path.name for path, _ in old])
        for path, _ in old:
            try:
                path.unlink()
            except OSError as error:
                raise ArchiveError(f"{path} cannot be deleted: {error.strerror}.") from None
        if records and last_state(working) == "completed":  # what another run left is unchecked
            publish(working, settings.db)
    return Freed(before=day, files=len(old), records=records, size=sum(size for _, size in old))
