"""Which PLOVER root an event has under its operators: a demanded release is a REQUEST, a refused meeting a REJECT."""

from extractors.mentions.links import Chain, Link
from extractors.mentions.triggers import QUADS, Trigger
from extractors.records import Kind

_COOPERATION = 2
_WILL = frozenset(["will", "would", "shall", "'ll", "be to", "to"])
_MUST = frozenset(["must", "should", "ought"])
_PUNISHMENT = frozenset(["ASSAULT", "COERCE", "SANCTION", "PROTEST"])
_OVER = {"refuse": "REJECT", "demand": "REQUEST", "threaten": "THREATEN", "accuse": "ACCUSE", "fail": "REJECT"}
_SIGNED = frozenset(
    ["sign", "ratify", "ink", "initial", "seal", "adopt"]
)  # a formal agreement is diplomatic cooperation
_CALLED_OFF = frozenset(["cancel", "call off", "scrap", "skip", "cancellation", "miss", "ditch", "renege on"])
_ENDED = frozenset(["end", "conclude", "finish", "wrap up"])  # said of visits: it took place
_ASKED = frozenset(["halt", "propose", "hold", "begin", "resume", "continue", "complete"])
_STOPS = frozenset(["halt", "propose"])  # "must be stopped", "must be avoided"
# who orders or permits does it: no promise to anybody
_DECREES = frozenset(
    [
        "order",
        "authorise",
        "authorize",
        "approve",
        "instruct",
        "command",
        "sanction",
        "mandate",
        "decide",
    ]
)

# who permits gives way, whatever the deed
_PERMITS = frozenset(["allow", "permit", "permission", "let"])


def root_of(trigger: Trigger, chain: Chain) -> str:
    """Return the root of a trigger under its operators, from the innermost outwards."""
    root = trigger.root
    links = [link for link in chain.links if link.effect not in {"report", "doubt", "deny"}]
    if trigger.kind is Kind.OTHER and _denied(chain):
        return "REJECT"
    own = chain.own
    if own is not None and own.negated:
        root = "REJECT" if _cooperates(root) else root
    elif own is not None and own.modal in _WILL:
        root = "THREATEN" if trigger.phrase.startswith("boycott") else _promised(root)
    elif own is not None and own.modal in _MUST and not links and _cooperates(root):
        root = "REQUEST"
    for link in links:
        root = _under(root, link, trigger)
    outer = links[-1].group if links else None
    if outer is not None and outer.modal in _MUST and not outer.negated and root in {"AGREE", "RETREAT", "CONCEDE"}:
        return "REQUEST"
    if chain.negated and not links and _cooperates(root):
        return "REJECT"
    return root


def _denied(chain: Chain) -> bool:
    return bool(chain.links) and chain.links[-1].effect == "deny" and chain.links[-1].entry is not None


def _cooperates(root: str) -> bool:
    return QUADS[root] <= _COOPERATION


def _promised(root: str) -> str:
    """Return what the announcement of an act is: a promise if it is friendly, else a threat."""
    if _cooperates(root):
        return "AGREE"
    return "THREATEN" if root in _PUNISHMENT else root


def _under(root: str, link: Link, trigger: Trigger) -> str:
    effect, group = link.effect, link.group
    if link.relation == "adjective" and effect not in {"plan", "propose", "threaten", "refuse"}:
        return root
    if link.relation == "if":
        return root
    if link.negated or (group is not None and group.negated):
        return _refused(root, link)
    if group is not None and group.modal in _MUST and effect in _ASKED and (_cooperates(root) or effect in _STOPS):
        return "REQUEST"
    if effect == "halt":
        root = _halted(root, link, trigger)
    elif effect == "complete" and root == "AGREE" and link.entry is not None and link.entry.phrase in _SIGNED:
        root = "SUPPORT"
    elif effect in {"propose", "plan", "agree"} or (effect == "allow" and link.entry and link.entry.phrase in _PERMITS):
        return _intended(root, link)
    elif effect == "violate":
        root = "ASSAULT" if trigger.mode == "ceasefire" else "REJECT"
    else:
        root = _OVER.get(effect, root)
    return _promised(root) if group is not None and group.modal in _WILL and effect not in _OVER else root


def _intended(root: str, link: Link) -> str:
    phrase = link.entry.phrase.split(" ", 1)[0] if link.entry is not None else ""
    if link.effect == "agree" and root == "SUPPORT":
        return root
    if phrase in _DECREES:
        return root
    if phrase in _PERMITS:
        return "CONCEDE"
    if root == "MOBILIZE" and (link.effect == "agree" or phrase == "offer"):
        return "AGREE"
    if link.effect == "propose" and not _cooperates(root):
        return root
    return _promised(root)


def _refused(root: str, link: Link) -> str:
    if link.effect == "halt" or (_cooperates(root) and link.effect not in {"refuse", "deny", "fail"}):
        return "REJECT"
    return root


def _halted(root: str, link: Link, trigger: Trigger) -> str:
    if trigger.mode == "visit" and link.entry is not None and link.entry.phrase in _ENDED:
        return root
    if root in {"CONSULT", "SUPPORT", "AGREE"} and link.entry is not None and link.entry.phrase in _CALLED_OFF:
        return "REJECT"
    if root in {"ASSAULT", "MOBILIZE", "COERCE", "SANCTION", "PROTEST"}:
        return "RETREAT" if trigger.kind is Kind.OPERATION else "CONCEDE"
    return "SANCTION" if root in {"CONSULT", "AGREE", "AID", "COOPERATE", "SUPPORT"} else root
