"""Who does what to whom: the initiators and recipients of one event, from its verb or noun and the words around it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.mentions.events import Event
from extractors.mentions.memory import Memory, TextSpan
from extractors.mentions.parsing import parse_of
from extractors.mentions.place_choice import choose_place
from extractors.mentions.places import find_places
from extractors.mentions.role_case import Case
from extractors.mentions.role_nouns import by_noun
from extractors.mentions.role_places import inside_own_state, strike_at_scene
from extractors.mentions.role_verbs import by_operator, by_verb
from extractors.mentions.spans import ActorSpan, distinct
from extractors.records import Kind

_HELD = frozenset({"suspended", "planned", "underway", "completed", "resumed"})
_TALKING = frozenset({"speak", "talk", "confer", "meet", "sit", "negotiate", "consult", "discuss"})
_WEIGHING = frozenset(
    {"accept", "back", "consider", "discuss", "endorse", "review", "study", "support", "welcome", "weigh"}
)
_ACTING = frozenset({"deny", "propose", "plan", "refuse", "threaten"})
_SEEING = frozenset({"see", "tell"})
_CLASHES = re.compile(r"battle|clash|duel|exchange|fight|firefight|gunfight|skirmish")
_DAY = 4  # words between "proposed on Sunday" and "that"
_DOWNING = re.compile(r"shoot down|intercept|down\b|bring down|repel|repuls|foil|thwart|fend off|beat back")
_CALLED = re.compile(r"call|receive|take|get")
_MOVING = frozenset({"begin", "halt", "resume"})
_ONE_SIDED = frozenset({"proposed", "refused", "suspended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The parties of an event, one span each, and the names of the rules that found them."""

    initiator: tuple[ActorSpan, ...] = ()
    recipient: tuple[ActorSpan, ...] = ()
    rules: tuple[str, ...] = ()


def assign(
    sentence: TextSpan, event: Event, events: Sequence[Event], spans: Sequence[ActorSpan], memory: Memory
) -> Roles:
    """Return initiators and recipients of `event`; all parties of a mutual event are initiators."""
    parse = parse_of(sentence, spans, memory)
    if not parse.words.folded:
        return Roles()
    sites = find_places(sentence, spans, memory)
    case = Case.of(parse, event, events, sites, memory)
    _run(case)
    if event.kind is Kind.OPERATION and not event.mutual and not case.targets:
        scene = choose_place(sentence, sites, event, events, spans, memory=memory)
        strike_at_scene(case, scene)
    return _result(case)


def _run(case: Case) -> None:
    """Collect agents and targets by the shape of the event."""
    if not by_operator(case):
        verb = _is_verb(case)
        if case.event.verb and not verb:
            case.predicate = case.parse.governor(case.head)
        if verb:
            by_verb(case)
        else:
            by_noun(case)
    for fallback in (_at_the_time, _own_telling, _from_operators, _on_request, _says_no):
        if not case.agents:
            fallback(case)
    _proposed(case)
    _answers(case)
    _downs(case)


def _at_the_time(case: Case) -> None:
    """Take the subject of the clause that the event is an adjunct of: "X said after talks with Y"."""
    nominal = case.event.mutual and not case.event.verb
    if (case.event.mutual and any("with-phrase" in rule for rule in case.rules)) or "who is visited" in case.rules:
        refused = case.event.stage == "refused"
        case.add(case.parse.main_subject(case.head), "who says no" if refused else "who speaks or acts at the time")
        case.doers.extend(case.agents if refused else [])
    elif nominal and case.event.kind is Kind.NEGOTIATION and case.event.stage in _HELD and not case.after():
        both = distinct(case.parse.main_subject(case.head))
        case.add(both if len(both) > 1 else [], "both who act at the time")
    elif nominal and case.event.kind is Kind.NEGOTIATION and case.after() and case.talked_before():
        both = distinct(case.parse.main_subject(case.head))
        case.add(both if len(both) > 1 else [], "both who agree after it")
    if nominal and not case.agents and not _other_subject(case):
        case.add(case.parse.heading(), "who heads the line")
    bare = case.event.kind is Kind.OPERATION and not case.event.verb and not case.targets and case.after()
    if bare and "of" in case.parse.words.folded[case.parse.words.index_at(case.event.start) : case.head]:
        case.add(case.parse.main_subject(case.head), "who acts after days of it")


