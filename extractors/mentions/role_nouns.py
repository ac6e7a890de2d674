"""Parties of an event that a noun tells: "Russia's strike on Kharkiv", "talks between A and B"."""

from collections.abc import Sequence
from dataclasses import replace

from extractors.mentions.control import asked
from extractors.mentions.noun_phrases import Phrase
from extractors.mentions.role_case import Case, placelike
from extractors.mentions.role_clauses import by_clause
from extractors.mentions.role_places import add_place_target, add_struck_subject
from extractors.mentions.spans import ActorSpan, distinct
from extractors.records import Kind

_AGAINST = frozenset({"on", "at", "against", "upon", "towards", "toward", "into", "over"})
_TARGET_FORMS = frozenset({"capital", "name"})
_HOSTS = frozenset(
    {"arrange", "broker", "chair", "convene", "facilitate", "host", "moderate", "oversee", "prepare", "sponsor"}
)
_HARMS = (
    "arrest capture damage destroy eliminate flatten level raze rock"
    " shake strike wreck hit injure kill neutralise neutralize seize wound"
)
_HARM = frozenset(_HARMS.split())
_DYING = frozenset({"die", "perish"})
_LOCAL = frozenset({"port", "airport", "harbour", "municipal", "local", "regional", "governor", "mayor", "refinery"})
_OWN_ACT = frozenset({"claim", "confirm", "declare"})
_SPOKEN = frozenset(
    {"announce", "condemn", "confirm", "demand", "denounce", "describe", "fear", "order", "plan", "report", "threaten"}
)
_BROKERS = frozenset({"broker", "mediate", "facilitate", "host", "sponsor", "guarantee", "convene", "supervise"})
_OFFERS = frozenset({"propose", "offer", "suggest", "draft", "present", "submit", "put"})
_SUFFERING = frozenset({"suffer", "sustain", "withstand", "endure"})
_OWNERS = frozenset({"his", "her", "its", "their"})
_LEAVING = frozenset({"pull", "withdraw", "walk", "return", "leave", "quit", "back", "attend", "join", "storm"})
_SUFFERED = frozenset({"abduction", "assassination", "capture", "death", "elimination", "kidnapping", "killing"})
_PEOPLE = frozenset({"person", "surname"})
_VISITS = frozenset({"trip", "trips", "visit", "visits"})


def by_noun(case: Case) -> None:
    """Find the parties of an event that a noun tells."""
    before = case.parse.before_noun(case.head)
    opening = case.parse.words.index_at(case.event.start)
    if opening < case.head and case.parse.tags[opening] == "N":
        before = distinct([*case.parse.before_noun(opening), *before])
    before = before or case.parse.whose(opening)
    phrases = case.parse.phrases_after(case.head_end - 1)
    if case.predicate is not None and not case.event.subject:
        _governed(case, before)
    _qualifiers(case, before)
    if case.event.kind is Kind.OPERATION:
        _leaders(case)
        _behind(case)
    if case.predicate is None:
        _adjunct(case)
    _participle(case)
    by_clause(case)
    case.encircled(phrases)
    for number, phrase in enumerate(phrases):
        noun_phrase(case, phrase, first=number == 0)
    if case.event.subject and case.predicate is not None:
        _after_predicate(case)
    if case.event.kind is Kind.OPERATION:
        end = case.parse.clause_end(case.head)
        struck = case.parse.tags[end : end + 1] == ["V"]
        add_place_target(case, case.parse.clause_end(end) if struck else end)


