"""What reaches a terminal: text from the web as text, progress as bars where a person looks and as lines elsewhere."""

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, bidirectional overrides, lone surrogates, odd line ends


def plain(text: object) -> str:
    """Show anything as one line that no terminal acts on: control and direction characters become spaces."""
    return "".join(" " if unicodedata.category(mark) in _UNSEEN else mark for mark in str(text))


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> Table:
    """Lay rows out for a terminal; None shows as a dash, and no cell is read as markup."""
    laid = Table(title=title, title_justify="left", header_style="bold", pad_edge=False, box=None)
    for heading in headings:
        laid.add_column(heading, overflow="fold")
    for row in rows:
        laid.add_row(*(Text("-" if cell is None else plain(cell)) for cell in row))
    return laid


def screen() -> Console:
    """Write to standard output: as wide as the terminal, or wide enough for a table where there is none."""
    console = Console()
    return console if console.is_terminal else Console(width=160)


class Reporter(Protocol):
    """Whom a run tells how far it is."""

    def line(self, text: str) -> None:
        """Say one thing that happened."""

    def expect(self, what: str, total: int) -> None:
        """Say how many of something are to be done."""

    def done(self, what: str, count: int) -> None:
        """Say that so many more of them are done."""


class Silence:
    """Reports nothing: for scheduled runs, whose log is Prefect's."""

    def line(self, text: str) -> None:
        """Keep it."""

    def expect(self, what: str, total: int) -> None:
        """Keep it."""

    def done(self, what: str, count: int) -> None:
        """Keep it."""


class Lines:
    """Plain lines, for what is no terminal; bars are left out, since each step says at its end what it did."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def line(self, text: str) -> None:
        """Print the line."""
        self._console.print(Text(plain(text)), soft_wrap=True)

    def expect(self, what: str, total: int) -> None:
        """Announce the step."""
        self.line(f"{what}: {total}")

    def done(self, what: str, count: int) -> None:
        """Leave counting to the step's last line."""


class Bars(Lines):
    """Progress bars under the lines."""

    def __init__(self, console: Console, progress: Progress) -> None:
        super().__init__(console)
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def expect(self, what: str, total: int) -> None:
        """Open a bar."""
        self._bars[what] = self._progress.add_task(plain(what), total=total)

    def done(self, what: str, count: int) -> None:
        """Move the bar."""
        self._progress.advance(self._bars[what], count)


@contextmanager
def reporting(console: Console) -> Iterator[Reporter]:
    """Open what suits the console: bars where a person looks, lines elsewhere."""
    if not console.is_terminal:
        yield Lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bars(console, progress)


def complain(sentence: str) -> None:
    """Write one sentence to standard error."""
    print(f"parley: {plain(sentence)}", file=sys.stderr)  # noqa: T201 - this is where it is printed
