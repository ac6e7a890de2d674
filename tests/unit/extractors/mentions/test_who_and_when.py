"""Invented sentences with speaker, outlet and day of one event, and short articles with the speakers in order.

They stand in tests/cases/who-and-when.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from extractors.mentions.actors import find_actors, start_memory
from extractors.mentions.attribution import attribute, find_attributions
from extractors.mentions.date_choice import choose_date
from extractors.mentions.dates import find_dates
from extractors.mentions.places import find_places
from extractors.mentions.sentences import split
from extractors.mentions.speaking import Speakers, identify

FOLDER = Path(__file__).parents[3] / "cases" / "who-and-when"
WEDNESDAY = dt.date(2025, 11, 12)


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", cases("cases.jsonl"))
def test_speaker_outlet_and_day(case: dict[str, Any]) -> None:
    sentences = split("text", case["text"])
    memory, speakers = start_memory(sentences), Speakers()
    place = case["text"].index(case["trigger"])
    for sentence in sentences:
        spans = find_actors(sentence, memory, WEDNESDAY)
        sites = find_places(sentence, spans, memory)
        says = find_attributions(sentence.text)
        says = identify(says, sentence.text, spans, memory=memory, speakers=speakers, sites=sites)
        if sentence.start <= place < sentence.end:
            start = place - sentence.start
            trigger = (start, start + len(case["trigger"]))
            told = attribute(says, trigger)
            day = choose_date(sentence.text, find_dates(sentence.text, WEDNESDAY), trigger, case["stage"])
            found = {"speaker": told and told.code, "via": told and told.via, "date": day and day.period.date}
            assert found == {name: case[name] for name in found}
            return
    pytest.fail("the trigger is in no sentence")


@pytest.mark.parametrize("case", cases("articles.jsonl"))
def test_speakers_are_followed_through_an_article(case: dict[str, Any]) -> None:
    sentences = split("title", case["title"]) + split("text", case["text"])
    memory, speakers = start_memory(sentences), Speakers()
    found: list[tuple[int, str | None, str | None]] = []
    for sentence in sentences:
        spans = find_actors(sentence, memory, WEDNESDAY)
        sites = find_places(sentence, spans, memory)
        says = find_attributions(sentence.text)
        says = identify(says, sentence.text, spans, memory=memory, speakers=speakers, sites=sites)
        found.extend((sentence.start, one.name, one.code) for one in says if one.speaker)
    assert [code for _, _, code in dict.fromkeys(found)] == case["speakers"]
