"""Which clause of a sentence a place in it stands in: enough grammar to keep a date or a name with its verb."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_FINITE = (
    r"\b(?:was|were|is|are|had|has|have|will|would|did|does|do|could|can|may|must|took|began|met|fell|struck|hit|went|came"
    r"|left|held|shot|won|lost|sent|gave|made|found|flew|drove|broke|swept|blew|said|told|says|[a-z]{3,}ed)\b"
)
_MARK = re.compile(
    r"(?P<stop>[;:\u2014\u2013])"
    r"|(?P<join>,\s+(?:and|but|or|yet|so)\b)|(?P<but>\bbut\b)"
    r"|(?P<relative>(?:,\s*|\b)(?:(?:in|by|under|of|for|from|to|on|at|with|during|after)\s+)?(?:which|who|whom|whose|where)\b)"
    r"|(?P<content>\bthat\b(?!\s+(?:day|night|week|month|year)))"
    r"|(?P<adverbial>(?:,\s*)?\b(?:when|while|because|if|unless|although|though|whereas)\b)"
    r"|(?P<maybe>\b(?:after|before|as|until|since)\b)"
    r"|(?P<participle>,\s+(?:[a-z]+ing|[a-z]{2,}ed|set|held|led|sent|brought|broken|taken|hit|shot|told|begun)\b)"
    r"|(?P<comma>,)",
    re.IGNORECASE,
)
_CLOSED_BY_COMMA = frozenset({"relative", "adverbial", "participle"})
_UNTIL_EDGE = re.compile(r"[^,;:\u2014\u2013]*")
_VERB = re.compile(_FINITE)
_PRESENT = re.compile(
    r"\s(?:meets|begins|starts|ends|expires|opens|takes|leaves|arrives|holds|votes|comes|goes|returns)\b"
)
_DEMONSTRATIVE = re.compile(r"\b(?:along|on|in|at|of|by|with|for|from|to|near|after|before|about|over|since|until)\s+$")
_TIME = re.compile(
    r"\s+(?:the\s+)?(?:early\s+|late\s+|mid-)?(?:end|beginning|start|summer|spring|autumn|winter|weekend|dawn|midnight|noon|dusk|\d"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August|\w+(?:tem|vem|cem|to)ber)\b"
)
_GOING = re.compile(r"\s+(?:\w+ly\s+)?[a-z]+ing\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause: the number of its parent (its own for a main clause) and its kind.

    Kinds: main, relative, content ("that ..."), adverbial, participle.
    """

    number: int
    parent: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """The clauses of a sentence; `starts` and `owners` say from which offset on which clause holds."""

    clauses: tuple[Clause, ...]
    starts: tuple[int, ...]
    owners: tuple[int, ...]

    def at(self, offset: int) -> Clause:
        """Return the clause that the character at `offset` belongs to."""
        owner = 0
        for start, number in zip(self.starts, self.owners, strict=True):
            if start > offset:
                break
            owner = number
        return self.clauses[owner]

    def parent(self, clause: Clause) -> Clause:
        """Return the clause around; a main clause is its own."""
        return self.clauses[clause.parent]

    def extent(self, clause: Clause) -> Iterator[tuple[int, int | None]]:
        """Yield the stretches of the sentence that belong to a clause; the last may be open-ended."""
        for index, number in enumerate(self.owners):
            if number == clause.number:
                yield self.starts[index], self.starts[index + 1] if index + 1 < len(self.starts) else None


@lru_cache(maxsize=16)
def split_clauses(text: str) -> Clauses:
    """Split a sentence at stops, conjunctions and relatives; a comma closes the clause that one opened."""
    splitter = _Splitter(text)
    for mark in _MARK.finditer(text):
        splitter.read(mark)
    return Clauses(clauses=tuple(splitter.clauses), starts=tuple(splitter.starts), owners=tuple(splitter.owners))


class _Splitter:
    """The clauses found so far and the stack of those still open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.clauses = [Clause(number=0, parent=0, kind="main")]
        self.starts, self.owners, self.stack = [0], [0], [0]

    def read(self, mark: re.Match[str]) -> None:
        """Open and close clauses as one mark demands."""
        kind, begin, end = mark.lastgroup or "", mark.start(), mark.end()
        if kind == "stop" or (kind in {"join", "but"} and self._verb_follows(end)):
            self._enter(end, "main")
        elif (
            kind == "maybe"
            and not _TIME.match(self.text, end)
            and (_GOING.match(self.text, end) or self._verb_follows(end))
        ):
            self._enter(begin, "adverbial")
        elif kind == "content" and _DEMONSTRATIVE.search(self.text, 0, begin):
            return
        elif kind in {"relative", "content", "adverbial"}:
            if mark[0].startswith(","):
                self._leave(begin)
            self._enter(begin, kind)
        elif kind == "participle":
            back = self._leave(begin)
            if mark[0].endswith("ing") or not back or self._has_verb(begin):
                self._enter(begin + 1, "participle")
        elif kind == "comma":
            self._leave(end)

    def _enter(self, offset: int, kind: str) -> None:
        number = len(self.clauses)
        self.clauses.append(Clause(number=number, parent=number if kind == "main" else self.stack[-1], kind=kind))
        if kind == "main":
            self.stack.clear()
        self.stack.append(number)
        self._mark(offset)

    def _leave(self, offset: int) -> bool:
        """Close the clause that a comma can close; tell whether there was one."""
        if self.clauses[self.stack[-1]].kind not in _CLOSED_BY_COMMA:
            return False
        self.stack.pop()
        self._mark(offset)
        return True

    def _mark(self, offset: int) -> None:
        self.starts.append(offset)
        self.owners.append(self.stack[-1])

    def _has_verb(self, offset: int) -> bool:
        """Tell whether the clause that holds now has a finite verb yet; if not, what follows is its verb."""
        stretches = zip(self.starts, [*self.starts[1:], offset], self.owners, strict=True)
        return any(_VERB.search(self.text, begin, end) for begin, end, owner in stretches if owner == self.stack[-1])

    def _verb_follows(self, offset: int) -> bool:
        edge = _UNTIL_EDGE.match(self.text, offset)
        return bool(
            edge and (_VERB.search(self.text, offset, edge.end()) or _PRESENT.search(self.text, offset, edge.end()))
        )
