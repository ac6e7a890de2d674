"""The `parley` command: parses the command line, prints, and turns errors into sentences and exit codes."""

import json
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer

from extractors.errors import CannotStartError, ParleyError
from extractors.records import Mention, Problem
from flows import feeds_cli, runs_cli
from flows.cli_options import Db
from flows.explaining import tree_of
from flows.own_server import ServerError
from flows.settings import read_settings, show_settings
from flows.stopping import Commands
from flows.terminal import complain, plain, screen, table

app = typer.Typer(
    name="parley",
    cls=Commands,
    help="News feeds in, a DuckDB file out: who negotiates with, refuses or attacks whom, according to whom.",
    epilog="Exit codes: 0 done; 1 ran, but something failed; 2 could not start; 130 stopped by Ctrl-C; 143 by SIGTERM.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(runs_cli.app)
app.add_typer(feeds_cli.app, name="feeds")


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 - as Typer calls it
    if wanted:
        print(f"parley {version('parley')}")  # noqa: T201 - the command's answer
        raise typer.Exit


@app.callback()
def options(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Say which version this is.")
    ] = False,
) -> None:
    """Hold what goes before the command; `main` reads --debug by itself."""


@app.command()
def code(
    *,
    explain: Annotated[bool, typer.Option("--explain", help="Draw each mention as a tree of what led to it.")] = False,
) -> None:
    """Code JSON lines {id, title, text, published} from stdin: mentions on stdout, problems on stderr."""
    from extractors.mentions.coder import Coder  # noqa: PLC0415 - only this command needs the dictionaries
    from extractors.mentions.jsonl import code_lines  # noqa: PLC0415

    _write_mentions(code_lines(sys.stdin.buffer, Coder.load()), explain=explain)


@app.command()
def extract() -> None:
    """Extract pages named by JSON lines {id, path, url} from stdin: one line each on stdout, in order."""
    from extractors.extract_lines import extract_lines  # noqa: PLC0415 - trafilatura is slow to import

    failed = False
    for line in extract_lines(sys.stdin.buffer):
        failed |= line["problem"] is not None and line["problem"]["code"] == "bad-input"
        print(json.dumps(line, ensure_ascii=False))  # noqa: T201 - the command's answer
    if failed:
        raise typer.Exit(1)


@app.command()
def sql(
    question: Annotated[
        str | None, typer.Argument(metavar="SQL", help="The query, a .sql file, or - for stdin.")
    ] = None,
    db: Db = None,
    form: Annotated[
        Literal["table", "csv", "json", "markdown", "parquet"],
        typer.Option("--format", help="How to write the answer."),
    ] = "table",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
) -> None:
    """Ask the published file; reads only. Without a query: a prompt."""
    from flows.ask import ask  # noqa: PLC0415 - DuckDB and Arrow are slow to import

    ask(read_settings(db=db), question, form, output)


@app.command()
def schema(db: Db = None) -> None:
    """Show what the published file holds: views, tables, macros and columns, with what they mean."""
    from warehouse.connection import open_published  # noqa: PLC0415 - as for sql
    from warehouse.schema import as_text, describe  # noqa: PLC0415

    with open_published(read_settings(db=db).db) as published:
        print(as_text(describe(published)))  # noqa: T201 - the command's answer


@app.command()
def export(
    output: Annotated[Path, typer.Argument(metavar="TARGET", help="A new folder; for duckdb, a new file.")],
    db: Db = None,
    form: Annotated[Literal["parquet", "csv", "duckdb"], typer.Option("--format", help="What to write.")] = "parquet",
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Published on or after (parquet).")
    ] = None,
) -> None:
    """Copy the published file to Parquet (a folder a day), CSV, or a DuckDB file to write in."""
    if since and form != "parquet":
        raise CannotStartError(f"Only Parquet is written from a day on; leave out --since or --format {form}.")
    from warehouse.export import export_csv, export_duckdb, export_parquet  # noqa: PLC0415 - as for sql

    source = read_settings(db=db).db
    match form:
        case "parquet":
            export_parquet(source, output, since=since)
        case "csv":
            export_csv(source, output)
        case "duckdb":
            export_duckdb(source, output)
    print(f"{source} was written to {output} as {form}.")  # noqa: T201 - the command's answer


@app.command("report")
def report_page(
    db: Db = None,
    output: Annotated[Path, typer.Option("--output", metavar="PATH", help="The page to write.")] = Path("report.html"),
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="The first day shown.")
    ] = None,
    until: Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day shown.")] = None,
) -> None:
    """Write one HTML page with plots of the published file; without dates, of the last 90 days that it has."""
    from flows.report import make_report  # noqa: PLC0415 - as for sql

    written = make_report(
        read_settings(db=db).db,
        output,
        since=since.date() if since else None,
        until=until.date() if until else None,
        now=datetime.now(UTC),
    )
    period = f"{written.mentions:,} mentions from {written.first} to {written.last}"
    print(f"{plain(output)}: {period}, {written.size / 1e6:.1f} MB.")  # noqa: T201 - the command's answer


@app.command("settings")
def settings_shown(db: Db = None) -> None:
    """Show every setting: its value, where that came from, and what it does."""
    rows = [(line.name, line.value, line.origin, line.about) for line in show_settings(read_settings(db=db))]
    screen().print(table(("setting", "value", "from", "meaning"), rows))


@app.command()
def doctor(
    db: Db = None,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="How to write what is found.")] = "text",
) -> None:
    """Examine all that a run needs, changing nothing: a line each, fine or how to mend it."""
    from flows.doctor import examine  # noqa: PLC0415 - as for sql

    found = examine(db=db, now=datetime.now(UTC))
    for one in found:
        as_json = {"what": one.what, "state": one.word, "said": one.said}
        line = f"{one.word:<4}  {one.what:<16}  {plain(one.said)}"
        print(json.dumps(as_json, ensure_ascii=False) if form == "json" else line)  # noqa: T201 - the command's answer
    if worst := max(one.exit_code for one in found):
        raise typer.Exit(worst)


def _write_mentions(lines: Iterable[Mention | Problem], *, explain: bool) -> None:
    """Mentions to stdout, problems to stderr, both as JSON lines; a line that could not be read is a failure."""
    from extractors.mentions.jsonl import mention_as_json  # noqa: PLC0415 - as above

    failed, console = False, screen()
    for line in lines:
        if isinstance(line, Problem):
            failed |= line.code == "bad-input"
            shown = {"stage": line.stage, "code": line.code, "subject": line.subject, "detail": line.detail}
            print(json.dumps(shown, ensure_ascii=False), file=sys.stderr)  # noqa: T201
        elif explain:
            console.print(tree_of(line), soft_wrap=not console.is_terminal)
        else:
            print(json.dumps(mention_as_json(line), ensure_ascii=False))  # noqa: T201
    if failed:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line: errors are one sentence on stderr, with a traceback only with --debug (anywhere)."""
    debug = "--debug" in sys.argv
    try:
        app(["--debug"] * debug + [word for word in sys.argv[1:] if word != "--debug"])
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        if debug:
            raise
        sentence = str(error) if isinstance(error, ParleyError) else unforeseen(error)
        complain(sentence)
        if isinstance(error, ServerError):  # Prefect's threads would try for minutes more to tell it what happened
            sys.stdout.flush()
            os._exit(error.exit_code)
        sys.exit(error.exit_code if isinstance(error, ParleyError) else 1)


def unforeseen(error: Exception) -> str:
    """Put an error that nobody thought of into a sentence."""
    return f"Unforeseen trouble, {type(error).__name__}: {str(error).partition(chr(10))[0]} (--debug shows where)."
