"""Parties of an event that a verb tells, and of one that an operator governs: "A urged B to attack C"."""

from extractors.mentions.events import Operator
from extractors.mentions.role_case import Case
from extractors.mentions.role_nouns import noun_phrase
from extractors.mentions.role_places import add_holders, add_place_target
from extractors.records import Kind

_TARGET_FORMS = frozenset({"capital", "name"})
_ASKING = frozenset({"accuse", "allow", "demand"})


def by_operator(case: Case) -> bool:
    """Read "A urged B to talk", "A called for talks", "A accused B of attacking": who asks or is accused, and whom."""
    outer = next((o for o in reversed(case.event.operators) if o.effect in _ASKING and o.word_class == "verb"), None)
    if outer is None or outer.start > case.event.head_start or _only_tells(case, outer):
        return False
    words = case.parse.words
    if _left_behind(case, words.index_at(outer.end)):
        return False
    at, after = words.index_at(outer.start), words.index_at(outer.end - 1) + 1
    between = case.parse.heads(after, _inner_start(case, after))
    if outer.accuses or outer.effect == "accuse":
        accused = case.parse.subject(at) if outer.passive and case.parse.is_passive(at) else between
        if not accused:
            return False
        case.add(accused, "accused")
        _complements(case)
        return True
    if outer.passive and case.parse.is_passive(at):
        case.add(case.parse.subject(at), "who is asked", target=True)
        case.phrases(case.parse.objects(at)[1], {"by"}, "by-phrase", target=False)
    else:
        case.add(case.parse.subject(at), "subject")
        allowed = outer.effect == "allow" and case.event.kind is Kind.OPERATION
        case.add(case.not_agents(between), "who is allowed" if allowed else "who is asked", target=not allowed)
    _complements(case)
    return True


def _only_tells(case: Case, outer: Operator) -> bool:
    """Tell "told reporters that talks ended" from "told troops to attack"."""
    if case.parse.grammar.lemmas.get(outer.text.split()[0].lower()) not in {"tell", "insist"}:
        return False
    first = case.parse.words.index_at(outer.end)
    return "S" in case.parse.tags[first : case.head]


def _left_behind(case: Case, after: int) -> bool:
    """Tell whether another verb of the same subject stands between: "urged both to talk and offered to host"."""
    words, tags = case.parse.words.folded, case.parse.tags
    joined = (k + 1 for k in range(after, case.head) if tags[k] == "C" and tags[k + 1] == "V")
    return any(case.parse.grammar.lemmas.get(words[k]) != words[k] and words[k][-2:] == "ed" for k in joined)


def _inner_start(case: Case, after: int) -> int:
    """Return where the words of what is asked begin: at its first verb, or at the event's own noun."""
    inner = (k for k in range(after, case.head) if case.parse.tags[k] in {"V", "G", "T", "A"})
    return next(inner, case.head)


def _complements(case: Case) -> None:
    """Add the other side that the event's own words name: "urged to talk WITH B", "called for a truce BETWEEN …"."""
    if case.event.verb:
        direct, phrases = case.parse.objects(case.head_end - 1)
        case.add(case.not_agents(direct), "object", target=True)
        case.phrases(phrases, case.object_prepositions() | {"inside"}, "phrase", target=True)
        return
    case.add(case.not_agents(case.parse.before_noun(case.head)), "qualifier", target=True)
    for number, phrase in enumerate(case.parse.phrases_after(case.head_end - 1)):
        if phrase.preposition == "of" and number == 0 and _moving(case):
            case.add(case.not_agents(case.parse.within(phrase.first, phrase.last)), "who is asked", target=True)
        if phrase.preposition in {"with", "between"} or (number == 0 and phrase.preposition == "on"):
            noun_phrase(case, phrase, first=number == 0)


def _moving(case: Case) -> bool:
    """Tell whether what is asked for moves forces or sets people free: "the withdrawal of American forces"."""
    return case.parse.words.folded[case.head] in {"deployment", "departure", "evacuation", "pullout", "withdrawal"}


def by_verb(case: Case) -> None:
    """Find the parties of an event that a verb tells."""
    verb = case.predicate if case.predicate is not None else case.head
    direct, phrases = case.parse.objects(case.head_end - 1)
    if case.passive():
        sufferers = case.parse.subject(case.head, men=False)
        sufferers = [s for s in sufferers if case.event.kind is not Kind.OPERATION or s.text.lower() != "it"]
        case.add(sufferers, "passive subject", target=not case.moves())
        case.phrases(phrases, {"by"}, "by-phrase", target=False)
        if case.predicate is not None and case.predicate < case.head:
            harmed = {span.actor.actor_id for span in case.targets}
            outer = case.parse.subject(case.predicate)
            case.add([span for span in outer if span.actor.actor_id not in harmed], "subject")
        if case.event.kind is Kind.OPERATION:
            add_place_target(case, case.parse.clause_end(case.head))
        else:
            case.phrases(phrases, {"with", "between"}, "with-phrase", target=True)
        return
    subject = case.parse.subject(case.head if any(o.accuses for o in case.event.operators) else verb)
    if not any(operator.effect == "doubt" for operator in case.event.operators):
        case.add(subject, "subject")
    if case.predicate is not None and case.predicate < case.head:
        case.between(case.predicate + 1, case.head)
    if case.moves() or case.event.lemma.startswith("leave"):
        direct = [span for span in direct if span.form not in _TARGET_FORMS | {"pronoun"}]
    if case.event.kind is Kind.OPERATION:
        direct = [span for span in direct if not case.is_place(span)]
        case.phrases(phrases, {"from"}, "taken from", target=True)
        kept = {"them", "it", "him"} | ({"its", "their"} if case.event.event_type == "ASSAULT" else set())
        direct = [span for span in direct if span.form != "pronoun" or span.text in kept]
    case.add(case.not_agents(direct), "object", target=True)
    case.phrases(phrases, case.object_prepositions(), "phrase", target=True)
    add_holders(case)
    case.visited(phrases)
    case.encircled(phrases)
    if case.drills():
        case.phrases(phrases, {"with"}, "who moves along", target=False)
    if case.event.kind is Kind.OPERATION:
        add_place_target(case, case.parse.clause_end(case.head))
