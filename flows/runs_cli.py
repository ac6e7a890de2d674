"""The commands that run something: ingest, serve, reprocess, backfill, prune."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from extractors.errors import CannotStartError
from flows.cli_options import Dask, Db
from flows.settings import read_settings
from flows.stopping import sigterm_stops
from flows.terminal import reporting, screen

app = typer.Typer()


@app.command()
def ingest(
    feeds: Annotated[
        list[str] | None,
        typer.Option("--feeds", metavar="FILE_OR_URL", help="TOML, OPML or a list of URLs, instead of the catalogue."),
    ] = None,
    db: Db = None,
    host_delay: Annotated[
        float | None, typer.Option("--host-delay", metavar="SECONDS", min=0, help="Pause between requests to a host.")
    ] = None,
    day: Annotated[
        int | None, typer.Option("--day", min=1, max=2, help="The sample newsroom's day; else the first.")
    ] = None,
    *,
    sample: Annotated[bool, typer.Option("--sample", help="Ingest the shipped sample newsroom.")] = False,
    articles: Annotated[bool, typer.Option("--articles/--no-articles", help="Fetch articles, or feeds alone.")] = True,
    dask: Dask = None,
    all_due: Annotated[bool, typer.Option("--all-due", help="Ask every feed, whatever the polling plan says.")] = False,
    allow_private_addresses: Annotated[
        bool, typer.Option("--allow-private-addresses", help="Let feeds and links lead to this network.")
    ] = False,
) -> None:
    """Run once: ask the feeds that are due, read what is new, load it, publish the file."""
    if sample and feeds:
        raise CannotStartError("The sample newsroom has feeds of its own; leave out --sample or --feeds.")
    if day and not sample:
        raise CannotStartError("Only the sample newsroom has days; add --sample, or leave out --day.")
    from flows.launch import launch, report  # noqa: PLC0415 - the warehouse and the web are slow to import
    from flows.plan import Order  # noqa: PLC0415

    settings = read_settings(db=db, dask=dask, host_delay=host_delay, private=allow_private_addresses)
    if sample and db is None:
        settings = replace(settings, db=settings.home / "sample.duckdb")  # invented articles stay apart from real ones
    sample_day = (day or 1) if sample else None
    order = Order(feeds=tuple(feeds or ()), sample_day=sample_day, all_due=all_due, articles=articles)
    console = screen()
    with sigterm_stops(), reporting(console) as reporter:
        finished = launch(order, settings, reporter)
    report(finished, console)
    if finished.tally.failures:
        raise typer.Exit(1)


@app.command("serve")
def serve_command(db: Db = None) -> None:
    """Run on a schedule until stopped, with Prefect's server and UI."""
    from flows.serving import serve  # noqa: PLC0415 - as for ingest

    if db:
        os.environ["PARLEY_DB"] = str(db)  # for the processes that run the flows
    with sigterm_stops():
        serve(read_settings(db=db), screen())


@app.command()
def reprocess(
    db: Db = None,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Fetched on or after.")
    ] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only this publisher's.")] = None,
) -> None:
    """Extract and code the archived pages anew with today's code: no network, and it says what changed."""
    from flows.launch import launch_reprocess, report  # noqa: PLC0415 - as for ingest

    console = screen()
    with sigterm_stops(), reporting(console) as reporter:
        day = since.replace(tzinfo=UTC) if since else None
        finished = launch_reprocess(read_settings(db=db), reporter, since=day, outlet=outlet)
    report(finished, console)
    if finished.tally.failures:
        raise typer.Exit(1)


@app.command()
def backfill(
    folder: Annotated[Path | None, typer.Argument(help="Where WARC files lie; else the setting warc_folder.")] = None,
    db: Db = None,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Fetched from this day.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Up to and with this day.")
    ] = None,
) -> None:
    """Load pages from WARC files on disk, ours or others': no network; what is here already is passed over."""
    from flows.launch import launch_backfill, report  # noqa: PLC0415 - as for ingest

    settings, console = read_settings(db=db), screen()
    settings = replace(settings, warc_folder=folder or settings.warc_folder)
    with sigterm_stops(), reporting(console) as reporter:
        first, last = (day.date() if day else None for day in (since, until))
        finished = launch_backfill(settings, reporter, since=first, until=last)
    report(finished, console)
    if finished.tally.failures:
        raise typer.Exit(1)


@app.command()
def prune(
    db: Db = None,
    before: Annotated[
        datetime | None, typer.Option("--before", formats=["%Y-%m-%d"], help="Keep from this day on.")
    ] = None,
) -> None:
    """Delete raw pages of old days from the archive, and say what that frees; articles and mentions stay."""
    from flows.prune import prune as delete  # noqa: PLC0415 - as for ingest

    freed = delete(read_settings(db=db), before=before.date() if before else None, now=datetime.now(UTC))
    what = f"{freed.files} files with {freed.records} raw pages fetched before {freed.before}"
    print(f"{what} deleted, {freed.size / 1e6:,.1f} MB freed.")  # noqa: T201 - the command's answer