def _leaders(case: Case) -> None:
    """Read "the Hamas-led attack", and "the attack, for which Hamas claimed responsibility"."""
    words = case.parse.words
    for span in case.parse.spans:
        led = span.form == "modifier" and words.folded[span.last : span.last + 2] == ("-", "led")
        if led and span.last + 2 <= case.head <= span.last + 4:
            case.add([replace(span, form="group")], "who led it")
    if "responsibility" in words.folded and not case.agents:
        at = words.folded.index("responsibility")
        verb = case.parse.governor(at) if not any(case.head < other < at for other in case.others) else None
        lemma = case.parse.grammar.lemmas.get(words.folded[verb]) if verb is not None else None
        if (
            verb is not None
            and lemma in {"claim", "take", "accept", "admit"}
            and "not" not in words.folded[verb - 2 : verb]
        ):
            case.add(case.parse.subject(verb), "who claimed it")


def _behind(case: Case) -> None:
    """Read "A was behind the attack"."""
    verb = case.parse.governor(case.head)
    words = case.parse.words.folded
    if verb is not None and "behind" in words[verb : case.head] and "not" not in words[verb : case.head]:
        case.add(case.parse.subject(verb), "who is behind it")


def _adjunct(case: Case) -> None:
    """Read the verb that an operation is an adjunct of: "killed 50 in airstrikes", "claimed the attack"."""
    verb = case.parse.governor(case.head)
    if verb is None:
        return
    if case.event.kind is not Kind.OPERATION:
        _direct_object(case, verb)
        lemma = case.parse.grammar.lemmas.get(case.parse.words.folded[verb], "")
        if lemma in _LEAVING and not case.agents and not case.parse.is_passive(verb) and not case.after():
            case.add(case.parse.subject(verb), "subject")
        return
    lemma = case.parse.grammar.lemmas.get(case.parse.words.folded[verb], "")
    light = lemma in case.parse.grammar.light or case.event.lemma.endswith("alert")
    if light and not case.agents and not case.parse.is_passive(verb) and not case.after():
        case.add(case.parse.subject(verb), "subject")
    beside = case.parse.words.folded[verb + 1 : verb + 2]
    if lemma in _DYING or (lemma in _HARM and case.parse.is_passive(verb)):
        case.add(case.parse.subject(verb), "who was harmed in it", target=True)
    elif lemma in _HARM:
        direct, _ = case.parse.objects(verb)
        case.add(case.parse.subject(verb), "who did harm in it")
        case.add(case.not_agents(direct), "who was harmed in it", target=True)
    elif lemma in _OWN_ACT and not case.agents and not _of_others(case, verb, lemma):
        doers = case.parse.subject(verb)
        own = [s for s in doers if s.actor.sector == "military" or s.actor.kind == "armed-group" or lemma != "confirm"]
        case.add(own, "whose own act it is")
    elif not case.agents:
        _direct_object(case, verb)
    if lemma == "come" and beside == ("under",):
        case.add(case.parse.subject(verb), "who came under it", target=True)


def _of_others(case: Case, verb: int, lemma: str) -> bool:
    """Tell "confirmed an ambush", by somebody else, from "confirmed the strike"."""
    return lemma == "confirm" and not {"a", "an"}.isdisjoint(case.parse.words.folded[verb : case.head])


def _direct_object(case: Case, verb: int) -> None:
    """Read "declared a truce", "initialled a treaty": the subject of a verb whose object the noun is."""
    grammar = case.parse.grammar
    lemma = grammar.lemmas.get(case.parse.words.folded[verb], "")
    near = not set(case.parse.tags[verb + 1 : case.head]) & {"P", "G", "R", "S", ","}
    if near and lemma and lemma not in grammar.neutral and not case.agents and not case.parse.is_passive(verb):
        case.add(case.parse.subject(verb), "subject")


