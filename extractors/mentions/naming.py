"""Names of the dictionaries in a sentence, and which actor each means on the day and in the article."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.mentions.actor_index import Actor, Name
from extractors.mentions.memory import Memory, fits
from extractors.mentions.spans import ActorSpan, make_span
from extractors.mentions.words import Words

_LINKS = frozenset({"and", ",", "or", "-", "/", "&", "\u2013"})
_NEWS = 21  # days: whoever has just died or left is still spoken of for the side
_SHORT = 3  # Xi, Kim, Abe: only where the article names their side
_FIRST_NAMES = frozenset({"alan", "ali", "ian", "ivan", "jan", "juan", "milan", "ryan", "sean", "susan"})
_COMMON = 5  # Brown, Dar, Wong: a capital behind makes them a stranger's name
_HEADLINE_WORDS = frozenset({"and", "says", "to", "in", "on", "troops", "army", "government", "forces"})
TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "president",
        "vice",
        "prime",
        "minister",
        "chancellor",
        "king",
        "queen",
        "prince",
        "princess",
        "sheikh",
        "emir",
        "sultan",
        "pope",
        "cardinal",
        "general",
        "gen",
        "lt",
        "lieutenant",
        "colonel",
        "col",
        "major",
        "maj",
        "captain",
        "capt",
        "admiral",
        "marshal",
        "commander",
        "ambassador",
        "envoy",
        "secretary",
        "senator",
        "sen",
        "congressman",
        "congresswoman",
        "representative",
        "rep",
        "governor",
        "mayor",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "premier",
        "leader",
        "chief",
        "ayatollah",
        "mullah",
        "comrade",
        "negotiator",
        "adviser",
        "advisor",
        "aide",
        "director",
        "chairman",
        "chairwoman",
        "speaker",
        "judge",
        "justice",
        "sir",
        "lord",
        "deputy",
        "foreign",
        "defence",
        "defense",
        "brigadier",
        "sergeant",
        "sgt",
        "dictator",
        "strongman",
        "warlord",
        "undersecretary",
        "mufti",
        "sayyed",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """A word of a sentence, in its article, on the day of publication (an ordinal)."""

    words: Words
    position: int
    memory: Memory
    day: int | None

    def written(self, offset: int) -> str:
        """Return the word `offset` words further on, or nothing."""
        at = self.position + offset
        return self.words.written[at] if 0 <= at < len(self.words.written) else ""

    def mentions(self, actor: Actor) -> int:
        """Return how often the article names `actor` without doubt."""
        return self.memory.counts[actor.actor_id]


def named(words: Words, memory: Memory, day: int | None) -> Iterator[ActorSpan]:
    """Yield a span for each name of the dictionaries, the longest at each word."""
    position, size = 0, len(words.folded)
    while position < size:
        folded = words.folded[position]
        names = memory.index.names.get(folded)
        if names is None and folded not in memory.persons:
            position += 1
            continue
        found = _name_at(_Here(words=words, position=position, memory=memory, day=day), names or ())
        if found is None:
            position += 1
            continue
        name, actor = found
        end = position + len(name.words)
        if name.form != "blocked":
            yield make_span(words, (position, end), actor, name.form)
        position = end


def _name_at(here: _Here, names: tuple[Name, ...]) -> tuple[Name, Actor] | None:
    fitting = [name for name in names if fits(name, here.words, here.position)]
    if fitting:
        longest = [name for name in fitting if len(name.words) == len(fitting[0].words)]
        return _choose(longest, here)
    folded = here.words.folded[here.position]
    known = here.memory.persons.get(folded)
    if known is not None and here.written(0)[0].isupper() and _stands_alone(here):
        return Name(words=(folded,), actor=known, form="surname"), known
    return None


def _choose(names: list[Name], here: _Here) -> tuple[Name, Actor] | None:
    """Decide between names written alike: by date, by what the article speaks of, by the words around."""
    first = names[0]
    if first.form == "surname":
        taught = here.memory.persons.get(first.words[-1])
        if not _stands_alone(here):
            return None
        return (first, taught) if taught is not None and len(first.words) == 1 else _surname(names, here)
    if first.form == "person":
        return _full_name(names, here)
    if first.ambiguous and not _in_context(first, here):
        return None
    return first, first.actor


def _valid(names: list[Name], day: int | None) -> list[Name]:
    return [name for name in names if day is None or name.since <= day <= name.until + _NEWS]


def _full_name(names: list[Name], here: _Here) -> tuple[Name, Actor]:
    """Return who bears the name; out of office, a person without a code."""
    valid = _valid(names, here.day)
    if not valid:
        return names[0], replace(names[0].actor, code=None)
    best = max(valid, key=lambda name: here.mentions(name.actor))
    return best, best.actor


def _surname(names: list[Name], here: _Here) -> tuple[Name, Actor] | None:
    """Return whom a bare surname means: one office-holder of the day, or the one whose side the article speaks of."""
    valid = _valid(names, here.day)
    if not valid:
        return None
    ranked = sorted(valid, key=lambda name: -here.mentions(name.actor))
    best = ranked[0]
    rivals = [name for name in ranked if name.actor.actor_id != best.actor.actor_id]
    if rivals and here.mentions(rivals[0].actor) == here.mentions(best.actor):
        return None
    if len(best.words[-1]) <= _SHORT and not here.mentions(best.actor):
        return None
    return best, best.actor


def _is_prose(words: Words) -> bool:
    """Tell running text from a headline that capitalises its words."""
    return any(word.islower() and len(word) > _COMMON for word in words.written)


def _stands_alone(here: _Here) -> bool:
    """Tell whether a surname has no stranger's first name before it ("Tiffany Trump")."""
    before, after, openers = here.written(-1), here.written(1), here.memory.index.heads["openers"]
    if len(here.written(0)) <= _COMMON and after[:1].isupper() and after.lower() not in _HEADLINE_WORDS:
        return False
    named_on = after[:1].isupper() and after.isalpha() and (after.lower(),) not in openers
    if named_on and after.lower() not in _HEADLINE_WORDS | TITLES and _is_prose(here.words):
        return False
    if here.position == 1 and before[0].isupper():
        return before.lower().strip(".") in TITLES or (before.lower(),) in openers or before.isupper()
    if (
        here.position == 0
        or not before[0].isupper()
        or before.lower().strip(".") in TITLES
        or (before.lower(),) in openers
    ):
        return True
    if before.isupper() and len(before) > 1:
        return True
    folded = here.words.folded[here.position - 1]
    return folded.endswith(("an", "ese", "ish", "i")) and folded not in _FIRST_NAMES


def _with_office(here: _Here, size: int) -> bool:
    """Tell whether an office of a state stands beside the name: "Chad's army", "the government of Georgia"."""
    heads = here.memory.index.heads
    bodies = heads["generic_government"] | heads["generic_military"]
    at = here.position
    after = here.words.folded[at + size + 1 : at + size + 3] if here.written(size) in {"'s", "\u2019s"} else ()
    before = here.words.folded[max(at - 3, 0) : at - 1] if here.written(-1) == "of" else ()
    return any(
        phrase[cut:] in bodies or phrase[:cut] in bodies for phrase in (after, before) for cut in (0, 1) if phrase
    )


def _in_context(name: Name, here: _Here) -> bool:
    """Tell whether an ambiguous name means its state: no other name about it, and its region is spoken of."""
    after, before = here.written(len(name.words)), here.written(-1)
    if after[:1].isupper() and (name.words[0] == "the" or after.lower() not in _HEADLINE_WORDS):
        return False
    if here.position > 1 and before[:1].isupper() and before.lower() not in _LINKS:
        return False
    if _with_office(here, len(name.words)):
        return True
    context = here.memory.index.context.get(name.actor.actor_id, frozenset({name.actor.actor_id}))
    return any(here.memory.counts[code] for code in context)
