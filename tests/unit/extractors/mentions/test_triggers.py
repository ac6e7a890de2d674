import pytest

from extractors.errors import DictionaryError
from extractors.mentions.lexicon import Lexicon, shipped_inflection, shipped_lexicon
from extractors.mentions.tagging import tag
from extractors.mentions.tokens import tokenize
from extractors.mentions.triggers import QUADS, TriggerIndex, load_triggers, shipped_triggers
from extractors.records import Kind

LINES = """["negotiation CONSULT -"]
"talk" = "n mutual"
"strike a deal" = "v mutual"

["operation ASSAULT drone"]
"drone strike" = "n"
"shoot * down" = "v armed"
"raid" = "n / v armed"
"""


def found(sentence: str, text: str = LINES) -> list[tuple[str, str]]:
    lexicon = shipped_lexicon()
    index = load_triggers(text, lexicon)
    tokens = tokenize(sentence)
    hits = [some[0] for some in index.find(tag(tokens, lexicon, headline=False))]
    return [(hit.trigger.phrase, sentence[tokens.starts[hit.first] : tokens.ends[hit.last - 1]]) for hit in hits]


@pytest.mark.parametrize(
    ("sentence", "hits"),
    [
        ("They struck a deal.", [("strike a deal", "struck a deal")]),
        ("Both have struck their deals.", [("strike a deal", "struck their deals")]),
        ("The drone-strikes went on.", [("drone strike", "drone-strikes")]),
        ("Gunners shot two jets down.", [("shoot * down", "shot two jets down")]),
        ("The talks ended.", [("talk", "talks")]),
        ("They talk.", []),
        ("They raided a village.", [("raid", "raided")]),
        ("A long walk.", []),
    ],
)
def test_matching(sentence: str, hits: list[tuple[str, str]]) -> None:
    assert found(sentence) == hits


def test_flags_may_differ_by_word_class() -> None:
    index = load_triggers(LINES, Lexicon(inflection=shipped_inflection()))
    assert {trigger.verb: trigger.armed for trigger in index.by_first["raid"]} == {False: False, True: True}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LINES.replace('"n mutual"', '"n mutal"'), "triggers.toml:2: 'mutal' is no flag"),
        (LINES.replace('"v armed"', '"armed"'), "triggers.toml:7: 'shoot * down' has no word class"),
        (LINES.replace("CONSULT", "CONSUL"), "triggers.toml:1: [negotiation CONSUL -]"),
        (LINES.replace("ASSAULT drone", "ASSAULT drone finished"), "triggers.toml:5: 'finished' is no stage"),
        (LINES.replace('"drone strike"', '"Drone strike"'), "triggers.toml:6: 'Drone strike' must be words in small"),
        (LINES + "oops\n", "triggers.toml: "),
        ('"talk" = "n"\n', "triggers.toml:1: 'talk' stands outside a section"),
    ],
)
def test_faults_name_line_and_reason(text: str, said: str) -> None:
    with pytest.raises(DictionaryError) as fault:
        load_triggers(text, Lexicon(inflection=shipped_inflection()))
    assert said in str(fault.value)


@pytest.fixture(scope="module")
def shipped() -> TriggerIndex:
    return shipped_triggers(shipped_lexicon())


def test_shipped_dictionary_is_broad(shipped: TriggerIndex) -> None:
    triggers = {trigger for some in shipped.by_first.values() for trigger in some}
    assert shipped.size > 900
    assert {trigger.root for trigger in triggers} - {"NONE"} == set(QUADS)
    assert {trigger.kind for trigger in triggers} == set(Kind)
