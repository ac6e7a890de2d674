"""What kind of words stand around a trigger in its sentence, and whether it means there what its line says."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.mentions.links import Chain
from extractors.mentions.places import PlaceSpan
from extractors.mentions.spans import ActorSpan
from extractors.mentions.surroundings import POLICE, SOLDIERS, Cues, Surroundings
from extractors.mentions.tagging import Tagged
from extractors.mentions.tokens import Tokens
from extractors.mentions.triggers import Hit
from extractors.records import Kind

_BESIDE = 13  # words on either side of a verb among which its subject and object are sought
_EVERYDAY = frozenset(
    ["gather", "go back", "go back to", "return", "see", "sit", "stay on"]
)  # what statesmen do at home too
_PERSONS = frozenset(["person", "surname"])
_BE = frozenset(["be", "been", "being", "is", "are", "was", "were"])
_EDGES = frozenset("SW;.")
_TAKEN = frozenset(["annexation", "bombardment", "bombing", "invasion", "occupation", "shelling"])
_WARS = frozenset(["attack", "bomb", "invade", "raid", "shell"])
_TOURS = frozenset(["visit", "fly to", "travel to", "tour", "go to", "come to", "return", "arrive in", "speak to"])
_TWO = 2  # one word proves nothing in an article about something else


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The cues of one sentence and of its article.

    `forces`, `envoys` and `statesmen` are the tokens that name a force or a weapon, people who negotiate, and leaders;
    `noisy` says that the
    article speaks of business, sport and the like more than of politics and arms.
    """

    armed: int
    political: int
    actors: int
    fighters: int
    noise: int
    article_armed: bool
    article_political: bool
    noisy: bool
    terrain: int
    police: bool
    soldiers: bool
    policing: bool
    nobody: bool
    diplomatic: bool
    domestic: bool
    dominated: bool
    codes: int
    lands: int
    forces: frozenset[int]
    envoys: frozenset[int]
    statesmen: frozenset[int]
    captives: frozenset[int]
    parties: frozenset[int]
    grounds: frozenset[int]

    def allows(self, hit: Hit, chain: Chain, tagged: Tagged) -> bool:
        """Tell whether a trigger means here what its line says."""
        kind = hit.trigger.kind
        if kind is Kind.OTHER:
            return True
        if self.nobody or (self.dominated and self.codes < _TWO) or not self._has_company(hit, tagged):
            return False
        if kind is Kind.NEGOTIATION:
            return self._negotiation(hit, chain, tagged)
        return self._operation(hit, chain, tagged)

    def plausible(self, hit: Hit, tagged: Tagged) -> bool:
        """Tell roughly, before anything is known of its governors, whether a trigger may stand for its kind here."""
        if hit.trigger.weak or not self._has_company(hit, tagged):
            return False
        if hit.trigger.kind is Kind.NEGOTIATION:
            return self.political + self.actors > 0 or (self.article_political and self.diplomatic)
        needs = hit.trigger.armed and not self._aimed(hit, tagged)
        return self.armed + self.fighters > 0 or self.article_armed or (not needs and self.actors > 0)

    def _has_company(self, hit: Hit, tagged: Tagged) -> bool:
        mark = hit.trigger
        wants = (
            (mark.force, _beside, self.forces),
            (mark.troops, _subject_among, self.forces),
            (mark.cargo, _object_among, self.forces),
            (mark.errand, _object_among, self.envoys),
            (mark.captive, _beside, self.captives),
            (mark.ground, _object_among, self.grounds),
            (mark.party, _beside, self.envoys | self.parties),
            (mark.envoy, _beside, self.envoys if mark.phrase in _EVERYDAY else self.envoys | self.statesmen),
        )
        return all(there(hit, tokens, tagged) for asked, there, tokens in wants if asked)

    def _negotiation(self, hit: Hit, chain: Chain, tagged: Tagged) -> bool:
        elsewhere = self.noise > self.political + self.actors or (self.noisy and self.codes < _TWO)
        at_home = (self.domestic or not self.diplomatic) and not self.fighters
        if (
            elsewhere
            or (at_home and self.codes < _TWO)
            or (hit.trigger.mode == "visit" and not self._abroad(hit, tagged))
        ):
            return False
        concerned = self.actors > 0 or self.political > 0
        if hit.trigger.weak:
            political = self.article_political or self.diplomatic
            return political and self._governed(hit, chain, tagged, concerned=concerned)
        if hit.trigger.talks:
            return self.article_political and (
                bool(chain.links) or (hit.first > 0 and tagged.tags[hit.first - 1] in "DA")
            )
        return concerned or self.article_political or self.diplomatic

    def _governed(self, hit: Hit, chain: Chain, tagged: Tagged, *, concerned: bool) -> bool:
        """Tell whether what a weak word needs to count is there: an operator, for a deal one that makes or ends it."""
        if hit.trigger.root != "SUPPORT":
            return bool(chain.links)
        between = tagged.tokens.lower[hit.last : hit.last + 1] == ["between"]
        return between or (concerned and any(link.effect not in {"report", "accuse", "hold"} for link in chain.links))

    def _abroad(self, hit: Hit, tagged: Tagged) -> bool:
        """Tell whether a journey can be one between states: no "is going to happen", no tour of one's own country."""
        if hit.trigger.phrase.endswith(" to") and tagged.tags[hit.last : hit.last + 1] == ["V"]:
            return False
        return not hit.trigger.verb or hit.trigger.phrase not in _TOURS or self.lands > 1

    def _operation(self, hit: Hit, chain: Chain, tagged: Tagged) -> bool:
        between = self._between_states(hit, tagged)
        if self._is_no_war() and not between:
            return False
        armed = self.armed + self.fighters + (self.terrain if self.actors else 0)
        if self.noise > armed + self.actors or (self.noisy and armed < _TWO and not between):
            return False
        owned = not hit.trigger.verb and hit.first - 1 in self.parties
        if hit.trigger.weak:
            fallen = hit.trigger.phrase == "fall" and hit.first - 1 in self.grounds
            told = (armed > 0 or self.article_armed) and bool(chain.links)
            return told or ((owned or fallen) and self.article_armed)
        if hit.trigger.phrase == "kill" and chain.own is not None and not chain.own.passive:
            return self.armed + self.fighters > 0  # a disease kills too
        if hit.trigger.armed:
            return armed > 0 or self.article_armed or self._exercise(hit) or self._aimed(hit, tagged)
        return armed > 0 or self.article_armed or self.actors > 0

    def _is_no_war(self) -> bool:
        """Tell whether police, protest or an article about something else leave no room for an operation."""
        armed = self.article_armed and self.armed and not self.policing
        policing = (self.police or self.policing) and not (self.fighters or self.soldiers or armed)
        peace = not (self.article_armed or self.diplomatic or self.fighters or self.armed >= _TWO)
        return policing or peace

    def _between_states(self, hit: Hit, tagged: Tagged) -> bool:
        """Tell whether one actor attacks another in so many words: "after Russia invaded Ukraine"."""
        if not hit.trigger.verb or hit.trigger.phrase not in _WARS or self.noise or self.codes < _TWO:
            return False
        return hit.first - 1 in self.parties and hit.last in self.parties and tagged.forms[hit.head] in "dn"

    def _aimed(self, hit: Hit, tagged: Tagged) -> bool:
        """Tell whether the event is aimed at an actor: "strikes on Venezuela", "after Russia invaded Ukraine"."""
        if self._between_states(hit, tagged):
            return True
        after = tagged.tokens.lower[hit.last] if hit.last < len(tagged.tags) else ""
        if after == "of" and hit.trigger.phrase in _TAKEN:
            return hit.last + 1 in self.parties and self.noise < _TWO
        return not hit.trigger.verb and after in {"on", "against"} and self.actors > 0 and self.noise == 0

    def _exercise(self, hit: Hit) -> bool:
        """Tell whether states named are enough: an exercise or a deployment of two of them."""
        return hit.trigger.root == "MOBILIZE" and not hit.trigger.verb and self.actors > 1


