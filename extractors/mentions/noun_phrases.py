"""Noun phrases of a tagged sentence: their heads, lists and prepositions, and where a clause ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.mentions.grammar import Grammar
from extractors.mentions.spans import ActorSpan
from extractors.mentions.words import Words

_WEAPONS = frozenset({"missile", "missiles", "rocket", "rockets", "drone", "drones", "shell", "shells", "projectiles"})
_KIN = frozenset({"allies", "ally", "member", "members", "partners"})
_LIST = 24
_HOLDERS = frozenset({"of", "from", "for", "between", "among", "to", "with"})
_CARRIERS = frozenset({"carry", "conduct", "hold", "launch", "mount", "stage", "undertake", "wage"})
_COMPANY = frozenset({"accompanied", "supported", "joined", "flanked", "helped", "assisted"})
_REACH = 40
_NEAR = 5
_CLOSED = frozenset({"V", "A", "S", "R", ";"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A preposition and what it governs: the words `first` up to `last` (not included), the preposition before."""

    preposition: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NounPhrases:
    """One sentence's words, their classes, and the span that each belongs to.

    `men` are the nouns for a state's own forces, which need no name beside them.
    """

    words: Words
    tags: list[str]
    owner: list[ActorSpan | None]
    spans: Sequence[ActorSpan]
    grammar: Grammar
    men: frozenset[tuple[str, ...]]

    def within(self, first: int, last: int) -> list[ActorSpan]:
        """Return the spans that lie in the words `first` up to `last`, pairs whole, modifiers left out."""
        inside = (s for s in self.spans if first <= s.first and s.last <= last and s.form != "modifier")
        return [span for span in inside if not self._located(span) and not self._owns(span)]

    def _owns(self, span: ActorSpan) -> bool:
        """Tell whether a pronoun only owns the reference after it: "his government"."""
        after = self.owner[span.last] if span.form == "pronoun" else None
        return after is not None and after.form == "generic"

    def _located(self, span: ActorSpan) -> bool:
        """Tell whether a state's name or capital is only where something is: "in Pretoria"."""
        qualifies = self.tags[span.last : span.last + 1] == ["N"]
        if span.form not in {"name", "capital"} or span.head is not None or span.possessive:
            return False
        at = span.first - 1
        at -= at > 0 and self.words.folded[at] in {"the", "a", "an"}
        if qualifies:  # "at a Kabul mosque"
            return span.form == "capital" and at >= 0 and self.words.folded[at] in {"in", "at", "near", "outside"}
        return at >= 0 and self.words.folded[at] in {"in", "near", "outside", "around", "inside", "across"}

    def _is_aside(self, opening: int, closing: int) -> bool:
        """Tell whether the words between two commas are an apposition, a relative clause or an adverbial."""
        inside = self.tags[opening + 1 : closing]
        if not inside:
            return False
        some = "R" in inside[:_NEAR] and self.words.folded[opening + inside.index("R")] == "of"  # "some of whom"
        if inside[0] in {"R", "S", "P", "G", "B"} or self._reduced(opening + 1) or some:
            return True
        return "V" not in inside and "A" not in inside

    def _phrase_start(self, at: int, *, lists: bool = False) -> int:
        """Return where the noun phrase (with its of-phrases and its list) that ends at `at` begins."""
        k = at
        while k >= 0:
            mark = self.tags[k]
            if mark in _CLOSED and not (mark == "V" and self._reduced(k)):
                break
            if mark == "," and not self._in_list(k, at):
                break
            if lists and mark == "C" and self.owner[k - 1] is not None and self.owner[k + 1] is not None:
                k -= 1
                continue
            if mark == "C" and k and (self.tags[k - 1] in {"V", ",", "B"} or self._verb_follows_object(k)):
                break
            k -= 1
        return k + 1

    def _reduced(self, k: int) -> bool:
        """Tell a participle after a noun ("troops accompanied by", "soldiers loyal to") from a finite verb."""
        return (
            k + 1 < len(self.tags)
            and self.words.folded[k + 1] in {"by", "with"}
            and k > 0
            and self.tags[k - 1] in {"N", ","}
            and "pp" in self.grammar.verbs.get(self.words.folded[k], {"pp"})
        )

    def _in_list(self, comma: int, last: int) -> bool:
        """Tell whether a comma joins the members of a list: a conjunction follows before `last`."""
        left, right = self.owner[comma - 1] if comma else None, self.owner[comma + 1]
        opening = left is not None and (left.first == 0 or self.words.folded[left.first - 1] == ":")
        ends = right is not None and (
            right.last == last + 1 or self.tags[right.last : right.last + 1] in (["V"], ["N"])
        )
        if opening and ends:
            return True
        if left is not None and self._named_next(comma) and "C" in self.tags[comma : comma + _LIST]:
            return True
        if self._opens(comma):
            return False
        conjunction = next((k for k in range(comma + 1, last + 1) if self.tags[k] == "C"), None)
        return conjunction is not None and conjunction - comma <= 8 and self.tags[comma - 1] == "N"  # noqa: PLR2004

    def _opens(self, comma: int) -> bool:
        """Tell whether a comma closes what opens the sentence: "In a statement issued in July, A and B …"."""
        first = self.tags[0] == "P" and "," not in self.tags[:comma]
        return first and self.owner[comma - 1] is None and any(self.owner[comma + 1 : comma + 2])

    def _named_next(self, comma: int) -> bool:
        """Tell whether a name, and after it another comma or a conjunction, follows a comma: "Britain, Canada, …"."""
        after = self.owner[comma + 1] if comma + 1 < len(self.tags) else None
        return after is not None and self.tags[after.last : after.last + 1] in ([","], ["C"])

    def _verb_follows_object(self, conjunction: int) -> bool:
        """Tell "A hit B and C fled" from "A and B fled": a verb stands left of the conjunction in the same clause."""
        for k in range(conjunction - 1, -1, -1):
            if self.tags[k] in {";", "S", "R"} or (self.tags[k] == "," and self._opens(k)):
                return False
            if self.tags[k] == "V":
                return True
        return False

    def is_party(self, span: ActorSpan) -> bool:
        """Tell a state's own people and things from strangers that its name only qualifies ("Kyiv's allies")."""
        if span.form == "capital" and not span.possessive and self.tags[span.last : span.last + 1] == ["N"]:
            return self.owner[span.last] is not None or not self.words.folded[span.last].isalpha()
        k = span.last + (span.head is None)
        if self.words.folded[k - 1 : k] and self.words.folded[k - 1] in _KIN and self.owner[k] is not None:
            return False  # "NATO allies Greece and Turkey"
        if span.head is not None or not (span.possessive or span.form == "adjective"):
            return True
        k = span.last + span.possessive
        last = k
        while k < len(self.tags) and self.tags[k] in {"N", "G"} and self.owner[k] is None:
            last, k = k, k + 1
        return last >= len(self.words.folded) or self.words.folded[last] not in self.grammar.strangers

    def heads(self, first: int, last: int) -> list[ActorSpan]:
        """Return the actors that head a noun phrase: in it, else in its of-, from- or between-phrase."""
        chunks = self._chunks(first, last)
        if not chunks:
            return []
        if chunks[0].preposition and chunks[0].preposition not in _HOLDERS:
            if len(chunks) == 1:
                return self._beside_end(chunks[0])
            chunks = chunks[1:]
        for number, chunk in enumerate(chunks):
            found = self.within(chunk.first, chunk.last)
            if chunk.preposition == "from" and self._fired(chunk):
                break
            if number and chunk.preposition not in _HOLDERS | {"by"} and not any(s.form == "pair" for s in found):
                break
            if found:
                return [span for span in found + self._company(chunks[number + 1 :]) if self.is_party(span)]
        return self._beside_end(chunks[-1]) if chunks[-1].preposition not in _HOLDERS else []

    def _fired(self, chunk: Phrase) -> bool:
        """Tell whether "from" names where something was fired: "a missile fired from Yemen"."""
        before = chunk.first - 2
        return before >= 0 and (self.tags[before] == "V" or self.words.folded[before] in _WEAPONS)

    def _beside_end(self, chunk: Phrase) -> list[ActorSpan]:
        """Return the name that ends a chunk with a preposition: "Under its terms Israeli forces", not "In Cairo"."""
        inside = self.within(chunk.first, chunk.last)
        last = [span for span in inside if span.last == chunk.last]
        opening = chunk.first + (self.tags[chunk.first] == "D")
        found = [span for span in last if span.first > opening]
        for span in reversed(inside):
            joint = self.words.folded[span.last : found[0].first] if found else ()
            if joint and set(joint) <= {"and", ",", "the"}:
                found.insert(0, span)
        return found

    def _company(self, chunks: Sequence[Phrase]) -> list[ActorSpan]:
        """Return who acts along: "troops accompanied by Wagner fighters"."""
        return [
            span
            for chunk in chunks
            for span in self.within(chunk.first, chunk.last)
            if chunk.preposition == "alongside"
            or (chunk.preposition == "by" and self.words.folded[chunk.first - 2] in _COMPANY)
            or (chunk.preposition == "of" and span.actor.kind == "organisation")
            or (chunk.preposition in {"of", "from"} and self.words.folded[chunk.first - 2] == "and")
            or (span.head == "counterpart" and self.words.folded[span.first - 2 : span.first] == ("and", "its"))
        ]

    def _chunks(self, first: int, last: int) -> list[Phrase]:
        found, start, preposition = [], first, ""
        for k in range(first, last):
            if self.tags[k] == "P" and self.owner[k] is None:
                if k > start or preposition:
                    found.append(Phrase(preposition=preposition, first=start, last=k))
                start, preposition = k + 1, self.words.folded[k]
        if last > start:
            found.append(Phrase(preposition=preposition, first=start, last=last))
        return found

    def objects(self, verb: int) -> tuple[list[ActorSpan], list[Phrase]]:
        """Return the actors of a verb's direct object, and the prepositional phrases after it in its clause."""
        if self.tags[verb + 1 : verb + 3] == ["C", "V"]:
            return self.objects(verb + 2)
        chunks = self._chunks(verb + 1, self.clause_end(verb))
        own = [chunk for chunk in chunks[:1] if not chunk.preposition]
        direct = [span for chunk in own for span in self.within(chunk.first, chunk.last)]
        if own and all(span.form == "pronoun" for span in direct):
            belonging = [chunk for chunk in chunks[1:2] if chunk.preposition in {"of", "from"}]
            direct = [span for chunk in belonging for span in self.within(chunk.first, chunk.last)] or direct
        return direct, [chunk for chunk in chunks if chunk.preposition]

    def phrases_after(self, position: int) -> list[Phrase]:
        """Return the prepositional phrases that follow a noun at `position`, up to the clause's end."""
        end = self.clause_end(position)
        for k in range(position + 1, end):
            if (
                self.tags[k] == "V"
                and self.tags[k - 1] != "T"
                and self.grammar.lemmas.get(self.words.folded[k]) not in _CARRIERS
            ):
                end = k
                break
        return [chunk for chunk in self._chunks(position + 1, end) if chunk.preposition]

    def clause_end(self, position: int) -> int:
        """Return the word at which what follows `position` belongs to another verb."""
        k = position + 1
        opens = not self._verb_follows_object(position) and self.tags[position] not in {"V", "G"}
        while k < len(self.tags) and k < position + _REACH:
            mark = self.tags[k]
            if mark in {"S", "R", ";"}:
                break
            if mark in {"V", "A"} and k > position + 1 and self.tags[k - 1] != "T" and not self._reduced(k):
                break
            if mark == "," and not self._in_list(k, min(k + 8, len(self.tags) - 1)):
                break
            if mark == "C" and self._ends_clause(k, opens=opens):
                break
            k += 1
        return min(k, len(self.tags))

    def _ends_clause(self, conjunction: int, *, opens: bool) -> bool:
        """Tell whether a conjunction joins a verb or a clause rather than a name; `opens`: no verb stood before it."""
        after = self.tags[conjunction + 1] if conjunction + 1 < len(self.tags) else ";"
        return after in {"V", "A", "B", "G"} or (not opens and self._clause_follows(conjunction))

    def _clause_follows(self, conjunction: int) -> bool:
        """Tell whether a clause of its own begins after a conjunction: a finite verb before the next mark."""
        for k in range(conjunction + 1, min(conjunction + 8, len(self.tags))):
            if self.tags[k] in {",", ";", "C", "P"}:
                return False
            if self.tags[k] in {"V", "A"}:
                return True
        return False
