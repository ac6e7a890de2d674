"""`parley sql`: what is refused before anything is written, and what a prompt survives."""

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from extractors.errors import CannotStartError, ParleyError, QueryError, WarehouseError
from flows import ask as asking
from flows.ask import Format, ask
from flows.settings import Settings
from warehouse.readonly import Answer


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    db = tmp_path / "x.duckdb"
    with duckdb.connect(str(db)) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS a")
    return Settings(home=tmp_path, db=db)


@pytest.mark.parametrize("sql", ["DROP TABLE t", "SELECT nothing FROM t", "SELECT error('no') FROM t", "no SQL"])
def test_a_query_that_fails_leaves_the_output_as_it_was(settings: Settings, sql: str) -> None:
    kept = settings.home / "keep.csv"
    kept.write_text("kept")
    before = sorted(settings.home.iterdir())
    with pytest.raises(QueryError):
        ask(settings, sql, "csv", kept)
    assert kept.read_text() == "kept"
    assert sorted(settings.home.iterdir()) == before


@pytest.mark.parametrize(("form", "written"), [("csv", b"a\n1\na\n2\n"), ("json", b'[\n{"a": 1}\n]\n')])
def test_answers_are_written_to_the_output(settings: Settings, form: Format, written: bytes) -> None:
    ask(settings, "SELECT a FROM t" + "; SELECT 2 AS a" * (form == "csv"), form, settings.home / "out")
    assert (settings.home / "out").read_bytes() == written


def test_parquet_is_written_whole(settings: Settings) -> None:
    out = settings.home / "out.parquet"
    ask(settings, "SELECT a FROM t", "parquet", out)
    assert duckdb.read_parquet(str(out)).fetchall() == [(1,)]


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_one_file_holds_one_answer(settings: Settings, form: Format) -> None:
    with pytest.raises(QueryError, match="Only one statement"):
        ask(settings, "SELECT 1 a; SELECT 2 b, 3 c", form, settings.home / "out")
    assert not (settings.home / "out").exists()


def test_an_output_that_cannot_be_is_refused(settings: Settings) -> None:
    for output, fault in ((settings.home / "none" / "x", "No such file"), (settings.home, "is a folder")):
        with pytest.raises(CannotStartError, match=fault):
            ask(settings, "SELECT 1", "csv", output)


def test_what_is_no_regular_file_is_written_to_as_it_is(settings: Settings) -> None:
    ask(settings, "SELECT 1", "csv", Path("/dev/null"))
    assert Path("/dev/null").is_char_device()


def test_an_open_file_named_by_its_number_is_written_to(settings: Settings) -> None:
    file = settings.home / "out"
    with file.open("wb") as opened:
        inode = file.stat().st_ino
        ask(settings, "SELECT 1 AS a", "csv", Path(f"/dev/fd/{opened.fileno()}"))
    assert (file.read_text(), file.stat().st_ino) == ("a\n1\n", inode)


def test_a_pipe_named_by_its_number_is_written_to(settings: Settings) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as pipe:
        with os.fdopen(writing, "wb"):
            ask(settings, "SELECT 1 AS a", "csv", Path(f"/dev/fd/{writing}"))
        assert pipe.read() == b"a\n1\n"


def test_a_file_of_sql_is_read(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    file = settings.home / "my question.sql"
    file.write_text("SELECT 'ä' AS b", encoding="utf-8")
    ask(settings, str(file), "json", None)
    assert json.loads(capsys.readouterr().out) == [{"b": "ä"}]


def test_a_file_of_sql_that_cannot_be_read_is_refused(settings: Settings) -> None:
    (settings.home / "latin.sql").write_bytes("SELECT 'ä'".encode("latin-1"))
    (settings.home / "folder.sql").mkdir()
    for name, fault in (("latin", "UTF-8"), ("folder", "directory"), ("missing", "There is no file")):
        with pytest.raises(CannotStartError, match=fault) as caught:
            ask(settings, str(settings.home / f"{name}.sql"), "csv", None)
        assert f"{name}.sql" in str(caught.value)


def test_a_missing_file_of_sql_is_named_before_a_missing_database(tmp_path: Path) -> None:
    with pytest.raises(CannotStartError, match=r"There is no file missing\.sql\."):
        ask(Settings(home=tmp_path, db=tmp_path / "none.duckdb"), "missing.sql", "csv", None)


def test_a_query_may_end_in_a_column_named_sql(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    ask(settings, "SELECT v.sql FROM (SELECT 7 AS sql) AS v ORDER BY v.sql", "csv", None)
    assert capsys.readouterr().out == "sql\n7\n"


def test_a_folder_is_no_file_to_ask(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="is a folder"):
        ask(Settings(home=tmp_path, db=tmp_path), "SELECT 1", "csv", None)


def test_an_interrupt_ends_the_query_and_not_the_prompt(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        description = (("a", "INTEGER"),)

        def fetchmany(self, _: int) -> list[tuple[int]]:
            raise RuntimeError("Query interrupted")

    def run(_: DuckDBPyConnection, sql: str) -> Iterator[Answer]:
        if "stop" in sql:
            raise KeyboardInterrupt
        answer = Answer(columns=("a",), types=("INTEGER",), result=Interrupted())  # type: ignore[arg-type]  # a stand-in
        return iter([answer])

    lines = iter(["SELECT a FROM t;", "SELECT stop;", "\\q"])
    monkeypatch.setattr(asking, "run_query", run)
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    monkeypatch.setattr("sys.stdin", Terminal())
    ask(settings, None, "csv", None)
    said = capsys.readouterr().err.splitlines()
    assert said == ["parley: The query was stopped.", "parley: The answer was stopped."]


class Terminal(io.StringIO):
    """Standard input where a person sits."""

    def isatty(self) -> bool:
        return True


def test_a_stopped_query_alone_ends_as_shells_know_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def execute(*_: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr("flows.ask.checked", lambda *_: ["SELECT 1"])
    monkeypatch.setattr("warehouse.readonly.checked", lambda *_: ["SELECT 1"])
    monkeypatch.setattr("flows.ask.open_reader", lambda _: Reader())
    monkeypatch.setattr(Reader, "execute", execute)
    with pytest.raises(ParleyError, match="The query was stopped") as caught:
        ask(settings, "SELECT 1", "csv", None)
    assert caught.value.exit_code == 130


class Reader:
    """A connection whose query is interrupted."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, *_: object) -> None:
        pass
