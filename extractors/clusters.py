"""Near-duplicates across outlets: one agency's report in five papers is one report. Linked, never deleted.

The warehouse keeps a `Fingerprint` per article (columns article_id, text_hash, signature BLOB, marks BLOB, words) and
`articles.cluster_id`; `assign` works on those alone, so a run compares its new articles with the last fortnight's
without reading a text again. Cluster ids do not depend on the order in which articles came.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

import numpy as np
from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]  # datasketch ships no types

from extractors.records import make_id

_PERMUTATIONS = 256  # standard error of a similarity of .7: .029
_SCHEME = "affine32"  # values of 32 bits
_SHINGLE = 3  # words
_CANDIDATE = 0.4  # similarity from which the LSH index should propose a pair
_CONTAINED = 0.7  # of the shorter text's shingles; 5 % of words edited leave .78 and more of them
_SAME_MARKS = 0.82  # of the fewer names and figures; 5 % edits leave .87, reports made after one pattern a half
_FEW_MARKS = 6  # too few to judge by: writing without capitals
_SURE = 0.76  # shingles alone, where marks cannot help
_MARKS = 256
_FEW_WORDS = 20  # below that only the same text is the same
_WORD = re.compile(
    "[\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0eff\u1000-\u109f\u1780-\u17d3\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|\\w+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What is kept of a text to compare it by: 256 MinHash values and up to 256 hashed names and figures, as bytes."""

    article_id: str
    text_hash: str
    signature: bytes
    marks: bytes
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of earlier runs with the cluster that it is in, if any."""

    fingerprint: Fingerprint
    cluster_id: str | None = None


def fingerprint(article_id: str, text: str) -> Fingerprint:
    """Take the fingerprint of a text: the same on every machine."""
    raw = _WORD.findall(normalize("NFKC", text))
    words = [word.casefold() for word in raw]
    sketch = MinHash(num_perm=_PERMUTATIONS, hashfunc=zlib.crc32, scheme=_SCHEME)
    sketch.update_batch(
        {" ".join(words[at : at + _SHINGLE]).encode() for at in range(max(1, len(words) - _SHINGLE + 1))}
    )
    marks = {zlib.crc32(word.casefold().encode()) for word in raw if word[0].isupper() or word[0].isdigit()}
    return Fingerprint(
        article_id=article_id,
        text_hash=make_id(" ".join(words)),
        signature=np.asarray(sketch.hashvalues, dtype="<u4").tobytes(),
        marks=np.array(sorted(marks)[:_MARKS], dtype="<u4").tobytes(),
        words=len(words),
    )


def similar(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two articles are one report: the same words in the same order, but for a few, of the same names."""
    if one.text_hash == other.text_hash:
        return True
    if min(one.words, other.words) < _FEW_WORDS:
        return False
    shared = _shared_shingles(one, other)
    marks = _shared_marks(one.marks, other.marks)
    return shared >= _SURE if marks is None else shared >= _CONTAINED and marks >= _SAME_MARKS


def _shared_shingles(one: Fingerprint, other: Fingerprint) -> float:
    """Estimate the share of the shorter text's shingles that the other has: 1 for a text and its beginning."""
    equal = np.frombuffer(one.signature, dtype="<u4") == np.frombuffer(other.signature, dtype="<u4")
    jaccard = float(np.mean(equal))
    return min(1.0, jaccard / (1 + jaccard) * (one.words + other.words) / min(one.words, other.words))


def _shared_marks(one: bytes, other: bytes) -> float | None:
    """Give the share of the fewer marks that the other has too; None where they are too few to tell.

    Where a text has more marks than are kept, those of the lowest hashes stand for all.
    """
    ours, theirs = (set(np.frombuffer(marks, dtype="<u4").tolist()) for marks in (one, other))
    fewest = min(len(ours), len(theirs))
    if fewest < _FEW_MARKS:
        return None
    bound = min((max(marks) for marks in (ours, theirs) if len(marks) == _MARKS), default=None)
    if bound is not None:
        ours, theirs = ({mark for mark in marks if mark <= bound} for marks in (ours, theirs))
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


def assign(new: Sequence[Fingerprint], known: Iterable[Member]) -> dict[str, str]:
    """Give the cluster of every article, new or known, whose cluster is not the one it had; singles have none.

    A cluster is named after the least article id in it, so new articles may rename one, or join two to one.
    """
    members = {member.fingerprint.article_id: member for member in known}
    prints = {article_id: member.fingerprint for article_id, member in members.items()}
    fresh = {print_.article_id: print_ for print_ in new}
    prints.update(fresh)
    groups = _Groups(prints)
    for member in members.values():
        if member.cluster_id and member.fingerprint.article_id not in fresh:
            groups.join(member.fingerprint.article_id, f"cluster {member.cluster_id}")
    for one, other in _pairs(fresh, prints):
        groups.join(one, other)
    named = groups.named()
    had = {article_id: member.cluster_id for article_id, member in members.items()}
    return {article_id: cluster for article_id, cluster in named.items() if had.get(article_id) != cluster}


def _pairs(fresh: Mapping[str, Fingerprint], prints: Mapping[str, Fingerprint]) -> Iterable[tuple[str, str]]:
    """Find the similar pairs with at least one new article, by the index's proposal and then by fingerprint."""
    index = MinHashLSH(threshold=_CANDIDATE, num_perm=_PERMUTATIONS)
    for article_id in sorted(fresh):  # only what is new is indexed: known articles are many, and asked, not inserted
        index.insert(article_id, _sketch(fresh[article_id]))
    by_text: dict[str, str] = {}
    for article_id in sorted(prints):
        first = by_text.setdefault(prints[article_id].text_hash, article_id)
        if first != article_id and (article_id in fresh or first in fresh):
            yield first, article_id
        for other in index.query(_sketch(prints[article_id])):
            if other != article_id and similar(fresh[str(other)], prints[article_id]):
                yield str(other), article_id


def _sketch(print_: Fingerprint) -> MinHash:
    values = np.frombuffer(print_.signature, dtype="<u4").astype(np.uint64)
    return MinHash(num_perm=_PERMUTATIONS, hashfunc=zlib.crc32, hashvalues=values, scheme=_SCHEME)


class _Groups:
    """Articles joined to groups; ids that are no article's (a cluster of earlier runs) may hold a group together."""

    def __init__(self, articles: Iterable[str]) -> None:
        self._above = {article_id: article_id for article_id in articles}
        self._articles = tuple(self._above)

    def join(self, one: str, other: str) -> None:
        self._above[self._top(one)] = self._top(other)

    def _top(self, node: str) -> str:
        above = self._above.setdefault(node, node)
        while above != self._above[above]:
            above = self._above[above] = self._above[self._above[above]]
        return above

    def named(self) -> dict[str, str]:
        """Give each article in company its cluster's name."""
        groups: dict[str, list[str]] = {}
        for article_id in self._articles:
            groups.setdefault(self._top(article_id), []).append(article_id)
        return {
            article_id: make_id("cluster", min(group))
            for group in groups.values()
            if len(group) > 1
            for article_id in group
        }
