"""Bare offices: whose "deputy foreign minister", "governor" or "spokesman" speaks, told by the sentence around."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from extractors.mentions.memory import Memory
from extractors.mentions.sayings import Attribution
from extractors.mentions.spans import ActorSpan
from extractors.mentions.speech import shipped_speech

RECENT = 3  # sentences that a pronoun reaches back to the last speaker
_FORCES = re.compile(
    r"force|troop|drone|missile|jet|soldier|warplane|artillery|ship|vessel|plane|tank|rocket|gunner|army|strike|raid"
)
_DEFENDED = re.compile(r"\b(?:shot down|downed|intercepted|repelled|brought down|destroyed|foiled)\b")
_OPENING = 12  # characters: a state so near to the start is what the sentence is about
_NEXT_TO = len(" the ")


class Site(Protocol):
    """A place in a sentence, as `places` finds it."""

    @property
    def start(self) -> int:
        """First character in the sentence."""

    @property
    def end(self) -> int:
        """Character after the last."""

    @property
    def country(self) -> str | None:
        """Code of the country that it lies in."""


@dataclass(slots=True, kw_only=True)
class Speakers:
    """Who spoke last in an article and how many sentences ago, the codes of names, the last place's country.

    `subject` is who acted last before the sentence at hand. Local to one article.
    """

    code: str | None = None
    age: int = RECENT + 1
    names: dict[str, str] = field(default_factory=dict)
    country: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence with its actors and places, and what its article said before."""

    text: str
    spans: Sequence[ActorSpan]
    sites: Sequence[Site]
    memory: Memory
    speakers: Speakers
    via: str | None = None


def subject_state(scene: Scene) -> str | None:
    """Return the state that a sentence begins with and tells of by name ("Germany will deploy ..."), if it does."""
    first = scene.spans[0] if scene.spans else None
    plain = first and first.actor.kind == "state" and first.form in {"name", "capital"} and not first.possessive
    return first.code if first and plain and first.start < _OPENING else None


def office_code(one: Attribution, phrase: str, scene: Scene) -> str | None:
    """Return the party of a bare office, or None where the sentence leaves it open."""
    start, end = one.speaker or (0, 0)
    inside = [site.country for site in scene.sites if start <= site.start < end and site.country]
    if inside:
        return inside[0]
    if shipped_speech().local.search(phrase) and scene.speakers.country:
        return scene.speakers.country
    beside = (span for span in scene.spans if start - _NEXT_TO <= span.end <= start)
    near = next((span.code for span in beside if span.form in {"capital", "name"} and span.code), None)
    if near:
        return near
    agency = shipped_speech().homes.get(scene.via or "")
    if agency and not any(span.actor.kind == "state" for span in scene.spans):
        return agency
    if start < min(one.start, _OPENING):
        return _earlier(scene)
    return _by_content(one, scene)


def _earlier(scene: Scene) -> str | None:
    """Read an office that opens a sentence ("A spokesman said ..."): that of whoever spoke or acted before."""
    home, speakers = scene.memory.home(), scene.speakers
    if home:
        return home.code
    return speakers.code if speakers.age <= RECENT and speakers.code else speakers.subject


def _by_content(one: Attribution, scene: Scene) -> str | None:
    """Read an office behind its content as that of the state that the sentence is about.

    Of an attack told ("Russian drones hit the port, the navy said") the attacked speak, not the attackers.
    """
    start, end = one.speaker or (0, 0)
    states = [
        span
        for span in scene.spans
        if span.actor.kind == "state"
        and span.form in {"name", "capital", "adjective"}
        and not (span.start < end and start < span.end)
    ]
    attackers = {span.code for span in states if _attacks(span)} if not _DEFENDED.search(scene.text) else set()
    at_home = scene.memory.home()
    if at_home is not None and {span.code for span in states} == {at_home.code}:
        return at_home.code  # "Somali troops retook the town, officials said"
    codes = list(dict.fromkeys(span.code for span in states if span.code and span.code not in attackers))
    if len(codes) == 1:
        return codes[0]
    home = scene.memory.home()
    if home is not None and home.code not in attackers and (not codes or home.code in codes):
        return home.code
    if codes:
        return codes[0] if scene.spans[0].start < _OPENING else None
    groups = {span.code for span in scene.spans if span.actor.kind in {"armed-group", "organisation"} and span.code}
    if not states and len(groups) == 1:
        return groups.pop()
    return None if states else scene.speakers.subject


def _attacks(span: ActorSpan) -> bool:
    return span.start < _OPENING and span.form == "adjective" and bool(span.head and _FORCES.search(span.head))
