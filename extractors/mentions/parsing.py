"""A sentence with its word classes and actors: whose verb it is, who speaks, who heads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.mentions.grammar import shipped_grammar
from extractors.mentions.memory import Memory, TextSpan
from extractors.mentions.noun_links import NounLinks
from extractors.mentions.spans import ActorSpan, is_land
from extractors.mentions.word_classes import owners, tag

_GROUP = frozenset({"A", "B", "T"})
_NO_STATES = frozenset({"rebel", "militia", "militant", "insurgent", "jihadist", "guerrilla", "separatist", "enemy"})
_SAYS = (
    "say tell add announce declare insist state report confirm write"
    " warn reply respond stress reiterate maintain argue vow emphasise emphasize"
)
_SAYING = frozenset(_SAYS.split())
_HEADING = 8
_DEPTH = 6
_REACH = 40
_NEAR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse(NounLinks):
    """A sentence's noun phrases with its verbs: who does each of them."""

    def subject(self, verb: int, depth: int = 0, *, men: bool = True) -> list[ActorSpan]:
        """Return who does the verb at `verb`: the heads of its subject, or of the verb that governs it."""
        if depth > _DEPTH:
            return []
        at, governor = self.group_start(verb)
        mark = self.tags[at] if at >= 0 else ""
        if governor is not None or self._is_decision(verb, at):
            found = self.before_noun(at) if self._is_decision(verb, at) else self._decided(verb, at)
            found = found or (self._controlled(governor, at, depth) if governor is not None else [])
        elif at < 0:
            found = self._fronted(verb, depth)
        elif mark == "R":
            found = self._antecedent(at)
        elif mark == "," and self.tags[at + 1] == "B" and self.tags[verb - 1] == "T":
            found = self.heads(self._phrase_start(at - 1), at)
        elif mark in {"C", ","}:
            found = self._coordinated(at, depth)
        elif mark == "P":
            found = self._governed_by_preposition(at, verb, depth)
        elif mark in {"V", "G", "S", ";", "Q"}:
            found = self._after_mark(at, verb, depth)
        else:
            found = self._before_verb(at)
        if not found and men and depth < _DEPTH and at >= 0:
            found = self._owners_of_men(at, verb, depth)
        return found

    def _is_decision(self, verb: int, at: int) -> bool:
        """Tell whether a noun with a doer of its own governs the infinitive: "Israel's decision to block"."""
        return at >= 0 and self.tags[verb - 1] == "T" and self.words.folded[at] in self.grammar.control_nouns

    def _decided(self, verb: int, at: int) -> list[ActorSpan]:
        """Return whose decision it is past a date: "Israel's decision in March to block"."""
        dated = at > 1 and self.tags[verb - 1] == "T" and self.tags[at - 1] == "P" and self.owner[at] is None
        return self.before_noun(at - 2) if dated and self.words.folded[at - 2] in self.grammar.control_nouns else []

    def _before_verb(self, at: int) -> list[ActorSpan]:
        """Return the heads of the noun phrase that ends at `at`, or those of a relative clause's antecedent."""
        start = self._phrase_start(at)
        relative = self._relative_before(start - 1)
        if relative is not None:
            return self._antecedent(relative)
        found = self.heads(start, at + 1)
        if not found and start > 0 and self.tags[start - 1] == "R":
            return self._antecedent(start - 1)
        return found

    def _relative_before(self, verb: int) -> int | None:
        """Return the "that" of "units that had backed them crossed", given its verb: "them" is no subject."""
        if verb < 0 or self.tags[verb] != "V":
            return None
        k = verb - 1
        while k >= 0 and self.tags[k] in {"A", "B"}:
            k -= 1
        return k if k >= 0 and self.tags[k] == "R" else None

    def group_start(self, verb: int) -> tuple[int, int | None]:
        """Step left over auxiliaries and adverbs; return the word before, and the governing verb of "to" or "-ing"."""
        at = verb - 1
        infinitive = False
        while at >= 0 and self.tags[at] in _GROUP:
            infinitive = infinitive or (self.tags[at] == "T" and (at == 0 or self.tags[at - 1] not in {"A", "B"}))
            at -= 1
        if at >= 0 and self.tags[at] == "V" and (infinitive or self.tags[verb] == "G"):
            return at, at
        if infinitive and at >= 0:
            back = next((k for k in range(at, max(at - _REACH, -1), -1) if self._governs(k)), None)
            if back is not None and self.tags[back] in {"V", "G"}:
                return at, back
        return at, None

    def _governs(self, k: int) -> bool:
        """Tell whether an infinitive behind hangs on this word, or none does: a verb, "forcing", a clause's end."""
        forcing = self.tags[k] == "G" and self.grammar.lemmas.get(self.words.folded[k]) in self.grammar.object_control
        return forcing or self.tags[k] in {"V", ";", "S"}

    def _controlled(self, governor: int, at: int, depth: int) -> list[ActorSpan]:
        """Return the subject of an infinitive: the object of "asked B to", else the governor's own subject."""
        lemma = self.grammar.lemmas.get(self.words.folded[governor], "")
        opened = self._opener(governor, at)
        if opened is not None:
            return self.heads(opened + 1, at + 1)
        if at != governor and lemma in self.grammar.object_control:
            between = self.heads(governor + 1, at + 1)
            if between:
                return between
        return self.subject(governor, depth + 1)

    def _opener(self, governor: int, at: int) -> int | None:
        """Return the "for" of "provided for the rebels to leave", which names who is to do it."""
        k = next((k for k in range(at, governor, -1) if self.tags[k] in {"P", ",", "C"}), None)
        return k if k is not None and self.words.folded[k] == "for" else None

    def _fronted(self, verb: int, depth: int) -> list[ActorSpan]:
        """Return the subject of the main clause for a participle at the sentence's head."""
        if self.tags[verb] != "G":
            return []
        main = next((k for k in range(verb + 1, len(self.tags)) if self.tags[k] == ","), None)
        if main is None:
            return []
        later = next((k for k in range(main + 1, len(self.tags)) if self.tags[k] == "V"), None)
        return self.subject(later, depth + 1) if later is not None and later > main + 1 else []

    def _antecedent(self, relative: int) -> list[ActorSpan]:
        """Return the actors that "who" or "which" refers to: the noun phrase before it."""
        at = relative - 1
        while at >= 0 and self.tags[at] in {",", "P", "B", "Q"}:
            at -= 1
        if at < 0:
            return []
        found = self.heads(self._phrase_start(at, lists=True), at + 1)
        return found or [span for span in self.spans if span.last == at + 1 and span.form != "modifier"]

    def _coordinated(self, at: int, depth: int) -> list[ActorSpan]:
        """Resolve a verb after "and" or a comma: past an aside, else the subject of the verb before."""
        comma = self.tags[at] == ","
        if comma:
            opening = next((k for k in range(at - 1, -1, -1) if self.tags[k] == ","), None)
            if opening is not None and self._is_aside(opening, at):
                return self.heads(self._phrase_start(opening - 1), opening) if opening else []
        previous = self.verb_before(at)
        if previous is not None:
            return self.subject(previous, depth + 1)
        return self.heads(self._phrase_start(at - 1), at) if comma and at > 0 else []

    def verb_before(self, at: int) -> int | None:
        """Return the verb to the left with which one after a conjunction shares its subject."""
        skip = False
        for k in range(at - 1, -1, -1):
            mark = self.tags[k]
            if mark == ";":
                return None
            if mark == "R" and not skip:
                skip = True
                continue
            if mark == "V" and not self._in_relative(k, at):
                return k
        return next((k for k in range(at - 1, -1, -1) if self.tags[k] == "V"), None)

    def _in_relative(self, verb: int, before: int) -> bool:
        """Tell whether a verb stands in a relative clause that a comma closes before `before`."""
        opener = next((k for k in range(verb - 1, -1, -1) if self.tags[k] in {"R", "V", ";"}), None)
        return opener is not None and self.tags[opener] == "R" and "," in self.tags[verb:before]

    def _governed_by_preposition(self, at: int, verb: int, depth: int) -> list[ActorSpan]:
        """Resolve "accused Israel of walking out", "after seizing", "by launching"."""
        if self.tags[verb] != "G":
            return self.heads(self._phrase_start(at), at + 1)
        previous = self.verb_before(at)
        if self.words.folded[at] in {"of", "for", "from"} and previous is not None:
            accused = self.heads(previous + 1, at)
            if accused:
                return accused
        return self.subject(previous, depth + 1) if previous is not None else self._fronted(verb, depth)

    def _after_mark(self, at: int, verb: int, depth: int) -> list[ActorSpan]:
        if self.tags[at] == "V" and self.tags[verb] == "V":
            return self.heads(at + 1, verb) or self.subject(at, depth + 1)
        if self.tags[at] == "G":
            return self.subject(at, depth + 1)
        if self.tags[at] == "Q" and at:
            return self.heads(self._phrase_start(at - 1), at)
        if self.tags[at] == "S":
            previous = self.verb_before(at)
            return self.subject(previous, depth + 1) if previous is not None else []
        return []

    def _owners_of_men(self, at: int, verb: int, depth: int) -> list[ActorSpan]:
        """Give nameless men to whoever speaks of them or heads the line: "said engineers had stopped"."""
        previous = self.verb_before(at)
        if self.tags[at] == "N" and self.tags[verb] == "G" and self.owner[at] is None and previous is not None:
            return self.subject(previous, depth + 1)
        if (self.words.folded[at],) not in self.men or self.words.folded[at - 1][:1].isdigit():
            return []
        if at and self.words.folded[at - 1] in _NO_STATES:
            return []  # "rebel gunners shelled the port, the navy said" are not the navy's
        if self.words.folded[at] in {"side", "team"} and self.words.folded[at - 1] not in {
            "his",
            "her",
            "its",
            "their",
        }:
            return []
        if previous is not None:
            return self.subject(previous, depth + 1)
        return self.heading() or self.speaker(verb, depth)

    def whose(self, noun: int) -> list[ActorSpan]:
        """Return whom "whose" before a noun refers to: "Trump, whose three meetings with Kim"."""
        at = next((k for k in range(noun - 1, max(noun - _NEAR, 0), -1) if self.words.folded[k] == "whose"), None)
        return self._antecedent(at) if at is not None and set(self.tags[at + 1 : noun]) <= {"N", "D"} else []

    def is_passive(self, verb: int) -> bool:
        """Tell whether a verb stands in the passive."""
        k = verb - 1
        while k >= 0 and self.tags[k] == "B":
            k -= 1
        form = self.words.folded[verb]
        be = k >= 0 and self.words.folded[k] in {"was", "were", "is", "are", "been", "be", "being"}
        return be and "pp" in self.grammar.verbs.get(form, {"pp"}) and not form.endswith("ing")

    def heading(self) -> list[ActorSpan]:
        """Return the actors before an early colon: "Islamabad: talks are over", "Haiti's council: no dialogue"."""
        colon = next((k for k in range(1, min(_HEADING, len(self.tags))) if self.words.folded[k] == ":"), None)
        if colon is None or "V" in self.tags[:colon]:
            return []
        return [span for span in self.within(0, colon) if not is_land(span)]

    def teller(self, head: int) -> list[ActorSpan]:
        """Return who tells of the event at `head`: by the verb of saying before it, else behind it."""
        for k in range(head - 1, -1, -1):
            if self.tags[k] == ";" or self.words.folded[k] == "but":
                break
            if self.tags[k] == "V" and self.grammar.lemmas.get(self.words.folded[k]) in _SAYING:
                return self.subject(k)
        return self.speaker(head)

    def speaker(self, position: int, depth: int = 0) -> list[ActorSpan]:
        """Return the subject of a verb of saying that closes the sentence after `position`: "…, he said"."""
        lemmas = self.grammar.lemmas
        closing = [
            k
            for k in range(position + 1, len(self.tags))
            if lemmas.get(self.words.folded[k]) in _SAYING and self.tags[k] == "V"
        ]
        if closing and depth < _DEPTH:
            return self.subject(closing[-1], depth + 1)
        quoted = next((k for k, word in enumerate(self.words.folded) if word in {"quoted", "cited"}), None)
        named = quoted is not None and "saying" in self.words.folded[quoted:]
        return [span for span in self.spans if named and span.first == (quoted or 0) + 1]

    def main_subject(self, position: int) -> list[ActorSpan]:
        """Return the subject of the clause that a noun at `position` is an adjunct of: "X said after talks with Y"."""
        before = next((k for k in range(position - 1, -1, -1) if self.tags[k] in {"V", ";", "R"}), None)
        while before is not None and self.tags[before] in {"V", "S"}:
            found = self.subject(before) if self.tags[before] == "V" else []
            if found:
                return found
            before = next((k for k in range(before - 1, -1, -1) if self.tags[k] in {"V", ";", "R"}), None)
        comma = next((k for k in range(position + 1, len(self.tags)) if self.tags[k] == ","), None)
        later = (
            None if comma is None else next((k for k in range(comma + 1, len(self.tags)) if self.tags[k] == "V"), None)
        )
        if later is not None and comma is not None:
            opening = next((k for k in range(position, 0, -1) if self.tags[k] in {",", "V"}), 0)
            aside = later == comma + 1 and opening and self.tags[opening] == ","
            return self.heads(self._phrase_start(opening - 1), opening) if aside else self.subject(later)
        if self.heading():
            return self.heading()
        verbless = "V" not in self.tags[:position] and "V" not in self.tags[position:]
        return [span for span in self.within(0, position) if not is_land(span)][:1] if verbless else []


def parse_of(sentence: TextSpan, spans: Sequence[ActorSpan], memory: Memory) -> Parse:
    """Return the parse of a sentence, made once for all its events."""
    key = (sentence.start, sentence.text)
    found = memory.parses.get(key)
    if not isinstance(found, Parse):
        words, grammar = memory.words_of(sentence), shipped_grammar()
        tags = tag(words, spans, grammar)
        found = Parse(
            words=words,
            tags=tags,
            owner=owners(words, spans),
            spans=spans,
            grammar=grammar,
            men=memory.index.heads["own_men"],
        )
        memory.parses.clear()
        memory.parses[key] = found
    return found
