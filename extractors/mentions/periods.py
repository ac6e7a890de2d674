"""What the rest of a sentence says of a stage: since when, for how many days, and on what condition."""

from collections.abc import Sequence

from extractors.mentions.links import Chain
from extractors.mentions.tagging import Tagged
from extractors.mentions.triggers import Hit
from extractors.records import Kind

_WILL = frozenset(["will", "would", "'ll", "shall"])
_COUNTED = frozenset(["day", "days", "night", "week", "month", "year", "time"])
_DURABLE = (
    "shell bombard fight clash trade exchange besiege occupy hold deploy station blockade surround encircle control"
    " patrol mass pound keep block battle wage"
)
_GOES_ON = frozenset(_DURABLE.split())
_HOLDS = frozenset(["besiege", "occupy", "blockade", "surround", "encircle"])
_ON_THE_MOVE = frozenset(["head", "steam", "march", "gather"])
_REMAINS = frozenset(["remain", "remains", "remained"])
_STARTS = frozenset(["launch", "begin", "start", "mount", "open", "initiate"])
_LONG = frozenset(
    ["offensive", "invasion", "operation", "campaign", "siege", "blockade", "exercises", "drills", "games"]
)
_STATIONED = frozenset(["deploy", "station", "mass", "base", "amass", "encamp", "garrison"])
_THERE = frozenset(["in", "at", "near", "along", "on", "around", "inside"])
_DAYS = "monday tuesday wednesday thursday friday saturday sunday tomorrow next later soon this"
_COMING = frozenset(_DAYS.split())
_TOLD = frozenset(["underway", "completed"])
_ONCE_MORE = frozenset(["again", "anew", "afresh"])
_AHEAD = 12  # tokens after the event within which a stretch of time still belongs to it


def in_sentence(stage: str, hit: Hit, chain: Chain, tagged: Tagged) -> str:
    """Return the stage as the words around correct it."""
    if hit.trigger.verb and stage in {"planned", "completed"} and _fights_on(hit, tagged):
        return "underway"
    if stage == "planned" and (_conditional(hit, chain, tagged) or _asked(tagged)):
        return "proposed"
    if stage == "proposed" and _due(chain, tagged):
        return "planned"
    if stage in _TOLD and _anew(hit, chain, tagged):
        return "resumed"
    if stage == "completed":
        return _done(hit, chain, tagged)
    return _open(stage, hit, chain, tagged)


def _open(stage: str, hit: Hit, chain: Chain, tagged: Tagged) -> str:
    """Return the stage of what is not told as done."""
    if stage == "unspecified":
        return "planned" if _lies_ahead(hit, tagged) else "underway" if _present_for(hit, tagged) else stage
    return "planned" if stage == "underway" and _sets_out(hit, chain) else stage


def _done(hit: Hit, chain: Chain, tagged: Tagged) -> str:
    """Return the stage of what its verb tells as done."""
    if tagged.tags[:1] == ["M"] and _asked(tagged):
        return "proposed"
    after = tagged.tokens.lower[hit.last : hit.last + _AHEAD]
    talks = hit.trigger.kind is Kind.NEGOTIATION
    if _nth(hit, tagged) or (talks and "for" in after and _for_days(after)):
        return "underway"
    if talks:
        return "proposed" if _in_principle(hit, tagged) else "completed"
    lasts = _lasts(hit, chain, tagged) or _begun(hit, chain) or _stationed(hit, chain, tagged) or _counted(hit, tagged)
    return "underway" if lasts else "completed"


def _asked(tagged: Tagged) -> bool:
    """Tell whether somebody only asks: "is it about to join the war?"."""
    return tagged.tokens.lower[-1:] == ["?"]


def _fights_on(hit: Hit, tagged: Tagged) -> bool:
    """Tell whether "on" says that the deed goes on: "vowed to fight on until"."""
    after = tagged.tokens.lower[hit.last : hit.last + 1] == ["on"] and hit.trigger.phrase in {"fight", "battle"}
    return after and tagged.tags[hit.last + 1 : hit.last + 2] not in (["D"], ["N"], ["E"], ["A"])


