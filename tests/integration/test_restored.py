"""The commands of docs/operations.md for backup and restore, carried out as they stand there."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

from warehouse.fingerprint import fingerprint

DOC = Path(__file__).parents[2] / "docs" / "operations.md"
Parley = Callable[..., subprocess.CompletedProcess[str]]


def commands(heading: str) -> str:
    """The first block of shell commands under a heading."""
    found = re.search(rf"^#+ {heading}\n.*?```sh\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_a_restored_backup_carries_on_with_nothing_lost_and_nothing_twice(
    tmp_path: Path, parley: Parley, environment: dict[str, str]
) -> None:
    home, db, calm = tmp_path / "data", tmp_path / "data" / "parley.duckdb", tmp_path / "calm.duckdb"
    places = environment | {"BACKUP": str(tmp_path / "backup")}
    api = environment.pop("PREFECT_API_URL")  # the first run reports to a server of its own, in the data folder
    assert parley("ingest", "--sample", "--db", db).returncode == 0
    assert parley("feeds", "list").returncode == 0  # makes feeds.toml
    environment["PREFECT_API_URL"] = api
    subprocess.run(["sh", "-eu", "-c", commands("Backup")], env=places, check=True)
    saved = fingerprint(db)
    shutil.rmtree(home)
    subprocess.run(["sh", "-eu", "-c", commands("Restore")], env=places, check=True)
    assert fingerprint(db) == saved
    assert (home / "feeds.toml").exists()
    with sqlite3.connect(home / "prefect" / "prefect.db") as runs:
        assert runs.execute("SELECT count(*) FROM flow_run").fetchone() == (1,)
    runs.close()
    for day, file in ((2, db), (1, calm), (2, calm)):
        assert parley("ingest", "--sample", "--day", day, "--db", file).returncode == 0
    assert fingerprint(db) == fingerprint(calm)
    told = parley("doctor", "--db", db).stdout
    assert re.search(r"^ok +archive ", told, re.MULTILINE), told
