"""Actors of a sentence: names, offices, people and plain references to them, each with the words that show it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from extractors.mentions.datelines import dateline_end
from extractors.mentions.introductions import introduced
from extractors.mentions.memory import Memory, TextSpan, start_memory
from extractors.mentions.naming import TITLES, named
from extractors.mentions.phrases import qualified, share_heads, widen
from extractors.mentions.references import references
from extractors.mentions.spans import ActorSpan, covered
from extractors.mentions.words import Words

__all__ = ["ActorSpan", "Memory", "find_actors", "start_memory"]


def find_actors(sentence: TextSpan, memory: Memory, published: date | None) -> tuple[ActorSpan, ...]:
    """Return the actors of `sentence` in order of their place, and teach `memory` what it says about them.

    Offsets count in `sentence.text`. Call it once for each sentence, in order, title first. An actor whose code is None
    is known but has no code of the guidelines (a group that they do not list, a former office-holder).
    """
    words = memory.words_of(sentence)
    day = published.toordinal() if published else None
    spans: list[ActorSpan] = []
    for span in named(words, memory, day):
        spans.append(widen(span, words, memory, spans[-1].last if spans else 0))
    spans = qualified(share_heads(spans, words), words)
    spans = _merge(spans, list(introduced(spans, words, memory)))
    spans = _merge(spans, references(spans, words, memory))
    opening = dateline_end(sentence.text)
    spans = [replace(span, form="modifier") if span.start < opening else span for span in spans]
    _note(spans, words, memory)
    return tuple(spans)


def _merge(spans: list[ActorSpan], more: list[ActorSpan]) -> list[ActorSpan]:
    free = [span for span in more if not covered(spans, span.first, span.last)]
    return sorted([*spans, *free], key=lambda span: (span.first, span.last)) if free else spans


_JOINTS = frozenset(
    {("and",), ("-",), ("\u2013",), (",", "and"), ("and", "the"), ("with",), ("and", "its"), ("and", "with")}
)
_BETWEEN = frozenset({"brokered", "facilitated", "hosted", "mediated", "mediate", "mediating", "mediation"})
_PASSING = frozenset({"pronoun", "generic", "pair", "modifier"})


def _note(spans: Sequence[ActorSpan], words: Words, memory: Memory) -> None:
    """Remember who was named last, by the kind of reference that later words may make to them."""
    for left, right in pairwise(spans):
        apart = left.actor.actor_id != right.actor.actor_id and "modifier" not in {left.form, right.form}
        if apart and words.folded[left.last : right.first] in _JOINTS:
            _note_pair(left, right, words, memory)
    named = [span for span in spans if span.form not in _PASSING]
    for span in named:
        _note_one(span, memory)
    subject = next((span for span in named if span.form not in {"person", "surname"}), None)
    if subject is not None:
        memory.subject = subject.actor


def _note_pair(left: ActorSpan, right: ActorSpan, words: Words, memory: Memory) -> None:
    """Remember two who stood beside each other, but for mediators: "talks mediated by A and B"."""
    around = words.folded[max(left.first - 2, 0) : left.first] + words.folded[right.last : right.last + 2]
    if _BETWEEN.isdisjoint(around) and not {left.head, right.head} & {"mediators", "mediator"}:
        memory.pair = (left.actor, right.actor)
        if memory.is_state(left.actor) and memory.is_state(right.actor):
            memory.states = memory.pair


def _note_one(span: ActorSpan, memory: Memory) -> None:
    actor, last = span.actor, tuple(span.head.split()[-1:]) if span.head else ()
    if span.form in {"person", "surname"} or span.head in TITLES or last in memory.index.heads["human"]:
        memory.person = actor
    if last in memory.index.heads["plural"] or span.form == "people" or actor.kind == "armed-group":
        memory.plural = actor
    if actor.kind == "organisation":
        memory.group = memory.body = actor
    elif actor.kind == "armed-group":
        memory.group = memory.armed = actor
    elif actor.kind == "state" and actor.sector == "military":
        memory.military = actor
    elif actor.kind == "state":
        memory.government = actor
