"""Whether what is installed will do: Python, the libraries against what is declared and tested, the system's clock."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from flows.finding import Finding, fine, mend, stop
from warehouse.vitals import Vitals

LEAST_PYTHON = (3, 11)
TESTED = "constraints.txt"


def python(found: tuple[int, int, int] = sys.version_info[:3]) -> Finding:
    """Judge the interpreter."""
    said = ".".join(map(str, found))
    if found < LEAST_PYTHON:
        return stop("Python", f"Python {said} is too old; install 3.11 or newer and make the environment anew.")
    return fine("Python", f"{said}, {sys.executable}.")


def libraries(declared: Iterable[str] | None = None, tested: str | None = None) -> Finding:
    """Judge the installed libraries: each must be there in a declared version; others than tested are named.

    `declared` are requirements (by default this package's own), `tested` the text of constraints.txt.
    """
    needed = list(_needed(requires("parley") or () if declared is None else declared))
    have = {one.name: _version(one.name) for one in needed}
    wrong = [one for one in needed if not one.specifier.contains(have[one.name] or "0", prereleases=True)]
    if lost := [one.name for one in needed if have[one.name] is None]:
        return stop("libraries", f"{', '.join(lost)} is not installed; install Parley anew with -c {TESTED}.")
    if wrong:
        named = ", ".join(f"{one.name} {have[one.name]} (wanted {one.specifier})" for one in wrong)
        return mend("libraries", f"{named} will not do; install Parley anew with -c {TESTED}.")
    pins = dict(_pins(_tested() if tested is None else tested))
    other = [one.name for one in needed if pins.get(canonicalize_name(one.name), have[one.name]) != have[one.name]]
    named = ", ".join(f"{name} {have[name]} (tested {pins[canonicalize_name(name)]})" for name in other)
    return fine("libraries", f"{len(needed)} as declared, {f'not as tested: {named}' if other else 'as tested'}.")


def clock(vitals: Vitals | None, now: datetime, installed: datetime | None = None) -> Finding:
    """Judge the system's time by what must lie in its past: the installation and the last run."""
    installed = installed or datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    last = vitals.runs[0].started_at if vitals and vitals.runs else None
    for what, at in (("the last run", last), ("Parley's installation", installed)):
        if at and now < at:
            return mend(
                "clock", f"It is {now:%Y-%m-%d %H:%M} here, before {what} ({at:%Y-%m-%d %H:%M}); set the clock."
            )
    return fine("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC.")


def _needed(declared: Iterable[str]) -> Iterator[Requirement]:
    """Read the requirements that hold without any extra."""
    for line in declared:
        one = Requirement(line)
        if one.marker is None or one.marker.evaluate({"extra": ""}):
            yield one


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _tested() -> str:
    """Read the tested versions: in a wheel they lie in this package, in a checkout beside it."""
    for place in (files("flows"), Path(__file__).parents[1]):
        if (found := place / TESTED).is_file():
            return found.read_text(encoding="utf-8")
    return ""


def _pins(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, pinned, number = line.partition("==")
        if pinned:
            yield canonicalize_name(name.strip()), number.strip()
