import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from extractors.errors import BusyError, WarehouseError
from warehouse.connection import open_published, open_working, wal_of, working_path
from warehouse.publish import publish


def made(db: Path) -> None:
    with open_working(db) as connection:
        publish(connection, db)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@contextmanager
def holder(path: Path, code: str) -> Iterator[None]:
    """Run code in another process that says when it is ready and holds on until its standard input closes."""
    command = [sys.executable, "-c", code + "; print('ready', flush=True); input()", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield
        process.communicate("\n")


def no_folder(db: Path) -> Path:
    return db.parent / "missing" / "parley.duckdb"


def a_folder(db: Path) -> Path:
    db.mkdir()
    return db


def text(db: Path) -> Path:
    db.write_text("not a database, although it is long enough to be read as one")
    return db


def empty(db: Path) -> Path:
    db.touch()
    return db


def broken_working(db: Path) -> Path:
    working_path(db).write_bytes(b"x" * 5000)
    return db


def foreign(db: Path) -> Path:
    duckdb.connect(str(db)).execute("CREATE TABLE mine (x INTEGER)").close()
    return db


def foreign_working(db: Path) -> Path:
    foreign(working_path(db))
    return db


def cut_short(db: Path) -> Path:
    made(db)
    working_path(db).unlink()
    half = db.read_bytes()[:6000]
    db.unlink()
    db.write_bytes(half)
    return db


def newer(db: Path) -> Path:
    with open_working(db) as connection:
        connection.execute("INSERT INTO schema_version VALUES (9999, NULL)")
        publish(connection, db)
    return db


def newer_published_alone(db: Path) -> Path:
    newer(db)
    working_path(db).unlink()
    return db


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (no_folder, "does not exist"),
        (a_folder, "is a folder"),
        (text, "is not a DuckDB file"),
        (empty, "is not a DuckDB file"),
        (broken_working, "is not a DuckDB file"),
        (foreign, "did not make"),
        (foreign_working, "did not make"),
        (cut_short, "is not a DuckDB file"),
        (newer, "9999"),
        (newer_published_alone, "9999"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence_and_left_alone(
    db: Path, prepare: Callable[[Path], Path], said: str
) -> None:
    db = prepare(db)
    before = contents(db.parent) if db.parent.is_dir() else {}
    with pytest.raises(WarehouseError, match=said) as caught, open_working(db):
        pass
    after = contents(db.parent) if db.parent.is_dir() else {}
    assert {name: data for name, data in after.items() if not name.endswith(".lock")} == {
        name: data for name, data in before.items() if not name.endswith(".lock")
    }
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_second_run_is_refused_within_the_process_and_from_another(db: Path) -> None:
    with open_working(db), pytest.raises(BusyError, match="Another run"), open_working(db):
        pass
    code = (
        "import sys, pathlib; from warehouse.connection import open_working; "
        "held = open_working(pathlib.Path(sys.argv[1])); held.__enter__()"
    )
    with holder(db, code), pytest.raises(BusyError, match="Another run"), open_working(db):
        pass
    with open_working(db) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_a_client_in_the_working_file_is_named(db: Path) -> None:
    made(db)
    code = "import sys, duckdb; held = duckdb.connect(sys.argv[1])"
    with holder(working_path(db), code), pytest.raises(BusyError, match="Another program"), open_working(db):
        pass


def test_a_lost_working_file_starts_from_the_published_one(db: Path) -> None:
    with open_working(db) as connection:
        connection.execute("INSERT INTO runs (run_id) VALUES ('r1')")
        publish(connection, db)
    working_path(db).unlink()
    wal_of(working_path(db)).write_bytes(b"left over")
    with open_working(db) as connection:
        assert connection.execute("SELECT run_id FROM runs").fetchall() == [("r1",)]


def test_what_a_killed_run_left_half_made_is_made_anew(db: Path) -> None:
    db.with_name(f".{working_path(db).name}.new").write_bytes(b"half")
    with open_working(db) as connection:
        assert connection.execute("SELECT count(*) FROM entries").fetchone() == (0,)


def test_the_file_is_stored_for_clients_from_1_2_on(db: Path) -> None:
    made(db)
    with open_published(db) as connection:
        found = connection.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert found[0][0]["storage_version"].startswith("v1.2.0")


def test_the_working_file_is_used_within_its_limits(db: Path) -> None:
    with open_working(db, memory_limit="300MiB", threads=1) as connection:
        found = connection.execute("SELECT current_setting('memory_limit'), current_setting('threads')").fetchone()
    assert found == ("300.0 MiB", 1)


def test_reading_a_file_that_is_not_there_says_what_makes_it(db: Path) -> None:
    with pytest.raises(WarehouseError, match="parley ingest"), open_published(db):
        pass


def test_the_published_file_cannot_be_written_through_our_readers(db: Path) -> None:
    made(db)
    with open_published(db) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DELETE FROM runs")
