"""`parley report`: the published file as one self-contained HTML page."""

import os
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from duckdb import DuckDBPyConnection

from extractors.errors import CannotStartError, ParleyError
from flows.report_charts import (
    KINDS,
    STAGES,
    days_chart,
    matrix_chart,
    outlet_charts,
    pair_charts,
    runs_chart,
)
from flows.report_map import map_chart
from flows.report_marks import Chart
from flows.report_page import render, shown
from warehouse import report_queries as read
from warehouse import report_quotes as quotes
from warehouse.connection import open_published, working_path
from warehouse.place import Place

_NEWS = (("Refused", "refused"), ("Suspended", "suspended"), ("Resumed", "resumed"))
_RUN_COLUMNS = (
    "started_at",
    "state",
    "seconds",
    "feeds_due",
    "feeds_failed",
    "entries_new",
    "articles",
    "mentions",
    "problems",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A page that was written: its period, how many mentions it shows, its size in bytes."""

    first: date
    last: date
    mentions: int
    size: int


def make_report(db: Place, output: Path, *, since: date | None, until: date | None, now: datetime) -> Written:
    """Write the report of a published file; the page that stood there before is replaced whole or not at all.

    Raises:
        CannotStartError: the period or the place will not do, or there is no such warehouse.
        ParleyError: the page could not be written.
    """
    if since and until and since > until:
        raise CannotStartError(f"The period ends before it begins: --since {since} lies after --until {until}.")
    _check_place(output, db)
    with open_published(db) as connection:
        first, last = read.choose_period(connection, since, until, now.date())
        values, charts = gather(connection, first, last)
    values |= {"version": version("parley"), "made_at": now.strftime("%Y-%m-%d %H:%M")}
    page = render(values, {chart.name: chart.spec for chart in charts}).encode("utf-8", "replace")
    _write(output, page)
    return Written(first=first, last=last, mentions=values["mentions"], size=len(page))


def gather(connection: DuckDBPyConnection, first: date, last: date) -> tuple[dict[str, Any], list[Chart]]:
    """Read all that the page shows: the template's values, and the plots among them."""
    totals = read.totals(connection, first, last)
    days = read.per_day(connection)
    kinds = read.outlet_kinds(connection)
    pairs = pair_charts(read.pair_stages(connection), first, last)
    spots = read.places(connection)
    values: dict[str, Any] = {
        "first": first,
        "last": last,
        "mentions": totals["mentions"],
        "figures": [(name, totals[name]) for name in ("negotiations", "operations", "articles", "outlets", "feeds")],
        "undated": totals["undated"],
        "empty": _why_empty(totals),
        "kinds": KINDS,
        "stages": STAGES,
        "days": days_chart(days, first, last) if days else None,
        "matrices": [matrix_chart(kind, rows) for kind in KINDS[:2] if (rows := read.matrix(connection, kind))],
        "pairs": pairs,
        "map": map_chart(spots) if spots else None,
        "outlets": outlet_charts(kinds, read.outlet_stages(connection)),
        "news": [(head, stage, quotes.newest_of(connection, stage)) for head, stage in _NEWS] if days else [],
        "apart": _apart(connection) if days and quotes.tells_disputes(connection) else [],
    } | _health(connection)
    singles = [chart for chart in (values["days"], values["map"], values["runs_plot"]) if chart]
    return values, [*singles, *values["matrices"], *pairs, *values["outlets"]]


def _apart(connection: DuckDBPyConnection) -> list[tuple[str, str, list[read.Row]]]:
    """Give each list a heading and what stands between its parties."""
    return [
        ("The two sides", " \N{EN DASH} ", quotes.sides_apart(connection)),
        ("Outlets, of one event", " \N{RIGHTWARDS ARROW} ", quotes.outlets_apart(connection)),
    ]


def _health(connection: DuckDBPyConnection) -> dict[str, Any]:
    runs = read.runs(connection)
    problems = read.problems_of(connection, [run["run_id"] for run in runs])
    return {
        "runs": [[run[name] for name in _RUN_COLUMNS] for run in runs],
        "runs_plot": runs_chart(runs) if len(runs) > 1 else None,
        "coder": next((run["coder"] for run in runs if run["coder"]), None),
        "problems": [list(row.values()) for row in problems],
        "checks": [list(row.values()) for row in read.failed_checks(connection, runs[0]["run_id"])] if runs else [],
        "feeds": [list(row.values()) for row in read.failing_feeds(connection)],
    }


def _why_empty(totals: dict[str, Any]) -> str | None:
    if not totals["articles_ever"]:
        return "No article has been loaded yet; parley ingest brings some."
    if not totals["articles"]:
        return "No article in the warehouse was published in this period; name another with --since and --until."
    if not totals["mentions"]:
        return "No article of this period mentions a negotiation or an operation."
    return None


def _check_place(output: Path, db: Place) -> None:
    if output.is_dir():
        raise CannotStartError(f"{shown(output)} is a folder; name a file for the report.")
    if not output.absolute().parent.is_dir():
        raise CannotStartError(f"The folder {shown(output.parent)} does not exist; make it, or name another file.")
    if isinstance(db, Path) and output.resolve() in {db.resolve(), working_path(db).resolve()}:
        raise CannotStartError(f"{shown(output)} is the warehouse itself; name another file for the report.")


def _write(output: Path, page: bytes) -> None:
    """Write beside the place and rename, so that a full disk leaves the old page."""
    new: Path | None = None
    try:
        with NamedTemporaryFile(dir=output.absolute().parent, prefix=f".{output.name[:100]}.", delete=False) as file:
            new = Path(file.name)
            file.write(page)
        umask = os.umask(0)
        os.umask(umask)
        new.chmod(0o666 & ~umask)
        new.replace(output)
    except OSError as error:
        if new is not None:
            new.unlink(missing_ok=True)
        raise ParleyError(f"{shown(output)} cannot be written: {error.strerror or error}.") from None
