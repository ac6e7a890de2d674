"""Roles by grammar: who initiates and who receives, and where it happens, given the event's words."""

from collections.abc import Callable
from datetime import date

import pytest

from extractors.mentions.actors import find_actors, start_memory
from extractors.mentions.events import Event, Operator
from extractors.mentions.place_choice import choose_place
from extractors.mentions.places import find_places
from extractors.mentions.roles import Roles
from extractors.mentions.sentences import split
from extractors.records import Kind


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
def test_verbs(
    roles_of: Callable[..., Roles],
    text: str,
    head: str,
    more: dict[str, object],
    expected: tuple[list[str], list[str]],
) -> None:
    assert sides(roles_of(text, head, **more)) == expected


@pytest.mark.parametrize(
    ("text", "asking", "expected"),
    [
        ("Turkey urged Russia to accept a ceasefire.", ("ceasefire", "urged", "demand"), (["TUR"], ["RUS"])),
        ("The UN called for a ceasefire.", ("ceasefire", "called for", "demand"), (["UN"], [])),
        ("Hamas accused Israel of breaking the truce.", ("breaking", "accused", "accuse"), (["ISR"], [])),
    ],
)
def test_operators(
    roles_of: Callable[..., Roles], text: str, asking: tuple[str, str, str], expected: tuple[list[str], list[str]]
) -> None:
    head, word, effect = asking
    at = text.index(word)
    operator = Operator(
        start=at, end=at + len(word), text=word, effect=effect, word_class="verb", accuses=effect == "accuse"
    )
    more = {"stage": "proposed", "verb": head == "breaking", "mutual": True}
    assert sides(roles_of(text, head, operators=(operator,), **more)) == expected


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
    roles_of: Callable[..., Roles], text: str, head: str, expected: tuple[list[str], list[str]]
) -> None:
    assert sides(roles_of(text, head, **VERB)) == expected


def test_both_sides_are_resolved(roles_of: Callable[..., Roles]) -> None:
    text = "Russia and Ukraine met in Istanbul. Both sides agreed to a swap."
    roles = roles_of(text, "agreed", **MEET)
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
def test_the_place_of_an_event(
    make_event: Callable[..., Event], text: str, head: str, more: dict[str, object], place: str | None
) -> None:
    sentence = split("text", text)[0]
    memory = start_memory([sentence])
    spans = find_actors(sentence, memory, date(2025, 6, 1))
    made = make_event(text, head, **more)
    sites = find_places(sentence, spans, memory)
    chosen = choose_place(sentence, sites, made, [made], spans, memory=memory)
    assert (chosen.text if chosen else None) == place
    assert choose_place(sentence, sites, made, [made], spans) == chosen


def test_an_attack_on_the_city_is_one_on_its_state(roles_of: Callable[..., Roles]) -> None:
    text = "Shells fell in Kharkiv. Russian forces shelled the city again."
    assert sides(roles_of(text, "shelled", **VERB)) == (["RUS"], ["UKR"])
