"""Parties in the relative clause behind an event's noun: "the raid that A launched", "talks in which A and B sat"."""

from extractors.mentions.role_case import Case
from extractors.records import Kind

_OPENERS = frozenset({"that", "which"})
_SHARING = frozenset({"in", "to", "by", "under"})
_ANNOUNCED = frozenset({"announce", "order", "promise", "threaten"})
_NAMES = frozenset({"called", "codenamed", "dubbed", "named"})
_CONCLUDES = frozenset({"agree", "conclude", "initial", "negotiate", "ratify", "reach", "renew", "seal", "sign"})
_BLAMES = frozenset({"attribute", "blame", "pin"})
_PARTICLES = (("out",), ("up",), ("off",))
_REACH = 10


def by_clause(case: Case) -> None:
    """Find the parties in the relative clause that stands right behind the event's noun."""
    tags, words = case.parse.tags, case.parse.words.folded
    at = case.head_end
    if tags[at : at + 1] == [","]:
        at += 1
    shared = words[at : at + 1] != () and words[at] in _SHARING
    at += shared
    opened = words[at : at + 1] != () and words[at] in _OPENERS
    if shared and not opened:
        return
    at = at + 1 if opened else case.head_end
    verb = next((k for k in range(at, min(at + _REACH, len(tags))) if tags[k] in {"V", ";", "R", "S"}), None)
    if verb is None or tags[verb] != "V":
        return
    if shared:
        if case.shared() and not case.agents:
            case.add(case.parse.subject(verb), "who takes part")
    elif case.parse.grammar.lemmas.get(words[verb]) in _BLAMES:
        _blamed(case, verb)
    elif "N" in tags[at:verb] and (opened or not set(tags[at:verb]) & {"P", ",", "C", "G"}):
        _done(case, at, verb)
    elif opened and case.event.mutual:
        _, phrases = case.parse.objects(verb)
        case.phrases(phrases, {"with"}, "with-phrase", target=True)


def _done(case: Case, at: int, verb: int) -> None:
    """Read "the raid (that) A launched on B": who does the verb whose object the noun is."""
    grammar = case.parse.grammar
    lemma = grammar.lemmas.get(case.parse.words.folded[verb], "")
    acts = lemma in grammar.light or lemma in _ANNOUNCED or (lemma in _CONCLUDES and case.event.mutual)
    _, phrases = case.parse.objects(verb)
    rest = verb + 1 + (case.parse.words.folded[verb + 1 : verb + 2] in _PARTICLES)
    gap = case.parse.tags[rest : rest + 1] not in (["N"], ["D"])  # "the summit Russia launched drones" has none
    if case.parse.words.folded[verb] in _NAMES and case.event.kind is Kind.OPERATION:
        acts = gap = True
    if case.agents or not acts or not gap or case.parse.is_passive(verb):
        return
    case.add(case.parse.within(at, verb), "who did it")
    if case.event.kind is Kind.OPERATION and not case.moves():
        case.phrases(phrases, {"on", "against", "at"}, "target", target=True)
    elif case.event.mutual:
        case.phrases(phrases, {"with"}, "with-phrase", target=True)


def _blamed(case: Case, verb: int) -> None:
    """Read "a bombing (which A) blamed on B"."""
    if case.event.kind is Kind.OPERATION and not case.agents and "not" not in case.parse.words.folded[verb - 2 : verb]:
        _, phrases = case.parse.objects(verb)
        case.phrases(phrases, {"on", "to"}, "who is blamed", target=False)