def _object_among(hit: Hit, wanted: frozenset[int], tagged: Tagged) -> bool:
    """Tell whether a wanted token stands in the object of the verb, or in the subject of its passive."""
    if any(at in wanted for at in range(hit.head + 1, hit.last)):
        return True
    if hit.first and tagged.tokens.lower[hit.first - 1] in _BE:
        return _subject_among(hit, wanted, tagged)
    for at in range(hit.last, min(len(tagged.tags), hit.last + _BESIDE)):
        if tagged.tags[at] in "SW;.VPT," and tagged.tokens.lower[at] != "of":
            break
        if at in wanted:
            return True
    return False


def _subject_among(hit: Hit, wanted: frozenset[int], tagged: Tagged) -> bool:
    """Tell whether a wanted token stands before the verb, in its own clause."""
    before = hit.first - 1
    while before >= 0 and (tagged.tags[before] in "XMGR" or tagged.tokens.lower[before] in _BE):
        before -= 1
    for at in range(before, max(-1, before - _BESIDE), -1):
        if tagged.tags[at] in _EDGES or tagged.tags[at] == "V":
            return False
        if at in wanted:
            return True
    return False


def _beside(hit: Hit, wanted: frozenset[int], tagged: Tagged) -> bool:
    """Tell whether a wanted token is near the verb, in its own clause: among its subject or its object."""
    tags = tagged.tags
    for at in range(hit.first - 1, max(-1, hit.first - 1 - _BESIDE), -1):
        if tags[at] in _EDGES:
            break
        if at in wanted:
            return True
    for at in range(hit.first + 1, min(len(tags), hit.last + _BESIDE)):
        if (tags[at] in _EDGES and tagged.tokens.lower[at] != "by") or tags[at] == "V":
            break
        if at in wanted:
            return True
    return False


