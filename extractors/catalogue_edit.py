"""Taking a feed out of a catalogue as text, so that people's comments and order stay."""

import re
from collections.abc import Iterator

from extractors.catalogue import load_catalogue
from extractors.feedlists import refuse, show

_HEADER = re.compile(r"""\s*\[\[\s*["']?feed["']?\s*\]\]""")


def remove_feed(text: str, url: str, *, name: str) -> str:
    """Take the table with this address out of a TOML catalogue; comments above a table stay.

    Raises:
        CatalogueError: no feed has this address, it is the only one, or the catalogue had a fault before.
    """
    feeds = load_catalogue(text, name=name)
    parts = list(_parts(text))
    at = [feed.url for feed in feeds].index(url) if url in {feed.url for feed in feeds} else None
    if at is None or len(parts) != len(feeds) + 1:
        refuse(name, "line 1", f"no table of its own has the address {show(url)}; see `parley feeds list`.")
    if len(feeds) == 1:
        refuse(name, "line 1", f"{show(url)} is its only feed; add another before it is removed.")
    table = parts[at + 1]
    parts[at + 1] = "\n".join(table.split("\n")[_own_lines(table) :])
    return "".join(parts)


def _parts(text: str) -> Iterator[str]:
    """Split a catalogue into what stands before the first table, and each table with what follows it."""
    part = ""
    for line in text.splitlines(keepends=True):
        if _HEADER.match(line):
            yield part
            part = ""
        part += line
    yield part


def _own_lines(table: str) -> int:
    """Count a table's own lines: all up to the last that is neither blank nor a comment, and one blank after it."""
    lines = table.split("\n")
    last = max(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    return last + 2 if last + 1 < len(lines) - 1 and not lines[last + 1].strip() else last + 1
