"""Feeds that a page names."""

from extractors.discovery import feed_links

BASE = "http://courier.example/news/"


def test_declared_feeds_come_first_then_links_that_look_like_feeds() -> None:
    page = """<html><head><base href="/sub/">
    <link rel="alternate" type="application/rss+xml" title="World &amp; more" href="world.xml">
    <LINK REL='ALTERNATE' TYPE='application/feed+json; charset=utf-8' HREF='//other.example/feed.json'>
    <link rel="alternate" type="application/json" href="/wp-json/oembed/1.0/embed?url=x">
    <link rel="alternate" hreflang="fr" href="/fr/"><link rel="stylesheet" type="text/css" href="rss.css">
    </head><body><a href="/rss/sport"><b>Sport</b> feed</a><a href="/pressroom">Press</a><a href="/world.html">World</a>
    <a href="world.xml">again</a></body></html>"""
    found = [(link.url, link.title, link.declared) for link in feed_links(page, BASE)]
    assert found == [
        ("http://courier.example/sub/world.xml", "World & more", True),
        ("http://other.example/feed.json", None, True),
        ("http://courier.example/rss/sport", "Sport feed", False),
    ]


def test_each_address_is_listed_once_as_declared() -> None:
    page = '<a href="/feed/">Feed</a><link rel="alternate" type="application/rss+xml" href="/feed/">'
    assert [(link.url, link.declared) for link in feed_links(page, BASE)] == [("http://courier.example/feed/", True)]


def test_nothing_is_guessed_and_nothing_raises() -> None:
    for page in (
        "",
        "<html></html>",
        "<link rel=alternate type=application/rss+xml>",
        "<![if <a href='http://[x'>",
        "<!" * 99,
        "\0<a href",
    ):
        assert feed_links(page, BASE) == ()
