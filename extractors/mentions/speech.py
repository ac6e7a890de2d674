"""The dictionary of speech, `seeds/speech.toml`: verbs of saying, outlets, and who has no code."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from extractors.errors import DictionaryError

_WORD = re.compile(r"[^\W\d_]+")
_FILE = "speech.toml"
_CLASSES = ("report", "judge", "charge", "deny", "quote", "hint")
_KEYS = {
    "verbs": set(_CLASSES),
    "forms": None,
    "no_code": {"words"},
    "turned_down": {"verbs", "nouns"},
    "mute": {"words"},
    "titles": {"words"},
    "offices": {"national", "local"},
    "homes": None,
    "outlets": {"agencies", "broadcasters", "papers", "nouns", "endings"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What `seeds/speech.toml` holds, ready to match.

    `first` maps the first word of each form (those of `turned_down` too) to its forms, the longest first; `kinds` tells
    each form's class in lower case (report, judge, charge, deny, quote, hint), `lemmas` are the forms without ending.
    `outlet` finds a cited medium by name, `outlet_noun` the words that make one of a name beside it, `outlet_ending`
    names that end as outlets' do; `no_code` finds the people who speak for no party, `turned_down` the likes of
    "rejected suggestions", `office` and `local` the words of offices that speak for a state without naming it, `mute`
    what speaks for nobody ("a communique"). `titles` are the words before a name, and `homes` tells the state whose
    officials an agency quotes without saying whose.
    """

    kinds: Mapping[str, str]
    lemmas: frozenset[str]
    first: Mapping[str, tuple[str, ...]]
    outlet: re.Pattern[str]
    outlet_noun: re.Pattern[str]
    outlet_ending: re.Pattern[str]
    no_code: re.Pattern[str]
    turned_down: re.Pattern[str]
    mute: re.Pattern[str]
    office: re.Pattern[str]
    local: re.Pattern[str]
    titles: frozenset[str]
    homes: Mapping[str, str]


def find_forms(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, str]]:
    """Yield the forms of the dictionary in a stretch of text, each with its place; the longest at a place."""
    first = shipped_speech().first
    for word in _WORD.finditer(text, start, len(text) if end is None else end):
        for form in first.get(word[0].lower(), ()):
            stop = word.start() + len(form)
            if text[word.start() : stop].lower() == form and not text[stop : stop + 1].isalnum():
                yield word.start(), stop, form
                break


@cache
def shipped_speech() -> Speech:
    """Read the shipped dictionary, once."""
    return load_speech(resources.files("seeds").joinpath(_FILE).read_text("utf-8"))


def load_speech(text: str) -> Speech:
    """Build the dictionary from TOML; raises DictionaryError with file, line or key, and reason."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DictionaryError(f"{_FILE}: {fault}") from fault
    _check(tables)
    kinds = {
        form: kind
        for kind in _CLASSES
        for lemma in tables["verbs"][kind]
        for form in (lemma, *(tables["forms"].get(lemma) or verb_forms(lemma)))
    }
    media = tables["outlets"]
    rejections = [form for verb in tables["turned_down"]["verbs"] for form in verb_forms(verb)]
    names = [name for group in ("agencies", "broadcasters", "papers") for name in media[group]]
    first: dict[str, list[str]] = {}
    for form in sorted({*kinds, *rejections}, key=lambda form: -len(form)):
        first.setdefault(form.split()[0], []).append(form)
    return Speech(
        first={word: tuple(forms) for word, forms in first.items()},
        kinds=kinds,
        lemmas=frozenset(lemma for kind in _CLASSES for lemma in tables["verbs"][kind]),
        outlet=re.compile(rf"(?<!\w)(?:{_any(names)})(?![\w-])"),
        outlet_ending=re.compile(rf"(?:[A-Z][\w'-]*\s+)+(?:{_any(media['endings']['words'])})\b"),
        outlet_noun=re.compile(rf"\b(?:{_any(media['nouns']['words'])})\b", re.IGNORECASE),
        turned_down=re.compile(
            rf"\b(?P<verb>{_any(rejections)})\s+(?:[\w'-]+\s+){{0,3}}?(?:{_any(tables['turned_down']['nouns'])})\b"
        ),
        homes=tables["homes"],
        office=re.compile(rf"\b(?:{_any(tables['offices']['national'])})\b", re.IGNORECASE),
        local=re.compile(rf"\b(?:{_any(tables['offices']['local'])})\b", re.IGNORECASE),
        titles=frozenset(tables["titles"]["words"]),
        mute=re.compile(rf"\b(?:{_any(tables['mute']['words'])})\b", re.IGNORECASE),
        no_code=re.compile(rf"\b(?:{_any(tables['no_code']['words'])})\b", re.IGNORECASE),
    )


def _any(words: Iterable[str]) -> str:
    """Join words to a pattern, the longest first, any white space between their parts."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in longest_first)


def verb_forms(lemma: str) -> list[str]:
    """Inflect a regular verb: third person, past, -ing; particles stay behind ("point out")."""
    verb, _, particle = lemma.partition(" ")
    if verb.endswith("e"):
        past, going = verb + "d", verb[:-1] + "ing"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        past, going = verb[:-1] + "ied", verb + "ing"
    else:
        past, going = verb + "ed", verb + "ing"
    third = (
        verb[:-1] + "ies" if past.endswith("ied") else verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    )
    return [f"{form} {particle}".strip() for form in (verb, third, past, going)]


def _check(tables: dict[str, Any]) -> None:
    """Refuse unknown and missing keys and values of the wrong shape."""
    for name, keys in _KEYS.items():
        if not isinstance(tables.get(name), dict):
            raise DictionaryError(f"{_FILE}: the table [{name}] is missing")
        if keys is not None and set(tables[name]) != keys:
            wrong = ", ".join(sorted(set(tables[name]) ^ keys))
            raise DictionaryError(f"{_FILE}: [{name}] has unknown or missing keys: {wrong}")
    for name in sorted(set(tables) - set(_KEYS)):
        raise DictionaryError(f"{_FILE}: unknown table [{name}]")
    lists = [
        (f"{name}.{key}", value)
        for name, table in tables.items()
        if name != "homes"
        for key, value in table.items()
        if key not in {"nouns", "endings"}
    ]
    lists.extend((f"outlets.{key}.words", tables["outlets"][key].get("words")) for key in ("nouns", "endings"))
    for name, value in lists:
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(word, str) and word.strip() for word in value)
        ):
            raise DictionaryError(f"{_FILE}: {name} must be a list of words, none of them empty")
