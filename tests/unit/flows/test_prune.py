from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from extractors.archive import ArchiveWriter
from extractors.errors import CannotStartError
from extractors.records import Response
from flows.prune import prune
from flows.settings import Settings
from warehouse.archive import save_archived
from warehouse.connection import open_published, open_working
from warehouse.publish import publish
from warehouse.runs import end_run, start_run

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def settings(folder: Path, retention_days: int | None = None) -> Settings:
    return Settings(home=folder, db=folder / "x.duckdb", retention_days=retention_days)


def archive(folder: Path, day: datetime) -> None:
    response = Response(
        url="http://a.example/1",
        final_url="http://a.example/1",
        status=200,
        headers={},
        body=b"<p>Talks.",
        fetched_at=day,
        seconds=0.1,
    )
    with open_working(folder / "x.duckdb") as working:
        start_run(working, f"r{day:%d}", flow_run_id="", now=day, version="0")
        end_run(working, f"r{day:%d}", state="completed", counts={}, now=day)
        with ArchiveWriter(settings(folder).archive, run_id=f"r{day:%d}", now=day) as writer:
            save_archived(working, "r", writer.write([response]), ["e"])
        publish(working, folder / "x.duckdb")


def test_what_is_older_than_the_retention_goes_with_its_index(tmp_path: Path) -> None:
    for days in (1, 9, 11):
        archive(tmp_path, NOW - timedelta(days=days))
    freed = prune(settings(tmp_path, retention_days=10), before=None, now=NOW)
    assert (freed.files, freed.records, freed.before) == (1, 1, date(2026, 2, 28))
    assert freed.size > 0
    assert len(list(settings(tmp_path).archive.iterdir())) == 2
    with open_published(tmp_path / "x.duckdb") as published:
        assert published.execute("SELECT count(*) FROM archive").fetchone() == (2,)


def test_a_day_given_is_stronger_than_the_setting(tmp_path: Path) -> None:
    archive(tmp_path, NOW - timedelta(days=20))
    assert prune(settings(tmp_path, retention_days=5), before=date(2026, 1, 1), now=NOW).files == 0


def test_without_a_day_or_a_setting_nothing_is_touched(tmp_path: Path) -> None:
    archive(tmp_path, NOW - timedelta(days=20))
    with pytest.raises(CannotStartError, match="retention_days"):
        prune(settings(tmp_path), before=None, now=NOW)
    assert len(list(settings(tmp_path).archive.iterdir())) == 1


@pytest.mark.parametrize(("before", "fault"), [(date(2026, 3, 10), "There is no file"), (date(2026, 3, 11), "to come")])
def test_without_a_warehouse_or_with_a_day_to_come_nothing_is_made(tmp_path: Path, before: date, fault: str) -> None:
    with pytest.raises(CannotStartError, match=fault):
        prune(settings(tmp_path), before=before, now=NOW)
    assert not list(tmp_path.iterdir())


def test_what_a_failed_run_left_is_not_published(tmp_path: Path) -> None:
    archive(tmp_path, NOW - timedelta(days=20))
    with open_working(tmp_path / "x.duckdb") as working:
        start_run(working, "bad", flow_run_id="", now=NOW, version="0")
        end_run(working, "bad", state="failed", counts={}, now=NOW)
    assert prune(settings(tmp_path), before=date(2026, 3, 1), now=NOW).records == 1
    with open_published(tmp_path / "x.duckdb") as published:
        assert published.execute("SELECT count(*) FROM runs WHERE run_id = 'bad'").fetchone() == (0,)
