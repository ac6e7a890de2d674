"""`parley sql`: questions from the command line, a file, stdin or a prompt, answered in the format asked for."""

import os
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Literal, TextIO, cast

from duckdb import DuckDBPyConnection

from extractors.errors import CannotStartError, QueryError
from flows.replacing import replacing
from flows.settings import Settings
from flows.terminal import complain
from warehouse.formats import TEXT_FORMATS, write_parquet
from warehouse.readonly import Answer, checked, open_reader, run_query

PROMPT, MORE = "parley> ", "     -> "


Format = Literal["table", "csv", "json", "markdown", "parquet"]
"""How an answer is written."""
SINGLE = frozenset({"json", "parquet"})
"""Formats of which a file or stream holds one answer."""


def ask(settings: Settings, question: str | None, form: Format, output: Path | None) -> None:
    """Answer a question; without one, those of standard input, or of a person at a prompt.

    Raises:
        CannotStartError: there is no file to ask, the question or the output is none that can be opened, or Parquet
            would go to a terminal.
        QueryError: the question is no SQL, or does more than read.
    """
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise CannotStartError("Parquet is not for terminals; add --output FILE.")
    given = None if question in {None, "-"} else _text(question)  # before the database: a file may be missing
    with open_reader(settings.db) as reader:
        if question is None and sys.stdin.isatty():
            _prompt(reader, form, settings.home / "sql_history")
        else:
            _answer(reader, _text(question) if given is None else given, form, output)


def _text(question: str | None) -> str:
    """Take a question as given, from a .sql file that it names, or from standard input (none, or a dash)."""
    try:
        if question is None or question == "-":
            return sys.stdin.read()
        return Path(question).read_text(encoding="utf-8") if _names_file(question) else question
    except UnicodeDecodeError:
        name = "Standard input" if question in {None, "-"} else question
        raise CannotStartError(f"{name} is no UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise CannotStartError(f"{question} cannot be read: {error.strerror or error}.") from None


def _names_file(question: str) -> bool:
    """Tell a .sql file from a query that ends in a column `sql`: a single word is meant as a file, even a missing one.

    Raises:
        CannotStartError: it is meant as a file, and there is none.
    """
    if not question.endswith(".sql") or "\n" in question:
        return False
    there = os.path.exists(question)  # noqa: PTH110 - says no to names that are too long, where Path raises
    if not there and len(question.split()) == 1:
        raise CannotStartError(f"There is no file {question}.")
    return there


def _answer(reader: DuckDBPyConnection, sql: str, form: Format, output: Path | None) -> None:
    count = len(checked(reader, sql))
    if count > 1 and form in SINGLE:
        raise QueryError(
            f"Only one statement at a time can be written as {form}, not {count}; run one after the other."
        )
    answers = run_query(reader, sql)
    if output is None:
        _write(answers, form, sys.stdout)
        return
    with replacing(output) as file:
        text = TextIOWrapper(cast("BinaryIO", file), encoding="utf-8", newline="")
        _write(answers, form, text)
        text.flush()
        text.detach()


def _write(answers: Iterator[Answer], form: Format, out: TextIO) -> None:
    for answer in answers:
        if form == "parquet":
            write_parquet(answer, out.buffer)
        else:
            TEXT_FORMATS[form](answer, out)


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
            except KeyboardInterrupt:
                complain("The answer was stopped.")
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
