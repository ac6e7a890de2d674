"""The archive read back: nothing changes where the code did not, and old rows give way where it did."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.connection import open_working
from warehouse.fingerprint import fingerprint
from warehouse.publish import publish

PARLEY = Path(sys.executable).with_name("parley")
Parley = Callable[..., subprocess.CompletedProcess[str]]


def test_reprocessing_with_the_same_code_changes_no_row(tmp_path: Path, parley: Parley) -> None:
    db = tmp_path / "x.duckdb"
    for day in (1, 2):
        assert parley("ingest", "--sample", "--day", day, "--db", db).returncode == 0
    before = fingerprint(db)
    done = parley("reprocess", "--db", db)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "mentions: 0 gained, 0 lost, 0 changed" in done.stdout
    assert fingerprint(db) == before


def test_what_older_code_wrote_is_replaced_and_counted(tmp_path: Path, parley: Parley) -> None:
    db = tmp_path / "x.duckdb"
    assert parley("ingest", "--sample", "--db", db).returncode == 0
    true = fingerprint(db)
    with open_working(db) as working:
        working.execute("UPDATE mentions SET stage = 'planned' WHERE stage <> 'planned'")

        working.execute("UPDATE articles SET text = 'Old.', text_hash = 'old' WHERE outlet = 'Sahel Wire'")
        publish(working, db)
    done = parley("reprocess", "--db", db)
    assert done.returncode == 0, done.stdout + done.stderr
    after = fingerprint(db)
    assert {table for table in true if true[table] != after[table]} == {"article_revisions"}
    with duckdb.connect(str(db), read_only=True) as file:
        assert file.execute("SELECT count(*) FROM article_revisions WHERE revision = 2").fetchone() != (0,)


def test_a_kill_while_reprocessing_loses_nothing(tmp_path: Path, parley: Parley, environment: dict[str, str]) -> None:
    db = tmp_path / "x.duckdb"
    assert parley("ingest", "--sample", "--db", db).returncode == 0
    before = fingerprint(db)
    command = [str(PARLEY), "reprocess", "--db", str(db)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path)
    assert run.stdout is not None
    assert any(said.startswith("articles:") for said in run.stdout)
    run.kill()
    run.wait()
    assert fingerprint(db) == before
    assert parley("reprocess", "--db", db).returncode == 0
    assert fingerprint(db) == before


def test_without_a_file_there_is_nothing_to_reprocess(tmp_path: Path, parley: Parley) -> None:
    done = parley("reprocess", "--db", tmp_path / "none.duckdb")
    assert done.returncode == 2
    assert "parley ingest" in done.stderr
