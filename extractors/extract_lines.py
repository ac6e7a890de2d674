"""`parley extract`: lines that name stored pages -> lines with their articles, one for one, in order."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.articles import extract_with_facts
from extractors.metadata import Facts
from extractors.pages import MAX_BYTES, Page
from extractors.pool import SECONDS, WorkerPool
from extractors.records import Article, Problem, Reason, Stage

PRELOAD = ("extractors.extract_lines",)
"""What a pool for this module imports before it forks its workers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    number: int
    raw: str


def extract_lines(
    lines: Iterable[str | bytes], *, workers: int = 2, seconds: float = SECONDS
) -> Iterator[dict[str, Any]]:
    """Yield one dict a line of input, in input order, whatever the lines and the pages hold.

    A line, as characters or as UTF-8 with whatever errors, is a JSON object {id, path, url}; `path` names an .html or
    .html.gz file. A dict has id, title, text, published (ISO 8601), authors, language and problem: null or {code,
    detail, line}, with the line's number from 1. Lines are read a few ahead of what is yielded, so memory does not
    grow with the input.
    """
    numbered = (_Line(number=number, raw=_characters(raw)) for number, raw in enumerate(lines, start=1))
    with WorkerPool(workers=workers, preload=PRELOAD) as pool:
        waiting: list[_Line] = []

        def remember() -> Iterator[_Line]:
            for line in numbered:
                waiting.append(line)
                yield line

        outcomes = pool.map(extract_line, remember(), subject=lambda line: f"line {line.number}", seconds=seconds)
        for outcome in outcomes:
            line = waiting.pop(0)
            yield _failed(line, outcome) if isinstance(outcome, Problem) else outcome


def _characters(raw: str | bytes) -> str:
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw.encode("utf-8", "replace").decode()


def extract_line(line: _Line) -> dict[str, Any]:
    """Read the page that a line names and extract it (runs in a worker)."""
    try:
        fields = json.loads(line.raw)
        path, url = Path(fields["path"]), str(fields.get("url") or "")
        body = _read(path)
    except (ValueError, TypeError, AttributeError, KeyError, OSError, EOFError, RecursionError, zlib.error) as error:
        detail = f"line {line.number}: {_describe(error)}"
        return _failed(line, Problem(stage=Stage.EXTRACT, code=Reason.BAD_INPUT, subject=line.raw[:80], detail=detail))
    outcome = extract_with_facts(Page(url=url, final_url=url, body=body, outlet=""))
    return _failed(line, outcome) if isinstance(outcome, Problem) else _found(line, *outcome)


def _read(path: Path) -> bytes:
    """Read a page, gzipped or not, up to just beyond the size that extraction refuses."""
    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        if not packed:
            return plain.read(MAX_BYTES + 1)
        with gzip.GzipFile(fileobj=plain) as unpacked:
            return unpacked.read(MAX_BYTES + 1)


def _describe(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"not a JSON object: {error}"
        case KeyError():
            return f"no key {error}"
        case OSError():
            return f"cannot read the page: {error}"
        case _:
            return f"not an object with id, path and url: {error}"


def _found(line: _Line, article: Article, facts: Facts) -> dict[str, Any]:
    """Give what was found; `published` with the offset it was written with: the day is the outlet's own."""
    return {
        "id": _identity(line),
        "title": article.title,
        "text": article.text,
        "published": facts.published.isoformat() if facts.published else None,
        "authors": list(article.authors),
        "language": article.language,
        "problem": None,
    }


def _failed(line: _Line, problem: Problem) -> dict[str, Any]:
    return {
        "id": _identity(line),
        "title": None,
        "text": "",
        "published": None,
        "authors": [],
        "language": None,
        "problem": {"code": str(problem.code), "detail": problem.detail, "line": line.number},
    }


def _identity(line: _Line) -> Any:
    """Find the id even of a line whose page killed its worker; None where there is none to be found."""
    try:
        fields = json.loads(line.raw)
    except (ValueError, RecursionError):
        return None
    identity = fields.get("id") if isinstance(fields, dict) else None
    return json.loads(json.dumps(identity, ensure_ascii=False).encode("utf-8", "replace"))  # half a character pair
