"""The set for joining mentions into events: enough articles and events, and enough of them that only look alike."""

import json
from collections import defaultdict
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

JOINED = Path(__file__).with_name("joined.jsonl")
PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip

Article = dict[str, Any]


def articles() -> list[Article]:
    return [json.loads(line) for line in JOINED.read_text(encoding="utf-8").splitlines()]


ARTICLES = [pytest.param(article, id=article["id"]) for article in articles()]


def test_there_are_enough_articles_and_events() -> None:
    outlets = defaultdict(set)
    for article in articles():
        for mention in article["events"]:
            outlets[mention["event"]].add(article["outlet"])
    assert len(articles()) >= 45
    assert sum(len(found) > 1 for found in outlets.values()) >= 12
    assert len({article["id"] for article in articles()}) == len(articles())


def test_a_third_of_the_pairs_look_alike_and_are_different_events() -> None:
    """Pairs across articles: of one event, or with the same parties and type and yet of two events."""
    same = different = 0
    for one, other in combinations(articles(), 2):
        for left in one["events"]:
            for right in other["events"]:
                same += left["event"] == right["event"]
                different += left["event"] != right["event"] and _looks_alike(left, right)
    assert different / (same + different) >= 1 / 3


def _looks_alike(left: dict[str, Any], right: dict[str, Any]) -> bool:
    parties = [{*mention["initiator"], *mention["recipient"]} for mention in (left, right)]
    return bool(parties[0]) and parties[0] == parties[1] and left["event_type"] == right["event_type"]


@pytest.mark.parametrize("article", ARTICLES)
def test_mentions_stand_in_their_article(article: Article) -> None:
    date.fromisoformat(article["published"])
    assert article["events"]
    for mention in article["events"]:
        assert article[mention["in"]].count(mention["sentence"]) == 1
        assert mention["trigger"] in mention["sentence"]
        assert mention["event_type"] in PLOVER
        assert mention["kind"] in {"negotiation", "operation"}


@pytest.mark.parametrize("article", ARTICLES)
def test_no_two_mentions_overlap(article: Article) -> None:
    spans = sorted(_span(article, mention) for mention in article["events"])
    assert all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(spans))


def _span(article: Article, mention: dict[str, Any]) -> tuple[str, int, int]:
    start = article[mention["in"]].index(mention["sentence"]) + mention["sentence"].index(mention["trigger"])
    return mention["in"], start, start + len(mention["trigger"])
