"""`parley sql`: questions from the command line, a file, stdin or a prompt, answered in the format asked for."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from duckdb import DuckDBPyConnection

from extractors.errors import CannotStartError, QueryError
from flows.settings import Settings
from flows.terminal import complain
from warehouse.formats import TEXT_FORMATS, write_parquet
from warehouse.readonly import open_reader, run_query

PROMPT, MORE = "parley> ", "     -> "


Format = Literal["table", "csv", "json", "markdown", "parquet"]
"""How an answer is written."""


def ask(settings: Settings, question: str | None, form: Format, output: Path | None) -> None:
    """Answer a question; without one, those of standard input, or of a person at a prompt.

    Raises:
        CannotStartError: there is no file to ask, or Parquet would go to a terminal.
        QueryError: the question is no SQL, or does more than read.
    """
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise CannotStartError("Parquet is not for terminals; add --output FILE.")
    with open_reader(settings.db) as reader:
        if question is None and sys.stdin.isatty():
            _prompt(reader, form, settings.home / "sql_history")
        else:
            _answer(reader, _text(question), form, output)


def _text(question: str | None) -> str:
    """Take a question as given, from a .sql file that it names, or from standard input (none, or a dash)."""
    if question is None or question == "-":
        return sys.stdin.read()
    if question.endswith(".sql") and "\n" not in question and Path(question).is_file():
        return Path(question).read_text(encoding="utf-8")
    return question


def _answer(reader: DuckDBPyConnection, sql: str, form: Format, output: Path | None) -> None:
    answers = run_query(reader, sql)
    if form == "parquet":
        with output.open("wb") if output else sys.stdout.buffer as binary:
            for answer in answers:
                write_parquet(answer, binary)
    elif output is None:
        for answer in answers:
            TEXT_FORMATS[form](answer, sys.stdout)
    else:
        with output.open("w", encoding="utf-8", newline="") as text:
            for answer in answers:
                TEXT_FORMATS[form](answer, text)


def _prompt(reader: DuckDBPyConnection, form: Format, history: Path) -> None:
    """Answer a person's questions, each ended by a semicolon, until they leave; a wrong one costs itself alone."""
    import readline  # noqa: PLC0415 - changes how every later input() behaves

    if history.exists():
        readline.read_history_file(history)
    print("SELECT … ; or \\q to leave.")  # noqa: T201
    try:
        for sql in _questions():
            try:
                _answer(reader, sql, form, None)
            except QueryError as error:
                complain(str(error))
    finally:
        if history.parent.is_dir():
            readline.write_history_file(history)


def _questions() -> Iterator[str]:
    """Read lines up to a semicolon."""
    lines: list[str] = []
    while True:
        try:
            line = input(MORE if lines else PROMPT)
        except EOFError:
            return
        except KeyboardInterrupt:
            lines.clear()
            continue
        if line.strip() in {"\\q", "quit", "exit"}:
            return
        lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines.clear()
