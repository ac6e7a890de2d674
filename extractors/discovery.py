"""Feeds that a site's page names: `link rel=alternate` in its head, and plain links that look like feeds."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

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
    reader = _Reader(base_url)
    try:
        reader.feed(page[:_MOST])
        reader.close()
    except (AssertionError, ValueError):
        pass  # what was found before the markup went astray still counts
    return tuple({link.url: link for link in reversed([*reader.declared, *reader.others])}.values())[::-1]


class _Reader(HTMLParser):
    """Collects links; the text of an anchor becomes its title."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base_url = base_url
        self.declared: list[FeedLink] = []
        self.others: list[FeedLink] = []
        self._open: str | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, anchors and the page's own base."""
        has = {name: value or "" for name, value in attrs}
        href = absolute_url(self.base_url, has.get("href"))
        if tag == "base" and href:
            self.base_url = href
        elif tag == "link" and href and {"alternate", "feed"} & set(has.get("rel", "").lower().split()):
            if _TYPES.match(has.get("type", "").strip()) and "oembed" not in href:
                title = plain_text(has.get("title", "")) or None
                self.declared.append(FeedLink(url=href, title=title, declared=True))
        elif tag == "a" and href and _LOOKS.search(href):
            self._open, self._text = href, []

    def handle_data(self, data: str) -> None:
        """Gather the words of an open anchor."""
        if self._open is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close an anchor."""
        if tag == "a" and self._open is not None:
            title = plain_text("".join(self._text)) or None
            self.others.append(FeedLink(url=self._open, title=title, declared=False))
            self._open = None
