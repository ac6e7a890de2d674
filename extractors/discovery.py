"""Feeds that a site's page names: `link rel=alternate` in its head, and plain links that look like feeds."""

import re
from dataclasses import dataclass

from lxml import etree, html  # type: ignore[import-untyped] # has no types

from extractors.plaintext import plain_text
from extractors.urls import absolute_url

_TYPES = re.compile(
    r"^(?:application|text)/(?:(?:rss|atom|rdf)\+xml|xml|rdf|rss|atom|(?:feed\+)?json)\b", re.IGNORECASE
)
_LOOKS = re.compile(
    r"(?:/(?:rss|feeds?|atom)(?:[/.?]|$)|[./](?:rss|atom|rdf)(?:\?|$)|feed\.(?:xml|json)|rss\.xml|[?&](?:feed|format)=(?:rss|atom|json))",
    re.IGNORECASE,
)
_MOST = 2_000_000  # characters of a page that are looked through


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed that a page names. `declared` ones stand in `link rel=alternate`, the others only look like feeds."""

    url: str
    title: str | None
    declared: bool


def feed_links(page: str, base_url: str) -> tuple[FeedLink, ...]:
    """List the feeds that a page of a site names, declared ones first, each address once. Never raises."""
    try:
        tree = html.document_fromstring(
            page[:_MOST].encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError):
        return ()
    base = absolute_url(base_url, next((element.get("href") for element in tree.iter("base")), None)) or base_url
    declared = [link for element in tree.iter("link") if (link := _declared(element, base)) is not None]
    others = [link for element in tree.iter("a") if (link := _looking_like_one(element, base)) is not None]
    found: dict[str, FeedLink] = {}
    for link in (*declared, *others):
        found.setdefault(link.url, link)
    return tuple(found.values())


def _declared(element: html.HtmlElement, base: str) -> FeedLink | None:
    """Read `link rel=alternate` with the type of a feed."""
    href = absolute_url(base, element.get("href"))
    relations = set((element.get("rel") or "").lower().split())
    if href is None or "oembed" in href or not relations & {"alternate", "feed"}:
        return None
    if not _TYPES.match((element.get("type") or "").strip()):
        return None
    return FeedLink(url=href, title=plain_text(element.get("title") or "") or None, declared=True)


def _looking_like_one(element: html.HtmlElement, base: str) -> FeedLink | None:
    href = absolute_url(base, element.get("href"))
    if href is None or not _LOOKS.search(href):
        return None
    return FeedLink(url=href, title=plain_text(str(element.text_content()))[:200] or None, declared=False)
