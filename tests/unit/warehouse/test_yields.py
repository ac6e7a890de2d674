"""What is normal for a feed, and what is far less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.yields import Yield, yield_of


def steady(entries: int, first: int, last: int) -> dict[int, int]:
    """So many entries each day, from one age in days to another."""
    return dict.fromkeys(range(first, last + 1), entries)


CASES: dict[str, tuple[dict[int, int], tuple[int, float, int] | None, bool]] = {
    "nothing known": ({}, None, False),
    "the first day": ({0: 30}, None, False),
    "ten days are too few": (steady(20, 0, 10), None, False),
    "twelve days teach the shortest stretch": (steady(20, 0, 11), (3, 60, 60), False),
    "steady": (steady(20, 0, 60), (3, 60, 60), False),
    "died yesterday, too soon to say": (steady(20, 2, 60), (3, 60, 20), False),
    "died four days ago": (steady(20, 4, 60), (3, 60, 0), True),
    "dead for years, its normal is that of its life": (steady(20, 2000, 2060), (3, 60, 0), True),
    "trickles": (steady(20, 3, 60) | {0: 3}, (3, 60, 3), True),
    "a fifth is not far less": (steady(20, 3, 60) | {0: 12}, (3, 60, 12), False),
    "slow feeds are judged over longer": (dict.fromkeys(range(0, 400, 3), 1), (30, 10, 10), False),
    "a slow feed that died": (dict.fromkeys(range(31, 400, 3), 1), (30, 10, 0), True),
    "a weekend": (steady(20, 2, 60), (3, 60, 20), False),
    "a burst in the past moves nothing": (steady(1, 0, 60) | {40: 500}, (14, 14, 14), False),
    "a holiday in the past moves nothing": (steady(20, 0, 15) | steady(20, 22, 60), (3, 60, 60), False),
    "one old entry that stays on top": ({2000: 1} | steady(20, 0, 50), (3, 60, 60), False),
    "rare feeds are shown and never judged": (dict.fromkeys(range(0, 900, 60), 1), (180, 3, 3), False),
}


@pytest.mark.parametrize("name", CASES)
def test_yield(name: str) -> None:
    history, expected, low = CASES[name]
    found = yield_of(history)
    assert (None if found is None else (found.days, found.normal, found.present)) == expected
    assert (found is not None and found.low) == low


def test_two_of_ten_are_not_far_less_and_one_is() -> None:
    assert [Yield(days=3, normal=10, present=present).low for present in (0, 1, 2, 3)] == [True, True, False, False]
    assert not Yield(days=3, normal=9, present=0).low


@given(st.dictionaries(st.integers(0, 5000), st.integers(0, 1000), max_size=60))
def test_what_is_present_is_counted_and_what_is_normal_was_once_brought(history: dict[int, int]) -> None:
    found = yield_of(history)
    if found is not None:
        assert found.present == sum(entries for age, entries in history.items() if age < found.days)
        assert 0 <= found.normal <= sum(entries for age, entries in history.items() if age >= found.days)


@given(st.dictionaries(st.integers(0, 300), st.integers(1, 50), min_size=1), st.integers(1, 50))
def test_more_at_present_never_makes_a_feed_quiet(history: dict[int, int], more: int) -> None:
    before, after = yield_of(history), yield_of(history | {0: history.get(0, 0) + more})
    assert not (after is not None and after.low) or (before is not None and before.low)