def _participle(case: Case) -> None:
    """Read the verb right behind the noun: "deal reached with China", "plan made by the US", "raids hit posts"."""
    at = case.head_end
    named = case.parse.owner[at]
    if named is not None and case.parse.tags[at : at + 1] == ["N"]:  # "the ceasefire it signed with Cambodia"
        at = named.last + (case.parse.tags[named.last : named.last + 1] == ["A"])
    if case.parse.tags[at : at + 1] != ["V"]:
        return
    direct, phrases = case.parse.objects(at)
    lemma = case.parse.grammar.lemmas.get(case.parse.words.folded[at], "")
    if case.event.kind is Kind.OPERATION:
        case.add(case.not_agents(direct) if lemma in _HARM else [], "what it hit", target=True)
        done = lemma not in _SPOKEN
        case.phrases(phrases, {"by"} if done else set(), "by-phrase", target=False)
        return
    if lemma in _BROKERS:
        for phrase in phrases:
            if phrase.preposition in {"between", "among"}:
                case.add(case.parse.members(phrase.first - 1) or case.couple(phrase), "between-phrase")
        return
    if lemma in _OFFERS:
        by = [phrase for phrase in phrases if phrase.preposition == "by"]
        case.offered += [span for phrase in by for span in case.parse.within(phrase.first, phrase.last)]
        case.rules.extend(["proposed by"] if case.offered else [])
        return
    case.phrases(phrases, {"by"}, "by-phrase", target=bool(case.doers) or case.predicate is not None)
    case.phrases(phrases, {"with"}, "with-phrase", target=True)


def _after_predicate(case: Case) -> None:
    """Read "deal reached with China", "the offer was refused by Kyiv" behind the verb of the noun."""
    assert case.predicate is not None
    _, later = case.parse.objects(case.predicate)
    refused = case.event.stage == "refused" and any(phrase.preposition == "by" for phrase in later)
    if refused:
        case.targets.extend(case.agents)
        case.agents.clear()
    case.phrases(later, {"by"}, "by-phrase", target=False)
    if refused and case.agents:
        case.doers.extend(case.agents)
        case.rules.append("who says no")
    case.phrases(later, {"between"}, "between-phrase", target=False)
    if case.event.mutual:
        case.phrases(later, {"with"}, "with-phrase", target=True)


def _governed(case: Case, before: Sequence[ActorSpan]) -> None:
    """Add the subject of the verb that governs the noun, and whom it stands between."""
    assert case.predicate is not None
    if case.event.passive:
        _, phrases = case.parse.objects(case.predicate)
        case.phrases(phrases, {"by"}, "by-phrase", target=False)
        return
    accuses = any(o.accuses for o in case.event.operators)
    if case.parse.grammar.lemmas.get(case.parse.words.folded[case.predicate]) in _HOSTS:
        guests = [span for span in case.parse.within(case.predicate + 1, case.head) if span not in before]
        case.add(guests if case.moves() else [], "guests")
        offers = any(o.effect == "propose" for o in case.event.operators) and not case.event.passive
        case.add(case.parse.subject(case.predicate) if offers else [], "who offers to host")
        return
    asker, whom = asked(case.parse, case.predicate)
    if asker and case.event.kind is Kind.NEGOTIATION and not accuses:
        case.add(asker, "subject")
        case.add(whom, "who is asked", target=True)
        return
    subject = case.parse.subject(case.predicate)
    if accuses:
        case.add(case.parse.heads(case.predicate + 1, case.head), "accused")
        return
    if any(operator.effect == "doubt" for operator in case.event.operators):
        return
    lemma = case.parse.grammar.lemmas.get(case.parse.words.folded[case.predicate], "")
    if lemma in _SUFFERING or (lemma == "come" and case.parse.words.folded[case.predicate + 1] == "under"):
        case.add(subject, "who suffers it", target=True)
        add_struck_subject(case, case.predicate)
        return
    case.add(subject, "subject", target=_attacked_there(case, subject, lemma))
    inner = set(map(id, before))
    between = [span for span in case.parse.within(case.predicate + 1, case.head) if id(span) not in inner]
    case.add(case.not_agents(between), "between", target=True)


