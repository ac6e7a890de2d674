"""Answers as text or bytes: a table, CSV, JSON, Markdown, Parquet.

Cells come from the web. None of them may act on what shows it: terminals get no control characters, spreadsheets no
formulas, Markdown no markup.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.errors import QueryError
from warehouse.readonly import Answer

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}  # Persian and emoji are spelt with them
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_INNER_FORMULA = re.compile(r"([;\t\n][\s\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")  # a cell's start, to some locales
_MARKUP = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]()#+!|~$"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_STACKED = 4  # characters to a column at most, or accents without end would pile up on one letter
WIDEST = 60
"""Columns of a terminal that one cell takes at most, before it is cut short."""


def visible(text: str, *, keep: str = "") -> str:
    r"""Spell out what a terminal would act on: escape `\x1b`, direction marks `\u202e`; `keep` stays as it is."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        mark if mark in keep or mark in _JOINERS or unicodedata.category(mark) not in _UNSEEN else _spelt(mark)
        for mark in text
    )


def write_table(answer: Answer, out: TextIO, *, most: int = 100, widest: int = WIDEST) -> None:
    """Write columns lined up under their names, at most so many rows, long cells cut short."""
    rows = list(islice(answer.rows(), most + 1))
    cells = [[_cut(visible(_text(value, null="")), widest) for value in row] for row in rows[:most]]
    names = [_cut(visible(name), widest) for name in answer.columns]
    widths = [max(map(_width, column)) for column in zip(names, *cells, strict=True)]
    right = [bool(rows) and all(_is_number(row[at]) for row in rows) for at in range(len(names))]
    for line in (names, ["-" * width for width in widths], *cells):
        padded = (_pad(cell, width, right=flush) for cell, width, flush in zip(line, widths, right, strict=True))
        out.write("  ".join(padded).rstrip() + "\n")
    shown = min(len(rows), most)
    more = ", and more; --format csv gives all" if len(rows) > most else ""
    out.write(f"({shown} {'row' if shown == 1 else 'rows'}{more})\n")


def write_csv(answer: Answer, out: TextIO) -> None:
    """Write CSV (RFC 4180) that no spreadsheet takes for formulas: a text that looks like one gets a leading `'`."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guarded(name) for name in answer.columns])
    for row in answer.rows():
        writer.writerow([guarded(value) if isinstance(value, str) else visible(_text(value, null="")) for value in row])


def guarded(text: str) -> str:
    """Make a text safe for a spreadsheet cell and for a terminal that shows the file."""
    shown = _INNER_FORMULA.sub(r"\1'", visible(text, keep="\n\t"))
    return f"'{shown}" if shown.lstrip(" ").startswith(_FORMULA) else shown


def write_json(answer: Answer, out: TextIO) -> None:
    """Write an array with an object a row and a line each; instants as ISO 8601."""
    lead = "["
    for row in answer.rows():
        line = json.dumps(dict(zip(answer.columns, map(_plain, row), strict=True)), ensure_ascii=False)
        out.write(f"{lead}\n{_json_visible(line)}")
        lead = ","
    out.write("[]\n" if lead == "[" else "\n]\n")


def write_markdown(answer: Answer, out: TextIO) -> None:
    """Write a Markdown table in which every cell is text: no links, images, HTML or emphasis come to life."""
    out.writelines(f"| {' | '.join(line)} |\n" for line in _markdown_lines(answer))


def write_parquet(answer: Answer, out: BinaryIO) -> None:
    """Write a Parquet file, compressed with Zstandard.

    Raises:
        QueryError: a column has a type that Parquet lacks.
    """
    batches = answer.arrow()
    try:
        with pq.ParquetWriter(out, batches.schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
    except pa.ArrowException as error:
        raise QueryError(f"This answer does not fit into Parquet ({error}); cast the column to VARCHAR.") from None


TEXT_FORMATS: dict[str, Callable[[Answer, TextIO], None]] = {
    "table": write_table,
    "csv": write_csv,
    "json": write_json,
    "markdown": write_markdown,
}
"""Every format but parquet, which is written to bytes."""


def _markdown_lines(answer: Answer) -> Iterator[Sequence[str]]:
    yield [_markdown(name) for name in answer.columns]
    yield ["---"] * len(answer.columns)
    for row in answer.rows():
        yield [_markdown(_text(value, null="")) for value in row]


def _markdown(text: str) -> str:
    return visible(" ".join(text.split())).translate(_MARKUP).replace("://", ":&#47;&#47;").replace("www.", "www&#46;")


def _text(value: Any, *, null: str) -> str:
    if value is None:
        return null
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | dict):
        return json.dumps(_plain(value), ensure_ascii=False)
    return str(_plain(value))


def _plain(value: Any) -> Any:
    """Turn a value into what JSON has: numbers as they are, the rest as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None  # noqa: PLR0124 - only NaN differs from itself
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _json_visible(line: str) -> str:
    """Spell out marks that terminals act on in the way that JSON has for it, so that readers get them back."""
    return "".join(json.dumps(mark)[1:-1] if visible(mark) != mark else mark for mark in line)


def _spelt(mark: str) -> str:
    return mark.encode("ascii", "backslashreplace").decode("ascii") if ord(mark) > 0x7F else f"\\x{ord(mark):02x}"  # noqa: PLR2004 - the end of ASCII


def _cut(text: str, most: int) -> str:
    """Cut a text to so many columns of a terminal."""
    if len(text) <= most // 2 or (len(text) <= _STACKED * most and _width(text) <= most):
        return text
    kept, width = io.StringIO(), 0
    for mark in text[: _STACKED * most]:
        width += _columns(mark)
        if width >= most:
            break
        kept.write(mark)
    return kept.getvalue() + "…"


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(mark: str) -> int:
    if unicodedata.combining(mark) or mark in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(mark) in {"W", "F"} else 1


def _pad(text: str, width: int, *, right: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if right else text + room


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
