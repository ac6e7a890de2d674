"""What cannot start says so in a sentence, with exit code 2, and touches nothing; what fails midway is counted."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.connection import open_working

Parley = Callable[..., subprocess.CompletedProcess[str]]
FEED = '[[feed]]\nurl = "http://127.0.0.1:9/feed.xml"\noutlet = "Nobody"\n'

LISTS: dict[str, tuple[str | None, str]] = {
    "missing": (None, "cannot be read"),
    "empty": ("", "holds no feed"),
    "toml": ("[[feed]]\nurl = \n", "line 2"),
    "opml": ("<opml>\n<body>\n<outline>\n</opml>", "line 4"),
    "unknown key": (FEED + 'colour = "red"\n', "colour"),
    "no address": ("http://127.0.0.1:9/feed.xml\nnot an address\n", "line 2"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_bad_list_of_feeds_is_refused_before_anything_is_touched(name: str, tmp_path: Path, parley: Parley) -> None:
    text, fault = LISTS[name]
    feeds = tmp_path / "feeds.list"
    if text is not None:
        feeds.write_text(text)
    done = parley("ingest", "--feeds", feeds, "--db", tmp_path / "x.duckdb")
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("parley: ")
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(feeds) in done.stderr
    assert fault in done.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"feeds.list"}


def test_a_bad_place_for_the_file_is_refused(tmp_path: Path, parley: Parley) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(FEED)
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.duckdb").write_text("no database at all")
    for db, fault in (
        (tmp_path / "nowhere" / "x.duckdb", "does not exist"),
        (tmp_path / "folder", "folder"),
        (tmp_path / "text.duckdb", "not a DuckDB"),
    ):
        before = sorted(tmp_path.rglob("*"))
        done = parley("ingest", "--feeds", feeds, "--db", db)
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert fault in done.stderr
        assert sorted(tmp_path.rglob("*")) == before


def test_a_second_run_on_the_same_file_is_refused(tmp_path: Path, parley: Parley) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(FEED)
    with open_working(tmp_path / "x.duckdb"):
        done = parley("ingest", "--feeds", feeds, "--db", tmp_path / "x.duckdb")
    assert done.returncode == 2
    assert "nother run" in done.stderr


def test_failures_of_the_web_are_counted_and_named(tmp_path: Path, parley: Parley, site: Any) -> None:
    page = (
        b"<html><body><article>"
        + b"<p>The ministers met in Geneva on Tuesday for talks.</p>" * 20
        + b"</article></body></html>"
    )
    site.answers["/good"] = (200, "text/html", page)
    site.answers["/pdf"] = (200, "text/html", b"%PDF-1.7 and so on")
    site.answers["/robots.txt"] = (404, "text/plain", b"")
    feeds = tmp_path / "feeds.txt"
    good = site.rss("/feed.xml", [site.url + "/good", site.url + "/pdf"])
    feeds.write_text("\n".join([good, site.url + "/missing.xml", "http://127.0.0.1:9/feed.xml"]))
    db = tmp_path / "x.duckdb"
    done = parley("ingest", "--feeds", feeds, "--db", db, "--host-delay", 0, "--allow-private-addresses")
    assert done.returncode == 1, done.stdout + done.stderr
    with duckdb.connect(str(db), read_only=True) as connection:
        problems = connection.execute("SELECT stage, code, subject FROM problems ORDER BY ALL").fetchall()
        articles = connection.execute("SELECT url FROM articles").fetchall()
    assert problems == [
        ("extract", "not-html", site.url + "/pdf"),
        ("feed", "http-status", site.url + "/missing.xml"),
        ("feed", "unreachable", "http://127.0.0.1:9/feed.xml"),
    ]
    assert articles == [(site.url + "/good",)]
    for reason in ("not-html", "http-status", "unreachable"):
        assert reason in done.stdout


def test_private_addresses_are_refused_unless_allowed(tmp_path: Path, parley: Parley, site: Any) -> None:
    feeds = tmp_path / "feeds.txt"
    feeds.write_text(site.rss("/feed.xml", []))
    done = parley("ingest", "--feeds", feeds, "--db", tmp_path / "x.duckdb", "--host-delay", 0)
    assert done.returncode == 1
    assert "forbidden-address" in done.stdout
    assert site.asked == []


def test_a_malformed_line_for_the_coder_is_named_and_the_others_coded(parley: Parley) -> None:
    good = json.dumps(
        {"id": "a", "title": "", "text": "Russian forces shelled Kharkiv on Monday.", "published": "2025-11-12"}
    )
    done = parley("code", stdin=f"{good}\nnot json\n{good}\n")
    assert done.returncode == 1
    assert len(done.stdout.strip().splitlines()) >= 2
    (problem,) = map(json.loads, done.stderr.strip().splitlines())
    assert "2" in problem["subject"] + problem["detail"]
