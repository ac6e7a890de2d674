"""Which PLOVER root an event has under its operators: a demanded release is a REQUEST, a refused meeting a REJECT."""

from extractors.mentions.governors import Link
from extractors.mentions.triggers import QUADS, Trigger
from extractors.records import Kind

_COOPERATION = 2
_OVER = {
    "refuse": "REJECT", "propose": "AGREE", "demand": "REQUEST", "threaten": "THREATEN", "agree": "AGREE", "plan": "AGREE",
    "accuse": "ACCUSE", "fail": "REJECT",
}  # fmt: skip


def root_of(trigger: Trigger, links: tuple[Link, ...], stage: str) -> str:
    """Return the root of a trigger under its operators, from the innermost outwards."""
    root = trigger.root
    for link in links:
        negated = link.negated or (link.group is not None and link.group.negated)
        root = _under(root, link, trigger, negated=negated)
    own = stage in {"planned", "proposed"} and not links
    if own and QUADS[root] <= _COOPERATION:
        return "AGREE"
    if stage == "refused" and QUADS[root] <= _COOPERATION:
        return "REJECT"
    return root


def _under(root: str, link: Link, trigger: Trigger, *, negated: bool) -> str:
    cooperative = QUADS[root] <= _COOPERATION
    effect = link.effect
    if link.relation == "adjective" and effect not in {"plan", "propose", "threaten", "refuse"}:
        return root
    if negated:
        return (
            "REJECT" if cooperative and effect in {"agree", "plan", "propose", "hold", "complete", "resume"} else root
        )
    if effect == "halt":
        return _halted(root, trigger)
    if effect in {"propose", "plan", "agree"}:
        return "AGREE" if cooperative else root
    if effect == "violate":
        return "ASSAULT" if trigger.mode == "ceasefire" else "REJECT"
    return _OVER.get(effect, root)


def _halted(root: str, trigger: Trigger) -> str:
    if root in {"ASSAULT", "MOBILIZE", "COERCE", "SANCTION"}:
        return "RETREAT" if trigger.kind is Kind.OPERATION else "CONCEDE"
    return "SANCTION" if root in {"CONSULT", "AGREE", "AID", "COOPERATE"} else root
