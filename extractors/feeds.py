"""Bytes of a feed to entries: RSS 0.9-2.0, RDF, Atom, CDF by feedparser, JSON Feed by ourselves.

The only importer of feedparser. Its quirks, and what we do about them:
- it decodes text/xml without charset as US-ASCII (RFC 3023): we decode, it gets UTF-8;
- it turns relative guids into links against the address of the feed: it is told no address, we join links ourselves;
- its dates are wrong without a word for several formats: we read the raw strings;
- HTML sanitising and resolving cost three quarters of its time: off, no markup of a feed is ever shown as markup;
- its loose parser, which takes over where XML breaks, reads `&copy=3` as a sign: stray ampersands are escaped before;
- `bozo` says only that something was off, with an entry lost or without: what it found is taken, and noted once;
- elements that repeat (skipHours) keep their last value only: read from the text.
"""

import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import feedparser  # type: ignore[import-untyped] # has no types

from extractors import jsonfeed
from extractors.charset import decode
from extractors.discovery import feed_links
from extractors.entries import Context, make_entries
from extractors.feedfields import raw_entry, text_of
from extractors.feedtext import FeedText, clean, mended, without_sizes
from extractors.hints import Hints, read_hints
from extractors.plaintext import plain_text
from extractors.records import Entry, Feed, Problem, Reason, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed held: entries in its order, problems, and what it wishes of its readers."""

    title: str | None = None
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    hints: Hints = field(default_factory=Hints)
    version: str = ""
    broken: bool = False
    encoding: str = ""
    language: str | None = None
    site_url: str | None = None

    @property
    def readable(self) -> bool:
        """Whether it was a feed at all; an empty one is, one that broke before its first entry is not."""
        return bool(self.version) and (bool(self.entries) or not self.broken)


def parse_feed(body: bytes, *, feed: Feed, base_url: str, content_type: str | None, now: datetime) -> ParsedFeed:
    """Read a feed; raises for no bytes. A body that is no feed gives one Problem and no entries.

    What a body is, is told by its beginning and not by `content_type`, of which only the charset counts. `base_url`
    is where the body came from: relative links hang on it.
    """
    decoded = decode(body, content_type)
    context = Context(feed=feed, base_url=base_url, now=now)
    if decoded.text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        return _parse_json(body, context)
    text = clean(decoded.text)
    if not text.like_a_feed:
        return _no_feed(context, decoded.text)
    found = _found(text.text)
    if isinstance(found, Exception):
        detail = f"feedparser gave up: {type(found).__name__}: {found}"
        return ParsedFeed(problems=(_problem(context, Reason.BROKEN_FEED, detail),))
    if not found.entries and not found.version and not text.feed:
        return _no_feed(context, decoded.text)
    entries, problems = make_entries(map(raw_entry, found.entries), context)
    notes = [*text.mended, *_broken(found)]
    if decoded.contradicted:
        notes.append(f"announced as {decoded.contradicted}, read as {decoded.encoding}")
    noted = tuple(_problem(context, Reason.BROKEN_FEED, note) for note in notes)
    return _assembled(found, text, entries, noted + problems, decoded.encoding)


def _found(text: str) -> Any:
    """Give what feedparser finds; where its loose parser trips, what it finds in the text mended, or why it fails."""
    failure: Exception | None = None
    for mend in (str, without_sizes, mended):
        try:
            return _ask_feedparser(mend(text))
        except Exception as error:  # noqa: BLE001 - feedparser raises what it happens to raise
            failure = failure or error
    return failure


def _ask_feedparser(text: str) -> Any:
    return feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _assembled(
    found: Any, text: FeedText, entries: tuple[Entry, ...], problems: tuple[Problem, ...], encoding: str
) -> ParsedFeed:
    head: dict[str, Any] = dict(found.feed)
    return ParsedFeed(
        title=plain_text(text_of(head, "title")) or None,
        entries=entries,
        problems=problems,
        hints=read_hints(head, text.text),
        version=found.version or "unknown",
        broken=bool(_broken(found)),
        encoding=encoding,
        language=text_of(head, "language") or None,
        site_url=text_of(head, "link") or None,
    )


def _parse_json(body: bytes, context: Context) -> ParsedFeed:
    found = jsonfeed.read(body)
    if isinstance(found, str):
        return ParsedFeed(problems=(_problem(context, Reason.NOT_A_FEED, found),))
    entries, problems = make_entries(found.entries, context)
    return ParsedFeed(
        title=plain_text(found.title) or None,
        entries=entries,
        problems=problems,
        hints=Hints(hub=found.hub, self_url=found.feed_url),
        version=found.version,
        encoding="utf-8",
        language=found.language,
        site_url=found.home_page_url,
    )


def _no_feed(context: Context, text: str) -> ParsedFeed:
    """Say what came instead of a feed, and which feeds it links to."""
    links = [link.url for link in feed_links(text, context.base_url)]
    what = "a page" if "<html" in text[:5000].lower() else "no feed" if text.strip() else "an empty body"
    detail = f"the server sent {what}" + (f", which links to the feeds {', '.join(links[:5])}" if links else "")
    return ParsedFeed(problems=(_problem(context, Reason.NOT_A_FEED, detail),))


def _problem(context: Context, code: Reason, detail: str) -> Problem:
    return Problem(stage=Stage.FEED, code=code, subject=context.feed.url, detail=detail)


def _broken(found: Any) -> list[str]:
    """Tell what feedparser stumbled over. It read on in its loose way, so every entry up to the end counts."""
    error = found.get("bozo_exception")
    if not found.bozo or isinstance(error, feedparser.NonXMLContentType | feedparser.CharacterEncodingOverride):
        return []
    return [f"broken XML, read as far as it goes: {error}"]
