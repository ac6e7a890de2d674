import json
from typing import Any

import pytest

from extractors.bylines import authors_of
from extractors.flags import flags_of
from extractors.metadata import Facts, facts_of
from extractors.pages import Page
from extractors.records import Entry
from extractors.structured import Structured, structured
from extractors.titles import title_of
from extractors.trees import Element, parse

ENGLISH = "The minister of the country said that it was for the people to decide, and that he would go. " * 3


def read(*, head: str = "", body: str = "", ld: Any = None, attributes: str = "") -> tuple[Structured, Element]:
    script = f"<script type='application/ld+json'>{json.dumps(ld)}</script>" if ld is not None else ""
    tree, _ = parse(f"<html {attributes}><head>{head}{script}</head><body>{body}</body></html>")
    return structured(tree), tree


def facts(url: str = "https://outlet.example/a", text: str = ENGLISH, **parts: Any) -> Facts:
    stated, tree = read(**parts)
    return facts_of(Page(url=url, final_url=url, body=b"", outlet="o"), stated, tree, text)


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


@pytest.mark.parametrize(
    ("headline", "shared", "heading", "title"),
    [
        ("Army takes the bridge", "Army takes the bridge", "Army takes the bridge", "Army takes the bridge"),
        ("", "", "Army takes the bridge at dawn", "Army takes the bridge at dawn"),
        ("Army takes the bridge", "Bridge falls after a week of fire", "Army takes the bridge",
         "Bridge falls after a week of fire"),
        ("Bridge falls after a week of fire", "Army takes the bridge", "Army takes the bridge",
         "Bridge falls after a week of fire"),
        ("Army takes the bridge", "Army takes the bridge - World | The Outlet", "Army takes the bridge",
         "Army takes the bridge"),
        ("Army takes the bridge", "Army takes the bridge", "The Outlet", "Army takes the bridge"),
        ("Army takes the bridge &amp; the town", "", "", "Army takes the bridge & the town"),
    ],
)  # fmt: skip
def test_the_title_is_the_publishers(headline: str, shared: str, heading: str, title: str) -> None:
    ld = {"@type": "NewsArticle", "headline": headline} if headline else None
    stated, _ = read(head=og(shared) if shared else "", body=f"<h1>{heading}</h1>" if heading else "", ld=ld)
    assert title_of(None, stated)[0] == title


def test_the_heading_is_the_one_that_other_titles_speak_of() -> None:
    stated, _ = read(head=og("Army takes the bridge"), body="<h1>Log in</h1><h1>Army takes the bridge</h1>")
    assert title_of(None, stated) == ("Army takes the bridge", "page")


def test_the_outlets_name_is_cut_off_a_title() -> None:
    name = '<meta property="og:site_name" content="The Outlet">'
    stated, _ = read(head=og("Army takes the bridge | The Outlet") + name)
    assert title_of(None, stated) == ("Army takes the bridge", "meta")


def test_the_feeds_title_comes_first() -> None:
    stated, _ = read(body="<h1>Army takes the bridge</h1>")
    assert title_of(Entry(entry_id="e", feed_id="f", title="Bridge falls"), stated) == ("Bridge falls", "feed")


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Ann Ash"}, ("Ann Ash",)),
        ([{"@type": "Person", "name": "Ann Ash"}, {"@type": "Person", "name": "Bo Beech"}], ("Ann Ash", "Bo Beech")),
        ({"@type": "Person", "name": "Ann Ash und Bo Beech, dpa"}, ("Ann Ash", "Bo Beech", "dpa")),
        ([{"@type": "Person", "name": "Ann Ash"}, {"@type": "Organization", "name": "SDA"}], ("Ann Ash", "SDA")),
        ("By Ann Ash", ("Ann Ash",)),
        ({"@id": "#ann"}, ("Ann Ash",)),
        ({"@type": "Person", "name": "https://outlet.example/ann"}, ("Bo Byline",)),
        ({"@type": "Organization", "name": "The Outlet"}, ("Bo Byline",)),
        ([[None]], ("Bo Byline",)),
    ],
)
def test_authors_are_people_before_publishers(author: Any, names: tuple[str, ...]) -> None:
    ld = {"@graph": [{"@type": "NewsArticle", "author": author}, {"@id": "#ann", "@type": "Person", "name": "Ann Ash"}]}
    stated, tree = read(ld=ld, body="<p class='byline'>By <a href='/author/bo'>Bo Byline</a></p>")
    assert authors_of(None, stated, tree)[0] == names


def test_a_publisher_is_the_author_where_nobody_else_is_named() -> None:
    ld = {"@type": "NewsArticle", "author": {"@type": "Organization", "name": "The Outlet"}}
    stated, tree = read(ld=ld)
    assert authors_of(None, stated, tree) == (("The Outlet",), "json-ld")


