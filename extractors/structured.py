"""What a page says about itself to machines: JSON-LD, OpenGraph and other <meta>, <title>, <h1>, <html lang>."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from extractors.trees import Element, squeeze, text_of

_MAX_SCRIPT = 2_000_000  # characters of one JSON-LD script; real ones have a hundredth
_MAX_NODES = 2000
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart")
_ARTICLE_TYPE = re.compile(r"Article|BlogPosting|Report(?:age)?\b|LiveBlog|CreativeWork")
_WRAPPING = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*;?\s*$")

Node = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """Facts as the page states them, unjudged.

    `meta` by lower-case name, in document order; `nodes` of JSON-LD, and apart the `articles` among them; `headings`
    the texts of <h1>.
    """

    meta: dict[str, tuple[str, ...]]
    nodes: tuple[Node, ...]
    articles: tuple[Node, ...]
    headings: tuple[str, ...]
    page_title: str
    html_language: str | None
    canonical: str | None

    def first_meta(self, *names: str) -> str | None:
        """Give the first value among these names, in the order of the names."""
        return next((value for name in names for value in self.meta.get(name, ())), None)

    def first_text(self, field: str) -> str | None:
        """Give the first text that JSON-LD's articles have in a field."""
        return next((text for node in self.articles if (text := plain(node.get(field)))), None)


def structured(tree: Element) -> Structured:
    """Read a page's statements about itself; broken JSON-LD counts as none."""
    nodes = tuple(_nodes(tree))
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)
    return Structured(
        meta=_meta(tree),
        nodes=nodes,
        articles=tuple(node for node in nodes if _ARTICLE_TYPE.search(str(node.get("@type", "")))),
        headings=tuple(text for heading in tree.iter("h1") if (text := squeeze(text_of(heading)))),
        page_title=squeeze(next((title.text or "" for title in tree.iter("title")), "")),
        html_language=tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or tree.get("xml:lang"),
        canonical=canonical,
    )


def plain(value: Any) -> str | None:
    """Give a JSON-LD text without entities and spare white space; None for anything else and for nothing."""
    return squeeze(unescape(value)) or None if isinstance(value, str) else None


def as_list(value: Any) -> list[Any]:
    """Give JSON-LD's "one or many" as many."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _meta(tree: Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content or not content.strip():
            continue
        names = {element.get(attribute) for attribute in ("property", "name", "itemprop", "http-equiv")}
        for name in names - {None}:
            found.setdefault(name.lower(), []).append(content.strip())
    return {name: tuple(values) for name, values in found.items()}


def _nodes(tree: Element) -> Iterator[Node]:
    left = _MAX_NODES
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or len(script.text or "") > _MAX_SCRIPT:
            continue
        for node in _walk(_load(script.text or "")):
            left -= 1
            if left < 0:
                return
            yield node


def _load(text: str) -> Any:
    """Read JSON as publishers write it: within comments, with raw newlines in strings, with a comma too many."""
    text = _WRAPPING.sub("", text)
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(top: Any) -> Iterator[Node]:
    waiting: list[tuple[Any, int]] = [(top, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, list):
            waiting.extend((inner, depth) for inner in reversed(value))
        elif isinstance(value, dict):
            yield value
            if depth < 6:  # noqa: PLR2004 - deeper than any that was seen
                waiting.extend((value[name], depth + 1) for name in reversed(_INSIDE) if name in value)


def resolved(nodes: Iterable[Node], reference: Any) -> Any:
    """Follow {"@id": …} to the node of that name; anything else comes back as it is."""
    if isinstance(reference, dict) and set(reference) <= {"@id", "@type"} and "@id" in reference:
        return next((node for node in nodes if node.get("@id") == reference["@id"] and len(node) > 1), reference)
    return reference
