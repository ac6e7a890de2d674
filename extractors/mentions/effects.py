"""Words that only say what an attack did: "the strike killed two", "shelled a town, killing two"."""

from collections.abc import Sequence

from extractors.mentions.found import Found
from extractors.mentions.tagging import Tagged
from extractors.records import Kind

_HARM = frozenset(
    ["kill", "destroy", "demolish", "injure", "wound", "damage", "trap", "eliminate", "burn", "hit", "strike"]
)
_DEADLY = frozenset(["kill", "injure", "wound", "damage", "burn", "trap", "eliminate", "target", "avenge"])
_MEN = "militants terrorists insurgents jihadists rebels gunmen fighters commandos attackers guerrillas"
_FIGHTERS = frozenset([*_MEN.split(), "militant", "terrorist", "insurgent", "jihadist", "commander"])
_REACH = 25
_SUBJECT = 8


def is_effect(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether the trigger only says what an attack did: "the strike killed two", "shelled a town, killing two"."""
    trigger = one.hit.trigger
    if trigger.phrase == "killing" and tagged.tags[one.hit.first - 1 : one.hit.first] == [","]:
        return any(other is not one and other.kind is one.kind and other.hit.first < one.hit.first for other in others)
    if _is_part(one, others, tagged):
        return True
    if not trigger.verb or trigger.kind is not Kind.OPERATION or trigger.phrase.partition(" ")[0] not in _HARM:
        return False
    own = one.chain.own
    if trigger.phrase == "kill" and own is not None and (own.passive or own.reduced) and not _agent(one, tagged):
        alone = not any(other is not one and other.kind is one.kind for other in others)
        return not (alone and _is_armed_man(one, tagged))
    return any(_tells(one, other, tagged) for other in others if other is not one and other.kind is Kind.OPERATION)


def _is_part(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether a participle says what a show of force is made of: "began drills, sending 19 warships"."""
    own = one.chain.own
    if own is None or not own.gerund or one.chain.links or one.root != "MOBILIZE":
        return False
    before = [other for other in others if other.root == one.root and other.hit.last <= one.hit.first]
    return any("," in tagged.tags[other.hit.last : one.hit.first] for other in before if not other.hit.trigger.verb)


def _is_armed_man(one: Found, tagged: Tagged) -> bool:
    """Tell whether fighters are the subject of a passive: "all eleven commandos had been killed"."""
    own = one.chain.own
    start = one.hit.first if own is None else own.start
    for at in range(start - 1, max(-1, start - _SUBJECT), -1):
        if tagged.tags[at] in ";SWV,":
            return False
        if tagged.tokens.lower[at] in _FIGHTERS:
            return True
    return False


def _agent(one: Found, tagged: Tagged) -> bool:
    """Tell whether a passive names who did it, or with what."""
    after = tagged.tokens.lower[one.hit.last : one.hit.last + 6]
    return "by" in after or ("in" in after and any(word.endswith(("strike", "strikes")) for word in after))


def _tells(one: Found, other: Found, tagged: Tagged) -> bool:
    first, second = (one, other) if one.hit.first < other.hit.first else (other, one)
    between = tagged.tags[first.hit.last : second.hit.first]
    if len(between) > _REACH or ";" in between:
        return False
    if other.hit.trigger.phrase in _DEADLY and other.hit.trigger.verb:
        return False
    own = one.chain.own
    coordinated = first is other and other.hit.trigger.verb and _goes_on(one, tagged)
    subject = not other.hit.trigger.verb and other.chain.opaque == one.hit.head
    participle = own is not None and own.gerund and first is other and ("," in between or not between)
    deadly = one.hit.trigger.phrase == "kill" and not other.hit.trigger.verb and "V" not in between
    return subject or participle or deadly or coordinated


def _goes_on(one: Found, tagged: Tagged) -> bool:
    """Tell whether "and" joins a verb to one before it with the same subject: "bombed a village and killed nine"."""
    own = one.chain.own
    return own is not None and not own.passive and tagged.tokens.lower[own.start - 1] == "and"
