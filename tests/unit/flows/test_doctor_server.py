from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest

from flows import doctor_server
from flows.doctor_server import Answer, ask, clocks_agree, database, schedule, server
from flows.settings import Settings

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "http://127.0.0.1:4200/api"
OURS = version("prefect")


def test_no_server_is_fine_but_not_where_one_was_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    assert server(Answer(url=URL, given=False)).word == "ok"
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    answer = ask(Settings(home=Path(), db=Path()))
    assert answer.version is None
    assert server(answer).word == "mend"
    assert "http://127.0.0.1:9/api" in server(answer).said
    assert schedule(answer, NOW).word == "ok"


def test_another_version_at_the_server_is_told() -> None:
    assert server(Answer(url=URL, given=True, version="2.20.1")).word == "mend"
    assert server(Answer(url=URL, given=True, version=OURS)).word == "ok"


def test_clocks_apart_are_told() -> None:
    assert clocks_agree(Answer(url=URL, given=True, date=NOW - timedelta(minutes=3)), NOW).word == "mend"
    assert clocks_agree(Answer(url=URL, given=True, date=NOW), NOW).word == "ok"


def test_a_database_that_grew_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path, db=tmp_path / "x.duckdb")
    settings.prefect_home.mkdir()
    (settings.prefect_home / "prefect.db").write_bytes(b"x" * 2000)
    assert database(settings).word == "ok"
    monkeypatch.setattr(doctor_server, "LARGE", 1000)
    assert database(settings).word == "mend"


@pytest.mark.parametrize(
    ("deployment", "next_run", "said"),
    [
        (None, None, "start `parley serve`"),
        ({"paused": True}, NOW, "paused"),
        ({"paused": False}, None, "switch its schedule on"),
        ({"paused": False}, NOW - timedelta(hours=2), "due for 2 h"),
    ],
)
def test_a_schedule_that_starts_nothing_is_told(
    deployment: dict[str, bool] | None, next_run: datetime | None, said: str
) -> None:
    found = schedule(Answer(url=URL, given=True, version=OURS, deployment=deployment, next_run=next_run), NOW)
    assert found.word == "mend"
    assert said in found.said
