"""An attacked place that only "the city" names: its state, by the last town of the article, is who was attacked."""

from extractors.mentions.role_case import Case
from extractors.mentions.spans import ActorSpan

_TOWNS = frozenset(
    {"area", "capital", "city", "district", "enclave", "island", "port", "region", "suburb", "town", "village"}
)
_AT = frozenset({"at", "against", "into", "on"})


def strike_at_town(case: Case) -> None:
    """Make the last town's state the recipient in "shelled the city" and "the attack on the port"."""
    words = case.parse.words.folded
    at = case.head_end + (words[case.head_end : case.head_end + 1] != () and words[case.head_end] in _AT)
    named = words[at : at + 1] == ("the",) and set(words[at + 1 : at + 2]) <= _TOWNS and len(words) > at + 1
    part = words[at + 2 : at + 3] == ("of",)
    actor = case.memory.index.actors.get(case.memory.town or "")
    if not named or part or actor is None or case.moves() or case.event.event_type != "ASSAULT":
        return
    homes = {span.actor.country for span in case.agents}
    if not case.agents or actor.actor_id in homes or any(span.actor.kind == "armed-group" for span in case.agents):
        return
    start, end = case.parse.words.starts[at], case.parse.words.ends[at + 1]
    text = case.parse.words.text[start:end]
    span = ActorSpan(
        text=text, start=start, end=end, first=at, last=at + 2, actor=actor, form="place", head=None,
        core=(at, at + 2), possessive=False,
    )  # fmt: skip
    case.add([span], "the state of the town", target=True)
