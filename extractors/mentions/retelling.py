"""Second names of what a sentence names already: "rammed and boarded", "talks, brokered by Oman"."""

from collections.abc import Sequence

from extractors.mentions.found import Found
from extractors.mentions.tagging import Tagged
from extractors.records import Kind

_BROKERED = frozenset(["mediate", "broker", "host", "put forward", "sign", "announce", "propose", "negotiate", "hold"])
_MEANS = frozenset(["by", "with", "in"])


def is_retold(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether a trigger only names again, or names the way to, what another event of the sentence names."""
    return (
        _is_twin(one, others, tagged)
        or _qualifies(one, others, tagged)
        or _is_other_leg(one, others)
        or _is_way(one, others, tagged)
    )


def _is_twin(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether the same act is named twice: "rammed and boarded", "was hit during the attack"."""
    first = one.hit.first
    if one.kind is Kind.OTHER or first < 2:  # noqa: PLR2004 - a word and its conjunction
        return False
    if one.hit.trigger.verb:
        return tagged.tags[first - 1] == "J" and any(
            o.hit.trigger.verb and o.hit.last == first - 1 for o in others if o.kind is one.kind and o.root == one.root
        )
    during = tagged.tokens.lower[first - 2 : first] in (
        ["during", "the"],
        ["in", "the"],
        ["by", "the"],
        ["after", "the"],
    )
    bare = during and " " not in one.hit.trigger.phrase and one.kind is Kind.OPERATION
    return bare and any(o is not one and o.kind is one.kind and o.hit.first < first for o in others)


def _qualifies(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether a verb only says more of an event named before it: "talks, brokered by Oman"."""
    own = one.chain.own
    if own is None or one.kind is Kind.OTHER or own.negated:
        return False
    for other in others:
        between = tagged.tags[other.hit.last : own.start]
        if other.kind is not one.kind or other.hit.trigger.verb or not other.hit.last <= own.start:
            continue
        by = (
            one.hit.trigger.phrase in _BROKERED
            and own.start == own.main
            and tagged.tokens.lower[one.hit.last : one.hit.last + 1] == ["by"]
        )
        if by:
            return True
        participle = own.reduced and not one.chain.links and "V" not in between and "X" not in between
        if participle or (
            one.hit.trigger.phrase in _BROKERED and _relative(between, tagged.tokens.lower[other.hit.last])
        ):
            return True
    return False


def _relative(between: Sequence[str], word: str) -> bool:
    """Tell whether a relative clause with a subject of its own begins right behind a noun."""
    return word in {"that", "which"} and len(between) > 1 and "V" not in between and "," not in between


def is_means(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether a noun only names that by which another act was done: "was knocked out by a wave of drones"."""
    if one.hit.trigger.verb or one.kind is not Kind.OPERATION:
        return False
    at = one.hit.first - 1
    while at > 0 and tagged.tags[at] in "ANEDC":
        at -= 1
    if at < 1 or tagged.tokens.lower[at] not in _MEANS:
        return False
    return any(
        other.kind is one.kind
        and other.chain.own is not None
        and other.hit.last <= at
        and not {"V", ";", "S", "J"}.intersection(tagged.tags[other.hit.last : at])
        for other in others
        if other is not one
    )


def _is_other_leg(one: Found, others: Sequence[Found]) -> bool:
    """Tell whether a release is the other leg of an exchange told before in the sentence."""
    if one.hit.trigger.mode != "release" or one.kind is not Kind.NEGOTIATION:
        return False
    return any(
        other.hit.trigger.mode == "release" and other.kind is one.kind and other.stage == one.stage
        for other in others
        if other.hit.first < one.hit.first
    )


def _is_way(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether a journey is only the way to a meeting told after it: "flew to Niamey and met the general"."""
    if one.hit.trigger.mode != "visit" or not one.hit.trigger.verb or one.kind is not Kind.NEGOTIATION:
        return False
    for other in others:
        first, second = sorted((one, other), key=lambda found: found.hit.first)
        between = {*tagged.tags[first.hit.last : second.hit.first]}
        near = other is not one and other.hit.trigger.verb and other.root == one.root == "CONSULT"
        if near and not between & {";", "S", "W"} and (first is one or other.hit.trigger.mode == "visit"):
            return first is not one if other.hit.trigger.mode == "visit" else True
    return False
