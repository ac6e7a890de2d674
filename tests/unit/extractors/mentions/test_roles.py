"""Roles by grammar: who initiates and who receives, and where it happens, given the event's words."""

from datetime import date

import pytest

from extractors.errors import DictionaryError
from extractors.mentions.actors import find_actors, start_memory
from extractors.mentions.events import Event, Operator
from extractors.mentions.grammar import load_grammar, shipped_grammar
from extractors.mentions.place_choice import choose_place
from extractors.mentions.places import find_places
from extractors.mentions.roles import Roles, assign
from extractors.mentions.sentences import split
from extractors.records import Kind


def event(text: str, head: str, **more: object) -> Event:
    """Make the event whose word is `head`; `predicate` is given as a word."""
    at = text.index(head)
    predicate = more.pop("predicate", None)
    values: dict[str, object] = {
        "start": at,
        "end": at + len(head),
        "head_start": at,
        "head_end": at + len(head),
        "verb": False,
        "passive": False,
        "predicate": None if predicate is None else text.index(str(predicate)),
        "subject": False,
        "mutual": False,
        "kind": Kind.NEGOTIATION,
        "event_type": "CONSULT",
        "event_mode": None,
        "stage": "completed",
        "lemma": head,
    }
    return Event(**(values | more))  # type: ignore[arg-type]


def decide(text: str, made: Event) -> Roles:
    sentence = split("text", text)[-1]
    sentences = split("text", text)
    memory = start_memory(sentences)
    for sentence in sentences:
        spans = find_actors(sentence, memory, date(2025, 6, 1))
        find_places(sentence, spans, memory)
    return assign(sentence, made, [made], spans, memory)


def sides(roles: Roles) -> tuple[list[str], list[str]]:
    return [span.code or "?" for span in roles.initiator], [span.code or "?" for span in roles.recipient]


ATTACK = {"kind": Kind.OPERATION, "event_type": "ASSAULT"}
VERB = {"verb": True} | ATTACK
MEET = {"verb": True, "mutual": True}


@pytest.mark.parametrize(
    ("text", "head", "more", "expected"),
    [
        ("Russian forces shelled Ukrainian troops.", "shelled", VERB, (["RUS"], ["UKR"])),
        ("Ukrainian troops were shelled by Russian forces.", "shelled", VERB | {"passive": True}, (["RUS"], ["UKR"])),
        ("Israel's army, which had waited, bombed Hezbollah.", "bombed", VERB, (["ISR"], ["HEZBOLLAH"])),
        ("Russian jets took off and bombed Ukrainian lines.", "bombed", VERB, (["RUS"], ["UKR"])),
        ("Iran said Israeli jets had attacked it.", "attacked", VERB, (["ISR"], ["IRN"])),
        ("Turkey said on Monday that its jets had bombed the PKK.", "bombed", VERB, (["TUR"], ["PKK"])),
        ("A spokesman for Hamas said Israel attacked.", "attacked", VERB, (["ISR"], [])),
        ("Turkish-backed fighters attacked the SDF.", "attacked", VERB, ([], ["SDF"])),
        ("Kyiv's allies attacked.", "attacked", VERB, ([], [])),
        ("Houthi and Iranian envoys met.", "met", MEET, (["HOUTHIS", "IRN"], [])),
        ("The presidents of Congo and Rwanda met in Doha.", "met", MEET, (["COD", "RWA"], [])),
        ("Iran's foreign minister met Saudi officials.", "met", MEET, (["IRN", "SAU"], [])),
        ("Manila, Beijing meet.", "meet", MEET, (["PHL", "CHN"], [])),
    ],
)
def test_verbs(text: str, head: str, more: dict[str, object], expected: tuple[list[str], list[str]]) -> None:
    assert sides(decide(text, event(text, head, **more))) == expected


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
def test_nouns(text: str, head: str, more: dict[str, object], expected: tuple[list[str], list[str]]) -> None:
    initiator, recipient = sides(decide(text, event(text, head, **more)))
    assert (sorted(initiator), sorted(recipient)) == (sorted(expected[0]), sorted(expected[1]))


