"""The dictionaries of actors, `seeds/actors.toml`, `groups.toml` and `leaders.toml`, ready to match by first word."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale

from extractors.errors import DictionaryError
from extractors.mentions.tenures import EVER, days_of
from extractors.mentions.words import split_name

_FILES = ("actors.toml", "groups.toml", "leaders.toml")
_STATE_KEYS = {"name", "names", "adjectives", "demonyms", "capitals", "offices", "ambiguous", "context"}
_GROUP_KEYS = {"name", "names", "home", "code", "ambiguous", "capitals"}
_OFFICES = {"head", "foreign", "defence", "security", "military", "envoy", "spokes", "leader", "minister"}
_GROUP_KINDS = {"armed": "armed-group", "organisations": "organisation", "bodies": "organisation"}
_ABBREVIATION = 6  # capitals up to this length must be written as capitals: US, UAE, UNIFIL
_MIN_SURNAME = 4
HEAD_LISTS = (
    "government", "military", "between", "generic_military", "generic_government", "generic_before", "groups", "torn",
    "openers", "own_men", "pair_nouns", "pair_openers", "human", "plural", "against_state", "armed", "organised",
    "hosts",
)  # fmt: skip
_REFERRING = ("generic_military", "generic_government", "groups", "generic_before", "human", "pair_openers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A party of the dictionary. `code` is a code of the guidelines or None; `country` the state acted for, or home."""

    actor_id: str
    code: str | None
    name: str
    country: str | None
    sector: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One way to write an actor: its folded words, its form, and the days (ordinals) on which it means that actor.

    Forms: name, adjective, people, capital, office, person (full name), surname. `exact` is the spelling that the
    text must have (abbreviations), `lower` allows a small first letter; `ambiguous` names count only where the article
    speaks of the state, or of one of its `context`, elsewhere. Names of form "blocked" mean nobody.
    """

    words: tuple[str, ...]
    actor: Actor
    form: str
    exact: str | None = None
    lower: bool = False
    ambiguous: bool = False
    since: int = EVER[0]
    until: int = EVER[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorIndex:
    """All names by their first word, longest first; the actors by id; the head nouns; the guideline codes.

    `openers` are the words at which a reference without a name ("the army", "both sides") can begin.
    """

    names: Mapping[str, tuple[Name, ...]]
    actors: Mapping[str, Actor]
    heads: Mapping[str, frozenset[tuple[str, ...]]]
    context: Mapping[str, frozenset[str]]
    openers: frozenset[str]
    listed: frozenset[str]


@cache
def shipped_actors() -> ActorIndex:
    """Read the shipped dictionaries, once."""
    folder = resources.files("seeds")
    return load_actors(*(folder.joinpath(name).read_text("utf-8") for name in _FILES))


def load_actors(states: str, groups: str, leaders: str) -> ActorIndex:
    """Build the index from three TOML texts; raises DictionaryError with file, line and reason."""
    tables = [_parse(text, name) for text, name in zip((states, groups, leaders), _FILES, strict=True)]
    _check(tables, (states, groups, leaders))
    actors: dict[str, Actor] = {}
    names: list[Name] = []
    skipped = set(tables[0].get("not_names", ()))
    for code, entry in tables[0]["state"].items():
        actor = Actor(actor_id=code, code=code, name=entry["name"], country=code, sector="government", kind="state")
        actors[code] = actor
        names += _state_names(actor, entry)
    listed = frozenset(tables[1]["listed"])
    for table, kind in _GROUP_KINDS.items():
        for key, entry in tables[1].get(table, {}).items():
            actors[key] = actor = _group(key, entry, kind, listed, actors)
            names += _group_names(actor, entry)
    names += _cldr_names(actors, {n.words for n in names}, skipped)
    for code, people in tables[2].items():
        for person in people:
            names += _person_names(actors[code], person)
    nobody = Actor(actor_id="", code=None, name="", country=None, sector="", kind="blocked")
    names += [_name(spelling, nobody, "blocked") for spelling in tables[0].get("blocked", ())]
    heads = {key: frozenset(split_name(word) for word in words) for key, words in tables[0]["heads"].items()}
    context = {code: frozenset(entry.get("context", ())) | {code} for code, entry in tables[0]["state"].items()}
    openers = frozenset(words[0] for key in _REFERRING for words in heads.get(key, ()))
    return ActorIndex(
        names=_by_first(names), actors=actors, heads=heads, context=context, openers=openers, listed=listed
    )


def _parse(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DictionaryError(f"{file}: {fault}") from fault


def _line(text: str, key: str) -> int:
    return text.count("\n", 0, max(text.find(key), 0)) + 1


def _check(tables: list[dict[str, Any]], texts: tuple[str, ...]) -> None:
    """Refuse what could not be matched or would be silently ignored, with the line where it stands."""
    needed: tuple[set[str], ...] = ({"state", "heads"}, {"listed"}, set())
    for file, tables_needed, table in zip(_FILES, needed, tables, strict=True):
        if missing := tables_needed - set(table):
            raise DictionaryError(f"{file}:1: table {min(missing)!r} is missing")
    if absent := [key for key in HEAD_LISTS if not isinstance(tables[0]["heads"].get(key), list)]:
        raise DictionaryError(f"actors.toml:{_line(texts[0], 'heads')}: [heads] has no list {absent[0]!r}")
    for code, entry in tables[0]["state"].items():
        _check_keys(entry, _STATE_KEYS, "actors.toml", texts[0], f"[state.{code}]")
    for group_table in _GROUP_KINDS:
        for key, entry in tables[1].get(group_table, {}).items():
            _check_keys(entry, _GROUP_KEYS, "groups.toml", texts[1], f"\n{key} =")
    _check_people(tables, texts[2])


def _check_people(tables: list[dict[str, Any]], text: str) -> None:
    known = set(tables[0]["state"]) | {key for table in _GROUP_KINDS for key in tables[1].get(table, {})}
    for code, people in tables[2].items():
        if code not in known:
            raise DictionaryError(f"leaders.toml:{_line(text, code + ' =')}: {code!r} is no actor of ours")
        for person in people:
            _check_person(person, text)


def _check_keys(entry: Any, allowed: set[str], file: str, text: str, mark: str) -> None:
    line = _line(text, mark) + mark.startswith("\n")
    if not isinstance(entry, dict) or "name" not in entry:
        raise DictionaryError(f"{file}:{line}: {mark.strip()} has no name")
    if unknown := set(entry) - allowed:
        raise DictionaryError(f"{file}:{line}: {min(unknown)!r} is no key of an actor ({', '.join(sorted(allowed))})")
    for key, value in entry.items():
        single = key in {"name", "home", "code"}
        words = [value] if single else value
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
            raise DictionaryError(f"{file}:{line}: {key} must be {'text' if single else 'a list of texts'}")


def _check_person(person: Any, text: str) -> None:
    line = _line(text, str(person))
    parts = str(person).split("|")
    if len(parts) != 3 or ".." not in parts[2]:  # noqa: PLR2004 - names, office, dates
        raise DictionaryError(f"leaders.toml:{line}: {person!r} is not 'NAMES | office | from..to'")
    if (office := parts[1].strip()) not in _OFFICES:
        raise DictionaryError(f"leaders.toml:{line}: {office!r} is no office ({', '.join(sorted(_OFFICES))})")
    try:
        since, until = days_of(parts[2])
    except ValueError as fault:
        raise DictionaryError(f"leaders.toml:{line}: {parts[2].strip()!r} are no dates") from fault
    if since > until:
        raise DictionaryError(f"leaders.toml:{line}: {parts[2].strip()!r} ends before it begins")


def _state_names(actor: Actor, entry: Mapping[str, Any]) -> Iterator[Name]:
    ambiguous = set(entry.get("ambiguous", ()))
    adjectives = list(entry.get("adjectives", ()))
    plurals = [a + "s" for a in adjectives if a.endswith(("an", "i", "ak", "ot", "k", "b"))]
    forms = {
        "capital": entry.get("capitals", ()),
        "office": entry.get("offices", ()),
        "name": [entry["name"], *entry.get("names", ()), *(a for a in ambiguous if a not in adjectives)],
        "adjective": adjectives,
        "people": [*plurals, *entry.get("demonyms", ())],
    }
    for form, spellings in forms.items():
        for spelling in spellings:
            yield _name(spelling, actor, form, ambiguous=spelling in ambiguous)


def _group(key: str, entry: Mapping[str, Any], kind: str, listed: frozenset[str], actors: Mapping[str, Actor]) -> Actor:
    code = entry.get("code", key)
    known = code in listed or (code in actors and actors[code].kind == "state")
    home = entry.get("home")
    return Actor(actor_id=key, code=code if known else None, name=entry["name"], country=home, sector=kind, kind=kind)


def _group_names(actor: Actor, entry: Mapping[str, Any]) -> Iterator[Name]:
    for spelling in (entry["name"], *entry.get("names", ())):
        yield _name(spelling, actor, "group")
    for spelling in entry.get("capitals", ()):
        yield _name(spelling, actor, "capital")
    for spelling in entry.get("ambiguous", ()):
        yield _name(spelling, actor, "group", ambiguous=True)


def _cldr_names(actors: Mapping[str, Actor], taken: set[tuple[str, ...]], skipped: set[str]) -> Iterator[Name]:
    """Add CLDR's names of states, where ours lack them; `skipped` ones are not how news writes them."""
    alpha3 = _alpha3()
    for alpha2, spelling in Locale("en").territories.items():
        code = alpha3.get(alpha2)
        if code is None or code not in actors or spelling in skipped:
            continue
        for variant in {spelling, spelling.replace("St.", "Saint").replace("&", "and")}:
            if split_name(variant) not in taken:
                yield _name(variant, actors[code], "name")


