"""Events of one sentence: triggers chosen, governed, staged, and those about one thing merged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.mentions.choosing import choose
from extractors.mentions.context import Context
from extractors.mentions.events import Event, Operator
from extractors.mentions.found import Found
from extractors.mentions.governors import Governors
from extractors.mentions.lexicon import Lexicon, shipped_lexicon
from extractors.mentions.links import Chain, Link, operators_in
from extractors.mentions.merging import merge
from extractors.mentions.natures import nature_of
from extractors.mentions.operators import OperatorIndex, shipped_operators
from extractors.mentions.periods import in_sentence
from extractors.mentions.roots import root_of
from extractors.mentions.stages import compose
from extractors.mentions.tagging import Tagged, tag
from extractors.mentions.tokens import Tokens
from extractors.mentions.triggers import Hit, Trigger, TriggerIndex, shipped_triggers
from extractors.mentions.verbgroups import group_at
from extractors.records import Kind

_SPREAD = 7  # tokens: what governs from farther away stays out of the trigger's extent
# sending them is help, not a show of force
# ships enter a sea to be there, troops a town to take it
_SHIPS = "carrier carriers warship warships ship ships destroyer destroyers frigate submarine fleet"
_VESSELS = frozenset(_SHIPS.split())
_PEACEKEEPING = frozenset(["peacekeeping", "peacekeepers", "peacekeeper", "observers"])
# who has confirmed, planned or demanded something has not done it yet
_OPEN = frozenset(["report", "plan", "propose", "demand", "agree", "threaten", "allow"])
_ACTIVE = frozenset(["meet", "return"])  # goals are met and goods returned: in the passive they are no diplomacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionaries:
    """The three dictionaries that make events."""

    lexicon: Lexicon
    triggers: TriggerIndex
    operators: OperatorIndex


def shipped_dictionaries() -> Dictionaries:
    """Read the shipped dictionaries; raises DictionaryError with file, line and reason."""
    lexicon = shipped_lexicon()
    return Dictionaries(lexicon=lexicon, triggers=shipped_triggers(lexicon), operators=shipped_operators(lexicon))


def find_events(tokens: Tokens, dictionaries: Dictionaries, context: Context, *, headline: bool) -> tuple[Event, ...]:
    """Return the events of a sentence in order; offsets count in its text."""
    tagged = tag(tokens, dictionaries.lexicon, headline=headline)
    places = dictionaries.triggers.find(tagged)
    if not places:
        return ()
    governors = Governors(tagged, dictionaries.operators.find(tagged), headline=headline)
    found = [
        one for hit in choose(places, context, tagged) for one in _read(hit, governors, context, headline=headline)
    ]
    return tuple(_event(one, tagged) for one in merge(found, tagged))


def _read(hits: Sequence[Hit], governors: Governors, context: Context, *, headline: bool) -> list[Found]:
    """Return what the first trigger of a place means that its context allows."""
    for hit in hits:
        chain = _chain(hit, governors)
        if hit.trigger.phrase == "say no" and governors.tags[hit.last : hit.last + 1] not in (
            [],
            ["."],
            ["P"],
            [","],
            [";"],
        ):
            continue  # it says that there is none of something
        if hit.trigger.phrase in _ACTIVE and chain.own is not None and chain.own.passive:
            continue  # goals are met, and so are demands
        if context.allows(hit, chain, governors.tagged):
            return [_found(_renamed(hit, hits), chain, governors.tagged, headline=headline)]
    return []


def _chain(hit: Hit, governors: Governors) -> Chain:
    if not hit.trigger.verb:
        return governors.of_noun(hit.first, hit.last)
    chain = governors.of_verb(hit.head, hit.last, hit.trigger.phrase)
    opens = hit.first == 0 or governors.tags[hit.first - 1] in '";.'
    if chain.links or chain.own is None or not chain.own.gerund or not opens:
        return chain
    return replace(chain, links=governors.of_noun(hit.first, hit.last).links)  # "sending troops is out of the question"


def _renamed(hit: Hit, hits: Sequence[Hit]) -> Hit:
    """Give an event the root of a heavier phrase for other events with the same head: "withdrew its ambassador"."""
    if hit.trigger.kind is Kind.OTHER:
        return hit
    heavier = [o for o in hits if o.trigger.kind is Kind.OTHER and o.trigger.rest.weight > hit.trigger.rest.weight]
    if not heavier or heavier[0].head != hit.head or heavier[0].trigger.root == hit.trigger.root:
        return hit
    other = heavier[0].trigger
    return replace(hit, trigger=replace(hit.trigger, root=other.root, mode=other.mode))


def _found(hit: Hit, chain: Chain, tagged: Tagged, *, headline: bool) -> Found:
    trigger = hit.trigger
    nature = nature_of(hit, chain, tagged)
    stage = in_sentence(compose(chain, nature, headline=headline), hit, chain, tagged)
    if trigger.phrase == "enter" and not _VESSELS.isdisjoint(tagged.tokens.lower[max(0, hit.first - 4) : hit.first]):
        trigger = replace(trigger, root="MOBILIZE")
    if trigger.root == "MOBILIZE" and not _PEACEKEEPING.isdisjoint(tagged.tokens.lower):
        trigger = replace(trigger, root="AID")
    root = root_of(trigger, chain)
    return Found(hit=hit, chain=chain, stage=stage, root=root, kind=_kind(trigger, chain.links))


def _kind(trigger: Trigger, links: Sequence[Link]) -> Kind:
    """Make a negotiation of a demanded or agreed stop of an operation."""
    if trigger.kind is not Kind.OPERATION:
        return trigger.kind
    effects = [link.effect for link in links]
    stops = "halt" in effects or trigger.root == "RETREAT" or trigger.done == "suspended"
    asked = (
        "demand" in effects
        or ("agree" in effects and trigger.done == "suspended")
        or ("propose" in effects and "halt" in effects)
        or ("agree" in effects and "halt" in effects)
    )
    return Kind.NEGOTIATION if stops and asked else Kind.OPERATION


def _event(found: Found, tagged: Tagged) -> Event:
    tokens, hit, links = tagged.tokens, found.hit, found.chain.links
    near = [
        link
        for link in operators_in(links)
        if link.relation in {"object", "infinitive", "gerund", "of", "adjective"}
        and 0 <= hit.first - link.first <= _SPREAD
    ]
    start = min([hit.first, *(link.first for link in near)])
    verb = _predicate(found)
    return Event(
        start=tokens.starts[start],
        end=tokens.ends[hit.last - 1],
        head_start=tokens.starts[hit.head],
        head_end=tokens.ends[hit.head],
        verb=hit.trigger.verb,
        past=_is_past(found, tagged),
        passive=found.chain.own is not None and (found.chain.own.passive or found.chain.own.reduced),
        predicate=None if verb is None else tokens.starts[verb],
        subject=any(link.relation == "subject" for link in links),
        mutual=hit.trigger.mutual,
        kind=found.kind,
        event_type=found.root,
        event_mode=hit.trigger.mode,
        stage=found.stage,
        lemma=hit.trigger.phrase,
        weak=hit.trigger.weak,
        loose=_is_loose(found),
        operators=tuple(_operator(link, tokens) for link in operators_in(links)),
        rules=_rules(found, tokens),
    )


def _is_past(found: Found, tagged: Tagged) -> bool:
    """Tell whether a verb in a past tense tells of it, so that no date can put it off."""
    chain = found.chain
    if not _OPEN.isdisjoint(link.effect for link in chain.links):
        return False
    group = chain.own or next((link.group for link in chain.links if link.group is not None), None)
    if group is None and chain.opaque >= 0:
        group = group_at(tagged, chain.opaque)
    if group is None or group.modal or group.infinitive or group.gerund or group.reduced:
        return False
    active = group.form in "dn" and not group.passive
    return active or tagged.tokens.lower[group.start] in {"had", "was", "were"}


def _is_loose(found: Found) -> bool:
    own = found.chain.own
    said = all(link.effect == "report" for link in found.chain.links)
    return own is not None and said and (own.gerund or own.reduced or own.infinitive)


def _predicate(found: Found) -> int | None:
    """Return the token of the verb whose subject acts."""
    at = found.chain.own.main if found.chain.own is not None else None
    for link in found.chain.links:
        if link.relation == "clause" or link.effect in {"report", "accuse", "demand"}:
            break
        if link.group is not None and link.effect != "allow":
            at = link.group.main
    return at


def _operator(link: Link, tokens: Tokens) -> Operator:
    entry = link.entry
    assert entry is not None
    start, end = tokens.starts[link.first], tokens.ends[link.last - 1]
    names = {"v": "verb", "n": "noun", "a": "adjective"}
    return Operator(
        start=start,
        end=end,
        text=tokens.text[start:end],
        effect=link.effect,
        word_class=names[entry.word_class],
        passive=link.group is not None and (link.group.passive or link.group.reduced),
        accuses=link.effect == "accuse",
    )


def _rules(found: Found, tokens: Tokens) -> tuple[str, ...]:
    """Tell the chain in words: the line of triggers.toml, each operator with its line and distance, stage and root."""
    trigger = found.hit.trigger
    lines = [f'triggers.toml [{trigger.section}] "{trigger.phrase}" as {"verb" if trigger.verb else "noun"}']
    own = found.chain.own
    if own is not None:
        said = " ".join(tokens.lower[own.start : own.main + 1])
        lines.append(
            f'verb group "{said}"' + (", passive" if own.passive else "") + (", negated" if own.negated else "")
        )
    for link in found.chain.links:
        name = f'operators.toml [{link.effect}] "{link.entry.phrase}"' if link.entry else f"[{link.effect}] by grammar"
        distance = abs(found.hit.first - link.first)
        group = f', "{" ".join(tokens.lower[link.group.start : link.group.main + 1])}"' if link.group else ""
        no = ", negated" if link.negated or (link.group is not None and link.group.negated) else ""
        lines.append(f"{name} by {link.relation} at {distance} words{group}{no}")
    if found.chain.negated:
        lines.append("no before the noun")
    lines.append(f"stage {found.stage}, root {found.root}")
    return tuple(lines)
