"""Bytes of a page -> Article, or the Problem that says why not.

The way of a page: bytes -> characters -> tree -> its statements about itself -> furniture out -> the best reading ->
lines that do not belong out, what was missed in -> metadata and flags.
"""

import re
from datetime import UTC, datetime
from importlib.metadata import version

from extractors.agencies import agency_of
from extractors.base import second_text
from extractors.bylines import stated_authors
from extractors.candidates import Reading, best_reading
from extractors.flags import flags_of
from extractors.furniture import remove_furniture
from extractors.lines import Line, Links, joined, key, length, lines_of
from extractors.metadata import Facts, facts_of
from extractors.pages import MAX_BYTES, Page, decode, not_html, not_markup, printable, without_giants
from extractors.records import Article, Problem, Reason, Stage, make_id
from extractors.recovery import recovered
from extractors.refine import Evidence, refined
from extractors.structured import Structured, plain, structured
from extractors.trees import Element, parse_at_any_depth
from extractors.urls import article_id, canonical_url

__all__ = ["EXTRACTOR", "Page", "extract", "extract_with_facts"]

EXTRACTOR = f"parley-2+trafilatura-{version('trafilatura')}"
_LONGEST = 1_000_000  # characters: ten times the longest live blog
_SLASHES = re.compile(r"^https?://")
_PLAIN_WORDS = re.compile(r"[^\W_]+(?: [^\W_]+)*")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")


def extract(page: Page) -> Article | Problem:
    """Find the article in a page: the same answer for the same bytes, whatever was extracted before.

    Safe for any bytes in the sense that what comes back is an Article with text or a Problem; not safe in time and
    memory, so it runs in a `WorkerPool`.
    """
    outcome = extract_with_facts(page)
    return outcome if isinstance(outcome, Problem) else outcome[0]


def extract_with_facts(page: Page) -> tuple[Article, Facts] | Problem:
    """Do as `extract` does; beside the article the facts as the page gives them, such as times with their offset."""
    markup = _markup(page)
    if isinstance(markup, Problem):
        return markup
    tree, complete, markup = parse_at_any_depth(markup)
    if tree is None:
        return _problem(page, Reason.NO_TEXT, "there is no element in the page")
    stated = structured(tree)
    text, reader = _read(page, tree, markup, stated, complete=complete)
    if not text.strip():
        return _problem(page, Reason.NO_TEXT, "no article text was found")
    if len(text) > _LONGEST:
        return _problem(page, Reason.TOO_LARGE, f"{len(text):,} characters of text, more than an article has")
    facts = facts_of(page, stated, tree, text)
    return _article(page, text, reader, facts, flags_of(page.final_url, stated, tree, text)), facts


def _markup(page: Page) -> str | Problem:
    """Make the body characters, or say what it is instead of a page."""
    if len(page.body) > MAX_BYTES:
        return _problem(page, Reason.TOO_LARGE, f"{len(page.body):,} bytes, more than the {MAX_BYTES:,} of a page")
    if _leads_home(page):
        return _problem(page, Reason.NO_TEXT, f"leads to a front page, {page.final_url}")
    if what := not_html(page):
        return _problem(page, Reason.NOT_HTML, f"is {what}, not HTML")
    markup = without_giants(decode(page))
    if not markup.strip():
        return _problem(page, Reason.NO_TEXT, "the page is empty")
    if what := not_markup(markup):
        return _problem(page, Reason.NOT_HTML, f"is {what}, not HTML")
    return markup


def _leads_home(page: Page) -> bool:
    """Whether a page's address was redirected to the front page, as outlets do with articles that are gone."""
    asked, answered = (_SLASHES.split(canonical_url(url), maxsplit=1)[-1] for url in (page.url, page.final_url))
    return "/" in asked.rstrip("/") and "/" not in answered.rstrip("/") and "?" not in answered


def _read(page: Page, tree: Element, markup: str, stated: Structured, *, complete: bool) -> tuple[str, str]:
    """Give the article's text and who read it. Furniture is gone from the tree afterwards."""
    body = _own_text(stated.first_text("articleBody"))
    feed = _own_text(page.entry.content if page.entry else None)
    if complete:
        remove_furniture(tree)
    reading = best_reading(tree, markup, complete=complete, body=body, feed=feed)
    lines = lines_of(reading.text)
    if complete:
        evidence = _evidence(tree, stated, reading, body)
        lines = _edited(lines, tree, evidence, _descriptions(stated, markup))
    return printable(joined(lines)), reading.reader


def _evidence(tree: Element, stated: Structured, reading: Reading, body: str) -> Evidence:
    titles = frozenset(k for k in map(key, _titles(stated)) if len(k) > 7)  # noqa: PLR2004 - a section's name
    return Evidence(
        titles=titles,
        long_titles=titles | {key(stated.page_title)},
        links=Links.of(tree),
        second=key(reading.second),
        body=key(body),
        authors=tuple(map(key, stated_authors(stated))),
    )


def _edited(lines: list[Line], tree: Element, evidence: Evidence, descriptions: list[str]) -> list[Line]:
    """Apply the rules of refine and recovery; a page on which they leave next to nothing keeps what was read."""
    kept = recovered(refined(lines, evidence), tree, descriptions, evidence.titles)
    return kept if length(kept) * 4 >= length(lines) else lines


def _titles(stated: Structured) -> list[str]:
    shared = [title for name in ("og:title", "twitter:title") for title in stated.meta.get(name, ())]
    return [*stated.headings, *shared]


def _descriptions(stated: Structured, markup: str) -> list[str]:
    """Give the page's descriptions of itself that stand in its body too, by their longest run of plain words."""
    found = []
    begin = max(markup.find("</head"), 0)
    for text in dict.fromkeys(text for name in _DESCRIPTIONS for text in stated.meta.get(name, ())):
        words = max(_PLAIN_WORDS.findall(text[:1000]), key=len, default="")[:40]
        if len(words) >= 12 and markup.find(words, begin) >= 0:  # noqa: PLR2004 - else chance
            found.append(text)
    return found


def _own_text(html: str | None) -> str:
    """Read a fragment of HTML, or plain text, that is all content."""
    if not html:
        return ""
    fragment = without_giants(html[: MAX_BYTES // 4])
    return second_text(f"<body>{fragment}</body>", whole=True) if "<" in fragment else plain(fragment) or ""


def _article(page: Page, text: str, reader: str, facts: Facts, flags: tuple[str, ...]) -> Article:
    canonical = canonical_url(page.final_url)
    return Article(
        article_id=article_id(canonical),
        url=page.url,
        canonical_url=canonical,
        outlet=page.outlet,
        title=facts.title,
        text=text,
        text_hash=make_id(text),
        extractor=EXTRACTOR,
        authors=facts.authors,
        language=facts.language,
        published_at=_utc(facts.published),
        flags=flags,
        modified_at=_utc(facts.modified),
        origins=(*facts.origins, f"text:{reader}"),
        agency=agency_of(text, facts.authors),
    )


def _utc(moment: datetime | None) -> datetime | None:
    try:
        return moment.astimezone(UTC) if moment else None
    except OverflowError:  # the year 1 or 9999, at its edge
        return None


def _problem(page: Page, code: Reason, detail: str) -> Problem:
    return Problem(stage=Stage.EXTRACT, code=code, subject=page.url, detail=detail)
