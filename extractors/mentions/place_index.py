"""The dictionary of places, `seeds/places.toml`: regions, sites, waters, spellings, and the words that show a place."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from extractors.errors import DictionaryError
from extractors.mentions.actor_index import shipped_actors
from extractors.mentions.words import split_name

_FILE = "places.toml"
_KINDS = {"regions": "region", "sites": "site", "waters": "water"}
_WORDS = ("locative", "kinds", "of_state", "never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the dictionary; `country` is None for seas and disputed lines, coordinates are degrees or None."""

    words: tuple[str, ...]
    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None
    lower: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceIndex:
    """Places by their first word, longest first, and the words of `[words]`."""

    names: Mapping[str, tuple[Place, ...]]
    spellings: Mapping[tuple[str, ...], tuple[str, str]]
    locative: frozenset[str]
    kinds: frozenset[str]
    of_state: frozenset[str]
    never: frozenset[str]


@cache
def shipped_places() -> PlaceIndex:
    """Read the shipped dictionary, once."""
    return load_places(
        resources.files("seeds").joinpath(_FILE).read_text("utf-8"), frozenset(shipped_actors().context) | _TERRITORIES
    )


_TERRITORIES = frozenset({"FLK", "GIB", "GUM", "IOT", "PRI", "GUF", "MYT", "REU", "BMU", "ABW", "CUW", "SJM", "FRO"})


def load_places(text: str, codes: frozenset[str]) -> PlaceIndex:
    """Build the index from TOML; `codes` are the countries allowed. Raises DictionaryError with file, line, reason."""
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DictionaryError(f"{_FILE}: {fault}") from fault
    words = tables.get("words", {})
    for key in _WORDS:
        if not isinstance(words.get(key), list):
            raise DictionaryError(f"{_FILE}:1: [words] has no list {key!r}")
    found: dict[str, list[Place]] = {}
    for table, kind in _KINDS.items():
        for name, value in tables.get(table, {}).items():
            place = _place(name, value, kind, codes, text)
            found.setdefault(place.words[0], []).append(place)
    spellings = {}
    for name, value in tables.get("spellings", {}).items():
        main, _, country = str(value).rpartition(", ")
        if not main or country not in codes:
            raise _fault(text, name, f"{value!r} is not 'NAME, XXX'")
        spellings[split_name(name)] = (main, country)
    return PlaceIndex(
        names={first: tuple(sorted(some, key=lambda p: -len(p.words))) for first, some in found.items()},
        spellings=spellings,
        **{key: frozenset(words[key]) for key in _WORDS},
    )


def _place(name: str, value: Any, kind: str, codes: frozenset[str], text: str) -> Place:
    parts = value.split() if isinstance(value, str) else None
    if parts is None:
        raise _fault(text, name, "its value must be text")
    country = parts.pop(0) if parts and parts[0].isalpha() else None
    if country is not None and country not in codes:
        raise _fault(text, name, f"{country!r} is no country code of ours")
    try:
        latitude, longitude = (float(part) for part in parts) if parts else (None, None)
    except ValueError as fault:
        raise _fault(text, name, f"{value!r} is not 'XXX LAT LON'") from fault
    return Place(
        words=split_name(name),
        kind=kind,
        country=country,
        latitude=latitude,
        longitude=longitude,
        lower=name[0].islower(),
    )


def _fault(text: str, name: str, reason: str) -> DictionaryError:
    line = text.count("\n", 0, max(text.find(f'"{name}"'), 0)) + 1
    return DictionaryError(f"{_FILE}:{line}: {name}: {reason}")
