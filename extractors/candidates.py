"""Which reader to believe: the base where nothing speaks against it, else the publisher's own text or a majority."""

from collections.abc import Mapping
from dataclasses import dataclass

from extractors.base import base_text, second_text
from extractors.trees import Element

_ENOUGH = 250  # characters: trafilatura's own measure of a text
_TEASER = 2000  # characters up to which a page may be no more than one
_LITTLE = 0.5  # of what another reader finds


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text of the page, who read it, and what resiliparse read (for the rules that compare)."""

    text: str
    reader: str
    second: str


def best_reading(tree: Element | None, markup: str, *, complete: bool, body: str = "", feed: str = "") -> Reading:
    """Read a page. `complete` says whether libxml2 got to its end; `body` is JSON-LD's text, `feed` the feed's.

    Cheap signs of a doubtful base: a teaser of what the publisher's JSON-LD or feed holds, too short to be an
    article, half of what resiliparse finds. Only for the last two is the page read once more.
    """
    second = second_text(markup)
    if tree is None or not complete:
        return Reading(text=_longest({"second": second, "body": body})[1] or feed, reader="second", second="")
    base = base_text(tree)
    for reader, text in sorted({"body": body, "feed": feed}.items(), key=lambda item: -len(item[1])):
        if _says_more(text, base):
            return Reading(text=text, reader=reader, second="")
    if len(base) >= _ENOUGH and len(base) >= _LITTLE * len(second):
        return Reading(text=base, reader="base", second=second)
    texts = {"base": base, "recall": base_text(tree, recall=True), "second": second}
    reader, text = _agreed_on({reader: text for reader, text in texts.items() if text.strip()})
    return Reading(text=text, reader=reader, second=second)


def _says_more(text: str, base: str) -> bool:
    """Whether the page is a teaser: short, and the publisher's own text holds what it shows and half as much again.

    Of a page with a whole article, an articleBody that is longer holds other articles too.
    """
    if len(base) > _TEASER or len(text) < _ENOUGH or len(text) < 1.5 * len(base):
        return False
    shown = _shingles(base)
    return len(base) < _ENOUGH or len(shown & _shingles(text)) >= _LITTLE * len(shown)


def _longest(texts: Mapping[str, str]) -> tuple[str, str]:
    return max(texts.items(), key=lambda item: len(item[1]), default=("base", ""))


def _agreed_on(texts: Mapping[str, str]) -> tuple[str, str]:
    """Choose the text that shares most with the others; where none shares anything, the longest."""
    if not texts:
        return "base", ""
    shingles = {reader: _shingles(text) for reader, text in texts.items()}
    scores = {
        reader: sum(_f1(mine, others) for other, others in shingles.items() if other != reader)
        for reader, mine in shingles.items()
    }
    best = max(scores, key=lambda reader: (round(scores[reader], 3), len(texts[reader])))
    return (best, texts[best]) if scores[best] > 0 else _longest(texts)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))}


def _f1(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
