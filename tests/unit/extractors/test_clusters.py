import random
from itertools import permutations

import pytest

from extractors.agencies import agency_of
from extractors.clusters import Fingerprint, Member, assign, fingerprint, similar
from extractors.records import make_id

WORDS = [f"word{number}" for number in range(400)]
NAMES = [
    "Geneva",
    "Kerman",
    "Colonel Idris",
    "Lake Assal",
    "Tuesday",
    "Port Meri",
    "General Oko",
    "Bassari",
    "42",
    "1,300",
]


def report(seed: int, *, names: list[str] = NAMES, words: int = 250) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(names) if chance.random() < 0.15 else chance.choice(WORDS) for _ in range(words))


def edited(text: str, seed: int, share: float = 0.05) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) if chance.random() < share else word for word in text.split())


def prints(**texts: str) -> list[Fingerprint]:
    return [fingerprint(name, text) for name, text in texts.items()]


def test_the_same_words_are_the_same_text_whatever_stands_between_them() -> None:
    one, other = prints(a="Talks end, in Geneva.\nNo paper!", b="talks end in  geneva — no paper")
    assert one.text_hash == other.text_hash
    assert similar(one, other)


@pytest.mark.parametrize("seed", range(20))
def test_agency_copy_edited_in_five_words_of_a_hundred_is_one_report(seed: int) -> None:
    text = report(seed)
    assert similar(*prints(a=text, b=edited(text, seed + 1000)))


@pytest.mark.parametrize("seed", range(20))
def test_a_report_and_its_first_half_are_one_report(seed: int) -> None:
    text = report(seed)
    assert similar(*prints(a=text, b=text[: len(text) // 2]))


@pytest.mark.parametrize("seed", range(20))
def test_reports_made_after_one_pattern_are_not_one_report(seed: int) -> None:
    pattern = report(seed, names=["{}"])
    chance = random.Random(seed)
    filled = [
        " ".join(f"{side}{chance.randint(1, 30)}" if w == "{}" else w for w in pattern.split())
        for side in ("North", "South")
    ]
    assert not similar(*prints(a=filled[0], b=filled[1]))


def test_short_texts_are_one_only_if_they_are_the_same() -> None:
    assert not similar(*prints(a="The video shows the bridge at dawn", b="The video shows the bridge at dusk"))


def test_writing_without_spaces_is_compared_by_its_characters() -> None:
    text = "両国の代表団は今週三度目の会談を湖畔のホテルで行い停戦の条件について意見を交わしたが合意には至らなかった"
    assert similar(*prints(a=text, b=text.replace("三", "四")))


def test_articles_in_company_share_a_cluster_and_singles_have_none() -> None:
    text = report(1)
    found = assign(prints(a=text, b=edited(text, 2), c=report(3)), [])
    assert found == dict.fromkeys("ab", make_id("cluster", "a"))


def test_clusters_do_not_depend_on_the_order_of_runs() -> None:
    text = report(4)
    four = prints(d=text, a=edited(text, 5), c=edited(text, 6), b=report(7))
    results = []
    for order in permutations(four):
        clusters: dict[str, str] = {}
        for number, new in enumerate(order):
            known = [
                Member(fingerprint=print_, cluster_id=clusters.get(print_.article_id)) for print_ in order[:number]
            ]
            clusters.update(assign([new], known))
        results.append(clusters)
    assert all(result == dict.fromkeys("acd", make_id("cluster", "a")) for result in results)


def test_a_run_reports_only_what_changed() -> None:
    text = report(8)
    a, b, c = prints(a=text, b=edited(text, 9), c=report(10))
    cluster = make_id("cluster", "a")
    known = [Member(fingerprint=print_, cluster_id=cluster) for print_ in (a, b)]
    assert assign([c], known) == {}
    assert assign(prints(z=text), known) == {"z": cluster}


def test_an_article_that_comes_again_is_no_company_to_itself() -> None:
    (a,) = prints(a=report(11))
    assert assign([a], [Member(fingerprint=a)]) == {}


@pytest.mark.parametrize(
    ("text", "authors", "agency"),
    [
        ("PORT MERI (Reuters) - Talks ended without a paper.", (), "Reuters"),
        ("Port Meri (AP) \u2014 Talks ended.", (), "AP"),
        ("MERI, May 8 /TASS/. Talks ended.", (), "TASS"),
        ("Talks ended.\nNo date was named.\ndpa", (), "dpa"),
        ("(Reuters) - Talks ended without a paper.", (), "Reuters"),
        ("Talks ended.\nThey will go on, said a man who had been there and knew. (AP)", (), "AP"),
        ("Talks ended.", ("Ann Ash", "Agence France-Presse"), "AFP"),
        ("Myanmar's Arakan Army (AA) said that talks ended.", (), None),
        ("Talks ended.\nHe leads the Arakan Army (AA).", (), None),
        ("Talks ended, said a man who had read about them (in a Reuters report).", ("Ann Ash",), None),
        ("Talks ended.", (), None),
        ("", (), None),
    ],
)
def test_agency_copy_is_known_by_its_signature(text: str, authors: tuple[str, ...], agency: str | None) -> None:
    assert agency_of(text, authors) == agency
