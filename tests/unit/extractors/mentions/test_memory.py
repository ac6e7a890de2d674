"""Article memory: what an introduction teaches, what plain references mean, and that nothing outlives the article."""

from datetime import date

import pytest

from extractors.mentions.actors import ActorSpan, find_actors, start_memory
from extractors.mentions.sentences import split

DAY = date(2025, 6, 1)


def last(text: str) -> list[ActorSpan]:
    """Return the spans of the last sentence of an article."""
    sentences = split("text", text)
    memory = start_memory(sentences)
    spans: tuple[ActorSpan, ...] = ()
    for sentence in sentences:
        spans = find_actors(sentence, memory, DAY)
    return list(spans)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Ukrainian Deputy Foreign Minister Serhiy Testenko left. Testenko came back.", "Testenko", "UKR"),
        ("Oleksa Probenko, Ukraine's chief negotiator, left. Probenko came back.", "Probenko", "UKR"),
        ("Iranian envoy Majid Testani left. Testani came back.", "Testani", "IRN"),
        ("The Saudi envoy, Turki al-Probani, left. Al-Probani came back.", "Probani", "SAU"),
        ("Hamas spokesman Abu Probe left. Probe came back.", "Probe", "HAMAS"),
    ],
)
def test_an_introduction_teaches_the_surname(text: str, name: str, code: str) -> None:
    spans = last(text)
    assert spans[0].code == code
    assert spans[0].text.startswith(name)


def test_a_body_introduces_nobody() -> None:
    spans = last("It fell into the Upper Sea, the South Korean military said. Sea was calm.")
    assert spans == []


def test_a_former_official_teaches_no_code() -> None:
    spans = last("Former Israeli minister Dov Testman left. Testman came back.")
    assert [span.code for span in spans] == [None]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Russia and Ukraine met in Istanbul. Both sides agreed.", ["RUS", "UKR"]),
        ("Talks between Israel and Hamas ended. The two sides left.", ["ISR", "HAMAS"]),
        ("Thailand and Cambodia fought. Each side blamed a mine.", ["THA", "KHM"]),
        ("The M23 group took a town. The rebels then left.", ["M23"]),
        ("The African Union met. The bloc condemned this.", ["AU"]),
        ("Mali's army advanced. The military declined to comment.", ["MLI"]),
        ("Kenya sent police to Kenya's border. The government confirmed this.", ["KEN"]),
        ("Iran's foreign minister arrived. He refused.", ["IRN"]),
        ("Rwanda denied it. It said nothing more.", ["RWA"]),
        ("A paper wrote of it. The army withdrew.", []),
        ("The two Koreas met.", ["PRK", "KOR"]),
    ],
)
def test_plain_references(text: str, codes: list[str]) -> None:
    assert [span.code for span in last(text)] == codes


def test_memory_does_not_outlive_its_article() -> None:
    last("Ukrainian Deputy Foreign Minister Serhiy Testenko left. Testenko came back.")
    assert last("Testenko came back.") == []


def test_the_same_article_gives_the_same_spans() -> None:
    text = "Ukrainian envoy Oleksa Probenko met Russian envoys. Both sides left. He denied it."
    assert last(text) == last(text)
