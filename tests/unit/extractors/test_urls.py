"""URLs made comparable, and ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.urls import absolute_url, article_id, canonical_url, entry_id, feed_id, host_key


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://127.0.1.7:8090/page/x?copy=3", "http://127.0.1.7:8090/page/x?copy=3"),
        ("http://harbour-gazette.example/a/b/", "http://harbour-gazette.example/a/b/"),
        ("HTTPS://News.Example:443/A//b/#top", "https://news.example/A/b/"),
        ("http://news.example", "http://news.example/"),
        ("https://news.example/a?utm_source=rss&utm_medium=feed", "https://news.example/a"),
        ("https://news.example/a?id=7&fbclid=x&gclid=y&at_medium=RSS", "https://news.example/a?id=7"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
        # what courlan alone would drop, and make one article of many
        ("https://news.example/story?12345", "https://news.example/story?12345"),
        ("https://news.example/story?cid=7", "https://news.example/story?cid=7"),
        ("https://news.example/story?global=7&sessionid=1", "https://news.example/story?global=7&sessionid=1"),
        ("https://news.google.com/rss/articles/CBMiX?oc=5", "https://news.google.com/rss/articles/CBMiX?oc=5"),
        ("https://r.example/?url=https://news.example/a", "https://r.example/?url=https://news.example/a"),
        (" http://news.example/\u00e4 b ", "http://news.example/%C3%A4%20b"),
        # no URL that we fetch: as it was
        ("mailto:desk@news.example", "mailto:desk@news.example"),
        ("http://[bad", "http://[bad"),
        ("http://news.example:99999/", "http://news.example:99999/"),
        ("no url at all", "no url at all"),
        ("", ""),
    ],
)
def test_canonical_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@given(st.text(max_size=80))
def test_canonical_never_raises(text: str) -> None:
    assert isinstance(canonical_url(text), str)
    assert isinstance(canonical_url(f"http://{text}"), str)
    assert isinstance(host_key(f"http://{text}"), str)
    absolute_url(f"http://{text}", text)


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.example(:\d{2,4})?(/[a-zA-Z0-9%._-]{0,8}){0,3}(\?[a-z=&0-9]{0,20})?", fullmatch=True
    )
)
def test_canonical_is_a_fixed_point(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/a", "http://news.example/a"),
        ("b?c=1", "http://news.example/dir/b?c=1"),
        ("//other.example/x", "http://other.example/x"),
        (" http://other.example/x\n", "http://other.example/x"),
        ("http://other.example/a\nb", "http://other.example/ab"),
        ("javascript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("tag:news.example,2026:1", None),
        ("http://[bad", None),
        ("http:///nowhere", "http://news.example/nowhere"),
        ("", None),
        (None, None),
    ],
)
def test_links_are_resolved_or_refused(link: str | None, absolute: str | None) -> None:
    assert absolute_url("http://news.example/dir/feed.xml", link) == absolute


def test_ids_are_stable_and_apart() -> None:
    assert article_id("http://news.example/a") == article_id("http://news.example/a")
    ids = {
        article_id("http://news.example/a"),
        feed_id("http://news.example/a"),
        feed_id("http://news.example/A"),
        entry_id("f", "g", "http://news.example/a", "t"),
        entry_id("f2", "g", "http://news.example/a", "t"),
        entry_id("f", None, "http://news.example/a", "t"),
        entry_id("f", None, None, "t"),
        entry_id("f", None, None, "t", "text"),
    }
    assert len(ids) == 8
    assert all(len(each) == 16 for each in ids)
