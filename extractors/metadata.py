"""Title, authors, times and language of an article: the feed first, then JSON-LD, <meta>, the page's own text."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from extractors.bylines import authors_of
from extractors.pages import Page
from extractors.structured import Structured, plain
from extractors.times import parse_instant
from extractors.titles import title_of
from extractors.trees import Element

_FAR = datetime(2200, 1, 1, tzinfo=UTC)  # `now` for a reader of pages: what lies ahead is for a check to doubt
_PUBLISHED = (
    *("article:published_time", "article:published:time", "og:article:published_time", "article.published"),
    *("datepublished", "rnews:datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date"),
    *("pubdate", "publishdate", "publish-date", "publication_date", "date.created"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
)
_MODIFIED = (
    *("article:modified_time", "article:modified:time", "og:updated_time"),
    *("datemodified", "last-modified", "dcterms.modified", "lastmod"),
)
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:/|[-_]|$)")
_LANGUAGE = re.compile(r"^([a-z]{2,3})(?:[-_]|$)", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|to|and|an?|in|that|is|for|on|was|with|as|at|by|it|he|his|be|from|are|has|have)\b")
_FEW_WORDS = 30
_ENOUGH_TO_DETECT = 100  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an article besides its text. Times keep the offset that they were written with.

    `origins` names each field's source: feed, json-ld, meta, page, url, text, detected.
    """

    title: str
    authors: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    language: str | None
    origins: tuple[str, ...]


def facts_of(page: Page, stated: Structured, tree: Element, text: str) -> Facts:
    """Decide each field; deterministic, and without a clock."""
    title, title_from = title_of(page.entry, stated)
    authors, authors_from = authors_of(page.entry, stated, tree)
    published, published_from = _published(page, stated, tree)
    modified = _first_time([*_ld_times(stated, "dateModified"), *_meta_times(stated, _MODIFIED)])
    language, language_from = _language(stated, text)
    origins = {"title": title_from, "authors": authors_from, "published": published_from, "language": language_from}
    return Facts(
        title=title,
        authors=authors,
        published=published,
        modified=modified[0],
        language=language,
        origins=tuple(f"{field}:{source}" for field, source in origins.items() if source),
    )


def _published(page: Page, stated: Structured, tree: Element) -> tuple[datetime | None, str | None]:
    if page.entry and page.entry.published_at:
        return page.entry.published_at, "feed"
    named = [*_ld_times(stated, "datePublished"), *_meta_times(stated, _PUBLISHED)]
    found = _first_time([*named, *_ld_times(stated, "dateCreated")])
    if not found[0]:
        found = _first_time([*_time_elements(tree), *_url_dates(page.final_url)])
    return found if found[0] else _searched(tree, page.final_url)


def _first_time(candidates: Iterable[tuple[str, str]]) -> tuple[datetime | None, str | None]:
    """Give the first that can be read, one with an offset before one without of the same day."""
    first: tuple[datetime, str] | None = None
    for raw, source in candidates:
        moment = _moment(raw)
        if moment is None:
            continue
        if moment.tzinfo is not None:
            return (moment, source) if first is None or first[0].date() == moment.date() else _aware(first)
        first = first or (moment, source)
    return _aware(first) if first else (None, None)


def _aware(found: tuple[datetime, str]) -> tuple[datetime, str]:
    return found[0].replace(tzinfo=UTC), found[1]


def _moment(raw: str) -> datetime | None:
    """Read a time and keep its offset; naive where it has none."""
    joined = re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", raw.strip())  # publishers part the offset from the time
    try:
        return datetime.fromisoformat(joined)
    except ValueError:
        raw = raw.strip()
        instant = parse_instant(raw, now=_FAR)
        return instant.at if instant else None


def _ld_times(stated: Structured, field: str) -> Iterator[tuple[str, str]]:
    for node in (*stated.articles, *stated.nodes):
        if raw := plain(node.get(field)):
            yield raw, "json-ld"


def _meta_times(stated: Structured, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for raw in stated.meta.get(name, ()):
            yield raw, "meta"


def _time_elements(tree: Element) -> Iterator[tuple[str, str]]:
    """Give the page's <time> elements: those that follow a headline, then the others."""
    before: list[str] = []
    seen_headline = False
    for element in tree.iter("h1", "time"):
        if element.tag == "h1":
            seen_headline = True
        elif raw := element.get("datetime") or (element.text or ""):
            if seen_headline:
                yield raw, "page"
            else:
                before.append(raw)
    yield from ((raw, "page") for raw in before)


def _searched(tree: Element, url: str) -> tuple[datetime | None, str | None]:
    """Have htmldate look through the page's text, where nothing is marked as its date: slow and seldom needed."""
    from htmldate import find_date  # noqa: PLC0415 - as above

    day = find_date(tree, url=url or None, original_date=True, max_date=f"{_FAR:%Y-%m-%d}")
    return (datetime.fromisoformat(day).replace(tzinfo=UTC), "text") if day else (None, None)


def _url_dates(url: str) -> Iterator[tuple[str, str]]:
    if found := _IN_URL.search(url):
        yield "-".join(found.groups()), "url"


def _language(stated: Structured, text: str) -> tuple[str | None, str | None]:
    """Take the language as stated; detect it only where the page is silent, which costs half a second once."""
    for raw, source in (
        (stated.html_language, "page"),
        (stated.first_text("inLanguage"), "json-ld"),
        (stated.first_meta("og:locale", "content-language", "language", "dc.language"), "meta"),
    ):
        if raw and (found := _LANGUAGE.match(raw.strip())):
            language = found.group(1).lower()
            doubtful = language == "en" and len(text) >= _ENOUGH_TO_DETECT and not _reads_english(text)
            return _detected(text) if doubtful else (language, source)
    return _detected(text)


def _reads_english(text: str, *, share: float = 0.07) -> bool:
    """Check the one claim that templates make by themselves: of English words every fifth is one of these."""
    start = text[:3000].lower()
    return len(_ENGLISH.findall(start)) >= share * max(len(start.split()), _FEW_WORDS)


def _detected(text: str) -> tuple[str | None, str | None]:
    if _reads_english(text, share=0.15):
        return "en", "detected"
    if len(text) < _ENOUGH_TO_DETECT:
        return None, None
    return str(load_language_model()(text[:3000])[0]), "detected"


@cache
def load_language_model() -> Callable[[str], tuple[str, float]]:
    """Return what tells the language of a text, and how surely; half a second and 130 MB that few pages need."""
    from py3langid import classify  # type: ignore[import-untyped]  # noqa: PLC0415

    classify("")  # the model itself is read at the first call
    return classify  # type: ignore[no-any-return]
