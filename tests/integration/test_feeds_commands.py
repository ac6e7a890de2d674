"""`parley feeds` as an operator uses it: the command line against a site on loopback, no Prefect needed."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractors.catalogue import load_catalogue
from extractors.records import Feed
from extractors.urls import feed_id

PARLEY = Path(sys.executable).with_name("parley")
ALLOW = "--allow-private-addresses"
Feeds = Callable[..., Any]
CATALOGUE = '# my feeds\n\n[[feed]]\nurl = "https://old.example/rss"\noutlet = "Old"  # keep\ntitle = "World"\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "feeds.toml"
    path.parent.mkdir()
    path.write_text(CATALOGUE)
    return path


@pytest.fixture
def newsroom(site: Any) -> Any:
    """A site whose page names two feeds that can be read and one that cannot."""
    site.rss("/world.xml", ["/1", "/2"])
    site.rss("/sport.xml", ["/3"])
    links = ("/world.xml", "/sport.xml", "/dead.xml")
    head = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    site.answers["/"] = (200, "text/html", f"<html><head>{head}</head></html>".encode())
    site.answers["/bare"] = (200, "text/html", b"<html><body>nothing</body></html>")
    return site


def urls(catalogue: Path) -> list[str]:
    return [feed.url for feed in load_catalogue(catalogue.read_bytes(), name="f")]


def test_a_feed_is_added_with_what_the_operator_says(feeds: Feeds, catalogue: Path, newsroom: Any) -> None:
    url = newsroom.url + "/world.xml"
    done = feeds("add", url, ALLOW, "--outlet", "Courier", "--country", "NZL", "--language", "en")
    assert done.returncode == 0, done.stderr
    assert url in done.stdout
    assert catalogue.read_text().startswith(CATALOGUE)
    added = load_catalogue(catalogue.read_bytes(), name="f")[-1]
    assert added == Feed(
        feed_id=feed_id(url),
        url=url,
        outlet="Courier",
        title="Feed",
        country="NZL",
        language="en",
        verified=True,
    )
    assert "already" in feeds("add", url + "/", ALLOW).refused(2)
    assert "Courier" in feeds("list").stdout


def test_off_a_terminal_a_page_with_several_feeds_lists_them(feeds: Feeds, catalogue: Path, newsroom: Any) -> None:
    sentence = feeds("add", newsroom.url, ALLOW).refused(2)
    assert f"{newsroom.url}/world.xml (Feed, 2 entries, no dates)" in sentence
    assert f"{newsroom.url}/sport.xml (Feed, 1 entry, no dates)" in sentence
    assert "dead" not in sentence
    assert catalogue.read_text() == CATALOGUE


def test_of_a_page_with_one_feed_left_that_one_is_added(feeds: Feeds, catalogue: Path, newsroom: Any) -> None:
    assert feeds("add", newsroom.url + "/sport.xml", ALLOW).returncode == 0
    assert feeds("add", newsroom.url, ALLOW).returncode == 0
    assert urls(catalogue)[1:] == [newsroom.url + "/sport.xml", newsroom.url + "/world.xml"]
    assert "already" in feeds("add", newsroom.url, ALLOW).refused(2)


def test_on_a_terminal_the_operator_chooses(feeds: Feeds, tmp_path: Path, catalogue: Path, newsroom: Any) -> None:
    assert feeds("list").stdout  # the fixture has set the environment that the command inherits
    ours, theirs = pty.openpty()
    command = [str(PARLEY), "feeds", "add", newsroom.url, ALLOW]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path) as running:
        os.close(theirs)
        shown = read_until(ours, "nothing:")
        os.write(ours, b"7\n")
        shown += read_until(ours, "nothing:")
        os.write(ours, b"2\n")
        shown += read_until(ours, "Added")
        read_until(ours, None)
        assert running.wait(30) == 0
    os.close(ours)
    assert "Numbers from 1 to 2" in shown
    assert urls(catalogue)[1:] == [newsroom.url + "/sport.xml"]


def read_until(terminal: int, mark: str | None) -> str:
    """Read what a terminal shows until a mark stands there, or to its end."""
    shown = ""
    while mark is None or mark not in shown:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side is closed
            piece = b""
        if not piece:
            assert mark is None, shown
            break
        shown += piece.decode()
    return shown


def test_what_cannot_be_added_says_why(feeds: Feeds, catalogue: Path, newsroom: Any) -> None:
    assert "404" in feeds("add", newsroom.url + "/missing", ALLOW).refused(1)
    assert "no page that names one" in feeds("add", newsroom.url + "/bare", ALLOW).refused(1)
    assert "http or https" in feeds("add", "file:///etc/passwd").refused(2)
    assert "country is 'Mars'" in feeds("add", newsroom.url + "/world.xml", ALLOW, "--country", "Mars").refused(2)
    assert catalogue.read_text() == CATALOGUE


def test_no_private_address_is_asked_unless_allowed(
    feeds: Feeds, catalogue: Path, newsroom: Any, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(newsroom.url + "/world.xml\n")
    assert "not a public address" in feeds("add", newsroom.url + "/world.xml").refused(1)
    assert "not a public address" in feeds("try", newsroom.url + "/world.xml").refused(1)
    assert "not a public address" in feeds("import", newsroom.url + "/world.xml").refused(2)
    assert "no public address" in feeds("import", listed).refused(2)
    assert newsroom.asked == []
    assert catalogue.read_text() == CATALOGUE


def test_remove_takes_one_and_keeps_comments(feeds: Feeds, catalogue: Path) -> None:
    catalogue.write_text(CATALOGUE + '\n# second\n[[feed]]\nurl = "https://new.example/rss"\noutlet = "New"\n')
    done = feeds("remove", "https://new.example/rss")
    assert done.returncode == 0, done.stderr
    assert catalogue.read_text().startswith(CATALOGUE)
    assert urls(catalogue) == ["https://old.example/rss"]
    assert "only feed" in feeds("remove", "https://old.example/rss").refused(2)
    assert "has no feed" in feeds("remove", "https://new.example/rss").refused(2)


@pytest.mark.parametrize("form", ["opml", "toml"])
def test_what_is_exported_can_be_imported_elsewhere(feeds: Feeds, catalogue: Path, tmp_path: Path, form: str) -> None:
    before = load_catalogue(catalogue.read_bytes(), name="f")
    written = tmp_path / f"all.{form}"
    assert feeds("export", "--format", form, "--output", written).returncode == 0
    assert feeds("export", "--format", form).stdout == written.read_text()
    assert load_catalogue(written.read_bytes(), name="f") == before
    done = feeds("import", written)
    assert (done.returncode, done.stdout.strip()) == (0, "0 new feeds, 1 there already.")
    catalogue.write_text(CATALOGUE.replace("old.example", "other.example"))
    done = feeds("import", written)
    assert (done.returncode, done.stdout.strip()) == (0, "1 new feed, 0 there already.")
    assert urls(catalogue) == ["https://other.example/rss", "https://old.example/rss"]


def test_a_list_is_imported_from_an_address(feeds: Feeds, catalogue: Path, site: Any) -> None:
    opml = b'<opml version="2.0"><body><outline text="N" xmlUrl="https://new.example/rss"/></body></opml>'
    site.answers["/list.opml"] = (200, "text/x-opml", opml)
    done = feeds("import", site.url + "/list.opml", ALLOW)
    assert done.returncode == 0, done.stderr
    assert urls(catalogue) == ["https://old.example/rss", "https://new.example/rss"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [("<opml><body>\n<outline></opml>", "line 2"), ("", "holds no feed"), ("[[feed]]\nurl = 3\n", "list.x, line")],
)
def test_a_bad_list_is_refused_whole(feeds: Feeds, catalogue: Path, tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "list.x").write_text(text)
    assert fault in feeds("import", "list.x").refused(2)
    assert "cannot be read" in feeds("import", "nowhere").refused(2)
    assert catalogue.read_text() == CATALOGUE


def test_try_shows_what_would_be_stored_and_writes_nothing(feeds: Feeds, tmp_path: Path, site: Any) -> None:
    body = (
        b"<rss version='2.0'><channel><title>Courier</title><item><title>Envoys &lt;b&gt;meet&lt;/b&gt;\x1b[2J</title>"
        b"<link>/1</link><pubDate>Tue, 24 Nov 2026 15:07:41 GMT</pubDate></item>"
        b"<item><title>No date</title><link>/2</link><pubDate>24/13/2026</pubDate></item></channel></rss>"
    )
    site.answers["/feed.xml"] = (200, "application/rss+xml", body)
    before = sorted(tmp_path.rglob("*"))
    done = feeds("try", site.url + "/feed.xml", ALLOW)
    assert done.returncode == 0, done.stderr
    assert "1. Envoys meet" in done.stdout
    assert "published 2026-11-24 15:07 UTC (published read as rfc822" in done.stdout
    assert "no date, from '24/13/2026'" in done.stdout
    assert "bad-date" in done.stdout
    assert "\x1b" not in done.stdout
    assert sorted(tmp_path.rglob("*")) == before
