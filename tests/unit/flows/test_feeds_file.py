"""The user's catalogue as a file: comments stay, duplicates do not, and no failure leaves half of it."""

import os
import stat
import threading
from pathlib import Path

import pytest

from extractors.catalogue import load_catalogue
from extractors.errors import CannotStartError, CatalogueError
from extractors.records import Feed
from extractors.urls import feed_id
from flows import feeds_file
from flows.feeds_file import alike, editing, followed_feeds, merged, removed, write_text
from flows.settings import Settings, read_settings

TEXT = '# mine\n\n[[feed]]\nurl = "https://www.a.example/rss/"\noutlet = "A"  # slow\n\n# second\n[[feed]]\n'
TEXT += 'url = "https://b.example/rss"\noutlet = "B"\n'


def feed(url: str) -> Feed:
    return Feed(feed_id=feed_id(url), url=url, outlet="New", title="Talks", verified=True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(home=tmp_path / "data", environment={}, folder=tmp_path)


SAME = [
    ("https://a.example/rss", "http://www.a.example/rss/"),
    ("https://a.example/rss", "https://a.example:443/rss?utm_source=x#top"),
    ("https://a.example", "https://a.example/"),
]
UNLIKE = [
    ("https://a.example/rss", "https://a.example/RSS"),
    ("https://a.example/rss?n=1", "https://a.example/rss?n=2"),
    ("https://a.example/rss", "https://news.a.example/rss"),
    ("https://a.example:8080/rss", "https://a.example/rss"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_feed_are_alike(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_addresses_of_two_feeds_are_not(one: str, other: str) -> None:
    assert alike(one) != alike(other)


def test_new_feeds_are_appended_and_the_rest_stays_to_the_letter() -> None:
    listed = [
        feed("http://a.example/rss"),
        feed("https://c.example/"),
        feed("https://c.example"),
        feed("https://d.example/"),
    ]
    result = merged(TEXT, listed, name="f")
    assert result.text.startswith(TEXT)
    assert [one.url for one in result.new] == ["https://c.example/", "https://d.example/"]
    assert [one.url for one in result.known] == ["http://a.example/rss", "https://c.example"]
    assert load_catalogue(result.text, name="f")[2:] == result.new


def test_nothing_new_changes_no_letter() -> None:
    assert merged(TEXT, [feed("https://b.example/rss")], name="f").text == TEXT


def test_a_feed_is_removed_by_any_of_its_spellings() -> None:
    text, gone = removed(TEXT, "http://a.example/rss", name="f")
    assert gone.outlet == "A"
    assert text == '# mine\n\n# second\n[[feed]]\nurl = "https://b.example/rss"\noutlet = "B"\n'


def test_what_is_not_followed_cannot_be_removed() -> None:
    with pytest.raises(CatalogueError, match=r"f has no feed https://x\.example/"):
        removed(TEXT, "https://x.example/", name="f")


def test_writing_keeps_links_and_permissions(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "feeds.toml"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_text(link, "new ü")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new ü"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feeds.toml", "real.toml"]


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_text(tmp_path / "ours", "")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotStartError, match=r"feeds\.toml cannot be written: No space left on device\."):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert [left.name for left in tmp_path.iterdir()] == ["feeds.toml"]


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotStartError, match="No such file"):
        write_text(tmp_path / "nowhere" / "x.opml", "")


def test_first_use_makes_the_catalogue(settings: Settings) -> None:
    with editing(settings) as text:
        assert len(load_catalogue(text, name="f")) > 100
    assert settings.feeds_file.exists()


def test_a_catalogue_in_another_form_cannot_be_edited(settings: Settings) -> None:
    settings.home.mkdir()
    settings.feeds_file.write_text('<opml><body><outline xmlUrl="https://a.example/rss"/></body></opml>')
    with pytest.raises(CatalogueError, match="is no TOML"), editing(settings):
        pass


def test_a_data_folder_that_is_a_file_is_named(settings: Settings) -> None:
    settings.home.write_text("")
    with pytest.raises(CatalogueError, match="cannot be made"):
        followed_feeds(settings)
    with pytest.raises(CatalogueError, match="cannot be edited"), editing(settings):
        pass


def test_two_commands_at_once_lose_no_feed(settings: Settings) -> None:
    settings.home.mkdir()
    settings.feeds_file.write_text(TEXT)

    def add(number: int) -> None:
        with editing(settings) as text:
            write_text(settings.feeds_file, merged(text, [feed(f"https://{number}.example/")], name="f").text)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(followed_feeds(settings)) == 10


def test_who_waits_too_long_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds_file, "_PATIENCE_S", 0)
    with editing(settings), pytest.raises(CatalogueError, match="Another command"), editing(settings):
        pass
