import datetime as dt

import pytest

from extractors.errors import DictionaryError
from extractors.mentions.actors import find_actors, start_memory
from extractors.mentions.attribution import Attribution, attribute, find_attributions
from extractors.mentions.quotations import find_quotations, outlet_in
from extractors.mentions.sentences import split
from extractors.mentions.speaking import Speakers, identify
from extractors.mentions.speech import load_speech, verb_forms


def said(text: str, trigger: str) -> Attribution | None:
    start = text.index(trigger)
    return attribute(find_attributions(text), (start, start + len(trigger)))


def name(text: str, trigger: str) -> str | None:
    one = said(text, trigger)
    return one.name if one and one.speaker else None


def codes(text: str) -> list[str | None]:
    sentences = split("text", text)
    memory, speakers = start_memory(sentences), Speakers()
    found: list[str | None] = []
    for sentence in sentences:
        spans = find_actors(sentence, memory, dt.date(2025, 11, 12))
        says = identify(find_attributions(sentence.text), sentence.text, spans, memory=memory, speakers=speakers)
        found.extend(one.code for one in says if one.speaker)
    return found


@pytest.mark.parametrize(
    ("text", "trigger", "want"),
    [
        ("The ministry said that rebels shelled the port.", "shelled", "The ministry"),
        ("The ministry on Monday said rebels shelled the port.", "shelled", "The ministry"),
        ("Rebels shelled the port, the ministry said on Monday.", "shelled", "the ministry"),
        ("Rebels shelled the port, the ministry said, and fled.", "shelled", "the ministry"),
        ("“Rebels shelled the port,” said Colonel Ana Reyes, who was there.", "shelled", "Ana Reyes"),
        ('"Rebels shelled the port," Reyes told reporters.', "shelled", "Reyes"),
        ('"Rebels," Reyes said, "shelled the port."', "shelled", "Reyes"),
        ("According to the harbour master, rebels shelled the port.", "shelled", "the harbour master"),
        ("Rebels shelled the port, according to the harbour master.", "shelled", "the harbour master"),
        ("The mayor, Ana Reyes, said rebels shelled the port.", "shelled", "Ana Reyes"),
        ("Ana Reyes, the mayor, said rebels shelled the port.", "shelled", "Ana Reyes"),
        ("The mayor denied shelling the port.", "shelling", "The mayor"),
        ("The mayor rejected suggestions that rebels shelled the port.", "shelled", "The mayor"),
        ("The mayor accused the rebels of shelling the port.", "shelling", "The mayor"),
        ("The mayor resigned, adding that rebels shelled the port.", "shelled", "The mayor"),
        ("The mayor said it was over and denied that rebels shelled the port.", "shelled", "The mayor"),
        ("The mayor was quoted as saying that rebels shelled the port.", "shelled", "The mayor"),
        ("The army, which says rebels shelled the port, has left.", "shelled", "The army"),
        ("Kyiv: talks with Moscow are over", "talks", "Kyiv"),
        ("Officials in Kyiv say rebels shelled the port.", "shelled", "Officials in Kyiv"),
        ("The mayor rejected Minsk's allegation that rebels shelled the port.", "shelled", "The mayor"),
        ("Port shelled again: Kyiv", "shelled", "Kyiv"),
        ("14:30 - The Kremlin: attack is over.", "attack", "Kremlin"),
        ("It came after what the mayor described as an attack.", "attack", "the mayor"),
        ("Kremlin refuses renewed talks and says attack goes on", "attack", "Kremlin"),
        ("“We shelled the port,” said the ministry's spokesman, Juan Reyes.", "shelled", "Juan Reyes"),
    ],
)
def test_the_speaker_is_found(text: str, trigger: str, want: str) -> None:
    assert name(text, trigger) == want


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Rebels shelled the port.", "shelled"),
        ("The government rejected talks.", "talks"),
        ("The government called for talks.", "talks"),
        ("The government called off talks.", "talks"),
        ("The general told his troops to attack.", "attack"),
        ("Troops were told that the attack was off.", "attack"),
        ("The talks, he said, were over; rebels shelled the port.", "shelled"),
        ("Rebels shelled the port, and the ministry said on Monday that it was empty.", "shelled"),
        ("The army, which says it lost nobody, shelled the port.", "shelled"),
        ("He vowed to attack the port.", "attack"),
        ("Three Baltic states hold talks.", "talks"),
        ("Rebels shelled the port, according to a communique.", "shelled"),
        ("Nobody would say when the attack began.", "attack"),
        ("The army did not say when the attack began.", "attack"),
        ("It was hit by what it called an attack.", "attack"),
        ('The plan, said to be "too late", was an attack on the port.', "attack"),
    ],
)
def test_what_the_reporter_tells_has_no_speaker(text: str, trigger: str) -> None:
    assert name(text, trigger) is None


