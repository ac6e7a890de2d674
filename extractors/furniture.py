"""What stands around an article and among its paragraphs, known by the names that pages give it.

Newsletter calls, fact boxes, "read next", embedded posts of social networks, dialogs, text for screen readers: parts
that trafilatura's own vocabulary lets through. The names are words of the trade (classes, ids, ARIA roles), the same
in every language and on every outlet; what looks like furniture and holds the article all the same is left alone.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from extractors.trees import Element, link_length, remove, text_of, xpath

_NAMES = re.compile(
    r"news-?letter|sign-?up(?:form|box|-)|fact-?box|info-?box|most-?(?:read|popular|viewed)|recirc|recommend"
    r"|(?:read|watch|see)-?(?:next|also|more)|also-?(?:like|read)|more-?(?:stories|news|from|articles)"
    r"|outbrain|taboola|lightbox|pop-?up"
    r"|(?:^|[\s_-])(?:promo|modal|dialog|swipe|toast|poll)(?:$|[\s_-])"
    r"|(?:^|\s)(?:hide|hidden|is-hidden|sr-only|visually-hidden|screen-reader-text|d-none|invisible)(?:$|\s)"
)
_EMBEDS = re.compile(
    r"twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|fb-post|telegram-post"
)
_ARTICLE = re.compile(r"(?:article|entry|post|story|page|main)[-_]{0,2}(?:body|content|text)")
_ROLES = {"complementary", "dialog", "alertdialog", "navigation", "search", "contentinfo", "note"}
_PLACES = {"html", "body", "head", "main", "article"}
_TOO_SMALL = {"script", "meta", "link", "a", "img", "button", "input", "svg", "path", "label", "noscript", "style"}
_NEVER = _PLACES | _TOO_SMALL | {"form"}  # trafilatura sees to forms: some pages are one
_PARTS = (
    "div", "section", "aside", "p", "span", "ul", "ol", "li", "dl", "blockquote", "figure", "table", "header", "footer",
    "nav", "h2", "h3", "h4", "h5", "h6", "details", "center", "amp-list", "strong", "em", "small", "hgroup",
)  # fmt: skip
_WITH_ROLE = xpath("//*[@role or @hidden]")
_LONG = 80  # characters from which a paragraph counts as prose
_SHARE = 0.3  # of the prose elsewhere on the page that furniture may hold


def remove_furniture(tree: Element) -> int:
    """Remove what is no part of the article from a parsed page, in place; the number of elements removed."""
    named = [element for element in tree.iter(*_PARTS) if _is_named_so(element.attrib)]
    named += [element for element in _WITH_ROLE(tree) if _has_role(element)]
    if not named:
        return 0
    inside = set(named)
    outer = [element for element in named if not any(above in inside for above in element.iterancestors())]
    enough = _SHARE * _prose(tree, without=set(outer))
    removed = [element for element in outer if _is_small(element, enough)]
    for element in removed:
        remove(element)
    return len(removed)


def _is_named_so(attributes: Mapping[str, str]) -> bool:
    names, name = attributes.get("class"), attributes.get("id")
    return bool((names and _is_furniture(names)) or (name and _is_furniture(name)))


def _has_role(element: Element) -> bool:
    return element.tag not in _NEVER and (element.get("role") in _ROLES or "hidden" in element.attrib)


@lru_cache(maxsize=1 << 14)
def _is_furniture(names: str) -> bool:
    """Judge a class or id attribute; the same few thousand come again and again."""
    if len(names) > 1000:  # noqa: PLR2004 - more than any list of classes: data, not names
        return False
    names = names.lower()
    return bool((_NAMES.search(names) and not _ARTICLE.search(names)) or _EMBEDS.search(names))


def _is_small(element: Element, enough: float) -> bool:
    """Tell furniture from a frame around the article: no headline inside, and little prose."""
    if next(element.iter("h1", "article", "main"), None) is not None:
        return False
    return _prose(element) <= enough


def _prose(element: Element, *, without: Collection[Element] = ()) -> int:
    """Count the characters of long paragraphs that are not mostly links."""
    total = 0
    for paragraph in element.iter("p"):
        length = len(text_of(paragraph))
        if length < _LONG or link_length(paragraph) * 2 > length:
            continue
        if not (without and any(above in without for above in paragraph.iterancestors())):
            total += length
    return total
