"""The operator index: words that change what is said of an event, read from `seeds/operators.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from extractors.errors import DictionaryError
from extractors.mentions.lexicon import Lexicon
from extractors.mentions.patterns import (
    Phrase,
    compile_noun,
    compile_verb,
    compile_words,
    line_of,
    match,
    needed,
    read_sections,
)
from extractors.mentions.tagging import Tagged

_FILE = "operators.toml"
FLAGS = frozenset({"n", "v", "a", "i", "s", "c"})
_ALL = (
    "refuse deny fail halt resume continue begin hold complete agree propose demand threaten plan violate accuse report"
    " doubt allow"
)
EFFECTS = frozenset(_ALL.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorEntry:
    """One line of the dictionary, for one word class ("v", "n" or "a"); `needed` are the forms that must come later."""

    phrase: str
    effect: str
    word_class: str
    intransitive: bool
    subject_only: bool
    clause: bool
    rest: Phrase
    needed: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorHit:
    """An operator at the tokens `first` to `last` (exclusive)."""

    entry: OperatorEntry
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorIndex:
    """All operators by the forms of their first word, the heaviest first."""

    by_first: Mapping[str, tuple[OperatorEntry, ...]]
    size: int

    def find(self, tagged: Tagged) -> list[OperatorHit]:
        """Return the operators in order; of several that begin at one token, the heaviest: one or more."""
        lower, tags = tagged.tokens.lower, tagged.tags
        here = set(lower)
        found: list[OperatorHit] = []
        for at, word in enumerate(lower):
            heaviest = 0
            for entry in self.by_first.get(word, ()):
                if entry.rest.weight < heaviest:
                    break
                if entry.needed is not None and entry.needed.isdisjoint(here):
                    continue
                last = match(entry.rest, at, lower, tags) if _fits(entry, at, tagged) else 0
                if last:
                    found.append(OperatorHit(entry=entry, first=at, last=last))
                    heaviest = entry.rest.weight
        return found


_COPULAS = frozenset(
    [
        "be",
        "am",
        "is",
        "are",
        "was",
        "were",
        "been",
        "being",
        "'s",
        "'re",
        "remain",
        "remains",
        "remained",
        "stay",
        "stays",
        "stayed",
        "put",
    ]
)


def _fits(entry: OperatorEntry, at: int, tagged: Tagged) -> bool:
    tag, form = tagged.tags[at], tagged.forms[at]
    if entry.word_class == "v":
        return tag == "V"
    if entry.word_class == "n":
        return tag in "NE" or (tag == "V" and form == "g")
    if tagged.tokens.is_joined(at):
        return False
    if tag in "RP" and entry.rest.weight == 1:
        return _after_copula(at, tagged)
    return tag in "ANVERPG" and not (tag == "V" and form in "bsd")


def _after_copula(at: int, tagged: Tagged) -> bool:
    """Tell whether "over", "off", "under way" are what a noun is said to be."""
    before = at - 1
    while before >= 0 and tagged.tags[before] in "RG":
        before -= 1
    return before >= 0 and tagged.tokens.lower[before] in _COPULAS


def shipped_operators(lexicon: Lexicon) -> OperatorIndex:
    """Read the shipped dictionary and teach its words to the lexicon."""
    return load_operators(resources.files("seeds").joinpath(_FILE).read_text("utf-8"), lexicon)


def load_operators(text: str, lexicon: Lexicon) -> OperatorIndex:
    """Build the index from TOML; raises DictionaryError with file, line and reason."""
    by_first: dict[str, list[OperatorEntry]] = {}
    size = 0
    for effect, phrase, flags in read_sections(text, _FILE, FLAGS):
        if effect not in EFFECTS:
            raise DictionaryError(
                f"{_FILE}:{line_of(text, effect)}: [{effect}] is no effect ({', '.join(sorted(EFFECTS))})"
            )
        size += 1
        for word_class in sorted(flags & {"n", "v", "a"}):
            first, rest = _compile(phrase, word_class, lexicon)
            entry = OperatorEntry(
                phrase=phrase,
                effect=effect,
                word_class=word_class,
                intransitive=bool(flags & {"i", "s"}),
                subject_only="s" in flags,
                clause="c" in flags,
                rest=rest,
                needed=needed(rest),
            )
            for form in first:
                by_first.setdefault(form, []).append(entry)
    return OperatorIndex(by_first={f: tuple(sorted(some, key=_rank)) for f, some in by_first.items()}, size=size)


def _compile(phrase: str, word_class: str, lexicon: Lexicon) -> tuple[frozenset[str], Phrase]:
    first = phrase.partition(" ")[0]
    if word_class == "v":
        lexicon.add_verb(first)
        return compile_verb(phrase, lexicon.inflection)
    if word_class == "n":
        if " " not in phrase and first not in {"all", "false"}:
            lexicon.add_noun(first)
        return compile_noun(phrase, lexicon.inflection)
    return compile_words(phrase)


def _rank(entry: OperatorEntry) -> tuple[int, str, str]:
    return -entry.rest.weight, entry.word_class, entry.effect
