"""The published file: always whole, whoever reads it, whatever dies while it is made."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from extractors.errors import PublishError
from warehouse.connection import open_published, open_working, wal_of, working_path
from warehouse.publish import publish

PUBLICATIONS = 200
READERS = 4
READER = """
import sys, duckdb
path, count = sys.argv[1], 0
print("ready", flush=True)
last = 0
while not sys.stdin.closed:
    connection = duckdb.connect(path, read_only=True)
    a, b, c = connection.execute(
        "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM problems), (SELECT max(started_at) FROM run_history)"
    ).fetchone()
    connection.close()
    assert a == b, (a, b)
    assert a >= last, (a, last)
    last, count = a, count + 1
    if last >= int(sys.argv[2]):
        break
print(count, flush=True)
"""
WRITER = """
import sys, pathlib
from warehouse.connection import open_working
from warehouse.publish import publish
db = pathlib.Path(sys.argv[1])
while True:
    with open_working(db) as connection:
        print("ready", flush=True)
        for _ in range(3):
            connection.begin()
            connection.execute("INSERT INTO runs (run_id) SELECT 'r' || i FROM range(50) AS t(i)")
            connection.execute("INSERT INTO problems (run_id) SELECT 'r' || i FROM range(50) AS t(i)")
            connection.commit()
            publish(connection, db)
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "parley.duckdb"


def add_run(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    connection.begin()
    connection.execute("INSERT INTO runs (run_id, started_at) VALUES (?, now()::TIMESTAMP)", [str(number)])
    connection.execute("INSERT INTO problems (run_id) VALUES (?)", [str(number)])
    connection.commit()


def counts(db: Path) -> tuple[int, int]:
    with open_published(db) as connection:
        found = connection.execute("SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM problems)").fetchone()
    assert found
    return found[0], found[1]


def test_readers_never_wait_fail_or_see_half_of_a_publication(db: Path) -> None:
    with open_working(db) as connection:
        publish(connection, db)
        command = [sys.executable, "-c", READER, str(db), str(PUBLICATIONS)]
        readers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(READERS)
        ]
        for reader in readers:
            assert reader.stdout
            assert reader.stdout.readline() == "ready\n"
        for number in range(PUBLICATIONS):
            add_run(connection, number)
            publish(connection, db)
        said = [reader.communicate() for reader in readers]
    assert [errors for _, errors in said] == [""] * READERS
    assert all(int(read) > 1 for read, _ in said)


def test_a_reader_keeps_the_version_that_it_opened(db: Path) -> None:
    with open_working(db) as connection:
        publish(connection, db)
        with open_published(db) as reader:
            add_run(connection, 1)
            publish(connection, db)
            assert reader.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    assert counts(db) == (1, 1)


def test_publishing_keeps_the_lock_on_the_working_file(db: Path) -> None:
    """POSIX drops a process's lock when it closes any handle on the file, so a child must be the one who copies."""
    code = "import sys, duckdb; duckdb.connect(sys.argv[1])"
    with open_working(db) as connection:
        publish(connection, db)
        other = subprocess.run(
            [sys.executable, "-c", code, str(working_path(db))], capture_output=True, text=True, check=False
        )
    assert "lock" in other.stderr


def test_the_published_file_is_read_only(db: Path) -> None:
    with open_working(db) as connection:
        publish(connection, db)
    assert db.stat().st_mode & 0o777 == 0o444
    assert working_path(db).stat().st_mode & 0o200


def test_what_a_client_wrote_beside_it_never_reaches_the_next_version(db: Path) -> None:
    with open_working(db) as connection:
        publish(connection, db)
    db.chmod(0o644)
    code = "import sys, os, duckdb; c = duckdb.connect(sys.argv[1]); c.execute('CREATE TABLE stray (x INT)')"
    code += "; os._exit(0)"  # a client that dies leaves its log behind
    subprocess.run([sys.executable, "-c", code, str(db)], check=True)
    assert wal_of(db).exists()
    with open_working(db) as connection:
        assert publish(connection, db) == 1
        assert publish(connection, db) == 0
    assert not wal_of(db).exists()
    with open_published(db) as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'stray'").fetchone() == (0,)


def test_a_publication_that_fails_leaves_the_old_file_and_nothing_else(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy fails as on a full disk."""
    with open_working(db) as connection:
        publish(connection, db)
        add_run(connection, 1)
        fake = db.parent / "bin" / "cp"
        fake.parent.mkdir()
        fake.write_text(
            '#!/bin/sh\nhead -c 5000 "$2" > "$3"\necho "cp: error writing: No space left on device" >&2\nexit 1\n'
        )
        fake.chmod(0o755)
        with monkeypatch.context() as patched:
            patched.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
            with pytest.raises(PublishError, match=r"No space left on device; the version before stays\.$"):
                publish(connection, db)
        assert counts(db) == (0, 0)
        assert sorted(path.name for path in db.parent.glob("*.new")) == []
        publish(connection, db)
    assert counts(db) == (1, 1)


@contextmanager
def writing(db: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(db)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("seed", range(8))
def test_a_kill_at_any_moment_leaves_both_files_whole(db: Path, seed: int) -> None:
    with writing(db):
        time.sleep(random.Random(seed).uniform(0, 0.5))  # where the kill strikes is the point, not a wait for anything
    if db.exists():
        runs, problems = counts(db)
        assert runs == problems
    with open_working(db) as connection:
        found = connection.execute("SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM problems)").fetchone()
        assert found is not None
        assert found[0] == found[1]
        publish(connection, db)
    assert counts(db) == found


@pytest.mark.parametrize("client", ["duckdb-1.2", "duckdb-newest"])
def test_other_versions_of_duckdb_open_the_published_file(db: Path, client: str) -> None:
    place = Path(sys.prefix) / client
    if not place.is_dir():
        pytest.skip(f"{place} is not there; `make test` installs it")
    with open_working(db) as connection:
        add_run(connection, 1)
        publish(connection, db)
    code = (
        "import sys, duckdb; c = duckdb.connect(sys.argv[1], read_only=True); "
        "views = [v for (v,) in c.execute('SELECT view_name FROM duckdb_views() WHERE NOT internal').fetchall()]; "
        "[c.execute(f'FROM {v}').fetchall() for v in views]; "
        "print(duckdb.__version__, len(views), *c.execute('SELECT count(*) FROM runs').fetchone())"
    )
    env = {"PYTHONPATH": str(place), "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", code, str(db)], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    version, views, runs = done.stdout.split()
    assert version.startswith("1.2.") == (client == "duckdb-1.2")
    assert int(views) >= 8
    assert runs == "1"
