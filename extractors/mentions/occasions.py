"""What the words before a noun say of its occasion: over, any such, or only referred to."""

from extractors.mentions.links import Chain
from extractors.mentions.tagging import Tagged
from extractors.mentions.triggers import Hit


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


def any_such(hit: Hit, tagged: Tagged) -> bool:
    """Tell whether a truce or a deal is any such, not one that there is: "an immediate ceasefire"."""
    at = hit.first - 1
    while at >= 0 and tagged.tags[at] in "AN":
        at -= 1
    lower = tagged.tokens.lower
    sought = at > 0 and lower[at - 1] in {"for", "on", "of", "to", "towards", "toward", "about", "without"}
    return at >= 0 and (lower[at] == "any" or (lower[at] in {"a", "an"} and sought))
