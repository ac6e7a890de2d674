"""Each check of `parley doctor`, its bad case provoked."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from typer.testing import CliRunner

from extractors.archive import ArchiveWriter
from extractors.records import Response
from flows import doctor_files
from flows.cli import app
from flows.doctor import examine
from flows.finding import Finding
from warehouse.archive import save_archived
from warehouse.connection import open_working, working_path
from warehouse.publish import publish
from warehouse.runs import end_run, start_run

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither settings nor a server from around the test."""
    for name in [name for name in os.environ if name.startswith(("PARLEY_", "PREFECT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setenv("PARLEY_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def made(home: Path, *states: str, ago: timedelta = timedelta(minutes=20)) -> Path:
    """Make a warehouse whose runs ended so, the last of them `ago`, each with a page in the archive."""
    db = home / "parley.duckdb"
    page = Response(
        url="http://a.example/1", final_url="http://a.example/1", status=200, headers={}, body=b"<p>Talks.",
        fetched_at=NOW, seconds=0.1,
    )  # fmt: skip
    with open_working(db) as working:
        for number, state in enumerate(states, 1):
            at, run = NOW - ago - timedelta(minutes=15) * (len(states) - number), f"r{number}"
            start_run(working, run, flow_run_id="", now=at, version="0")
            with ArchiveWriter(home / "parley.duckdb.archive", run_id=run, now=at) as writer:
                save_archived(working, run, writer.write([page]), ["e"])
            if state != "running":
                end_run(working, run, state=state, counts={}, now=at)
        publish(working, db)
    return db


def found(what: str, now: datetime = NOW) -> Finding:
    return next(one for one in examine(db=None, now=now) if one.what == what)


def test_all_is_well_before_and_after_the_first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL")
    assert {one.word for one in examine(db=None, now=datetime.now(UTC))} == {"ok"}
    assert list(tmp_path.iterdir()) == []
    made(tmp_path, "completed")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert {one.word for one in examine(db=None, now=datetime.now(UTC))} == {"ok"}
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_wrong_settings_stop(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text("host_dealy = 2\n")
    assert examine(db=None, now=NOW)[-1].word == "stop"
    assert "host_dealy" in examine(db=None, now=NOW)[-1].said


def test_a_catalogue_with_a_fault_stops_and_an_empty_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("[[feed]]\nurl = 3\n")
    assert found("catalogue").word == "stop"
    assert "feeds.toml" in found("catalogue").said
    (tmp_path / "feeds.toml").write_text("")
    assert found("catalogue").exit_code >= 1


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A disk that cannot be written to, even by root."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("only root can mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_folder_that_cannot_be_written_stops(read_only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_HOME", str(read_only))
    assert found("data folder").word == "stop"
    assert "Read-only" in found("data folder").said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_another_owner_is_told(tmp_path: Path) -> None:
    os.chown(working_path(made(tmp_path, "completed")), 65534, 65534)
    assert found("data folder").word == "mend"
    assert "chown" in found("data folder").said


def test_a_disk_that_is_full_or_soon_will_be_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, "completed", "completed", ago=timedelta(days=3))
    with open_working(tmp_path / "parley.duckdb") as working:
        start_run(working, "today", flow_run_id="", now=NOW, version="0")
        working.execute("INSERT INTO articles BY NAME SELECT 'a' AS article_id, 'today' AS run_id")
        working.execute("INSERT INTO archive BY NAME SELECT 'today' AS run_id, 'f' AS file, 0 AS position, 4e9 AS size")
    assert found("disk").word == "ok"
    free = SimpleNamespace(free=10_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    assert "full in 8 days" in found("disk").said
    free.free = doctor_files.SMALL_WORK
    assert "make room" in found("disk").said


def test_a_published_file_that_is_foreign_damaged_open_or_beside_a_log_is_told(tmp_path: Path) -> None:
    db = made(tmp_path, "completed")
    assert found("published file").word == "ok"
    stray = db.with_name("parley.duckdb.wal")
    stray.write_bytes(b"x")
    assert str(stray) in found("published file").said
    stray.unlink()
    db.chmod(0o644)
    assert "chmod 444" in found("published file").said
    db.write_bytes(db.read_bytes()[:9000])
    assert found("published file").word == "stop"
    db.unlink()
    with duckdb.connect(str(db)) as other:
        other.execute("CREATE TABLE theirs (i INTEGER)")
    assert "did not make" in found("published file").said
    db.unlink()
    made(tmp_path, "completed")
    with open_working(db) as working:
        working.execute("INSERT INTO schema_version VALUES (99, now())")
        publish(working, db)
    assert "99" in found("published file").said


def test_a_damaged_working_file_stops(tmp_path: Path) -> None:
    working = working_path(made(tmp_path, "completed"))
    working.write_bytes(working.read_bytes()[:9000])
    assert found("working file").word == "stop"
    assert "move it away" in found("working file").said


def test_the_holder_of_the_lock_is_named(tmp_path: Path) -> None:
    db = made(tmp_path, "completed")
    assert found("lock").said == "No run is going on."
    with open_working(db):
        assert f"process {os.getpid()}" in found("lock").said
        assert found("working file").word == "ok"
        assert "1 completed" in found("last runs").said


def test_a_run_that_starts_meanwhile_waits_a_moment(tmp_path: Path) -> None:
    db = made(tmp_path, "completed")
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            examine(db=None, now=NOW)

    looking = threading.Thread(target=look)
    looking.start()
    opened = 0
    try:
        for _ in range(5):
            with open_working(db):
                opened += 1
    finally:
        stop.set()
        looking.join()
    assert opened == 5


def test_the_archive_is_held_against_its_index(tmp_path: Path) -> None:
    made(tmp_path, "completed", "completed")
    first, last = sorted((tmp_path / "parley.duckdb.archive").iterdir())
    (first.parent / "parley-20251117-killed-00001.warc.gz").write_bytes(b"")
    assert found("archive").word == "ok"
    assert "1 more" in found("archive").said
    first.write_bytes(first.read_bytes()[:-1])
    assert first.name in found("archive").said
    last.unlink()
    assert "1 files are missing" in found("archive").said


def test_a_clock_before_the_last_run_is_told(tmp_path: Path) -> None:
    made(tmp_path, "completed")
    assert "the last run" in found("clock", NOW - timedelta(hours=1)).said
    (tmp_path / "parley.working.duckdb").unlink()
    (tmp_path / "parley.duckdb").unlink()
    assert "installation" in found("clock", datetime(2020, 1, 1, tzinfo=UTC)).said


@pytest.mark.parametrize(
    ("states", "ago", "said"),
    [
        (("completed", "failed", "crashed", "failed"), timedelta(0), "The last 3 runs 2 failed, 1 crashed"),
        (("failed",), timedelta(0), "None of 1 runs completed"),
        (("completed", "completed"), timedelta(days=2), "ended 2 d ago"),
    ],
)
def test_runs_that_fail_or_stay_away_are_told(
    states: tuple[str, ...], ago: timedelta, said: str, tmp_path: Path
) -> None:
    made(tmp_path, *states, ago=ago)
    assert found("last runs").word == "mend"
    assert said in found("last runs").said


@pytest.mark.parametrize(
    ("status", "success", "word"),
    [
        ("ok", NOW, "ok"),
        ("failing", NOW - timedelta(hours=2), "ok"),
        ("failing", NOW - timedelta(days=2), "mend"),
        ("gone", NOW, "mend"),
    ],
)
def test_feeds_that_want_a_person_are_told(status: str, success: datetime, word: str, tmp_path: Path) -> None:
    with open_working(made(tmp_path, "completed")) as working:
        working.execute("INSERT INTO feeds BY NAME SELECT 'f' AS feed_id, 'http://a.example/' AS url, 'A' AS outlet")
        working.execute(
            "INSERT INTO feed_state BY NAME SELECT 'f' AS feed_id, $status AS status, 1 AS failures, "
            "$at::TIMESTAMP AS last_success_at, $at::TIMESTAMP AS last_polled_at",
            {"status": status, "at": success.replace(tzinfo=None)},
        )
    assert found("feeds").word == word
    assert f"1 {status}" in found("feeds").said


def test_the_command_ends_with_the_worst_and_writes_json(tmp_path: Path) -> None:
    made(tmp_path, "completed")
    told = CliRunner().invoke(app, ["doctor", "--format", "json"])
    assert told.exit_code == 1
    assert '{"what": "Prefect server", "state": "mend"' in told.stdout
    (tmp_path / "feeds.toml").write_text("[[feed]]\nurl = 3\n")
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 2