def _tokens_in(tokens: Tokens, spans: Sequence[ActorSpan | PlaceSpan]) -> set[int]:
    """Return the tokens that begin inside any of the spans."""
    starts = tokens.starts
    return {index for span in spans for index in range(bisect_left(starts, span.start), bisect_left(starts, span.end))}


def _fights(span: ActorSpan) -> bool:
    army = span.actor.sector == "military" and POLICE.isdisjoint(span.text.lower().split())
    return army or span.actor.kind == "armed-group"


def context_of(
    tokens: Tokens,
    spans: Sequence[ActorSpan],
    cues: Cues,
    article: Surroundings,
    sites: Sequence[PlaceSpan] = (),
) -> Context:
    """Count the cues of a sentence."""
    here = set(tokens.lower)
    fighting = [span for span in spans if _fights(span)]
    forces = {i for i, word in enumerate(tokens.lower) if word in cues.armed} | _tokens_in(tokens, fighting)
    return Context(
        armed=len(here & cues.armed),
        political=len(here & cues.political),
        actors=sum(span.form != "pronoun" for span in spans),
        fighters=len(fighting),
        noise=sum(word in cues.noise for word in here),
        article_armed=article.armed,
        article_political=article.political,
        noisy=article.noisy,
        forces=frozenset(forces),
        terrain=len(here & cues.terrain),
        police=not here.isdisjoint(POLICE),
        soldiers=not here.isdisjoint(SOLDIERS),
        policing=article.policing,
        diplomatic=article.diplomatic,
        domestic=article.domestic,
        dominated=article.dominated,
        codes=len({span.actor.code or span.actor.actor_id for span in spans if span.form != "modifier"}),
        nobody=article.nobody,
        lands=len({span.actor.actor_id for span in spans} | {site.country for site in sites if site.country}),
        envoys=frozenset(i for i, word in enumerate(tokens.lower) if word in cues.envoys),
        statesmen=frozenset(
            _tokens_in(tokens, [span for span in spans if span.form in _PERSONS and span.actor.sector != "military"])
        ),
        parties=frozenset(_tokens_in(tokens, [span for span in spans if span.form not in {"pronoun", "modifier"}])),
        grounds=frozenset(_tokens_in(tokens, sites)),
        captives=frozenset(i for i, word in enumerate(tokens.lower) if word in cues.captives),
    )
