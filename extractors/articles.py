"""Bytes of a page -> Article, or the Problem that says why not."""

from importlib.metadata import version

from lxml.html import (  # type: ignore[import-untyped]  # lxml ships no types
    HtmlElement,
    HTMLParser,
    document_fromstring,
)
from trafilatura import bare_extraction
from trafilatura.settings import Document

from extractors.pages import MAX_BYTES, Page, decode, not_html, not_markup
from extractors.records import Article, Problem, Reason, Stage, make_id
from extractors.urls import article_id, canonical_url

__all__ = ["Page", "extract"]

EXTRACTOR = f"parley-1+trafilatura-{version('trafilatura')}"


def extract(page: Page) -> Article | Problem:
    """Find the article in a page: the same answer for the same bytes, whatever was extracted before.

    Safe for any bytes in the sense that what comes back is an Article with text or a Problem; not safe in time and
    memory, so it runs in a `WorkerPool`.
    """
    if len(page.body) > MAX_BYTES:
        return _problem(page, Reason.TOO_LARGE, f"{len(page.body):,} bytes, more than the {MAX_BYTES:,} of a page")
    if what := not_html(page):
        return _problem(page, Reason.NOT_HTML, f"is {what}, not HTML")
    markup = decode(page)
    if not markup.strip():
        return _problem(page, Reason.NO_TEXT, "the page is empty")
    if what := not_markup(markup):
        return _problem(page, Reason.NOT_HTML, f"is {what}, not HTML")
    tree = _parse(markup)
    document = bare_extraction(tree, include_comments=False, with_metadata=True) if tree is not None else None
    if not isinstance(document, Document) or not (document.text or "").strip():
        return _problem(page, Reason.NO_TEXT, "no article text was found")
    text = str(document.text)
    canonical = canonical_url(page.final_url)
    entry = page.entry
    return Article(
        article_id=article_id(canonical),
        url=page.url,
        canonical_url=canonical,
        outlet=page.outlet,
        title=(entry.title if entry else "") or document.title or "",
        text=text,
        text_hash=make_id(text),
        extractor=EXTRACTOR,
        authors=(entry.authors if entry else ()) or tuple(filter(None, (document.author or "").split("; "))),
        language=document.language,
        published_at=entry.published_at if entry else None,
    )


def _parse(markup: str) -> HtmlElement | None:
    parser = HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        return document_fromstring(markup.encode(), parser=parser)
    except (ValueError, AssertionError, SyntaxError):  # lxml's ParserError is a SyntaxError: no element at all
        return None


def _problem(page: Page, code: Reason, detail: str) -> Problem:
    return Problem(stage=Stage.EXTRACT, code=code, subject=page.url, detail=detail)
