"""Whether two files hold the same tables, whatever runs made them."""

from duckdb import DuckDBPyConnection

from warehouse.connection import open_published
from warehouse.place import Place

LEDGERS = frozenset({"runs", "fetches", "feed_state", "problems", "checks", "archive"})
"""Tables that grow with every run, even one that finds nothing new."""
CLOCKS = frozenset({("article_revisions", "seen_at"), ("schema_version", "applied_at")})
"""Columns that tell when we did something, not when the world did."""


def fingerprint(db: Place) -> dict[str, str]:
    """Hash every table of a published (or closed working) file but the ledgers, `run_id` and wall-clock columns aside.

    Equal tables have equal hashes, in whatever order their rows lie. The hash begins with the number of rows.
    """
    with open_published(db) as connection:
        return fingerprint_of(connection)


def fingerprint_of(connection: DuckDBPyConnection) -> dict[str, str]:
    """Hash the tables of an open file as `fingerprint` does."""
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND table_name IN "
        "(SELECT table_name FROM duckdb_tables() WHERE NOT temporary) ORDER BY ALL"
    ).fetchall():
        if table not in LEDGERS and column != "run_id" and (table, column) not in CLOCKS:
            columns.setdefault(table, []).append(f'"{column}"')
    return {table: _hash(connection, table, names) for table, names in columns.items()}


def _hash(connection: DuckDBPyConnection, table: str, names: list[str]) -> str:
    found = connection.execute(
        "SELECT count(*) || ':' || coalesce(md5(string_agg(h, '' ORDER BY h)), '') "  # noqa: S608 - the file's own names
        f'FROM (SELECT md5(CAST(row({", ".join(names)}) AS VARCHAR)) AS h FROM "{table}")'
    ).fetchone()
    assert found is not None
    return str(found[0])
