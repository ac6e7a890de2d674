"""What one article has said so far: who the names and the pronouns mean. Local to one article, never shared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from extractors.mentions.actor_index import Actor, ActorIndex, Name, shipped_actors
from extractors.mentions.place_index import shipped_places
from extractors.mentions.words import Words, split_words


class TextSpan(Protocol):
    """A sentence: its text, and where it starts in its field."""

    @property
    def text(self) -> str:
        """The sentence as written."""

    @property
    def start(self) -> int:
        """Offset of its first character in the field."""


@dataclass(slots=True, kw_only=True)
class Memory:
    """The actors that an article has named. `find_actors` reads it and adds to it, sentence by sentence.

    `counts` weighs actor ids over the whole article (from the first look of `start_memory`), `homes` the states
    where it plays, `where` those of the places found so far; `persons` maps a folded surname to whom an
    introduction taught. `subject` is the last state, group or body that acted, `person` the last person,
    `plural` the last group of people, `group` the last group or organisation, `armed` and `body` each of the
    two, `military` and `government` the last states by sector, `pair` the last two who stood beside each other,
    `states` the last two states that did;
    `town` is the country of the last town named.
    `split`, `parses` and `sites` keep what was worked out for a sentence.
    """

    index: ActorIndex
    counts: Counter[str] = field(default_factory=Counter)
    homes: Counter[str] = field(default_factory=Counter)
    where: Counter[str] = field(default_factory=Counter)
    persons: dict[str, Actor] = field(default_factory=dict)
    subject: Actor | None = None
    person: Actor | None = None
    plural: Actor | None = None
    military: Actor | None = None
    government: Actor | None = None
    group: Actor | None = None
    armed: Actor | None = None
    body: Actor | None = None
    pair: tuple[Actor, Actor] | None = None
    states: tuple[Actor, Actor] | None = None
    town: str | None = None
    split: dict[tuple[int, str], Words] = field(default_factory=dict)
    parses: dict[tuple[int, str], object] = field(default_factory=dict)
    sites: dict[tuple[int, str], object] = field(default_factory=dict)

    def words_of(self, sentence: TextSpan) -> Words:
        """Return the words of `sentence`, cut once."""
        key = (sentence.start, sentence.text)
        found = self.split.get(key)
        if found is None:
            found = self.split[key] = split_words(sentence.text)
        return found

    def is_state(self, actor: Actor) -> bool:
        """Tell whether an actor is a state or acts for one."""
        return actor.actor_id in self.index.context

    def couple(self) -> tuple[Actor, Actor] | None:
        """Return the two who stood beside each other last, else the two whom the article names most."""
        if self.pair is not None:
            return self.pair
        ranked = self.counts.most_common(2)
        if len(ranked) < len(("one", "other")) or ranked[1][1] < len(("once", "twice")):
            return None
        return self.index.actors[ranked[0][0]], self.index.actors[ranked[1][0]]

    def two_states(self) -> tuple[Actor, Actor] | None:
        """Return the two states in which the article chiefly plays."""
        chief = [self.index.actors[code] for code, _ in self.homes.most_common(2)]
        return (chief[0], chief[1]) if len(chief) > 1 else None

    def home(self) -> Actor | None:
        """Return the state in which the article chiefly plays, where one state clearly leads."""
        weighed = self.homes + Counter({code: 2 * count for code, count in self.where.items() if self.homes[code]})
        ranked = weighed.most_common(2)
        if not ranked:
            return None
        if len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]:
            return None
        return self.index.actors.get(ranked[0][0])


def start_memory(sentences: Sequence[TextSpan]) -> Memory:
    """Look once over a whole article, title included, and count the actors named without doubt."""
    memory, places = Memory(index=shipped_actors()), shipped_places()
    for sentence in sentences:
        words = memory.words_of(sentence)
        for position, word in enumerate(words.folded):
            for place in places.names.get(word, ()):
                if place.country and words.folded[position : position + len(place.words)] == place.words:
                    memory.homes[place.country] += 2
                    break
            names = memory.index.names.get(word)
            if names is None:
                continue
            name = next((n for n in names if fits(n, words, position)), None)
            if name is not None and not name.ambiguous and name.form not in {"surname", "blocked"}:
                memory.counts[name.actor.actor_id] += 1
                if name.actor.country and name.actor.kind != "person":
                    memory.homes[name.actor.country] += 2 if name.actor.kind == "armed-group" else 1
    return memory


def fits(name: Name, words: Words, position: int) -> bool:
    """Tell whether `name` stands at the word `position`, in the letters that it needs."""
    size = len(name.words)
    if words.folded[position : position + size] != name.words:
        return False
    if name.exact is not None:
        return "".join(words.written[position : position + size]).replace(".", "") == name.exact
    return name.lower or not words.written[position][:1].islower()
