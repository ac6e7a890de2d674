"""The place of an event: the most exact one that its clause gives, or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.mentions.events import Event
from extractors.mentions.memory import Memory, TextSpan, start_memory
from extractors.mentions.parsing import Parse, parse_of
from extractors.mentions.places import PlaceSpan
from extractors.mentions.spans import ActorSpan
from extractors.records import Kind

_EXACT = {"site": 4.0, "city": 4.0, "unknown": 3.5, "water": 3.0, "region": 3.0, "state": 1.0}
_INSIDE = frozenset(
    {
        "across",
        "along",
        "around",
        "at",
        "in",
        "inside",
        "near",
        "off",
        "on",
        "outside",
        "throughout",
        "within",
        "north",
        "south",
        "east",
        "west",
    }
)
_STRUCK = frozenset(
    {"", "against", "at", "for", "into", "of", "on", "over", "toward", "towards", "to", "from", "through"}
)
_MOVES = frozenset({"MOBILIZE", "RETREAT", "CONSULT", "COOPERATE"})
_ABOUT = frozenset({"around", "near", "off", "over"})
_STATES = frozenset({"in", "across", "inside", "off", "throughout"})
_SCENES = _INSIDE - {"on"}
_LEAVING = re.compile(r"leave|quit|exit|evacuat")
_TRAVELS = re.compile(r"travel|visit|fly|trip|go to|head|arriv|\bdue|stay away|return")
_SEATED = frozenset(
    {
        "party",
        "government",
        "official",
        "officials",
        "spokesman",
        "source",
        "sources",
        "embassy",
        "ministry",
        "military",
        "office",
        "authorities",
        "diplomat",
        "service",
    }
)
_FAR = 60
_GATHERINGS = frozenset(
    {
        "accord",
        "conference",
        "consultations",
        "dialogue",
        "gathering",
        "meeting",
        "negotiations",
        "round",
        "session",
        "summit",
        "talks",
        "truce",
        "agreement",
        "ceasefire",
        "deal",
        "process",
    }
)

_MEETINGS = frozenset((word,) for word in _GATHERINGS)


def choose_place(
    sentence: TextSpan,
    sites: Sequence[PlaceSpan],
    event: Event,
    events: Sequence[Event],
    spans: Sequence[ActorSpan],
    *,
    memory: Memory | None = None,
) -> PlaceSpan | None:
    """Return the most exact place that the sentence gives for `event`, or None. `memory` spares parsing again."""
    if not sites:
        return None
    parse = parse_of(sentence, spans, memory or start_memory([sentence]))
    chooser = _Chooser.of(parse, event, events)
    best, top = None, 0.0
    for site in sites:
        score = chooser.score(site)
        if score > top:
            best, top = site, score
    return best


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chooser:
    """An event in its clause: the words `start` to `end` are its own, `reach` is where its clause ends."""

    parse: Parse
    event: Event
    start: int
    end: int
    reach: int
    others: tuple[int, ...]

    @classmethod
    def of(cls, parse: Parse, event: Event, events: Sequence[Event]) -> "_Chooser":
        """Find where the event's clause ends: behind its verb too, if it is the subject of one."""
        words = parse.words
        start, end = words.index_at(event.start), words.index_at(event.end - 1) + 1
        reach = parse.clause_end(end - 1)
        if event.predicate is not None:
            reach = max(reach, parse.clause_end(max(words.index_at(event.predicate), end - 1)))
        if reach < len(parse.tags) and parse.tags[reach] == "R":
            later = next((k for k in range(reach + 1, len(parse.tags)) if parse.tags[k] in {"V", ";"}), reach)
            reach = parse.clause_end(later)
        elif reach < len(parse.tags) and parse.tags[reach] in {"V", "A"} and not event.verb:
            reach = parse.clause_end(_last_of_group(parse, reach))
        others = tuple(
            words.index_at(other.head_start) for other in events if other is not event and other.kind is not Kind.OTHER
        )
        return cls(parse=parse, event=event, start=start, end=end, reach=reach, others=others)

    def score(self, site: PlaceSpan) -> float:
        """Weigh a place: 0 if it is not the event's; more exact, nearer and behind the event is better."""
        inner = self.start <= site.first < self.end
        qualifying = self._qualifying(site)
        if (
            site.owning
            or self._seat(site)
            or (site.party and not site.preposition and not (qualifying or self._struck(site)))
        ):
            return 0.0
        if site.first >= self.end:
            held = site.first < self.reach or self._beyond(site)
            fits = held and self._relates(site) and not self._nearer_other(site)
        elif inner:
            fits = qualifying or self._relates(site)
        else:
            fits = qualifying or self._before(site)
        if not fits:
            return 0.0
        distance = abs(site.first - self.end) if site.first >= self.end else abs(self.start - site.last) + 2
        return _EXACT[site.kind] + 2.0 - min(distance, _FAR) / _FAR + inner

    def _seat(self, site: PlaceSpan) -> bool:
        """Tell "the government in Bamako" and "the Houthis in Yemen" from a scene."""
        before = site.first - 2
        struck = self.event.kind is Kind.OPERATION and site.first >= self.end
        if not site.party or site.preposition != "in" or before < 0 or struck:
            return False
        goal = self.parse.words.folded[site.last : site.last + 1] == ("for",)  # "Rubio in Saudi Arabia for talks"
        owned = self.parse.owner[before] is not None and site.kind == "state" and site.first < self.start and not goal
        return owned or self.parse.words.folded[before] in _SEATED

    def _struck(self, site: PlaceSpan) -> bool:
        """Tell whether the place is the direct object of what was done: "hits Kyiv", "leave Chad", "visit Tehran"."""
        if not self.event.verb or site.first - self.end not in {0, 1} or site.preposition:
            return False
        if site.kind == "state":
            return bool(_LEAVING.search(self.event.lemma))
        gone = bool(_TRAVELS.search(self.event.lemma) or _LEAVING.search(self.event.lemma))
        return self.event.kind is Kind.OPERATION or gone

    def _relates(self, site: PlaceSpan) -> bool:
        """Tell whether the preposition makes the place the event's scene, or its target."""
        operation = self.event.kind is Kind.OPERATION
        goes = self.event.event_type in _MOVES or bool(_TRAVELS.search(self.event.lemma))
        moves = site.preposition in {"to", "from", "into"} and goes
        if site.preposition == "from" and site.kind == "state" and not operation:
            return False
        if self._struck(site):
            return True
        if site.kind == "state":
            visits = not operation and bool(_TRAVELS.search(self.event.lemma))
            about = site.preposition in _STATES or (operation and site.preposition in _ABOUT)
            return not visits and (moves or about)
        if site.kind == "unknown" and site.preposition not in _SCENES:
            near = site.first <= self.end + 3
            return operation and near and (bool(site.preposition) or (self.event.verb and site.first <= self.end + 1))
        far = site.preposition == "of" and site.first > self.end + 3 and not self.event.verb
        inside = site.preposition in _INSIDE and (operation or site.preposition != "on" or site.kind == "region")
        return inside or (not far and (moves or (operation and site.preposition in _STRUCK - _INSIDE)))

    def _beyond(self, site: PlaceSpan) -> bool:
        """Tell whether the place follows the clause as a phrase of its own: "talks, on Monday, in Cairo"."""
        later = self.parse.tags[self.reach : site.first]
        opened = later[:1] == [","] and later[1:2] in (["P"], ["B"])
        return opened and not set(later) & {"V", "A", "S", "R", ";", "G"} and bool(site.preposition)

    def _nearer_other(self, site: PlaceSpan) -> bool:
        """Tell whether another event stands between this one and the place."""
        nearer = [other for other in self.others if self.end <= other < site.first]
        return any(not set(self.parse.tags[self.end : other]) <= {"N", "C"} for other in nearer)

    def _qualifying(self, site: PlaceSpan) -> bool:
        """Tell whether the place stands right before the event: "Luanda talks", "Kharkiv attack", "Kidal falls"."""
        head = self.parse.words.index_at(self.event.head_start)
        if self.parse.words.folded[site.last : site.last + 1] in _MEETINGS and site.last >= self.start:
            return site.last < self.end and not site.text.isupper() and (not site.party or site.kind == "city")
        beside = site.last in {self.start, head} or (self.start <= site.first and site.last < head)
        if not beside or not set(self.parse.tags[site.last : head]) <= {"N", "G"}:
            return False
        operation, word = self.event.kind is Kind.OPERATION, self.parse.words.folded[head]
        if self.event.verb:
            return operation and not site.party and site.last == head
        if site.kind == "state":
            return word in {"summit", "conference", "truce", "ceasefire"}
        return not site.text.isupper() and (operation or word in _GATHERINGS)

    def _before(self, site: PlaceSpan) -> bool:
        """Tell whether a place before the event is its own: "In Cairo, …", "soldiers in Laukkai surrendered"."""
        between = self.parse.tags[site.last : self.start]
        if self.parse.words.folded[site.last : site.last + 1] == (":",) and site.first == 0:
            return not site.party
        if site.preposition not in _SCENES or any(
            other < self.start for other in self.others if self._joined(other, site)
        ):
            return False
        opening = site.first <= 3 and "S" not in between and ";" not in between  # noqa: PLR2004
        return (opening and between.count("V") <= 1) or not set(between) & {"V", "S", "R", ";"}

    def _joined(self, other: int, site: PlaceSpan) -> bool:
        """Tell whether a place stands in the clause of another event, or between that one and ours."""
        if other >= site.last:
            return True
        return not set(self.parse.tags[other + 1 : site.first]) & {"S", "R", ";"}


def _last_of_group(parse: Parse, first: int) -> int:
    """Return the last word of the verb group that begins at `first`."""
    at = first
    while at + 1 < len(parse.tags) and parse.tags[at + 1] in {"A", "B", "V", "G"} and parse.tags[at] != "V":
        at += 1
    return at
