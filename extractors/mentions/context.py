"""What kind of words stand around a trigger: arms, politics, or business, labour, sport, law, medicine, entertainment."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.errors import DictionaryError
from extractors.mentions.governors import Chain
from extractors.mentions.spans import ActorSpan
from extractors.mentions.tagging import Tagged
from extractors.mentions.triggers import Hit
from extractors.records import Kind

_FILE = "noise.toml"
_CUES = frozenset(["armed", "political"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Word lists of `seeds/noise.toml`: `armed` and `political` speak for a mention, the domains against it."""

    armed: frozenset[str]
    political: frozenset[str]
    noise: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The cues of one sentence and of its article (shares of sentences that are armed or political)."""

    armed: int
    political: int
    actors: int
    fighters: int
    noise: int
    article_armed: bool
    article_political: bool

    def allows(self, hit: Hit, chain: Chain, tagged: Tagged) -> bool:
        """Tell whether a trigger means here what its line says."""
        del tagged
        kind = hit.trigger.kind
        if kind is Kind.OTHER:
            return True
        if kind is Kind.NEGOTIATION:
            return self._negotiation(hit, chain)
        return self._operation(hit, chain)

    def _negotiation(self, hit: Hit, chain: Chain) -> bool:
        if self.noise > self.political + self.actors:
            return False
        concerned = self.actors > 0 or self.political > 0
        if hit.trigger.weak:
            return concerned and any(link.effect not in {"report", "hold", "accuse"} for link in chain.links)
        return concerned or self.article_political

    def _operation(self, hit: Hit, chain: Chain) -> bool:
        armed = self.armed + self.fighters
        if self.noise > armed + self.actors:
            return False
        if hit.trigger.weak:
            return armed > 0 and bool(chain.links)
        if hit.trigger.armed:
            return armed > 0 or (self.article_armed and self.actors > 0)
        return armed > 0 or self.article_armed or self.actors > 0


@cache
def shipped_cues() -> Cues:
    """Read the shipped lists, once."""
    return load_cues(resources.files("seeds").joinpath(_FILE).read_text("utf-8"))


def load_cues(text: str) -> Cues:
    """Build the lists from TOML; raises DictionaryError with file, line and reason."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DictionaryError(f"{_FILE}: {fault}") from fault
    for name, words in tables.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word == word.lower() for word in words):
            line = text.count("\n", 0, text.find(name)) + 1
            raise DictionaryError(f"{_FILE}:{line}: {name} must be a list of words in small letters")
    if missing := _CUES - set(tables):
        raise DictionaryError(f"{_FILE}:1: the list {min(missing)!r} is missing")
    noise = {word: domain for domain, words in tables.items() if domain not in _CUES for word in words}
    return Cues(armed=frozenset(tables["armed"]), political=frozenset(tables["political"]), noise=noise)


def context_of(
    words: Iterable[str], spans: Sequence[ActorSpan], cues: Cues, *, article_armed: bool, article_political: bool
) -> Context:
    """Count the cues of a sentence."""
    here = set(words)
    return Context(
        armed=len(here & cues.armed),
        political=len(here & cues.political),
        actors=sum(span.form not in {"pronoun"} for span in spans),
        fighters=sum(span.actor.sector == "military" or span.actor.kind == "armed-group" for span in spans),
        noise=sum(word in cues.noise for word in here),
        article_armed=article_armed,
        article_political=article_political,
    )
