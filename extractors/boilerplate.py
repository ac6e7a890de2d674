"""Lines that stand in article after article of one outlet: newsletter calls, appeals, "this report was updated".

The functions are pure: the warehouse has an outlet's latest texts, `recurring_lines` finds what they share, and a
`Page` brings the result to extraction as `recurring`. What an outlet repeats is learnt at set moments (reprocess, once
a day) and stored, not from page to page, so that the same input gives the same text.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.lines import Line, lines_of

_LEAST = 3  # articles in which a line must stand
_SHORTEST = 12  # letters: a section heading may well come again
_ONE_REPORT = 0.5  # of a text's lines in an earlier one: the same report again, which says nothing about the outlet


def recurring_lines(texts: Iterable[str], *, least: int = _LEAST) -> frozenset[str]:
    """Give the keys of lines that stand in at least `least` different reports among one outlet's texts."""
    counts: Counter[str] = Counter()
    seen: list[frozenset[str]] = []
    for text in texts:
        keys = frozenset(line.key for line in lines_of(text) if len(line.key) >= _SHORTEST)
        if keys and not any(len(keys & before) > _ONE_REPORT * len(keys) for before in seen):
            seen.append(keys)
            counts.update(keys)
    return frozenset(k for k, count in counts.items() if count >= least)


def without_recurring(lines: Sequence[Line], recurring: frozenset[str]) -> list[Line]:
    """Drop recurring lines; a text of nothing else stays as it is."""
    kept = [line for line in lines if line.key not in recurring]
    return kept or list(lines)
