"""The algebra of stages: what the event's own verb says, then each operator outwards, with its tense and its not.

BARE is the stage of content that nobody has asserted yet ("to attack" in "refused to attack"): the governor decides.
"""

from extractors.mentions.links import Chain, Link
from extractors.mentions.natures import Nature
from extractors.mentions.negations import BARE, UNCHANGED, WILL, negate
from extractors.mentions.verbgroups import Group

_ASSERTED = frozenset(["completed", "resumed", "suspended"])
_MAY = frozenset(["may", "might", "could", "should", "must", "can", "ought", "cannot"])

# what an effect makes of the stage inside it; a missing one gives `otherwise`
_EFFECTS: dict[str, dict[str, str]] = {
    "refuse": {"refused": "proposed", "denied": "denied", "*": "refused"},
    "deny": {"*": "denied"},
    "fail": {"*": "suspended"},
    "halt": {"refused": "proposed", "*": "suspended"},
    "resume": {"suspended": "suspended", "proposed": "proposed", "*": "resumed"},
    "continue": {"refused": "refused", "suspended": "suspended", "proposed": "proposed", "*": "underway"},
    "hold": {"planned": "completed", "proposed": "proposed", "refused": "refused", "denied": "denied",
             "suspended": "suspended", "resumed": "resumed", "underway": "underway", "*": "completed"},
    "complete": {"refused": "refused", "denied": "denied", "suspended": "suspended", "*": "completed"},
    "agree": {"refused": "refused", "underway": "underway", "suspended": "planned", "proposed": "completed",
              "*": "planned"},
    "propose": {"refused": "refused", "denied": "denied", "*": "proposed"},
    "demand": {"denied": "denied", "*": "proposed"},
    "threaten": {"*": "proposed"},
    "plan": {"underway": "underway", "refused": "refused", "denied": "denied", "proposed": "proposed", "*": "planned"},
    "violate": {"*": "suspended"},
    "doubt": {"*": "unspecified"},
    "allow": {"*": "planned"},
}  # fmt: skip
_AHEAD = frozenset(
    ["approve", "announce", "endorse", "approval", "announcement of"]
)  # before an operation, not after it
_STRIVING = frozenset(["seek", "try", "strive", "push", "work", "struggle"])  # to conclude a deal is to negotiate it
_DUE = frozenset(["be due", "be due to", "due", "due to", "mean", "suppose"])
_VOWS = frozenset(["pledge", "promise", "swear", "vow", "vow to"])
_ENGAGED = frozenset(["engage in", "lock in", "embroil in"])


def own_stage(group: Group, nature: Nature, *, governed: bool, headline: bool) -> str:  # noqa: PLR0911 - a table of cases
    """Return what the event's own verb says of its stage."""
    will, may = group.modal in WILL, group.modal in _MAY
    if _came_to_nothing(group):
        return "suspended"
    if nature.done == "underway" and will and not group.negated:
        return "underway"
    if nature.done == "refused" and not may:
        return "denied" if group.negated else "refused"
    if group.negated:
        return "refused" if will or group.modal in {"can", "cannot", "could"} else "denied" if not may else "proposed"
    if will or may:
        return "planned" if will else "proposed"
    if group.infinitive or (group.gerund and governed):
        return BARE if governed else "planned"
    if nature.done in {"resumed", "planned", "refused"}:
        return nature.done
    if group.progressive:
        return "resumed" if group.again else "underway"
    if group.form in "bs" and not headline:
        return "underway"
    return nature.done


def _over(link: Link, group: Group, nature: Nature) -> str | None:
    """Return the stage of what lasted three hours, or was to have been held."""
    if _came_to_nothing(group) and link.effect in {"hold", "begin", "complete", "resume"}:
        return "suspended"
    if link.phrase in _DUE and group.perfect:
        return "suspended"
    return nature.done if link.phrase == "last" and group.form == "d" and not group.progressive else None


def _came_to_nothing(group: Group) -> bool:
    """Tell whether what was due did not come about: "was to have opened on Monday"."""
    return group.modal == "be to" and group.perfect and not group.negated


def compose(chain: Chain, nature: Nature, *, headline: bool) -> str:
    """Return the stage of an event under all that governs it."""
    if chain.own is not None:
        stage = own_stage(chain.own, nature, governed=bool(chain.links), headline=headline)
        if chain.own.infinitive and chain.own.negated and chain.links and chain.links[0].effect == "demand":
            stage = BARE  # "urged them not to send troops"
    else:
        stage = BARE if chain.links else nature.noun
    for link in chain.links:
        stage = _apply(link, stage, nature, headline=headline)
    if chain.links and stage in _ASSERTED and _is_purpose(chain.links[-1]):
        stage = "planned"
    if chain.negated:
        stage = "refused" if stage in {"planned", "proposed"} else "denied"
    return _settle(stage, nature, chain)


def _is_purpose(link: Link) -> bool:
    """Tell whether the outermost operator is itself only an aim: "leaders to reopen talks"."""
    return link.group is not None and link.group.infinitive and link.effect not in UNCHANGED


def _settle(stage: str, nature: Nature, chain: Chain) -> str:
    if stage != BARE:
        return stage
    return nature.noun if chain.own is None else nature.done


