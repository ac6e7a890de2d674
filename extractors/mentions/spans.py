"""An actor in a sentence, with the words that show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.mentions.actor_index import Actor
from extractors.mentions.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSpan:
    """One reference to an actor. `start`, `end` are characters of the sentence's text; `first`, `last` its words.

    `form` is name, adjective, people, capital, office, group, person, surname, generic ("the army"), pair ("both
    sides"), pronoun, or modifier ("Turkish-backed": names no party). `head` is the noun that the name qualifies
    ("forces"), folded, or None; `core` are the words of the name alone; `possessive` says that an apostrophe-s follows.
    """

    text: str
    start: int
    end: int
    first: int
    last: int
    actor: Actor
    form: str
    head: str | None
    core: tuple[int, int]
    possessive: bool

    @property
    def code(self) -> str | None:
        """The code of the guidelines, or None where they list none."""
        return self.actor.code


def make_span(words: Words, place: tuple[int, int], actor: Actor, form: str, head: str | None = None) -> ActorSpan:
    """Make a span of the words `place[0]` up to `place[1]` (not included)."""
    first, last = place
    start, end = words.starts[first], words.ends[last - 1]
    return ActorSpan(
        text=words.text[start:end],
        start=start,
        end=end,
        first=first,
        last=last,
        actor=actor,
        form=form,
        head=head,
        core=place,
        possessive=last < len(words.folded) and words.folded[last] in {"'s", "'"},
    )


def covered(spans: Sequence[ActorSpan], first: int, last: int) -> bool:
    """Tell whether any of the words `first` up to `last` belongs to a span."""
    return any(span.first < last and first < span.last for span in spans)


def distinct(spans: Iterable[ActorSpan]) -> list[ActorSpan]:
    """Return the spans of different actors, the first of each."""
    seen: dict[str, ActorSpan] = {}
    for span in spans:
        seen.setdefault(span.actor.code or span.actor.actor_id, span)
    return list(seen.values())


def is_land(span: ActorSpan) -> bool:
    """Tell a land without a government of that name ("Gaza") from a state."""
    return span.actor.actor_id == "PSE" and span.form == "name" and "palestin" not in span.text.lower()
