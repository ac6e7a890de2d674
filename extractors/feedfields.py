"""The fields of one entry as feedparser names them, gathered into a `RawEntry`."""

import re
from collections.abc import Mapping
from typing import Any

from extractors.entries import RawEntry

_ADDRESS = re.compile(r"[<(]?(?:mailto:)?[^\s<>()@]+@[^\s<>()@]+[>)]?")


def raw_entry(found: Any) -> RawEntry:
    """Gather an entry that feedparser found."""
    has: dict[str, Any] = dict(found)  # feedparser's own get answers `updated` with `published`, and warns
    guid = text_of(has, "id") or None
    contents = [text_of(content, "value") for content in has.get("content", ())]
    return RawEntry(
        guid=guid,
        links=_links(has, guid),
        title=text_of(has, "title") or text_of(has, "media_title"),
        summary=text_of(has, "summary") or None,
        content=max(contents, key=len, default="") or None,
        authors=_authors(has),
        published=_dates(has, ("published", "created", "prism_publicationdate", "dcterms_issued", "dcterms_created")),
        updated=_dates(has, ("updated", "modified", "dcterms_modified", "prism_modificationdate")),
    )


def _links(has: Mapping[str, Any], guid: str | None) -> tuple[str, ...]:
    """Order the links that may be the article: the publisher's own before a feed service's, alternate before others."""
    listed = [(text_of(link, "href"), text_of(link, "rel"), text_of(link, "type")) for link in has.get("links", ())]
    pages = [href for href, rel, media in listed if rel == "alternate" and "html" in media]
    others = [href for href, rel, _ in listed if rel in {"alternate", "", "related", "via"}]
    ordered = [text_of(has, "feedburner_origlink"), text_of(has, "link"), *pages, *others]
    if guid and re.match(r"https?://", guid, re.IGNORECASE):
        ordered.append(guid)
    return tuple(dict.fromkeys(link for link in ordered if link))


def _authors(has: Mapping[str, Any]) -> tuple[str, ...]:
    """List names; an address is left out where there is a name. feedparser knows no top level longer than four."""
    listed = [text_of(author, "name") for author in has.get("authors", ()) if author]
    whole = text_of(has, "author")
    if len(listed) <= 1 and "@" in whole:
        listed = [_ADDRESS.sub(" ", whole).strip(" ()<>,;") or whole]
    names = [name for name in listed if name] or [whole]
    return tuple(dict.fromkeys(name for name in names if name))


def _dates(has: Mapping[str, Any], elements: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((element, text_of(has, element)) for element in elements if text_of(has, element))


def text_of(has: Mapping[str, Any], key: str) -> str:
    """Give a field as text without white space at its ends, empty where there is none."""
    value = has.get(key)
    return value.strip() if isinstance(value, str) else ""
