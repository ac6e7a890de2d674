"""Lines that are no part of the article, out; each rule takes lines and gives those that stay.

The rules use signs that hold on any outlet and in any language: what the page calls its headline, what is a link,
what another reader and the publisher's own JSON-LD have not got. Figures in the comments are from the 236 pages of
the development set: characters removed that were wrong / right to have.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.lines import Line, Links, holds, length, trimmed

_PURE = 0.8  # share of a line that is link text, from which the line is a link and no more
_ADDRESS = re.compile(r"\S@\S+\.\w{2}|(?:^|\s)@\w{3}")  # of mail, or a name on a social network
_SENTENCE_END = re.compile("[.!?\u3002\uff01\uff1f\u061f\u0964]\\W*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a page tells about its lines, all as keys. `second` is another reader's text, `body` JSON-LD's."""

    titles: frozenset[str]
    long_titles: frozenset[str]  # with the outlet's name or the section before or behind
    links: Links
    second: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()


def refined(lines: Sequence[Line], evidence: Evidence) -> list[Line]:
    """Apply all rules, in an order in which each sees what the one before left."""
    kept = without_head(lines, evidence)
    kept = without_links(kept, evidence.links)
    kept = agreed(kept, evidence.second)
    kept = within_body(kept, evidence.body)
    kept = without_address(without_biography(kept, evidence.authors))
    return without_repeats(kept)


def without_head(lines: Sequence[Line], evidence: Evidence, *, look: int = 6) -> list[Line]:
    """Cut the headline, which the article has apart, and the short lines above it. 7,000 / 0."""
    for place in range(min(look, len(lines)) - 1, -1, -1):
        above = lines[:place]
        if _is_title(lines[place].key, evidence) and all(len(line.text) < 120 for line in above):  # noqa: PLR2004
            return list(lines[place + 1 :]) or list(lines)
    return list(lines)


def _is_title(k: str, evidence: Evidence) -> bool:
    if k in evidence.titles:
        return True
    if len(k) < 20:  # noqa: PLR2004 - a few words may stand in a headline by chance
        return False
    if any(k in title and len(k) * 2 >= len(title) for title in evidence.long_titles):
        return True
    return any(len(title) >= 20 and title in k and len(k) < 1.6 * len(title) for title in evidence.titles)  # noqa: PLR2004


def without_links(lines: Sequence[Line], links: Links) -> list[Line]:
    """Drop lines that are links and no more, lists of them, and what follows once teasers begin. 12,000 / 1,500."""
    shares = [links.share(line) if len(line.text) > 12 else 0.0 for line in lines]  # noqa: PLR2004 - a word or two
    drop = [share >= _PURE and len(line.text) > 30 for share, line in zip(shares, lines, strict=True)]  # noqa: PLR2004
    for start, end in _teaser_lists(lines, shares, links):
        drop[start:end] = [True] * (end - start)
    labels = [links.label(line) for line in lines]
    drop = [out or (len(label) > 5 and labels.count(label) > 1) for out, label in zip(drop, labels, strict=True)]  # noqa: PLR2004
    cut = _teasers_begin(lines, [out or share >= _PURE for out, share in zip(drop, shares, strict=True)])
    kept = [line for line, out in zip(lines[:cut], drop[:cut], strict=True) if not out]
    return kept if length(kept) >= 0.4 * length(lines) else list(lines)  # a page of links is what it is


def _teaser_lists(lines: Sequence[Line], shares: Sequence[float], links: Links) -> list[tuple[int, int]]:
    """Find runs of three and more list items that are mostly link, or begin with one: headline, then summary."""
    runs, start = [], 0
    for place in range(len(lines) + 1):
        if (
            place < len(lines)
            and lines[place].text.startswith("- ")
            and (
                shares[place] >= 0.55 or links.opening(lines[place]) >= 0.18  # noqa: PLR2004 - found by trial
            )
        ):
            continue
        if place - start >= 3:  # noqa: PLR2004
            runs.append((start, place))
        start = place + 1
    return runs


def _teasers_begin(lines: Sequence[Line], links: Sequence[bool]) -> int:
    """Find where the article ends and a list of teasers begins: only links with a line of summary each from there."""
    ending: list[int] = []
    for place in range(len(lines) - 1, -1, -1):
        if links[place]:
            ending.append(place)
        elif (ending[-1] if ending else len(lines)) - place > 1:
            break
    if len(ending) < 3 or ending[-1] < 0.3 * len(lines):  # noqa: PLR2004
        return len(lines)
    cut = ending[-1]
    heading = lines[cut - 1].text
    is_heading = len(heading) < 40 and not heading.startswith("- ") and not _SENTENCE_END.search(heading)  # noqa: PLR2004
    return cut - 1 if is_heading else cut


def agreed(lines: Sequence[Line], second: str, *, enough: float = 0.7) -> list[Line]:
    """Cut from both ends what another reader has not got, where the two agree on the most. 4,000 / 600."""
    if not second:
        return list(lines)
    found = [holds(second, line) for line in lines]
    common = length(line for line, good in zip(lines, found, strict=True) if good)
    return trimmed(lines, found) if common >= enough * length(lines) else list(lines)


def within_body(lines: Sequence[Line], body: str) -> list[Line]:
    """Cut what stands behind the end of JSON-LD's articleBody, where that is the whole article. 4,500 / 200."""
    if len(body) < 400:  # noqa: PLR2004 - an excerpt
        return list(lines)
    found = [holds(body, line, start=40) for line in lines]
    common = length(line for line, good in zip(lines, found, strict=True) if good)
    if common < 0.6 * length(lines) or _coverage(body, "".join(line.key for line in lines)) < 0.8:  # noqa: PLR2004
        return list(lines)
    last = max(place for place, good in enumerate(found) if good)
    return list(lines[: last + 1])


def _coverage(body: str, text: str, *, step: int = 60) -> float:
    """Tell which share of a body's pieces stands in a text too."""
    pieces = [body[at : at + step // 2] for at in range(0, len(body) - step, step)]
    return sum(piece in text for piece in pieces) / len(pieces)


def without_biography(lines: Sequence[Line], authors: Sequence[str], *, look: int = 3) -> list[Line]:
    """Cut the closing lines from where one begins with an author's name: who they are, how to reach them."""
    names = tuple(name for name in authors if len(name) >= 7)  # noqa: PLR2004 - a first name may begin a sentence
    for place in range(max(2, len(lines) - look), len(lines)):
        if names and lines[place].key.startswith(names):
            return list(lines[:place])
    return list(lines)


def without_address(lines: Sequence[Line], *, look: int = 3) -> list[Line]:
    """Drop closing lines that tell where to write or whom to follow. 400 / 25."""
    behind = max(2, len(lines) - look)
    return [
        line
        for place, line in enumerate(lines)
        if place < behind or len(line.text) > 400 or not _ADDRESS.search(line.text)  # noqa: PLR2004 - a paragraph
    ]


def without_repeats(lines: Sequence[Line]) -> list[Line]:
    """Drop a paragraph that comes again to the letter: a caption that the text takes up, a summary shown twice."""
    seen: set[str] = set()
    kept = []
    for line in lines:
        is_paragraph = len(line.text) >= 80 and _SENTENCE_END.search(line.text)  # noqa: PLR2004 - lists may repeat
        if not (is_paragraph and line.key in seen):
            kept.append(line)
        seen.add(line.key)
    return kept
