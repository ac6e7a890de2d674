from pathlib import Path

import duckdb
import pytest

from extractors.errors import WarehouseError
from warehouse.connection import open_published, open_working, working_path
from warehouse.fingerprint import fingerprint_of
from warehouse.migrate import migrate, migrations, version
from warehouse.publish import publish

PREVIOUS = sorted(migrations())[:-1]


@pytest.mark.parametrize("start", PREVIOUS)
def test_data_of_each_earlier_version_survives(db: Path, start: int) -> None:
    steps = {number: text for number, text in migrations().items() if number <= start}
    with duckdb.connect(str(working_path(db))) as old:
        migrate(old, db, steps)
        assert version(old) == start
        tables = [name for (name,) in old.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        for table in tables:
            if table != "schema_version":
                _fill(old, table)
        before = {table: old.execute(f"SELECT * FROM {table}").to_arrow_table() for table in tables}
    with open_working(db) as connection:
        assert version(connection) == max(migrations())
        for table, rows in before.items():
            found = connection.execute(f"SELECT {', '.join(rows.column_names)} FROM {table}").to_arrow_table()
            assert found.slice(0, rows.num_rows).to_pylist() == rows.to_pylist()
        publish(connection, db)
    with open_published(db) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (3,)


def _fill(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Put three rows with a value in every column into a table."""
    values = {
        "VARCHAR": "'v' || i",
        "VARCHAR[]": "['v' || i, 'w']",
        "TIMESTAMP": "TIMESTAMP '2025-11-17 09:30:00' + to_days(i::INTEGER)",
        "DATE": "DATE '2025-11-17' + i::INTEGER",
        "BOOLEAN": "i % 2 = 0",
        "BLOB": "('v' || i)::BLOB",
    }
    kinds = [kind for _, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall()]
    columns = ", ".join(values.get(kind, "i") for kind in kinds)
    connection.execute(f"INSERT INTO {table} SELECT {columns} FROM range(3) AS t(i)")


def test_a_migration_that_fails_leaves_nothing_behind(db: Path) -> None:
    steps = migrations()
    broken = steps | {max(steps) + 1: "CREATE TABLE half (x INTEGER); SELECT * FROM nowhere;"}
    with open_working(db) as connection:
        before = fingerprint_of(connection)
        with pytest.raises(duckdb.CatalogException):
            migrate(connection, db, broken)
        assert fingerprint_of(connection) == before
        assert version(connection) == max(steps)


def test_opening_twice_migrates_once(db: Path) -> None:
    for _ in range(2):
        with open_working(db) as connection:
            found = connection.execute("SELECT version FROM schema_version ORDER BY 1").fetchall()
    assert found == [(number,) for number in sorted(migrations())]


def test_a_newer_file_is_refused(db: Path) -> None:
    with open_working(db) as connection, pytest.raises(WarehouseError, match="newer Parley"):
        migrate(connection, db, {1: ""})


def test_every_table_and_column_is_explained(db: Path) -> None:
    with open_working(db) as connection:
        bare = connection.execute(
            """
            SELECT table_name, NULL FROM duckdb_tables() WHERE comment IS NULL
            UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE NOT internal AND comment IS NULL
            UNION ALL SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL
                AND table_name IN (SELECT table_name FROM duckdb_tables())
            """
        ).fetchall()
    assert bare == []


def test_every_row_names_its_run(db: Path) -> None:
    with open_working(db) as connection:
        without = connection.execute(
            "SELECT table_name FROM duckdb_tables() EXCEPT SELECT table_name FROM duckdb_columns() "
            "WHERE column_name = 'run_id'"
        ).fetchall()
    assert without == [("schema_version",)]


def test_no_keys_indexes_enums_or_sequences(db: Path) -> None:
    with open_working(db) as connection:
        found = connection.execute(
            "SELECT (SELECT count(*) FROM duckdb_constraints()), (SELECT count(*) FROM duckdb_indexes()), "
            "(SELECT count(*) FROM duckdb_sequences()), "
            "(SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND data_type LIKE 'ENUM%')"
        ).fetchone()
    assert found == (0, 0, 0, 0)
