"""Which of a sentence's events it is chiefly about."""

import re
from collections.abc import Sequence

from extractors.mentions.events import Event

_BARRIER = re.compile(
    r"\b(?:that|which|who|whom|whose|when|while|where|after|before|because|since|if|although|though|as|until|unless"
    r"|during|amid|despite|following|in order|including)\b|[;:\u2014\u2013]|,\s+\w+ing\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?<![,\s])\s(?:who|which|whose)\b")  # no comma before: its end is not marked
_STAYS = re.compile(
    r"[,;:\u2014\u2013]|\b(?:and|or|but|that|who|which|when|while|where|after|before|because|if|as|until|to)\b"
)
_SAID = re.compile(
    r"\b(?:said|says|say|saying|announced|reported|added|told|stated|confirmed|reports|tweeted|believes?"
    r"|claims?|claimed)\b"
    r"[^,;]*$",
    re.IGNORECASE,
)

_GERUND = re.compile(r"\w+ing\b")
_BEING = re.compile(r"\b(?:am|is|are|was|were|be|been|being)\b|'(?:s|re)\b")
_NEAR = 24  # characters before a participle where its auxiliary stands
_MEANS = frozenset(["call", "phone", "telephone", "send", "dispatch"])  # acts that are done for the sake of another
# what each shortcoming costs, in clauses of depth
_BARE = 2.0  # a noun that nothing governs
_WEAK = 2.0  # such a noun that alone would not do
_FAINT = 0.7  # a weak word that is, or has, a verb
_LOOSE = 1.5  # a participle or an aim
_MEANT = 1.6  # an act that is only the means of an aim


def main_event(events: Sequence[Event], text: str) -> Event | None:
    """Return the event of the main clause: by depth, by verb or noun, then by order."""
    if not events:
        return None
    aims = [event.start for event in events if event.loose and event.verb and event.predicate == event.head_start]
    costs = {id(e): _cost(e, text) + _errand(e, aims) - _resumed(e, events, text) for e in events}
    return min(events, key=lambda event: (costs[id(event)], event.start))


def _resumed(event: Event, events: Sequence[Event], text: str) -> float:
    """Return what a predicate gets back that goes on after a relative clause: "a man who was shot has sued"."""
    at, bare = _place(event)
    opened = max((mark.end() for mark in _RELATIVE.finditer(text, 0, at)), default=0)
    if bare or not opened or (event.loose and at == event.head_start) or _STAYS.search(text, opened, at):
        return 0.0
    verbs = [other for other in events if other.predicate is not None and other.head_end <= at and not other.loose]
    return 1.0 if verbs and all(_place(other)[0] >= opened for other in verbs) else 0.0


def _errand(event: Event, aims: Sequence[int]) -> float:
    """Return what it costs that an act is only the means of another: "called X to congratulate him"."""
    means = event.lemma.split(" ", 1)[0] in _MEANS
    return _MEANT if means and any(aim > event.head_end for aim in aims) else 0.0


def _cost(event: Event, text: str) -> float:
    at, bare = _place(event)
    cost = _BARE if bare else 0.0
    if event.weak:
        cost += _WEAK if bare else _FAINT
    if event.loose or _qualifies(event, text) or _is_participle(event, at, text):
        cost += _LOOSE
    return cost + _depth(text, at)


def _place(event: Event) -> tuple[int, bool]:
    """Return where the event's predicate stands, and whether it is a noun without one.

    What governs a noun from before ("demanded the release") is its predicate for this purpose, whoever acts.
    """
    if event.predicate is not None:
        return event.predicate, False
    verbs = [operator for operator in event.operators if operator.word_class == "verb"]
    before = [operator.start for operator in verbs if operator.start < event.head_start]
    if event.verb or not before:
        return event.head_start, not event.verb
    return min(before), False


def _is_participle(event: Event, at: int, text: str) -> bool:
    """Tell whether what governs an event is a participle: "a group seeking to overthrow the government"."""
    word = _GERUND.match(text, at)
    return bool(at < event.head_start and word and not _BEING.search(text, max(at - _NEAR, 0), at))


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
