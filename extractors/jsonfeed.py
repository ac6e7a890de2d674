"""JSON Feed 1.0 and 1.1 (jsonfeed.org), which feedparser cannot read: JSON is UTF-8 whatever the header says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractors.entries import RawEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFeed:
    """The document's own words."""

    version: str
    title: str
    entries: tuple[RawEntry, ...]
    hub: str | None
    feed_url: str | None
    home_page_url: str | None
    language: str | None


def read(body: bytes) -> JsonFeed | str:
    """Read a JSON Feed; a sentence that says why not where it is none. Items of a wrong shape are taken as empty."""
    try:
        found = json.loads(body.lstrip(b"\xef\xbb\xbf").decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError) as error:
        return f"the body begins like JSON but is none: {error}"
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        return "the body is JSON, but no JSON Feed: it has no list named items"
    return JsonFeed(
        version="json1" if "1.1" not in _text(found, "version") else "json11",
        title=_text(found, "title"),
        entries=tuple(_entry(item) for item in found["items"] if isinstance(item, dict)),
        hub=next((_text(hub, "url") for hub in _maps(found, "hubs") if _text(hub, "url")), None),
        feed_url=_text(found, "feed_url") or None,
        home_page_url=_text(found, "home_page_url") or None,
        language=_text(found, "language") or None,
    )


def _entry(item: Mapping[str, Any]) -> RawEntry:
    """Take one item; `external_url` is the article that a link log points to, `url` the page about it."""
    guid = _text(item, "id")
    links = [_text(item, "url"), _text(item, "external_url"), guid if guid.startswith(("http://", "https://")) else ""]
    authors = [*_maps(item, "authors"), *([item["author"]] if isinstance(item.get("author"), dict) else [])]
    published, updated = _text(item, "date_published"), _text(item, "date_modified")
    text = _text(item, "content_text")
    return RawEntry(
        guid=guid or None,
        links=tuple(link for link in links if link),
        title=_text(item, "title"),
        summary=_text(item, "summary") or None,
        content=_text(item, "content_html") or _escaped(text) or None,
        authors=tuple(dict.fromkeys(_text(author, "name") for author in authors)),
        published=(("date_published", published),) if published else (),
        updated=(("date_modified", updated),) if updated else (),
    )


def _escaped(text: str) -> str:
    """Write plain text as HTML, which is what an entry's content is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _maps(found: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = found.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(found: Mapping[str, Any], key: str) -> str:
    """Give a field as text; numbers count too, since ids are often written as such."""
    value = found.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
