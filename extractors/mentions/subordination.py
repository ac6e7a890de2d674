"""Clauses that hang on others: on a condition, on a time to come, on a verb of saying."""

from extractors.mentions.links import OBJECT, REACH, Link
from extractors.mentions.readings import Reading
from extractors.mentions.verbgroups import Group

_ASKING = 4  # tokens before "whether" that say that nobody knows
_UNKNOWN = frozenset(["unclear", "unknown", "uncertain", "declined", "refused", "wondered"])
_CONDITIONS = frozenset(["if", "unless", "whether", "lest"])
_TIMES = frozenset(["once", "when", "until", "till", "after", "before"])
_PRESENT = frozenset(["has", "have", "is", "are", "'ve", "'re"])
_WILL = frozenset(["will", "would", "shall", "'ll"])


class Subordination(Reading):
    """What conjunctions say."""

    def first_conjunct(self, group: Group) -> int:
        """Return the start of the verb group to which an "and" joins this one: "had warned them and had fired"."""
        if group.start < 1 or self.tags[group.start - 1] != "J":
            return group.start
        for back in range(group.start - 2, max(-1, group.start - REACH), -1):
            if self.tags[back] == "V":
                first = self.group(back)
                return group.start if first.infinitive or first.gerund or first.reduced else first.start
            if self.tags[back] in ";.SW":
                break
        return group.start

    def bridges(self, comma: int) -> bool:
        """Tell whether a comma only sets off a phrase after the conjunction: "that, on Monday, it attacked"."""
        return any(self.tags[back] == "S" for back in range(max(0, comma - 6), comma))

    def conjunction(self, at: int, group: Group) -> Link | None:
        """Return what the conjunction at a token makes of its clause, whose verb is `group`."""
        word = self.lower[at]
        if word == "whether" and self._unknown(at):
            return Link(effect="doubt", relation="if", first=at, last=at + 1)
        if word in _CONDITIONS:
            return Link(effect="propose", relation="if", first=at, last=at + 1)
        if word not in {"that", "how", "why"}:
            return self._when(at, group)
        return self._content(at)

    def _content(self, at: int) -> Link | None:
        """Return the operator whose content a clause with "that" is."""
        for back in range(at, max(-1, at - OBJECT), -1):
            for hit in self.ends.get(back, ()):
                if hit.entry.phrase.endswith(" of"):
                    return None  # "rounds of talks that Oman had mediated" says which talks
                if hit.entry.word_class == "a" and hit.entry.clause and hit.last == at:
                    return self.predicate_link(hit, "clause")  # "it is possible that"
                if hit.entry.word_class == "n" or (hit.entry.word_class == "v" and hit.entry.clause):
                    return (
                        self.verb_link(hit, "clause") if hit.entry.word_class == "v" else self.noun_link(hit, "clause")
                    )
            if back < at and self.tags[back] in "V;.SW" and self.lower[back] not in {"by", "as", "from"}:
                return None
        return None

    def _when(self, at: int, group: Group) -> Link | None:
        """Read "once the troops have left, they will sign": what a present tense says of a time to come is not yet."""
        if self.lower[at] not in _TIMES or not (group.form in "bs" or self.lower[group.start] in _PRESENT):
            return None
        ahead = any(self.lower[i] in _WILL for i in range(self.size) if not at <= i <= group.main)
        return Link(effect="plan", relation="if", first=at, last=at + 1) if ahead else None

    def _unknown(self, at: int) -> bool:
        """Tell whether nobody says so: "has not said whether", "it was unclear whether"."""
        before = range(max(0, at - _ASKING), at)
        return any(self.tags[i] == "G" or self.lower[i] in _UNKNOWN for i in before)