@cache
def _alpha3() -> dict[str, str]:
    """Map ISO 3166-1 alpha-2 to alpha-3, from the territory aliases of CLDR; Kosovo as XKX."""
    from babel.core import get_global  # noqa: PLC0415 - the data file is read only here

    pairs = {
        new[0]: old
        for old, new in get_global("territory_aliases").items()
        if len(old) == 3 and old.isalpha() and len(new) == 1  # noqa: PLR2004 - alpha-3
    }
    return pairs | {"XK": "XKX"}


def _person_names(actor: Actor, person: str) -> Iterator[Name]:
    """Make the full names and the surnames of one line of leaders.toml."""
    spelled, office, days = person.split("|")
    since, until = days_of(days)
    parts = [part.strip() for part in spelled.split(";")]
    whole = [part.strip("!").strip() for part in parts]
    full = [part for part in whole if " " in part]
    bare = [part for part in parts if " " not in part and "!" not in part]
    named = [part for part in whole if len(part.split()) > 1 and part[:1].islower()] if full else []
    surnames = set(bare) | set(named) | _compound(parts)
    if not bare and not named and not any("!" in part for part in parts):
        last = full[0].rsplit(maxsplit=1)[-1]
        surnames |= {last} if len(last) >= _MIN_SURNAME else set()
    sector = "military" if office.strip() in {"military", "defence"} else "government"
    who = Actor(
        actor_id=actor.actor_id,
        code=actor.code,
        name=whole[0],
        country=actor.country,
        sector=sector if actor.kind == "state" else actor.sector,
        kind="person",
    )
    for spelling in full:
        if spelling not in surnames:
            yield _name(spelling, who, "person", since=since, until=until)
    for spelling in sorted(surnames):
        yield _name(spelling, who, "surname", since=since, until=until)