def operator(text: str, word: str, effect: str) -> Operator:
    at = text.index(word)
    return Operator(
        start=at, end=at + len(word), text=word, effect=effect, word_class="verb", accuses=effect == "accuse"
    )


@pytest.mark.parametrize(
    ("text", "head", "word", "effect", "expected"),
    [
        ("Turkey urged Russia to accept a ceasefire.", "ceasefire", "urged", "demand", (["TUR"], ["RUS"])),
        ("The UN called for a ceasefire.", "ceasefire", "called for", "demand", (["UN"], [])),
        ("Hamas accused Israel of breaking the truce.", "breaking", "accused", "accuse", (["ISR"], [])),
    ],
)
def test_operators(text: str, head: str, word: str, effect: str, expected: tuple[list[str], list[str]]) -> None:
    made = event(
        text, head, stage="proposed", verb=head == "breaking", mutual=True, operators=(operator(text, word, effect),)
    )
    assert sides(decide(text, made)) == expected


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("Ukraine was hit again. Russian drones struck Kharkiv.", "struck", (["RUS"], ["UKR"])),
        ("Sudan is at war. The RSF struck El Fasher.", "struck", (["RSF"], [])),
        ("Congo is at war. M23 struck Goma.", "struck", (["M23"], [])),
        ("Israel struck targets in southern Lebanon.", "struck", (["ISR"], ["LBN"])),
    ],
)
def test_an_attacked_place_makes_its_state_the_recipient(
    text: str, head: str, expected: tuple[list[str], list[str]]
) -> None:
    closing = text.split(". ", 1)[-1]
    assert sides(decide(text, event(closing, head, **VERB))) == expected


def test_both_sides_are_resolved() -> None:
    text = "Russia and Ukraine met in Istanbul. Both sides agreed to a swap."
    roles = decide(text, event("Both sides agreed to a swap.", "agreed", **MEET))
    assert sides(roles) == (["RUS", "UKR"], [])
    assert roles.rules


@pytest.mark.parametrize(
    ("text", "head", "more", "place"),
    [
        ("They met in Istanbul on Monday.", "met", MEET, "Istanbul"),
        ("In Doha, envoys of Iran met on Monday.", "met", MEET, "Doha"),
        ("Envoys met, an official in Seoul said.", "met", MEET, None),
        ("Luanda talks collapsed.", "talks", {"mutual": True}, "Luanda"),
        ("Russia invaded Ukraine.", "invaded", VERB, None),
        ("Russian drones struck Kharkiv.", "struck", VERB, "Kharkiv"),
        ("Kyiv rejected talks.", "talks", {"mutual": True, "predicate": "rejected"}, None),
    ],
)
def test_the_place_of_an_event(text: str, head: str, more: dict[str, object], place: str | None) -> None:
    sentence = split("text", text)[0]
    memory = start_memory([sentence])
    spans = find_actors(sentence, memory, date(2025, 6, 1))
    made = event(text, head, **more)
    sites = find_places(sentence, spans, memory)
    chosen = choose_place(sentence, sites, made, [made], spans, memory=memory)
    assert (chosen.text if chosen else None) == place
    assert choose_place(sentence, sites, made, [made], spans) == chosen


def test_verbs_are_inflected() -> None:
    verbs = shipped_grammar().verbs
    for form in ("carried", "rammed", "opened", "shelling", "seizes", "withdrew", "withdrawn", "met"):
        assert form in verbs
    assert "openned" not in verbs


@pytest.mark.parametrize(
    ("text", "says"),
    [("regular = [\n", "grammar.toml"), ('irregular = ["be was been"]\nregular = "x"\n', "grammar.toml:2: regular")],
)
def test_a_malformed_grammar_names_file_line_and_reason(text: str, says: str) -> None:
    with pytest.raises(DictionaryError) as caught:
        load_grammar(text)
    assert says in str(caught.value)


def test_an_attack_on_the_city_is_one_on_its_state() -> None:
    text = "Shells fell in Kharkiv. Russian forces shelled the city again."
    last = text.split(". ")[1]
    made = event(last, "shelled", verb=True, kind=Kind.OPERATION, event_type="ASSAULT")
    assert sides(decide(text, made)) == (["RUS"], ["UKR"])
