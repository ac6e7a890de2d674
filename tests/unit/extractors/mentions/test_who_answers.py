"""Parties whom another clause or sentence names: who proposed, who fired, whom a reference means."""

from datetime import date

import pytest

from extractors.mentions.coder import Coder
from extractors.records import Kind, Mention

ARMED = "The army has soldiers and missiles at the border. "


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def last(coder: Coder, text: str) -> Mention:
    told = coder.code(article_id="1", title="", text=ARMED + text, published=date(2025, 11, 20)).mentions
    return [mention for mention in told if mention.kind is not Kind.OTHER][-1]


@pytest.mark.parametrize(
    ("text", "initiator", "recipient"),
    [
        ("Kyiv offered a truce, but Moscow rejected the proposal.", {"RUS"}, {"UKR"}),
        ("Iran fired forty missiles at Israel, most of which were intercepted.", set(), {"IRN"}),
        ("Chad's jets bombed islands held by Boko Haram.", {"TCD"}, {"BOKO_HARAM"}),
        ("Lebanon's prime minister proposed on Sunday that Israel and he meet.", {"LBN"}, {"ISR"}),
        ("Three depots were destroyed by a wave of Russian drones.", {"RUS"}, set()),
        ("American troops, some of whom had served in Iraq, attacked the Houthis.", {"USA"}, {"HOUTHIS"}),
        ("Norway denied having refused to resume talks with Russia.", {"NOR"}, {"RUS"}),
        ("Malaysia's prime minister spoke to Thailand's king on Friday.", {"MYS", "THA"}, set()),
        ("Oman's envoy, on a visit to Islamabad, praised the army.", {"OMN"}, {"PAK"}),
        ("Houthi drones downed over the Red Sea", set(), {"HOUTHIS"}),
        ("India and Pakistan clashed in May. The two countries held talks on Monday.", {"IND", "PAK"}, set()),
        ("The Houthis rule Sanaa. The Iran-backed group attacked a ship on Monday.", {"HOUTHIS"}, set()),
        ("Gunmen raided a Nigerian village on Monday.", set(), set()),
        ("Rebels of the FARC attacked an army convoy in western Colombia.", set(), {"COL"}),
    ],
)
def test_parties_that_other_words_name(coder: Coder, text: str, initiator: set[str], recipient: set[str]) -> None:
    mention = last(coder, text)
    assert (set(mention.initiator), set(mention.recipient)) == (initiator, recipient)


@pytest.mark.parametrize(
    ("text", "initiator"),
    [
        (
            "Mediators from Qatar and Egypt met. Hamas and Israel fought on. Both sides agreed to a truce.",
            {"HAMAS", "ISR"},
        ),
        (
            "Armenia and Azerbaijan signed a peace treaty brokered by Oman and Kuwait. The two sides met in Doha.",
            {"ARM", "AZE"},
        ),
    ],
)
def test_mediators_are_not_the_two_sides(coder: Coder, text: str, initiator: set[str]) -> None:
    assert set(last(coder, text).initiator) == initiator


def test_the_day_of_the_clause_about_an_event(coder: Coder) -> None:
    assert last(coder, "The Koreas hailed the accord that their leaders signed on April 27.").date == "2025-04-27"
