"""What an event brings before anything governs it: its trigger's nature, as the words beside it correct it."""

from dataclasses import dataclass, replace

from extractors.mentions.links import Chain
from extractors.mentions.occasions import any_such, at_work, going_on, looked_back_on, outlived, referred, told_after
from extractors.mentions.tagging import Tagged
from extractors.mentions.triggers import Hit, Trigger
from extractors.records import Kind

_LASTS = (
    "offensive operation campaign war siege blockade occupation invasion fighting drill exercise patrol patrols mission"
)
_LASTING = frozenset(_LASTS.split())
# what is held until it ends
_ENDED = (
    "drill drills exercise exercises siege battle fighting clash operation mission raid patrol manoeuvre maneuver game"
    " games"
)
_BOUNDED = frozenset(_ENDED.split())
# what lasts as long as nobody says that it is over
_STANDING = frozenset(
    [
        "siege",
        "blockade",
        "occupation",
        "invasion",
        "aggression",
        "alert",
        "effort",
        "special",
        "ban",
        "drill",
        "exercise",
        "maneuver",
        "manoeuvre",
    ]
)
_DEALS = frozenset(["AGREE", "SUPPORT", "RETREAT"])
# nouns of a single occasion: named alone, it took place
_HELD = frozenset(["meeting", "summit", "visit", "round", "call", "session", "conversation", "trip", "encounter"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Nature:
    """What the trigger itself brings: its stage once done and as a bare noun, and whether it lasts ("offensive").

    `bounded` says that its end is the end that was meant: of a drill, a siege, a battle.
    """

    done: str
    noun: str
    lasting: bool
    agreement: bool
    operation: bool
    exchange: bool = False
    bounded: bool = False


def nature_of(hit: Hit, chain: Chain, tagged: Tagged) -> Nature:
    """Return what an event brings in its sentence."""
    nature = _alone(hit.trigger)
    if hit.trigger.verb and hit.trigger.phrase.startswith("offer "):
        return replace(nature, done="proposed")  # "offered to mediate", where that is one trigger
    if chain.own is not None and chain.own.passive and hit.trigger.phrase.startswith("engage "):
        return replace(nature, done="underway")  # "they were engaged in talks"
    if referred(hit, chain, tagged):
        return replace(nature, noun="unspecified")
    noun = "" if hit.trigger.verb else _told(nature, hit, chain, tagged)
    return replace(nature, noun=noun) if noun else nature


def _told(nature: Nature, hit: Hit, chain: Chain, tagged: Tagged) -> str:
    """Return what the words beside a noun say of its stage, or nothing."""
    over = hit.trigger.root == "CONSULT" and told_after(hit, tagged)
    if over or (nature.noun == "underway" and outlived(hit, tagged)):
        return "completed"
    if at_work(chain, tagged) or going_on(hit, tagged, truce=hit.trigger.mode == "ceasefire"):
        return "underway"
    if nature.noun == "unspecified" and looked_back_on(chain, tagged):
        return "completed"
    return "proposed" if any_such(hit, tagged, agreement=nature.agreement) else ""


def _alone(trigger: Trigger) -> Nature:
    """Return what the trigger brings wherever it stands."""
    words = set(trigger.phrase.split())
    lasting = not words.isdisjoint(_LASTING) or trigger.root == "CONSULT"
    agreement = trigger.root in _DEALS and trigger.kind is Kind.NEGOTIATION and trigger.mode in {None, "ceasefire"}
    noun = "unspecified" if trigger.root == "CONSULT" and not words & _HELD else trigger.done
    if words & _STANDING and not trigger.verb:
        noun = "underway"
    state = trigger.verb and trigger.phrase.startswith("be ")
    return Nature(
        done="underway" if state and trigger.done == "completed" else trigger.done,
        noun=noun,
        lasting=lasting,
        agreement=agreement,
        operation=trigger.kind is Kind.OPERATION,
        exchange=trigger.mode == "release",
        bounded=not words.isdisjoint(_BOUNDED),
    )
