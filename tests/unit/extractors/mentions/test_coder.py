import json
from datetime import date

import pytest

from extractors.mentions.coder import Coded, Coder
from extractors.mentions.jsonl import code_lines, mention_as_json, read_line
from extractors.records import Kind, Mention, Problem, Reason

DAY = date(2025, 11, 12)
TEXT = (
    "Ukraine has suspended its talks with Russia, the Ukrainian deputy foreign minister announced on Monday."
    " Russian forces shelled Kharkiv overnight."
    " The Kremlin denied that its troops had attacked the city, TASS reported."
    " The European Union condemned the shelling."
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.fixture(scope="module")
def coded(coder: Coder) -> Coded:
    return coder.code(article_id="a1", title="Kyiv halts talks with Moscow", text=TEXT, published=DAY)


def of_kind(coded: Coded, kind: Kind) -> list[Mention]:
    return [mention for mention in coded.mentions if mention.kind is kind]


def test_negotiations(coded: Coded) -> None:
    told = [(m.field, m.stage, set(m.initiator) | set(m.recipient)) for m in of_kind(coded, Kind.NEGOTIATION)]
    assert told == [("title", "suspended", {"UKR", "RUS"}), ("text", "suspended", {"UKR", "RUS"})]


def test_operations(coded: Coded) -> None:
    shelled, denied, condemned = of_kind(coded, Kind.OPERATION)
    assert (shelled.stage, shelled.initiator, shelled.recipient) == ("completed", ("RUS",), ("UKR",))
    assert (denied.stage, denied.speaker, denied.via) == ("denied", "RUS", "TASS")
    assert condemned.stage == "completed"


def test_other_events_are_told_too(coded: Coded) -> None:
    assert "ACCUSE" in {mention.event_type for mention in of_kind(coded, Kind.OTHER)}


def test_offsets_and_main(coded: Coded) -> None:
    for mention in coded.mentions:
        field = TEXT if mention.field == "text" else "Kyiv halts talks with Moscow"
        assert field[mention.start : mention.end] == mention.trigger
        assert field[mention.sentence_start : mention.sentence_end] == mention.sentence
    for start in {(m.field, m.sentence_start) for m in coded.mentions}:
        assert sum(m.main for m in coded.mentions if (m.field, m.sentence_start) == start) == 1


def test_rules_name_dictionary_lines(coded: Coded) -> None:
    rules = "\n".join(of_kind(coded, Kind.NEGOTIATION)[1].rules)
    assert "triggers.toml [negotiation CONSULT -]" in rules
    assert 'operators.toml [halt] "suspend" by object' in rules


def test_same_article_same_mentions(coder: Coder, coded: Coded) -> None:
    coder.code(article_id="b", title="Sudan", text="The army of Sudan attacked rebels. He denied it.", published=DAY)
    again = coder.code(article_id="a1", title="Kyiv halts talks with Moscow", text=TEXT, published=DAY)
    assert again == coded


GERMAN = (
    "Die Gespräche zwischen Russland und der Ukraine wurden am Montag abgebrochen, sagte ein Sprecher des Ministeriums."
    " Der Konflikt dauert an, und Kiew meldete neue Angriffe auf die Stadt Charkiw. Talk und Deal."
)
UKRAINIAN = "\N{CYRILLIC CAPITAL LETTER KA}\u0438\u0457\u0432 \u0437\u0443\u043f\u0438\u043d\u0438\u0432. talks"


@pytest.mark.parametrize("text", [GERMAN, UKRAINIAN, "El gobierno de Colombia y la guerrilla rompen los di\u00e1logos"])
def test_other_languages_are_a_problem(coder: Coder, text: str) -> None:
    made = coder.code(article_id="x", title="", text=text, published=DAY)
    assert not made.mentions
    assert [problem.code for problem in made.problems] == [Reason.UNSUPPORTED_LANGUAGE]


@pytest.mark.parametrize(
    "text",
    [
        "Israel bombs Rafah",
        "Talks halted",
        "Kyiv, Moscow swap prisoners",
        "Army shells El Obeid",
        "Von der Leyen visits Kyiv",
        "El Salvador, La Paz talks",
    ],
)
def test_short_english_is_english(coder: Coder, text: str) -> None:
    assert not coder.code(article_id="x", title=text, text="", published=DAY).problems


@pytest.mark.parametrize(
    "text",
    [
        "Chelsea striker Ricci says the attack will be better after contract talks with the club.",
        "The company held talks with the bank about a merger, and its shares rose.",
        "The surgeon said that the operation on the patient was a success.",
        "Police raided a gang's flat and detained two dealers.",
    ],
)
def test_noise_is_no_mention(coder: Coder, text: str) -> None:
    made = coder.code(article_id="x", title="", text=text, published=DAY)
    assert not [mention for mention in made.mentions if mention.kind is not Kind.OTHER]


def test_lines() -> None:
    good = json.dumps({"id": 7, "text": TEXT, "published": "2025-11-12", "unknown": 1}).encode()
    lines = [good, b"{not json}\n", b"\n", b'{"id": "x", "text": 3}', b'{"text": "no id"}', b"\xff\xfe", good]
    out = list(code_lines(lines, Coder.load()))
    problems = [one for one in out if isinstance(one, Problem)]
    assert [(p.code, p.subject) for p in problems] == [
        (Reason.BAD_INPUT, "line 2"),
        (Reason.BAD_INPUT, "line 4"),
        (Reason.BAD_INPUT, "line 5"),
        (Reason.BAD_INPUT, "line 6"),
    ]
    assert {one.article_id for one in out if isinstance(one, Mention)} == {"7"}


def test_json_contract(coded: Coded) -> None:
    shown = mention_as_json(coded.mentions[1])
    assert {
        "id",
        "in",
        "start",
        "end",
        "trigger",
        "sentence",
        "kind",
        "event_type",
        "stage",
        "main",
        "initiator",
    } <= set(shown)
    assert not {"article_id", "field", "date_from"} & set(shown)
    assert json.loads(json.dumps(shown))["parties"][0].keys() >= {"role", "actor_id", "name", "text", "start", "end"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[]", "must be an object"),
        ('{"id": "a", "text": "b", "published": "soon"}', "published must be a day"),
        ('{"id": "a"}', "the key text is missing"),
        ('{"id": true, "text": "b"}', "the key id"),
    ],
)
def test_bad_lines_say_what_is_wrong(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_line(line)
