"""Answering whatever SQL comes, so that it can do nothing but read the published file.

Two locks, since each alone has holes. DuckDB's settings keep other files and the network away, and cannot be changed
back; but they let `COPY … TO '<db>.wal'` through, and `SELECT * FROM enable_logging()`. So each statement is parsed
first: it must be one SELECT (or EXPLAIN, DESCRIBE, SUMMARIZE, SHOW of one), and its tree may call only functions that
we know to read. What runs is what was parsed, not the text around it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection, StatementType

from extractors.errors import QueryError, WarehouseError
from warehouse.connection import OFFLINE, Opened
from warehouse.place import Place
from warehouse.rows import plain

LOCKED = OFFLINE | {
    "enable_external_access": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "temp_directory": "",
}
TABLE_FUNCTIONS = frozenset(
    {
        *("duckdb_columns", "duckdb_functions", "duckdb_keywords", "duckdb_schemas", "duckdb_tables", "duckdb_types"),
        *("duckdb_views", "generate_series", "pragma_show", "pragma_storage_info", "pragma_table_info"),
        *("pragma_version", "range", "repeat", "repeat_row", "summary", "unnest", "json_each", "json_tree"),
    }
)
"""Functions in FROM that only read; macros of the file itself come on top."""
REFUSED_FUNCTIONS = frozenset(
    {"write_log", "nextval", "currval", "setseed", "sleep_ms", "getenv", "json_execute_serialized_sql", "which_secret"}
)
_ASIDE = r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)"
_EXPLAIN = re.compile(rf"^{_ASIDE}*EXPLAIN\b(?P<analyze>{_ASIDE}+ANALY[SZ]E\b)?", re.IGNORECASE | re.DOTALL)


class InterruptedQueryError(QueryError):
    """Ctrl-C ended the query."""

    exit_code = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a statement gives: names and DuckDB types of the columns, and the rows while they are read."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    result: DuckDBPyConnection

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Read the rows as Python values, some hundreds at a time; once."""
        while batch := self._batch():
            yield from batch

    def _batch(self) -> list[tuple[Any, ...]]:
        with _told():
            return self.result.fetchmany(500)

    def arrow(self) -> pa.RecordBatchReader:
        """Read the rows as Arrow batches instead; once."""
        return self.result.to_arrow_reader(50_000)


@singledispatch
def open_reader(db: Place, *, memory_limit: str = "1GB", threads: int = 2) -> Opened:
    """Open what runs published so that settings are locked and nothing else can be reached.

    Raises:
        WarehouseError: there is none, or it is no DuckDB database.
    """
    raise NotImplementedError(db)


@open_reader.register
@contextmanager
def _(db: Path, *, memory_limit: str = "1GB", threads: int = 2) -> Iterator[DuckDBPyConnection]:
    if db.is_dir():
        raise WarehouseError(f"{db} is a folder; name a file.")
    if not db.is_file():
        raise WarehouseError(f"There is no file {db} yet; `parley ingest` makes it.")
    try:
        connection = duckdb.connect(
            str(db), read_only=True, config=LOCKED | {"memory_limit": memory_limit, "threads": threads}
        )
    except duckdb.Error as error:
        raise WarehouseError(f"{db} cannot be opened: {_first_line(error)}.") from None
    try:
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def run_query(connection: DuckDBPyConnection, sql: str) -> Iterator[Answer]:
    """Answer the statements of a text one after the other; each answer is read before the next is asked for.

    None runs before all are checked.

    Raises:
        QueryError: it is no SQL, it does something else than read, or DuckDB refuses it; with the sentence why.
        InterruptedQueryError: Ctrl-C came while it ran.
    """
    for statement in checked(connection, sql):
        yield _answer(connection, statement)


def _answer(connection: DuckDBPyConnection, statement: str) -> Answer:
    with _told():
        result = connection.execute(statement)
        described = result.description or []
    return Answer(
        columns=_unlike([str(column[0]) for column in described]),
        types=tuple(str(column[1]) for column in described),
        result=result,
    )


@contextmanager
def _told() -> Iterator[None]:
    """Turn what DuckDB raises into sentences; an interrupt reaches us as its RuntimeError."""
    try:
        yield
    except (duckdb.Error, OverflowError, ValueError) as error:
        raise QueryError(_message(error)) from None
    except RuntimeError as error:
        if "interrupted" not in str(error).lower():
            raise
        raise InterruptedQueryError("The query was stopped.") from None


def checked(connection: DuckDBPyConnection, sql: str) -> list[str]:
    """Take a text apart into statements that only read.

    Raises:
        QueryError: one of them does something else.
    """
    with _told():
        statements = connection.extract_statements(plain(sql))
        if not statements:
            raise QueryError("There is no statement to run; type a SELECT.")
        return [_checked(connection, statement.query, statement.type) for statement in statements]


def _checked(connection: DuckDBPyConnection, query: str, kind: StatementType) -> str:
    prefix = ""
    if kind == StatementType.EXPLAIN and (found := _EXPLAIN.match(query)):
        prefix = "EXPLAIN ANALYZE " if found["analyze"] else "EXPLAIN "
        inner = connection.extract_statements(query[found.end() :])
        if len(inner) != 1:
            raise QueryError("EXPLAIN takes one SELECT.")
        query, kind = inner[0].query.strip(), inner[0].type
    if kind != StatementType.SELECT or not query.strip():
        raise QueryError(_refusal(kind))
    for call in _calls(connection, query):
        raise QueryError(f"The function {call} is not for this prompt, which only reads the tables of this file.")
    return prefix + query


def _calls(connection: DuckDBPyConnection, query: str) -> Iterator[str]:
    """Find calls, anywhere in the tree, of functions that may do more than read."""
    found = connection.execute("SELECT json_serialize_sql($1::VARCHAR)", [query]).fetchone()
    try:
        tree = json.loads(found[0]) if found else {}
    except RecursionError:
        tree = {}
    if tree.get("error", True):
        raise QueryError("This statement cannot be taken apart, so it is not run; write it as a SELECT.")
    own = connection.execute(
        "SELECT lower(function_name) FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
    ).fetchall()
    readers = TABLE_FUNCTIONS | {name for (name,) in own}
    for node in _nodes(tree):
        name = str(node.get("function_name", "")).lower()
        called = node.get("function")
        if node.get("type") == "TABLE_FUNCTION" and isinstance(called, dict):
            table_function = str(called.get("function_name", "")).lower()
            if table_function not in readers:
                yield table_function
        elif name in REFUSED_FUNCTIONS:
            yield name


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Walk a tree without recursion, which deep nesting would exhaust."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            yield node
            todo.extend(node.values())
        elif isinstance(node, list):
            todo.extend(node)


def _unlike(names: list[str]) -> tuple[str, ...]:
    """Number columns of one name, so that formats which keep names apart lose none."""
    seen: Counter[str] = Counter()
    unlike = []
    for name in names:
        seen[name] += 1
        unlike.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(unlike)


def _refusal(kind: StatementType) -> str:
    if kind == StatementType.CREATE:
        return (
            "Only SELECT is run here: nothing can be created, and PIVOT needs its values named (PIVOT … ON x IN (…))."
        )
    return f"Only SELECT, DESCRIBE, SUMMARIZE, SHOW and EXPLAIN of those are run here, not {kind.name}."


def _message(error: Exception) -> str:
    """Keep DuckDB's own words, which name the column or table that was meant, and its mark under the fault."""
    return re.sub(r"\n\s*\n", "\n", str(error)).strip()


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0].rstrip(".")
