"""What a run leaves in Prefect's UI, laid out: summary with trend, problems by reason, newest refusals and suspensions.

Titles, sentences and addresses come from the web: in Markdown they are escaped, so that none of them is read as markup,
and only http and https addresses become links.
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from string import punctuation
from urllib.parse import quote, urlsplit

from flows.summary import ORDINARY, Tally, sentence
from flows.terminal import plain
from warehouse.queries import Against

SHOWN = {
    "feeds": "feeds in the catalogue",
    "feeds_due": "feeds asked",
    "feeds_unchanged": "feeds unchanged",
    "feeds_failed": "feeds failed",
    "entries": "entries read",
    "entries_new": "entries new",
    "articles": "articles new",
    "negotiations": "mentions of negotiations",
    "operations": "mentions of operations",
    "problems": "problems",
}
"""Columns of `runs` and what the UI calls them."""
_ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in punctuation})
_LONGEST, _LONGEST_ADDRESS = 400, 2000
_MORE, _LESS = 1.2, 0.8  # of the usual, from which a count has an arrow


def summary_markdown(tally: Tally, past: Sequence[Mapping[str, int | None]], *, seconds: float) -> str:
    """Lay the counts out beside those of the last runs, the newest first; `past` has the columns of `SHOWN`."""
    now = tally.counts()
    lines = [_line(what, int(now[name] or 0), [run[name] or 0 for run in past]) for name, what in SHOWN.items()]
    usual = f"median of {len(past)} before" if past else "before"
    head = [f"{escaped(sentence(tally))} {seconds:.1f} s.", "", f"| what | this run | | run before | {usual} |"]
    return "\n".join([*head, "|---|---:|:---:|---:|---:|", *lines, "", *_reasons(tally)])


def _line(what: str, count: int, past: Sequence[int]) -> str:
    if not past:
        return f"| {what} | {count:,} | | | |"
    usual = median(past)
    return f"| {what} | {count:,} | {arrow(count, usual)} | {past[0]:,} | {usual:,g} |"


def arrow(count: int, usual: float) -> str:
    """Point up or down where a count is a fifth above or below the usual."""
    if count > _MORE * usual:
        return "↑"
    return "↓" if count < _LESS * usual else "→"


def _reasons(tally: Tally) -> list[str]:
    return [f"- {number:,} of {stage}: {code}" for (stage, code), number in tally.problems.most_common()]


def reasons_table(tally: Tally) -> list[dict[str, object]]:
    """Count problems by reason, those that every day brings last; one row that says so where there are none."""
    examples = {(str(one.stage), str(one.code)): one for one in reversed(tally.examples)}
    counted = sorted(tally.problems.items(), key=lambda item: (item[0][1] in ORDINARY, -item[1]))
    rows: list[dict[str, object]] = []
    for (stage, code), number in counted:
        one = examples.get((stage, code))
        example = plain(f"{one.subject}: {one.detail}")[:_LONGEST] if one else "-"
        kind = "every day's" if code in ORDINARY else "look into it"
        rows.append({"reason": code, "stage": stage, "count": number, "kind": kind, "example": example})
    return rows or [{"reason": "no problems", "stage": "-", "count": 0, "kind": "-", "example": "-"}]


def problem_table(tally: Tally) -> list[dict[str, str]]:
    """Lay the problems out one by one, the serious ones first."""
    rows = [
        {"reason": str(one.code), "stage": str(one.stage), "what": plain(one.subject)[:_LONGEST]}
        | {"detail": plain(one.detail)[:_LONGEST]}
        for one in sorted(tally.examples, key=lambda problem: problem.code in ORDINARY)
    ]
    return rows or [{"reason": "no problems", "stage": "-", "what": "-", "detail": "-"}]


def newest_markdown(rows: Iterable[Against]) -> str:
    """List the newest refusals and suspensions, each with its sentence and a link to the article."""
    lines = [f"- {row.published or 'undated'}, **{row.stage}**, {_told(row)}" for row in rows]
    return "\n".join(lines) or "No refusal and no suspension is in the file yet."


def _told(row: Against) -> str:
    parties = escaped(" → ".join(filter(None, (row.who, row.whom))) or "nobody named")
    source = f", according to {escaped(row.according_to)}" if row.according_to else ""
    return f"{parties}{source}: “{escaped(row.sentence)}” {link(row.outlet, row.url)}"


def escaped(text: str) -> str:
    """Write text so that Markdown shows it as it is, on one line."""
    shown = plain(text)
    return (shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…").translate(_ESCAPED)


def link(text: str, url: str) -> str:
    """Link to an address of the web; of another one only the text is left. Marks that could be markup become spaces."""
    bare = " ".join("".join(mark if mark.isalnum() or mark in ".,'-" else " " for mark in text[:_LONGEST]).split())
    if not _of_the_web(url):
        return bare
    return f"[{bare or 'article'}](<{quote(url, safe=':/?#@!$&*+,;=%~-._')}>)"


def _of_the_web(url: str) -> bool:
    try:
        return len(url) <= _LONGEST_ADDRESS and urlsplit(url).scheme in {"http", "https"}
    except ValueError:  # such as http://[x
        return False
