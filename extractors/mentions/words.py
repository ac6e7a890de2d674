"""Words of a sentence as the dictionaries of actors and places see them: folded, with the apostrophe-s apart."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(
    r"[^\W\d_](?:\.[^\W\d_])+\.?"  # U.S., D.R.C.
    r"|\d+(?:[.,:]\d+)+"  # 4,700 and 3:35
    r"|[^\W_]+(?:['\u2019\u02bb`](?![sS]\b)[^\W_]+)*"  # words, with an apostrophe inside a name
    r"|['\u2019][sS]\b|['\u2019]"  # the genitive
    r"|[^\w\s]"
)
_REMEMBERED = 20_000  # words: an article repeats most of its own
_LETTERS = str.maketrans(
    {
        "\u00f8": "o",
        "\u0142": "l",
        "\u0131": "i",
        "\u0111": "d",
        "\u00f0": "d",
        "\u00df": "ss",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u00fe": "th",
        "\u02bc": "'",
        "\u2019": "'",
        "\u02bb": "'",
        "`": "'",
        "\u0259": "e",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one text, in order: as written, folded, and where they stand (characters of that text)."""

    text: str
    written: tuple[str, ...]
    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def index_at(self, offset: int) -> int:
        """Return the number of the first word that ends after `offset`; the number of words if none does."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low


@lru_cache(maxsize=_REMEMBERED)
def fold(word: str) -> str:
    """Return `word` in lower case without accents, with one apostrophe and without the stops of an abbreviation."""
    if word.isascii():
        folded = word.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
        folded = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    return (folded.replace(".", "") if len(folded) > 1 else folded) or word


def split_words(text: str) -> Words:
    """Cut `text` into words and single marks of punctuation."""
    found = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    return Words(
        text=text,
        written=tuple(w for w, _, _ in found),
        folded=tuple(fold(w) for w, _, _ in found),
        starts=tuple(s for _, s, _ in found),
        ends=tuple(e for _, _, e in found),
    )


def split_name(name: str) -> tuple[str, ...]:
    """Fold a dictionary's name into the words that stand for it in a text."""
    return split_words(name).folded
