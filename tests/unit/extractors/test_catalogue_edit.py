"""Adding and removing feeds: nothing else in the file changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.catalogue import load_catalogue, shipped_catalogue_text
from extractors.catalogue_edit import add_feed, remove_feed
from extractors.errors import CatalogueError
from extractors.records import Feed
from extractors.urls import feed_id

TEXT = """# mine

[[feed]]
url = "https://a.example/"
outlet = "A"

# --- Group B

# careful with this one
[[feed]]
url = "https://b.example/"
# slow
outlet = "B"

[[feed]]
url = "https://c.example/"
outlet = "C"
"""


def feed(url: str) -> Feed:
    return Feed(feed_id=feed_id(url), url=url, outlet="New", title='Say "hi"', country="FRA", language="fr")


def test_added_at_the_end_with_the_rest_as_it_was() -> None:
    added = add_feed(TEXT, feed("https://n.example/"), name="f")
    assert added.startswith(TEXT + "\n[[feed]]\n")
    assert load_catalogue(added, name="f")[-1] == feed("https://n.example/")


def test_the_first_feed_of_an_empty_catalogue() -> None:
    assert load_catalogue(add_feed("", feed("https://n.example/"), name="f"), name="f") == (feed("https://n.example/"),)


def test_what_stands_there_already_is_not_added() -> None:
    with pytest.raises(CatalogueError, match=r"'https://b.example/' stands at line 10 already"):
        add_feed(TEXT, feed("https://b.example/"), name="f")


def test_removed_with_its_own_lines_alone() -> None:
    assert remove_feed(TEXT, "https://b.example/", name="f") == TEXT.replace(
        '[[feed]]\nurl = "https://b.example/"\n# slow\noutlet = "B"\n\n', ""
    )


@pytest.mark.parametrize("url", ["https://a.example/", "https://c.example/"])
def test_comments_of_the_neighbours_stay(url: str) -> None:
    left = remove_feed(TEXT, url, name="f")
    assert "# --- Group B\n\n# careful with this one\n[[feed]]\n" in left
    assert url not in left
    assert len(load_catalogue(left, name="f")) == 2


def test_what_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(CatalogueError, match=r"no table of its own has the address 'https://x.example/'"):
        remove_feed(TEXT, "https://x.example/", name="f")


def test_the_last_feed_stays() -> None:
    text = '[[feed]]\nurl = "https://a.example/"\noutlet = "A"\n'
    with pytest.raises(CatalogueError, match="is its only feed"):
        remove_feed(text, "https://a.example/", name="f")


@settings(deadline=None, max_examples=20)
@given(st.sampled_from([feed.url for feed in load_catalogue(shipped_catalogue_text(), name="s")]))
def test_removing_one_leaves_the_others(url: str) -> None:
    before = load_catalogue(shipped_catalogue_text(), name="s")
    after = load_catalogue(remove_feed(shipped_catalogue_text(), url, name="s"), name="s")
    assert after == tuple(feed for feed in before if feed.url != url)


@settings(deadline=None)
@given(st.sampled_from(["", "\n", "\n\n", "# end"]))
def test_adding_then_removing_changes_no_feed(end: str) -> None:
    text = TEXT + end
    added = add_feed(text, feed("https://n.example/"), name="f")
    left = remove_feed(added, "https://n.example/", name="f")
    assert left.rstrip() == text.rstrip()
