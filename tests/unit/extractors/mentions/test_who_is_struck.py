"""Sentences in which whoever speaks is not whoever acts, and places that no index knows."""

from datetime import date

import pytest

from extractors.mentions.coder import Coder
from extractors.records import Kind, Mention

ARMED = "The army has soldiers and missiles at the border. "


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def last(coder: Coder, text: str) -> Mention:
    told = coder.code(article_id="1", title="", text=ARMED + text, published=date(2026, 11, 20)).mentions
    return [mention for mention in told if mention.kind is not Kind.OTHER][-1]


@pytest.mark.parametrize(
    ("text", "initiator", "recipient"),
    [
        ("Rebel gunners shelled Port Sudan on Thursday, the Sudanese navy told Reuters.", (), ()),
        (
            "Port authorities in Russia's Tuapse reported an incident and denied any attack.",
            (),
            ("RUS",),
        ),
        ("Nigeria's army confirmed an attempted ambush near Maiduguri.", (), ()),
        ("Israel's army confirmed the strike.", ("ISR",), ()),
        ("Russia and Ukraine are at war. Kharkiv came under Russian drone attack.", ("RUS",), ("UKR",)),
        ("China sent 40 warplanes towards Taiwan.", ("CHN",), ("TWN",)),
    ],
)
def test_who_tells_is_not_who_acts(
    coder: Coder, text: str, initiator: tuple[str, ...], recipient: tuple[str, ...]
) -> None:
    mention = last(coder, text)
    assert (mention.initiator, mention.recipient) == (initiator, recipient)


def test_an_unknown_village_is_not_in_the_state_of_the_venue(coder: Coder) -> None:
    text = (
        "Talks between South Sudan and rebels were to resume in Nairobi. South Sudan's president spoke in Juba. South"
        " Sudan's army left Nairobi. Aircraft bombed villages in Zorobok county on Friday, aid workers said."
    )
    mention = last(coder, text)
    assert mention.place == "Zorobok"
    assert mention.country != "KEN"
    assert mention.recipient == ()


def test_one_state_invades_another_in_an_article_about_politics(coder: Coder) -> None:
    text = (
        "The minister spoke of pensions and schools. Parliament will vote on the budget in June. Voters like the plan."
        " The party applied in May, shortly after Russia invaded Ukraine. The cabinet will meet again."
    )
    told = coder.code(article_id="1", title="", text=text, published=None).mentions
    sides = [(m.initiator, m.recipient) for m in told if m.kind is Kind.OPERATION]
    assert sides == [(("RUS",), ("UKR",))]


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("Police raided a flat in Birmingham and arrested two men.", False),
        ("Gunmen attacked a police checkpoint near Quetta.", True),
    ],
)
def test_police_are_no_fighters_beside_a_war(coder: Coder, sentence: str, *, counts: bool) -> None:
    text = ARMED + "The minister said that the war with Russia goes on. " + sentence
    told = coder.code(article_id="1", title="", text=text, published=None).mentions
    assert any(m.kind is Kind.OPERATION and m.sentence == sentence for m in told) is counts


def test_a_mediator_does_not_break_off_the_talks_that_it_mediated(coder: Coder) -> None:
    text = ARMED + "The rounds of talks that Oman had mediated were broken off in June."
    told = coder.code(article_id="1", title="", text=text, published=date(2026, 11, 20)).mentions
    assert [(m.stage, m.initiator) for m in told if m.stage == "suspended"] == [("suspended", ())]
