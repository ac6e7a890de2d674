"""What docs/catalogue.md shows is what the code does."""

import re
from pathlib import Path

import pytest

from extractors.catalogue import load_catalogue
from extractors.errors import CatalogueError
from extractors.feedlists import KEYS
from extractors.outlets import shipped_outlets

DOCS = (Path(__file__).parents[3] / "docs" / "catalogue.md").read_text(encoding="utf-8")


def test_the_example_is_a_catalogue() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    (feed,) = load_catalogue(example, name="docs")
    assert (feed.outlet, feed.country, feed.language, feed.verified) == ("The Example", "NZL", "en", False)


def test_the_table_has_the_keys_that_are_known() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \| (?:yes|no) \|", DOCS, re.MULTILINE)) == KEYS


def test_the_message_shown_is_the_message_given() -> None:
    (shown,) = re.findall(r"```\n(feeds.toml, line.*?)\n```", DOCS)
    text = '[[feed]]\nurl = "https://news.example/"\noutlet = "A"\ntitel = "x"\n'
    with pytest.raises(CatalogueError, match=re.escape(shown)):
        load_catalogue(text, name="feeds.toml")


def test_the_number_of_known_hosts_is_about_right() -> None:
    assert 250 <= len(shipped_outlets()) <= 350
