"""Plain references: "the army", "both sides", "he" - resolved from what the article said before, or left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.mentions.actor_index import Actor
from extractors.mentions.memory import Memory
from extractors.mentions.spans import ActorSpan, make_span
from extractors.mentions.words import Words

_PAIRS = frozenset(
    {
        "sides",
        "countries",
        "parties",
        "delegations",
        "capitals",
        "neighbours",
        "neighbors",
        "armies",
        "foes",
        "rivals",
        "leaders",
        "presidents",
        "nations",
        "governments",
        "states",
        "militaries",
        "ministers",
        "teams",
        "belligerents",
    }
)
_PAIR_OPENERS = frozenset({"both", "two", "warring", "each", "either", "rival"})
_PERSONAL = {
    "he": "person",
    "she": "person",
    "his": "person",
    "her": "person",
    "it": "thing",
    "its": "thing",
    "they": "plural",
    "their": "plural",
}
_DETERMINERS = frozenset({"the", "its", "his", "their", "a", "an", "this", "that", "her"})
_MODIFIERS = frozenset({"country", "national", "federal", "ruling", "military", "regular"})


def references(spans: Sequence[ActorSpan], words: Words, memory: Memory) -> Iterator[ActorSpan]:
    """Yield spans for the references that have one plain meaning."""
    taken = {position for span in spans for position in range(span.first, span.last)}
    for position, word in enumerate(words.folded):
        if position in taken:
            continue
        if word in _PERSONAL:
            actor = _pronoun(word, position, spans, memory)
            if actor is not None:
                yield make_span(words, (position, position + 1), actor, "pronoun", None)
        elif word in _PAIRS and position and words.folded[position - 1] in _PAIR_OPENERS:
            yield from _pair(words, position, spans, memory)
        else:
            yield from _generic(words, position, taken, spans, memory)


def _pronoun(word: str, position: int, spans: Sequence[ActorSpan], memory: Memory) -> Actor | None:
    """Resolve to the nearest fitting actor before it in the sentence, else to the article's last one."""
    kind = _PERSONAL[word]
    before = [span for span in spans if span.last <= position]
    if kind == "person":
        people = [span for span in before if span.form in {"person", "surname"} or span.head in _HUMAN]
        return people[0].actor if people else memory.person
    if kind == "thing":
        things = [span for span in before if span.form not in {"person", "surname"}]
        return things[0].actor if things else memory.subject
    groups = [span for span in before if span.head in _PLURAL or span.form in {"group", "people"}]
    return groups[0].actor if groups else memory.plural or memory.group


_HUMAN = frozenset(
    {
        "president",
        "minister",
        "prime minister",
        "envoy",
        "spokesman",
        "spokeswoman",
        "leader",
        "king",
        "official",
        "commander",
        "chancellor",
        "governor",
        "ambassador",
        "diplomat",
        "general",
        "chief",
        "secretary",
        "negotiator",
        "adviser",
        "premier",
    }
)
_PLURAL = frozenset(
    {
        "forces",
        "troops",
        "fighters",
        "rebels",
        "soldiers",
        "officials",
        "authorities",
        "militants",
        "lawmakers",
        "marines",
        "peacekeepers",
        "leaders",
        "ministers",
        "diplomats",
        "negotiators",
        "commanders",
        "units",
    }
)


def _pair(words: Words, position: int, spans: Sequence[ActorSpan], memory: Memory) -> Iterator[ActorSpan]:
    pair = _couple(spans, position) or memory.pair
    if pair is not None:
        first = position - 1 - (words.folded[position - 2] == "the" if position > 1 else 0)
        for actor in pair:
            yield make_span(words, (first, position + 1), actor, "pair", words.folded[position])


def _couple(spans: Sequence[ActorSpan], position: int) -> tuple[Actor, Actor] | None:
    """Return the two actors that the sentence named before, if it named exactly two."""
    seen = list({span.actor.actor_id: span.actor for span in spans if span.last <= position}.values())
    return (seen[0], seen[1]) if len(seen) == len(("one", "other")) else None


def _generic(
    words: Words, position: int, taken: set[int], spans: Sequence[ActorSpan], memory: Memory
) -> Iterator[ActorSpan]:
    heads = memory.index.heads
    for size in (3, 2, 1):
        phrase = words.folded[position : position + size]
        if len(phrase) < size or any(p in taken for p in range(position, position + size)):
            continue
        kind = next((k for k in ("generic_military", "generic_government", "groups") if phrase in heads[k]), None)
        if kind is None:
            continue
        if not _bare(words, position, size, taken):
            return
        actor = _meant(kind, phrase, position, spans, memory)
        if actor is not None:
            yield make_span(words, (position, position + size), actor, "generic", " ".join(phrase))
        taken.update(range(position, position + size))
        return


def _bare(words: Words, position: int, size: int, taken: set[int]) -> bool:
    """Tell whether the noun stands for itself: after an article or at a headline's start, no name beside it."""
    before = words.folded[position - 1] if position else ""
    if position - 1 in taken:
        return False
    opening = (
        position == 0
        or before in _DETERMINERS
        or before in {",", "and", "of", "by", "when", "as", "'s"}
        or (before in _MODIFIERS)
    )
    after = words.folded[position + size] if position + size < len(words.folded) else ""
    return opening and after not in {"of"} | {"groups", "leaders'"}


def _meant(
    kind: str, phrase: tuple[str, ...], position: int, spans: Sequence[ActorSpan], memory: Memory
) -> Actor | None:
    before = [span for span in spans if span.last <= position]
    if kind == "groups":
        groups = [span.actor for span in before if span.actor.kind in {"armed-group", "organisation"}]
        return groups[-1] if groups else memory.group
    sector = "military" if kind == "generic_military" else "government"
    states = [span.actor for span in before if span.actor.kind in {"state", "person"} and len(span.actor.actor_id) == 3]  # noqa: PLR2004
    if states and len({s.actor_id for s in states}) == 1:
        return replace(states[0], sector=sector)
    home = memory.home()
    if home is not None:
        return replace(home, sector=sector)
    last = memory.military if sector == "military" else memory.government
    return replace(last, sector=sector) if last is not None and phrase else None