def _other_subject(case: Case) -> bool:
    """Tell whether somebody unknown does it after the colon: "Georgia: opposition refuses talks"."""
    words, verb = case.parse.words.folded, case.predicate
    if verb is None or case.event.subject or ":" not in words[:verb]:
        return False
    return "N" in case.parse.tags[words.index(":") + 1 : verb]


def _own_telling(case: Case) -> None:
    """Take whoever tells of an operation of their own that goes on or is ordered."""
    own = case.event.kind is Kind.OPERATION and case.event.stage in {"underway", "planned"} and not case.event.verb
    if own and not case.targets:
        case.add(case.parse.teller(case.head), "whose own plan it is")


def _says_no(case: Case) -> None:
    """Take whoever says a flat no: "there will be no talks, the minister said"."""
    if case.event.stage == "proposed" and not case.targets and not case.event.verb:
        case.add(case.parse.teller(case.head), "who says so")
    if case.event.stage == "refused":
        case.add(case.parse.teller(case.head), "who says no")
        case.doers.extend(case.agents if case.targets else [])


def _downs(case: Case) -> None:
    """Take whoever fired what is shot down: "A fired 45 rockets, most of which were intercepted"."""
    if case.event.kind is not Kind.OPERATION or case.targets or not _DOWNING.match(case.event.lemma):
        return
    before = [e for e in case.events if e.event_type == "ASSAULT" and e.head_start < case.event.head_start and e.verb]
    for other in before[-1:]:
        fired = case.parse.subject(case.parse.words.index_at(other.head_start))
        case.add(case.not_agents(fired) if not other.passive else [], "who fired it", target=True)


def _answers(case: Case) -> None:
    """Take whoever proposed it in the same sentence: "A offered a truce; B turned the offer down"."""
    if case.event.stage != "refused" or case.targets or not case.agents or case.event.kind is not Kind.NEGOTIATION:
        return
    for other in case.events:
        if other.stage == "proposed" and other.predicate is not None and not other.subject and not other.passive:
            proposer = case.parse.subject(case.parse.words.index_at(other.predicate))
            case.add(case.not_agents(proposer), "who proposed it", target=True)
            case.doers.extend(case.agents if case.targets else [])


def _is_verb(case: Case) -> bool:
    """Tell whether a verb tells the event, where readings of its word differ: "peace talks", "A bombs B"."""
    mark, before = case.parse.tags[case.head], case.parse.tags[case.head - 1] if case.head else ""
    if case.event.verb:
        return not (mark == "N" and before in {"N", "D"} and case.parse.owner[case.head - 1] is None)
    return mark == "V"


def _proposed(case: Case) -> None:
    """Read "A proposed that B and C meet", "A asked that they leave": A proposes it, to those who are to do it."""
    words, tags = case.parse.words, case.parse.tags
    for operator in case.event.operators:
        at = words.index_at(operator.start)
        after = words.index_at(operator.end - 1) + 1
        that = next((k for k in range(after, min(after + _DAY, case.head)) if words.folded[k] == "that"), None)
        wants = operator.effect in {"propose", "demand"} and operator.word_class == "verb"
        if wants and that is not None and tags[that] == "S" and case.event.stage == "proposed":
            who = case.parse.subject(at)
            if who and case.event.verb:
                asked = [*case.agents, *case.targets]
                case.agents.clear()
                case.targets.clear()
                case.doers.clear()
                case.add(who, "subject")
                case.add(case.not_agents(asked), "who is asked", target=True)


def _from_operators(case: Case) -> None:
    """Take who denies, proposes or plans, where nobody does the thing itself: "denied any knowledge of clashes"."""
    words = case.parse.words
    for operator in reversed(case.event.operators):
        fits = operator.effect != "deny" or case.event.stage == "denied"
        moving = operator.effect in _MOVING and not operator.passive and operator.start < case.event.head_start
        if operator.word_class == "verb" and (moving or operator.effect in _ACTING) and fits:
            struck = {span.actor.actor_id for span in case.targets if span.form != "place"}
            acting = case.parse.subject(words.index_at(operator.start))
            case.add([span for span in acting if span.actor.actor_id not in struck], "subject")
            if case.agents:
                return


