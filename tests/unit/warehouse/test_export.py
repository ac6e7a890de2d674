import csv
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from extractors.errors import ParleyError, WarehouseError
from extractors.records import Article
from warehouse.connection import open_published, open_working
from warehouse.export import export_csv, export_duckdb, export_parquet
from warehouse.load import Outcome, load
from warehouse.publish import publish
from warehouse.schema import as_text, describe

FORMULA = "=HYPERLINK(1)\x1b[2J, he said; =1; Russia refused talks."


@pytest.fixture
def published(db: Path, outcome: Callable[..., Outcome], article: Callable[..., Article], now: datetime) -> Path:
    with open_working(db) as connection:
        odd = article(2, FORMULA, published_at=None)
        load(connection, "r1", [outcome(1), outcome(2, odd), outcome(30)], now)
        publish(connection, db)
    return db


def test_parquet_is_parted_by_day_and_holds_every_row(published: Path, tmp_path: Path) -> None:
    made = export_parquet(published, tmp_path / "out")
    names = {path.name for path in made}
    assert {"articles", "mentions", "mention_parties.parquet", "events.parquet", "runs.parquet"} <= names
    days = sorted(path.name for path in (tmp_path / "out" / "mentions").iterdir())
    assert days == ["day=2025-11-16", "day=2025-11-17", "day=unknown"]
    with duckdb.connect() as reader:
        found = reader.execute(
            f"SELECT count(*), any_value(initiator) FROM '{tmp_path}/out/mentions/*/*.parquet'"
        ).fetchone()
    assert found == (3, ["RUS"])


def test_parquet_since_a_day(published: Path, tmp_path: Path, now: datetime) -> None:
    export_parquet(published, tmp_path / "out", since=now)
    assert sorted(path.name for path in (tmp_path / "out" / "articles").iterdir()) == ["day=2025-11-17", "day=unknown"]


def test_csv_holds_no_formula_and_nothing_that_a_terminal_acts_on(published: Path, tmp_path: Path) -> None:
    export_csv(published, tmp_path / "out")
    with (tmp_path / "out" / "articles.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["article_id"]: row for row in csv.DictReader(file)}
    assert rows["a2"]["text"] == "'=HYPERLINK(1) [2J, he said; '=1; Russia refused talks."
    assert rows["a1"]["flags"] == '["too-short"]'
    assert len(rows) == 3


def test_a_folder_in_use_is_refused(published: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    with pytest.raises(WarehouseError, match="not empty"):
        export_csv(published, tmp_path / "out")


def test_an_export_that_fails_leaves_nothing(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.export.BY_DAY", {"runs": "SELECT * FROM nowhere"})
    with pytest.raises(ParleyError, match="could not be written"):
        export_parquet(published, tmp_path / "out")
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]


def test_a_copy_may_be_written_in(published: Path, tmp_path: Path) -> None:
    copy = export_duckdb(published, tmp_path / "mine.duckdb")
    assert copy.stat().st_mode & stat.S_IWUSR
    with duckdb.connect(str(copy)) as writer:
        writer.execute("CREATE TABLE notes AS SELECT 'mine' AS note")
    with pytest.raises(WarehouseError, match="there already"):
        export_duckdb(published, copy)


def test_the_schema_explains_every_relation_and_column(published: Path) -> None:
    with open_published(published) as connection:
        found = describe(connection)
    by_name = {relation.name: relation for relation in found}
    assert {"view", "table", "macro"} == {relation.kind for relation in found}
    assert all(relation.comment for relation in found)
    bare = [
        f"{relation.name}.{column.name}"
        for relation in found
        for column in relation.columns
        if not column.comment and column.type != "parameter"
    ]
    assert bare == []
    assert by_name["articles"].rows == 3
    assert [column.name for column in by_name["timeline"].columns] == ["one", "other"]
    text = as_text(found)
    assert "articles (table, 3 rows): The extracted text of each page" in text
    assert all(len(line) < 250 for line in text.splitlines())
