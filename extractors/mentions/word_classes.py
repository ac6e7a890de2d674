"""Word classes of a sentence: enough to find verbs, subjects, objects and phrases; names are known beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.mentions.grammar import Grammar
from extractors.mentions.spans import ActorSpan
from extractors.mentions.words import Words

_STRONG = frozenset({";", ":", ".", "?", "!", "\u2014", "\u2013", "(", ")", "\u2026"})
_DASHES = frozenset({"-", "\u2013", "\u2014"})
_QUOTES = frozenset({'"', "\u201c", "\u201d", "\u2018", "'"})
_FIXED = {",": ",", "and": "C", "or": "C", "but": "C", "&": "C", "nor": "C", "not": "B", "n't": "B"}
_NO_KINDS: frozenset[str] = frozenset()
_REGULAR_PAST = frozenset({"past", "pp"})
_NAMED_LY = frozenset({"anomaly", "assembly", "family", "monopoly", "reply", "resupply", "supply"})
_SHORTENED = frozenset(
    {"adm", "brig", "capt", "col", "dr", "gen", "gov", "lt", "maj", "mr", "mrs", "ms", "prof", "rep", "sen", "sgt"}
)
_PREFIXES = frozenset({"co", "counter", "re", "test"})
_LOOK = 12


def tag(words: Words, spans: Sequence[ActorSpan], grammar: Grammar) -> list[str]:
    """Give each word a class.

    V verb, A auxiliary, G -ing form, T "to" before a verb, P preposition, R relative, S subordinator, C "and"/"or"/
    "but", comma, ; strong mark, Q quotation mark, D determiner, B adverb, N the rest (names, nouns, adjectives).
    """
    tagger = _Tagger(words=words, owner=owners(words, spans), grammar=grammar)
    for position, word in enumerate(words.folded):
        span = tagger.owner[position]
        named = span is not None and span.form != "pronoun"
        tagger.tags.append("N" if named else tagger.word_class(position, word))
    return _main_auxiliaries(tagger.tags)


def _main_auxiliaries(tags: list[str]) -> list[str]:
    """Make verbs of the auxiliaries that no other verb follows: "has no intention", "talks are over"."""
    for position, mark in enumerate(tags):
        if mark == "A":
            after = next((later for later in tags[position + 1 : position + 4] if later != "B"), "")
            if after not in {"V", "A", "G", "T"}:
                tags[position] = "V"
    return tags


def owners(words: Words, spans: Sequence[ActorSpan]) -> list[ActorSpan | None]:
    """Return for each word the span that it belongs to."""
    owner: list[ActorSpan | None] = [None] * (len(words.folded) + 1)
    for span in spans:
        for position in range(span.first, span.last):
            owner[position] = span
    return owner


@dataclass(slots=True, kw_only=True)
class _Tagger:
    words: Words
    owner: list[ActorSpan | None]
    grammar: Grammar
    tags: list[str] = field(default_factory=list)

    def word_class(self, position: int, word: str) -> str:
        """Return the class of a word that is no name, given those before it."""
        if not word[0].isalnum() and word not in _FIXED:
            if word in _DASHES:
                at = self.words.starts[position]
                return "," if at and self.words.text[at - 1].isspace() else "N" if word != "\u2014" else ";"
            if word == "." and self._at(position - 1) in _SHORTENED:
                return "N"
            return ";" if word in _STRONG else "Q" if word in _QUOTES else "N"
        if word in _PREFIXES and self._at(position + 1) == "-" and self._at(position + 2).endswith("ed"):
            return "V"
        return _FIXED.get(word) or self._closed(position, word) or self._open(position, word)

    def _closed(self, position: int, word: str) -> str | None:
        """Return the class of a word of grammar, or None."""
        grammar = self.grammar
        found = None
        if word in grammar.auxiliaries:
            found = "A"
        elif word == "since" and self.tags[-1:] == ["A"]:
            found = "B"
        elif word == "to":
            after = self._at(position + 1)
            found = "T" if "base" in grammar.verbs.get(after, _NO_KINDS) or after in {"be", "have"} else "P"
        elif word == "that":
            found = self._that(position)
        elif word in grammar.relatives:
            found = "R"
        elif word in grammar.subordinators:
            found = self._subordinator(position, word)
        elif word in grammar.prepositions:
            found = "B" if word == "at" and self._at(position + 1) in {"least", "most"} else "P"
        elif word in grammar.determiners:
            found = "D"
        elif (word in grammar.adverbs and self._adverbial(position, word)) or (
            word.endswith("ly") and len(word) > len("ally") and word not in _NAMED_LY
        ):
            found = "B"
        return found

    def _adverbial(self, position: int, word: str) -> bool:
        """Tell "is set to" and "was expected to" from the verbs of "has set" and "scheduled a drill"."""
        return word not in self.grammar.verbs or self._at(position + 1) == "to"

    def _at(self, position: int) -> str:
        return self.words.folded[position] if 0 <= position < len(self.words.folded) else ""

    def _finite(self, position: int) -> bool:
        word = self._at(position)
        return word in self.grammar.auxiliaries or bool(self.grammar.verbs.get(word, _NO_KINDS) & {"past", "s"})

    def _that(self, position: int) -> str:
        """Tell the relative of "talks that collapsed" from the one of "said that talks"."""
        noun = bool(self.tags) and self.tags[-1] == "N"
        return "R" if noun and self._finite(position + 1) else "S"

    def _subordinator(self, position: int, word: str) -> str:
        """Tell "after talks in Cairo" (a preposition) from "after talks collapsed" by the verb before the next mark."""
        if word not in self.grammar.prepositions and word != "as":
            return "S"
        for at in range(position + 1, position + _LOOK):
            later = self._at(at)
            if not later or later in {",", ";", ".", ":"}:
                break
            sure = later not in self.grammar.ambiguous or self.owner[at - 1] is not None
            if at > position + 1 and sure and self._clausal(at):
                return "S"
        return "P"

    def _clausal(self, position: int) -> bool:
        """Tell whether the word makes a clause: a finite form, or a base form after a name ("troops pull back")."""
        named = self.owner[position - 1] is not None
        return self._finite(position) or (named and "base" in self.grammar.verbs.get(self._at(position), _NO_KINDS))

    def _open(self, position: int, word: str) -> str:
        """Return V, G or N for a word that may be a verb."""
        kinds = self.grammar.verbs.get(word, _NO_KINDS)
        if not kinds and word.endswith("ed") and len(word) > len("need"):
            kinds = _REGULAR_PAST
        before = self.tags[-1] if self.tags else ""
        if not kinds or self._attached(position):
            gerund = not kinds and word.endswith("ing") and len(word) > len("being") and before not in {"D", "N", ""}
            return "G" if gerund else "N"
        if self._in_verb_group():
            return "G" if kinds == {"ing"} and before != "A" else "V"
        last = self.owner[position - 1] if position else None
        qualifies = last is not None and last.form == "adjective" and last.head is None
        if before == "D" or self._at(position - 1) in {"'s", "'"} or qualifies:
            return "N"
        if "ing" in kinds:
            return "G"
        if word in self.grammar.ambiguous:
            agrees = last is not None and (bool(kinds & {"s", "past"}) or self._plural(last))
            return "V" if agrees or before == "R" or (before == "C" and "past" in kinds) else "N"
        disagrees = kinds <= {"base"} and before == "N" and last is None and not self._many(position - 1)
        return "N" if before == "P" or disagrees else "V"

    def _plural(self, span: ActorSpan) -> bool:
        """Tell whether a verb's base form agrees with the names that end here: "Houthis", "A and B", "A, B"."""
        named = span.first > 1 and self.owner[span.first - 2] is not None
        listed = named and self._at(span.first - 1) in {"and", ","}
        return listed or self._at(span.last - 1).endswith("s")

    def _many(self, position: int) -> bool:
        """Tell whether a noun is plural by its looks, so that a base form can be its verb."""
        word = self._at(position)
        return word.endswith("s") or word in {"people", "police", "men", "women", "military", "gunmen"}

    def _attached(self, position: int) -> bool:
        """Tell whether a hyphen without blanks joins the word to a name before it: "EU-facilitated"."""
        starts, ends = self.words.starts, self.words.ends
        joined = position > 1 and self._at(position - 1) == "-" and ends[position - 1] == starts[position]
        return joined and ends[position - 2] == starts[position - 1]

    def _in_verb_group(self) -> bool:
        before = self.tags[-1:] + self.tags[-2:-1]
        return before[:1] in (["T"], ["A"]) or (before[:1] == ["B"] and before[1:] in (["A"], ["T"]))