def _attacked_there(case: Case, subject: Sequence[ActorSpan], lemma: str) -> bool:
    """Tell whether those who deny an attack would be its victims: "port authorities in Tuapse denied any attack"."""
    words = [w for span in subject for w in case.parse.words.folded[max(0, span.first - 2) : span.last + 2]]
    bare = lemma == "deny" and case.event.event_type == "ASSAULT" and not case.moves()
    return bare and not _LOCAL.isdisjoint(words) and case.parse.words.folded[case.head - 1] in {"any", "an", "the"}


def _qualifiers(case: Case, before: Sequence[ActorSpan]) -> None:
    """Read "Russian", "Kyiv's", "US-Iran", "Gaza" before the noun."""
    operation = case.event.kind is Kind.OPERATION
    for span in before:
        bare = placelike(span) and not span.possessive and span.head is None
        if span.form in _PEOPLE and operation and case.parse.words.folded[case.head] in _SUFFERED:
            case.add([span], "who suffered it", target=True)
            continue
        touching = span.last in {case.head, case.parse.words.index_at(case.event.start)}
        joined = case.parse.words.folded[span.first - 1 : span.first] in {("-",), ("\u2013",), ("and",), (",",)}
        place = operation and bare and (len(before) == 1 or (touching and not joined))
        acting = "subject" in case.rules and not case.event.mutual
        if place and case.moves():
            driller = before[0] if case.drills() and before[0].possessive else span
            case.add([span] if driller is not span else [], "drilled around", target=True)
            continue
        if place:
            case.add([span], "place before the noun", target=True)
        elif placelike(span) and not span.possessive and span.head is None and not operation and len(before) == 1:
            continue
        elif acting:
            case.add(case.not_agents([span]), "qualifier", target=True)
        else:
            case.add([span], "qualifier")


def noun_phrase(case: Case, phrase: Phrase, *, first: bool) -> None:
    """Read one phrase behind the noun: "by", "between", "with", "of", "on" and what they bring."""
    found = case.parse.within(phrase.first, phrase.last)
    operation = case.event.kind is Kind.OPERATION
    acted = bool(case.doers) and not operation
    of = phrase.preposition == "of"
    if phrase.preposition == "by":
        case.add(found, "by-phrase", target=acted)
        case.rules.extend([] if found else ["by-phrase of"])
    elif of and "by-phrase of" in case.rules:
        case.add(found, "by-phrase", target=acted)
    elif phrase.preposition in {"between", "among", "involving"}:
        case.add(case.parse.members(phrase.first - 1) or case.couple(phrase), "between-phrase")
    elif of and "between-phrase of" in case.rules:
        case.add(found, "between-phrase")
    elif phrase.preposition == "with":
        case.add(found if case.drills() else case.not_agents(found), "with-phrase", target=not case.drills())
    elif of and first:
        own = case.moves() or case.event.event_type == "CONCEDE"
        case.add(found, "of-phrase", target=operation and not own)
    elif operation:
        _aimed(case, phrase, found)
    else:
        _addressed(case, phrase, found)


def _aimed(case: Case, phrase: Phrase, found: list[ActorSpan]) -> None:
    """Read "an attack on B", "fire from C" behind the noun of an operation."""
    if phrase.preposition == "from" and not case.moves():
        case.add([span for span in found if span.form not in _TARGET_FORMS or span.head], "who it comes from")
    elif (phrase.preposition in _AGAINST or case.answers(phrase)) and not case.event.mutual:
        hit = [span for span in case.not_agents(found) if span.text.lower() not in _OWNERS]
        case.add(hit, f"target after {phrase.preposition}", target=True)


def _addressed(case: Case, phrase: Phrase, found: list[ActorSpan]) -> None:
    """Read "a visit to B", "a message from C" behind the noun of a negotiation."""
    if phrase.preposition in {"from", "to"}:
        visit = phrase.preposition == "to" and case.parse.words.folded[case.head] in _VISITS
        kept = [span for span in case.not_agents(found) if visit or span.form not in _TARGET_FORMS]
        case.add(kept, "who is visited" if visit else "phrase", target=True)
