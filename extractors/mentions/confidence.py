"""How sure a mention is: three tiers, whose precision `bench/coder.py` measures on the development set."""

from extractors.mentions.events import Event
from extractors.mentions.roles import Roles
from extractors.records import Kind


def tier(event: Event, roles: Roles, *, weak: bool) -> str:
    """Return high, medium or low."""
    parties = bool(roles.initiator or roles.recipient)
    if event.kind is Kind.OTHER:
        return "medium" if parties and not weak else "low"
    if weak:
        return "low"
    settled = event.stage != "unspecified"
    if parties and settled:
        return "high"
    return "medium" if parties or settled else "low"
