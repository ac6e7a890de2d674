"""A whole run on a disk that is too small to load, then too small to publish, then large enough."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from warehouse.fingerprint import fingerprint

Parley = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def resize(tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Give the disk at `tmp_path`/small another size."""
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("only root can mount a small disk")

    def again(size: str) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)

    yield again
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_each_run_says_what_is_wrong_and_the_last_has_everything(
    tmp_path: Path, parley: Parley, resize: Callable[[str], None], calm: Path
) -> None:
    db = tmp_path / "small" / "x.duckdb"
    loading = parley("ingest", "--sample", "--db", db)
    assert loading.returncode == 1
    assert "No space left" in loading.stderr
    assert loading.stderr.count("\n") == 1
    resize("6m")
    publishing = parley("ingest", "--sample", "--db", db)
    assert publishing.returncode == 1
    assert "could not be published" in publishing.stderr
    assert "No space left" in publishing.stderr
    assert not db.exists()
    resize("100m")
    assert parley("ingest", "--sample", "--db", db).returncode == 0
    assert fingerprint(db) == fingerprint(calm)
