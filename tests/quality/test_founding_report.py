"""The report that this project was born from, as the sample newsroom carries it, comes out right."""

from functools import cache

from extractors.mentions.coder import Coder
from extractors.records import Kind, Mention
from flows.sample_articles import read_articles

SLUG = "kremlin-refuses-renewed-talks"


@cache
def mentions() -> tuple[Mention, ...]:
    (article,) = (article for article in read_articles(1) if SLUG in article.url)
    day = article.published.date()
    return Coder.load().code(article_id=SLUG, title=article.title, text=article.text, published=day).mentions


def told(kind: Kind, stage: str, words: str) -> list[Mention]:
    return [
        mention
        for mention in mentions()
        if mention.field == "text" and mention.kind is kind and mention.stage == stage and words in mention.sentence
    ]


def test_renewed_talks_are_refused_by_russia_which_says_so() -> None:
    (mention,) = told(Kind.NEGOTIATION, "refused", "refused renewed talks")
    assert mention.initiator == ("RUS",)
    assert mention.recipient == ("UKR",)
    assert mention.speaker == "RUS"
    assert mention.event_type == "REJECT"


def test_the_operation_goes_on_as_a_spokesman_told_the_agency() -> None:
    (mention,) = told(Kind.OPERATION, "underway", "special military operation")
    assert (mention.initiator, mention.speaker, mention.via) == (("RUS",), "RUS", "TASS")


def test_the_negotiations_of_the_two_were_suspended_as_the_other_side_announced() -> None:
    (mention,) = told(Kind.NEGOTIATION, "suspended", "Halenko announced")
    assert set(mention.initiator) == {"RUS", "UKR"}
    assert (mention.speaker, mention.speaker_name) == ("UKR", "Sergiy Halenko")
    assert mention.date == "2025-11-12"
    assert mention.event_type == "SANCTION"


def test_the_talks_were_in_istanbul() -> None:
    places = {(mention.place, mention.country) for mention in mentions() if mention.kind is Kind.NEGOTIATION}
    assert ("Istanbul", "TUR") in places
