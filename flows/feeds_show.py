"""Feeds in words: what `parley feeds` shows of them, as rows and lines that go through `terminal` to the screen."""

import re
from collections.abc import Sequence
from datetime import datetime

from extractors.records import Entry, Problem, Response
from flows.feeds_find import Look, told
from warehouse.health import Standing

HEALTH = ("state", "outlet", "read ago", "new ago", "brings", "fails", "next in")
_UNITS = ((2880, 1440, "d"), (120, 60, "h"), (0, 1, "min"))  # from so many minutes, in units of so many
_SPAN = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")
LOOKS = ("", "title", "entries", "newest", "address")


def look_rows(looks: Sequence[Look]) -> list[tuple[object, ...]]:
    """Number feeds that were found, for a person to choose from; as the columns of `LOOKS`."""
    return [
        (number, each.title, each.entries, moment(each.newest), each.lasting_url)
        for number, each in enumerate(looks, 1)
    ]


def look_sentence(each: Look) -> str:
    """Say in brackets what a feed yields: title, number of entries, newest date."""
    newest = f"newest {moment(each.newest)}" if each.newest else "no dates"
    yields = f"{counted(each.entries, 'entry', 'entries')}, {newest}" if each.entries else "no entries at present"
    return f"{each.lasting_url} ({each.title or 'no title'}, {yields})"


def health_cells(feed: Standing, now: datetime) -> tuple[object, ...]:
    """Lay out how a feed does in the eighty columns of a terminal; as the columns of `HEALTH`."""
    yields = feed.yields and f"{feed.yields.present} of {feed.yields.normal:g} in {feed.yields.days} d"
    waits = feed.next_poll_at is not None and feed.status not in {"gone", "paused"}
    return (
        feed.word,
        feed.outlet,
        span(feed.last_success_at, now),
        span(feed.last_entry_at, now),
        yields,
        feed.failures or None,
        span(now, feed.next_poll_at) if waits else None,
    )


def health_line(feed: Standing) -> str:
    """Name a feed that does badly by its address, with the reason."""
    reason = feed.last_error or f"last new entry {moment(feed.last_entry_at) or 'never'}"
    return f"{feed.word}: {feed.url}: {reason}"


def span(first: datetime | None, last: datetime | None) -> str | None:
    """Say how long it is from one instant to another, in the one unit that fits."""
    if first is None or last is None:
        return None
    minutes = max(0, int((last - first).total_seconds() // 60))
    unit, name = next((unit, name) for least, unit, name in _UNITS if minutes >= least)
    return f"{minutes // unit} {name}"


def chosen(answer: str, count: int) -> list[int] | None:
    """Read which of so many feeds a person wants: "1 3", "2-4", "all", or nothing; None for anything else."""
    words = answer.replace(",", " ").lower().split()
    if words == ["all"]:
        return list(range(count))
    picked: set[int] = set()
    for word in words:
        span = _SPAN.fullmatch(word)
        if span is None:
            return None
        first, last = int(span[1]), int(span[2] or span[1])
        if not 1 <= first <= last <= count:
            return None
        picked |= set(range(first - 1, last))
    return sorted(picked)


def head_lines(found: Look) -> list[str]:
    """Tell of a feed's document: where it came from, what it is, what it wishes of its readers."""
    parsed, answer = found.parsed, found.answer
    if parsed is None or isinstance(answer, Problem):
        return []
    facts = {
        "address": found.url,
        "answered by": answer.final_url if answer.final_url != found.url else None,
        "moved for good to": answer.permanent_url,
        "title": parsed.title,
        "format": f"{parsed.version}, {parsed.encoding}, {len(answer.body):,} bytes in {answer.seconds:.1f} s",
        "language": parsed.language,
        "validators": _validators(answer),
        "asks readers to wait": f"{parsed.hints.ttl_s} s" if parsed.hints.ttl_s else None,
        "newest": moment(found.newest),
    }
    return [f"{name}: {value}" for name, value in facts.items() if value]


def entry_lines(number: int, entry: Entry) -> list[str]:
    """Tell what would be stored of one entry."""
    parts = {
        "by": ", ".join(entry.authors),
        "updated": moment(entry.updated_at),
        "guid": entry.guid if entry.guid != entry.url else None,
        "summary": entry.summary and f"{len(entry.summary):,} characters",
        "content": entry.content and f"{len(entry.content):,} characters",
    }
    told_of = "; ".join(f"{name} {value}" for name, value in parts.items() if value)
    lines = [f"{number}. {entry.title or '(no title)'}", entry.url or "(no link)", _dated(entry), told_of]
    return [lines[0], *(f"   {line}" for line in lines[1:] if line)]


def problem_line(problem: Problem) -> str:
    """Tell one problem with its reason."""
    return f"{problem.stage}: {problem.code}: {problem.subject}: {told(problem)}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Say how many of something there are."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def moment(at: datetime | None) -> str | None:
    """Write an instant, which is in UTC, to the minute."""
    return None if at is None else f"{at:%Y-%m-%d %H:%M}"


def _dated(entry: Entry) -> str:
    if entry.published_at is None:
        return f"no date, from {entry.published_raw!r}" if entry.published_raw else "no date"
    element, method, confidence = (entry.published_method or "::").split(":", 2)
    how = f"{element} read as {method}, confidence {confidence}"
    return f"published {moment(entry.published_at)} UTC ({how}, from {entry.published_raw!r})"


def _validators(answer: Response) -> str:
    names = [name for name in ("etag", "last-modified") if answer.headers.get(name)]
    return " and ".join(names) or "none, so each poll costs the whole document"
