"""What the rest of a sentence says of a stage: since when, for how many days, and on what condition."""

from extractors.mentions.links import Chain
from extractors.mentions.tagging import Tagged
from extractors.mentions.triggers import Hit
from extractors.records import Kind

_WILL = frozenset(["will", "would", "'ll", "shall"])
_COUNTED = frozenset(["day", "days", "night", "week", "month", "year", "time"])
_DURABLE = (
    "shell bombard fight clash trade exchange besiege occupy hold deploy station blockade surround encircle control"
    " patrol mass pound keep block battle wage"
)
_GOES_ON = frozenset(_DURABLE.split())
_AHEAD = 12  # tokens after the event within which a stretch of time still belongs to it


def in_sentence(stage: str, hit: Hit, chain: Chain, tagged: Tagged) -> str:
    """Return the stage as the words around correct it."""
    if stage == "planned" and _conditional(hit, chain, tagged):
        return "proposed"
    if stage == "completed" and hit.trigger.kind is Kind.NEGOTIATION and _in_principle(hit, tagged):
        return "proposed"
    if stage == "completed" and hit.trigger.kind is Kind.OPERATION and _lasts(hit, chain, tagged):
        return "underway"
    return stage


def _in_principle(hit: Hit, tagged: Tagged) -> bool:
    return " in principle" in " ".join(tagged.tokens.lower[hit.last - 1 : hit.last + _AHEAD // 2])


def _conditional(hit: Hit, chain: Chain, tagged: Tagged) -> bool:
    """Tell whether an "if" clause stands beside what somebody would do."""
    groups = [chain.own, *(link.group for link in chain.links)]
    would = any(group is not None and group.modal in _WILL for group in groups)
    lower = tagged.tokens.lower
    return would and any(
        lower[at] in {"if", "unless"} and lower[at - 1 : at] not in (["as"], ["even"])
        for at in range(len(lower))
        if at < hit.first or at < hit.last + _AHEAD
    )


def _lasts(hit: Hit, chain: Chain, tagged: Tagged) -> bool:
    """Tell whether a verb goes on: "have held it since May", "shelled each other for a third day"."""
    if chain.own is None:
        return False
    if hit.trigger.phrase.partition(" ")[0] not in _GOES_ON:
        return False
    after = tagged.tokens.lower[hit.last : hit.last + _AHEAD]
    if chain.own.perfect and "since" in after:
        return True
    if "for" not in after:
        return False
    rest = after[after.index("for") + 1 :][:4]
    ordinal = any(word in {"second", "third", "fourth", "fifth", "sixth", "straight", "consecutive"} for word in rest)
    return ordinal and not _COUNTED.isdisjoint(rest)
