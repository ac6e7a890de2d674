"""Parties of an event in the phrases around it: "Russia's strike on Kharkiv", "talks between A and B"."""

from collections.abc import Callable

import pytest

from extractors.mentions.roles import Roles
from extractors.records import Kind


def sides(roles: Roles) -> tuple[list[str], list[str]]:
    return [span.code or "?" for span in roles.initiator], [span.code or "?" for span in roles.recipient]


ATTACK = {"kind": Kind.OPERATION, "event_type": "ASSAULT"}
VERB = {"verb": True} | ATTACK
MEET = {"verb": True, "mutual": True}


@pytest.mark.parametrize(
    ("text", "head", "more", "expected"),
    [
        ("Russia's strike on Ukrainian troops failed.", "strike", ATTACK, (["RUS"], ["UKR"])),
        ("A Russian strike on Kharkiv killed two.", "strike", ATTACK, (["RUS"], ["UKR"])),
        ("The invasion of Ukraine by Russia went on.", "invasion", ATTACK, (["RUS"], ["UKR"])),
        ("US strikes on the Houthis resumed.", "strikes", ATTACK, (["USA"], ["HOUTHIS"])),
        ("Talks between Iran, Oman and Qatar began.", "Talks", {"mutual": True}, (["IRN", "OMN", "QAT"], [])),
        ("Talks between Iran and Oman are under way.", "Talks", {"mutual": True}, (["IRN", "OMN"], [])),
        ("US-Iran talks began.", "talks", {"mutual": True}, (["USA", "IRN"], [])),
        ("Syria's talks with the SDF began.", "talks", {"mutual": True}, (["SYR", "SDF"], [])),
        ("A Qatari-brokered truce between Israel and Hamas held.", "truce", {"mutual": True}, (["ISR", "HAMAS"], [])),
        ("Gaza truce talks began.", "talks", {"mutual": True}, ([], [])),
        (
            "Iran announced drills with Oman.",
            "drills",
            {"kind": Kind.OPERATION, "event_type": "MOBILIZE", "lemma": "drill"},
            (["IRN", "OMN"], []),
        ),
        ("The RSF declared a truce proposed by Egypt.", "truce", {"mutual": True}, (["RSF"], ["EGY"])),
        (
            "Israel and Hamas accepted a truce brokered by Qatar.",
            "truce",
            {"mutual": True, "predicate": "accepted"},
            (["ISR", "HAMAS"], []),
        ),
        ("Israeli posts came under attack from Hezbollah.", "attack", ATTACK, (["HEZBOLLAH"], ["ISR"])),
        (
            "The meeting with the IAEA was put off at Iran's request.",
            "meeting",
            {"mutual": True, "stage": "suspended", "subject": True, "predicate": "put"},
            (["IRN", "IAEA"], []),
        ),
        (
            "Qatar hosted talks between Hamas and Israel.",
            "talks",
            {"mutual": True, "predicate": "hosted"},
            (["HAMAS", "ISR"], []),
        ),
        (
            "The strike that Israel carried out on Damascus killed two.",
            "strike",
            ATTACK,
            (["ISR"], ["SYR"]),
        ),
        ("The offensive Russia launched in May is over.", "offensive", ATTACK, (["RUS"], [])),
        ("During the offensive Russia launched drones.", "offensive", ATTACK, ([], [])),
        (
            "An agreement to which Kenya and Uganda had put their names was lost.",
            "agreement",
            {"mutual": True},
            (["KEN", "UGA"], []),
        ),
        (
            "A meeting that was to be held with Seoul was put off by Pyongyang.",
            "meeting",
            {"mutual": True, "stage": "suspended", "subject": True, "predicate": "put"},
            (["PRK", "KOR"], []),
        ),
        (
            "China held drills around Taiwan.",
            "drills",
            ATTACK | {"event_type": "MOBILIZE", "predicate": "held"},
            (["CHN"], ["TWN"]),
        ),
        (
            "China held drills off Taiwan.",
            "drills",
            ATTACK | {"event_type": "MOBILIZE", "predicate": "held"},
            (["CHN"], []),
        ),
        ("A bombing that Ankara blamed on Hamas killed two.", "bombing", ATTACK, (["HAMAS"], [])),
        (
            "In a statement issued in July, Tokyo and Washington agreed to talk.",
            "agreed",
            MEET | {"event_type": "AGREE", "predicate": "agreed"},
            (["JPN", "USA"], []),
        ),
        (
            "Armenia's commission on the border and its Azerbaijani counterpart met.",
            "met",
            MEET | {"predicate": "met"},
            (["ARM", "AZE"], []),
        ),
        (
            "There will be no talks with Israel, the Iranian foreign minister said.",
            "talks",
            {"mutual": True, "stage": "refused", "predicate": "be"},
            (["IRN"], ["ISR"]),
        ),
        (
            "Diplomats of Canada urged Russia on Friday to accept a ceasefire.",
            "ceasefire",
            {"mutual": True, "predicate": "accept"},
            (["CAN"], ["RUS"]),
        ),
        ("Some of Turkey's soldiers died in an air strike.", "strike", ATTACK, ([], ["TUR"])),
        (
            "Pakistani guards were killed in clashes with Afghan troops.",
            "clashes",
            ATTACK | {"lemma": "clash"},
            (["AFG", "PAK"], []),
        ),
        ("Pakistan's response to Indian jets was swift.", "response", ATTACK, (["PAK"], ["IND"])),
        (
            "Malian forces chased the Algerian army and shot down its drone.",
            "shot",
            VERB | {"predicate": "shot"},
            (["MLI"], ["DZA"]),
        ),
        (
            "Rebels took Goma, forcing Congolese soldiers to withdraw.",
            "withdraw",
            VERB | {"event_type": "RETREAT", "predicate": "withdraw"},
            (["COD"], []),
        ),
        ("Saudi-led coalition jets bombed Sanaa.", "bombed", VERB | {"predicate": "bombed"}, (["SAU"], ["YEM"])),
        ("Hamas was behind the bombing.", "bombing", ATTACK, (["HAMAS"], [])),
        (
            "China's coast guard fired water cannon at a Philippine supply boat.",
            "fired water cannon",
            VERB | {"event_type": "MOBILIZE", "lemma": "fire water cannon", "predicate": "fired"},
            (["CHN"], ["PHL"]),
        ),
        (
            "NATO allies Greece and Turkey agreed to talk.",
            "agreed",
            MEET | {"event_type": "AGREE", "predicate": "agreed"},
            (["GRC", "TUR"], []),
        ),
        (
            "India and Pakistan agreed to cease fire after four days of strikes.",
            "days of strikes",
            ATTACK | {"head_start": 59, "head_end": 66},
            (["IND", "PAK"], []),
        ),
        (
            "Georgia: opposition refuses talks.",
            "talks",
            {"mutual": True, "stage": "refused", "predicate": "refuses"},
            ([], []),
        ),
        (
            "A ceasefire brokered by the United States between Rwanda and Uganda holds.",
            "ceasefire",
            {"mutual": True},
            (["RWA", "UGA"], []),
        ),
        ("UNIFIL said an Israeli tank had fired at one of its positions.", "fired at", VERB, (["ISR"], ["UN"])),
        (
            "The Houthis launched a missile at Ben Gurion airport.",
            "launched a missile",
            VERB | {"event_type": "MOBILIZE", "lemma": "launch * missile", "predicate": "launched"},
            (["HOUTHIS"], ["ISR"]),
        ),
        (
            "Turkish troops clashed with Iranian police.",
            "clashed",
            VERB | {"lemma": "clash with", "predicate": "clashed"},
            (["IRN", "TUR"], []),
        ),
        ("Israel responded with air strikes.", "strikes", ATTACK, (["ISR"], [])),
        ("Talks involving Hamas, Israel and Egypt began.", "Talks", {"mutual": True}, (["EGY", "HAMAS", "ISR"], [])),
        (
            "Delhi test-fired a missile.",
            "test-fired",
            VERB | {"event_type": "MOBILIZE", "predicate": "test-fired"},
            (["IND"], []),
        ),
        (
            "Pyongyang rejected talks with Seoul.",
            "talks",
            {"mutual": True, "predicate": "rejected", "stage": "refused"},
            (["PRK"], ["KOR"]),
        ),
        (
            "Serbia will hold talks with Kosovo.",
            "talks",
            {"mutual": True, "predicate": "hold", "stage": "planned"},
            (["SRB", "XKX"], []),
        ),
        (
            "Iran's envoy said after talks with Oman that he was content.",
            "talks",
            {"mutual": True},
            (["IRN", "OMN"], []),
        ),
        ("Islamabad: talks with Kabul are over", "talks", {"mutual": True}, (["PAK", "AFG"], [])),
        (
            "Somali forces killed ten al-Shabaab militants in airstrikes.",
            "airstrikes",
            ATTACK,
            (["SOM"], ["AL_SHABAAB"]),
        ),
        ("Al-Shabaab claimed the attack.", "attack", ATTACK, (["AL_SHABAAB"], [])),
    ],
)
def test_phrases(
    roles_of: Callable[..., Roles],
    text: str,
    head: str,
    more: dict[str, object],
    expected: tuple[list[str], list[str]],
) -> None:
    initiator, recipient = sides(roles_of(text, head, **more))
    assert (sorted(initiator), sorted(recipient)) == (sorted(expected[0]), sorted(expected[1]))
