"""A trigger with all that was found out about it, before merging."""

from dataclasses import dataclass

from extractors.mentions.links import Chain
from extractors.mentions.triggers import Hit
from extractors.records import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A trigger, what governs it, and the stage, root and kind that come of it."""

    hit: Hit
    chain: Chain
    stage: str
    root: str
    kind: Kind
