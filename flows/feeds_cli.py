"""`parley feeds`: the operator's commands around the catalogue. What comes from the web is shown as plain text only."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from extractors.errors import CannotStartError
from flows.cli_options import Db
from flows.settings import read_settings
from flows.terminal import complain, plain, table

if TYPE_CHECKING:
    from flows.feeds_find import Look

app = typer.Typer(help="The catalogue: the feeds that are followed.", no_args_is_help=True)

_WIDE = 250  # columns where no terminal says how wide it is, so that addresses stay whole

_ROOMY = 180  # columns that the whole table of health needs

Private = Annotated[bool, typer.Option("--allow-private-addresses", help="Let addresses lead into this network.")]


@app.command("list")
def list_feeds() -> None:
    """Show the catalogue."""
    from flows.feeds_file import followed_feeds  # noqa: PLC0415 - commands import what they need: the web is slow to

    followed = followed_feeds(read_settings())
    rows = [(feed.outlet, feed.country, feed.language, feed.title, feed.url) for feed in followed]
    _console().print(table(("outlet", "country", "language", "title", "url"), rows, title=f"{len(rows)} feeds"))


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed's address, or that of a site's page.")],
    outlet: Annotated[str | None, typer.Option("--outlet", help="The publisher's name.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Where it sits: ISO 3166-1, three letters.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Language of the entries, such as en.")] = None,
    *,
    allow_private_addresses: Private = False,
) -> None:
    """Follow a feed, or some of those that a site's page names."""
    from flows.feeds_find import Labels  # noqa: PLC0415
    from flows.feeds_work import add as follow  # noqa: PLC0415

    settings = read_settings(private=allow_private_addresses)
    labels = Labels(outlet=outlet, country=country, language=language)
    added = follow(settings, url, labels, choose=_choose, say=_say)
    for feed in added:
        _say(f"Added {feed.url} ({feed.outlet}{f', {feed.title}' if feed.title else ''}); the next run asks it.")
    if not added:
        _say("Nothing was added.")


@app.command()
def remove(url: Annotated[str, typer.Argument(metavar="URL", help="The feed's address, as `list` shows it.")]) -> None:
    """Stop following a feed; what it brought stays."""
    from flows.feeds_work import remove as unfollow  # noqa: PLC0415

    feed = unfollow(read_settings(), url)
    _say(f"Removed {feed.url} ({feed.outlet}); what it brought stays in the warehouse.")


@app.command("import")
def import_feeds(
    name: Annotated[str, typer.Argument(metavar="FILE_OR_URL", help="OPML, TOML or a list of addresses.")],
    *,
    allow_private_addresses: Private = False,
) -> None:
    """Follow all feeds of a list that are not followed yet."""
    from flows.feeds_show import counted  # noqa: PLC0415
    from flows.feeds_work import take_in  # noqa: PLC0415

    result = take_in(read_settings(private=allow_private_addresses), name)
    _say(f"{counted(len(result.new), 'new feed')}, {len(result.known)} there already.")


@app.command()
def export(
    form: Annotated[Literal["opml", "toml"], typer.Option("--format", help="For other readers, or for us.")] = "opml",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
) -> None:
    """Write the catalogue for other feed readers."""
    from flows.feeds_file import write_text  # noqa: PLC0415
    from flows.feeds_work import export as exported  # noqa: PLC0415

    text = exported(read_settings(), form)
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        write_text(output, text)


@app.command()
def health(db: Db = None) -> None:
    """Show how each feed does, quiet ones first: what is normal for it, what it brings now, why it fails."""
    from flows.feeds_show import HEALTH, health_cells, health_line  # noqa: PLC0415
    from flows.feeds_work import health as told  # noqa: PLC0415
    from warehouse.health import health_row  # noqa: PLC0415

    settings, now, console = read_settings(db=db), datetime.now(UTC), _console()
    found = told(settings, now)
    if not found:
        _say(f"{settings.db} knows no feed yet.")
        return
    ill = [feed for feed in found if feed.word in {"quiet", "gone", "failing"}]
    title = f"{len(found)} feeds, {len(ill)} of them quiet, failing or gone"
    if console.width >= _ROOMY:
        rows = [health_row(feed) for feed in found]
        console.print(table(tuple(rows[0]), [tuple(row.values()) for row in rows], title=f"{title}; times in UTC"))
        return
    console.print(table(HEALTH, [health_cells(feed, now) for feed in found], title=title))
    for feed in ill:
        _say(health_line(feed))


@app.command("pause")
def pause_feed(
    url: Annotated[str, typer.Argument(metavar="URL", help="The feed's address, as `list` shows it.")], db: Db = None
) -> None:
    """Ask a feed no more, without taking it out of the catalogue."""
    from flows.feeds_work import hold  # noqa: PLC0415

    _say(f"Paused {hold(read_settings(db=db), url, paused=True)}; `parley feeds resume` takes it up again.")


@app.command("resume")
def resume_feed(
    url: Annotated[str, typer.Argument(metavar="URL", help="The feed's address, as `list` shows it.")], db: Db = None
) -> None:
    """Take up a feed that is paused, gone or failing: the next run asks it."""
    from flows.feeds_work import hold  # noqa: PLC0415

    _say(f"Resumed {hold(read_settings(db=db), url, paused=False)}; the next run asks it.")


@app.command("try")
def try_feed(
    url: Annotated[str, typer.Argument(metavar="URL", help="The feed's address.")],
    most: Annotated[int, typer.Option("--most", min=0, help="Entries that are shown.")] = 20,
    *,
    allow_private_addresses: Private = False,
) -> None:
    """Ask for a feed and show what would be stored of it; nothing is written."""
    from flows.feeds_find import told  # noqa: PLC0415
    from flows.feeds_show import counted, entry_lines, head_lines, problem_line  # noqa: PLC0415
    from flows.feeds_work import try_feed as tried  # noqa: PLC0415

    found = tried(read_settings(private=allow_private_addresses), url)
    if found.problem is not None:
        complain(f"{found.url} cannot be read ({found.problem.code}): {told(found.problem)}.")
        raise typer.Exit(1)
    assert found.parsed is not None
    for line in head_lines(found):
        _say(line)
    for number, entry in enumerate(found.parsed.entries[:most], 1):
        for line in entry_lines(number, entry):
            _say(line)
    shown, problems = min(most, found.entries), len(found.parsed.problems)
    _say(f"{counted(found.entries, 'entry', 'entries')}, {shown} of them shown; {counted(problems, 'problem')}.")
    for problem in found.parsed.problems[:most]:
        _say(f"  {problem_line(problem)}")


def _choose(found: Sequence["Look"]) -> Sequence["Look"]:
    """Ask which feeds to follow, on a terminal; elsewhere the person is told to name one."""
    from flows.feeds_show import LOOKS, chosen, look_rows, look_sentence  # noqa: PLC0415

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        named = "; ".join(look_sentence(each) for each in found)
        raise CannotStartError(f"There are {len(found)} feeds to choose from, add one by its own address: {named}.")
    _console().print(table(LOOKS, look_rows(found)))
    while True:
        answer = typer.prompt("Which ones? Numbers, `all`, or nothing", default="", show_default=False)
        picked = chosen(answer, len(found))
        if picked is not None:
            return [found[number] for number in picked]
        _say(f"Numbers from 1 to {len(found)} are wanted, such as 1 3 or 2-4.")


def _console() -> Console:
    return Console() if sys.stdout.isatty() else Console(width=_WIDE)


def _say(line: str) -> None:
    _console().print(Text(plain(line)), soft_wrap=True)
