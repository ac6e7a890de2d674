"""Who does what to whom: the initiators and recipients of one event, from its verb or noun and the words around it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.mentions.events import Event
from extractors.mentions.memory import Memory, TextSpan
from extractors.mentions.parsing import Parse, Phrase, distinct, parse_of
from extractors.mentions.places import PlaceSpan, find_places
from extractors.mentions.spans import ActorSpan, make_span
from extractors.records import Kind

_AGAINST = frozenset({"on", "at", "against", "upon", "towards", "toward", "into", "over"})
_TARGET_FORMS = frozenset({"capital", "name"})
_OWN_MOVES = frozenset({"RETREAT", "MOBILIZE"})
_HOSTS = frozenset(
    {"arrange", "broker", "chair", "convene", "facilitate", "host", "moderate", "oversee", "prepare", "sponsor"}
)
_AT_TARGET = frozenset({"", "on", "at", "against", "into", "of", "for"})
_HARM = frozenset(
    {
        "arrest",
        "capture",
        "damage",
        "destroy",
        "eliminate",
        "hit",
        "injure",
        "kill",
        "neutralise",
        "neutralize",
        "seize",
        "wound",
    }
)
_OWN_ACT = frozenset({"claim", "confirm", "declare"})
_HELD = frozenset({"suspended", "planned", "underway", "completed", "resumed"})
_ONE_SIDED = frozenset({"proposed", "refused", "suspended"})
_INROADS = re.compile(r"interven|incursion|invasion|invad")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The parties of an event, one span each, and the names of the rules that found them."""

    initiator: tuple[ActorSpan, ...] = ()
    recipient: tuple[ActorSpan, ...] = ()
    rules: tuple[str, ...] = ()


def assign(
    sentence: TextSpan, event: Event, events: Sequence[Event], spans: Sequence[ActorSpan], memory: Memory
) -> Roles:
    """Return initiators and recipients of `event`; all parties of a mutual event are initiators."""
    parse = parse_of(sentence, spans, memory)
    sites = find_places(sentence, spans, memory)
    case = _Case.of(parse, event, events, sites, memory)
    case.run()
    return case.result()


