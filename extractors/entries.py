"""Entries made of what a feed's parser found: identity, links, dates; one bad entry costs itself, and is counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from extractors.plaintext import plain_text
from extractors.records import Entry, Feed, Problem, Reason, Stage
from extractors.times import Instant, parse_instant
from extractors.urls import absolute_url, canonical_url, entry_id


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An entry as its feed has it. `published` and `updated` are (element, raw date) in order of preference."""

    guid: str | None = None
    links: tuple[str, ...] = ()
    title: str = ""
    summary: str | None = None
    content: str | None = None
    authors: tuple[str, ...] = ()
    published: tuple[tuple[str, str], ...] = ()
    updated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all entries read at once share: the feed, the address that relative links hang on, and the time."""

    feed: Feed
    base_url: str
    now: datetime

    def problem(self, code: Reason, subject: str, detail: str) -> Problem:
        """Note what an entry lacks."""
        return Problem(stage=Stage.ENTRY, code=code, subject=subject, detail=detail)


def make_entries(raws: Iterable[RawEntry], context: Context) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Make entries in the feed's order; duplicates are counted and left out, their first one stays."""
    pairs = [(raw, _link(raw, context)) for raw in raws]
    reused = _reused_guids(pairs)
    problems = [
        context.problem(
            Reason.REUSED_GUID, context.feed.url, f"guid {guid[:200]!r} names {count} entries of distinct links"
        )
        for guid, count in reused.items()
    ]
    entries: dict[str, Entry] = {}
    for raw, link in pairs:
        entry, faults = _make_entry(raw, link, context, shared=raw.guid in reused)
        problems.extend(faults)
        if entry.entry_id in entries:
            subject = entry.url or entry.guid or entry.entry_id
            problems.append(
                context.problem(Reason.DUPLICATE, subject, f"twice in {context.feed.url}; the first one stays")
            )
        else:
            entries[entry.entry_id] = entry
    return tuple(entries.values()), tuple(problems)


def _link(raw: RawEntry, context: Context) -> str | None:
    return next((link for link in (absolute_url(context.base_url, each) for each in raw.links) if link), None)


def _reused_guids(pairs: list[tuple[RawEntry, str | None]]) -> dict[str, int]:
    """Find guids that stand on entries of distinct links: they name nothing."""
    counts = Counter(raw.guid for raw, link in pairs if raw.guid and link)
    links: defaultdict[str, set[str]] = defaultdict(set)
    for raw, link in pairs:
        if raw.guid and link and counts[raw.guid] > 1:
            links[raw.guid].add(canonical_url(link))
    return {guid: len(found) for guid, found in links.items() if len(found) > 1}


def _make_entry(raw: RawEntry, link: str | None, context: Context, *, shared: bool) -> tuple[Entry, list[Problem]]:
    title = plain_text(raw.title)
    text = raw.content or raw.summary or ""
    published, published_raw, method = _date((*raw.published, *raw.updated), context.now)
    updated, _, _ = _date(raw.updated, context.now)
    entry = Entry(
        entry_id=entry_id(context.feed.feed_id, None if shared else raw.guid, link, title, text),
        feed_id=context.feed.feed_id,
        title=title,
        guid=raw.guid,
        url=link,
        summary=raw.summary,
        content=raw.content,
        authors=tuple(name for name in map(plain_text, raw.authors) if name),
        published_at=published.at if published else None,
        published_raw=published_raw,
        published_method=method,
        updated_at=updated.at if updated else None,
    )
    subject, faults = link or raw.guid or entry.entry_id, []
    if link is None:
        detail = f"the entry {title[:80]!r} of {context.feed.url} has no usable link"
        faults.append(context.problem(Reason.NO_LINK, subject, detail))
    first = next((text for _, text in (*raw.published, *raw.updated)), None)
    if first is not None and (published is None or published_raw != first):
        detail = f"{first[:100]!r} cannot be read, or lies before 1990 or more than a day ahead"
        faults.append(context.problem(Reason.BAD_DATE, subject, detail))
    return entry, faults


def _date(found: tuple[tuple[str, str], ...], now: datetime) -> tuple[Instant | None, str | None, str | None]:
    """Read the first date that can be read; the raw string is its own, or else the first there is."""
    for element, raw in found:
        instant = parse_instant(raw, now=now)
        if instant is not None:
            return instant, raw, f"{element}:{instant.method}:{instant.confidence}"
    return None, found[0][1] if found else None, None
