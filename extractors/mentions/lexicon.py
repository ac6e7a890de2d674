"""Inflection: which forms a word of the dictionaries has, and which word classes a form can have.

Tags are single letters: b base of a verb, s third person, d past, n participle, g the -ing form, N noun, P plural noun.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from extractors.errors import DictionaryError

_FILE = "inflections.toml"
_VOWELS = "aeiou"
_SIBILANTS = ("s", "x", "z", "ch", "sh")
_SHORT = 4  # letters up to which a verb that ends in consonant, vowel, consonant doubles the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflection:
    """The rules and exceptions of `seeds/inflections.toml`."""

    irregular: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    doubling: frozenset[str]
    plurals: Mapping[str, str]
    verbs: tuple[str, ...]
    both: tuple[str, ...]

    def verb(self, lemma: str) -> dict[str, tuple[str, ...]]:
        """Return the forms of a verb by tag: b, s, d, n, g."""
        stem = lemma + lemma[-1] if self._doubles(lemma) else lemma
        if lemma.endswith("e"):
            past, going = lemma + "d", (lemma if lemma.endswith(("ee", "oe", "ye")) else lemma[:-1]) + "ing"
        elif lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
            past, going = lemma[:-1] + "ied", lemma + "ing"
        elif lemma.endswith("c"):
            past, going = lemma + "ked", lemma + "king"
        else:
            past, going = stem + "ed", stem + "ing"
        if lemma.endswith("ie"):
            going = lemma[:-2] + "ying"
        pasts, participles = self.irregular.get(lemma, ((past,), (past,)))
        return {"b": (lemma,), "s": (self._third(lemma),), "d": pasts, "n": participles, "g": (going,)}

    def noun(self, lemma: str) -> dict[str, tuple[str, ...]]:
        """Return the forms of a noun by tag: N, P."""
        return {"N": (lemma,), "P": (self.plurals.get(lemma) or self._third(lemma),)}

    def _third(self, lemma: str) -> str:
        if lemma in {"do", "go", "undergo", "forgo", "veto", "embargo", "echo"}:
            return lemma + "es"
        if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
            return lemma[:-1] + "ies"
        return lemma + ("es" if lemma.endswith(_SIBILANTS) else "s")

    def _doubles(self, lemma: str) -> bool:
        if lemma in self.doubling:
            return True
        tail = lemma[-3:]
        return (
            (
                2 < len(lemma) <= _SHORT + 1  # noqa: PLR2004 - consonant, vowel, consonant
                and tail[0] not in _VOWELS
                and tail[1] in _VOWELS
                and tail[2] not in "aeiouwxyhr"
                and sum(letter in _VOWELS for letter in lemma) == 1
            )
            or (len(lemma) <= _SHORT and tail[2:] == "r" and tail[1:2] in _VOWELS and tail[0] not in _VOWELS)
        )


@dataclass(slots=True, kw_only=True)
class Lexicon:
    """Word forms with the tags that they can have, and their lemmas; filled from the dictionaries at load."""

    inflection: Inflection
    tags: dict[str, str] = field(default_factory=dict)
    lemmas: dict[str, str] = field(default_factory=dict)

    def add_verb(self, lemma: str) -> None:
        """Let the forms of a verb be verbs."""
        for tag, forms in self.inflection.verb(lemma).items():
            self._add(forms, tag, lemma)

    def add_noun(self, lemma: str) -> None:
        """Let the forms of a noun be nouns."""
        for tag, forms in self.inflection.noun(lemma).items():
            self._add(forms, tag, lemma)

    def add_forms(self, form: str, tag: str, lemma: str) -> None:
        """Let one form have one more tag."""
        self._add((form,), tag, lemma)

    def lemma(self, token: str) -> str:
        """Return the lemma of a token in small letters; a word that no dictionary has is its own."""
        return self.lemmas.get(token, token)

    def _add(self, forms: Iterable[str], tag: str, lemma: str) -> None:
        for form in forms:
            known = self.tags.get(form, "")
            if tag not in known:
                self.tags[form] = known + tag
            if form not in self.lemmas or form == lemma:
                self.lemmas[form] = lemma


def shipped_lexicon() -> Lexicon:
    """Return a new lexicon with the common verbs, to which the dictionaries add theirs."""
    lexicon = Lexicon(inflection=shipped_inflection())
    for lemma in (*lexicon.inflection.verbs, *lexicon.inflection.both, *lexicon.inflection.irregular):
        lexicon.add_verb(lemma)
    for lemma in lexicon.inflection.both:
        lexicon.add_noun(lemma)
    return lexicon


@cache
def shipped_inflection() -> Inflection:
    """Read the shipped file, once."""
    return load_inflection(resources.files("seeds").joinpath(_FILE).read_text("utf-8"))


def load_inflection(text: str) -> Inflection:
    """Build the rules from TOML; raises DictionaryError with file, line and reason."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DictionaryError(f"{_FILE}: {fault}") from fault
    _check(tables, text)
    pairs = {
        verb: tuple(tuple(form.split("/")) for form in forms.split()) for verb, forms in tables["irregular"].items()
    }
    return Inflection(
        irregular={verb: (forms[0], forms[1]) for verb, forms in pairs.items()},
        doubling=frozenset(tables["doubling"]["verbs"]),
        plurals=tables["plurals"],
        verbs=tuple(tables["common"]["verbs"]),
        both=tuple(tables["common"]["both"]),
    )


def _check(tables: Mapping[str, Any], text: str) -> None:
    for name in ("irregular", "doubling", "plurals", "common"):
        if not isinstance(tables.get(name), dict):
            raise DictionaryError(f"{_FILE}:1: the table [{name}] is missing")
    for verb, forms in tables["irregular"].items():
        if not isinstance(forms, str) or len(forms.split()) != 2:  # noqa: PLR2004 - past and participle
            line = text.count("\n", 0, text.find(f"\n{verb} =") + 1) + 1
            raise DictionaryError(f'{_FILE}:{line}: {verb} must be "PAST PARTICIPLE"')
