"""The catalogue that ships: wide, sourced, sorted, and honest about what nobody has tried."""

import re
from collections import Counter

import pytest

from extractors.catalogue import load_catalogue, shipped_catalogue_text
from extractors.records import Feed


@pytest.fixture(scope="module")
def feeds() -> tuple[Feed, ...]:
    return load_catalogue(shipped_catalogue_text(), name="seeds/feeds.toml")


def test_it_covers_many_outlets_of_many_countries(feeds: tuple[Feed, ...]) -> None:
    assert len({feed.outlet for feed in feeds}) >= 80
    assert len({feed.country for feed in feeds}) >= 40


def test_most_is_in_the_language_that_the_coder_reads(feeds: tuple[Feed, ...]) -> None:
    languages = Counter(feed.language for feed in feeds)
    assert languages["en"] >= 80
    assert len(languages) >= 8


def test_each_feed_says_where_its_address_was_found_and_claims_no_more(feeds: tuple[Feed, ...]) -> None:
    assert [feed.url for feed in feeds if not re.match(r"https://\S+$", feed.found_in or "")] == []
    assert [feed.url for feed in feeds if feed.verified] == []


def test_one_feed_an_outlet_so_that_no_outlet_is_asked_twice(feeds: tuple[Feed, ...]) -> None:
    assert [outlet for outlet, count in Counter(feed.outlet for feed in feeds).items() if count > 1] == []


def test_https_except_where_only_http_was_found(feeds: tuple[Feed, ...]) -> None:
    plain = [feed.url for feed in feeds if feed.url.startswith("http:")]
    assert len(plain) <= 6


@pytest.mark.parametrize("outlet", ["NATO", "UN News", "IAEA", "TASS", "Ukrinform", "Al Jazeera", "BBC News"])
def test_the_cornerstones_are_there(feeds: tuple[Feed, ...], outlet: str) -> None:
    assert outlet in {feed.outlet for feed in feeds}


def test_each_group_is_sorted_by_outlet() -> None:
    for group in shipped_catalogue_text().split("\n# --- ")[1:]:
        outlets = re.findall(r'^outlet = "(.*)"$', group, re.MULTILINE)
        assert outlets == sorted(outlets, key=lambda name: name.casefold().removeprefix("the "))
