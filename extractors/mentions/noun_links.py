"""What stands around a noun: its qualifiers, the verb that governs it, and those whom "between" names."""

from dataclasses import dataclass

from extractors.mentions.noun_phrases import NounPhrases
from extractors.mentions.spans import ActorSpan

_OWNERS = frozenset({"his", "her", "its", "their"})
_REACH = 40
_CLOSED = frozenset({"V", "A", "S", "R", ";"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NounLinks(NounPhrases):
    """A sentence's noun phrases with what each noun hangs together with."""

    def members(self, between: int) -> list[ActorSpan]:
        """Return those whom the words after "between" (at word `between`) name: "A and B", "A, B and C"."""
        found: list[ActorSpan] = []
        joined = 0
        for k in range(between + 1, min(between + _REACH, len(self.tags))):
            mark, span = self.tags[k], self.owner[k]
            closed = joined and any(member.first > joined for member in found)
            if mark in _CLOSED or (closed and span is None and mark in {"P", ",", "C"}):
                break
            if span is not None and span.last == k + 1 and span.form != "modifier":
                found.extend(other for other in self.spans if other.last == k + 1 and other.form != "modifier")
            joined = k if mark == "C" else joined
        return found

    def governor(self, noun: int) -> int | None:
        """Return the verb of the clause in which a noun stands, to its left."""
        for k in range(noun - 1, -1, -1):
            if self.tags[k] in {";", "R", "S"}:
                return None
            if self.tags[k] == "V":
                return k
        return None

    def _qualifies(self, position: int, noun: int) -> bool:
        """Tell whether the word at `position` belongs to what stands before a noun."""
        if self.owner[position] is not None:
            return True
        word, mark = self.words.folded[position], self.tags[position]
        joins = word in {"and", "or", ","} and position > 0
        if joins:
            left, right = self.owner[position - 1], self.owner[position + 1]
            return left is not None and right is not None and position + 1 < noun
        return mark in {"N", "G", "Q"} or word in {"-", "\u2013", "'s", "second", "third", "first", "new"}

    def before_noun(self, noun: int) -> list[ActorSpan]:
        """Return the actors that qualify a noun from the left: "Russian", "Kyiv's", "US-Iran", without a break."""
        k = noun
        while k > 0 and self._qualifies(k - 1, noun):
            k -= 1
        return [span for span in self.within(k, noun) if span.form != "pronoun" or span.text.lower() in _OWNERS]
