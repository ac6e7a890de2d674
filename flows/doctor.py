"""`parley doctor`: looks at all that a run needs, changes nothing, and says how each thing is or how to mend it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from extractors.errors import CannotStartError
from flows.doctor_files import archive, catalogue, disk, folder, published, working
from flows.doctor_install import clock, libraries, python
from flows.doctor_runs import feeds, last_runs, lock
from flows.doctor_server import ask, clocks_agree, database, schedule, server
from flows.finding import Finding, fine, stop
from flows.settings import Settings, read_settings
from warehouse.vitals import read_vitals


def examine(*, db: str | None, now: datetime, home: Path | None = None) -> list[Finding]:
    """Examine everything, in the order in which a run would stumble over it; the network is loopback's alone."""
    found = [python(), libraries()]
    try:
        settings = read_settings(db=db, home=home)
    except CannotStartError as error:
        return [*found, stop("settings", str(error))]
    return [*found, *_examine(settings, now)]


def _examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    yield _settings(settings)
    yield catalogue(settings)
    yield folder(settings)
    yield published(settings.db)
    vitals = read_vitals(settings.db, now)
    if isinstance(settings.db, Path):
        yield working(settings.db, vitals)
        yield lock(settings.db)
    yield disk(settings, vitals)
    yield archive(settings, vitals)
    yield clock(vitals, now)
    yield last_runs(vitals, now)
    yield feeds(vitals, now)
    answer = ask(settings)
    yield server(answer)
    yield clocks_agree(answer, datetime.now(UTC))
    yield database(settings)
    yield schedule(answer, now)


def _settings(settings: Settings) -> Finding:
    """Say where they come from; that they can be read was shown by reading them."""
    places = {origin.partition(", line")[0] for origin in settings.origins.values()} - {"default"}
    contact = "" if settings.contact else "; contact is unset, so that webmasters cannot reach you"
    return fine("settings", f"From {', '.join(sorted(places)) or 'the defaults'}{contact}.")
