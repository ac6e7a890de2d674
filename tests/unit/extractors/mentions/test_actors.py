"""Actors in sentences: names, offices, dates of office, ambiguous names, and what malformed dictionaries say."""

from collections.abc import Sequence
from datetime import date

import pytest

from extractors.errors import DictionaryError
from extractors.mentions.actor_index import HEAD_LISTS, load_actors, shipped_actors
from extractors.mentions.actors import ActorSpan, find_actors, start_memory
from extractors.mentions.sentences import split

DAY = date(2025, 6, 1)


def read(text: str, published: date | None = DAY) -> list[ActorSpan]:
    sentences = split("text", text)
    memory = start_memory(sentences)
    return [span for sentence in sentences for span in find_actors(sentence, memory, published)]


def codes(spans: Sequence[ActorSpan]) -> list[str | None]:
    return [span.code for span in spans if span.form != "modifier"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Kremlin rebuffed Kyiv.", ["RUS", "UKR"]),
        ("Centcom and the IDF coordinated.", ["USA", "ISR"]),
        ("The White House thanked Qatar's mediators.", ["USA", "QAT"]),
        ("Nigerien soldiers crossed into Nigeria.", ["NER", "NGA"]),
        ("Sudan and South Sudan signed.", ["SDN", "SSD"]),
        ("DR Congo accused Rwanda.", ["COD", "RWA"]),
        ("North Korea and South Korea spoke.", ["PRK", "KOR"]),
        ("Papua New Guinea and Guinea-Bissau voted.", ["PNG", "GNB"]),
        ("UNIFIL asked KFOR for advice.", ["UN", "NATO"]),
        ("al-Shabaab attacked the town.", ["AL_SHABAAB"]),
        ("Al-Shabab fighters attacked.", ["AL_SHABAAB"]),
        ("The Afghan Taliban met the Pakistani Taliban.", ["TALIBAN", None]),
        ("Türkiye hosted them.", ["TUR"]),
        ("US-Iran talks resumed.", ["USA", "IRN"]),
        ("U.S. envoys left.", ["USA"]),
        ("Kosovo's police denied this.", ["XKX"]),
        ("The ECOWAS bloc met.", ["ECOWAS"]),
        ("they told us to leave", []),
    ],
)
def test_names_and_offices(text: str, expected: list[str | None]) -> None:
    assert codes(read(text)) == expected


def test_offsets_point_at_the_words() -> None:
    text = "On Monday Russia\u2019s Defence Ministry and the U.A.E. denied this."
    for span in read(text):
        assert text[span.start : span.end] == span.text
    assert [span.text for span in read(text)] == ["Russia\u2019s Defence Ministry", "U.A.E."]


def test_the_noun_phrase_gives_sector_and_head() -> None:
    army, ministry = read("Ukrainian air defences and the foreign ministry of Chad replied.")
    assert (army.head, army.actor.sector) == ("air defences", "military")
    assert (ministry.code, ministry.head, ministry.actor.sector) == ("TCD", "foreign ministry", "government")


def test_adjectives_share_the_head_to_their_right() -> None:
    saudi, american = read("Saudi and American mediators met.")
    assert saudi.head == american.head == "mediators"


def test_backed_and_brokered_name_no_party() -> None:
    assert [span.form for span in read("Turkish-backed fighters withdrew.")] == ["modifier"]
    assert read("A Qatari-brokered truce held.")[0].form == "modifier"


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (date(2015, 6, 1), []),
        (date(2019, 6, 1), ["USA"]),
        (date(2023, 6, 1), []),
        (date(2025, 6, 1), ["USA"]),
        (None, ["USA"]),
    ],
)
def test_a_surname_counts_while_its_bearer_holds_office(published: date | None, expected: list[str]) -> None:
    assert codes(read("On Sunday Trump rejected this.", published)) == expected


def test_one_man_two_offices_by_date() -> None:
    assert codes(read("Mark Rutte spoke.", date(2022, 3, 1))) == ["NLD"]
    assert codes(read("Mark Rutte spoke.", date(2025, 3, 1))) == ["NATO"]


def test_out_of_office_a_full_name_has_no_code() -> None:
    assert codes(read("Joe Biden wrote a book.", date(2025, 9, 1))) == [None]