def _compound(parts: list[str]) -> set[str]:
    """Return later spellings of two words that begin with a particle: "De Croo", "Abu Zuhri", "bin Farhan"."""
    later = (part for part in parts[1:] if "!" not in part and " " in part)
    first = parts[0].strip("!").split()
    return {part for part in later if len(part.split()) < len(first) and part.split()[0] == _tail(first, part)}


def _tail(full: list[str], part: str) -> str | None:
    size = len(part.split())
    return full[-size] if size < len(full) and full[-1] == part.rsplit(maxsplit=1)[-1] else None


def _name(
    spelling: str, actor: Actor, form: str, *, ambiguous: bool = False, since: int = EVER[0], until: int = EVER[1]
) -> Name:
    plain = spelling.replace(".", "")
    short = len(plain) <= _ABBREVIATION and (plain.isupper() or any(c.isupper() for c in plain[1:]))
    return Name(
        words=split_name(spelling),
        actor=actor,
        form=form,
        exact=plain if short else None,
        lower=spelling[0].islower(),
        ambiguous=ambiguous,
        since=since,
        until=until,
    )


def _by_first(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, list[Name]] = {}
    for name in names:
        found.setdefault(name.words[0], []).append(name)
    return {first: tuple(sorted(some, key=lambda n: -len(n.words))) for first, some in found.items()}
