"""Tokens of a sentence as the trigger index sees them: words, numbers and signs; hyphens join words without a token."""

import re
from dataclasses import dataclass

from extractors.mentions.plain import plain

_TOKEN = re.compile(
    r"[^\W\d_]\.(?:[^\W\d_]\.?)+(?![^\W\d_])"  # U.S., p.m.
    r"|[^\W_]+(?=n't\b)|n't\b|'(?:s|re|ve|ll|d|m)\b"  # didn't, it's, they'll
    r"|\d+(?:[.,:]\d+)*|[^\W\d_]+\d[^\W_]*|[^\W\d_]+(?:'[^\W\d_]{2,})*|\.\.\.|--|[^\w\s-]|(?<=\s)-(?=\s)|\w"
)


@dataclass(slots=True, kw_only=True)
class Tokens:
    """The tokens of one text in parallel lists: in small letters, and where they start and end."""

    text: str
    lower: list[str]
    starts: list[int]
    ends: list[int]

    def is_capital(self, index: int) -> bool:
        """Tell whether the token begins with a capital letter."""
        return self.text[self.starts[index]].isupper()

    def is_joined(self, index: int) -> bool:
        """Tell whether a hyphen joins the token to the one before it."""
        return index > 0 and self.ends[index - 1] + 1 == self.starts[index] and self.text[self.ends[index - 1]] == "-"


def tokenize(text: str) -> Tokens:
    """Cut a text into tokens; typographic quotes and hyphens count as plain ones, and offsets stay those of `text`."""
    straight = text if text.isascii() else plain(text)
    lower, starts, ends = [], [], []
    for match in _TOKEN.finditer(straight):
        lower.append(match[0].lower())
        starts.append(match.start())
        ends.append(match.end())
    return Tokens(text=straight, lower=lower, starts=starts, ends=ends)


def words_of(text: str) -> list[str]:
    """Return the tokens of a text in small letters, without their places: half the cost where no offset is needed."""
    straight = text if text.isascii() else plain(text)
    return _TOKEN.findall(straight.lower())
