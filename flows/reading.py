"""What a worker process does with one fetched page: extract the article, code its mentions."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.archive import Archived
from extractors.articles import Page, extract
from extractors.feeds import ParsedFeed, parse_feed
from extractors.flags import PAYWALL, SOFT_404, VIDEO_ONLY
from extractors.mentions.actor_index import Actor, shipped_actors
from extractors.mentions.coder import Coded, Coder
from extractors.pool import WorkerPool
from extractors.records import Article, Entry, Feed, Mention, Problem, Reason, Response, Stage

if TYPE_CHECKING:
    from extractors.clusters import Fingerprint
    from flows.settings import Settings

EMPTY = {SOFT_404, VIDEO_ONLY}
"""Flags of pages whose text is no article at all."""
PRELOAD = ("flows.reading", "trafilatura", "flows.warm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one page gave; `article` is None where `problems` says why."""

    article: Article | None
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedBody:
    """A feed's answer as a worker gets it."""

    body: bytes
    feed: Feed
    base_url: str
    content_type: str | None
    now: datetime


def read_feed(given: FeedBody) -> ParsedFeed:
    """Parse one feed."""
    return parse_feed(
        given.body, feed=given.feed, base_url=given.base_url, content_type=given.content_type, now=given.now
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A page in the archive, and the entry that led to it."""

    folder: Path
    place: Archived
    entry: Entry
    outlet: str


def page_of(response: Response, *, entry: Entry, outlet: str) -> Page:
    """Hand a response to extraction."""
    return Page(
        url=response.url,
        final_url=response.final_url,
        body=response.body,
        content_type=response.headers.get("content-type"),
        entry=entry,
        outlet=outlet,
    )


def reread(stored: Stored) -> Reading:
    """Read one page back from the archive, and extract and code it anew."""
    from extractors.warc import read_archived  # noqa: PLC0415 - warcio, which fresh pages do without

    response = read_archived(stored.folder, stored.place)
    if isinstance(response, Problem):
        return Reading(article=None, problems=(response,))
    return read_page(page_of(response, entry=stored.entry, outlet=stored.outlet))


def actors(_: None) -> list[Actor]:
    """Give the actors of the dictionary."""
    return list(shipped_actors().actors.values())


def fingerprints(texts: list[tuple[str, str]]) -> "list[Fingerprint]":
    """Take the fingerprints of articles given as id and text."""
    from extractors.clusters import fingerprint  # noqa: PLC0415 - numpy and scipy, which pages do without

    return [fingerprint(article_id, text) for article_id, text in texts]


def open_pool(settings: "Settings") -> tuple[WorkerPool, list[Future[None]]]:
    """Start workers that read the dictionaries while the caller does something else; the futures tell when they have.

    A future raises DictionaryError where a dictionary cannot be used.
    """
    pool = WorkerPool(workers=settings.workers, preload=PRELOAD, memory_limit=settings.page_memory)
    return pool, [pool.submit(get_ready, None) for _ in range(settings.workers)]


def get_ready(_: None) -> None:
    """Read the dictionaries into this worker."""
    coder()


@cache
def coder() -> Coder:
    """The coder of this process, its dictionaries loaded once."""
    return Coder.load()


def read_page(page: Page) -> Reading:
    """Extract and code one page; deterministic, and the same in any process.

    A page that is no whole article is kept and counted: an error page or a video's caption is not coded at all, what
    a paywall or a live blog lets us see is coded with low confidence.
    """
    article = extract(page)
    if isinstance(article, Problem):
        return Reading(article=None, problems=(article,))
    noted = tuple(_partial(article))
    if EMPTY & {*article.flags}:
        return Reading(article=article, problems=noted)
    coded = _code(article)
    mentions = tuple(replace(mention, confidence="low") for mention in coded.mentions) if noted else coded.mentions
    return Reading(article=article, mentions=mentions, problems=(*noted, *coded.problems))


def _partial(article: Article) -> Iterator[Problem]:
    if article.flags:
        code = Reason.PAYWALL if PAYWALL in article.flags else Reason.PARTIAL
        detail = f"is not a whole article ({', '.join(article.flags)})"
        yield Problem(stage=Stage.EXTRACT, code=code, subject=article.url, detail=detail)


def _code(article: Article) -> Coded:
    """Code an article; a fault of the coder must not cost the article, which can be coded anew."""
    published = article.published_at.date() if article.published_at else None
    try:
        return coder().code(article_id=article.article_id, title=article.title, text=article.text, published=published)
    except Exception as error:  # noqa: BLE001 - as said above
        detail = f"{type(error).__name__}: {error}"
        return Coded(problems=(Problem(stage=Stage.CODE, code=Reason.CODE_FAILED, subject=article.url, detail=detail),))
