"""The feeds of the sample newsroom in four formats: RSS 2.0, RSS 1.0 (RDF), Atom, JSON Feed. Newest entry first."""

import html
import json
from collections.abc import Callable, Sequence
from email.utils import format_datetime

from flows.sample_articles import SampleArticle, SampleOutlet

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_CREATOR = "http://purl.org/dc/elements/1.1/"


def render_feed(outlet: SampleOutlet, articles: Sequence[SampleArticle]) -> tuple[bytes, str]:
    """Write the outlet's feed over its articles (oldest first); returns the bytes and the content type."""
    render, content_type = _FORMATS[outlet.format]
    return render(outlet, articles[::-1]).encode("utf-8"), content_type


def _rss2(outlet: SampleOutlet, articles: Sequence[SampleArticle]) -> str:
    items = "\n".join(
        f'<item><title>{_x(a.title)}</title><link>{_x(a.url)}</link><guid isPermaLink="true">{_x(a.url)}</guid>'
        f"<description>{_x(a.summary)}</description>{_creators(a)}"
        f"<category>{_x(a.section)}</category><pubDate>{format_datetime(a.published)}</pubDate>"
        + (f"<content:encoded>{_x(a.body_html)}</content:encoded>" if outlet.full_text else "")
        + "</item>"
        for a in articles
    )
    return (
        f'{_XML}<rss version="2.0" xmlns:dc="{_CREATOR}" xmlns:content="{_CONTENT}" '
        'xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
        f"<title>{_x(outlet.name)}</title><link>http://{outlet.host}/</link>"
        f"<description>{_x(outlet.tagline)}</description><language>en</language>"
        f'<atom:link href="{_x(outlet.feed_url)}" rel="self" type="application/rss+xml"/>\n'
        f"<lastBuildDate>{format_datetime(max(a.modified for a in articles))}</lastBuildDate>\n"
        f"{items}\n</channel></rss>\n"
    )


def _rss1(outlet: SampleOutlet, articles: Sequence[SampleArticle]) -> str:
    order = "".join(f'<rdf:li rdf:resource="{_x(a.url)}"/>' for a in articles)
    items = "\n".join(
        f'<item rdf:about="{_x(a.url)}"><title>{_x(a.title)}</title><link>{_x(a.url)}</link>'
        f"<description>{_x(a.summary)}</description>{_creators(a)}"
        f"<dc:date>{a.published.isoformat()}</dc:date></item>"
        for a in articles
    )
    return (
        f'{_XML}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="{_CREATOR}">\n<channel rdf:about="{_x(outlet.feed_url)}"><title>{_x(outlet.name)}</title>'
        f"<link>http://{outlet.host}/</link><description>{_x(outlet.tagline)}</description>"
        f"<items><rdf:Seq>{order}</rdf:Seq></items></channel>\n{items}\n</rdf:RDF>\n"
    )


def _atom(outlet: SampleOutlet, articles: Sequence[SampleArticle]) -> str:
    entries = "\n".join(
        f'<entry><id>tag:{outlet.host},2025:{a.slug}</id><title type="text">{_x(a.title)}</title>'
        f'<link rel="alternate" type="text/html" href="{_x(a.url)}"/>'
        + "".join(f"<author><name>{_x(name)}</name></author>" for name in a.authors)
        + f"<published>{a.published.isoformat()}</published><updated>{a.modified.isoformat()}</updated>"
        f'<summary type="text">{_x(a.summary)}</summary></entry>'
        for a in articles
    )
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>{_x(outlet.feed_url)}</id>'
        f"<title>{_x(outlet.name)}</title><subtitle>{_x(outlet.tagline)}</subtitle>"
        f'<link rel="self" type="application/atom+xml" href="{_x(outlet.feed_url)}"/>'
        f'<link rel="alternate" type="text/html" href="http://{outlet.host}/"/>'
        f"<updated>{max(a.modified for a in articles).isoformat()}</updated>\n{entries}\n</feed>\n"
    )


def _json_feed(outlet: SampleOutlet, articles: Sequence[SampleArticle]) -> str:
    items = [
        {
            "id": a.url,
            "url": a.url,
            "title": a.title,
            "summary": a.summary,
            "date_published": a.published.isoformat(),
            "date_modified": a.modified.isoformat(),
            "authors": [{"name": name} for name in a.authors],
            "tags": [a.section],
            **({"content_html": a.body_html} if outlet.full_text else {"content_text": a.summary}),
        }
        for a in articles
    ]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.tagline,
        "home_page_url": f"http://{outlet.host}/",
        "feed_url": outlet.feed_url,
        "language": "en",
    }
    return json.dumps({**head, "items": items}, ensure_ascii=False, indent=1)


def _x(text: str) -> str:
    return html.escape(text)


def _creators(article: SampleArticle) -> str:
    return "".join(f"<dc:creator>{_x(name)}</dc:creator>" for name in article.authors)


_FORMATS: dict[str, tuple[Callable[[SampleOutlet, Sequence[SampleArticle]], str], str]] = {
    "rss2": (_rss2, "application/rss+xml; charset=utf-8"),
    "rss1": (_rss1, "application/rdf+xml; charset=utf-8"),
    "atom": (_atom, "application/atom+xml; charset=utf-8"),
    "json": (_json_feed, "application/feed+json; charset=utf-8"),
}
