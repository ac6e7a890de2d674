"""Which of a sentence's events it is chiefly about."""

import re
from collections.abc import Sequence

from extractors.mentions.events import Event

_BARRIER = re.compile(
    r"\b(?:that|which|who|whom|whose|when|while|where|after|before|because|since|if|although|though|as|until|unless"
    r"|during|amid|despite|following|in order|including)\b|[;:\u2014\u2013]|,\s+\w+ing\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|say|saying|announced|reported|added|told|stated|confirmed|reports|tweeted|believes?"
    r"|claims?|claimed)\b"
    r"[^,;]*$",
    re.IGNORECASE,
)

# what each shortcoming costs, in clauses of depth
_BARE = 2.0  # a noun that nothing governs
_WEAK = 2.0  # such a noun that alone would not do
_FAINT = 0.7  # a weak word that is, or has, a verb
_LOOSE = 1.5  # a participle or an aim


def main_event(events: Sequence[Event], text: str) -> Event | None:
    """Return the event of the main clause: by depth, by verb or noun, then by order."""
    if not events:
        return None
    return min(events, key=lambda event: (_cost(event, text), event.start))


def _cost(event: Event, text: str) -> float:
    at, bare = _place(event)
    cost = _BARE if bare else 0.0
    if event.weak:
        cost += _WEAK if bare else _FAINT
    if event.loose or _qualifies(event, text):
        cost += _LOOSE
    return cost + _depth(text, at)


def _place(event: Event) -> tuple[int, bool]:
    """Return where the event's predicate stands, and whether it is a noun without one.

    What governs a noun from before ("demanded the release") is its predicate for this purpose, whoever acts.
    """
    if event.predicate is not None:
        return event.predicate, False
    before = [operator.start for operator in event.operators if operator.start < event.head_start]
    if event.verb or not before:
        return event.head_start, not event.verb
    return min(before), False


def _qualifies(event: Event, text: str) -> bool:
    """Tell whether a participle opens the sentence and qualifies its subject: "Jailed opposition leader X has ..."."""
    return event.verb and event.head_start == 0 and text[: event.head_end].endswith("ed")


def _depth(text: str, at: int) -> float:
    """Count the clauses around a place, those of saying left out."""
    depth = 0.0
    for barrier in _BARRIER.finditer(text, 0, at):
        word = barrier[0].lower()
        if word == "that" and _SAID.search(text, 0, barrier.start()):
            continue
        closed = text.find(",", barrier.end(), at)
        depth += 0.4 if closed >= 0 and word != "that" else 1.0
    return depth
