import pytest

from extractors.errors import DictionaryError
from extractors.mentions.lexicon import load_inflection, shipped_inflection, shipped_lexicon

SMALL = """[irregular]
meet = "met met"
[doubling]
verbs = ["refer"]
[plurals]
man = "men"
[common]
verbs = []
both = []
"""


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("stop", "stop stops stopped stopped stopping"),
        ("visit", "visit visits visited visited visiting"),
        ("deny", "deny denies denied denied denying"),
        ("agree", "agree agrees agreed agreed agreeing"),
        ("invade", "invade invades invaded invaded invading"),
        ("meet", "meet meets met met meeting"),
        ("clash", "clash clashes clashed clashed clashing"),
        ("veto", "veto vetoes vetoed vetoed vetoing"),
        ("withdraw", "withdraw withdraws withdrew withdrawn withdrawing"),
        ("attack", "attack attacks attacked attacked attacking"),
    ],
)
def test_verb_forms(lemma: str, forms: str) -> None:
    made = shipped_inflection().verb(lemma)
    assert [made[tag][0] for tag in "bsdng"] == forms.split()


def test_lemma_of_a_form_and_of_a_stranger() -> None:
    lexicon = shipped_lexicon()
    assert lexicon.lemma("struck") == "strike"
    assert lexicon.lemma("zzz") == "zzz"


def test_verb_and_noun_of_one_spelling() -> None:
    assert set("bN") <= set(shipped_lexicon().tags["attack"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SMALL.replace('"met met"', '"met"'), "inflections.toml:2:"),
        (SMALL.replace("[common]", "[others]"), "[common] is missing"),
        ("[irregular\n", "inflections.toml:"),
    ],
)
def test_faults_name_the_line(text: str, said: str) -> None:
    with pytest.raises(DictionaryError) as fault:
        load_inflection(text)
    assert said in str(fault.value)
