"""Places of sentences: towns of one name told apart, regions, seas, and the index itself."""

import zlib
from datetime import date

import pytest

from extractors.errors import DictionaryError
from extractors.mentions.actors import find_actors, start_memory
from extractors.mentions.gazetteer import find_towns, place_key, search, shipped_block, unpack
from extractors.mentions.gazetteer_build import build
from extractors.mentions.place_index import load_places
from extractors.mentions.places import PlaceSpan, find_places
from extractors.mentions.sentences import split


def places(text: str) -> list[PlaceSpan]:
    sentences = split("text", text)
    memory = start_memory(sentences)
    return [
        site
        for sentence in sentences
        for site in find_places(sentence, find_actors(sentence, memory, date(2025, 6, 1)), memory)
    ]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Ukraine said that shells fell on Pokrovsk.", "Pokrovsk", "UKR"),
        ("Drones struck near Kupiansk, Ukraine said.", "Kupiansk", "UKR"),
        ("Sudan's army shelled El Fasher.", "El Fasher", "SDN"),
        ("The talks took place in Istanbul.", "Istanbul", "TUR"),
        ("They met in Sharm el-Sheikh.", "Sharm el-Sheikh", "EGY"),
        ("Fighting broke out in North Kivu.", "North Kivu", "COD"),
        ("A patrol was hit in Khyber Pakhtunkhwa.", "Khyber Pakhtunkhwa", "PAK"),
        ("They met in the Ukrainian capital.", "Ukrainian capital", "UKR"),
        ("Ships met in the South China Sea.", "South China Sea", None),
        ("Shots were fired along the Line of Control.", "Line of Control", None),
        ("It fell in Gaza City.", "Gaza City", "PSE"),
        ("Marines train in Camp Lejeune, North Carolina.", "Camp Lejeune", "USA"),
        ("They met in New Jersey.", "New Jersey", "USA"),
        ("They met at a Moscow hotel.", "Moscow", "RUS"),
        ("They met at a Quibbish resort.", "Quibbish", "nowhere"),
    ],
)
def test_a_place_and_its_country(text: str, name: str, country: str | None) -> None:
    found = {site.text: site.country for site in places(text)}
    assert found.get(name, "nowhere") == country


def test_a_large_town_has_coordinates() -> None:
    site = next(site for site in places("They met in Istanbul.") if site.kind == "city")
    assert site.latitude == pytest.approx(41.0, abs=0.2)
    assert site.longitude == pytest.approx(29.0, abs=0.2)


def test_days_and_people_are_no_places() -> None:
    assert places("He spoke on Monday in March.") == []
    assert places("The paper told Maria Bell to wait.") == []


def test_offsets_point_at_the_words() -> None:
    text = "Shells fell on the town of Chasiv Yar, Ukraine said."
    for site in places(text):
        assert text[site.start : site.end] == site.text


def test_the_index_is_sorted_and_found_by_bisection() -> None:
    block = shipped_block()
    assert {town.country for town in search(block, place_key("Sana'a"))} == {"YEM"}
    assert search(block, "no such town at all") == ()
    assert search(block, "\u0441") == ()
    first, last = block.split(b"\n", 1)[0], block.rstrip(b"\n").rsplit(b"\n", 1)[1]
    for line in (first, last):
        assert search(block, line.split(b"\t")[0].decode())


def test_main_names_stand_before_others() -> None:
    assert find_towns(place_key("Pokrovsk"))[0].country == "UKR"


def test_the_index_is_built_alike_whatever_the_order() -> None:
    towns = [
        {"name": "B\u00e9ta", "alternatenames": ["Beta", "BTA", "beta"], "countrycode": "TD", "population": 900},
        {"name": "Alpha", "alternatenames": [], "countrycode": "SD", "population": 0},
        {"name": "Alpha", "alternatenames": [], "countrycode": "DE", "population": 900},
    ]
    for town in towns:
        town |= {"latitude": 1.0, "longitude": 2.5}
    codes = {"TD": "TCD", "SD": "SDN", "DE": "DEU"}
    block = build(towns, codes)
    assert block == build(towns[::-1], codes)
    assert block.decode() == "alpha\tSDN\t1.00\t2.50\t0\t1\nbeta\tTCD\t1.00\t2.50\t900\t1\n"


@pytest.mark.parametrize("data", [b"no zlib", zlib.compress(b"only\ttwo\n")])
def test_a_damaged_index_is_refused(data: bytes) -> None:
    with pytest.raises(DictionaryError, match=r"gazetteer\.bin:1"):
        unpack(data)


WORDS = "[words]\nlocative = []\nkinds = []\nof_state = []\nnever = []\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[regions]\n", "places.toml:1: [words] has no list"),
        (WORDS + '[regions]\n"Here" = "ZZZ"\n', "places.toml:7: Here: 'ZZZ' is no country code"),
        (WORDS + '[sites]\n"Here" = "UKR far"\n', "places.toml:7: Here: 'UKR far' is not"),
        (WORDS + '[regions]\n"Here" = 3\n', "places.toml:7: Here: its value must be text"),
        ("[words\n", "places.toml"),
    ],
)
def test_a_malformed_dictionary_names_file_line_and_reason(text: str, says: str) -> None:
    with pytest.raises(DictionaryError) as caught:
        load_places(text, frozenset({"UKR"}))
    assert says in str(caught.value)
