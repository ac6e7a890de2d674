"""The noun phrase around a name: "Russian forces", "Kyiv's envoy", "the army of Chad"."""

from dataclasses import replace

from extractors.mentions.grammar import shipped_grammar
from extractors.mentions.memory import Memory
from extractors.mentions.spans import ActorSpan, make_span
from extractors.mentions.words import Words

_LINKS = frozenset({"and", ",", "or", "-", "/", "&", "\u2013"})
_SENT = frozenset({"ambassador", "envoy", "representative", "mission", "adviser", "minister", "secretary", "office"})
_FORMER = frozenset({"former", "ex", "late", "opposition", "ousted", "deposed"})
_LOOK = 7
# "Turkish-backed fighters" are not Turkey's
_ATTACHED = frozenset(
    (word,)
    for word in (
        "allied",
        "aligned",
        "appointed",
        "backed",
        "based",
        "born",
        "brokered",
        "built",
        "controlled",
        "educated",
        "facilitated",
        "funded",
        "held",
        "hosted",
        "installed",
        "led",
        "linked",
        "made",
        "mediated",
        "occupied",
        "owned",
        "sponsored",
        "style",
        "supplied",
        "supported",
        "trained",
        "annexed",
        "administered",
        "manufactured",
        "designed",
        "speaking",
        "friendly",
        "run",
        "imposed",
        "proposed",
        "drafted",
        "born",
        "language",
        "bound",
        "chartered",
        "crewed",
        "flagged",
        "operated",
        "registered",
    )
)


def widen(span: ActorSpan, words: Words, memory: Memory, floor: int = 0) -> ActorSpan:
    """Stretch a state or group over the noun that it qualifies: "Russian forces", "the army of Chad".

    Words before `floor` belong to others.
    """
    if span.form in {"person", "surname"}:
        return span
    if words.folded[span.last : span.last + 1] == ("-",) and words.folded[span.last + 1 : span.last + 2] in _ATTACHED:
        return replace(span, form="modifier")
    position = span.last + (1 if span.possessive else 0)
    direct = span.form in {"adjective", "people"} or span.possessive
    found = head_after(words, position, memory, direct=direct)
    if found is not None and words.folded[found[0] : found[0] + 1] != ():
        stranger = words.folded[found[0]] in shipped_grammar().strangers and " " not in found[1]
        if stranger and direct:
            return replace(span, form="modifier")  # "Ukraine's main military backers"
    if found is not None:
        last, head, sector, former = found
        former = former or words.folded[max(span.first - 1, 0)] in _FORMER
        against = span.actor.kind == "state" and tuple(head.split()[-1:]) in memory.index.heads["against_state"]
        actor = replace(span.actor, code=None) if former or against else span.actor
        if span.actor.kind == "state":
            actor = replace(actor, sector=sector)
        wide = make_span(words, (span.first, last), actor, span.form, head)
        return replace(wide, core=span.core, possessive=wide.possessive)
    before = head_before(words, span.first, memory)
    if before is not None and before[0] >= floor and span.form in {"name", "capital", "group", "office"}:
        first, head, sector = before
        actor = replace(span.actor, sector=sector) if span.actor.kind == "state" else span.actor
        wide = make_span(words, (first, span.last), actor, span.form, head)
        return replace(wide, core=span.core)
    return span


def head_after(words: Words, position: int, memory: Memory, *, direct: bool) -> tuple[int, str, str, bool] | None:
    """Find the head noun at or after `position`: its end, itself, its sector, and whether "former" stands before it."""
    heads, between = memory.index.heads, memory.index.heads["between"]
    former, last = False, None
    for offset in range(_LOOK if direct else 3):
        at = position + offset
        for size in (3, 2, 1):
            words_here = words.folded[at : at + size]
            for sector in ("government", "military"):
                if len(words_here) == size and words_here in heads[sector]:
                    last = (at + size, " ".join(words_here), sector, former)
                    break
            else:
                continue
            break
        if at >= len(words.folded):
            break
        word = words.folded[at]
        former = former or word in _FORMER
        if (word,) not in between and (last is None or last[0] <= at):
            if last is None and direct and _is_modifier(words, at):
                continue
            break
    return last


def _is_modifier(words: Words, at: int) -> bool:
    word = words.folded[at]
    return word == "-" or (word.endswith(("al", "ed", "ian", "ary", "ic", "led", "run")) and word.isalpha())


def head_before(words: Words, position: int, memory: Memory) -> tuple[int, str, str] | None:
    """Find "the foreign ministry of" or "a spokesman for" before a name that begins at `position`."""
    at = position - 1
    if at >= 0 and words.folded[at] == "the":
        at -= 1
    if at < 1 or words.folded[at] not in {"of", "for"}:
        return None
    for size in (3, 2, 1):
        head = words.folded[max(at - size, 0) : at]
        for sector in ("government", "military"):
            if head in memory.index.heads[sector] and not (words.folded[at] == "for" and head[-1] in _SENT):
                return at - len(head), " ".join(head), sector
    return None


def qualified(spans: list[ActorSpan], words: Words) -> list[ActorSpan]:
    """Make a mere modifier of "Sudan's" in "Sudan's RSF", of "Lebanese" in "Lebanese Hezbollah"."""
    found = list(spans)
    for number, span in enumerate(spans):
        after = spans[number + 1] if number + 1 < len(spans) else span
        touching = after.first == span.last + span.possessive
        own = span.possessive or (span.form == "adjective" and span.head is None)
        if not touching and own and span.head is None and _of_strangers(span, words):
            found[number] = replace(span, form="modifier")
        if (
            touching
            and own
            and span.actor.actor_id != after.actor.actor_id
            and after.form in {"group", "person", "surname", "office"}
        ):
            found[number] = replace(span, form="modifier")
    return found


def _of_strangers(span: ActorSpan, words: Words) -> bool:
    """Tell whether the noun that a state's name qualifies is a stranger to it: "Kyiv's allies", "Turkish media"."""
    strangers = shipped_grammar().strangers
    at = span.last + span.possessive
    here = words.folded[at : at + 3]
    return bool(here) and (here[_modifiers(here)] in strangers or "opposition" in here[:2])


def _modifiers(here: tuple[str, ...]) -> int:
    """Count the words before a noun that look like adjectives."""
    count = 0
    for word in here[:-1]:
        if not (
            word.endswith(("al", "est", "ern", "an", "ing", "ary", "ic", "ed"))
            or word in {"main", "opposition", "rival"}
        ):
            break
        count += 1
    return count


def share_heads(spans: list[ActorSpan], words: Words) -> list[ActorSpan]:
    """Give "Saudi" the head of "Saudi and American mediators", from the right."""
    shared = list(spans)
    for number in range(len(spans) - 2, -1, -1):
        left, right = shared[number], shared[number + 1]
        if left.form != "adjective" or left.head or not right.head or right.form != "adjective":
            continue
        if all(word in _LINKS for word in words.folded[left.last : right.first]):
            sector = right.actor.sector if left.actor.kind == "state" else left.actor.sector
            shared[number] = replace(left, head=right.head, actor=replace(left.actor, sector=sector))
    return shared
