"""The recipient that an attacked place tells: "shelled Kharkiv" is against Ukraine, "the port" against its town's."""

import re

from extractors.mentions.places import PlaceSpan
from extractors.mentions.role_case import Case
from extractors.mentions.spans import ActorSpan

_ARMED_MEN = "militants rebels fighters insurgents jihadists gunmen terrorists separatists"
_FIGHTERS = frozenset(_ARMED_MEN.split())
_AT_TARGET = frozenset({"", "on", "at", "against", "into", "of", "for"})
_INROADS = re.compile(r"interven|incursion|invasion|invad")
_TOWNS = frozenset(
    {"area", "capital", "city", "district", "enclave", "island", "port", "region", "suburb", "town", "village"}
)
_WORKS = frozenset(
    {"airbase", "airfield", "airport", "base", "bridge", "dam", "depot", "facility", "facilities", "factory", "halls"}
    | {
        "harbour",
        "headquarters",
        "hospital",
        "plant",
        "plants",
        "reactor",
        "refinery",
        "school",
        "silo",
        "silos",
        "site",
    }
    | {"sites", "station", "substation", "terminal", "grid", "shipyard", "pipeline", "barracks", "bunker", "bunkers"}
)
_HOLDING = frozenset({"controlled", "held", "manned", "guarded", "occupied", "run", "used"})
_NEAR = 8
_AT = frozenset({"at", "against", "into", "on"})


def add_place_target(case: Case, end: int) -> None:
    """Make the state of an attacked place the recipient, unless the attacker is at home there."""
    site = None if case.targets else next((site for site in case.sites if _aimed_at(case, site, end)), None)
    target = _state_of(case, site) if site is not None and not _on_fighters(case, site) else None
    if target is not None:
        case.add([target], "the attacked place's state", target=True)


def add_holders(case: Case) -> None:
    """Make those who hold or use what is attacked the recipient: "bombed islands held by the group"."""
    words = case.parse.words.folded
    end = min(case.head_end + _NEAR, len(words) - 1)
    by = next((k for k in range(case.head_end, end) if words[k] in _HOLDING and words[k + 1] == "by"), None)
    if by is None or case.targets or case.event.event_type != "ASSAULT":
        return
    found = case.parse.within(by + 2, case.parse.clause_end(by + 1))
    case.add(case.not_agents(found[:1]), "who holds what is attacked", target=True)


def _aimed_at(case: Case, site: PlaceSpan, end: int) -> bool:
    """Tell whether a place behind the event, in its clause, is what the event is aimed at."""
    scene = _inroad(case, site) or _abroad(case, site)
    if site.country is None or (site.kind == "state" and not scene) or not case.head < site.first < end:
        return False
    if site.preposition == "of" and site.first > case.head_end + 3 and not case.event.verb:
        return False
    if case.moves() and site.preposition != "into":
        return False
    return site.preposition in _AT_TARGET or scene


def add_struck_subject(case: Case, verb: int) -> None:
    """Make the state of a place that suffers it the recipient: "Kharkiv came under attack"."""
    for site in case.sites:
        if site.last == verb and site.country:
            struck = _state_of(case, site)
            case.add([struck] if struck else [], "the state of the place that suffers", target=True)


def strike_at_scene(case: Case, scene: PlaceSpan | None) -> None:
    """Make the state of the event's own place the recipient, where nothing else named one."""
    if scene is None:
        _strike_at_town(case)
        return
    organised = any(span.actor.kind == "organisation" for span in case.agents)
    near = scene.preposition == "near" and not case.event.verb
    passive = case.moves() or case.event.event_type != "ASSAULT" or organised or near
    if scene.kind == "state" or case.targets or passive or not scene.country:
        return
    target = None if _on_fighters(case, scene) else _state_of(case, scene)
    if target is not None:
        case.add([target], "the state of its place", target=True)


def _strike_at_town(case: Case) -> None:
    """Make the last town's state the recipient in "shelled the city" and "the attack on the port"."""
    words = case.parse.words.folded
    at = case.head_end + (words[case.head_end : case.head_end + 1] != () and words[case.head_end] in _AT)
    named = words[at : at + 1] == ("the",) and len(words) > at + 1 and _built(words[at + 1 : at + 4])
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


def _built(words: tuple[str, ...]) -> bool:
    """Tell whether words after "the" name a town, or what is built in one, with two words before it at most."""
    return words[0] in _TOWNS or any(word in _WORKS for word in words)


def inside_own_state(case: Case, span: ActorSpan) -> bool:
    """Tell whether a city or a village is attacked inside a state at war with itself, which is no attack on the state.

    The attackers are at home there, or unnamed: "rebels take Damascus", "night raid on a Nigerian village".
    """
    own = {agent.actor.country for agent in case.agents}
    bare = span.head is None and not span.possessive and case.event.event_type == "ASSAULT"
    if not bare or (own and span.actor.actor_id not in own):
        return False
    if own:
        return span.form == "capital" and any(agent.actor.kind == "armed-group" for agent in case.agents)
    return span.form in {"adjective", "capital"} and _torn(case, span.actor.actor_id)


def _on_fighters(case: Case, site: PlaceSpan) -> bool:
    """Tell whether fighters of no state stand between the event and the place: "bombs militants in Iraq"."""
    return not _FIGHTERS.isdisjoint(case.parse.words.folded[case.head : max(site.first, case.head)])


def _abroad(case: Case, site: PlaceSpan) -> bool:
    """Tell whether a state strikes in another one, which is then struck wherever it is."""
    own = {span.actor.country for span in case.agents}
    inside = site.preposition in {"in", "across", "over", "inside", "throughout", "around"}
    return inside and bool(own) and site.country not in own and case.event.event_type == "ASSAULT"


def _inroad(case: Case, site: PlaceSpan) -> bool:
    """Tell whether "in" names the target: an intervention in Niger, anything in Gaza."""
    if site.preposition != "in":
        return False
    return site.country == "PSE" or bool(_INROADS.search(case.parse.words.folded[case.head]))


def _state_of(case: Case, site: PlaceSpan) -> ActorSpan | None:
    actor = case.memory.index.actors.get(site.country or "")
    if actor is None or (site.kind == "unknown" and not case.agents):
        return None
    homes = {span.actor.country for span in case.agents}
    internal = _torn(case, actor.actor_id) or not _at_war(case, actor.actor_id)
    if actor.actor_id in homes or (not homes and internal):
        return None
    return ActorSpan(
        text=site.text, start=site.start, end=site.end, first=site.first, last=site.last, actor=actor, form="place",
        head=None, core=(site.first, site.last), possessive=False,
    )  # fmt: skip


def _torn(case: Case, code: str) -> bool:
    """Tell whether a state fights inside its borders: an attack there by somebody unnamed is none on the state."""
    return (code.lower(),) in case.memory.index.heads["torn"]


def _at_war(case: Case, code: str) -> bool:
    """Tell whether the article names a foreign power often enough to be the attacker."""
    return any(country != code and count > 1 for country, count in case.memory.homes.items())
