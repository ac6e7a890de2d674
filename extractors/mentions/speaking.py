"""For which party a speaker speaks: the phrase looked up among the actors, pronouns among who spoke last."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from extractors.mentions.memory import Memory
from extractors.mentions.sayings import Attribution
from extractors.mentions.spans import ActorSpan
from extractors.mentions.speech import shipped_speech

_PRONOUN = re.compile(
    r"(?:he|she|it|they|the spokes(?:man|woman|person)|the (?:official|minister|statement))", re.IGNORECASE
)
_OFFICIAL = re.compile(
    r"\b(?:presidency|ministry|minister|vice-minister|presidential|premier|palace|cabinet|government|army|military|navy"
    r"|air force|coast ?guard|general staff|foreign office|police|delegation|negotiators?|envoy|ambassador|aide|adviser"
    r"|advisor|junta|party official|diplomatic|security|defen[cs]e|intelligence|commander|governor|office|officials?"
    r"|authorities|spokes(?:man|woman|person)|administration|emergency services?|headquarters|mayor)\b",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"\b(?:governor|mayor|regional|local|city|provincial|administration|emergency|police)\b", re.IGNORECASE
)
_NO_PARTY = re.compile(r"\b(?:former|ex-\w+|opposition|exiled|retired)\b", re.IGNORECASE)
_POLITICAL = re.compile(
    r"\b(?:minister|vice-minister|party official|presidential|premier|aide|adviser|advisor|cabinet)\b"
)
_OPENING = 12  # characters: a state so near to the start is what the sentence is about
_OPEN = "?"
_RECENT = 3  # sentences that a pronoun reaches back to the last speaker


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

    Local to one article.
    """

    code: str | None = None
    age: int = _RECENT + 1
    names: dict[str, str] = field(default_factory=dict)
    country: str | None = None


def identify(
    says: Sequence[Attribution],
    text: str,
    spans: Sequence[ActorSpan],
    *,
    memory: Memory,
    speakers: Speakers,
    sites: Sequence[Site] = (),
) -> tuple[Attribution, ...]:
    """Return the attributions of a sentence with the codes of their speakers, and teach `speakers` who spoke last.

    Call it for every sentence in order, those without attributions too; `sites`, the places of the sentence, help with
    governors and mayors. No code for people who speak for no party (former officials, opposition, residents), for
    unlisted groups, and where the phrase is not plain.
    """
    speakers.age += 1
    speakers.country = next((site.country for site in sites if site.country), speakers.country)
    coded = []
    for one in says:
        phrase = text[slice(*one.speaker)].strip() if one.speaker else ""
        code = _code(one, phrase, spans, speakers) if phrase else None
        if code is _OPEN:
            code = _by_place(one, phrase, speakers, sites) or _by_state(phrase, spans, memory)
        coded.append(replace(one, code=code))
        if one.speaker:
            speakers.code, speakers.age = code, 0
        if one.name and code and one.name.split()[-1][0].isupper():
            speakers.names[one.name.split()[-1]] = code
    return tuple(coded)


def _code(one: Attribution, phrase: str, spans: Sequence[ActorSpan], speakers: Speakers) -> str | None:
    """Return the code that the phrase itself gives; `_OPEN` for a bare office, which only the context can tell."""
    start, end = one.speaker or (0, 0)
    named = [span for span in spans if span.start < end and start < span.end and span.form != "modifier"]
    if _PRONOUN.fullmatch(phrase) and speakers.age <= _RECENT and (speakers.code or not named):
        return speakers.code
    office = _OFFICIAL.search(phrase)
    if _NO_PARTY.search(phrase) or (shipped_speech().no_code.search(phrase) and not office):
        return None
    if named and not (named[0].form == "generic" and _LOCAL.search(phrase)):
        return named[0].code
    known = speakers.names.get((one.name or " ").split(" ")[-1])
    return _OPEN if office and not known else known


def _by_place(one: Attribution, phrase: str, speakers: Speakers, sites: Sequence[Site]) -> str | None:
    """Read "the governor" and "the administration in Mykolaiv" by the place that the phrase or the sentence names."""
    start, end = one.speaker or (0, 0)
    inside = [site.country for site in sites if start <= site.start < end and site.country]
    if inside:
        return inside[0]
    return speakers.country if _LOCAL.search(phrase) else None


def _by_state(phrase: str, spans: Sequence[ActorSpan], memory: Memory) -> str | None:
    """Read a bare office ("a deputy foreign minister said") as that of the state that the sentence is about."""
    states: dict[str, None] = {}
    for span in spans:
        if span.actor.kind == "state" and span.code and span.form in {"name", "capital", "generic", "adjective"}:
            states.setdefault(span.code)
    home = memory.home()
    if len(states) == 1:
        return next(iter(states))
    if home is not None and (not states or home.code in states):
        return home.code
    return next(iter(states)) if states and _POLITICAL.search(phrase) and spans[0].start < _OPENING else None
