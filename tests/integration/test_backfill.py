"""Pages from archives on disk: ours of another warehouse, and what other tools wrote."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import duckdb
import pytest
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # warcio ships no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # as above

from warehouse.fingerprint import fingerprint

PARLEY = Path(sys.executable).with_name("parley")
Parley = Callable[..., subprocess.CompletedProcess[str]]
PAGE = """<html lang="en"><head><title>Ministers meet</title></head><body><article><h1>Ministers meet</h1>
<p>The foreign ministers of Kenya and Ethiopia held talks in Nairobi on Tuesday about their common border, which both
governments have left unmarked for decades. They agreed to meet again next month in Addis Ababa.</p>
<p>Their spokesmen said that maps would be exchanged before then, and that surveyors of both countries would walk the
disputed hills together once the rains were over.</p></article></body></html>"""


@pytest.fixture
def archive(calm: Path) -> Path:
    return calm.with_name(f"{calm.name}.archive")


def mentions(db: Path) -> list[tuple[str]]:
    with duckdb.connect(str(db), read_only=True) as file:
        return file.execute("SELECT mention_id FROM mentions ORDER BY 1").fetchall()


def test_a_lost_warehouse_is_filled_from_its_archive_also_after_a_kill(
    tmp_path: Path, parley: Parley, calm: Path, archive: Path, environment: dict[str, str]
) -> None:
    whole, killed = tmp_path / "whole.duckdb", tmp_path / "killed.duckdb"
    assert parley("backfill", archive, "--db", whole).returncode == 0
    assert mentions(whole) == mentions(calm)
    command = [str(PARLEY), "backfill", str(archive), "--db", str(killed)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path)
    assert run.stdout is not None
    assert any(said.startswith("articles:") for said in run.stdout)
    run.kill()
    run.wait()
    assert parley("backfill", archive, "--db", killed).returncode == 0
    assert fingerprint(killed) == fingerprint(whole)
    again = parley("backfill", archive, "--db", killed)
    assert "nothing to read" in again.stdout


def test_only_the_days_asked_for_are_read(tmp_path: Path, parley: Parley, archive: Path) -> None:
    done = parley("backfill", archive, "--db", tmp_path / "x.duckdb", "--to", "2001-01-01")
    assert done.returncode == 0
    assert "nothing to read" in done.stdout


def test_what_another_tool_kept_as_it_came_over_the_wire_is_read(tmp_path: Path, parley: Parley) -> None:
    body = gzip.compress(PAGE.encode())
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
    (tmp_path / "warcs").mkdir()
    with (tmp_path / "warcs" / "crawl.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, kind in (
            ("https://daily.example/a/ministers-meet", "text/html"),
            ("https://daily.example/x", "image/png"),
        ):
            http = StatusAndHeaders("200 OK", [("Content-Type", kind), *headers[1:]], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=http))
    assert parley("backfill", tmp_path / "warcs", "--db", tmp_path / "x.duckdb").returncode == 0
    with duckdb.connect(str(tmp_path / "x.duckdb"), read_only=True) as file:
        rows = file.execute("SELECT outlet, title, list_sort(initiator) FROM articles JOIN mentions USING (article_id)")
        assert ("daily.example", "Ministers meet", ["ETH", "KEN"]) in rows.fetchall()
        assert file.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_a_folder_without_archives_is_refused(tmp_path: Path, parley: Parley) -> None:
    (tmp_path / "empty").mkdir()
    for folder in ("empty", "none"):
        refused = parley("backfill", tmp_path / folder)
        assert refused.returncode == 2
        assert folder in refused.stderr
