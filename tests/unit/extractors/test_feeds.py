"""Feeds of every format and with the extensions that news feeds use; identity and encodings are in tests/faults."""

import json
from datetime import UTC, datetime

import pytest

from extractors.feeds import ParsedFeed, parse_feed
from extractors.records import Entry, Feed, Reason

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FEED = Feed(feed_id="f", url="http://courier.example/feeds/world.xml", outlet="Harbour Courier")
AT = datetime(2026, 11, 22, 15, 7, 41, tzinfo=UTC)


def _parse(text: str) -> ParsedFeed:
    return parse_feed(text.encode(), feed=FEED, base_url=FEED.url, content_type=None, now=NOW)


def _entry(inside: str, namespaces: str = "") -> Entry:
    parsed = _parse(f'<rss version="2.0" {namespaces}><channel><title>C</title><item>{inside}</item></channel></rss>')
    return parsed.entries[0]


def test_rss_090_and_10_keep_their_items_beside_the_channel() -> None:
    head = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    body = (
        "<channel rdf:about='x'><title>Courier</title></channel><item rdf:about='http://courier.example/1'>"
        "<title>Envoys meet</title><link>http://courier.example/1</link><dc:date>2026-11-22T15:07:41Z</dc:date>"
        "<dc:creator>A. Reporter</dc:creator></item></rdf:RDF>"
    )
    for namespace, version in (
        ("http://my.netscape.com/rdf/simple/0.9/", "rss090"),
        ("http://purl.org/rss/1.0/", "rss10"),
    ):
        parsed = _parse(head.format(namespace) + body)
        entry = parsed.entries[0]
        assert (parsed.version, parsed.title, entry.title, entry.authors) == (
            version,
            "Courier",
            "Envoys meet",
            ("A. Reporter",),
        )
        assert (entry.published_at, entry.published_raw) == (AT, "2026-11-22T15:07:41Z")
        assert entry.published_method == "updated:iso8601:high"


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "0.94", "2.0", "9.9"])
def test_rss_of_every_version(version: str) -> None:
    item = (
        "<item><title>Envoys &amp;amp; &lt;b&gt;ministers&lt;/b&gt; meet</title><link>/1</link><guid>g 1 </guid>"
        "<description>&lt;p&gt;Text&lt;/p&gt;</description><author>desk@courier.example (A. Reporter)</author>"
        "<pubDate>Sun, 22 Nov 2026 15:07:41 GMT</pubDate></item>"
    )
    parsed = _parse(f'<rss version="{version}"><channel><title>C</title><ttl>90</ttl>{item}</channel></rss>')
    entry = parsed.entries[0]
    assert (entry.title, entry.url, entry.guid) == ("Envoys & ministers meet", "http://courier.example/1", "g 1")
    assert (entry.summary, entry.authors) == ("<p>Text</p>", ("A. Reporter",))
    assert (entry.published_at, entry.published_method) == (AT, "published:rfc822:high")
    assert parsed.hints.ttl_s == 5400
    assert not parsed.problems


@pytest.mark.parametrize(
    ("namespace", "published", "updated"),
    [
        ("http://www.w3.org/2005/Atom", "published", "updated"),
        ("http://purl.org/atom/ns#", "issued", "modified"),
    ],
)
def test_atom_10_and_03(namespace: str, published: str, updated: str) -> None:
    parsed = _parse(
        f'<feed xmlns="{namespace}" xml:base="http://courier.example/base/" xml:lang="en"><title>Courier</title>'
        f'<link rel="hub" href="http://hub.example/"/><link rel="self" href="http://courier.example/atom"/>'
        f'<entry xml:base="sub/"><title type="html">Envoys &lt;i&gt;meet&lt;/i&gt;</title>'
        f"<id>tag:courier.example,2026:1</id>"
        f'<link rel="replies" href="replies"/><link rel="alternate" type="text/html" href="1.html"/>'
        f"<{published}>2026-11-22T15:07:41Z</{published}><{updated}>2026-11-23T15:07:41Z</{updated}>"
        f"<author><name>A. Reporter</name></author>"
        f'<content type="html">&lt;p&gt;All of it&lt;/p&gt;</content></entry></feed>'
    )
    entry = parsed.entries[0]
    assert (entry.title, entry.guid) == ("Envoys meet", "tag:courier.example,2026:1")
    assert entry.url == "http://courier.example/base/sub/1.html"
    assert entry.content == "<p>All of it</p>"
    assert (entry.published_at, entry.updated_at) == (AT, AT.replace(day=23))
    assert (parsed.hints.hub, parsed.hints.self_url) == ("http://hub.example/", "http://courier.example/atom")


def test_cdf_is_read_too() -> None:
    parsed = _parse(
        '<CHANNEL><TITLE>Courier</TITLE><ITEM HREF="http://courier.example/1">'
        "<TITLE>Envoys meet</TITLE></ITEM></CHANNEL>"
    )
    assert (parsed.title, parsed.entries[0].title, parsed.entries[0].url) == (
        "Courier",
        "Envoys meet",
        "http://courier.example/1",
    )


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_json_feed(version: str) -> None:
    item = {
        "id": 7,
        "url": "/1",
        "title": "Envoys <b>meet</b>",
        "content_text": "a < b",
        "summary": "short",
        "date_published": "2026-11-22T15:07:41Z",
        "date_modified": "2026-11-23T15:07:41Z",
        "authors": [{"name": "A. Reporter"}],
        "author": {"name": "A. Reporter"},
    }
    document = {
        "version": version,
        "title": "Courier",
        "feed_url": "http://courier.example/f",
        "hubs": [{"type": "WebSub", "url": "http://hub.example/"}],
        "items": [item, "x", {"id": None}],
    }
    parsed = _parse(json.dumps(document))
    entry = parsed.entries[0]
    assert (parsed.title, parsed.hints.hub, parsed.hints.self_url) == (
        "Courier",
        "http://hub.example/",
        "http://courier.example/f",
    )
    assert (entry.guid, entry.url, entry.title, entry.content) == (
        "7",
        "http://courier.example/1",
        "Envoys meet",
        "a &lt; b",
    )
    assert (entry.authors, entry.published_at, entry.updated_at) == (("A. Reporter",), AT, AT.replace(day=23))
    assert entry.published_method == "date_published:iso8601:high"
    assert len(parsed.entries) == 2


