"""Dictionary phrases compiled for matching: inflected where their head may be, with gaps and free articles."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.errors import DictionaryError
from extractors.mentions.lexicon import Inflection

Element = frozenset[str] | None  # None is a gap; ARTICLE an optional article
ARTICLE = frozenset({"a", "an", "the", "its", "his", "her", "their", "any", "no", "this", "that", "some", "another"})
_JOINTS = "of on for to in with at between over about from into against towards toward under by and"
_PREPOSITIONS = frozenset(_JOINTS.split())
_GAP = 4
_NO_GAP = frozenset('SW;.MXG"')
_ENTRY = re.compile(r"^[a-z0-9][a-z0-9* '-]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """The rest of a compiled phrase after its first word, and where its head stands.

    `elements` are what follows the first word; `verb` tells whether the first word must be a verb; `weight` counts the
    words that must stand in the text: of two phrases that match, the heavier wins.
    """

    elements: tuple[Element, ...]
    verb: bool
    weight: int
    head: int  # how many words after the first one the head of a noun phrase stands, where no gap comes between


def compile_verb(phrase: str, inflection: Inflection) -> tuple[frozenset[str], Phrase]:
    """Return the forms of the first word, and the phrase; the verb comes first and is inflected."""
    first, *rest = phrase.split()
    forms = frozenset(form for some in inflection.verb(first).values() for form in some)
    if first == "be":
        forms = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re"})
    return forms, Phrase(
        elements=tuple(_element(w, inflection) for w in rest), verb=True, weight=_weight(phrase), head=0
    )


def compile_noun(phrase: str, inflection: Inflection) -> tuple[frozenset[str], Phrase]:
    """Return the forms of the first word, and the phrase; the word before a preposition is inflected, or the last."""
    words = phrase.split()
    head = next((i - 1 for i, word in enumerate(words) if i and word in _PREPOSITIONS), len(words) - 1)
    sets = [_noun_forms(word, inflection) if i == head else frozenset({word}) for i, word in enumerate(words)]
    rest = tuple(
        _element(word, inflection) if word in {"*", "the", "a", "an"} or i > head else forms
        for i, (word, forms) in enumerate(zip(words, sets, strict=True))
    )[1:]
    return sets[0], Phrase(elements=rest, verb=False, weight=_weight(phrase), head=head)


def compile_words(phrase: str) -> tuple[frozenset[str], Phrase]:
    """Return a phrase whose words are never inflected: an adjective or a predicate."""
    first, *rest = phrase.split()
    elements = tuple(None if word == "*" else frozenset({word}) for word in rest)
    return frozenset({first}), Phrase(elements=elements, verb=False, weight=_weight(phrase), head=len(rest))


def _weight(phrase: str) -> int:
    return sum(word not in {"*", "a", "an", "the"} for word in phrase.split())


def _noun_forms(word: str, inflection: Inflection) -> frozenset[str]:
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return frozenset({word})
    return frozenset(form for some in inflection.noun(word).values() for form in some)


def _element(word: str, inflection: Inflection) -> Element:
    if word == "*":
        return None
    if word in {"a", "an", "the", "its"}:
        return ARTICLE
    if word in _PREPOSITIONS or len(word) <= 2:  # noqa: PLR2004 - up, in, out of
        return frozenset({word})
    return _noun_forms(word, inflection) | {word}


def needed(phrase: Phrase) -> Element:
    """Return the forms of which one must stand somewhere behind the first word; None where nothing must."""
    return next((e for e in reversed(phrase.elements) if e is not None and e is not ARTICLE), None)


def match(phrase: Phrase, at: int, lower: Sequence[str], tags: Sequence[str]) -> int:
    """Return the end of the phrase whose first word stands at `at` (exclusive), or 0 where the rest does not follow."""
    return _match(phrase.elements, 0, at + 1, lower, tags)


def _match(elements: tuple[Element, ...], number: int, at: int, lower: Sequence[str], tags: Sequence[str]) -> int:
    size = len(lower)
    while number < len(elements):
        element = elements[number]
        if element is None:
            return _gap(elements, number + 1, at, lower, tags)
        if at < size and lower[at] in element:
            at += 1
        elif element is not ARTICLE:
            return 0
        number += 1
    return at


def _gap(elements: tuple[Element, ...], number: int, at: int, lower: Sequence[str], tags: Sequence[str]) -> int:
    wanted = elements[number]
    for skipped in range(_GAP + 1):
        here = at + skipped
        if here >= len(lower):
            return 0
        if skipped and tags[here - 1] in _NO_GAP:
            return 0
        if wanted is not None and lower[here] in wanted:
            end = _match(elements, number + 1, here + 1, lower, tags)
            if end:
                return end
    return 0


def read_sections(text: str, file: str, flags: frozenset[str]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield section, phrase and flags of each line; raises DictionaryError with file, line and reason."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DictionaryError(f"{file}: {fault}") from fault
    for section, lines in tables.items():
        if not isinstance(lines, dict):
            raise DictionaryError(f"{file}:{line_of(text, section)}: {section!r} stands outside a section")
        for phrase, value in lines.items():
            if wrong := _fault(phrase, value, flags):
                raise DictionaryError(f"{file}:{line_of(text, phrase, section)}: {wrong}")
            for reading in value.split("/"):
                yield section, phrase, frozenset(reading.split())


def _fault(phrase: str, value: Any, allowed: frozenset[str]) -> str | None:
    """Say what is wrong with a line, if anything."""
    if not isinstance(value, str):
        return f"the flags of {phrase!r} must be text"
    if not _ENTRY.match(phrase) or phrase.endswith("*"):
        return f"{phrase!r} must be words in small letters, with * only between them"
    readings = [set(reading.split()) for reading in value.split("/")]
    if wrong := set().union(*readings) - allowed:
        return f"{min(wrong)!r} is no flag ({', '.join(sorted(allowed))})"
    complete = all(reading & {"n", "v", "a"} for reading in readings)
    return None if complete else f"{phrase!r} has no word class (n, v or a)"


def line_of(text: str, key: str, section: str | None = None) -> int:
    """Return the line on which a key stands, looked for below the heading of its section."""
    start = 0
    if section is not None:
        heading = re.search(rf'^[ \t]*\[[ \t]*"?{re.escape(section)}"?[ \t]*\]', text, re.MULTILINE)
        start = heading.start() if heading else 0
    entry = re.compile(rf'^[ \t]*\[?[ \t]*"?{re.escape(key)}"?[ \t]*[=\]]', re.MULTILINE)
    found = entry.search(text, start)
    return text.count("\n", 0, found.start() if found else start) + 1
