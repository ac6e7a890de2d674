"""Lines of an extracted text and what the page's own marks tell about each: headline, links, a second reader."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from extractors.trees import Element

_NO_WORD = re.compile(r"[\W_]+")
_MIN_LINK = 12  # letters from which the text of a link can be told from a word of the line
_BLOCK_LINK = (60, 1500)  # letters of a link that holds a whole teaser: headline, date, summary


def key(text: str) -> str:
    """Give the letters and digits of a text, without case: equal for texts that read the same."""
    if not text.isascii():
        text = normalize("NFKC", text)
    return _NO_WORD.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of extracted text with its key."""

    text: str
    key: str


def lines_of(text: str) -> list[Line]:
    """Part a text into its lines, blank ones left out; a line of marks alone ("* * *") has an empty key."""
    return [Line(line, key(line)) for line in text.split("\n") if line.strip()]


def length(lines: Iterable[Line]) -> int:
    """Count the characters of lines."""
    return sum(len(line.text) for line in lines)


def joined(lines: Iterable[Line]) -> str:
    """Make a text of lines, one a line."""
    return "\n".join(line.text for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The texts of a page's links as keys: `texts` one by one, `blocks` those that hold whole teasers, joined."""

    texts: frozenset[str]
    blocks: str

    @classmethod
    def of(cls, tree: Element) -> "Links":
        """Read them from a tree; links within the page and bare addresses do not count."""
        texts = frozenset(_link_texts(tree))
        shortest, longest = _BLOCK_LINK
        return cls(texts=texts, blocks="\0".join(text for text in texts if shortest <= len(text) < longest))

    def share(self, line: Line) -> float:
        """Tell how much of a line is the text of links, 0 to 1."""
        if line.key in self.texts or (len(line.key) >= 40 and line.key in self.blocks):  # noqa: PLR2004 - no chance
            return 1.0
        if len(line.key) > 500:  # noqa: PLR2004 - a paragraph
            return 0.0
        within = [text for text in self.texts if text in line.key]
        return max((line.key.count(text) * len(text) for text in within), default=0) / max(1, len(line.key))

    def label(self, line: Line) -> str:
        """Give what stands before the link that makes the better half of a line and ends it: "Read also:"; or ""."""
        if not 20 < len(line.key) <= 300:  # noqa: PLR2004 - a word with a link, a paragraph
            return ""
        ends = [len(text) for text in self.texts if line.key.endswith(text)]
        size = max(ends, default=0)
        return line.key[:-size] if len(line.key) > size >= 0.45 * len(line.key) else ""

    def opening(self, line: Line) -> float:
        """Tell which part of a line is the link that it begins with, 0 to 1."""
        starts = [len(text) for text in self.texts if len(text) > 17 and line.key.startswith(text)]  # noqa: PLR2004
        return max(starts, default=0) / max(1, len(line.key))


def _link_texts(tree: Element) -> Iterator[str]:
    for link in tree.iter("a"):
        if link.get("href", "#").startswith("#"):
            continue
        text = key("".join(link.itertext()))
        if len(text) >= _MIN_LINK and not text.startswith("http"):
            yield text


def holds(whole: str, line: Line, *, start: int = 30) -> bool:
    """Whether a key holds a line, or at least the line's beginning: readers differ in how they join inline parts."""
    return line.key in whole or (len(line.key) > start and line.key[:start] in whole)


def trimmed(lines: Sequence[Line], wanted: Sequence[bool]) -> list[Line]:
    """Cut unwanted lines from both ends."""
    first = next((i for i, good in enumerate(wanted) if good), 0)
    last = next((i for i in range(len(lines) - 1, -1, -1) if wanted[i]), len(lines) - 1)
    return list(lines[first : last + 1])
