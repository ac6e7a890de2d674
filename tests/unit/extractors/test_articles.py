import json
from datetime import UTC, datetime

import pytest

from extractors.articles import EXTRACTOR, Page, extract, extract_with_facts
from extractors.records import Article, Entry, Problem
from extractors.urls import article_id

PARAGRAPHS = [
    "Two rounds of talks ended without a paper on Thursday, and both delegations flew home before midnight.",
    "The mediator said that he would call the ministers again next week, once they had asked their capitals.",
    "In the border town the shelling went on through the night, according to the regional governor's office.",
    "Hospitals asked for blood, and the railway stopped its evening trains until further notice, it said.",
    "A spokesman for the army would not comment on the number of dead, which local papers put at twelve.",
]
TITLE = "Talks end without a paper"
LEAD = "Delegations leave the lake after two rounds, and nobody names a date for a third one in public."


def markup(*, head: str = "", before: str = "", after: str = "", paragraphs: list[str] = PARAGRAPHS) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang='en'><head><title>{TITLE} - The Outlet</title>{head}</head><body>"
        "<nav><a href='/a'>Home page</a></nav>"
        f"<main><article>{before}<div class='article-body'>{body}{after}</div></article></main>"
        "<footer><p>All rights reserved by the outlet and its partners, wherever they are.</p></footer></body></html>"
    )


def page(text: str, *, entry: Entry | None = None) -> Page:
    url = "https://outlet.example/2026/talks"
    return Page(url=f"{url}?utm_source=feed", final_url=url, body=text.encode(), outlet="o", entry=entry)


def article(text: str, **more: object) -> Article:
    outcome = extract(page(text, **more))  # type: ignore[arg-type]
    assert isinstance(outcome, Article), outcome
    return outcome


def test_the_text_is_the_paragraphs_and_no_more() -> None:
    assert article(markup(before=f"<h1>{TITLE}</h1>")).text.split("\n") == PARAGRAPHS


def test_an_article_is_named_by_its_final_canonical_url() -> None:
    found = article(markup())
    assert found.canonical_url == "https://outlet.example/2026/talks"
    assert found.article_id == article_id(found.canonical_url)
    assert (found.url, found.outlet, found.extractor) == (f"{found.canonical_url}?utm_source=feed", "o", EXTRACTOR)


def test_an_article_names_the_agency_that_signs_it() -> None:
    signed = markup().replace(PARAGRAPHS[0], f"MERI (Reuters) - {PARAGRAPHS[0]}")
    assert (article(signed).agency, article(markup()).agency) == ("Reuters", None)


@pytest.mark.parametrize(
    "furniture",
    [
        "<div class='Newsletter-box'><p>Every morning the day's reports in your box, free of charge.</p></div>",
        "<aside role='complementary'><p>Facts about the lake: it is eighty metres deep and cold in May.</p></aside>",
        "<amp-box role='note'><p>Facts about the lake: it is eighty metres deep and very cold in May.</p></amp-box>",
        "<blockquote class='twitter-tweet'><p>What a day at the lake, nobody slept</p>- Us (@us) May 1</blockquote>",
        "<p class='sr-only'>End of the article, what follows are links to other articles of the outlet.</p>",
        "<div hidden><p>Thank you for signing up, we have sent you a letter with a link to confirm it.</p></div>",
        "<p><b>Read also: <a href='/x'>Mediators met at the lake in spring, with the same result</a></b></p>",
        (
            "<ul><li><a href='/1'>Army denies the loss of a bridge</a> It stands, says the colonel.</li>"
            "<li><a href='/2'>Minister flies to the neighbours</a> A visit of an hour.</li>"
            "<li><a href='/3'>Trains run again from tomorrow</a> But not at night.</li></ul>"
        ),
    ],
)
@pytest.mark.parametrize("place", ["within", "behind"])
def test_furniture_stays_out(furniture: str, place: str) -> None:
    text = markup()
    cut = f"<p>{PARAGRAPHS[2 if place == 'within' else -1]}</p>"
    at = text.index(cut) + len(cut)
    assert article(text[:at] + furniture + text[at:]).text.split("\n") == PARAGRAPHS


