"""How sure a mention is: three tiers whose precision is measured, not felt.

Of the mentions of negotiations and operations on the development sets, precision of detection: high .92 (half of
them), medium .79, low .67; `bench/quality.py` and the docs tell how to measure again. What tells them apart is
whether the sentence is chiefly about the event, whether a party was found, and whether the event has a day or a place.
"""

from extractors.mentions.events import Event
from extractors.mentions.roles import Roles


def grounds(event: Event, roles: Roles, *, main: bool, settled: bool) -> str:
    """Say in words what a tier rests on."""
    found = {
        "chief event of its sentence": main,
        "parties": bool(roles.initiator or roles.recipient),
        "day or place": settled,
        "a word that alone would not do": event.weak,
    }
    return ", ".join(name for name, true in found.items() if true) or "the word alone"


def tier(event: Event, roles: Roles, *, main: bool, settled: bool) -> str:
    """Return high, medium or low; `settled` says that a day or a place was found for the event."""
    parties = bool(roles.initiator or roles.recipient)
    if main and parties and not event.weak:
        return "high"
    return "medium" if parties or (main and settled) or (settled and not event.weak) else "low"
