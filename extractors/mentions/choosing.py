"""Which of the triggers that overlap in a sentence stand."""

from collections.abc import Mapping, Sequence

from extractors.mentions.context import Context
from extractors.mentions.tagging import Tagged
from extractors.mentions.triggers import BLOCKED, Hit
from extractors.records import Kind


def choose(places: Sequence[Sequence[Hit]], context: Context, tagged: Tagged) -> list[list[Hit]]:
    """Return the triggers of each place, where the better of overlapping ones won, in order.

    Blocked phrases keep only the two kinds away; what is of these kinds and plausible here goes before other events.
    """
    blocked: dict[int, int] = {}
    for hits in places:
        for hit in hits:
            if hit.trigger.root == BLOCKED:
                blocked.update(dict.fromkeys(range(hit.first, hit.last), hit.trigger.rest.weight))
    kept = [[hit for hit in hits if _stands(hit, blocked)] for hits in places]
    ranked = sorted((hits for hits in kept if hits), key=lambda hits: _precedence(hits, context, tagged))
    taken: set[int] = set()
    chosen = []
    for hits in ranked:
        free = [hit for hit in hits if taken.isdisjoint(range(hit.first, hit.last))]
        if free:
            best = _best(free, context, tagged)
            taken.update(range(best.first, best.last))
            chosen.append(free)
    return sorted(chosen, key=lambda hits: hits[0].first)


def _stands(hit: Hit, blocked: Mapping[int, int]) -> bool:
    if hit.trigger.root == BLOCKED:
        return False
    if hit.trigger.kind is Kind.OTHER:
        return True
    return all(blocked.get(at, 0) < hit.trigger.rest.weight for at in range(hit.first, hit.last))


def _precedence(hits: Sequence[Hit], context: Context, tagged: Tagged) -> tuple[bool, int, int]:
    best = _best(hits, context, tagged)
    ours = best.trigger.kind is not Kind.OTHER and context.plausible(best, tagged)
    return not ours, -best.trigger.rest.weight, best.first


def _best(hits: Sequence[Hit], context: Context, tagged: Tagged) -> Hit:
    """Return the first hit of a place where it is plausible, else the longest."""
    if hits[0].trigger.kind is Kind.OTHER or context.plausible(hits[0], tagged):
        return hits[0]
    return max(hits, key=lambda hit: hit.trigger.rest.weight)
