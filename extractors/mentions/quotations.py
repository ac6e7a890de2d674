"""Quotations and cited media: where quotation marks open and close, and which outlet a phrase names."""

import re
from collections.abc import Sequence

from extractors.mentions.speech import shipped_speech

Extent = tuple[int, int]

_MARK = re.compile(r'"')
_CLOSING = re.compile(r"\S\"(?=[\s.,;:?!)]|$)")
_SINGLE = re.compile(r"(?<![\w'])'(?=\w)[^'\"]{12,}?[,.?!]'(?!\w)")
_NAMELESS = re.compile(r"\b(?:local|state|official|government|pro-\w+|\w+ian|\w+ish|\w+ese)\b", re.IGNORECASE)
_PROPER = re.compile(r"(?:[A-Z\d][\w.&'-]*(?:\s+(?:de|la|le|el|al|and|of|the))?\s*)+")


def find_quotations(text: str, *, opened: bool = False) -> tuple[Extent, ...]:
    """Return the extents inside double quotation marks (of a text made `plain`); an open one runs to the end.

    `opened` says that a quotation begun in an earlier sentence still runs at the start; a first mark that closes, by
    the blanks around it, says so too.
    """
    if '"' not in text and not opened and " '" not in text and not text.startswith("'"):
        return ()
    marks = [match.start() for match in _MARK.finditer(text)]
    if opened or (marks and _CLOSING.match(text, max(0, marks[0] - 1))):
        marks.insert(0, -1)
    if len(marks) % 2:
        marks.append(len(text))
    doubles = [(left + 1, right) for left, right in zip(marks[::2], marks[1::2], strict=True)]
    singles = [match.span() for match in _SINGLE.finditer(text)]
    return tuple(sorted([*doubles, *(span for span in singles if not inside(doubles, span[0]))]))


def inside(extents: Sequence[Extent], offset: int) -> bool:
    """Tell whether an offset lies in one of the extents."""
    return any(start <= offset < end for start, end in extents)


def outlet_in(phrase: str) -> str | None:
    """Return the outlet that a noun phrase names, as written: "the port's own radio station Mirador" -> "Mirador".

    None for a phrase that names no medium, and for unnamed media ("local media", "state television").
    """
    speech = shipped_speech()
    known = speech.outlet.search(phrase)
    noun = speech.outlet_noun.search(phrase)
    if known and (noun or _is_all(phrase, known)):
        return known[0]
    if not noun:
        ending = speech.outlet_ending.search(phrase)
        return ending[0].removeprefix("The ") if ending and ending.end() == len(phrase.rstrip()) else None
    proper = [match[0].strip() for match in _PROPER.finditer(phrase)]
    rest = [name for name in proper if not speech.outlet_noun.fullmatch(name) and not _NAMELESS.fullmatch(name)]
    rest = [name for name in (re.sub(r"^(?:The|A|An)\b\s*", "", name) for name in rest) if name]
    return rest[-1] if rest and "'s" not in rest[-1] else None


def _is_all(phrase: str, known: re.Match[str]) -> bool:
    """Tell whether a phrase is the outlet's name, not a person or body beside it: "Reuters", "Russia's TASS"."""
    before, after = phrase[: known.start()].split(), phrase[known.end() :].strip()
    return not after and all(word.lower() in {"the", "a"} or word.endswith(("'s", "n", "h", "e")) for word in before)
