"""The text of a feed made fit for an XML parser: no doors, no bombs, no stray characters; what was mended is told."""

import html.entities
import re
from dataclasses import dataclass
from itertools import islice

from lxml import etree  # type: ignore[import-untyped] # has no types

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_STRANGE = (b"\xef\xbf\xbe", b"\xef\xbf\xbf", *(bytes((0xED, second)) for second in range(0xA0, 0xC0)))  # as UTF-8
_ILLEGAL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F]\w\w));"
)
_CDATA_OR_REFERENCE = re.compile(
    r"<!\[CDATA\[[^\]]*(?:\](?!\]>)[^\]]*)*|&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);)(?:([A-Za-z_][\w.-]{0,40});)?",
    re.DOTALL,
)
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
_DOCTYPE = re.compile(r"\s*<!DOCTYPE(?P<name>[^\[>]*)(?:\[(?P<inner>.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s+(\w{1,40})\s+(?:\"([^\"<&%]{0,80})\"|'([^'<&%]{0,80})')\s*>", re.IGNORECASE)
_ROOT = re.compile(r"\s*<([A-Za-z_][\w.:-]*)")
_START = re.compile(r"<\?xml\s|<(?:\w+:)?(?:rss|feed|RDF|channel)[\s>]")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)  # caches sign their work there
FEEDS = frozenset({"rss", "feed", "rdf", "channel"})
_FAR = 20_000  # how far into a body a feed may begin, behind warnings of the server's script


_MOST_ENTRIES = 50_000  # a feed that lists more is a bomb, or an archive
_LONG = 100_000  # only in bodies longer than this does a bomb have room
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)\b", re.IGNORECASE)
_SIZES = re.compile(r"</?(?:\w+:)?(?:width|height)\b[^>]*>", re.IGNORECASE)
_ENDLESS_TAG = re.compile(r"<\w[^<>]{20000,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedText:
    """Text that begins with its root element's prologue, the root's name in lower case, and what had to be mended."""

    text: str
    root: str
    mended: tuple[str, ...]

    @property
    def feed(self) -> bool:
        """Whether the root is one that only feeds have."""
        return self.root.rpartition(":")[2] in FEEDS

    @property
    def like_a_feed(self) -> bool:
        """Whether it is worth a feed parser's time: such a root, or entries behind one that was destroyed."""
        return self.feed or (self.root not in {"html", "head"} and _ENTRY.search(self.text) is not None)


def clean(text: str) -> FeedText:
    """Cut what stands before and behind the feed, drop illegal characters, replace the DOCTYPE by nothing.

    Short entities that the DOCTYPE declares and HTML's named characters are put in by hand, all others stay as they
    are: nothing is fetched and nothing grows by more than 80 characters a reference.
    """
    notes: list[str] = []
    text = text.lstrip("\ufeff \t\r\n")
    fit = _ILLEGAL.sub("", text) if _has_illegal(text) else text
    if len(fit) != len(text):
        notes.append(f"{len(text) - len(fit)} characters that XML forbids were dropped")
    if "&#" in fit:
        fit = _ILLEGAL_REFERENCE.sub("", fit)
    fit = _begin(fit, notes)
    entities, fit = _without_doctype(fit)
    fit = _defused(_with_characters(fit, entities, notes), notes)
    return FeedText(text=fit, root=root_of(fit), mended=tuple(notes))


def _has_illegal(text: str) -> bool:
    """Look for what XML forbids; over bytes, which is six times faster than a pattern."""
    body = text.encode("utf-8", "surrogatepass")
    if len(body.translate(None, _CONTROLS)) != len(body):
        return True
    return not text.isascii() and any(mark in body for mark in _STRANGE)


def without_sizes(text: str) -> str:
    """Take the sizes of images out: feedparser trips over one that is no number, and the feed would go with it."""
    return _SIZES.sub("", text)


def mended(text: str) -> str:
    """Make XML well-formed as libxml2 sees fit; nothing is fetched, entities stay unresolved.

    Raises:
        ValueError: there is nothing to mend.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    tree = etree.fromstring(re.sub(r"^\s*<\?xml.*?\?>", "", text, flags=re.DOTALL).encode("utf-8", "replace"), parser)
    if tree is None:
        raise ValueError("no element was found")
    return without_sizes(str(etree.tostring(tree, encoding="unicode")))


def _defused(text: str, notes: list[str]) -> str:
    """Cut what only a bomb has: entries without number, and tags whose attributes would take hours."""
    if len(text) <= _LONG:
        return text
    tag = _ENDLESS_TAG.search(text)
    if tag is not None:
        notes.append(f"a tag of more than 20000 characters at {tag.start()}: reading stopped there")
        text = text[: tag.start()]
    beyond = next(islice(_ENTRY.finditer(text), _MOST_ENTRIES, None), None)
    if beyond is not None:
        notes.append(f"more than {_MOST_ENTRIES} entries: reading stopped there")
        text = text[: beyond.start()]
    return text


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
    root = root_of(text)
    if root.rpartition(":")[2] not in {*FEEDS, "html", "head"}:
        start = _START.search(text, 0, _FAR)
        if start is None:
            return text
        notes.append(f"{start.start()} characters before the feed were skipped")
        text = text[start.start() :]
        root = root_of(text)
    return _end(text, root, notes) if root.rpartition(":")[2] in FEEDS else text


def _end(text: str, root: str, notes: list[str]) -> str:
    """Drop what stands behind the root's last end tag; what breaks off before it stays whole."""
    ends = list(re.finditer(rf"</{re.escape(root)}\s*>", text[-_FAR:], re.IGNORECASE))
    if not ends:
        return text
    at = max(0, len(text) - _FAR) + ends[-1].end()
    if _COMMENT.sub("", text[at:]).strip():
        notes.append("characters behind the feed's end were dropped")
    return text[:at]


def _without_doctype(text: str) -> tuple[dict[str, str], str]:
    """Take the DOCTYPE out of the prologue, and the short entities that it declares out of it."""
    at = 0
    while (part := _PROLOGUE.match(text, at)) is not None:
        doctype = _DOCTYPE.fullmatch(part[0])
        if doctype is not None:
            entities = {name: first or second for name, first, second in _ENTITY.findall(doctype["inner"] or "")}
            return entities, text[:at] + text[part.end() :]
        at = part.end()
    return {}, text


def _with_characters(text: str, entities: dict[str, str], notes: list[str]) -> str:
    """Put in declared entities and HTML's characters, which XML without a DTD does not know; escape stray `&`."""
    stray = 0

    def put(match: re.Match[str]) -> str:
        nonlocal stray
        if match[0].startswith("<"):  # CDATA says itself what it is
            return match[0]
        value = entities.get(match[1] or "", html.entities.html5.get(f"{match[1]};"))
        if value is None:
            stray += 1
            return f"&amp;{match[0][1:]}"
        return value.replace("&", "&amp;").replace("<", "&lt;")

    mended = _CDATA_OR_REFERENCE.sub(put, text)
    if stray:
        notes.append(f"{stray} stray ampersands were escaped")
    return mended