def _apply(link: Link, inner: str, nature: Nature, *, headline: bool) -> str:
    stage = _effect(link, inner, nature)
    negated = link.negated or (link.group is not None and link.group.negated)
    if negated:
        return negate(link, inner)
    if link.group is None or stage == BARE:
        return stage
    return _in_time(link, stage, nature, headline=headline)


def _effect(link: Link, inner: str, nature: Nature) -> str:
    if (worded := _by_phrase(link, inner, nature)) is not None:
        return worded
    if link.effect in UNCHANGED:
        return inner if inner != BARE or link.effect == "report" else nature.done
    if link.relation == "adjective" and link.effect in {"accuse", "doubt"}:
        return inner
    special = _SPECIAL.get(link.effect)
    table = _EFFECTS.get(link.effect, {"*": nature.done})
    return (special(link, inner, nature) if special else None) or table.get(inner, table["*"])


def _by_phrase(link: Link, inner: str, nature: Nature) -> str | None:
    """Return what single operators make of a stage, otherwise than their effect says."""
    phrase = link.phrase
    if phrase == "suppose" and link.relation == "infinitive":
        return "planned"
    if phrase == "prepare" and link.relation == "infinitive" and link.group is not None and link.group.passive:
        return "proposed"
    if link.effect == "resume" and inner == "suspended" and nature.done != inner:
        return "resumed"  # "the shelling, which had ceased, began again"
    if phrase.startswith("warn") and inner == "planned":
        return "proposed"
    if phrase == "press" and link.relation == "object" and nature.operation:
        return "underway"
    threat = phrase in _VOWS and nature.operation and inner == BARE and nature.done == "completed"
    return "proposed" if threat else None  # to vow an attack is to threaten with it


def _begins(link: Link, inner: str, nature: Nature) -> str:
    lasts = (
        nature.lasting or nature.agreement or nature.done == "suspended" or link.relation in {"infinitive", "gerund"}
    )
    if link.group is not None and link.group.again:
        return "resumed"
    return inner if inner in {"denied", "refused", "resumed", "proposed"} else "underway" if lasts else nature.done


def _agrees(link: Link, inner: str, nature: Nature) -> str | None:
    """An agreement reached is done; so is one to stop shooting, or on an exchange of prisoners."""
    deal = nature.agreement and inner in {BARE, "completed", "unspecified"}
    swap = nature.exchange and inner == BARE and link.relation in {"object", "of"}
    stop = nature.operation and (inner == "suspended" or (inner == BARE and nature.done == "suspended"))
    return "completed" if deal or swap or stop else None


def _completes(link: Link, inner: str, nature: Nature) -> str | None:
    """A truce that ended is one no more; talks that ended took place."""
    if link.phrase == "end" and nature.agreement:
        return "suspended"
    if nature.operation and link.phrase in _AHEAD and inner in {BARE, "planned"}:
        return "planned"
    return nature.done if inner == BARE else None


def _halts(link: Link, inner: str, nature: Nature) -> str | None:
    """A drill or a siege that ended is over as it was meant to be, and so are talks; a campaign is broken off."""
    del inner
    talks = not nature.agreement and not nature.operation and link.relation == "subject"
    over = talks or (nature.operation and nature.bounded)
    return nature.done if over and link.phrase in {"end", "end of"} else None


def _holds(link: Link, inner: str, nature: Nature) -> str | None:
    """Who is engaged in talks is still at it."""
    if inner == BARE and link.phrase in _ENGAGED and link.group is not None and link.group.passive:
        return "underway"
    return nature.done if inner == BARE else None


def _strives(link: Link, inner: str, nature: Nature) -> str | None:
    """To seek to conclude a deal is to negotiate it; to be trying to break in is to fight."""
    if link.phrase not in _STRIVING:
        return None
    trying = nature.operation and link.group is not None and link.group.progressive
    working = nature.agreement and inner == "completed" and link.relation == "infinitive"
    return "underway" if trying or working else None


_SPECIAL = {
    "begin": _begins,
    "agree": _agrees,
    "complete": _completes,
    "halt": _halts,
    "hold": _holds,
    "propose": _strives,
}


def _in_time(link: Link, stage: str, nature: Nature, *, headline: bool) -> str:  # noqa: PLR0911 - a table of cases
    group = link.group
    if group is None:
        return stage
    if (over := _over(link, group, nature)) is not None:
        return over
    if link.effect in {
        "refuse",
        "deny",
        "propose",
        "demand",
        "threaten",
        "plan",
        "doubt",
        "accuse",
        "report",
        "allow",
        "agree",
    }:
        return (
            "proposed"
            if group.modal in _MAY and link.effect not in {"propose", "demand", "threaten", "report", "accuse", "deny"}
            else stage
        )
    if group.modal in _MAY:
        return "proposed"
    if group.modal in WILL and not (group.modal == "to" and not headline):
        going = link.entry is not None and link.entry.phrase.startswith(("go ahead", "proceed"))
        if link.effect == "halt" and group.modal == "would":
            return stage  # "said that talks would be suspended" suspends them
        goes_on = stage == "underway" and not going and link.effect != "begin"
        return stage if stage in {"refused", "denied"} or goes_on else "planned"
    if group.infinitive:
        return stage
    if group.progressive and link.effect in {"hold", "complete", "begin"} and stage in {"completed", BARE}:
        return "underway"
    present = group.form in "bs" and not headline and not group.infinitive
    if link.effect == "hold" and present and link.relation != "exists" and stage == nature.done:
        return "underway"
    return stage
