"""The text of a feed made fit for an XML parser: no doors, no bombs, no stray characters; what was mended is told."""

import html.entities
import re
from dataclasses import dataclass

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ILLEGAL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F]\w\w));"
)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE(?P<name>[^\[>]*)(?:\[(?P<inner>.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s+(\w{1,40})\s+(?:\"([^\"<&%]{0,80})\"|'([^'<&%]{0,80})')\s*>", re.IGNORECASE)
_ROOT = re.compile(r"\s*<([A-Za-z_][\w.:-]*)")
_START = re.compile(r"<\?xml\s|<(?:\w+:)?(?:rss|feed|RDF|channel)[\s>]")
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|RDF|channel)\s*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)  # caches sign their work there
_FAR = 20_000  # how far into a body a feed may begin, behind warnings of the server's script


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedText:
    """Text that begins with its root element's prologue, the root's name in lower case, and what had to be mended."""

    text: str
    root: str
    mended: tuple[str, ...]


def clean(text: str) -> FeedText:
    """Cut what stands before and behind the feed, drop illegal characters, replace the DOCTYPE by nothing.

    Short entities that the DOCTYPE declares and HTML's named characters are put in by hand, all others stay as they
    are: nothing is fetched and nothing grows by more than 80 characters a reference.
    """
    notes: list[str] = []
    text = text.lstrip("\ufeff \t\r\n")
    fit = _ILLEGAL.sub("", text) if _ILLEGAL.search(text) else text
    if len(fit) != len(text):
        notes.append(f"{len(text) - len(fit)} characters that XML forbids were dropped")
    if "&#" in fit:
        fit = _ILLEGAL_REFERENCE.sub("", fit)
    fit = _begin(fit, notes)
    entities, fit = _without_doctype(fit)
    fit = _with_characters(fit, entities)
    return FeedText(text=fit, root=root_of(fit), mended=tuple(notes))


def root_of(text: str) -> str:
    """Name the first element, behind declarations and comments; empty where there is none."""
    match = _ROOT.match(text, _prologue_end(text))
    return match[1].lower() if match else ""


def _prologue_end(text: str) -> int:
    at = 0
    while (match := _PROLOGUE.match(text, at)) is not None:
        at = match.end()
    return at


def _begin(text: str, notes: list[str]) -> str:
    """Drop what a server's script printed around the feed."""
    root = root_of(text).rpartition(":")[2]
    if root in {"html", "head"}:
        return text
    if root not in {"rss", "feed", "rdf", "channel"}:
        start = _START.search(text, 0, _FAR)
        if start is None:
            return text
        if start.start():
            notes.append(f"{start.start()} characters before the feed were skipped")
        text = text[start.start() :]
    tail = text.rfind("</")
    end = _END.match(text, tail) if tail >= 0 else None
    if end is None:
        end = max(_END.finditer(text, max(0, len(text) - _FAR)), key=re.Match.end, default=None)
    if end is not None and _COMMENT.sub("", text[end.end() :]).strip():
        notes.append("characters behind the feed's end were dropped")
    return text[: end.end()] if end is not None else text


def _without_doctype(text: str) -> tuple[dict[str, str], str]:
    match = _DOCTYPE.search(text, 0, _prologue_end(text))
    if match is None:
        return {}, text
    inner = match["inner"] or ""
    entities = {name: first or second for name, first, second in _ENTITY.findall(inner)}
    return entities, text[: match.start()] + text[match.end() :]


def _with_characters(text: str, entities: dict[str, str]) -> str:
    """Put in declared entities and HTML's characters, which XML without a DTD does not know."""

    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name in _XML_NAMES:
            return match[0]
        value = entities.get(name, html.entities.html5.get(name + ";"))
        return match[0] if value is None else value.replace("<", "&lt;").replace("&", "&amp;")

    return _NAMED.sub(put, text) if "&" in text else text
