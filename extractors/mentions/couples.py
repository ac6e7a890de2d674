"""The two whom "both sides" can mean, from the sentence that says so."""

from collections.abc import Sequence

from extractors.mentions.actor_index import Actor
from extractors.mentions.spans import ActorSpan
from extractors.mentions.words import Words


def coupled(before: Sequence[ActorSpan], words: Words) -> tuple[Actor, Actor] | None:
    """Return the two whom the sentence set beside each other before: "A and B", "A with B"."""
    for left, right in zip(before[-2::-1], before[:0:-1], strict=False):
        between = words.folded[left.last : right.first]
        beside = 0 < len(between) <= 2 and between[0] in {"and", "with", "-"}  # noqa: PLR2004 - "and", "and the"
        if beside and left.actor.actor_id != right.actor.actor_id:
            return left.actor, right.actor
    return None


def couple_in(before: Sequence[ActorSpan]) -> tuple[Actor, Actor] | None:
    """Return the two actors that the sentence named before, if it named exactly two."""
    seen = list({span.actor.actor_id: span.actor for span in before}.values())
    return (seen[0], seen[1]) if len(seen) == len(("one", "other")) else None