def _anew(hit: Hit, chain: Chain, tagged: Tagged) -> bool:
    """Tell whether it was begun once more: "started shelling the town again"."""
    begun = any(link.effect == "begin" for link in chain.links)
    after = tagged.tokens.lower[hit.last : hit.last + _AHEAD // 2]
    clause = after[: next((i for i, word in enumerate(after) if word in {",", "and", "but"}), len(after))]
    return begun and not _ONCE_MORE.isdisjoint(clause)


def _sets_out(hit: Hit, chain: Chain) -> bool:
    """Tell whether a visit is only being made for: "is heading to Moscow"."""
    moving = hit.trigger.phrase.partition(" ")[0] in {"head", "travel", "fly", "go", "come"}
    return moving and hit.trigger.kind is Kind.NEGOTIATION and chain.own is not None and chain.own.progressive


def _due(chain: Chain, tagged: Tagged) -> bool:
    """Tell whether what is expected has its day: "talks are expected to resume on Monday"."""
    if not chain.links or chain.links[-1].entry is None or chain.links[-1].entry.phrase != "expect":
        return False
    link = chain.links[-1]
    passive = link.group is not None and link.group.passive and not link.group.perfect
    return passive and not _COMING.isdisjoint(tagged.tokens.lower[link.last : link.last + _AHEAD])


def _lies_ahead(hit: Hit, tagged: Tagged) -> bool:
    """Tell whether the talks are still to come: "ahead of talks in Geneva"."""
    at = hit.first - 1
    while at >= 0 and tagged.tags[at] in "ANED'":
        at -= 1
    return at > 0 and tagged.tokens.lower[at - 1 : at + 1] == ["ahead", "of"]


def _present_for(hit: Hit, tagged: Tagged) -> bool:
    """Tell whether somebody is there to talk: "envoys are in Sanaa for talks", and so in a headline."""
    lower, tags, at = tagged.tokens.lower, tagged.tags, hit.first - 1
    while at >= 0 and tags[at] in "ANE'D":
        at -= 1
    if at < 0 or lower[at] != "for":
        return False
    place = at - 1
    while place >= 0 and tags[place] == "E":
        place -= 1
    there = 0 < place < at - 1 and lower[place] == "in"
    return there and (lower[place - 1] in {"is", "are", "was", "were"} or "V" not in tags[:place])


def _begun(hit: Hit, chain: Chain) -> bool:
    """Tell whether what was begun is no single blow: "launched a ground offensive"."""
    words = hit.trigger.phrase.split()
    return chain.own is not None and hit.trigger.verb and words[0] in _STARTS and not _LONG.isdisjoint(words)


def _stationed(hit: Hit, chain: Chain, tagged: Tagged) -> bool:
    """Tell whether troops are where they have been sent: "2,000 soldiers deployed in Syria", "is stationed at"."""
    own, word = chain.own, hit.trigger.phrase.partition(" ")[0]
    lower = tagged.tokens.lower
    if own is None or word not in _STATIONED:
        return False
    beside = any(mark in "VX" for at, mark in enumerate(tagged.tags) if at != own.main)
    there = (own.reduced and beside) or (own.passive and not own.perfect)
    return there and (lower[hit.last - 1] in _THERE or (hit.last < len(lower) and lower[hit.last] in _THERE))


def _counted(hit: Hit, tagged: Tagged) -> bool:
    """Tell whether its days are counted: "the offensive is in its third month"."""
    after = tagged.tokens.lower[hit.last : hit.last + _AHEAD]
    at = next((i for i in range(len(after) - 2) if after[i : i + 2] in (["in", "its"], ["into", "its"])), -1)
    counted = at >= 0 and not _COUNTED.isdisjoint(after[at + 2 : at + 4])
    return counted and not hit.trigger.verb and not {"is", "was", "now", "entered", "enters"}.isdisjoint(after[:at])


def _nth(hit: Hit, tagged: Tagged) -> bool:
    """Tell whether it is told by its days: "on the second day of the drills", "since the first days of the siege"."""
    lower, at = tagged.tokens.lower, hit.first - 1
    while at >= 0 and tagged.tags[at] in "ANED":
        at -= 1
    counted = at > 1 and lower[at] == "of" and lower[at - 1].rstrip("s") in _COUNTED
    if not counted:
        return False
    onset = lower[at - 2] == "first" and lower[at - 1].endswith("s")
    return onset or lower[at - 2] in {"second", "third"} or lower[at - 2].endswith("th")


def _in_principle(hit: Hit, tagged: Tagged) -> bool:
    return " in principle" in " ".join(tagged.tokens.lower[hit.last - 1 : hit.last + _AHEAD // 2])


def _conditional(hit: Hit, chain: Chain, tagged: Tagged) -> bool:
    """Tell whether an "if" clause stands beside what somebody would do."""
    groups = [chain.own, *(link.group for link in chain.links)]
    would = any(group is not None and group.modal in _WILL for group in groups)
    lower = tagged.tokens.lower
    return would and any(
        lower[at] in {"if", "unless"} and lower[at - 1 : at] not in (["as"], ["even"])
        for at in range(len(lower))
        if at < hit.first or at < hit.last + _AHEAD
    )


def _lasts(hit: Hit, chain: Chain, tagged: Tagged) -> bool:
    """Tell whether a verb goes on: "have held it since May", "shelled each other for a third day"."""
    if chain.own is None:
        return False
    if chain.own.reduced and tagged.tokens.lower[chain.own.main - 1] in _REMAINS:
        return True
    word = hit.trigger.phrase.partition(" ")[0]
    still = word in _HOLDS and chain.own.perfect and tagged.tokens.lower[chain.own.start] in {"has", "have"}
    if still or (word in _ON_THE_MOVE and chain.own.form in "bs"):
        return True
    if word not in _GOES_ON:
        return False
    after = tagged.tokens.lower[hit.last : hit.last + _AHEAD]
    if chain.own.perfect and "since" in after:
        return True
    return "for" in after and _for_days(after)


def _for_days(after: Sequence[str]) -> bool:
    """Tell whether it is the third day: "for a third day", "for the second straight night"."""
    rest = after[after.index("for") + 1 :][:4]
    ordinal = any(word in {"second", "third", "fourth", "fifth", "sixth", "straight", "consecutive"} for word in rest)
    return ordinal and not _COUNTED.isdisjoint(rest)
