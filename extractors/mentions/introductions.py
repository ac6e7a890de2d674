"""People whom a sentence introduces: "Deputy Foreign Minister Sergiy X", "X, Albania's foreign minister"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.mentions.memory import Memory
from extractors.mentions.naming import TITLES
from extractors.mentions.spans import ActorSpan, covered, make_span
from extractors.mentions.words import Words

_PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "bint",
        "von",
        "van",
        "de",
        "der",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "abu",
        "ould",
        "abdul",
        "abd",
        "ag",
    }
)


def introduced(spans: Sequence[ActorSpan], words: Words, memory: Memory) -> Iterator[ActorSpan]:
    """Find people beside the office that makes them known, and teach the memory their surname."""
    yield from _untitled(spans, words, memory)
    for span in spans:
        if span.head is None or span.form in {"person", "surname"}:
            continue
        after, body = span.last, _is_body(span, memory)
        if after < len(words.folded) and words.folded[after] == "," and not body:  # "The army, Suna News said"
            after += 1
        last = _name_end(words, after)
        if last - after >= 2 or (last - after == 1 and after == span.last and span.head in TITLES):  # noqa: PLR2004
            if not covered(spans, after, last):
                yield _teach(words, after, last, span, memory)
            continue
        first = _name_start(words, span.first)
        if first is not None and body and TITLES.isdisjoint(words.folded[first[1] : span.first]):
            continue
        if first is not None and not covered(spans, first[0], first[1]):
            yield _teach(words, first[0], first[1], span, memory)


_BODIES = frozenset(
    {"army", "cabinet", "coalition", "command", "commission", "council", "delegation", "embassy", "force", "government"}
    | {"junta", "military", "ministry", "navy", "office", "parliament", "police", "presidency", "side", "state", "team"}
)


def _is_body(span: ActorSpan, memory: Memory) -> bool:
    """Tell a body from a person's office: "the South Korean military", "Russian forces"."""
    last = span.head.split()[-1] if span.head else ""
    return last in _BODIES or (last,) in memory.index.heads["plural"]


def _untitled(spans: Sequence[ActorSpan], words: Words, memory: Memory) -> Iterator[ActorSpan]:
    """Take "Spokesman Gennady Lomov" for the state or group that the article spoke of last."""
    for position, word in enumerate(words.folded):
        if word not in TITLES or word in _COURTESY or _owned(spans, words, position):
            continue
        last = _name_end(words, position + 1)
        enough = last - position > (1 if word in _RANKS else 2)
        here = {s.actor.actor_id: s.actor for s in spans if memory.is_state(s.actor) and _acts(s, words, position)}
        whose = memory.home() or (next(iter(here.values())) if len(here) == 1 else memory.government or memory.subject)
        if enough and words.folded[position + 1] not in TITLES and whose and not covered(spans, position + 1, last):
            sector = "military" if word in _RANKS else "government"
            actor = replace(whose, sector=sector) if memory.is_state(whose) else whose
            head = make_span(words, (position, position + 1), actor, "generic", word)
            yield _teach(words, position + 1, last, head, memory)


_COURTESY = frozenset(
    {"mr", "mrs", "ms", "dr", "sir", "judge", "justice", "director", "chairman", "chairwoman", "leader"}
)
_RANKS = frozenset(
    {
        "gen",
        "general",
        "lt",
        "lieutenant",
        "col",
        "colonel",
        "maj",
        "major",
        "capt",
        "captain",
        "adm",
        "admiral",
        "brigadier",
        "marshal",
    }
)


def _acts(span: ActorSpan, words: Words, position: int) -> bool:
    """Tell whether a state named before `position` is more than a place or a modifier."""
    before = words.folded[span.first - 1 - (words.folded[span.first - 1] == "the")] if span.first else ""
    return span.form != "modifier" and span.last <= position and before not in {"in", "from", "to", "near", "at"}


def _owned(spans: Sequence[ActorSpan], words: Words, position: int) -> bool:
    """Tell whether a title belongs to a name or to an office already found."""
    return covered(spans, position - 3, position + 1) or position + 1 >= len(words.folded)


def _teach(words: Words, first: int, last: int, span: ActorSpan, memory: Memory) -> ActorSpan:
    name = words.text[words.starts[first] : words.ends[last - 1]]
    actor = replace(span.actor, name=name, kind="person")
    memory.persons[words.folded[last - 1]] = actor
    if last - first >= 3 and words.folded[last - 2] == "-" and words.folded[last - 3] not in _PARTICLES:  # noqa: PLR2004 - al-Rashoud, Do-yun
        memory.persons[words.folded[last - 3]] = actor
    return make_span(words, (first, last), actor, "person")


def _name_end(words: Words, first: int) -> int:
    """Return the end of the capitalised words that begin at `first` (particles and hyphens inside allowed)."""
    at = first
    while at < len(words.written):
        word = words.written[at]
        if (
            (word[0].isupper() and word.isalpha())
            or ("'" in word[1:] and word[0].isupper())
            or (
                at > first
                and (word == "-" or word in _PARTICLES)
                and at + 1 < len(words.written)
                and (words.written[at + 1][0].isalpha() or words.written[at + 1] == "-")
            )
        ):
            at += 1
        else:
            break
    return at


_BETWEEN = frozenset(
    {"the", "a", "an", "for", "of", "at", "with", "senior", "chief", "official", "member", "top", "in"}
)


def _name_start(words: Words, end: int) -> tuple[int, int] | None:
    """Return the capitalised words that end before a comma and `end`: "Ferit Hoxha, Albania's foreign minister"."""
    at = end - 1
    while at >= 0 and (words.folded[at] in _BETWEEN or words.folded[at] in TITLES):
        at -= 1
    if at < 1 or words.written[at] != ",":
        return None
    last = at
    first = at
    while first > 0:
        word = words.written[first - 1]
        if (word[0].isupper() and word.isalpha()) or word == "-" or word in _PARTICLES:
            first -= 1
        else:
            break
    return (first, last) if last - first >= 2 and words.written[first][0].isupper() else None  # noqa: PLR2004
