"""Plain references: "the army", "both sides", "he" - resolved from what the article said before, or left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.mentions.actor_index import Actor
from extractors.mentions.couples import coupled, pair_meant
from extractors.mentions.memory import Memory
from extractors.mentions.phrases import head_after, head_before
from extractors.mentions.reference_words import (
    AFTER_NOUN,
    BARE_MEN,
    GENERIC,
    HONOURS,
    PARTNERS,
    PERSONS,
    PRONOUNS,
    QUOTES,
    STRANGE,
    UNDER,
    WITHIN,
)
from extractors.mentions.spans import ActorSpan, is_land, make_span
from extractors.mentions.words import Words


def references(spans: Sequence[ActorSpan], words: Words, memory: Memory) -> list[ActorSpan]:
    """Return spans for the references that have one plain meaning."""
    taken = {position for span in spans for position in range(span.first, span.last)}
    reader = _Reader(words=words, memory=memory, spans=list(spans), taken=taken)
    openers = memory.index.openers
    for position, word in enumerate(words.folded):
        opens = word in openers or word in PRONOUNS or word == "the"
        if opens and position not in reader.taken:
            reader.spans.extend(reader.read(position, word))
    return reader.spans[len(spans) :]


@dataclass(slots=True, kw_only=True)
class _Reader:
    words: Words
    memory: Memory
    spans: list[ActorSpan]
    taken: set[int]
    found: list[ActorSpan] = field(default_factory=list)

    def read(self, position: int, word: str) -> list[ActorSpan]:
        """Return the spans of the reference that begins at `position`, or none."""
        heads = self.memory.index.heads
        if word in PRONOUNS and self._word(position + 1) in HONOURS:
            return []
        if word in PRONOUNS:
            actors = self._pronoun(word, position)
            return [make_span(self.words, (position, position + 1), actor, "pronoun", None) for actor in actors]
        if (word,) in heads["pair_openers"] or (word == "the" and self._word(position + 1) in PARTNERS):
            return self._pair(position)
        return list(self._generic(position)) if word in self.memory.index.openers else []

    def _word(self, position: int) -> str:
        return self.words.folded[position] if 0 <= position < len(self.words.folded) else ""

    def _before(self, position: int) -> list[ActorSpan]:
        named = [span for span in self.spans if span.last <= position and span.form not in {"modifier", "pronoun"}]
        return sorted(named, key=lambda span: span.first)

    def _is(self, span: ActorSpan, kind: str) -> bool:
        return span.head is not None and tuple(span.head.split()[-1:]) in self.memory.index.heads[kind]

    def _pronoun(self, word: str, position: int) -> list[Actor]:
        """Resolve to the first fitting actor before it in the sentence, else to the article's last one."""
        kind, before = PRONOUNS[word], self._before(position)
        if kind == "speaker":
            return self._speaker(position)
        if kind == "person":
            people = [span for span in before if span.form in PERSONS or self._is(span, "human")]
            return _one(people[0].actor if people else self.memory.person)
        if kind == "thing":
            things = [span for span in before if span.form not in PERSONS and not self._is(span, "plural")]
            things = [span for span in things if not is_land(span)]
            after = self._word(position + 1)
            if word == "it" and (after in AFTER_NOUN or after.endswith("ed")):
                things = [span for span in reversed(things) if self._acting(span)] or things
            return _one(things[0].actor if things else self.memory.subject)
        pair, men = [span.actor for span in before if span.form == "pair"], self._own_men(position)
        if kind == "plural" and (pair or men is not None):
            return pair or _one(men)
        plural = [span for span in before if self._is(span, "plural") or span.form in {"group", "people"}]
        if not plural:
            pair = list(coupled(before, self.words) or ())
            return pair or _one(self.memory.plural or self.memory.group)
        return [span.actor for span in self._beside(plural[0], before)]

    def _own_men(self, position: int) -> Actor | None:
        """Return whose "its soldiers" are, which stand before "they" as the last plural."""
        heads = self.memory.index.heads
        for span in sorted(self.spans, key=lambda one: -one.first):
            if span.last < position and self._word(span.first) in {"its", "his", "their"} and span.form == "pronoun":
                return span.actor if (self._word(span.last),) in heads["own_men"] else None
        return None

    def _acting(self, span: ActorSpan) -> bool:
        """Tell whether a span can be the subject before "it": no mere adjective, nothing after a preposition."""
        before = span.first - 1 - (self._word(span.first - 1) == "the")
        return (span.head is not None or span.form != "adjective") and self._word(before) not in UNDER

    def _beside(self, span: ActorSpan, before: Sequence[ActorSpan]) -> list[ActorSpan]:
        """Return `span` with those whom "and" joins to it."""
        joined = [span]
        for other in before:
            low, high = sorted((span, other), key=lambda one: one.first)
            between = self.words.folded[low.last : high.first]
            if other is not span and "and" in between and set(between) <= {"and", ",", "the"}:
                joined.append(other)
        return sorted(joined, key=lambda one: one.first)

    def _speaker(self, position: int) -> list[Actor]:
        """Resolve "we" in a quotation: the last person or body named in the sentence after it, else before it."""
        if not QUOTES.intersection(self.words.folded):
            return []
        named = [s for s in self.spans if s.form in PERSONS or s.head or s.form in {"office", "generic", "pronoun"}]
        after = [span for span in named if span.first > position]
        return _one(after[-1].actor if after else self.memory.person)

    def _pair(self, position: int) -> list[ActorSpan]:
        """Read "both sides", "the two foreign ministries"."""
        nouns = self.memory.index.heads["pair_nouns"]
        last = next((at for at in range(position + 1, position + 4) if (self._word(at),) in nouns), None)
        if (
            last is None
            and self._word(position) == "two"
            and self._word(position - 1) == "the"
            and self._verb(position + 1)
        ):
            last = position
        if last is None or any(at in self.taken or not self._word(at).isalpha() for at in range(position, last)):
            return []
        single = self._word(last) in {"army", "capital", "country", "government", "men", "side"}
        if single and self._word(position) not in {"each", "either", "neither", "two"}:
            return []
        asked = self._word(position - 1 - (self._word(position - 1) == "the"))
        pair = pair_meant(self._before(position), self.words, self.memory, self._word(last), asked)
        if self._word(last) == "koreas":
            actors = self.memory.index.actors
            pair = (actors["PRK"], actors["KOR"])
        self.taken.update(range(position, last + 1))
        first = position - (self._word(position - 1) == "the")
        place = (first, last + 1)
        return [make_span(self.words, place, actor, "pair", self._word(last)) for actor in pair or ()]

    def _verb(self, position: int) -> bool:
        """Tell whether a verb follows "the two"."""
        word = self._word(position)
        return word in AFTER_NOUN or word.endswith("ed") or word in {"met", "spoke", "held", "agree", "meet"}

    def _generic(self, position: int) -> Iterator[ActorSpan]:
        """Read "the army", "a junta spokesman", "the rebels"."""
        heads = self.memory.index.heads
        if (
            self._word(position - 1) == "the"
            and (self._word(position),) in heads["human"]
            and self._the_person(position)
        ):
            yield from (
                make_span(self.words, (position, position + 1), actor, "generic", self._word(position))
                for actor in _one(self.memory.person)
            )
            self.taken.add(position)
            return
        for size in (3, 2, 1):
            phrase = self.words.folded[position : position + size]
            kind = next((k for k in GENERIC if phrase in heads[k]), None)
            if kind is None and phrase in heads["generic_before"]:
                kind = "generic_government"
            if kind is None or len(phrase) < size or self.taken.intersection(range(position, position + size)):
                continue
            last, head = self._whole(position, size, phrase)
            before = self._word(self._past_backers(position) - 1)
            if (kind == "groups" or phrase == ("country",)) and before not in {"the", "its"}:
                return
            if phrase in BARE_MEN and position > (self._word(0) == "the"):
                return
            if last and self._bare(position, last):
                actor = self._seated(last) or self._meant(kind, phrase, position)
                self.taken.update(range(position, last))
                if actor is not None:
                    yield self._over_spokesman(make_span(self.words, (position, last), actor, "generic", head))
            return

    def _past_backers(self, position: int) -> int:
        """Step left over "Iran-backed" before "group", which names who stands behind it."""
        behind = (
            self._word(position - 1) in {"backed", "aligned", "linked", "allied"} and self._word(position - 2) == "-"
        )
        owner = (
            next((s for s in self.spans if s.last == position - 2 and s.form == "modifier"), None) if behind else None
        )
        return owner.first if owner is not None else position

    def _the_person(self, position: int) -> bool:
        """Tell whether "the official" stands alone and so means the last person."""
        after = self._word(position + 1)
        written = self.words.written[position + 1] if position + 1 < len(self.words.written) else ""
        alone = not after.isalpha() or after in AFTER_NOUN - {"of", "to"} or after.endswith("ed")
        return alone and after != "'s" and not written[:1].isupper()

    def _whole(self, position: int, size: int, phrase: tuple[str, ...]) -> tuple[int, str]:
        """Return the end and the head of the phrase, with the noun that it qualifies; 0 for a mere adjective."""
        last, head = position + size, " ".join(phrase)
        wider = head_after(self.words, last, self.memory, direct=False)
        if wider is not None and phrase in self.memory.index.heads["generic_before"]:
            return wider[0], wider[1]
        adjective = phrase[-1] in {"military", "presidential", "parliamentary", "rebel", "paramilitary"}
        follows = self._word(last)
        if adjective and follows.isalpha() and not follows.endswith("ed") and follows not in AFTER_NOUN:
            return 0, head
        return last, head

    def _over_spokesman(self, span: ActorSpan) -> ActorSpan:
        """Stretch over "a spokesman of" before the reference."""
        before = head_before(self.words, span.first, self.memory)
        if before is None:
            return span
        wide = make_span(self.words, (before[0], span.last), span.actor, span.form, before[1])
        return replace(wide, core=span.core)

    def _bare(self, position: int, last: int) -> bool:
        """Tell whether the noun stands for itself: no name or stranger's adjective before it, no "of" behind it."""
        before = self._word(position - 1)
        written = self.words.written[position - 1] if position else ""
        capitals = self.words.written[position][0].isupper() and position > 0
        named = written[:1].isupper() and position > 1
        if position - 1 in self.taken and before != "'s":
            return False
        if any(span.first == last and span.form in PERSONS for span in self.spans):
            return False  # "President Macron" is one
        return not (named or (capitals and before != "the") or before in STRANGE or self._of_it(last))

    def _of_it(self, last: int) -> bool:
        """Tell "the group of" from "accused the group of attacking"."""
        return self._word(last) == "of" and not self._word(last + 1).endswith("ing")

    def _meant(self, kind: str, phrase: tuple[str, ...], position: int) -> Actor | None:
        before = self._before(position)
        if kind == "groups":
            return self._group_meant(phrase, before)
        sector = "military" if kind == "generic_military" else "government"
        states = [
            span.actor
            for span in before
            if self.memory.is_state(span.actor)
            and self._word(span.first - 1) not in WITHIN
            and not _bare_adjective(span)
        ]
        if states and len({actor.actor_id for actor in states}) == 1:
            return replace(states[0], sector=sector)
        home, military = self.memory.home(), self.memory.military
        if home is not None and home.actor_id == "PSE" and sector == "military":
            home = military or self.memory.index.actors["ISR"]
        last = home or (military if sector == "military" else self.memory.government)
        return replace(last, sector=sector) if last is not None else None

    def _seated(self, last: int) -> Actor | None:
        """Return the state of "the government in Bamako"."""
        if self._word(last) != "in":
            return None
        at = last + 1 + self._word(last + 1).endswith("ern")  # "posts in western Mali"
        seat = next((span for span in self.spans if span.first == at and span.form in {"capital", "name"}), None)
        return seat.actor if seat is not None and self.memory.is_state(seat.actor) else None

    def _group_meant(self, phrase: tuple[str, ...], before: Sequence[ActorSpan]) -> Actor | None:
        """Resolve "the rebels" to the last armed group, "the bloc" to the last organisation, "the group" to either."""
        heads = self.memory.index.heads
        kinds = {"armed-group", "organisation"}
        if phrase in heads["armed"]:
            kinds = {"armed-group"}
        elif phrase in heads["organised"]:
            kinds = {"organisation"}
        groups = [span.actor for span in before if span.actor.kind in kinds]
        if groups:
            return groups[-1]
        return (
            self.memory.armed if kinds == {"armed-group"} else self.memory.group if len(kinds) > 1 else self.memory.body
        )


def _bare_adjective(span: ActorSpan) -> bool:
    """Tell an adjective that only qualifies a thing: "on the Venezuelan frontier, the army"."""
    return span.form == "adjective" and span.head is None


def _one(actor: Actor | None) -> list[Actor]:
    return [] if actor is None else [actor]
