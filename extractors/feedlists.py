"""The three formats that lists of feeds come in, read into unchecked rows; `extractors.catalogue` checks them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from extractors.errors import CatalogueError
from extractors.tomltext import TomlFaultError, line_of, parse_toml

KEYS = ("url", "outlet", "title", "country", "language", "found_in", "verified")
OURS = "parley:"  # prefix of our own OPML attributes, for what OPML has none for

_TOML_HEADER = re.compile(r"""\s*\[\[\s*["']?feed["']?\s*\]\]""")
_TOML_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*[=.]""")

Outlines = dict[str, tuple[int, dict[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a list says of one feed, unchecked, and where it stands: "line 3", or "feed 3" where lines are not known."""

    where: str
    values: dict[str, object]
    lines: dict[str, int] = field(default_factory=dict)

    def at(self, key: str) -> str:
        """Say where a key's value stands, as exactly as is known."""
        return f"line {self.lines[key]}" if key in self.lines else self.where


def refuse(name: str, where: str, fault: str) -> NoReturn:
    """Raise the CatalogueError that says in which list, where and what."""
    raise CatalogueError(f"{name}, {where}: {fault}")


def show(value: object) -> str:
    """Quote a value for a message: short, on one line, nothing in it that a terminal obeys."""
    text = f"'{value}'" if isinstance(value, str) and value.isprintable() else ascii(value)
    return text if len(text) <= 80 else text[:79] + "…"  # noqa: PLR2004 - a line's worth


def read_addresses(text: str, _name: str) -> Iterator[Row]:
    """Read one address a line; what follows a # at the start or after a blank is a comment."""
    for number, line in enumerate(text.split("\n"), 1):
        address = re.sub(r"(^|\s)#.*", "", line).strip()
        if address:
            yield Row(where=f"line {number}", values={"url": address})


def read_toml(text: str, name: str) -> Iterator[Row]:
    """Read `[[feed]]` tables; an unknown key, in a table or beside them, is refused with its line."""
    try:
        document = parse_toml(text)
    except TomlFaultError as error:
        refuse(name, f"line {error.line}", f"is not TOML ({error.fault}); mend that line.")
    for key in document.keys() - {"feed"}:
        refuse(name, f"line {line_of(text, key)}", f"{show(key)} is not known here; only [[feed]] tables are.")
    tables = document.get("feed", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        refuse(name, f"line {line_of(text, 'feed')}", "feed is no list of tables; write [[feed]] above each feed.")
    lines = _toml_lines(text)
    for index, table in enumerate(tables):
        known = lines[index] if len(lines) == len(tables) else {}
        where = f"line {known['']}" if known else f"feed {index + 1}"
        row = Row(where=where, values=table, lines=known)
        for key in table.keys() - set(KEYS):
            refuse(name, row.at(key), f"{show(key)} is no key of a feed; the keys are {', '.join(KEYS)}.")
        if "outlet" not in table:
            refuse(name, where, 'this feed has no outlet; add outlet = "…", the name of its publisher.')
        yield row


def read_opml(text: str, name: str) -> Iterator[Row]:
    """Ask listparser what the outlines mean; expat, which is strict, for lines and whatever listparser leaves out."""
    import listparser  # noqa: PLC0415 - brings requests along, 70 ms that a TOML catalogue need not pay

    root, outlines = _outlines(text, name)
    # listparser reads as HTML, which guesses encodings: character references leave it nothing to guess
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("ascii", "xmlcharrefreplace")
    listed = listparser.parse(plain)["feeds"]
    if not listed:
        refuse(name, "line 1", f"this XML ({show(root)}) lists no feed; write the addresses one a line instead.")
    for found in listed:
        line, attributes = outlines.get(found["url"], (1, {}))
        values = {
            "url": found["url"],
            "title": found["title"],
            "outlet": attributes.get(OURS + "outlet"),
            "country": attributes.get(OURS + "country"),
            "language": _language(attributes.get("language", "")),
        }
        yield Row(where=f"line {line}", values={key: value for key, value in values.items() if value})


def _language(tag: str) -> str | None:
    """Other readers write "en_US" or "EN-us", some write prose: ours where it is a tag, else nothing."""
    primary, _, rest = tag.strip().replace("_", "-").partition("-")
    return "-".join(filter(None, (primary.lower(), rest))) if re.fullmatch("[A-Za-z]{2,3}", primary) else None


def _toml_lines(text: str) -> list[dict[str, int]]:
    """Find the lines of each `[[feed]]` table: of its header under "", of its keys; tomllib does not tell them."""
    tables: list[dict[str, int]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if _TOML_HEADER.match(line):
            tables.append({"": number})
        elif tables and (key := _TOML_KEY.match(line)):
            tables[-1].setdefault(key[1], number)
    return tables


def _outlines(text: str, name: str) -> tuple[str, Outlines]:
    """Return the root and, by address, line and attributes; refuse XML not well-formed or with entities of its own."""
    tags: list[str] = []
    outlines: Outlines = {}
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        tags.append(tag)
        lowered = {key.lower(): value for key, value in attributes.items()}
        if "xmlurl" in lowered:
            outlines.setdefault(lowered["xmlurl"].strip(), (parser.CurrentLineNumber, lowered))

    def entity(*_: object) -> None:
        refuse(name, f"line {parser.CurrentLineNumber}", "declares an entity, which no list of feeds needs; remove it.")

    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(text, True)  # noqa: FBT003 - pyexpat takes no keywords
    except expat.ExpatError as error:
        fault = expat.errors.messages[error.code]
        refuse(name, f"line {error.lineno}", f"is not well-formed XML ({fault}); mend that line.")
    return tags[0], outlines