def test_each_speaks_for_the_own_part() -> None:
    text = "The army said rebels shelled the port, but a rebel said the army bombed it."
    assert (name(text, "shelled"), name(text, "bombed")) == ("The army", "a rebel")


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("The attack failed, Kamil Aziz told Reuters.", "Kamil Aziz", "Reuters"),
        ("The attack failed, TASS reported.", None, "TASS"),
        ("The attack failed, the student news agency ISNA said.", None, "ISNA"),
        ("TASS quoted Kamil Aziz as saying the attack failed.", "Kamil Aziz", "TASS"),
        ("The attack failed, Kamil Aziz was quoted as saying by Interfax.", "Kamil Aziz", "Interfax"),
        ("The attack failed, KCNA said, citing a party official.", "a party official", "KCNA"),
        ("The army said the attack failed, Al Jazeera reported.", "The army", "Al Jazeera"),
        ("In an interview with Le Monde, Kamil Aziz said the attack failed.", "Kamil Aziz", "Le Monde"),
        ("A report seen by Reuters tells of an attack.", None, "Reuters"),
        ("Kamil Aziz, asked by Le Monde, said the attack failed.", "Kamil Aziz", "Le Monde"),
        ("The attack failed, local media reported.", None, None),
        ("The attack failed, state television said.", None, None),
    ],
)
def test_cited_outlets_are_no_speakers(text: str, speaker: str | None, via: str | None) -> None:
    one = said(text, "attack")
    assert (one.name if one and one.speaker else None, one.via if one else None) == (speaker, via)


def test_names_keep_their_typographic_signs() -> None:
    navy = "Ukraine\N{RIGHT SINGLE QUOTATION MARK}s navy"
    assert name(f"Rebels shelled the port, {navy} said.", "shelled") == navy


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Iran's foreign ministry said the talks failed.", ["IRN"]),
        ("Iran's foreign ministry said the talks failed. It denied an attack.", ["IRN", "IRN"]),
        ("A former Iranian minister said the talks failed.", [None]),
        ("An Iranian opposition leader said the talks failed.", [None]),
        ("Iran's foreign ministry said so. No, said the ministry's spokesman.", ["IRN", "IRN"]),
        ("Residents of Kyiv said the attack failed.", [None]),
        ("Hamas said the talks failed.", ["HAMAS"]),
        ("Turkey will go on with the talks, a deputy foreign minister said.", ["TUR"]),
        ("The deputy minister of Peru, Ana Reyes, said so. They met. Reyes said the talks failed.", ["PER", "PER"]),
    ],
)
def test_the_speaker_has_the_code_of_the_party_spoken_for(text: str, want: list[str | None]) -> None:
    assert codes(text) == want


@pytest.mark.parametrize(
    ("listener", "want"),
    [("the Daily Lantern", "Daily Lantern"), ("LRT", "LRT"), ("Johnson", None), ("the Senate", None), ("the UN", None)],
)
def test_an_unlisted_outlet_is_told_by_its_name(listener: str, want: str | None) -> None:
    (sentence,) = split("text", f"Ana Reyes told {listener} that troops attacked.")
    memory = start_memory([sentence])
    spans = find_actors(sentence, memory, None)
    says = find_attributions(sentence.text)
    assert [one.via for one in identify(says, sentence.text, spans, memory=memory, speakers=Speakers())] == [want]


def test_quotations_run_on_over_sentences() -> None:
    assert find_quotations('He left." She said: "Wait, no', opened=True) == ((0, 8), (21, 29))
    assert find_quotations("no marks, Kyiv's own", opened=False) == ()


@pytest.mark.parametrize(
    ("phrase", "want"),
    [
        ("the official IRNA news agency", "IRNA"),
        ("Reuters", "Reuters"),
        ("the 218 television channel", "218"),
        ("a Reuters reporter's brother", None),
        ("local media", None),
        ("the foreign ministry", None),
    ],
)
def test_an_outlet_is_named_or_not(phrase: str, want: str | None) -> None:
    assert outlet_in(phrase) == want


def test_verbs_are_inflected() -> None:
    assert verb_forms("deny") == ["deny", "denies", "denied", "denying"]
    assert verb_forms("point out") == ["point out", "points out", "pointed out", "pointing out"]
    assert verb_forms("stress") == ["stress", "stresses", "stressed", "stressing"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[verbs\n", "speech.toml"),
        ("[verbs]\nreport = ['say']\n", "unknown or missing keys"),
        ("", r"\[verbs\] is missing"),
    ],
)
def test_a_malformed_dictionary_is_refused(text: str, reason: str) -> None:
    with pytest.raises(DictionaryError, match=reason):
        load_speech(text)


def test_an_attribution_explains_itself() -> None:
    one = said("The attack failed, Kamil Aziz told Reuters.", "attack")
    assert one
    assert one.rule == 'speech.toml [report] "told", speaker "Kamil Aziz" -> no code, via Reuters'


@pytest.mark.parametrize("unit", ["and said ", "X said Y and ", "according to ", "told ", "said, "])
def test_a_sentence_of_nothing_but_sayings_is_read_to_a_bound(unit: str) -> None:
    assert len(find_attributions(unit * 200)) <= 40
