"""Removing feeds: nothing else in the file changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.catalogue import load_catalogue, shipped_catalogue_text
from extractors.catalogue_edit import remove_feed
from extractors.errors import CatalogueError

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