@dataclass(slots=True, kw_only=True)
class _Case:
    """One event under decision: where it stands in the words, and what has been found so far."""

    parse: Parse
    event: Event
    sites: Sequence[PlaceSpan]
    memory: Memory
    head: int
    head_end: int
    predicate: int | None
    others: frozenset[int]
    doers: list[ActorSpan] = field(default_factory=list)
    agents: list[ActorSpan] = field(default_factory=list)
    targets: list[ActorSpan] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, parse: Parse, event: Event, events: Sequence[Event], sites: Sequence[PlaceSpan], memory: Memory
    ) -> "_Case":
        words = parse.words
        head = words.index_at(event.head_start)
        predicate = words.index_at(event.predicate) if event.predicate is not None else None
        return cls(
            parse=parse,
            event=event,
            sites=sites,
            memory=memory,
            head=head,
            head_end=max(words.index_at(event.head_end - 1) + 1, head + 1),
            predicate=predicate,
            others=frozenset(words.index_at(other.head_start) for other in events if other is not event),
        )

    def run(self) -> None:
        """Collect agents and targets by the shape of the event."""
        if self.event.verb:
            self._by_verb()
        else:
            self._by_noun()
        if not self.agents and self.event.mutual and any(rule.endswith("with-phrase") for rule in self.rules):
            self._add(self.parse.main_subject(self.head), "who speaks or acts at the time")
        if not self.agents and self.event.mutual and not self.event.verb and self.event.stage in _HELD:
            both = distinct(self.parse.main_subject(self.head))
            self._add(both if len(both) > 1 else [], "both who act at the time")
        if not self.agents and self.event.stage == "refused":
            self._add(self.parse.speaker(-1), "accused" if self.targets else "who says no")

    def result(self) -> Roles:
        """Turn agents and targets into roles: mutual events have only initiators."""
        agents, targets = distinct(self.agents), distinct(self.targets)
        if self._one_sided() and self.event.mutual:
            agents, targets = distinct(self.doers), distinct([*targets, *agents])
        elif self.event.mutual:
            agents, targets = distinct([*agents, *targets]), []
            self.rules.append("mutual: all parties initiate")
        known = {span.actor.actor_id for span in agents}
        targets = [span for span in targets if span.actor.actor_id not in known and self._other_code(span, agents)]
        return Roles(initiator=tuple(agents), recipient=tuple(targets), rules=tuple(self.rules))

    @staticmethod
    def _other_code(span: ActorSpan, agents: Iterable[ActorSpan]) -> bool:
        return span.code is None or all(span.code != agent.code for agent in agents)

    def _one_sided(self) -> bool:
        """Tell whether one side acts on the other: it proposes, refuses or stops, and is named as the subject."""
        if self.event.stage not in _ONE_SIDED or self.event.subject:
            return False
        return bool(self.doers)

    def _add(self, found: Iterable[ActorSpan], rule: str, *, target: bool = False) -> None:
        kept = [span for span in found if span.form != "modifier"]
        if kept:
            (self.targets if target else self.agents).extend(kept)
            if rule in {"subject", "accused"}:
                self.doers.extend(kept)
            self.rules.append(rule)

    # verbs

    def _by_verb(self) -> None:
        verb = self.predicate if self.predicate is not None else self.head
        direct, phrases = self.parse.objects(self.head_end - 1)
        if self.event.passive:
            moved = self.event.event_type in _OWN_MOVES
            self._add(self.parse.subject(self.head), "passive subject", target=not moved)
            self._phrases(phrases, {"by"}, "by-phrase", target=False)
            if self.predicate is not None and self.predicate < self.head:
                self._add(self.parse.subject(self.predicate), "subject")
            self._add_place_target(self.parse.clause_end(self.head))
            return
        subject = self.parse.subject(self.head if any(o.accuses for o in self.event.operators) else verb)
        self._add(subject, "subject")
        if self.predicate is not None and self.predicate < self.head:
            self._between(self.predicate + 1, self.head)
        if self.event.event_type in _OWN_MOVES:
            direct = [span for span in direct if span.form not in _TARGET_FORMS]
        if self.event.kind is Kind.OPERATION:
            direct = [span for span in direct if span.form != "pronoun" or span.text in {"them", "it", "him"}]
        self._add(self._not_agents(direct), "object", target=True)
        self._phrases(phrases, self._object_prepositions(), "phrase", target=True)
        if self.event.kind is Kind.OPERATION:
            self._add_place_target(self.parse.clause_end(self.head))

    def _object_prepositions(self) -> frozenset[str]:
        """Return the prepositions that bring the other side of a verb: talks with, attacks on, mediates between."""
        if self.event.kind is not Kind.OPERATION:
            return frozenset({"with", "to", "between", "among"})
        if self.event.event_type in _OWN_MOVES:
            return frozenset({"with", "against"}) if self.event.mutual else frozenset({"against"})
        return _AGAINST | {"with"} if self.event.mutual else _AGAINST

    def _between(self, first: int, last: int) -> None:
        """Add who stands between the verb that governs and the event's own: "asked Algiers to mediate"."""
        self._add(self._not_agents(self.parse.within(first, last)), "between", target=True)

    def _not_agents(self, spans: Iterable[ActorSpan]) -> list[ActorSpan]:
        known = {span.actor.actor_id for span in self.agents}
        return [span for span in spans if span.actor.actor_id not in known]

    def _phrases(self, phrases: Sequence[Phrase], prepositions: Iterable[str], rule: str, *, target: bool) -> None:
        for phrase in phrases:
            if phrase.preposition in prepositions:
                found = self.parse.within(phrase.first, phrase.last)
                if phrase.preposition == "to" and self.event.kind is not Kind.OPERATION:
                    found = [span for span in found if span.form not in _TARGET_FORMS and not self._is_place(span)]
                self._add(
                    self._not_agents(found) if target else found, f"{rule} with {phrase.preposition}", target=target
                )

    def _is_place(self, span: ActorSpan) -> bool:
        """Tell whether a span belongs to a place: "the Angolan capital"."""
        return any(site.first == span.first and site.last > span.last for site in self.sites)

    # nouns

    def _by_noun(self) -> None:
        before = self.parse.before_noun(self.head)
        opening = self.parse.words.index_at(self.event.start)
        if opening < self.head and self.parse.tags[opening] == "N":
            before = distinct([*self.parse.before_noun(opening), *before])
        phrases = self.parse.phrases_after(self.head_end - 1)
        if self.predicate is not None and not self.event.subject:
            self._governed(before)
        self._qualifiers(before)
        if self.predicate is None:
            self._adjunct()
        for number, phrase in enumerate(phrases):
            self._noun_phrase(phrase, first=number == 0)
        if self.event.subject and self.predicate is not None:
            self._after_predicate()
        if self.event.kind is Kind.OPERATION:
            self._add_place_target(self.parse.clause_end(self.head))

    def _adjunct(self) -> None:
        """Read the verb that an operation is an adjunct of: "killed 50 in airstrikes", "claimed the attack"."""
        verb = self.parse.governor(self.head)
        if verb is None or self.event.kind is not Kind.OPERATION:
            return
        lemma = self.parse.grammar.lemmas.get(self.parse.words.folded[verb], "")
        beside = self.parse.words.folded[verb + 1 : verb + 2]
        if lemma in _HARM and self.parse.is_passive(verb):
            self._add(self.parse.subject(verb), "who was harmed in it", target=True)
        elif lemma in _HARM:
            direct, _ = self.parse.objects(verb)
            self._add(self.parse.subject(verb), "who did harm in it")
            self._add(self._not_agents(direct), "who was harmed in it", target=True)
        elif lemma in _OWN_ACT and not self.agents:
            self._add(self.parse.subject(verb), "whose own act it is")
        elif lemma == "come" and beside == ("under",):
            self._add(self.parse.subject(verb), "who came under it", target=True)

    def _after_predicate(self) -> None:
        """Read "deal reached with China", "the offer was refused by Kyiv" behind the verb of the noun."""
        assert self.predicate is not None
        _, later = self.parse.objects(self.predicate)
        self._phrases(later, {"by"}, "by-phrase", target=False)
        if self.event.mutual:
            self._phrases(later, {"between"}, "between-phrase", target=False)
            self._phrases(later, {"with"}, "with-phrase", target=True)

    def _governed(self, before: Sequence[ActorSpan]) -> None:
        """Add the subject of the verb that governs the noun, and whom it stands between."""
        assert self.predicate is not None
        if self.event.passive:
            _, phrases = self.parse.objects(self.predicate)
            self._phrases(phrases, {"by"}, "by-phrase", target=False)
            return
        accuses = any(o.accuses for o in self.event.operators)
        if self.parse.grammar.lemmas.get(self.parse.words.folded[self.predicate]) in _HOSTS and self.event.mutual:
            return
        subject = self.parse.subject(self.predicate)
        if accuses:
            self._add(self.parse.heads(self.predicate + 1, self.head), "accused")
            return
        self._add(subject, "subject")
        inner = set(map(id, before))
        between = [span for span in self.parse.within(self.predicate + 1, self.head) if id(span) not in inner]
        self._add(self._not_agents(between), "between", target=True)

    def _qualifiers(self, before: Sequence[ActorSpan]) -> None:
        """Read "Russian", "Kyiv's", "US-Iran", "Gaza" before the noun."""
        operation = self.event.kind is Kind.OPERATION
        for span in before:
            place = operation and _placelike(span) and not span.possessive and span.head is None and len(before) == 1
            acting = "subject" in self.rules and not self.event.mutual
            if place:
                self._add([span], "place before the noun", target=True)
            elif _placelike(span) and not span.possessive and span.head is None and not operation and len(before) == 1:
                continue
            elif acting:
                self._add(self._not_agents([span]), "qualifier", target=True)
            else:
                self._add([span], "qualifier")

    def _noun_phrase(self, phrase: Phrase, *, first: bool) -> None:
        found = self.parse.within(phrase.first, phrase.last)
        operation = self.event.kind is Kind.OPERATION
        retreat = self.event.event_type in {"RETREAT", "MOBILIZE", "CONCEDE"}
        if phrase.preposition == "by":
            self._add(found, "by-phrase")
        elif phrase.preposition in {"between", "among", "involving"}:
            self._add(self.parse.members(phrase.first - 1) or self._couple(phrase), "between-phrase")
        elif phrase.preposition == "of" and found and "between-phrase of" in self.rules:
            self._add(found, "between-phrase")
        elif phrase.preposition == "with" and found:
            self._add(self._not_agents(found), "with-phrase", target=True)
        elif phrase.preposition == "of" and found and first:
            self._add(found, "of-phrase", target=operation and not retreat)
        elif operation and phrase.preposition in _AGAINST and not self.event.mutual:
            self._add(self._not_agents(found), f"target after {phrase.preposition}", target=True)
        elif phrase.preposition in {"from", "to"} and not operation:
            self._add([s for s in self._not_agents(found) if s.form not in {"capital", "name"}], "phrase", target=True)

    def _couple(self, phrase: Phrase) -> list[ActorSpan]:
        """Take "between the chief negotiators" as between the two whom the article set beside each other."""
        self.rules.append("between-phrase of")
        pair = self.memory.pair
        last = self.parse.words.folded[phrase.last - 1] if phrase.last > phrase.first else ""
        after = self.parse.words.folded[phrase.last : phrase.last + 1]
        if pair is None or not last.endswith("s") or after == ("of",):
            return []
        place = (phrase.first, phrase.last)
        return [make_span(self.parse.words, place, actor, "pair", last) for actor in pair]

    # places as targets

    def _add_place_target(self, end: int) -> None:
        """Make the state of an attacked place the recipient, unless the attacker is at home there."""
        if self.event.event_type in {"RETREAT", "MOBILIZE"} or self.targets:
            return
        for site in self.sites:
            if (
                site.country is None
                or (site.kind == "state" and not self._inroad(site) and not self._abroad(site))
                or not self.head < site.first < end
            ):
                continue
            if site.preposition not in _AT_TARGET and not self._inroad(site) and not self._abroad(site):
                continue
            target = self._state_of(site)
            if target is not None:
                self._add([target], "the attacked place's state", target=True)
            return

    def _abroad(self, site: PlaceSpan) -> bool:
        """Tell whether a state strikes in another one, which is then struck wherever it is."""
        own = {span.actor.country for span in self.agents if span.actor.kind in {"state", "person"}}
        inside = site.preposition in {"in", "across", "near", "over", "inside", "throughout", "around"}
        return inside and bool(own) and site.country not in own and self.event.event_type == "ASSAULT"

    def _inroad(self, site: PlaceSpan) -> bool:
        """Tell whether "in" names the target: an intervention in Niger, anything in Gaza."""
        if site.preposition != "in":
            return False
        word = self.parse.words.folded[self.head]
        return site.country == "PSE" or bool(_INROADS.search(word))

    def _state_of(self, site: PlaceSpan) -> ActorSpan | None:
        actor = self.memory.index.actors.get(site.country or "")
        if actor is None:
            return None
        homes = {span.actor.country for span in self.agents}
        if actor.actor_id in homes or (not homes and not self._at_war(actor.actor_id)):
            return None
        return ActorSpan(
            text=site.text, start=site.start, end=site.end, first=site.first, last=site.last, actor=actor, form="place",
            head=None, core=(site.first, site.last), possessive=False,
        )  # fmt: skip

    def _at_war(self, code: str) -> bool:
        """Tell whether the article names a foreign power often enough to be the attacker."""
        return any(country != code and count > 1 for country, count in self.memory.homes.items())


def _placelike(span: ActorSpan) -> bool:
    """Tell a name that reads as a place before a noun ("Gaza truce") from an adjective ("US troops")."""
    return span.form in _TARGET_FORMS and not span.text.isupper()
