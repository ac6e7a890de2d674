"""Triggers about the same thing in one sentence become one event; words that only tell of its effects are dropped."""

from collections.abc import Sequence
from dataclasses import replace

from extractors.mentions.effects import is_effect
from extractors.mentions.found import Found
from extractors.mentions.links import Link
from extractors.mentions.retelling import is_means, is_retold
from extractors.mentions.tagging import Tagged
from extractors.records import Kind

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
_SAID = tuple([word] for word in ("said", "says", "told", "announced", "reported", "added"))
_RESISTANCE = frozenset(["fight", "battle", "combat", "fighting", "shot"])
_JOINTS = frozenset(["to", "on", "for", "with", "of", "that", "in"])


def merge(found: Sequence[Found], tagged: Tagged) -> list[Found]:
    """Return the events that remain, in order."""
    kept = [one for one in found if not _is_modifier(one, tagged) and not _is_any(one, tagged)]
    kept = [_absent(one) if _is_missing(one, tagged) else one for one in kept if not _is_lull(one, tagged)]
    kept = [one for one in kept if not _is_averted(one) and not _speaks(one, tagged) and not _is_forsworn(one, kept)]
    kept = [one for one in kept if not _is_subject_of_deal(one, kept)]
    kept = [one for one in kept if not _is_offered(one, kept)]
    kept = [one for one in kept if not _absorbed(one, kept)]
    kept = [one for one in kept if not _inside(one, kept)]
    kept = [one for one in kept if not is_retold(one, kept, tagged)]
    kept = [one for one in kept if not is_effect(one, kept, tagged)]
    return [one for one in kept if not is_means(one, kept, tagged)]


def _is_modifier(one: Found, tagged: Tagged) -> bool:
    """Tell whether the noun only qualifies another: "ceasefire monitors", "talks venue", "attack helicopters"."""
    if one.hit.trigger.verb or one.hit.last >= len(tagged.tags):
        return False
    after = one.hit.last
    if tagged.tokens.lower[after - 1].endswith("ing") and tagged.tags[one.hit.first - 1 : one.hit.first] == ["P"]:
        return False  # "accused of bombing civilians"
    if tagged.tags[after] != "N" or any(link.relation == "of" and link.first == after for link in one.chain.links):
        return False
    word = tagged.tokens.lower[after]
    return word not in _MODIFIED and not tagged.tokens.is_capital(after)


def _is_lull(one: Found, tagged: Tagged) -> bool:
    """Tell whether what is missing is no more than resistance or a deal: "without a fight", "without agreement"."""
    idle = one.kind is not Kind.OPERATION or one.hit.trigger.phrase in _RESISTANCE
    return idle and _is_missing(one, tagged)


def _absent(one: Found) -> Found:
    return replace(one, stage="denied")


def _is_any(one: Found, tagged: Tagged) -> bool:
    """Tell whether the noun means any such event: "before every negotiation", "what negotiations it has in mind"."""
    at = one.hit.first - 1
    return not one.hit.trigger.verb and at >= 0 and tagged.tokens.lower[at] in {"every", "each", "what", "whatever"}


def _is_averted(one: Found) -> bool:
    """Tell whether an operation is only what somebody wants to prevent."""
    links = one.chain.links
    entry = links[0].entry if links else None
    return one.kind is Kind.OPERATION and entry is not None and entry.phrase in {"prevent", "avert", "avoid"}


def _speaks(one: Found, tagged: Tagged) -> bool:
    """Tell whether a noun names who speaks: "the European naval mission said"."""
    operation = one.kind is Kind.OPERATION and not one.hit.trigger.verb
    return operation and tagged.tokens.lower[one.hit.last : one.hit.last + 1] in _SAID


def _is_forsworn(one: Found, others: Sequence[Found]) -> bool:
    """Tell whether an operation is what somebody promised not to do: the promise is the event."""
    return any(
        other.hit.trigger.phrase.endswith(" not to") and other.hit.last <= one.hit.first
        for other in others
        if one.chain.links
        and one.kind is Kind.OPERATION
        and other.hit.first <= one.chain.links[0].first < other.hit.last
    )


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
        held = one.chain.direct and not one.chain.through
        if held and one.chain.opaque == other.hit.head and one.kind is other.kind is Kind.OPERATION:
            return True
        if other.kind is Kind.NEGOTIATION and one.kind is Kind.NEGOTIATION and one.chain.opaque == other.hit.head:
            return True
    return False


def _is_aim(one: Found, others: Sequence[Found]) -> bool:
    """Tell whether a verb is only what another act was for: "crossed the border to fight"."""
    own = one.chain.own
    if own is None or not own.infinitive or one.chain.links or one.kind is Kind.OTHER:
        return False
    return any(other is not one and other.kind is one.kind and one.chain.opaque == other.hit.head for other in others)
