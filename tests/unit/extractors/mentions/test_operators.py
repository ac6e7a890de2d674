"""One mechanism for verbs, nouns, adjectives: the stage that comes of an operator, its tense and its not."""

import pytest

from extractors.errors import DictionaryError
from extractors.mentions.context import context_of
from extractors.mentions.events import Event
from extractors.mentions.finder import Dictionaries, find_events, shipped_dictionaries
from extractors.mentions.lexicon import Lexicon, shipped_inflection
from extractors.mentions.operators import EFFECTS, load_operators
from extractors.mentions.surroundings import Surroundings, shipped_cues
from extractors.mentions.tokens import tokenize
from extractors.records import Kind


@pytest.fixture(scope="module")
def dictionaries() -> Dictionaries:
    return shipped_dictionaries()


def events(sentence: str, dictionaries: Dictionaries) -> list[Event]:
    article = Surroundings(armed=True, political=True, noisy=False, nobody=False, policing=False, diplomatic=True)
    tokens = tokenize(sentence)
    context = context_of(tokens, (), shipped_cues(), article)
    headline = not sentence.endswith(".")
    made = find_events(tokens, dictionaries, context, headline=headline)
    return [event for event in made if event.kind is not Kind.OTHER]


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("The rebels refused to negotiate.", "refused"),
        ("The rebels' refusal of talks came late.", "refused"),
        ("The talks were refused by the rebels.", "refused"),
        ("No talks were held.", "denied"),
        ("No talks are under way.", "denied"),
        ("Talks are being held in Istanbul.", "underway"),
        ("The talks are expected to resume on Monday.", "planned"),
        ("The army is supposed to withdraw.", "planned"),
        ("Clashes between the army and rebels were ongoing.", "underway"),
        ("The army launched a ground offensive.", "underway"),
        ("The army launched an attack.", "completed"),
        ("The army has 2,000 troops deployed in Syria.", "underway"),
        ("Israeli troops deployed in Rafah on Monday.", "completed"),
        ("The offensive in Donetsk is in its third month.", "underway"),
        ("Negotiators wrapped up talks.", "completed"),
        ("Saudi envoys are in Sanaa for talks.", "underway"),
        ("The army is pressing its assault on the town.", "underway"),
        ("The cabinet approved a plan to attack the town.", "planned"),
        ("The army warned that it would strike the town.", "proposed"),
        ("The envoy is heading to Moscow for talks.", "planned"),
        ("Talks between the army and rebels are making progress.", "underway"),
        ("There will be no talks.", "refused"),
        ("The rebels declined an offer of mediation.", "refused"),
        ("The ministry denied that talks had been held.", "denied"),
        ("The envoy denied having refused to resume talks.", "denied"),
        ("The rebels have not ruled out talks.", "proposed"),
        ("The army suspended the talks.", "suspended"),
        ("The suspension of the talks surprised the envoy.", "suspended"),
        ("Talks collapsed on Monday.", "suspended"),
        ("Talks suspended", "suspended"),
        ("Talks on hold", "suspended"),
        ("A planned meeting was called off.", "suspended"),
        ("The two sides resumed talks.", "resumed"),
        ("The two sides will resume talks.", "planned"),
        ("The two sides are holding talks.", "underway"),
        ("The envoy called for talks.", "proposed"),
        ("The envoy offered to mediate.", "proposed"),
        ("The generals are ready to negotiate.", "proposed"),
        ("The sides agreed to extend the truce.", "underway"),
        ("The militia violated the truce.", "suspended"),
        ("Rebels broke the ceasefire", "suspended"),
        ("The sides signed a peace deal.", "completed"),
        ("The sides could sign a peace deal.", "proposed"),
        ("The army shelled the town.", "completed"),
        ("The army is shelling the town.", "underway"),
        ("The army will shell the town.", "planned"),
        ("The army did not shell the town.", "denied"),
        ("Not one soldier shelled the town.", "denied"),
        ("The army said that its troops had bombed nothing.", "denied"),
        ("The president ordered the army to attack the town.", "planned"),
        ("The rebels threatened to attack the base.", "proposed"),
        ("The army would not withdraw its troops.", "refused"),
        ("The army withdrew its troops.", "suspended"),
        ("The army continued its offensive.", "underway"),
        ("The army halted its offensive.", "suspended"),
        ("Troops to withdraw", "planned"),
    ],
)
def test_stage(sentence: str, stage: str, dictionaries: Dictionaries) -> None:
    assert [event.stage for event in events(sentence, dictionaries)] == [stage]


@pytest.mark.parametrize(
    ("sentence", "root"),
    [
        ("The rebels suspended the talks.", "SANCTION"),
        ("The president cancelled a visit.", "REJECT"),
        ("The rebels rejected talks.", "REJECT"),
        ("The envoy demanded a ceasefire.", "REQUEST"),
        ("The rebels threatened to attack the base.", "THREATEN"),
        ("The sides agreed to meet.", "AGREE"),
        ("The army said it would withdraw its troops.", "AGREE"),
        ("The army withdrew its troops.", "RETREAT"),
        ("The army halted its offensive.", "RETREAT"),
        ("A warship entered the Caribbean.", "MOBILIZE"),
        ("Troops entered the town.", "ASSAULT"),
        ("The navy left its warships in place.", "MOBILIZE"),
    ],
)
def test_root(sentence: str, root: str, dictionaries: Dictionaries) -> None:
    assert [event.event_type for event in events(sentence, dictionaries)] == [root]


def test_a_demand_to_stop_an_operation_is_a_negotiation(dictionaries: Dictionaries) -> None:
    assert [event.kind for event in events("The council demanded a halt to the offensive.", dictionaries)] == [
        Kind.NEGOTIATION
    ]


def test_operators_go_outwards_with_their_words(dictionaries: Dictionaries) -> None:
    (event,) = events("The envoy denied having refused to resume talks.", dictionaries)
    assert [(one.effect, one.text) for one in event.operators] == [
        ("resume", "resume"),
        ("refuse", "refused"),
        ("deny", "denied"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[refuse]\n"decline" = "v z"\n', "operators.toml:2: 'z' is no flag"),
        ('[refuses]\n"decline" = "v"\n', "operators.toml:1: [refuses] is no effect"),
        ('[refuse]\n"decline" = 3\n', "operators.toml:2: the flags of 'decline' must be text"),
    ],
)
def test_faults_name_line_and_reason(text: str, said: str) -> None:
    with pytest.raises(DictionaryError) as fault:
        load_operators(text, Lexicon(inflection=shipped_inflection()))
    assert said in str(fault.value)


def test_every_effect_is_used(dictionaries: Dictionaries) -> None:
    assert {entry.effect for some in dictionaries.operators.by_first.values() for entry in some} == EFFECTS
