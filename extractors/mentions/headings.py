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


def main_event(events: Sequence[Event], text: str) -> Event | None:
    """Return the event of the main clause: by depth, by verb or noun, then by order."""
    if not events:
        return None
    return min(events, key=lambda event: (_cost(event, text), event.start))


def _cost(event: Event, text: str) -> float:
    at = event.predicate if event.predicate is not None else event.head_start
    cost = 0.0
    if not event.verb and event.predicate is None:
        cost += 2.0
    if event.weak:
        cost += 2.0
    if event.loose:
        cost += 1.5
    return cost + _depth(text, at)


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
