"""A page as it came: its bytes, what was said about them, and how they become characters."""

import codecs
import re
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding

from extractors.records import Entry

MAX_BYTES = 10_000_000
"""A larger body is no article: the longest page of our set has a tenth of this."""

_META_SCAN = 4096  # more than the 1,024 bytes in which the standard wants the charset, as publishers do not
_META = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"""^\s*<\?xml\b[^>]{0,100}?encoding\s*=\s*["']([a-zA-Z0-9_.:-]{2,40})""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{2,40})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_READ_AS = {  # what browsers read under these names (https://encoding.spec.whatwg.org/#names-and-labels)
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
_NOT_CHARSETS = {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_MAGIC = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"RIFF": "a RIFF file",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "gzip data",
    b"\x00\x00\x01\x00": "an icon",
    b"OggS": "an Ogg file",
    b"ID3": "an MP3 file",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"\x7fELF": "a program",
}
_OTHER_TYPES = re.compile(r"^(?:image|audio|video|font)/|^application/(?!xhtml|octet-stream|xml\b|force-download)")
_MARKUP = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|article|main|div|p|h1|section|span|table|meta|title)\b", re.IGNORECASE
)
_XML_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b")
_TOO_MANY_BAD = 0.002  # share of characters that a declared charset may fail to read and still be believed
_GIANT_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]{0,20}+)[^<>]{50000,}+>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One response as extraction gets it. `url` as asked for, `final_url` after redirects, `body` decompressed.

    `content_type` is the header whole; `entry` the feed entry that led here, whose facts come first; `outlet` the
    publisher's id.
    """

    url: str
    final_url: str
    body: bytes
    outlet: str
    content_type: str | None = None
    entry: Entry | None = None


def not_html(page: Page) -> str | None:
    """Say what the bytes are instead of a web page ("a PDF"), whatever the header calls them; None for a page."""
    start = page.body[:1024].lstrip()
    for magic, what in _MAGIC.items():
        if start.startswith(magic):
            return what
    if start[4:8] == b"ftyp":
        return "an MP4 file"
    declared = (page.content_type or "").partition(";")[0].strip().lower()
    if _OTHER_TYPES.match(declared):
        return f"{declared} by its Content-Type"
    return None


def not_markup(text: str) -> str | None:
    """Say what decoded characters are instead of HTML; None for anything with a tag of HTML near its start."""
    start = text[:50_000]
    if _XML_FEED.search(start[:1000]):
        return "a feed or a sitemap"
    if _MARKUP.search(start) and start.lstrip()[:1] not in "{[":
        return None
    if text.lstrip()[:1] in ("{", "["):
        return "JSON"
    if len(_CONTROLS.findall(start)) + start.count("\ufffd") > len(start) * 0.05:
        return "binary data"
    return "text without a tag of HTML"


def decode(page: Page) -> str:
    """Turn the body into characters, with no NUL left among them.

    What is said about the charset is tried in order: a byte order mark (which nothing else beats), the HTTP header,
    the document's own <meta>, then detection; a name that cannot read these bytes is passed over. Bytes that are
    valid UTF-8 beyond ASCII are UTF-8, whatever they are called: no other charset looks like it by chance.
    """
    return _decode(page.body, page.content_type).replace("\x00", "")


def printable(text: str) -> str:
    """Drop control characters, which no text needs and XML, terminals and JSON cannot bear."""
    return _CONTROLS.sub("", text)


def without_giants(markup: str) -> str:
    """Empty tags longer than 50,000 characters: images in attributes, or 200,000 attributes that stop libxml2."""
    return _GIANT_TAG.sub(r"<\1>", markup)


def _decode(body: bytes, content_type: str | None) -> str:
    for bom, charset in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(charset, "replace")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    declared = [_from_header(content_type), _from_document(body)]
    if text is not None and not (text.isascii() and any(c and c.startswith(("iso2022", "hz")) for c in declared)):
        return _utf16_without_mark(body) or text
    for charset in dict.fromkeys(filter(None, declared)):
        if (read := _read(body, charset)) is not None:
            return read
    return _utf16_without_mark(body) or _read(body, _detected(body), strict=False) or body.decode("utf-8", "replace")


def _read(body: bytes, charset: str | None, *, strict: bool = True) -> str | None:
    """Decode by this charset; None where too much of the body makes no sense in it."""
    if charset is None:
        return None
    text = body.decode(charset, "replace")
    if strict and text.count("\ufffd") + text.count("\x00") > len(text) * _TOO_MANY_BAD:
        return None
    return text


def _from_header(content_type: str | None) -> str | None:
    found = _HEADER.search(content_type or "")
    return _known(found.group(1)) if found else None


def _from_document(body: bytes) -> str | None:
    found = _XML_DECLARATION.search(body[:200]) or _META.search(body[:_META_SCAN])
    charset = _known(found.group(1).decode("ascii")) if found else None
    return None if charset and charset.startswith("utf-16") else charset  # read as ASCII, so it is not UTF-16


def _known(name: str) -> str | None:
    """Give Python's name of a charset as browsers understand it, None for what is no charset of characters."""
    try:
        found = codecs.lookup(name.strip().lower())
    except (LookupError, ValueError):
        return None
    if found.name in _NOT_CHARSETS or not getattr(found, "_is_text_encoding", True):
        return None
    return _READ_AS.get(found.name, found.name)


def _utf16_without_mark(body: bytes) -> str | None:
    """Read UTF-16 that forgot its byte order mark: every second byte of its markup is zero."""
    start = body[:40]  # no more than markup
    for charset, zeros, others in (("utf-16-le", start[1::2], start[0::2]), ("utf-16-be", start[0::2], start[1::2])):
        if len(zeros) > 1 and zeros.count(0) == len(zeros) and 0 not in others:
            return body.decode(charset, "replace")
    return None


def _detected(body: bytes) -> str | None:
    name = detect_encoding(body[:200_000], max_len=200_000)
    return _known(name) if name else None
