"""What a feed normally brings, learnt from its own past, and whether it brings far less now: pure functions.

The past is cut into stretches of some days, back from the last entry before the present stretch; normal is what the
median stretch brought. So a burst or a holiday moves nothing, and a feed that died keeps the normal of its life.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

STRETCHES = (3, 7, 14, 30, 60, 90, 180)
"""Days that are tried, shortest first; three, so that a weekend without news is no silence."""
_FEWEST, _MOST = 3, 12  # stretches of the past that normal is learnt from
_TELLING = 10  # entries that normal must be for a lack of them to mean something
_FAR_LESS = 5  # times less than normal


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """Entries in `days` days: what is normal for a feed, and what the last such stretch brought."""

    days: int
    normal: float
    present: int

    @property
    def telling(self) -> bool:
        """Whether so much is normal that a lack means something: of ten, chance alone almost never leaves one."""
        return self.normal >= _TELLING

    @property
    def low(self) -> bool:
        """Whether it is far less than normal."""
        return self.telling and self.present * _FAR_LESS < self.normal


def yield_of(history: Mapping[int, int]) -> Yield | None:
    """Compare the present of a feed with its past, over the shortest stretch that tells something.

    `history` gives the entries by age, in days before the last successful poll. Where no stretch tells, it is the
    longest that the past allows; None where the past is shorter than three stretches.
    """
    ages = sorted(age for age, entries in history.items() if entries > 0)
    counts = [history[age] for age in ages]
    found = None
    for days in STRETCHES:
        judged = _over(days, ages, counts)
        if judged is not None:
            found = judged
            if judged.telling:
                break
    return found


def _over(days: int, ages: Sequence[int], counts: Sequence[int]) -> Yield | None:
    past = [age for age in ages if age >= days]
    if not past:
        return None
    start, whole = past[0], min((past[-1] - past[0] + 1) // days, _MOST)
    if whole < _FEWEST:
        return None
    stretches = [0] * whole
    for age, entries in zip(ages, counts, strict=True):
        number = (age - start) // days
        if age >= start and number < whole:
            stretches[number] += entries
    present = sum(entries for age, entries in zip(ages, counts, strict=True) if age < days)
    return Yield(days=days, normal=float(median(stretches)), present=present)
