import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from extractors.errors import QueryError, WarehouseError
from warehouse.connection import open_working
from warehouse.publish import publish
from warehouse.readonly import LOCKED, checked, open_reader, run_query

ATTACKS = [
    # other statements
    "INSERT INTO runs (run_id) VALUES ('x')",
    "UPDATE runs SET run_id = 'x'",
    "DELETE FROM runs",
    "DROP TABLE runs",
    "CREATE TEMP TABLE x AS SELECT 1",
    "CREATE MACRO x() AS 1",
    "ALTER TABLE runs ADD COLUMN x INTEGER",
    "COPY runs TO '{db}.wal'",
    "COPY runs TO '{folder}/x.csv'",
    "COPY (SELECT 1) TO '/dev/stdout'",
    "COPY runs FROM '/etc/passwd'",
    "EXPORT DATABASE '{folder}/x'",
    "IMPORT DATABASE '{folder}'",
    "ATTACH '{folder}/other.duckdb'",
    "ATTACH '{folder}/other.duckdb' AS o; SELECT 1",
    "DETACH parley",
    "USE memory",
    "CALL enable_logging('FileSystem')",
    "CALL enable_logging(storage = 'file', storage_path = '{folder}/log')",
    "CALL force_checkpoint()",
    "CHECKPOINT",
    "PRAGMA enable_profiling",
    "PRAGMA enable_logging",
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "SET lock_configuration = false",
    "SET VARIABLE x = 1",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CREATE SECRET (TYPE s3)",
    "BEGIN",
    "PREPARE x AS COPY runs TO '{folder}/x.csv'",
    "EXECUTE x",
    "VACUUM",
    "ANALYZE",
    "PIVOT runs ON state USING count(*)",
    # hidden behind a harmless start
    "SELECT 1; COPY runs TO '{db}.wal'",
    "EXPLAIN ANALYZE COPY runs TO '{folder}/x.csv'",
    "EXPLAIN COPY runs TO '{folder}/x.csv'",
    "EXPLAIN ANALYZE CREATE TEMP TABLE x AS SELECT 1",
    "/* SELECT */ EXPLAIN /* a */ ANALYZE /* b */ DELETE FROM runs",
    "-- SELECT 1\nDELETE FROM runs",
    "EXPLAIN ANALYZE CALL enable_logging('QueryLog')",
    "EXPLAIN (FORMAT json) DELETE FROM runs",
    # functions that do more than read, called from a SELECT
    "SELECT * FROM enable_logging('QueryLog')",
    "SELECT * FROM enable_logging(storage = 'file', storage_path = '{folder}/log')",
    "SELECT (SELECT count(*) FROM system.main.enable_logging())",
    'SELECT * FROM "enable_logging"()',
    "WITH x AS (FROM Enable_Logging()) SELECT 1",
    "SUMMARIZE SELECT * FROM enable_logging()",
    "EXPLAIN ANALYZE SELECT * FROM enable_logging()",
    "SELECT * FROM checkpoint()",
    "SELECT * FROM enable_profiling()",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('runs')",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM enable_logging()'))",
    "SELECT write_log('x')",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM truncate_duckdb_logs()",
    # other files and the network
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "FROM '{folder}/notes.csv'",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('{db}')",
    "SELECT * FROM read_duckdb('{db}')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM read_parquet('https://evil.example/x.parquet')",
    "SELECT * FROM read_json('s3://evil/x.json')",
    "SELECT getenv('HOME')",
    # not SQL at all
    "",
    ";;",
    "hello",
    "SELECT '",
    "SELECT \ud800",
]
QUESTIONS = [
    "SELECT 42",
    "FROM run_history",
    "VALUES (1)",
    "WITH x AS (SELECT * FROM range(3)) SELECT count(*) FROM x",
    "SELECT * FROM (SELECT unnest([1, 2]))",
    "DESCRIBE negotiations",
    "SUMMARIZE runs",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "EXPLAIN SELECT 1",
    "-- why?\nEXPLAIN /* really */ ANALYZE SELECT count(*) FROM runs",
    "PIVOT runs ON state IN ('failed') USING count(*)",
    "SELECT table_name, comment FROM duckdb_tables()",
    "SELECT 1;",
    "SELECT 'COPY x TO y; DELETE'",
    "SELECT list_transform([1, 2], lambda x: x + 1)",
    "SELECT '2025-11-17'::DATE - INTERVAL 7 DAY",
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("published") / "parley.duckdb"
    with open_working(db) as connection:
        connection.execute("INSERT INTO runs (run_id, state) VALUES ('r1', 'completed')")
        publish(connection, db)
    db.with_name("notes.csv").write_text("a,b\n1,2\n")
    db.chmod(0o644)  # root is not held by the mode; the defence must be our own
    return db


@pytest.fixture
def reader(published: Path) -> Iterator[DuckDBPyConnection]:
    with open_reader(published) as connection:
        yield connection


def read_all(reader: DuckDBPyConnection, sql: str) -> None:
    for answer in run_query(reader, sql):
        list(answer.rows())


def state(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*")}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_does_more_than_read_is_refused_and_leaves_no_trace(
    published: Path, reader: DuckDBPyConnection, attack: str
) -> None:
    before = state(published.parent)
    sql = attack.replace("{db}", str(published)).replace("{folder}", str(published.parent))
    with pytest.raises(QueryError) as caught:
        read_all(reader, sql)
    assert str(caught.value)
    assert caught.value.exit_code == 1
    assert state(published.parent) == before


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_are_answered(reader: DuckDBPyConnection, question: str) -> None:
    (answer,) = run_query(reader, question)
    assert list(answer.rows())
    assert len(answer.columns) == len(answer.types) > 0


@pytest.mark.parametrize(
    "attack",
    [
        "COPY runs TO '{folder}/x.csv'",
        "ATTACH '{folder}/other.duckdb'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '{folder}/notes.csv'",
        "SELECT * FROM read_parquet('https://evil.example/x.parquet')",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET temp_directory = '/tmp'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "INSERT INTO runs (run_id) VALUES ('x')",
        "CREATE TABLE x (y INTEGER)",
        "EXPORT DATABASE '{folder}/x'",
    ],
)
def test_settings_hold_by_themselves(published: Path, reader: DuckDBPyConnection, attack: str) -> None:
    before = state(published.parent)
    with pytest.raises(duckdb.Error):
        reader.execute(attack.replace("{folder}", str(published.parent))).fetchall()
    assert state(published.parent) == before


def test_the_settings_alone_would_not_do(published: Path) -> None:
    """Why statements are checked too; when this fails, DuckDB has mended it."""
    with duckdb.connect(str(published), read_only=True, config=LOCKED) as connection:
        assert connection.execute("SELECT * FROM enable_logging()").fetchall() == []


def test_nothing_runs_before_all_is_checked(reader: DuckDBPyConnection) -> None:
    answers = run_query(reader, "SELECT 1; DELETE FROM runs")
    with pytest.raises(QueryError, match="DELETE"):
        next(answers)


def test_statements_are_answered_in_order(reader: DuckDBPyConnection) -> None:
    assert [list(answer.rows()) for answer in run_query(reader, "SELECT 1; SELECT 2")] == [[(1,)], [(2,)]]


def test_what_runs_is_what_was_checked(reader: DuckDBPyConnection) -> None:
    assert checked(reader, "  EXPLAIN\n ANALYSE SELECT 1") == ["EXPLAIN ANALYZE SELECT 1"]


def test_macros_of_the_file_may_be_called(reader: DuckDBPyConnection) -> None:
    macros = reader.execute(
        "SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
    ).fetchall()
    assert {"timeline", "mentions_between"} <= {name for (name,) in macros}
    assert checked(reader, "FROM timeline('RUS', 'UKR')")


def test_variables_of_the_program_cannot_be_read(reader: DuckDBPyConnection) -> None:
    secret = [{"key": "value"}]
    with pytest.raises(QueryError, match="secret"):
        list(run_query(reader, "SELECT * FROM secret"))
    assert json.dumps(secret)


@pytest.mark.parametrize("opening", ["abs(", "1+(", "(SELECT ", "[", "(FROM (SELECT "])
def test_deep_nesting_ends_in_a_sentence_and_not_in_a_crash(reader: DuckDBPyConnection, opening: str) -> None:
    closing = {"[": "]", "(FROM (SELECT ": "))"}.get(opening, ")")
    with pytest.raises(QueryError):
        list(run_query(reader, "SELECT " + opening * 3000 + "1" + closing * 3000))


def test_an_error_shows_where(reader: DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match="stat"):
        list(run_query(reader, "SELECT stat FROM runs"))


def test_columns_of_one_name_are_kept_apart(reader: DuckDBPyConnection) -> None:
    (answer,) = run_query(reader, "SELECT 1 AS a, 2 AS a")
    assert answer.columns == ("a", "a_2")


def test_a_missing_or_broken_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="parley ingest"), open_reader(tmp_path / "none.duckdb"):
        pass
    (tmp_path / "text.duckdb").write_text("x" * 5000)
    with pytest.raises(WarehouseError, match="cannot be opened"), open_reader(tmp_path / "text.duckdb"):
        pass
