"""A DuckLake in the place of the file: the same tables and views, several writers, a PostgreSQL that goes away."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.connection import open_published, open_working
from warehouse.fingerprint import fingerprint
from warehouse.lake import load_extensions
from warehouse.place import Lake, Place
from warehouse.runs import crash_unfinished, start_run

Parley = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[[object], subprocess.Popen[str]]
PARLEY = Path(sys.executable).with_name("parley")
NOW = datetime(2025, 11, 17, 18, tzinfo=UTC)
VIEWS = (
    "SELECT * EXCLUDE (run_id) FROM negotiations", "SELECT * EXCLUDE (run_id) FROM operations", "FROM daily_counts",
    "FROM dyads", "FROM negotiation_timeline", "FROM outlet_coverage", "FROM timeline('RUS', 'UKR')",
)  # fmt: skip


@pytest.fixture
def address(postgres: Any, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    words = postgres.create(f"lake{abs(hash(request.node.name))}")
    return f"ducklake:postgres:{words} data_path={tmp_path / 'lake'}"


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Start:
    def begin(db: object) -> subprocess.Popen[str]:
        command = [str(PARLEY), "ingest", "--sample", "--db", str(db)]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=tmp_path
        )

    return begin


def rows(db: Place, view: str) -> list[tuple[Any, ...]]:
    with open_published(db) as connection:
        return sorted(connection.execute(view).fetchall(), key=str)


def test_two_runs_at_once_make_the_tables_and_views_of_one_run_over_a_file(
    tmp_path: Path, parley: Parley, start: Start, address: str, calm: Path
) -> None:
    lake = Lake.parse(address)
    runs = [start(address), start(address)]
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert fingerprint(lake) == fingerprint(calm)
    for view in VIEWS:
        assert rows(lake, view) == rows(calm, view), view
    asked = parley("sql", "--db", address, "--format", "csv", "SELECT count(*) FROM runs WHERE state = 'completed'")
    assert asked.stdout.split() == ["count_star()", "2"]
    assert parley("sql", "--db", address, "FROM read_text('/etc/hostname')").returncode == 1
    assert parley("export", "--db", address, "--format", "duckdb", tmp_path / "copy.duckdb").returncode == 0
    assert fingerprint(tmp_path / "copy.duckdb") == fingerprint(calm)


def test_what_a_kill_and_a_restart_of_postgres_left_the_next_run_takes_up(
    parley: Parley, start: Start, address: str, postgres: Any, calm: Path
) -> None:
    lake = Lake.parse(address)
    run = start(address)
    assert run.stdout is not None
    assert any(line.startswith("articles:") for line in run.stdout)
    run.send_signal(signal.SIGKILL)
    run.wait()
    postgres.stop()
    refused = parley("ingest", "--sample", "--db", address)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "cannot be opened" in refused.stderr
    postgres.start()
    assert parley("ingest", "--sample", "--db", address).returncode == 0
    assert fingerprint(lake) == fingerprint(calm)
    assert sorted(rows(lake, "SELECT state FROM runs")) == [("completed",), ("crashed",)]


def test_runs_go_on_through_a_restart_of_postgres(  # noqa: PLR0917 - fixtures
    parley: Parley,
    start: Start,
    address: str,
    postgres: Any,
    calm: Path,
    drill: bool,  # noqa: FBT001 - a fixture
) -> None:
    lake, runs = Lake.parse(address), 8 if drill else 1
    for number in range(runs):
        if number == runs // 2:
            run = start(address)
            assert run.stdout is not None
            assert any(line.startswith("feeds:") for line in run.stdout)
            postgres.stop()
            said = run.communicate()[0].splitlines()
            assert run.returncode == 1, said
            assert said[-1].startswith("parley: ")
            assert "what was loaded" in said[-1]
            postgres.start()
        assert parley("ingest", "--sample", "--db", address).returncode == 0
    assert fingerprint(lake) == fingerprint(calm)


def test_only_a_run_that_nobody_is_at_is_marked_as_crashed(address: str) -> None:
    lake = Lake.parse(address)
    with open_working(lake) as one, open_working(lake) as other:
        start_run(one, "r1", flow_run_id="f1", now=NOW, version="1")
        assert crash_unfinished(other, NOW) == []
        one.presence.give()  # type: ignore[attr-defined]  # as the kernel does for a process that dies
        assert crash_unfinished(other, NOW) == ["f1"]


@pytest.mark.parametrize(
    "text",
    [
        "ducklake:x.db",
        "ducklake:postgres:dbname=a",
        "ducklake:postgres:data_path=lake",
        "ducklake:postgres:password=x data_path=/lake",
    ],
)
def test_an_address_that_says_too_little_is_refused(text: str, parley: Parley) -> None:
    refused = parley("ingest", "--sample", "--db", text)
    assert refused.returncode == 2
    assert "data_path" in refused.stderr


def test_prefect_keeps_its_runs_in_postgres_where_it_is_told_to(
    postgres: Any, environment: dict[str, str], tmp_path: Path
) -> None:
    words = postgres.create("prefect")
    url = f"postgresql+asyncpg://parley@127.0.0.1:{postgres.port}/prefect"
    settings = {name: value for name, value in environment.items() if name != "PREFECT_API_URL"}
    done = subprocess.run(
        [str(PARLEY), "ingest", "--sample", "--no-articles"],
        env=settings | {"PREFECT_API_DATABASE_CONNECTION_URL": url},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with duckdb.connect() as connection:
        load_extensions(connection)
        connection.execute(f"ATTACH '{words}' AS prefect (TYPE postgres, READ_ONLY)")
        states = connection.execute(
            "SELECT state_type FROM postgres_query('prefect', 'SELECT state_type::text FROM flow_run')"
        )
        assert states.fetchall() == [("COMPLETED",)]
