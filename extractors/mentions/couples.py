"""The two whom "both sides" can mean, from the sentence that says so."""

from collections.abc import Sequence

from extractors.mentions.actor_index import Actor
from extractors.mentions.memory import Memory
from extractors.mentions.spans import ActorSpan
from extractors.mentions.words import Words

_STATES = frozenset(
    {"allies", "capitals", "countries", "leaders", "ministers", "ministries", "nations", "neighbors", "neighbours"}
    | {"powers", "premiers", "presidents", "states"}
)


def pair_meant(
    before: Sequence[ActorSpan], words: Words, memory: Memory, noun: str, asked: str
) -> tuple[Actor, Actor] | None:
    """Return whom "both sides", "the two countries" mean, given its noun and the preposition before it.

    States are meant by nouns like "countries"; "neighbours" are the two in which the article chiefly plays.
    """
    earlier = memory.pair
    if noun in _STATES:
        before = [span for span in before if memory.is_state(span.actor)]
        earlier = (None if noun.startswith("neigh") else memory.states) or memory.two_states() or earlier
    if earlier is not None and asked in {"with", "from"}:
        return earlier
    pair = coupled(before, words)
    if asked == "between":
        pair = pair or couple_in(before)
    return pair or earlier or memory.couple() or couple_in(before)


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
