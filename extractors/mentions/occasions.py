"""What the words before a noun say of its occasion: over, any such, or only referred to."""

from extractors.mentions.links import Chain
from extractors.mentions.tagging import Tagged
from extractors.mentions.triggers import Hit
from extractors.mentions.verbgroups import group_at

_AMID = frozenset(["amid", "amidst"])
_DESPITE = frozenset(["despite", "notwithstanding", "during", "under"])
_APPRAISED = (
    "describ",
    "summ",
    "hail",
    "prais",
    "characteri",
    "call",
    "recall",
    "applaud",
    "critici",
    "deplor",
    "assess",
)


def referred(hit: Hit, chain: Chain, tagged: Tagged) -> bool:
    """Tell whether "the deal" is only referred to: nothing says of it what it is or what became of it."""
    lower, tags = tagged.tokens.lower, tagged.tags
    if chain.direct:
        return False
    plain = hit.trigger.root == "SUPPORT" and not hit.trigger.verb and " " not in hit.trigger.phrase
    before = hit.first > 0 and lower[hit.first - 1] in {"the", "this", "that"}
    after = hit.last < len(tags) and lower[hit.last] in {
        "of",
        "between",
        "on",
        "with",
        "to",
        "that",
        "which",
        "signed",
        ",",
    }
    return plain and before and not after and not chain.links


def told_after(hit: Hit, tagged: Tagged) -> bool:
    """Tell whether the talks are told as over: "after talks in Doha", "during the meeting"."""
    at = hit.first - 1
    while at >= 0 and tagged.tags[at] in "ANED'":
        at -= 1
    word = tagged.tokens.lower[at] if at >= 0 else ""
    after = tagged.tokens.lower[hit.last : hit.last + 1]
    return word in {"after", "following"} or (word == "during" and after in (["in"], ["with"], ["between"]))


def outlived(hit: Hit, tagged: Tagged) -> bool:
    """Tell whether a siege is told as over: "after an 18-month siege", "died in the siege"."""
    at = hit.first - 1
    while at >= 0 and (tagged.tags[at] in "ANECD'" or tagged.tokens.lower[at] in {"of", "-"}):
        at -= 1
    word = tagged.tokens.lower[at] if at >= 0 else ""
    return word in {"after", "following"} or (word in {"during", "in"} and hit.trigger.phrase == "siege")


def going_on(hit: Hit, tagged: Tagged, *, truce: bool) -> bool:
    """Tell whether something else is told against it as going on: "amid shelling", "despite the truce"."""
    word = _opener(hit, tagged)
    if word == "on" and hit.trigger.phrase.split()[-1] in {"visit", "trip", "tour"}:
        return True
    return word in _AMID or (truce and word in _DESPITE)


def at_work(chain: Chain, tagged: Tagged) -> bool:
    """Tell whether the noun is the subject of what was going on: "the raids were preparing the ground"."""
    return chain.subject and chain.opaque >= 0 and not chain.links and group_at(tagged, chain.opaque).progressive


def looked_back_on(chain: Chain, tagged: Tagged) -> bool:
    """Tell whether a past verb says how the talks were: "described the talks as frank", "the talks lasted an hour"."""
    if any(link.effect != "report" for link in chain.links):
        return False
    if chain.links and chain.links[0].relation == "object":
        return tagged.tokens.lower[chain.links[0].first].startswith(_APPRAISED)
    if chain.opaque < 0 or not (chain.subject or chain.direct):
        return False
    if chain.direct:
        return tagged.tokens.lower[chain.opaque].startswith(_APPRAISED)
    group = group_at(tagged, chain.opaque)
    return group.form in "dn" and not (group.modal or group.negated or group.progressive or group.infinitive)


def _opener(hit: Hit, tagged: Tagged) -> str:
    """Return the word before the noun's phrase."""
    at = hit.first - 1
    while at >= 0 and tagged.tags[at] in "ANEDC'":
        at -= 1
    return tagged.tokens.lower[at] if at >= 0 else ""


def any_such(hit: Hit, tagged: Tagged, *, agreement: bool) -> bool:
    """Tell whether it is any such, not one that there is: "any attack", and of deals "for an immediate ceasefire"."""
    at = hit.first - 1
    while at >= 0 and tagged.tags[at] in "AN":
        at -= 1
    lower = tagged.tokens.lower
    sought = at > 0 and lower[at - 1] in {"for", "on", "of", "to", "towards", "toward", "about", "without"}
    return at >= 0 and (lower[at] == "any" or (agreement and lower[at] in {"a", "an"} and sought))
