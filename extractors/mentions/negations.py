"""What a not in front of an operator makes of a stage: "did not refuse", "will not resume", "has not ruled out"."""

from extractors.mentions.links import Link

BARE = "bare"  # the stage of content that nobody has asserted yet
WILL = frozenset(["will", "shall", "'ll", "be to", "would", "to"])
UNCHANGED = frozenset(["report", "accuse"])  # effects that leave the stage as it is
# what a not in front of an operator makes of it
_NEGATED: dict[str, str] = {
    "refuse": "proposed", "deny": "unspecified", "fail": "completed", "halt": "underway", "resume": "suspended",
    "continue": "suspended", "agree": "proposed", "propose": "denied", "demand": "denied", "threaten": "denied",
    "plan": "refused", "violate": "denied", "doubt": "unspecified", "allow": "refused",
}  # fmt: skip


# "has not ruled out" leaves it open, "never rejected" says that it did not happen; so with what falls rather than stops
_LEFT_OPEN = frozenset(["rule out", "rule * out", "exclude", "oppose", "out of the question", "against", "opposed to"])
_DATES = ("set", "fix", "date", "book", "schedule", "timetable")  # a meeting without a day is still a proposal
_GOING_ON = frozenset(["be under way", "be ongoing", "under way", "ongoing", "underway"])
_FALLING = frozenset(["collapse", "break down", "fall apart", "unravel", "break up", "be off", "off", "dead"])


def negate(link: Link, inner: str) -> str:  # noqa: C901, PLR0911 - a table of cases
    """Return the stage under an operator that is negated, of an event whose stage is `inner`."""
    modal = link.group.modal if link.group is not None else ""
    effect, phrase = link.effect, link.phrase
    if phrase in {"confirm", "verify", "corroborate"}:
        return "unspecified"
    if effect in {"agree", "plan"} and link.group is not None and link.group.flat:
        return "denied"  # "had never agreed to it", "had planned no strikes"
    if effect in UNCHANGED:
        return "denied" if inner == BARE else inner
    if effect in {"hold", "begin", "complete"}:
        return (
            "refused"
            if modal in WILL or modal in {"can", "cannot", "could", "may", "ca", "should", "must"}
            else "denied"
        )
    if (effect in {"resume", "continue", "agree"} and modal in WILL) or phrase.startswith("want"):
        return "refused"
    if phrase in _GOING_ON and link.relation == "subject":
        return "denied"
    if effect == "violate" and modal in WILL:
        return "underway"
    if effect == "plan" and link.relation != "subject" and phrase.startswith(_DATES):
        return "proposed"
    if effect == "propose":
        return "denied" if phrase in {"offer", "propose", "try", "attempt"} else "refused"
    if (effect == "refuse" and phrase not in _LEFT_OPEN) or (effect == "halt" and phrase in _FALLING):
        return "denied"
    return _NEGATED[effect]