@pytest.mark.parametrize(
    ("parts", "published", "origin"),
    [
        ({"ld": {"@type": "Report", "datePublished": "2026-05-08T01:10+02:00"}},
         "2026-05-08T01:10:00+02:00", "json-ld"),
        ({"ld": [{"@type": "WebPage", "datePublished": "2020-01-01"},
                 {"@type": "NewsArticle", "datePublished": "2026-05-08"}]}, "2026-05-08T00:00:00+00:00", "json-ld"),
        ({"head": "<meta name='date' content='2026-05-08 14:02:09'>"
                  "<meta name='pubdate' content='2026-05-08 14:02 +01:00'>"},
         "2026-05-08T14:02:00+01:00", "meta"),
        ({"head": "<meta property='article:published_time' content='Fri, 08 May 2026 12:00:00 GMT'>"},
         "2026-05-08T12:00:00+00:00", "meta"),
        ({"body": "<time datetime='2020-01-01'></time><h1>Headline</h1><time datetime='2026-05-08T10:00Z'></time>"},
         "2026-05-08T10:00:00+00:00", "page"),
        ({"url": "https://outlet.example/2026/05/08/talks"}, "2026-05-08T00:00:00+00:00", "url"),
    ],
)  # fmt: skip
def test_the_time_of_publication_keeps_its_offset(parts: dict[str, Any], published: str, origin: str) -> None:
    found = facts(**parts)
    assert found.published is not None
    assert found.published.isoformat() == published
    assert f"published:{origin}" in found.origins


@pytest.mark.parametrize(
    ("parts", "language"),
    [
        ({"attributes": "lang='de-CH'", "text": "Kurz."}, "de"),
        ({"attributes": "lang='en'"}, "en"),
        ({}, "en"),
        (
            {
                "attributes": "lang='en'",
                "text": "Der Minister sagte, dass er nicht zu den Gesprächen reisen werde. " * 5,
            },
            "de",
        ),
        ({"head": "<meta property='og:locale' content='fr_FR'>", "text": "Bref."}, "fr"),
        ({"text": "Bref."}, None),
    ],
)
def test_the_language_is_as_stated_unless_a_template_says_english(parts: dict[str, Any], language: str | None) -> None:
    assert facts(**parts).language == language


@pytest.mark.parametrize(
    ("url", "parts", "length", "flags"),
    [
        ("https://o.example/a", {"ld": {"@type": "NewsArticle", "isAccessibleForFree": False}}, 900, ("paywall",)),
        ("https://o.example/a", {"ld": {"@type": "NewsArticle", "isAccessibleForFree": False}}, 5000, ()),
        ("https://o.example/a", {"ld": {"@type": "NewsArticle", "isAccessibleForFree": "True"},
                                 "body": "<div class='paywall'></div>"}, 900, ()),
        ("https://o.example/a", {"body": "<div class='article-paywall'></div>"}, 900, ("paywall",)),
        ("https://o.example/a", {"ld": {"@type": "LiveBlogPosting"}}, 5000, ("live-blog",)),
        ("https://o.example/world/live/war", {}, 5000, ("live-blog",)),
        ("https://o.example/world/olive-oil", {}, 5000, ()),
        ("https://o.example/a", {"head": "<title>404 - Page not found</title>"}, 300, ("soft-404",)),
        ("https://o.example/a", {"head": "<link rel='canonical' href='https://o.example/'>"}, 300, ("soft-404",)),
        ("https://o.example/a", {"ld": {"@type": "VideoObject"}}, 300, ("video-only",)),
        ("https://o.example/a", {}, 100, ("too-short",)),
    ],
)  # fmt: skip
def test_flags_tell_what_may_not_be_whole(url: str, parts: dict[str, Any], length: int, flags: tuple[str, ...]) -> None:
    stated, tree = read(**parts)
    assert flags_of(url, stated, tree, "x" * length) == flags


@pytest.mark.parametrize(
    ("end", "walled"),
    [
        ("and so\u2026", True),
        ("57.09% are left to read.", True),
        ("He left.", False),
        ("It rose by 4 % " + "and fell again " * 9, False),
    ],
)
def test_a_long_text_behind_a_wall_is_whole_unless_it_breaks_off(end: str, walled: bool) -> None:  # noqa: FBT001
    stated, tree = read(ld={"@type": "NewsArticle", "isAccessibleForFree": "False"})
    assert ("paywall" in flags_of("https://o.example/a", stated, tree, "A word. " * 500 + "\n" + end)) == walled


def test_broken_json_ld_is_read_as_far_as_it_can_be() -> None:
    tree, _ = parse(
        '<html><head><script type=\'application/ld+json\'>{"@type": "NewsArticle", "headline": "a\nb",}</script>'
        "<script type='application/ld+json'>{not json</script></head><body></body></html>"
    )
    assert structured(tree).first_text("headline") == "a b"
