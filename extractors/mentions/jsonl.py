"""JSON lines in, mentions as JSON out: the contract of `parley code`."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from extractors.mentions.coder import Coder
from extractors.records import Mention, Problem, Reason, Stage

_RENAMED = {"article_id": "id", "field": "in"}
_LEFT_OUT = ("date_from", "date_to", "rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One line of input: an article's id, title and text, and its day of publication where it tells one."""

    article_id: str
    title: str
    text: str
    published: date | None


def code_lines(lines: Iterable[str | bytes], coder: Coder) -> Iterator[Mention | Problem]:
    """Yield the mentions and the problems of each line in order; a line that cannot be read is a problem, no more.

    Blank lines are passed over.
    """
    for number, raw in enumerate(lines, start=1):
        try:
            line = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
            if not line.strip():
                continue
            article = read_line(line)
        except ValueError as fault:
            yield Problem(stage=Stage.CODE, code=Reason.BAD_INPUT, subject=f"line {number}", detail=_sentence(fault))
            continue
        coded = coder.code(
            article_id=article.article_id, title=article.title, text=article.text, published=article.published
        )
        yield from coded.problems
        yield from coded.mentions


def read_line(line: str) -> Input:
    """Read one JSON object {id, title, text, published}; unknown keys are ignored, title and published may be missing.

    Raises ValueError with a sentence that says what is wrong.
    """
    try:
        found = json.loads(line)
    except json.JSONDecodeError as fault:
        raise ValueError(f"not JSON: {fault}") from fault
    except RecursionError as fault:
        raise ValueError("not JSON that can be read: nested too deeply") from fault
    if not isinstance(found, dict):
        raise ValueError("must be an object with id, title, text and published")  # noqa: TRY004 - as above
    if not isinstance(found.get("id"), str | int) or isinstance(found["id"], bool):
        raise ValueError("the key id is missing or is neither text nor a number")  # noqa: TRY004 - one kind of fault
    for key in ("title", "text"):
        if not isinstance(found.get(key) or "", str):
            raise ValueError(f"{key} must be text")  # noqa: TRY004 - one kind of fault for the caller
    if found.get("text") is None and found.get("title") is None:
        raise ValueError("the key text is missing")
    return Input(
        article_id=str(found["id"]),
        title=found.get("title") or "",
        text=found.get("text") or "",
        published=_day(found.get("published")),
    )


def _day(raw: Any) -> date | None:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str):
        raise ValueError("published must be a day like 2025-11-12")  # noqa: TRY004 - one kind of fault for the caller
    try:
        return date.fromisoformat(raw[:10])
    except ValueError as fault:
        raise ValueError(f"published must be a day like 2025-11-12, not {raw[:40]!r}") from fault


def mention_as_json(mention: Mention) -> dict[str, Any]:
    """Return a mention as the mapping that `parley code` writes: `id` and `in` for article_id and field."""
    whole = asdict(mention)
    shown = {_RENAMED.get(key, key): value for key, value in whole.items() if key not in _LEFT_OUT}
    shown["kind"] = str(mention.kind)
    return shown


def _sentence(fault: ValueError) -> str:
    return "not UTF-8" if isinstance(fault, UnicodeDecodeError) else str(fault)
