"""The sample newsroom's texts: enough of them, of every kind promised, and pages that extract to exactly them."""

import re
from collections import Counter
from datetime import date
from functools import cache

import pytest
import trafilatura

from flows.sample import resources
from flows.sample_articles import SampleArticle, read_articles, read_outlets

ABOUT_NEITHER = {
    "dockers-reject-pay-offer", "storm-gerda-ferries", "hockey-late-attack", "prize-for-novel-of-armistice",
    "surgeons-separate-twins", "desert-blues-festival", "marathon-record-nairobi", "eden-gardens-collapse",
    "strike-halts-stunt-epic", "coffee-merger-talks", "millonarios-attack-final",
}  # fmt: skip


@cache
def pages(day: int) -> dict[tuple[str, str], bytes]:
    return {key: found.body for key, found in resources(day).items()}


def test_there_are_outlets_of_all_formats_and_many_countries() -> None:
    outlets = read_outlets()
    assert len(outlets) >= 7
    assert {outlet.format for outlet in outlets} == {"rss2", "rss1", "atom", "json"}
    assert len({outlet.country for outlet in outlets}) == len(outlets)


def test_there_are_enough_articles_and_some_about_neither() -> None:
    first = {article.slug for article in read_articles(1)}
    assert len(first) >= 48
    assert first >= ABOUT_NEITHER
    assert len(ABOUT_NEITHER) >= 10
    assert len(read_articles(2)) - len(first) >= 6


def test_days_are_those_of_november_2025() -> None:
    first, second = read_articles(1), read_articles(2)
    known = {article.url for article in first}
    assert {article.published.date() for article in first} == {date(2025, 11, n) for n in (14, 15, 16, 17)}
    assert {a.published.date() for a in second if a.url not in known} == {date(2025, 11, 18)}


def test_slugs_titles_and_addresses_are_unique() -> None:
    for articles in (read_articles(1), read_articles(2)):
        for values in ([a.slug for a in articles], [a.title for a in articles], [a.url for a in articles]):
            assert Counter(values).most_common(1)[0][1] == 1


@pytest.mark.parametrize("article", [pytest.param(a, id=a.slug) for a in read_articles(2)])
def test_an_article_is_well_formed(article: SampleArticle) -> None:
    assert 120 <= len(article.text.split()) <= 450
    assert article.published.utcoffset() is not None
    assert article.modified >= article.published
    assert not re.search(r"\s{2,}|[ \t]\n|\$", article.text.replace("\n", " "))


@pytest.mark.parametrize("day", [1, 2])
def test_every_page_extracts_to_exactly_its_article(day: int) -> None:
    wrong = [
        article.slug
        for article in read_articles(day)
        if _extracted(pages(day)[article.outlet.host, article.path], article) != _expected(article)
    ]
    assert wrong == []


def _extracted(page: bytes, article: SampleArticle) -> tuple[str | None, ...]:
    found = trafilatura.bare_extraction(page, url=article.url, include_comments=False, with_metadata=True)
    assert not isinstance(found, dict)
    assert found is not None
    return found.text, found.title, found.author, found.date


def _expected(article: SampleArticle) -> tuple[str | None, ...]:
    return article.text, article.title, "; ".join(article.authors), article.published.strftime("%Y-%m-%d")


def test_one_agency_report_stands_in_two_outlets_almost_word_for_word() -> None:
    by_slug = {article.slug: article for article in read_articles(1)}
    one, other = by_slug["sudan-truce-agency"], by_slug["sudan-rsf-accepts-truce"]
    assert one.outlet != other.outlet
    assert one.text != other.text
    shared = set(one.text.split()) & set(other.text.split())
    assert len(shared) / len(set(one.text.split()) | set(other.text.split())) > 0.93


@pytest.mark.parametrize(
    "slugs",
    [
        ("congo-m23-doha-framework", "rdc-m23-accord-cadre", "drc-m23-sign-in-doha"),
        ("kremlin-refuses-renewed-talks", "no-point-in-resuming-talks", "kyiv-door-open-kremlin-shuts-it"),
    ],
)
def test_three_outlets_report_one_event_independently(slugs: tuple[str, str, str]) -> None:
    found = [article for article in read_articles(1) if article.slug in slugs]
    assert len({article.outlet.key for article in found}) == 3
    sentences = [set(re.split(r"(?<=[.?!])\s", article.text)) for article in found]
    assert sum(map(len, sentences)) == len(set().union(*sentences))


def test_the_founding_report_says_what_it_must() -> None:
    report = next(article for article in read_articles(1) if article.slug == "kremlin-refuses-renewed-talks")
    for words in ("refused renewed talks", "special military operation goes on", "TASS", "November 12", "Sergiy",
                  "had been suspended", "very hard mandates", "Istanbul"):  # fmt: skip
        assert words in report.text