def test_a_stranger_with_a_leaders_surname_is_nobody() -> None:
    assert codes(read("The singer Melody Putin toured.")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Michael Jordan scored. Jordan scored again.", []),
        ("Jordan closed its airspace as Iran fired at Israel.", ["JOR", "JOR", "IRN", "ISR"]),
        ("A court in Georgia fined the Atlanta firm.", []),
        ("Georgia accused Russia of creeping annexation.", ["GEO", "RUS"]),
        ("The Washington Post reported it.", []),
        ("Farmers in the Niger Delta protested.", []),
    ],
)
def test_ambiguous_names_need_company(text: str, expected: list[str]) -> None:
    assert codes(read(text)) == expected


def test_a_state_before_a_group_only_qualifies_it() -> None:
    assert codes(read("Sudan's RSF advanced, and Lebanese Hezbollah cheered.")) == ["RSF", "HEZBOLLAH"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RIYADH, Saudi Arabia \u2014 Russia agreed.", ["RUS"]),
        ("MOSCOW (AP) - Ukraine agreed.", ["UKR"]),
        ("Islamabad: talks are over", ["PAK"]),
    ],
)
def test_a_dateline_names_no_party(text: str, expected: list[str]) -> None:
    assert codes(read(text)) == expected


@pytest.mark.parametrize("text", ["Syrian rebels withdrew.", "Chechen separatists met.", "Colombian guerrillas fled."])
def test_rebels_are_not_their_state(text: str) -> None:
    assert not any(codes(read(text)))


def test_a_first_name_is_no_surname() -> None:
    assert codes(read("The trader Abbas Testani sold carpets in the market.")) == []


def test_brussels_speaks_for_the_union() -> None:
    assert codes(read("Brussels rejected the offer.")) == ["EU"]


def test_every_listed_code_and_most_states_can_be_found() -> None:
    index = shipped_actors()
    found = {name.actor.code for names in index.names.values() for name in names}
    assert index.listed <= found
    assert sum(actor.kind == "state" for actor in index.actors.values()) >= 195
    assert sum(actor.kind != "state" for actor in index.actors.values()) >= 150
    assert {actor.code for actor in index.actors.values()} <= set(index.context) | index.listed | {None}


LISTS = ", ".join(f"{key} = []" for key in HEAD_LISTS)
STATES = f'heads = {{ {LISTS} }}\n\n\n\n[state.AAA]\nname = "Aaland"\n'
GROUPS = 'listed = ["UN"]\n[armed]\nGANG = { name = "Gang" }\n'


@pytest.mark.parametrize(
    ("states", "groups", "leaders", "says"),
    [
        ("[state.AAA\n", GROUPS, "", "actors.toml"),
        (STATES + 'nick = "A"\n', GROUPS, "", "actors.toml:5: 'nick'"),
        (STATES + "names = [3]\n", GROUPS, "", "actors.toml:5: names must be a list of texts"),
        (STATES, 'listed = []\n[armed]\nGANG = { names = ["x"] }\n', "", "groups.toml:3: GANG = has no name"),
        (STATES, GROUPS, 'BBB = ["B | head | .."]', "leaders.toml:1: 'BBB' is no actor"),
        (STATES, GROUPS, '\nAAA = ["A B | king | 2001..2002"]', "leaders.toml:2: 'king' is no office"),
        (STATES, GROUPS, 'AAA = ["A B | head | 2003..2002"]', "ends before it begins"),
        (STATES, GROUPS, 'AAA = ["A B | head | soon.."]', "are no dates"),
        (STATES, GROUPS, 'AAA = ["A B"]', "is not 'NAMES | office | from..to'"),
        ("x = 1\n", GROUPS, "", "actors.toml:1: table 'heads' is missing"),
        (STATES.replace("human = [], ", ""), GROUPS, "", "actors.toml:1: [heads] has no list 'human'"),
    ],
)
def test_a_malformed_dictionary_names_file_line_and_reason(states: str, groups: str, leaders: str, says: str) -> None:
    with pytest.raises(DictionaryError, match="toml") as caught:
        load_actors(states, groups, leaders)
    assert says in str(caught.value)
