"""Where the phrase of a noun ends: commas of enumerations and insertions, and verbs of which it may be the subject."""

from extractors.mentions.links import OBJECT, REACH
from extractors.mentions.predicates import PredicateSearch


class NounEdges(PredicateSearch):
    """What stands at the edges of a noun's phrase."""

    def comma(self, at: int) -> int | None:
        """Pass a comma of an enumeration only."""
        listed = (
            at and self.tags[at - 1] in "NE" and any(self.tags[i] == "J" for i in range(at + 1, self._phrase_end()))
        )
        if listed and self.tags[at + 1] in "NEAD":
            between = self.tags[at + 1 : self.first]
            if all(tag in "NEADC'J" for tag in between):
                return at - 1
        inserted = self._inserted(at)
        if inserted is not None:
            return inserted
        self.subject = True
        return None

    def _phrase_end(self) -> int:
        """Return the token after the last that an enumeration with the noun can reach."""
        at = self.last
        while at < min(self.last + 6, len(self.tags)) and self.tags[at] in "NEADC'J,P":
            at += 1
        return at

    def _inserted(self, comma: int) -> int | None:
        """Pass a phrase between a verb and its object: "called off, with ten hours' notice, a meeting"."""
        for at in range(comma - 1, max(0, comma - OBJECT - 1), -1):
            if self.tags[at] in ";.VXM":
                return None
            if self.tags[at] == ",":
                opens = self.tags[at + 1] in "PSR" and self.tags[comma + 1 : comma + 2] == ["D"]
                ends = any(hit.entry.word_class == "v" for hit in self.all.ends.get(at - 1, ()))
                return at - 1 if opens and ends else None
        return None

    def finite_follows(self) -> bool:
        """Tell whether the noun is the subject of a clause without that: "said the talks had failed"."""
        relative = False
        for at in range(self.last, min(len(self.tags), self.last + REACH)):
            if self.lower[at] == "that" and self.tags[at] == "W":
                relative = True
                continue
            if self.tags[at] in ";.,SWQJT":
                return False
            if relative and self.tags[at] == "V":
                relative = False
                continue
            if self.tags[at] in "XM" and not relative:
                return True
            if self.tags[at] == "V":
                group = self.all.group(at)
                return not group.gerund and not group.reduced
        return False
