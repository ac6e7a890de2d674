"""Signs that a text is not a whole article: kept and counted, but not to be coded as if it were."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from extractors.structured import Structured
from extractors.trees import Element

PAYWALL = "paywall"
LIVE_BLOG = "live-blog"
SOFT_404 = "soft-404"
VIDEO_ONLY = "video-only"
TOO_SHORT = "too-short"

_SHORT = 250  # characters: a caption, a teaser
_BRIEF = 1200  # what a paywall lets through
_CUT = re.compile(
    r"(?:\.{3,}|\u2026)\W*$|\n[^\n]{0,60}\d ?%[^\n]{0,60}$"
)  # an ellipsis; "57 % of this article are left to read"
_LIVE_URL = re.compile(r"(?:^|[/_-])(?:live-?blog|live-?ticker|liveticker|live-updates|live)(?:[/_.-]|$)")
_GONE_TITLE = re.compile(
    r"\b404\b|not found|page (?:un)?available|nicht gefunden|introuvable|no encontrad|не найден", re.IGNORECASE
)
_WALL = re.compile(
    r"(?:^|[\s_-])(?:pay-?wall|premium-?wall|subscriber-?wall|regwall|piano-|offer-?page)", re.IGNORECASE
)


def flags_of(url: str, stated: Structured, tree: Element, text: str) -> tuple[str, ...]:
    """Give the flags of an extracted page, in a fixed order."""
    return tuple(_flags(url, stated, tree, text))


def _flags(url: str, stated: Structured, tree: Element, text: str) -> Iterator[str]:
    types = " ".join(str(node.get("@type", "")) for node in stated.nodes)
    if _is_walled(stated, tree, text):
        yield PAYWALL
    if "LiveBlogPosting" in types or _LIVE_URL.search(urlsplit(url).path.lower()):
        yield LIVE_BLOG
    if len(text) < _BRIEF and _is_gone(url, stated):
        yield SOFT_404
    is_video = "VideoObject" in types or (stated.first_meta("og:type") or "").startswith("video")
    if is_video and len(text) < 2 * _SHORT and "Article" not in types:
        yield VIDEO_ONLY
    if len(text) < _SHORT:
        yield TOO_SHORT


def _is_walled(stated: Structured, tree: Element, text: str) -> bool:
    """Whether the page says that it is not free and the text looks cut, or shows a wall and little text before it.

    Of pages that say so most carry the whole article all the same, and let a script hide it.
    """
    stated_free = [
        str(node["isAccessibleForFree"]).lower() for node in stated.articles if "isAccessibleForFree" in node
    ]
    if "false" in stated_free and (len(text) < _BRIEF or _CUT.search(text[-200:])):
        return True
    if "true" in stated_free or len(text) >= _BRIEF:
        return False
    tier = (stated.first_meta("article:content_tier") or "").lower()
    return tier in {"locked", "metered"} or any(
        _WALL.search(element.get("class") or element.get("id") or "")
        for element in tree.iter("div", "section", "aside")
    )


def _is_gone(url: str, stated: Structured) -> bool:
    """Whether the page speaks of a missing page, or sends a deep address home."""
    if _GONE_TITLE.search(stated.page_title):
        return True
    home = {"", "/"}
    canonical = stated.canonical
    return bool(canonical) and urlsplit(str(canonical)).path in home and urlsplit(url).path not in home
