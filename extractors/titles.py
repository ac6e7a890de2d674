"""Which of a page's headlines is the article's title."""

import re

from extractors.lines import key
from extractors.records import Entry
from extractors.structured import Structured, plain

_SEPARATOR = re.compile(r"\s+[|\-\u2013\u2014\u00b7\u2022:*]+\s+")
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u00a0", "''\"\"-- ")
_SHORT = 8  # letters: a section's or an outlet's name


def title_of(entry: Entry | None, stated: Structured) -> tuple[str, str | None]:
    """Choose among the feed's title, JSON-LD's headline, OpenGraph's and the heading on the page; and say whose it is.

    The feed's comes first. Where two of the others agree and the third reads otherwise, the third was written apart,
    for whoever shows the article elsewhere: it is the publisher's title, the two are for search engines.
    """
    if entry and entry.title.strip():
        return entry.title.strip(), "feed"
    headline = next((text for node in stated.articles if (text := plain(node.get("headline")))), "")
    shared = plain(stated.first_meta("og:title", "twitter:title")) or ""
    heading = _heading(stated, headline, shared)
    shared = _without_name(shared, heading, headline, stated)
    headline = _without_name(headline, heading, shared, stated)
    found = {"json-ld": headline, "meta": shared, "page": heading}
    keys = {source: key(text) for source, text in found.items() if text}
    odd = _odd_one(keys) if len(keys) == len(found) else None
    if odd and not (odd == "meta" and key(stated.page_title).startswith(keys[odd])):  # else it is two against two
        return found[odd], odd
    chosen = next((source for source in ("page", "json-ld", "meta") if keys.get(source)), None)
    if chosen == "page" and len(keys) > 1 and keys["page"] not in {k for s, k in keys.items() if s != "page"}:
        chosen = _doubted_heading(keys)
    if chosen:
        return found[chosen], chosen
    return _SEPARATOR.split(stated.page_title)[0], "page" if stated.page_title else None


def _heading(stated: Structured, headline: str, shared: str) -> str:
    """Choose the <h1> that the other titles speak of, else the first of some length."""
    others = [key(text) for text in (headline, shared, stated.page_title) if text]
    for heading in stated.headings:
        k = key(heading)
        if len(k) >= _SHORT and any(k in other or other in k for other in others):
            return heading
    return next((heading for heading in stated.headings if len(key(heading)) >= 3 * _SHORT), "")


def _odd_one(keys: dict[str, str]) -> str | None:
    """Find the one of the shared two that differs, where the others say the same, one of them perhaps cut short."""
    for odd in ("meta", "json-ld"):
        first, second = (k for source, k in keys.items() if source != odd)
        if _same(first, second) and not _same(keys[odd], first) and not _same(keys[odd], second):
            return odd
    return None


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _doubted_heading(keys: dict[str, str]) -> str:
    """Choose where the heading stands alone: what two others agree on, or what the heading belongs to."""
    if keys.get("json-ld") and keys.get("json-ld") == keys.get("meta"):
        return "json-ld"
    contained = any(keys["page"] in k or k in keys["page"] for source, k in keys.items() if source != "page")
    return "page" if contained else next(source for source in ("json-ld", "meta", "page") if keys.get(source))


def _without_name(title: str, heading: str, other: str, stated: Structured) -> str:
    """Cut the outlet's or section's name behind a title, known by another title or by the outlet's stated name."""
    if not title:
        return title
    for shorter in (heading, other):
        if len(key(shorter)) >= 2 * _SHORT and key(title).startswith(key(shorter)) and title != shorter:
            straight = title.translate(_STRAIGHT)
            if straight.startswith(shorter.translate(_STRAIGHT)) and _SEPARATOR.match(title[len(shorter) :]):
                return shorter
    name = key(stated.first_meta("og:site_name", "application-name") or "")
    parts = _SEPARATOR.split(title)
    if len(parts) > 1 and name and key(parts[-1]) in {name, f"{name}de", f"{name}com"}:
        return title[: title.rindex(parts[-1])].rstrip(" |-\u2013\u2014\u00b7\u2022:*")
    return title
