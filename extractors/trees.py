"""The one place that knows lxml: markup -> tree, and the few questions that we ask of trees."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]  # as above

Element: TypeAlias = Any
"""An lxml element; lxml ships no types."""

_CONTROLS = bytes({*range(32), 127} - {9, 10, 12, 13})  # what lxml refuses to give back
_HOLDERS = re.compile(
    r"</?(?:div|section|span|center|font|b|i|u|em|strong|small|table|tbody|tr|td|ul|ol|li|dl|dd|blockquote)\b[^<>]*+>"
)
_FAR_TOO_DEEP = 5000  # tags
_UNREAD = ("script", "style", "noscript", "template")


def parse(markup: str) -> tuple[Element | None, bool]:
    """Parse a page; also tell whether libxml2 read it to its end.

    It gives up, without a word and with only a part of the text, where elements nest deeper than 256 or one text or
    attribute is longer than 10 MB; the last line of the parser's log alone tells. None where there is no element.
    """
    parser = HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        root = document_fromstring(markup.encode("utf-8", "replace").translate(None, _CONTROLS), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None, not _limit_hit(parser)
    return root, not _limit_hit(parser)


def parse_at_any_depth(markup: str) -> tuple[Element | None, bool, str]:
    """Parse a page; where it is too deep for any reader to finish, parse it without the tags that only hold others.

    Gives the markup that was parsed as well. A page that is merely deep (a <b> that nobody closed) comes back not
    complete: resiliparse reads it, in a time that grows with the square of its depth.
    """
    root, complete = parse(markup)
    if complete or len(_HOLDERS.findall(markup)) < _FAR_TOO_DEEP:
        return root, complete, markup
    flat = _HOLDERS.sub("\n", markup)
    root, complete = parse(flat)
    return root, complete, flat


def _limit_hit(parser: Any) -> bool:
    last = parser.error_log.last_error
    return last is not None and last.type_name == "ERR_RESOURCE_LIMIT"


def xpath(expression: str) -> Any:
    """Compile an expression, to be called with a tree."""
    return etree.XPath(expression)


def text_of(element: Element) -> str:
    """Give the text of an element as it stands there, without scripts and styles."""
    if next(element.iter(*_UNREAD), None) is None:
        return "".join(element.itertext())
    return "".join(_readable(element))


def _readable(element: Element) -> Iterator[str]:
    unread = {child for skipped in element.iter(*_UNREAD) for child in skipped.iter()}
    for node in element.iter():
        if node not in unread and node.text:
            yield node.text
        if node is not element and node.tail and (node not in unread or node.getparent() not in unread):
            yield node.tail


def squeeze(text: str) -> str:
    """Make every run of white space one space."""
    return " ".join(text.split())


def link_length(element: Element) -> int:
    """Count the characters of an element that are links."""
    return sum(len("".join(link.itertext())) for link in element.iter("a"))


def remove(element: Element) -> None:
    """Take an element out of its tree and leave the text behind it in place."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = f"{before.tail or ''} {element.tail}"
        else:
            parent.text = f"{parent.text or ''} {element.tail}"
    parent.remove(element)
