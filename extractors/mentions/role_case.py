"""One event whose parties are being found: where it stands, who has been found, and the places that it strikes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractors.mentions.events import Event
from extractors.mentions.memory import Memory
from extractors.mentions.noun_phrases import Phrase
from extractors.mentions.parsing import Parse
from extractors.mentions.places import PlaceSpan
from extractors.mentions.spans import ActorSpan, make_span
from extractors.records import Kind

_AGAINST = frozenset({"on", "at", "against", "upon", "towards", "toward", "into", "over"})
_TARGET_FORMS = frozenset({"capital", "name"})
_SENT_AT = frozenset({"against", "towards", "toward"})
_MOVES = re.compile(
    r"withdr|pull (?:back|out)|leave|deploy|station|retreat|redeploy|evacuat|abandon|send|mass|mobili|drill|exercise"
    r"|patrol|surrender|pull-?out|fall back"
)
_OWNERS = frozenset({"his", "her", "its", "their"})
_HITS = re.compile(
    r"^(?:fire|shoot|ram|block|chase|harass|intercept|collide|sideswipe)\b|^launch.*(?:missile|rocket|drone)"
)
_DRILLS = re.compile(r"drill|exercise|manoeuv|maneuv|patrol|war game|training")
_APART = frozenset({"after", "before", "amid", "despite", "since", "during", "over", "about", "following", "because"})
_TRAVELS = re.compile(r"be due|travel|visit|fly|trip|go to|head|arriv")
_ANSWERS = frozenset({"answer", "reply", "response", "retaliation"})
_WEAPONS = frozenset({"aircraft", "drone", "drones", "helicopter", "jet", "jets", "missile", "missiles", "rockets"})
_DOWNING = frozenset({"down", "shoot", "intercept", "destroy", "bring"})
_GATHERINGS = frozenset({"assembly", "conference", "forum", "funeral", "gathering", "summit", "talks", "venue"})
_CROWDS = frozenset(
    {
        "barrage",
        "dozens",
        "group",
        "handful",
        "hundreds",
        "number",
        "pair",
        "salvo",
        "series",
        "string",
        "swarm",
        "thousands",
    }
    | {"volley", "wave", "waves"}
)
_SOME = frozenset({"all", "any", "both", "dozens", "each", "many", "most", "one", "several", "some", "two"})


@dataclass(slots=True, kw_only=True)
class Case:
    """One event under decision: where it stands in the words, and what has been found so far."""

    parse: Parse
    event: Event
    sites: Sequence[PlaceSpan]
    memory: Memory
    head: int
    head_end: int
    predicate: int | None
    others: frozenset[int]
    events: Sequence[Event]
    doers: list[ActorSpan] = field(default_factory=list)
    agents: list[ActorSpan] = field(default_factory=list)
    targets: list[ActorSpan] = field(default_factory=list)
    offered: list[ActorSpan] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, parse: Parse, event: Event, events: Sequence[Event], sites: Sequence[PlaceSpan], memory: Memory
    ) -> "Case":
        """Place `event` in the words of its sentence."""
        words = parse.words
        final = max(len(words.folded) - 1, 0)
        events = [other for other in events if other.kind is not Kind.OTHER]
        head = min(words.index_at(event.head_start), final)
        predicate = min(words.index_at(event.predicate), final) if event.predicate is not None else None
        return cls(
            parse=parse,
            event=event,
            sites=sites,
            memory=memory,
            head=head,
            head_end=min(max(words.index_at(event.head_end - 1) + 1, head + 1), final + 1),
            predicate=predicate,
            events=[other for other in events if other is not event],
            others=frozenset(words.index_at(other.head_start) for other in events if other is not event),
        )

    def add(self, found: Iterable[ActorSpan], rule: str, *, target: bool = False) -> None:
        """Take on the parties that `rule` found, as agents or as targets."""
        kept = [span for span in found if span.form != "modifier"]
        if kept:
            (self.targets if target else self.agents).extend(kept)
            if rule in {"subject", "accused"}:
                self.doers.extend(kept)
            self.rules.append(rule)

    def not_agents(self, spans: Iterable[ActorSpan]) -> list[ActorSpan]:
        """Return the spans of actors that are not agents already; "its" only of whom the sentence names."""
        known = {span.actor.actor_id for span in self.agents}
        named = {span.actor.actor_id for span in self.parse.spans if span.form != "pronoun"}
        free = (span for span in spans if span.actor.actor_id not in known)
        return [s for s in free if s.text.lower() not in _OWNERS or s.actor.actor_id in named]

    def phrases(self, phrases: Sequence[Phrase], prepositions: Iterable[str], rule: str, *, target: bool) -> None:
        """Take on the actors in the phrases that one of the prepositions opens."""
        for phrase, after in zip(phrases, [*phrases[1:], None], strict=False):
            if phrase.preposition in prepositions:
                inside = self.parse.within(phrase.first, phrase.last)
                if not inside and after is not None and self._part_of(phrase, after):
                    inside = self.parse.within(after.first, after.last)
                found = [span for span in inside if self.parse.is_party(span)] if inside else self._held(phrase)
                if phrase.preposition == "to" and self.event.kind is not Kind.OPERATION:
                    found = [span for span in found if self._goes_to(span)]
                if rule == "taken from":
                    found = [span for span in found if span.actor.kind == "armed-group"]
                self.add(
                    self.not_agents(found) if target else found, f"{rule} with {phrase.preposition}", target=target
                )

    def _part_of(self, phrase: Phrase, after: Phrase) -> bool:
        """Tell whether a phrase only counts what the next one names: "at one of its positions"."""
        size, last = phrase.last - phrase.first, self.parse.words.folded[phrase.last - 1]
        return after.preposition == "of" and ((size == 1 and last in _SOME) or last in _CROWDS)

    def _held(self, phrase: Phrase) -> list[ActorSpan]:
        """Return the state of "Pakistani-controlled territory", where an operation is aimed at it."""
        words = self.parse.words.folded
        return [
            replace(span, form="name")
            for span in self.parse.spans
            if phrase.first <= span.first < phrase.last and span.form == "modifier"
            if self.event.kind is Kind.OPERATION and words[span.last : span.last + 1] == ("-",)
            if words[span.last + 1 : span.last + 2] in {("controlled",), ("held",), ("administered",)}
        ]

    def moves(self) -> bool:
        """Tell whether the event moves one's own forces: withdraws, deploys, drills."""
        operation, halted = self.event.kind is Kind.OPERATION, any(o.effect == "halt" for o in self.event.operators)
        sent = self.event.event_type == "MOBILIZE" and not _HITS.search(self.event.lemma)
        own = sent or (self.event.event_type == "RETREAT" and not halted)
        return operation and (own or bool(_MOVES.search(self.event.lemma)))

    def answers(self, phrase: Phrase) -> bool:
        """Tell whether a phrase says whom an answer is given to: "military response to Indian jets"."""
        return phrase.preposition == "to" and self.parse.words.folded[self.head] in _ANSWERS

    def shared(self) -> bool:
        """Tell whether several can take part side by side: talks, accords, drills."""
        return self.event.mutual or self.drills() or self.event.kind is Kind.NEGOTIATION

    def after(self) -> bool:
        """Tell whether the event is only what something else came after, before or in spite of."""
        verb = self.parse.governor(self.head)
        return not _APART.isdisjoint(self.parse.words.folded[(verb or 0) : self.head])

    def talked_before(self) -> bool:
        """Tell whether another mutual event stands before this one: "A and B agreed a truce after talks"."""
        mutual = (other for other in self.events if other.mutual and other.kind is Kind.NEGOTIATION)
        return any(other.head_start < self.event.head_start for other in mutual)

    def drills(self) -> bool:
        """Tell whether the event is a drill or a patrol, which others join."""
        return self.event.kind is Kind.OPERATION and bool(_DRILLS.search(self.event.lemma))

    def passive(self) -> bool:
        """Tell whether the event's verb is passive: with an auxiliary, or bare with an actor after "by"."""
        if self._downed():
            return True
        if not self.event.passive or self.parse.is_passive(self.head):
            return self.event.passive
        if self.parse.tags[self.head_end : self.head_end + 1] in (["D"], ["N"]):
            return False
        _, phrases = self.parse.objects(self.head_end - 1)
        by = [phrase for phrase in phrases[:1] if phrase.preposition == "by"]
        agent = bool(by) and bool(self.parse.within(by[0].first, by[0].last))
        return agent or (not by and self._beside_another_verb())

    def _downed(self) -> bool:
        """Tell whether a headline says that weapons were brought down: "Houthi drones downed over the Red Sea"."""
        last = self.parse.owner[self.head - 1] if self.head else None
        weapons = (
            last is not None and (last.head or "").split()[-1:] != [] and (last.head or "").split()[-1] in _WEAPONS
        )
        bare = self.event.verb and weapons and self.event.lemma.split()[0] in _DOWNING
        after = self.parse.words.folded[self.head_end : self.head_end + 1]
        return bare and after in {(), ("over",), ("off",), ("near",), ("in",), (",",), (";",)}

    def _beside_another_verb(self) -> bool:
        """Tell whether the clause has its own verb, so that a bare participle is one: "troops shelled in May fled"."""
        tags = self.parse.tags
        for step in (range(self.head + 1, len(tags)), range(self.head - 1, -1, -1)):
            for k in step:
                if tags[k] in {"C", ",", ";", "S", "R"}:
                    break
                if tags[k] in {"V", "A"}:
                    return True
        return False

    def object_prepositions(self) -> frozenset[str]:
        """Return the prepositions that bring the other side of a verb: talks with, attacks on, mediates between."""
        if self.event.kind is not Kind.OPERATION:
            return frozenset({"with", "to", "between", "among"})
        if self.moves():
            return _SENT_AT | {"with"} if self.event.mutual else _SENT_AT
        together = self.event.mutual or self.event.lemma.startswith(("clash", "fight", "skirmish", "exchange fire"))
        return _AGAINST | {"with"} if together else _AGAINST

    def _goes_to(self, span: ActorSpan) -> bool:
        """Tell a party after "to" from a mere venue: "travel to Tehran" in an article that speaks of Iran."""
        if span.form not in _TARGET_FORMS or span.head is not None:
            return not self.is_place(span)
        chief = span.actor.actor_id in dict(self.memory.counts.most_common(2))
        summit = not _GATHERINGS.isdisjoint(self.parse.words.folded[self.head :])
        return self.travels() and (
            chief or (not summit and (span.actor.actor_id.lower(),) not in self.memory.index.heads["hosts"])
        )

    def travels(self) -> bool:
        """Tell whether the event is somebody's way to somewhere."""
        return self.event.kind is Kind.NEGOTIATION and bool(_TRAVELS.search(self.event.lemma))

    def encircled(self, phrases: Sequence[Phrase]) -> None:
        """Add whom a drill goes round: "drills around Taiwan"."""
        around = [phrase for phrase in phrases if phrase.preposition == "around" and self.drills()]
        inside = [s for s in self.parse.spans for p in around if p.first <= s.first and s.last <= p.last]
        self.add([s for s in self.not_agents(inside) if s.form in _TARGET_FORMS], "drilled around", target=True)

    def visited(self, phrases: Sequence[Phrase]) -> None:
        """Add whom a traveller is due with, where no venue is meant: "is due in both capitals"."""
        if self.travels():
            near = [phrase for phrase in phrases if phrase.preposition in {"in", "on"}][:1]
            inner = [span for phrase in near for span in self.parse.spans if phrase.first <= span.first < phrase.last]
            self.add([s for s in inner if self._goes_to(s)], "visited", target=True)

    def between(self, first: int, last: int) -> None:
        """Add who stands between the verb that governs and the event's own: "asked Algiers to mediate"."""
        self.add(self.not_agents(self.parse.within(first, last)), "between", target=True)

    def is_place(self, span: ActorSpan) -> bool:
        """Tell whether a span belongs to a place: "the Angolan capital"."""
        return any(site.first == span.first and site.last > span.last for site in self.sites)

    def couple(self, phrase: Phrase) -> list[ActorSpan]:
        """Take "between the chief negotiators" as between the two whom the article set beside each other."""
        self.rules.append("between-phrase of")
        pair = self.memory.pair
        last = self.parse.words.folded[phrase.last - 1] if phrase.last > phrase.first else ""
        after = self.parse.words.folded[phrase.last : phrase.last + 1]
        if pair is None or not last.endswith("s") or after == ("of",):
            return []
        place = (phrase.first, phrase.last)
        return [make_span(self.parse.words, place, actor, "pair", last) for actor in pair]


def placelike(span: ActorSpan) -> bool:
    """Tell a name that reads as a place before a noun ("Gaza truce") from an adjective ("US troops")."""
    return span.form in _TARGET_FORMS and not span.text.isupper()