def test_content_encoded_and_media_and_geo_extensions_do_no_harm() -> None:
    entry = _entry(
        "<title>Envoys meet</title><media:title>A photo</media:title><media:content url='http://x.example/p.jpg'>"
        "<media:description>Photo</media:description></media:content><georss:point>45.2 -71.9</georss:point>"
        "<link>http://courier.example/1</link><content:encoded><![CDATA[<p>All</p>]]></content:encoded><description>Some</description>",
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:georss="http://www.georss.org/georss" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
    )
    assert (entry.title, entry.content, entry.summary) == ("Envoys meet", "<p>All</p>", "Some")


def test_wishes_of_the_channel() -> None:
    parsed = _parse(
        '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>C</title>'
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency><language>en-GB</language>"
        "<skipHours><hour>0</hour><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day><day>Monday</day></skipDays>"
        "</channel></rss>"
    )
    assert (parsed.hints.update_s, parsed.hints.ttl_s, parsed.language) == (21_600, None, "en-GB")
    assert (parsed.hints.skip_hours, parsed.hints.skip_days) == (frozenset({0, 1}), frozenset({6, 0}))
    assert parsed.readable


@pytest.mark.parametrize(("ttl", "seconds"), [("0", None), ("-5", None), ("sixty", None), ("60.0", 3600), ("", None)])
def test_a_ttl_that_is_none_counts_as_absent(ttl: str, seconds: int | None) -> None:
    parsed = _parse(f'<rss version="2.0"><channel><title>C</title><ttl>{ttl}</ttl></channel></rss>')
    assert parsed.hints.ttl_s == seconds


def test_links_that_stand_in_for_an_article_stay_as_they_are() -> None:
    link = "https://news.google.com/rss/articles/CBMiX?oc=5&hl=en"
    assert _entry(f"<link>{link.replace('&', '&amp;')}</link>").url == link


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<guid>http://courier.example/1</guid>", "http://courier.example/1"),
        ('<guid isPermaLink="false">http://courier.example/1</guid>', "http://courier.example/1"),
        ('<guid isPermaLink="false">1</guid>', None),
        (
            "<link>http://feeds.example/~r/1</link><fb:origLink>http://courier.example/1</fb:origLink>",
            "http://courier.example/1",
        ),
        ("<link>http://courier.example/?a=1&b=2&copy=3</link>", "http://courier.example/?a=1&b=2&copy=3"),
        ("<link><![CDATA[http://courier.example/?a=1&b=2&copy=3]]></link>", "http://courier.example/?a=1&b=2&copy=3"),
        ("<link>javascript:alert(1)</link>", None),
        ("<link> \n /1 \n</link>", "http://courier.example/1"),
        ('<a:link href="/atom"/><link>/rss</link>', "http://courier.example/rss"),
        ('<enclosure url="http://x.example/a.mp3" type="audio/mpeg"/>', None),
    ],
)
def test_the_link_of_an_entry(inside: str, url: str | None) -> None:
    names = 'xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" xmlns:a="http://www.w3.org/2005/Atom"'
    assert _entry(f"<title>T</title>{inside}", names).url == url


def test_an_entry_without_anything_is_kept_and_counted() -> None:
    parsed = _parse('<rss version="2.0"><channel><title>C</title><item></item></channel></rss>')
    entry = parsed.entries[0]
    assert (entry.title, entry.url, entry.guid, entry.published_at, entry.published_raw) == ("", None, None, None, None)
    assert [problem.code for problem in parsed.problems] == [Reason.NO_LINK]


def test_an_entry_that_links_nowhere_is_named_by_its_guid_and_title() -> None:
    inside = "<item><title>Talks</title><guid isPermaLink='false'>g 1</guid></item>"
    (problem,) = _parse(f'<rss version="2.0"><channel><title>C</title>{inside}</channel></rss>').problems
    assert (problem.code, problem.subject) == (Reason.NO_LINK, "g 1")
    assert "'Talks'" in problem.detail


def test_a_date_that_is_none_falls_back_on_the_next_and_is_counted() -> None:
    parsed = _parse(
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>C</title><item><link>/1</link>'
        "<pubDate>soon</pubDate><dc:date>2026-11-22T15:07:41Z</dc:date></item></channel></rss>"
    )
    assert (parsed.entries[0].published_at, parsed.entries[0].published_raw) == (AT, "2026-11-22T15:07:41Z")
    assert [problem.code for problem in parsed.problems] == [Reason.BAD_DATE]


def test_the_channels_own_date_is_not_the_entries() -> None:
    parsed = _parse(
        '<rss version="2.0"><channel><title>C</title><pubDate>Sun, 22 Nov 2026 15:07:41 GMT</pubDate>'
        "<item><link>/1</link></item></channel></rss>"
    )
    assert parsed.entries[0].published_at is None


def test_rdf_that_breaks_off_behind_its_channel_keeps_its_items() -> None:
    head = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>C</title></channel>'
    parsed = _parse(
        head + "<item><title>Envoys meet</title><link>http://courier.example/1</link></item><item><title>Cut"
    )
    assert parsed.entries[0].title == "Envoys meet"
    assert parsed.problems[0].code is Reason.BROKEN_FEED
