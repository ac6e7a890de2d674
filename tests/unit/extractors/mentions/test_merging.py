"""What a sentence names twice is one event; what only tells of an event's effects or means is none."""

import datetime as dt

import pytest

from extractors.mentions.coder import Coder

_DAY = dt.date(2025, 11, 17)
_FRAME = " The army of Ukraine and the troops of Russia fought on. Their ministers held peace talks."


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def triggers(coder: Coder, sentence: str) -> list[str]:
    """Return the triggers of the two kinds in the first sentence of an article about war and diplomacy."""
    coded = coder.code(article_id="a", title="", text=sentence + _FRAME, published=_DAY)
    found = [mention for mention in coded.mentions if mention.kind != "other" and mention.end <= len(sentence)]
    return [mention.trigger for mention in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Russia and Ukraine agreed on a swap after talks mediated by Turkey.", "talks"),
        ("The truce that Turkey had brokered collapsed in Gaza.", "truce"),
    ],
)
def test_a_verb_behind_a_named_event_is_no_second_one(coder: Coder, sentence: str, expected: str) -> None:
    found = triggers(coder, sentence)

    assert any(expected in trigger for trigger in found)
    assert not any("mediated" in trigger or "brokered" in trigger for trigger in found)


def test_what_an_attack_did_is_told_with_it(coder: Coder) -> None:
    assert triggers(coder, "Russian jets bombed a village near Kharkiv and killed nine people.") == ["bombed"]


def test_fighters_killed_without_another_word_are_an_operation(coder: Coder) -> None:
    assert triggers(coder, "All eleven commandos had been killed near Kupiansk, Russia's army said.") == ["killed"]


def test_a_death_toll_is_no_operation(coder: Coder) -> None:
    assert triggers(coder, "Seven shoppers had been killed near Kupiansk, Ukraine's police said.") == []


def test_a_noun_of_means_belongs_to_its_verb(coder: Coder) -> None:
    found = triggers(coder, "A power plant in Ukraine was knocked out on Friday by a wave of Russian missiles.")

    assert len(found) == 1


def test_a_journey_is_the_way_to_its_meeting(coder: Coder) -> None:
    found = triggers(coder, "Blinken flew to Kyiv and met Ukraine's president for two hours.")

    assert len(found) == 1


def test_both_legs_of_a_swap_are_one(coder: Coder) -> None:
    found = triggers(coder, "Hamas is to release 33 hostages and Israel is to free 190 prisoners.")

    assert len(found) == 1


def test_an_attack_that_did_not_come_is_denied(coder: Coder) -> None:
    text = "The deadline of Russia's army passed without an attack on Odesa." + _FRAME
    mentions = coder.code(article_id="a", title="", text=text, published=_DAY).mentions

    assert ("attack", "denied") in [(mention.trigger, mention.stage) for mention in mentions]


def test_any_such_talks_are_none(coder: Coder) -> None:
    assert triggers(coder, "Russia does this before every negotiation.") == []


def test_a_mission_that_speaks_is_no_operation(coder: Coder) -> None:
    assert triggers(coder, "The crew was safe, the European Union's naval mission said.") == []


def test_an_article_of_another_world_has_no_war(coder: Coder) -> None:
    text = (
        "The striker launched an assault on the goalkeeper after half-time. Their coach refused to surrender."
        " The midfield fought a battle that the referee stopped. A truce held until the penalty."
        " The trophy went to the visitors in Madrid after a siege of the goal."
    )

    mentions = coder.code(article_id="a", title="Madrid's siege falls short", text=text, published=_DAY).mentions

    assert [mention.trigger for mention in mentions if mention.kind != "other"] == []
