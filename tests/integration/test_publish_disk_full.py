"""A disk that fills while a run loads or publishes: a sentence, the published file whole, the next run carries on."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from duckdb import DuckDBPyConnection

from extractors.errors import ParleyError, PublishError, StorageError
from extractors.records import Article
from warehouse.connection import open_published, open_working, working_path
from warehouse.load import Outcome, load
from warehouse.publish import publish

NOW = datetime(2025, 11, 17, 9, 30, tzinfo=UTC)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)], check=False)
    if done.returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def grow(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=200m", str(place)], check=True)


def batch(number: int) -> list[Outcome]:
    """Make four articles that do not compress, half a megabyte together."""
    articles = []
    for part in range(4):
        text = Random(number * 4 + part).randbytes(65_000).hex()
        name = f"{number}-{part}"
        articles.append(
            Article(
                article_id=name,
                url=name,
                canonical_url=name,
                outlet="Wire",
                title=name,
                text=text,
                text_hash=sha256(text.encode()).hexdigest(),
                extractor="test",
                published_at=NOW,
            )
        )
    return [Outcome(entry_id=a.article_id, state="loaded", article=a, article_id=a.article_id) for a in articles]


def published(db: Path) -> int:
    with open_published(db) as connection:
        found = connection.execute("SELECT count(*) FROM articles").fetchone()
    assert found is not None
    return int(found[0])


def _load_forever(connection: DuckDBPyConnection) -> None:
    for number in range(1, 100):
        load(connection, "r", batch(number), NOW)


def run(db: Path, batches: range) -> None:
    """Load and publish each batch as a run would."""
    with open_working(db) as connection:
        for number in batches:
            load(connection, "r", batch(number), NOW)
            publish(connection, db)


@pytest.mark.parametrize("seed", range(3))
def test_a_full_disk_costs_no_more_than_the_batch_at_hand(small: Path, seed: int) -> None:
    db = small / "parley.duckdb"
    (small / "ballast").write_bytes(b"x" * seed * 400_000)  # moves the point at which the disk is full
    with pytest.raises(ParleyError) as caught:
        run(db, range(100))
    assert isinstance(caught.value, PublishError | StorageError)
    assert caught.value.exit_code == 1
    assert "\n" not in str(caught.value)
    before = published(db)
    assert before > 0
    assert before % 4 == 0
    grow(small)
    run(db, range(15))
    assert published(db) == 60
    assert working_path(db).exists()


def test_a_disk_that_fills_while_loading_leaves_the_published_file(small: Path) -> None:
    db = small / "parley.duckdb"
    run(db, range(1))
    with pytest.raises(StorageError, match="make room"), open_working(db) as connection:
        _load_forever(connection)
    assert published(db) == 4
    grow(small)
    run(db, range(10))
    assert published(db) == 40


def test_a_disk_without_room_for_a_first_file_is_refused(small: Path) -> None:
    (small / "ballast").write_bytes(b"x" * (12 * 1024 * 1024 - 8192))
    with pytest.raises(ParleyError) as caught, open_working(small / "parley.duckdb"):
        pass
    assert "\n" not in str(caught.value)
    assert not (small / "parley.duckdb").exists()
