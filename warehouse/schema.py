"""What a file holds, in its own words: tables, views and macros with the comments on them and on their columns."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table or view, or a parameter of a macro, which has no comment of its own."""

    name: str
    type: str
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A table, view or macro. `rows` counts those of a table, None for the others; a macro's columns are parameters."""

    name: str
    kind: str
    comment: str | None
    columns: tuple[Column, ...]
    rows: int | None = None


def describe(connection: DuckDBPyConnection) -> list[Relation]:
    """Describe an open file: views first, since they are what most ask, then tables, then macros."""
    columns = _columns(connection)
    views = connection.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
    tables = connection.execute("SELECT table_name, comment FROM duckdb_tables() ORDER BY 1").fetchall()
    return [
        *(Relation(name=name, kind="view", comment=comment, columns=columns[name]) for name, comment in views),
        *(
            Relation(name=name, kind="table", comment=comment, columns=columns[name], rows=_count(connection, name))
            for name, comment in tables
        ),
        *_macros(connection),
    ]


def as_text(relations: list[Relation], *, width: int = 26) -> str:
    """Lay a description out as plain text, a line a column."""
    blocks = []
    for relation in relations:
        size = "" if relation.rows is None else f", {relation.rows:,} rows"
        lines = [f"{relation.name} ({relation.kind}{size}): {relation.comment or ''}".rstrip(": ")]
        lines += [f"    {one.name:<{width}} {one.type:<10} {one.comment or ''}".rstrip() for one in relation.columns]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _columns(connection: DuckDBPyConnection) -> dict[str, tuple[Column, ...]]:
    found: dict[str, tuple[Column, ...]] = {}
    for table, name, kind, comment in connection.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal "
        "ORDER BY table_name, column_index"
    ).fetchall():
        found[table] = (*found.get(table, ()), Column(name=name, type=kind, comment=comment))
    return found


def _count(connection: DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 - the file's own names
    assert found is not None
    return int(found[0])


def _macros(connection: DuckDBPyConnection) -> list[Relation]:
    rows = connection.execute(
        "SELECT function_name, comment, parameters FROM duckdb_functions() "
        "WHERE function_type = 'table_macro' AND NOT internal ORDER BY 1"
    ).fetchall()
    return [
        Relation(
            name=name,
            kind="macro",
            comment=comment,
            columns=tuple(Column(name=parameter, type="parameter", comment=None) for parameter in parameters),
        )
        for name, comment, parameters in rows
    ]
