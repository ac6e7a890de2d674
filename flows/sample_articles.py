"""The sample newsroom as data: its invented outlets and the articles of each day, read from seeds/newsroom."""

import html
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from string import Template

DAYS = (1, 2)
RELATED = 3  # links to older articles on each page


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOutlet:
    """An invented publisher; `seeds/newsroom/outlets.toml` explains each field."""

    key: str
    name: str
    tagline: str
    country: str
    format: str
    feed_path: str
    page_path: str
    paragraph: str
    subheading: str
    full_text: bool = False

    @property
    def host(self) -> str:
        """The outlet's host, under a top-level domain that exists nowhere."""
        return f"{self.key}.example"

    @property
    def feed_url(self) -> str:
        """The address of its one feed."""
        return f"http://{self.host}{self.feed_path}"


@dataclass(frozen=True, kw_only=True)
class SampleArticle:
    """One invented article as of one day. `paragraphs` are plain text; one that begins with "## " is a subheading."""

    outlet: SampleOutlet
    slug: str
    title: str
    authors: tuple[str, ...]
    published: datetime
    modified: datetime
    summary: str
    section: str
    paragraphs: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """What a good extractor finds on the page: one paragraph or subheading a line."""
        return "\n".join(line.removeprefix("## ") for line in self.paragraphs)

    @cached_property
    def path(self) -> str:
        """Where its outlet's host serves it."""
        fields = {"year": "%Y", "month": "%m", "day": "%d"}
        values = {name: self.published.strftime(code) for name, code in fields.items()}
        return Template(self.outlet.page_path).substitute(values, slug=self.slug)

    @cached_property
    def url(self) -> str:
        """Its address, the same on both days."""
        return f"http://{self.outlet.host}{self.path}"

    @cached_property
    def body_html(self) -> str:
        """Its paragraphs in the outlet's own markup."""
        return "\n".join(self._block(line) for line in self.paragraphs)

    def _block(self, line: str) -> str:
        heading = line.startswith("## ")
        shape = self.outlet.subheading if heading else self.outlet.paragraph
        return Template(shape).substitute(text=html.escape(line.removeprefix("## "), quote=False))


def read_outlets() -> tuple[SampleOutlet, ...]:
    """Read the outlets, in the order of their file."""
    raw = tomllib.loads((_newsroom() / "outlets.toml").read_text(encoding="utf-8"))
    return tuple(SampleOutlet(**fields) for fields in raw["outlet"])


def read_articles(day: int, until: datetime | None = None) -> tuple[SampleArticle, ...]:
    """Read what is on line on a day, oldest first: a later day's file takes the place of an earlier one's.

    `until` leaves out what was published, or changed, after that instant.

    Raises:
        ValueError: for a day that the newsroom does not have.
    """
    if day not in DAYS:
        raise ValueError(f"the sample newsroom has the days {DAYS}, not {day}")
    found: dict[tuple[str, str], SampleArticle] = {}
    for outlet in read_outlets():
        for number in range(1, day + 1):
            for file in _files(f"day{number}", outlet.key):
                slug = file.name.removesuffix(".md")
                article = parse_article(file.read_text(encoding="utf-8"), outlet=outlet, slug=slug)
                if until is None or article.modified <= until:
                    found[outlet.key, slug] = article
    return tuple(sorted(found.values(), key=lambda article: (article.published, article.url)))


def parse_article(raw: str, *, outlet: SampleOutlet, slug: str) -> SampleArticle:
    """Read one article file: TOML between two lines `+++`, then paragraphs between empty lines."""
    _, front, body = raw.split("+++\n", 2)
    fields = tomllib.loads(front)
    return SampleArticle(
        outlet=outlet,
        slug=slug,
        title=fields["title"],
        authors=tuple(fields["authors"]),
        published=fields["published"],
        modified=fields.get("modified", fields["published"]),
        summary=fields["summary"],
        section=fields["section"],
        paragraphs=tuple(block.strip() for block in body.split("\n\n") if block.strip()),
    )


def render_page(article: SampleArticle, older: Iterable[SampleArticle]) -> str:
    """Fill the outlet's template; `older` are the articles to link to."""
    template = (_newsroom() / "templates" / f"{article.outlet.key}.html").read_text(encoding="utf-8")
    escaped = {
        "title": article.title,
        "outlet": article.outlet.name,
        "tagline": article.outlet.tagline,
        "summary": article.summary,
        "section": article.section,
        "authors": " and ".join(article.authors),
        "url": article.url,
        "feed_url": article.outlet.feed_url,
        "published": article.published.isoformat(),
        "modified": article.modified.isoformat(),
        "published_text": article.published.strftime("%d %B %Y, %H:%M"),
    }
    links = "".join(f'<li><a href="{other.path}">{html.escape(other.title)}</a></li>' for other in older)
    return Template(template).substitute(
        {name: html.escape(value) for name, value in escaped.items()},
        body=article.body_html,
        related=links,
        jsonld=_json_ld(article),
        number=int(article.published.timestamp()) % 100_000,
    )


def _json_ld(article: SampleArticle) -> str:
    card = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "url": article.url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.url},
        "datePublished": article.published.isoformat(),
        "dateModified": article.modified.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": article.outlet.name},
        "articleSection": article.section,
        "isAccessibleForFree": True,
    }
    return json.dumps(card, ensure_ascii=False).replace("</", "<\\/")


def _newsroom() -> Traversable:
    return resources.files("seeds") / "newsroom"


def _files(day: str, key: str) -> list[Traversable]:
    folder = _newsroom() / day / key
    if not folder.is_dir():
        return []
    return sorted((file for file in folder.iterdir() if file.name.endswith(".md")), key=lambda file: file.name)
