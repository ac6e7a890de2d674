"""What an article as a whole speaks of, by the word lists of `seeds/noise.toml`: arms, politics, or something else."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from extractors.errors import DictionaryError

_FILE = "noise.toml"
_CUES = frozenset(["armed", "terrain", "political", "diplomatic", "envoys", "captives"])
_ORDER = (
    "police policemen policeman gendarmes detectives protesters protests protest demonstrators demonstrations rioters"
    " teargas firefighters"
)
POLICE = frozenset(_ORDER.split())
_WAR = (
    "gunmen bombers militiamen fighters army soldiers troops military"
    " militants rebels insurgents missiles missile warplanes navy drones jihadists"
)
SOLDIERS = frozenset(_WAR.split())
_WORLDS = frozenset(["business", "entertainment", "labour", "law", "sport", "tourism"])
_WORDS = 5  # so many words of one world in a third of the sentences: the article is set in it, whatever its metaphors
_THIRD = 3
_FEW = 3  # words that are enough in a very short article
_BRIEF = 3  # sentences: so short an article is taken at its word
_HOME = 6  # one sentence in so many with a word of parliaments and parties makes it domestic
_RARE = 16  # one sentence in so many makes it diplomatic
_SHARE = 4  # one sentence in so many with a cue makes an article political
_ARMED_SHARE = 6  # ... or armed


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Word lists of `seeds/noise.toml`: `armed` and `political` speak for a mention, the domains against it."""

    armed: frozenset[str]
    political: frozenset[str]
    envoys: frozenset[str]
    captives: frozenset[str]
    diplomatic: frozenset[str]
    terrain: frozenset[str]
    noise: Mapping[str, str]


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
    return Cues(**{name: frozenset(tables[name]) for name in _CUES}, noise=noise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an article as a whole speaks of: arms, politics, or anything else more than these."""

    armed: bool
    political: bool
    noisy: bool
    nobody: bool
    policing: bool
    diplomatic: bool
    domestic: bool = False
    dominated: bool = False
    brief: bool = False

    @property
    def concerned(self) -> bool:
        """Whether the article is about politics or arms at all; where not, nothing in it is coded."""
        return self.armed or self.political or self.diplomatic or self.brief

    def among(self, actors: int) -> "Surroundings":
        """Return the same once the number of the actors that the article names is known."""
        return replace(
            self, political=self.political or (actors > 1 and not self.noisy), nobody=self.nobody and actors == 0
        )


def surroundings_of(sentences: Iterable[Sequence[str]], cues: Cues) -> Surroundings:
    """Count the cues of an article, given as the words of its sentences."""
    armed = political = noise = cued = police = soldiers = diplomatic = domestic = size = 0
    worlds: Counter[str] = Counter()
    told: set[str] = set()
    for words in sentences:
        here = set(words)
        told |= here & cues.noise.keys()
        worlds.update({cues.noise[word] for word in here & cues.noise.keys()} & _WORLDS)
        size += 1
        arms, politics = len(here & cues.armed), len(here & cues.political)
        armed += arms > 0
        political += politics > 0
        cued += arms + politics
        noise += len(here & cues.noise.keys())
        diplomatic += not here.isdisjoint(cues.diplomatic)
        domestic += any(cues.noise.get(word) == "politics" for word in here & cues.noise.keys())
        police += not here.isdisjoint(POLICE)
        soldiers += not here.isdisjoint(SOLDIERS)
    noisy = noise > cued
    return Surroundings(
        armed=armed * _ARMED_SHARE > size,
        political=political * _SHARE > size,
        noisy=noisy,
        diplomatic=diplomatic * _RARE > size or (size <= _BRIEF and not noisy),
        policing=police > soldiers and police * _SHARE > size,
        domestic=domestic > 1 and domestic >= armed and domestic * _HOME > size,
        dominated=_dominated(worlds, told, size, cues),
        nobody=noise > 0 or cued == 0,
        brief=size <= _BRIEF,
    )


def _dominated(worlds: Counter[str], told: set[str], size: int, cues: Cues) -> bool:
    """Tell whether one world that is neither politics nor war fills the article."""
    if not worlds:
        return False
    world, count = worlds.most_common(1)[0]
    return count * _THIRD >= size and sum(cues.noise[word] == world for word in told) >= (
        _WORDS if size > _SHARE else _FEW
    )
