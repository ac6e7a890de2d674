"""Places of a sentence, with country and coordinates; the most exact one that an event has, or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log10

from extractors.mentions.datelines import dateline_end
from extractors.mentions.gazetteer import Town, find_towns, place_key
from extractors.mentions.grammar import shipped_grammar
from extractors.mentions.memory import Memory, TextSpan
from extractors.mentions.place_index import Place, PlaceIndex, shipped_places
from extractors.mentions.spans import ActorSpan
from extractors.mentions.words import Words

_LONGEST = 4
_SCENES = frozenset(
    {"around", "at", "off", "from", "in", "into", "near", "on", "outside", "over", "to", "toward", "towards"}
)
_INSIDE = frozenset({"-", "al", "el", "ez", "e", "de", "la", "as"})
_LARGE = 100_000
_KNOWN = 15_000
_SMALL = 5_000
_PARTS = frozenset(
    {
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "north-eastern",
    }
)
_NAMED = frozenset({"name", "capital"})
_SURE = frozenset({"region", "site", "city"})
_HOUSES = frozenset(
    {
        "white house",
        "state department",
        "kremlin",
        "pentagon",
        "camp david",
        "mar-a-lago",
        "oval office",
        "downing street",
        "élysée",
    }
)
_STATE_KINDS = frozenset({"name", "adjective"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSpan:
    """A place named at `start`:`end` of the sentence's text (words `first` up to `last`).

    `kind` is state, region, city, site, water, or unknown (a name after "in" or "near" that no index has, given the
    country in which the article plays). `preposition` is the word before it ("" if none), folded. `party` tells that
    the same words name an actor ("Kyiv"), `owning` that an apostrophe-s follows and no word like "suburbs".
    """

    text: str
    start: int
    end: int
    first: int
    last: int
    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None
    preposition: str
    party: bool
    owning: bool


def find_places(sentence: TextSpan, spans: Sequence[ActorSpan], memory: Memory) -> tuple[PlaceSpan, ...]:
    """Return the places of `sentence` in order; towns of one name are told apart by what the article speaks of."""
    key = (sentence.start, sentence.text)
    known = memory.sites.get(key)
    if isinstance(known, tuple):
        return known
    opening = memory.words_of(sentence).index_at(max(dateline_end(sentence.text) - 1, 0))
    finder = _Finder(
        words=memory.words_of(sentence), memory=memory, index=shipped_places(), spans=spans, opening=opening
    )
    memory.sites.clear()
    found = memory.sites[key] = finder.located(tuple(finder.places()))
    towns = [site.country for site in found if site.kind in {"city", "region"} and site.country]
    memory.town = towns[0] if towns else memory.town
    memory.where.update(site.country for site in found if site.kind in _SURE and site.country)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    words: Words
    memory: Memory
    index: PlaceIndex
    spans: Sequence[ActorSpan]
    opening: int

    def places(self) -> Iterator[PlaceSpan]:
        owner = {position: span for span in self.spans for position in range(span.first, span.last)}
        position, size = self.opening, len(self.words.folded)
        while position < size:
            found = self._listed(position) or self._of_state(position, owner) or self._actor_place(position, owner)
            if found is None and position not in owner:
                found = self._town(position, owner)
            if found is None:
                position += 1
                continue
            yield found
            position = max(found.last, position + 1)

    def located(self, found: tuple[PlaceSpan, ...]) -> tuple[PlaceSpan, ...]:
        """Give an unknown town the country of the region or state behind its comma: "in Charlevoix, Quebec,"."""
        sites = list(found)
        for number, (site, after) in enumerate(pairwise(found)):
            apposed = after.first == site.last + 1 and self._word(site.last) == "," and not after.preposition
            if apposed and site.kind == "unknown" and not self._word(after.last).isalpha():
                sites[number] = replace(site, country=after.country)
        return tuple(sites)

    def _make(self, first: int, last: int, kind: str, where: Place | Town | None, country: str | None) -> PlaceSpan:
        start, end = self.words.starts[first], self.words.ends[last - 1]
        return PlaceSpan(
            text=self.words.text[start:end],
            start=start,
            end=end,
            first=first,
            last=last,
            kind=kind,
            country=country,
            latitude=where.latitude if where else None,
            longitude=where.longitude if where else None,
            preposition=self._preposition(first),
            party=kind == "state" or any(span.core == (first, last) for span in self.spans),
            owning=self._word(last) in {"'s", "'"} and self._word(last + 1) not in self.index.kinds,
        )

    def _owned(self) -> frozenset[int]:
        """Return the words at which the name of an actor begins."""
        return frozenset(span.first for span in self.spans)

    def _word(self, position: int) -> str:
        return self.words.folded[position] if 0 <= position < len(self.words.folded) else ""

    def _preposition(self, first: int) -> str:
        """Return the preposition before a name, over "the", "the town of", "eastern", "a village near"."""
        at = first - 1
        settled = at > 0 and self.words.folded[at] == "of" and self.words.folded[at - 1] in self.index.kinds
        while at >= 0 and (
            self.words.folded[at] in {"the", "a", "an", "nearby", "central", "downtown", "occupied"}
            or self.words.folded[at].endswith("ern")
            or self.words.folded[at] in self.index.kinds
            or (self.words.folded[at] == "of" and at and self.words.folded[at - 1] in self.index.kinds)
        ):
            at -= 1
        if at > 0 and self.words.folded[at] in {"'s", "'"}:  # "in Iraq's Anbar desert"
            at -= 1
            while at >= 0 and self.words.written[at][0].isupper():
                at -= 1
        if at >= 0 and self.words.folded[at] in self.index.locative:
            return self.words.folded[at]
        return "at" if settled else ""

    def _listed(self, position: int) -> PlaceSpan | None:
        """Find a region, site or water of the dictionary; the longest."""
        for place in self.index.names.get(self.words.folded[position], ()):
            last = position + len(place.words)
            if self.words.folded[position:last] != place.words:
                continue
            follows = self.words.written[last][:1].isupper() if last < len(self.words.written) else False
            if follows and self._word(last) not in self.index.kinds and last not in self._owned():
                continue
            if place.lower or self.words.written[position][:1].isupper():
                return self._make(position, last, place.kind, place, place.country)
        return None

    def _of_state(self, position: int, owner: dict[int, ActorSpan]) -> PlaceSpan | None:
        """Find "the Ukrainian capital", "Belarusian border", "Russia's Kursk" is left to the town."""
        span = owner.get(position)
        if span is None or span.first != position or span.form not in _STATE_KINDS or span.head is not None:
            return None
        after = span.last + span.possessive
        named = self.words.folded[after + 1 : after + 2] == ("of",)
        if not named and after < len(self.words.folded) and self.words.folded[after] in self.index.of_state:
            return self._make(position, after + 1, "region", None, span.actor.country)
        return None

    def _actor_place(self, position: int, owner: dict[int, ActorSpan]) -> PlaceSpan | None:
        """Take a state's name or capital as the place that it also is."""
        span = owner.get(position)
        if span is None or span.core[0] != position or (span.actor.kind != "state" and span.form != "capital"):
            return None
        if span.form == "office" and self._preposition(position) in {"at", "in"} and span.text.lower() in _HOUSES:
            return self._make(*span.core, "site", None, span.actor.country)
        paired = span.form == "name" and self._word(span.core[1]) == "-"  # "the US-China deal"
        if span.form not in _NAMED or paired:
            return None
        if span.form == "name":
            part = span.core[0] > 0 and self._word(span.core[0] - 1) in _PARTS
            first = span.core[0] - part
            return self._make(first, span.core[1], "region" if part else "state", None, span.actor.country)
        name = self.words.text[self.words.starts[span.core[0]] : self.words.ends[span.core[1] - 1]]
        own = span.actor.country
        towns = [town for town in find_towns(place_key(name)) if own is None or town.country == own]
        return self._make(*span.core, "city", towns[0] if towns else None, towns[0].country if towns else own)

    def _town(self, position: int, owner: dict[int, ActorSpan]) -> PlaceSpan | None:
        written = self.words.written[position]
        if not written[0].isupper() and not (written in {"al", "el"} and self._capital(position + 2)):
            return None
        if self.words.folded[position] in self.index.never or self._in_person(position):
            return None
        end = position + 1
        while end < min(position + 2 * _LONGEST, len(self.words.written)) and end not in owner:
            word = self.words.written[end]
            if word[0].isupper() or (word in _INSIDE and (self._capital(end + 1) or self._capital(end + 2))):
                end += 1
            else:
                break
        for last in range(end, position, -1):
            if self.words.written[last - 1] == "-":
                continue
            rest = self._word(last)
            if last < end and rest.isalpha() and rest not in self.index.kinds:
                continue
            town = self._best(self.words.text[self.words.starts[position] : self.words.ends[last - 1]], position, last)
            if town is not None:
                return self._make(position, last, "city", town, town.country)
        return self._unknown(position, end)

    def _capital(self, position: int) -> bool:
        return position < len(self.words.written) and self.words.written[position][0].isupper()

    def _in_person(self, position: int) -> bool:
        """Tell whether a capitalised word before makes it part of a longer name."""
        before = self.words.written[position - 1] if position else ""
        return position > 1 and before[:1].isupper() and self.words.folded[position - 1] not in self.index.kinds

    def _best(self, name: str, position: int, last: int) -> Town | None:
        """Choose among the towns of that name: where the article plays, main names first, then the larger."""
        homes = self.memory.homes
        best, top = None, 0.0
        for town in find_towns(place_key(name)):
            near = homes.get(town.country, 0)
            score = (3 + min(near, 4) if near else 0) + 1.5 * town.primary + log10(town.population + 1)
            if score > top and self._likely(town, near, position, last):
                best, top = town, score
        return best

    def _likely(self, town: Town, near: int, position: int, last: int) -> bool:
        located = bool(self._preposition(position)) or (
            last < len(self.words.folded) and self.words.folded[last] in self.index.kinds
        )
        if near:
            return located or town.population >= (_SMALL if town.primary else _KNOWN)
        enough = _KNOWN if town.primary else _LARGE
        return (located and town.population >= enough) or town.population >= 3 * _LARGE

    def _unknown(self, position: int, end: int) -> PlaceSpan | None:
        """Take an unknown name after "in", "near" or "the town of" as a place in the article's country."""
        preposition = "" if self._word(position - 1) in {"a", "an"} else self._preposition(position)
        grammar = shipped_grammar()
        grasped = not preposition and grammar.lemmas.get(self._word(position - 1)) in grammar.grasping
        closed = not self._word(end).isalpha() or self._word(end) in self.index.locative
        if not (preposition in _SCENES or (grasped and closed)) or end - position > _LONGEST:
            return None
        if any(self.words.folded[at] in self.index.never for at in range(position, end)):
            return None
        ranked = self.memory.where.most_common(2)
        home = self.memory.home()
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            country: str | None = ranked[0][0]
            if home is None and self.memory.homes[ranked[0][0]] < max(self.memory.homes.values(), default=0):
                country = None  # a venue, in an article that chiefly speaks of another state
        else:
            country = home.country if home else None
        return self._make(position, end, "unknown", None, country)
