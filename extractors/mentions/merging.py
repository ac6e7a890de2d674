"""Triggers about the same thing in one sentence become one event; words that only tell of its effects are dropped."""

from collections.abc import Sequence

from extractors.mentions.found import Found
from extractors.mentions.links import Link
from extractors.mentions.tagging import Tagged
from extractors.records import Kind

_HARM = frozenset(
    ["kill", "destroy", "demolish", "injure", "wound", "damage", "trap", "eliminate", "burn", "hit", "strike"]
)
_MODIFIED = frozenset(
    [
        "process",
        "effort",
        "efforts",
        "round",
        "rounds",
        "session",
        "sessions",
        "series",
        "campaign",
        "wave",
        "attempt",
        "attempts",
        "push",
        "bid",
        "mission",
        "track",
        "format",
        "framework",
        "phase",
        "stage",
        "exchange",
        "meeting",
        "agreement",
        "deal",
        "plan",
        "proposal",
    ]
)
_DEADLY = frozenset(["kill", "injure", "wound", "damage", "burn", "trap", "eliminate", "target", "avenge"])
_BROKERED = frozenset(["mediate", "broker", "host", "put forward", "sign", "announce", "propose", "negotiate"])
_MEANS = frozenset(["by", "with", "in"])
_REACH = 25
_JOINTS = frozenset(["to", "on", "for", "with", "of", "that", "in"])


def merge(found: Sequence[Found], tagged: Tagged) -> list[Found]:
    """Return the events that remain, in order."""
    kept = [one for one in found if not _is_modifier(one, tagged) and not _is_missing(one, tagged)]
    kept = [one for one in kept if not _is_averted(one)]
    kept = [one for one in kept if not _is_subject_of_deal(one, kept)]
    kept = [one for one in kept if not _is_offered(one, kept)]
    kept = [one for one in kept if not _absorbed(one, kept)]
    kept = [one for one in kept if not _inside(one, kept)]
    kept = [one for one in kept if not _is_twin(one, kept, tagged)]
    kept = [one for one in kept if not _qualifies(one, kept, tagged)]
    kept = [one for one in kept if not _is_effect(one, kept, tagged)]
    return [one for one in kept if not _is_means(one, kept, tagged)]


def _is_modifier(one: Found, tagged: Tagged) -> bool:
    """Tell whether the noun only qualifies another: "ceasefire monitors", "talks venue", "attack helicopters"."""
    if one.hit.trigger.verb or one.hit.last >= len(tagged.tags):
        return False
    after = one.hit.last
    if tagged.tags[after] != "N" or any(link.relation == "of" and link.first == after for link in one.chain.links):
        return False
    word = tagged.tokens.lower[after]
    return word not in _MODIFIED and not tagged.tokens.is_capital(after)


def _is_averted(one: Found) -> bool:
    """Tell whether an operation is only what somebody wants to prevent."""
    links = one.chain.links
    entry = links[0].entry if links else None
    return one.kind is Kind.OPERATION and entry is not None and entry.phrase in {"prevent", "avert", "avoid"}


def _is_missing(one: Found, tagged: Tagged) -> bool:
    """Tell whether the noun is what there was none of: "without a fight", "without agreement"."""
    at = one.hit.first - 1
    while at >= 0 and tagged.tags[at] in "DA":
        at -= 1
    return not one.hit.trigger.verb and at >= 0 and tagged.tokens.lower[at] == "without"


def _absorbed(one: Found, others: Sequence[Found]) -> bool:
    """Tell whether the trigger is the operator of another event."""
    return any(
        link.first <= one.hit.head < link.last and link.entry is not None and link.effect not in {"report", "accuse"}
        for other in others
        if other is not one and not (other.kind is Kind.OTHER and one.kind is not Kind.OTHER)
        for link in other.chain.links
        if not (one.kind is other.kind is Kind.OTHER and _says_more(one, link))
    )


def _is_offered(one: Found, others: Sequence[Found]) -> bool:
    """Tell whether an event is only what an offer turned down was of: "rejected a proposal of joint patrols"."""
    return one.kind is not Kind.OTHER and any(
        other is not one and other.hit.trigger.root == "REJECT" and other.kind is Kind.NEGOTIATION
        and other.hit.first < link.first < other.hit.last
        for other in others
        for link in one.chain.links
    )  # fmt: skip


def _says_more(one: Found, link: Link) -> bool:
    """Tell whether a phrase goes on beyond the operator in it: "launched a probe", but not "decided to"."""
    last = one.hit.trigger.phrase.rpartition(" ")[2]
    return one.hit.last > link.last and last not in _JOINTS


def _is_subject_of_deal(one: Found, others: Sequence[Found]) -> bool:
    """Tell whether a noun is only what a deal is on: "reached an agreement on patrols"."""
    if one.hit.trigger.verb:
        return False
    deals = [link for link in one.chain.links if link.relation == "of" and link.effect == "agree"]
    return any(
        other is not one and other.kind is Kind.NEGOTIATION and other.hit.first <= link.first < other.hit.last
        for link in deals
        for other in others
    )


