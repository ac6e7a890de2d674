"""The trigger index: which words of a sentence signal an event of which kind, read from `seeds/triggers.toml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from extractors.errors import DictionaryError
from extractors.mentions.lexicon import Lexicon
from extractors.mentions.patterns import (
    ARTICLE,
    Phrase,
    compile_noun,
    compile_verb,
    line_of,
    match,
    needed,
    read_sections,
)
from extractors.mentions.tagging import Tagged
from extractors.records import Kind

_FILE = "triggers.toml"
_ALL_FLAGS = "n v mutual armed weak force cargo troops envoy party captive talks errand ground"
FLAGS = frozenset(_ALL_FLAGS.split())
_MARKS = FLAGS - {"n", "v"}
_SHORT = 3
BLOCKED = "NONE"  # the root of phrases that must not be taken for a trigger
QUADS: Mapping[str, int] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "CONCEDE": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
STAGES = frozenset(
    ["proposed", "planned", "underway", "completed", "suspended", "resumed", "refused", "denied", "unspecified"]
)
_ORDER = {Kind.NEGOTIATION: 0, Kind.OPERATION: 1, Kind.OTHER: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One line of the dictionary. `done` is the stage of the event once carried out."""

    phrase: str
    section: str
    kind: Kind
    root: str
    mode: str | None
    done: str
    verb: bool
    mutual: bool
    armed: bool
    weak: bool
    force: bool
    cargo: bool
    envoy: bool
    party: bool
    captive: bool
    talks: bool
    errand: bool
    troops: bool
    ground: bool
    rest: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A trigger at the tokens `first` to `last` (exclusive); `head` is the token of the verb or head noun."""

    trigger: Trigger
    first: int
    last: int
    head: int


Candidate = tuple[Trigger, frozenset[str] | None, frozenset[str] | None]
_NEVER = frozenset("DPXMT,;.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerIndex:
    """All triggers by the forms of their first word, the best first; `verbs` and `nouns` hold them apart.

    Beside each stand the forms of which one must come next (None where a gap or an article may), and those of which one
    must come later: of thousands of phrases with a gap, few are worth a look in any sentence.
    """

    by_first: Mapping[str, tuple[Trigger, ...]]
    verbs: Mapping[str, tuple[Candidate, ...]]
    nouns: Mapping[str, tuple[Candidate, ...]]
    size: int

    def concerns(self, words: Iterable[str]) -> bool:
        """Tell whether any of the words can begin a trigger: where not, a sentence is done with."""
        return not self.by_first.keys().isdisjoint(words)

    def find(self, tagged: Tagged) -> list[list[Hit]]:
        """Return for each place where triggers begin all that match there, the best first, in order of the sentence."""
        lower, tags, forms = tagged.tokens.lower, tagged.tags, tagged.forms
        following, here = [*lower[1:], ""], set(lower)
        found = []
        for at, word in enumerate(lower):
            tag = tags[at]
            if tag in _NEVER or word not in self.by_first:
                continue
            candidates = (*(self.verbs.get(word, ()) if tag == "V" else ()), *self.nouns.get(word, ()))
            after = following[at]
            hits = [
                hit
                for trigger, second, later in candidates
                if (after in second if second is not None else later is None or not later.isdisjoint(here))
                and (hit := _hit(trigger, at, lower, tags, forms))
            ]
            if hits:
                found.append(sorted(hits, key=_hit_rank) if tag == "V" else hits)
        return found


def _hit(trigger: Trigger, at: int, lower: list[str], tags: list[str], forms: list[str]) -> Hit | None:
    if trigger.verb:
        last = match(trigger.rest, at, lower, tags)
        return Hit(trigger=trigger, first=at, last=last, head=at) if last else None
    head = at + trigger.rest.head
    if head >= len(tags) or not _may_be_noun(trigger, tags[head], forms[head]):
        return None
    if tags[head] == "E" and not trigger.rest.elements and (trigger.kind is Kind.OTHER or lower[head] == "march"):
        return None  # part of a name, or the month of March
    last = match(trigger.rest, at, lower, tags)
    return Hit(trigger=trigger, first=at, last=last, head=head) if last else None


def _hit_rank(hit: Hit) -> tuple[int, int, int, str]:
    return _rank(hit.trigger)


def _may_be_noun(trigger: Trigger, tag: str, form: str) -> bool:
    """Tell whether the head of a noun trigger can be one here: "the arms embargo" reads like a verb, and is none."""
    if tag == "V":
        plain = trigger.rest.head > 0 and trigger.rest.head == len(trigger.rest.elements)
        return form == "g" or (form == "b" and plain)
    return tag not in "PDXMSWT"


def shipped_triggers(lexicon: Lexicon) -> TriggerIndex:
    """Read the shipped dictionary and teach its words to the lexicon."""
    return load_triggers(resources.files("seeds").joinpath(_FILE).read_text("utf-8"), lexicon)


def load_triggers(text: str, lexicon: Lexicon) -> TriggerIndex:
    """Build the index from TOML; raises DictionaryError with file, line and reason."""
    by_first: dict[str, list[Trigger]] = {}
    size = 0
    heads: dict[str, tuple[Kind, str, str | None, str]] = {}
    for section, phrase, flags in read_sections(text, _FILE, FLAGS):
        if section not in heads:
            heads[section] = _heading(section, text)
        size += 1
        for verb in sorted({flag == "v" for flag in flags & {"n", "v"}}):
            first, trigger = _compile(section, phrase, flags, heads[section], lexicon, verb=verb)
            for form in first:
                by_first.setdefault(form, []).append(trigger)
    ranked = {form: tuple(sorted(some, key=_rank)) for form, some in by_first.items()}
    return TriggerIndex(by_first=ranked, verbs=_apart(ranked, verb=True), nouns=_apart(ranked, verb=False), size=size)


def _apart(ranked: Mapping[str, tuple[Trigger, ...]], *, verb: bool) -> dict[str, tuple[Candidate, ...]]:
    pairs = {
        form: tuple((t, _second(t), needed(t.rest)) for t in some if t.verb is verb) for form, some in ranked.items()
    }
    return {form: some for form, some in pairs.items() if some}


def _second(trigger: Trigger) -> frozenset[str] | None:
    elements = trigger.rest.elements
    return elements[0] if elements and elements[0] is not ARTICLE else None


def _compile(
    section: str,
    phrase: str,
    flags: frozenset[str],
    head: tuple[Kind, str, str | None, str],
    lexicon: Lexicon,
    *,
    verb: bool,
) -> tuple[frozenset[str], Trigger]:
    kind, root, mode, done = head
    compiled = compile_verb if verb else compile_noun
    first, rest = compiled(phrase, lexicon.inflection)
    if verb:
        lexicon.add_verb(phrase.partition(" ")[0])
    elif " " not in phrase:
        lexicon.add_noun(phrase)
    else:
        for word in phrase.split():
            if len(word) > _SHORT and word not in lexicon.tags and not word.endswith(("ed", "ing", "al")):
                lexicon.add_forms(word, "P" if word.endswith("s") else "N", word)
    if not verb and rest.elements and rest.head == len(rest.elements):
        for form in rest.elements[-1] or ():
            lexicon.add_forms(form, "P" if form.endswith("s") else "N", phrase.rpartition(" ")[2])
    return first, Trigger(
        phrase=phrase, section=section, kind=kind, root=root, mode=mode, done=done, verb=verb, rest=rest,
        **{flag: flag in flags for flag in _MARKS},
    )  # fmt: skip


def _rank(trigger: Trigger) -> tuple[int, int, int, str]:
    order = -1 if trigger.root == BLOCKED else _ORDER[trigger.kind]
    return (order if order == _ORDER[Kind.OTHER] else -1), -trigger.rest.weight, order, trigger.section


def _heading(section: str, text: str) -> tuple[Kind, str, str | None, str]:
    words = section.split()
    where = f"{_FILE}:{line_of(text, section)}"
    if words[:2] == ["none", BLOCKED]:
        return Kind.OTHER, BLOCKED, None, "completed"
    if len(words) not in {3, 4} or words[0] not in set(Kind) or words[1] not in QUADS:
        raise DictionaryError(f"{where}: [{section}] must name a kind, a PLOVER root and a mode (or -)")
    done = words[3] if len(words) > 3 else "completed"  # noqa: PLR2004 - the fourth word, where there is one
    if done not in STAGES:
        raise DictionaryError(f"{where}: {done!r} is no stage ({', '.join(sorted(STAGES))})")
    return Kind(words[0]), words[1], None if words[2] == "-" else words[2], done
