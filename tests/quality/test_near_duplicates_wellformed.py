"""The set for near-duplicates: copies with a twentieth of their words edited, and look-alikes that are no copies."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

PAIRS = Path(__file__).with_name("near_duplicates.jsonl")

Pair = dict[str, Any]


def pairs() -> list[Pair]:
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


CASES = [pytest.param(pair, id=pair["id"]) for pair in pairs()]


def test_a_third_of_sixty_pairs_look_alike_and_are_different() -> None:
    labels = Counter(pair["same"] for pair in pairs())
    assert labels[True] + labels[False] >= 60
    assert labels[False] * 3 >= labels[True] + labels[False]
    assert len({pair["id"] for pair in pairs()}) == len(pairs())


@pytest.mark.parametrize("pair", CASES)
def test_copies_differ_in_about_a_twentieth_of_their_words(pair: Pair) -> None:
    share = _share_changed(pair["a"]["text"].split(), pair["b"]["text"].split())
    if pair["same"]:
        assert 0.035 <= share <= 0.065
        assert pair["a"]["outlet"] != pair["b"]["outlet"]
    else:
        assert share > 0.25


def _share_changed(one: list[str], other: list[str]) -> float:
    """Edit distance in words, as a share of the original's length."""
    previous = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        current = [row]
        for column, right in enumerate(other, 1):
            change = previous[column - 1] + (left != right)
            current.append(min(previous[column] + 1, current[column - 1] + 1, change))
        previous = current
    return previous[-1] / len(one)