def _inside(one: Found, others: Sequence[Found]) -> bool:
    """Tell whether a negotiation is what another one is about: "talks on a ceasefire", "met for talks"."""
    if one.hit.trigger.verb:
        return _is_aim(one, others)
    for other in others:
        if other is one or other.kind is Kind.OTHER:
            continue
        if other.hit.head in one.chain.through or any(
            t in one.chain.through for t in range(other.hit.first, other.hit.last)
        ):
            return True
        if one.chain.direct and one.chain.opaque == other.hit.head and one.kind is other.kind is Kind.OPERATION:
            return True
        if other.kind is Kind.NEGOTIATION and one.kind is Kind.NEGOTIATION and one.chain.opaque == other.hit.head:
            return True
    return False


def _is_twin(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether the same act is named twice: "rammed and boarded", "was hit during the attack"."""
    first = one.hit.first
    if one.kind is Kind.OTHER or first < 2:  # noqa: PLR2004 - a word and its conjunction
        return False
    if one.hit.trigger.verb:
        return tagged.tags[first - 1] == "J" and any(
            o.hit.trigger.verb and o.hit.last == first - 1 for o in others if o.kind is one.kind
        )
    during = tagged.tokens.lower[first - 2 : first] in (
        ["during", "the"],
        ["in", "the"],
        ["by", "the"],
        ["after", "the"],
    )
    bare = during and " " not in one.hit.trigger.phrase and one.kind is Kind.OPERATION
    return bare and any(o is not one and o.kind is one.kind and o.hit.first < first for o in others)


def _qualifies(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether a verb only says more of an event named before it: "talks, brokered by Oman"."""
    own = one.chain.own
    if own is None or one.kind is Kind.OTHER or own.negated:
        return False
    for other in others:
        between = tagged.tags[other.hit.last : own.start]
        if other.kind is not one.kind or other.hit.trigger.verb or not other.hit.last <= own.start:
            continue
        participle = own.reduced and not one.chain.links and "V" not in between and "X" not in between
        if participle or (one.hit.trigger.phrase in _BROKERED and _relative(between)):
            return True
    return False


def _relative(between: Sequence[str]) -> bool:
    """Tell whether a relative clause with a subject of its own begins right behind a noun."""
    return between[:1] == ["W"] and len(between) > 1 and "V" not in between and "," not in between


def _is_means(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether a noun only names that by which another act was done: "was knocked out by a wave of drones"."""
    if one.hit.trigger.verb or one.kind is not Kind.OPERATION:
        return False
    at = one.hit.first - 1
    while at > 0 and tagged.tags[at] in "ANEDC":
        at -= 1
    if at < 1 or tagged.tokens.lower[at] not in _MEANS:
        return False
    return any(
        other.kind is one.kind
        and other.chain.own is not None
        and other.hit.last <= at
        and not {"V", ";", "S", "J"}.intersection(tagged.tags[other.hit.last : at])
        for other in others
        if other is not one
    )


def _is_aim(one: Found, others: Sequence[Found]) -> bool:
    """Tell whether a verb is only what another act was for: "crossed the border to fight"."""
    own = one.chain.own
    if own is None or not own.infinitive or one.chain.links or one.kind is Kind.OTHER:
        return False
    return any(other is not one and other.kind is one.kind and one.chain.opaque == other.hit.head for other in others)


def _is_effect(one: Found, others: Sequence[Found], tagged: Tagged) -> bool:
    """Tell whether the trigger only says what an attack did: "the strike killed two", "shelled a town, killing two"."""
    trigger = one.hit.trigger
    if not trigger.verb or trigger.kind is not Kind.OPERATION or trigger.phrase.partition(" ")[0] not in _HARM:
        return False
    own = one.chain.own
    if trigger.phrase == "kill" and own is not None and (own.passive or own.reduced) and not _agent(one, tagged):
        return True
    return any(_tells(one, other, tagged) for other in others if other is not one and other.kind is Kind.OPERATION)


def _agent(one: Found, tagged: Tagged) -> bool:
    """Tell whether a passive names who did it, or with what."""
    after = tagged.tokens.lower[one.hit.last : one.hit.last + 6]
    return "by" in after or ("in" in after and any(word.endswith(("strike", "strikes")) for word in after))


def _tells(one: Found, other: Found, tagged: Tagged) -> bool:
    first, second = (one, other) if one.hit.first < other.hit.first else (other, one)
    between = tagged.tags[first.hit.last : second.hit.first]
    if len(between) > _REACH or ";" in between:
        return False
    if other.hit.trigger.phrase in _DEADLY and other.hit.trigger.verb:
        return False
    own = one.chain.own
    coordinated = first is other and other.hit.trigger.verb and _goes_on(one, tagged)
    subject = not other.hit.trigger.verb and other.chain.opaque == one.hit.head
    participle = own is not None and own.gerund and first is other and ("," in between or not between)
    deadly = one.hit.trigger.phrase == "kill" and not other.hit.trigger.verb and "V" not in between
    return subject or participle or deadly or coordinated


def _goes_on(one: Found, tagged: Tagged) -> bool:
    """Tell whether "and" joins a verb to one before it with the same subject: "bombed a village and killed nine"."""
    own = one.chain.own
    return own is not None and not own.passive and tagged.tokens.lower[own.start - 1] == "and"
