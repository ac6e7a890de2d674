"""Sentences of a title or a text, with exact offsets: abbreviations, initials and quotations do not cut them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TITLES = (
    "mr mrs ms dr prof gen lt col maj capt sgt adm cmdr brig gov sen rep rev hon st mt ft no nos vs pres min sec amb"
    " pvt cpl supt insp jr sr etc al ca approx dept univ assn bros inc ltd corp co jan feb mar apr jun jul aug sep"
    " sept oct nov dec fig vol ed eds e.g i.e op cit messrs mlle mme msgr fr sheik"
)
_ABBREVIATIONS = frozenset(_TITLES.split())
_CLOSERS = "\"'\u201d\u2019)\\]\u00bb"
_END = re.compile(rf"[.!?\u2026\u3002]+[{_CLOSERS}]*(?=\s|$)|[.!?][\u201d\"](?=[A-Z\u201c])|\n+|\r+")
_LAST_WORD = re.compile(r"[^\s(\"\u201c\u2018\u201d]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]$")
_NEXT = re.compile(r"\s*[\"'\u201c\u2018(\[\u00ab\u2014\u2013-]*\s*(\S)")
_LONG = 2_000  # characters: what has no full stop for so long is no prose, and is cut at a blank
_HEADLINE = 120
_TERMINAL = re.compile(rf"[.!?\u2026:;,][{_CLOSERS}]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: `text` stands at `start`:`end` of `field` ("title" or "text").

    `headline` tells whether it is written as headlines are: verbs in the present for what has happened, no articles.
    """

    field: str
    start: int
    end: int
    text: str
    headline: bool


def split(field: str, text: str) -> list[Sentence]:
    """Cut a field into sentences, in order; white space around them belongs to none. A line break always cuts."""
    return [_sentence(field, text, start, end) for start, end in _extents(text)]


def _sentence(field: str, text: str, start: int, end: int) -> Sentence:
    inner = text[start:end]
    alone = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] in "\r\n")
    headline = field == "title" or (alone and len(inner) < _HEADLINE and not _TERMINAL.search(inner))
    return Sentence(field=field, start=start, end=end, text=inner, headline=headline)


def _extents(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for mark in _END.finditer(text):
        if _is_end(text, begin, mark):
            yield from _trimmed(text, begin, mark.end())
            begin = mark.end()
    yield from _trimmed(text, begin, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the extent without blanks at its ends, in pieces if it is far too long, or nothing."""
    while start < end:
        stop = end
        if end - start > _LONG:
            blank = text.rfind(" ", start + 1, start + _LONG)
            stop = blank if blank > 0 else start + _LONG
        inner = text[start:stop]
        left = len(inner) - len(inner.lstrip())
        right = len(inner.rstrip())
        if left < right:
            yield start + left, start + right
        start = stop


def _is_end(text: str, begin: int, mark: re.Match[str]) -> bool:
    sign = mark[0]
    if sign[0] in "\n\r":
        return True
    follows = _NEXT.match(text, mark.end())
    if follows is None:
        return True
    first = follows[1]
    if first.islower():
        return False
    word = _LAST_WORD.search(text, max(begin, mark.start() - 20), mark.start()) if sign == "." else None
    return word is None or not _is_abbreviation(word[0], text, follows.start(1))


def _is_abbreviation(word: str, text: str, follows: int) -> bool:
    """Tell whether the stop after `word` is its own and what `follows` goes on with the sentence."""
    if word.lower() in _ABBREVIATIONS:
        return text[follows].isupper() or text[follows].isdigit()
    return bool(_INITIALS.fullmatch(word)) and not _starts_sentence(text, follows)


_OPENERS = (
    "the a an he she it they we in on at but and this that these those however meanwhile after when while his her its"
    " their as if there i you for by from with some many most no not both"
)
_STARTERS = frozenset(_OPENERS.split())
_WORD = re.compile(r"\w+")


def _starts_sentence(text: str, at: int) -> bool:
    """Tell whether the word after "U.S." or "p.m." begins a sentence by its looks."""
    word = _WORD.match(text, at)
    return word is not None and word[0].lower() in _STARTERS and word[0][0].isupper()