def _on_request(case: Case) -> None:
    """Read "was put off at Tehran's request"."""
    words = case.parse.words
    at = words.folded.index("request") if "request" in words.folded else 0
    owner = case.parse.owner[at - 2] if at > 1 else None
    if owner is not None and owner.possessive and words.folded[at - 1] in {"'s", "'"}:
        case.add([owner], "subject")


def _result(case: Case) -> Roles:
    """Turn agents and targets into roles: mutual events have only initiators."""
    agents, targets = distinct(case.agents), distinct(case.targets)
    if _weighs_proposal(case):
        agents, targets = targets, agents
    if case.offered and not case.event.mutual:
        targets = distinct([*targets, *case.offered])
    if _one_sided(case) and case.event.mutual:
        agents, targets = distinct(case.doers), distinct([*targets, *agents])
    elif case.offered and case.event.mutual:
        given = {span.actor.actor_id for span in case.offered}
        agents = [span for span in distinct([*agents, *targets]) if span.actor.actor_id not in given]
        targets = distinct(case.offered)
    elif case.doers and case.event.mutual and _goes_between(case):
        agents = distinct(case.doers)
    elif case.event.mutual or _converses(case) or _clashes(case):
        agents, targets = distinct([*agents, *targets]), []
        case.rules.append("mutual: all parties initiate")
    known = {span.actor.actor_id for span in agents}
    targets = [span for span in targets if span.actor.actor_id not in known and _other_code(span, agents)]
    targets = [span for span in targets if not inside_own_state(case, span)]
    return Roles(initiator=tuple(agents), recipient=tuple(targets), rules=tuple(case.rules))


def _weighs_proposal(case: Case) -> bool:
    """Tell whether one side weighs what the other proposed: "Ukraine is ready to accept a US proposal"."""
    proposal = case.parse.words.folded[case.head] in {"proposal", "offer", "plan", "initiative", "roadmap", "draft"}
    verb = case.predicate if case.predicate is not None and not case.event.subject else None
    lemma = case.parse.grammar.lemmas.get(case.parse.words.folded[verb]) if verb is not None else None
    return proposal and case.event.stage == "proposed" and lemma in _WEIGHING and bool(case.targets and case.doers)


def _goes_between(case: Case) -> bool:
    """Tell whether somebody else talks with "both sides"."""
    pair = {span.actor.actor_id for span in case.targets if span.form == "pair"}
    return len(pair) > 1 and pair.isdisjoint(span.actor.actor_id for span in case.doers)


def _converses(case: Case) -> bool:
    """Tell whether a verb of talking has the other side in its with-phrase: "spoke by telephone with"."""
    first = case.event.lemma.split()[0]
    if not case.event.verb or case.event.kind is not Kind.NEGOTIATION or _one_sided(case):
        return False
    talks = first in _TALKING and (
        case.event.event_type == "CONSULT" or (first == "speak" and case.event.stage == "planned")
    )
    called = case.event.event_mode == "phone" and bool(_CALLED.search(case.event.lemma))
    ends = (" with", " to") if first in {"speak", "talk"} else (" with",)
    return called or first in _SEEING or (talks and any(rule.endswith(ends) for rule in case.rules))


def _clashes(case: Case) -> bool:
    """Tell whether two sides fight each other: "clashes with", "troops died in a battle with"."""
    fight = case.event.kind is Kind.OPERATION and bool(_CLASHES.search(case.event.lemma))
    return fight and any("with" in rule or rule == "who was harmed in it" for rule in case.rules)


def _one_sided(case: Case) -> bool:
    """Tell whether one side acts on the other: it proposes, refuses or stops, and is named as the subject."""
    if "who is asked" in case.rules and not case.event.verb and case.event.stage not in _ONE_SIDED:
        return bool(case.doers)
    asked = "who is asked" in case.rules or "who says no" in case.rules
    refusal = case.event.stage == "denied" and any(o.effect == "refuse" for o in case.event.operators)
    if not (case.event.stage in _ONE_SIDED or refusal) or (case.event.subject and not asked):
        return False
    return bool(case.doers)


def _other_code(span: ActorSpan, agents: Iterable[ActorSpan]) -> bool:
    return span.code is None or all(span.code != agent.code for agent in agents)
