"""The words of English that tell who does what to whom, `seeds/grammar.toml`, with verbs inflected."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from extractors.errors import DictionaryError

_FILE = "grammar.toml"
_WORD_LISTS = (
    "ambiguous",
    "prepositions",
    "subordinators",
    "relatives",
    "auxiliaries",
    "adverbs",
    "determiners",
    "object_control",
    "strangers",
    "grasping",
    "light",
    "neutral",
    "control_nouns",
)
_LISTS = ("regular", "irregular", *_WORD_LISTS)
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The lists of `seeds/grammar.toml`; `verbs` maps each inflected form to its kinds: base, s, past, pp, ing."""

    verbs: dict[str, frozenset[str]]
    lemmas: dict[str, str]
    ambiguous: frozenset[str]
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    relatives: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    determiners: frozenset[str]
    object_control: frozenset[str]
    strangers: frozenset[str]
    grasping: frozenset[str]
    light: frozenset[str]
    neutral: frozenset[str]
    control_nouns: frozenset[str]


@cache
def shipped_grammar() -> Grammar:
    """Read the shipped lists, once."""
    return load_grammar(resources.files("seeds").joinpath(_FILE).read_text("utf-8"))


def load_grammar(text: str) -> Grammar:
    """Build the lists from TOML; raises DictionaryError with file, line and reason."""
    try:
        lists: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DictionaryError(f"{_FILE}: {fault}") from fault
    for key in _LISTS:
        value = lists.get(key)
        if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
            line = text.count("\n", 0, max(f"\n{text}".find(f"\n{key} ="), 0)) + 1
            raise DictionaryError(f"{_FILE}:{line}: {key} must be a list of words")
    forms: dict[str, set[str]] = {}
    lemmas: dict[str, str] = {}
    for entry in (*lists["irregular"], *lists["regular"]):
        base, *rest = entry.split()
        for form, kinds in _forms(base, rest).items():
            forms.setdefault(form, set()).update(kinds)
            lemmas.setdefault(form, base)
    sets = {key: frozenset(lists[key]) for key in _WORD_LISTS}
    return Grammar(verbs={form: frozenset(kinds) for form, kinds in forms.items()}, lemmas=lemmas, **sets)


def _forms(base: str, irregular: Sequence[str]) -> dict[str, set[str]]:
    """Inflect a verb: its forms and what each can be."""
    past = irregular[0] if irregular else _past(base)
    participle = irregular[1] if len(irregular) > 1 else past
    found: dict[str, set[str]] = {}
    for form, kind in ((base, "base"), (_third(base), "s"), (past, "past"), (participle, "pp"), (_ing(base), "ing")):
        found.setdefault(form, set()).add(kind)
    return found


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in _VOWELS else base + "s"


def _doubles(base: str) -> bool:
    """Tell whether the last letter is doubled: "ram" -> "rammed", not "open"."""
    short = base[-1] not in f"{_VOWELS}wxy" and base[-2:-1] in set(_VOWELS) and base[-3:-2] not in set(_VOWELS)
    return short and (sum(c in _VOWELS for c in base) == 1 or base.endswith(("mit", "fer", "pel", "cel")))


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + base[-1] + "ed" if _doubles(base) else base + "ed"


def _ing(base: str) -> str:
    if base.endswith("e") and not base.endswith(("ee", "ye")) and len(base) > len("be"):
        return base[:-1] + "ing"
    return base + base[-1] + "ing" if _doubles(base) else base + "ing"