def test_an_article_in_a_frame_named_like_furniture_is_kept() -> None:
    text = markup().replace("class='article-body'", "class='newsletter content'")
    assert article(text).text.split("\n") == PARAGRAPHS


def test_a_standfirst_above_the_article_is_put_back() -> None:
    head = f'<meta property="og:description" content="{LEAD}">'
    text = markup(head=head).replace("<main>", f"<main><header><h1>{TITLE}</h1><div class='dek'>{LEAD}</div></header>")
    assert article(text).text.split("\n") == [LEAD, *PARAGRAPHS]


def test_containers_after_an_advertisement_are_read_too() -> None:
    first, second = PARAGRAPHS[:3], [f"{paragraph} So it was said." for paragraph in PARAGRAPHS]
    parts = [f"<div class='story-body part'>{''.join(f'<p>{p}</p>' for p in part)}</div>" for part in (first, second)]
    advertisement = "<div class='row full-bleed-ad'><span>Advertisement</span></div>"
    text = f"<html lang='en'><body><div class='page'>{advertisement.join(parts)}</div></body></html>"
    assert article(text).text.split("\n") == [*first, *second]


def test_json_ld_gives_the_text_where_the_page_has_a_stub() -> None:
    body = " ".join(PARAGRAPHS)
    node = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": body})
    head = f"<script type='application/ld+json'>{node}</script>"
    stub = f"<html lang='en'><head>{head}</head><body><p>Loading</p></body></html>"
    assert article(stub).text == body


def test_the_feeds_text_stands_in_for_a_teaser() -> None:
    content = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    entry = Entry(entry_id="e", feed_id="f", title="From the feed", content=content)
    found = article(markup(paragraphs=PARAGRAPHS[:1]), entry=entry)
    assert found.text.split("\n") == PARAGRAPHS
    assert "text:feed" in found.origins


def test_the_feed_has_the_first_word_on_metadata() -> None:
    published = datetime(2026, 5, 7, 21, 30, tzinfo=UTC)
    entry = Entry(entry_id="e", feed_id="f", title="From the feed", authors=("Ann Ash",), published_at=published)
    found = article(markup(head="<meta name='author' content='Somebody Else'>"), entry=entry)
    assert (found.title, found.authors, found.published_at) == ("From the feed", ("Ann Ash",), published)
    assert {"title:feed", "authors:feed", "published:feed", "language:page", "text:base"} == set(found.origins)


@pytest.mark.parametrize(
    ("asked", "answered", "is_home"),
    [
        ("https://o.example/2026/talks", "https://o.example/", True),
        ("https://o.example/2026/talks", "https://www.o.example", True),
        ("https://o.example/2026/talks", "https://o.example/2026/talks-end", False),
        ("https://o.example/2026/talks", "https://o.example/?p=17", False),
        ("https://o.example/", "https://o.example/", False),
    ],
)
def test_a_gone_article_that_leads_to_the_front_page_is_no_article(asked: str, answered: str, is_home: bool) -> None:  # noqa: FBT001
    outcome = extract(Page(url=asked, final_url=answered, body=markup().encode(), outlet="o"))
    assert isinstance(outcome, Problem) == is_home


def test_times_are_utc_in_the_article_and_as_written_in_the_facts() -> None:
    outcome = extract_with_facts(
        page(markup(head="<meta property='article:published_time' content='2026-05-08T00:20+03:00'>"))
    )
    assert isinstance(outcome, tuple)
    found, facts = outcome
    assert found.published_at == datetime(2026, 5, 7, 21, 20, tzinfo=UTC)
    assert facts.published is not None
    assert facts.published.isoformat() == "2026-05-08T00:20:00+03:00"
