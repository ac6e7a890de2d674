"""The catalogue: lists of feeds, read strictly and written back; the one door to such lists.

Ours is TOML, one `[[feed]]` table a feed (docs/catalogue.md); OPML and plain lists of addresses come from other feed
readers. A list with one fault is refused whole, because a feed that silently fell out would never be missed.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from extractors.feedlists import KEYS, OURS, Row, read_addresses, read_opml, read_toml, refuse, show
from extractors.outlets import known_outlet, outlet_of
from extractors.records import Feed
from extractors.urls import feed_id

_TOML_START = re.compile(r"""\[|["']?[\w-]+["']?\s*=""")
_NOT_XML = re.compile(r"[\ufffe\uffff]")
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def load_catalogue(text: str | bytes, *, name: str) -> tuple[Feed, ...]:
    """Read a list of feeds in TOML, OPML or one address a line, told apart by content; order is kept.

    A second mention of an address is dropped in OPML and plain lists and refused in TOML, which is written by hand.
    `name` stands in messages.

    Raises:
        CatalogueError: not readable, no feed in it, or a feed with a fault; names file, line and mend.
    """
    text = _decode(text, name) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    reader = _reader(text, name)
    found: dict[str, Feed] = {}
    lines: dict[str, str] = {}
    for row in reader(text, name):
        feed = _feed(row, name)
        if feed.url not in found:
            found[feed.url], lines[feed.url] = feed, row.where
        elif reader is read_toml:
            refuse(name, row.where, f"{show(feed.url)} stands at {lines[feed.url]} already; remove one of the two.")
    if not found:
        refuse(name, "line 1", "holds no feed; write one address a line, or [[feed]] tables.")
    return tuple(found.values())


def shipped_catalogue_text() -> str:
    """Return the catalogue that comes with Parley, as TOML with its comments."""
    return files("seeds").joinpath("feeds.toml").read_text(encoding="utf-8")


def dump_catalogue(feeds: Iterable[Feed]) -> str:
    """Write feeds as TOML that `load_catalogue` reads back to equal feeds."""
    return "\n".join(_toml_table(feed) for feed in feeds)


def dump_opml(feeds: Iterable[Feed], *, title: str = "Parley") -> str:
    """Write feeds as OPML 2.0 for other readers; ours reads back all of it but `found_in` and `verified`."""
    outlines = "".join(f"    <outline{_opml_attributes(feed)}/>\n" for feed in feeds)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<opml version="2.0" xmlns:parley="urn:x-parley:opml">\n'
        f"  <head>\n    <title>{escape(title)}</title>\n  </head>\n"
        f"  <body>\n{outlines}  </body>\n</opml>\n"
    )


def _toml_table(feed: Feed) -> str:
    values = {key: getattr(feed, key) for key in KEYS}
    # JSON's escapes are TOML's too, but TOML also wants DEL escaped
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items() if value is not None)
    return "[[feed]]\n" + "".join(lines).replace("\x7f", "\\u007f")


def _opml_attributes(feed: Feed) -> str:
    values = {
        "type": "rss",
        "text": feed.title or feed.outlet,
        "title": feed.title,
        "xmlUrl": feed.url,
        "language": feed.language,
        OURS + "outlet": feed.outlet,
        OURS + "country": feed.country,
    }
    return "".join(f" {key}={quoteattr(_NOT_XML.sub('', value))}" for key, value in values.items() if value is not None)


def _decode(body: bytes, name: str) -> str:
    declared = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""", body)
    fallback = declared[1].decode("ascii") if declared else "utf-8"
    encoding = next((codec for mark, codec in _BYTE_ORDER_MARKS.items() if body.startswith(mark)), fallback)
    try:
        return body.decode(encoding)
    except LookupError:
        refuse(name, "line 1", f"its encoding {show(encoding)} is unknown; save it as UTF-8.")
    except UnicodeError as error:
        line = body.count(b"\n", 0, getattr(error, "start", 0)) + 1
        refuse(name, f"line {line}", f"is not text in {encoding}; save it as UTF-8.")


def _reader(text: str, name: str) -> Callable[[str, str], Iterator[Row]]:
    """Choose by the first line that means something; the file's name decides only where that line tells nothing."""
    if text.lstrip().startswith("<"):
        return read_opml
    lines = (line.strip() for line in text.split("\n"))
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if _TOML_START.match(first) or (first and name.endswith(".toml")):
        return read_toml
    return read_addresses


def _feed(row: Row, name: str) -> Feed:
    """Make one row a Feed; where a list names no outlet, its host tells outlet and country."""
    texts = _checked(row, name)
    url = texts["url"]
    known = known_outlet(url)
    return Feed(
        feed_id=feed_id(url),
        url=url,
        outlet=texts.get("outlet") or outlet_of(url, default=texts.get("title", "")),
        title=texts.get("title") or None,
        country=texts.get("country") or (known.country if known and "outlet" not in texts else None),
        language=texts.get("language"),
        found_in=texts.get("found_in") or None,
        verified=bool(row.values.get("verified", False)),
    )


def _checked(row: Row, name: str) -> dict[str, str]:
    """Give a row's texts, on one line each, or refuse it."""
    if not row.values.get("url"):
        refuse(name, row.where, 'this feed has no address; add url = "https://…".')
    for key, value in row.values.items():
        if not isinstance(value, bool if key == "verified" else str):
            wanted = "true or false" if key == "verified" else "text in quotes"
            refuse(name, row.at(key), f"{key} is {show(value)}; {wanted} is wanted.")
    texts = {key: _one_line(value) for key, value in row.values.items() if isinstance(value, str)}
    texts["url"] = str(row.values["url"]).strip()  # to the letter: it makes the id
    for key, is_good, wanted in _CHECKS:
        if key in texts and not is_good(texts[key]):
            refuse(name, row.at(key), f"{key} is {show(texts[key])}; {wanted} is wanted.")
    return texts


def _one_line(value: str) -> str:
    """Labels are one line without control characters, whatever a list holds."""
    return " ".join("".join(mark for mark in value if mark.isprintable() or mark.isspace()).split())


def _is_address(url: str) -> bool:
    if not url.isprintable() or re.search(r"""[\s<>"\\]""", url):
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _is_language(tag: str) -> bool:
    return tag.partition("-")[0] in _languages()


def _is_country(code: str) -> bool:
    return code in _countries()


@cache
def _countries() -> frozenset[str]:
    """List the ISO 3166-1 alpha-3 codes that CLDR knows as other names of its territories, and Kosovo's."""
    from babel import Locale  # noqa: PLC0415 - 30 ms, paid when a list names a country
    from babel.core import get_global  # noqa: PLC0415 - as above

    named, aliases = Locale("en").territories, get_global("territory_aliases")
    return frozenset(code for code, (first, *_) in aliases.items() if len(code) == len("FRA") and first in named) | {
        "XKX"
    }


@cache
def _languages() -> frozenset[str]:
    from babel import Locale  # noqa: PLC0415 - 30 ms, paid when a list names a language

    return frozenset(Locale("en").languages)


_CHECKS: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    ("url", _is_address, "a whole http or https address"),
    ("outlet", bool, "the name of the publisher"),
    ("country", _is_country, "an ISO 3166 code of three letters, such as FRA, or no country at all"),
    ("language", _is_language, "a language code, such as en or pt-BR, or no language at all"),
)
