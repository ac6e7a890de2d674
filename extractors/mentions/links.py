"""What governs an event, and the chain of governors from the innermost outwards."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.mentions.operators import OperatorEntry
from extractors.mentions.verbgroups import Group

REACH = 40  # tokens: nothing is sought farther away
OBJECT = 9  # tokens that an object may put between a verb and what it governs
DEEP = 6  # operators around operators: nobody nests deeper
NEGATIVE = frozenset(["no", "neither", "not", "nor"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One governor. `relation` is object, subject, infinitive, gerund, clause, of, adjective, exists or if.

    `entry` is None for a pseudo-governor ("if", "there is"); `effect` says what it does. `group` is that of the verb
    that carries it, None for nouns and adjectives in a noun phrase; `negated` holds a no of the noun phrase.
    """

    effect: str
    relation: str
    first: int
    last: int
    entry: OperatorEntry | None = None
    group: Group | None = None
    negated: bool = False

    @property
    def phrase(self) -> str:
        """The line of the dictionary, empty for a governor by grammar."""
        return self.entry.phrase if self.entry is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The governors of an event from the innermost outwards, and how the search ended.

    `negated` is a no before the event noun that no verb has taken up; `opaque` the token of the verb that is no
    operator and governs the event, -1 if none, `direct` says that the noun is its object; `through` the tokens of nouns
    that the search passed ("round of talks"); `own` the group of the event's verb; `subject` says the noun is one.
    """

    links: tuple[Link, ...]
    negated: bool
    opaque: int
    through: tuple[int, ...]
    subject: bool
    own: Group | None = None
    direct: bool = False


def negate(link: Link) -> Link:
    """Return the link with one more no."""
    return replace(link, negated=not link.negated)


def operators_in(links: tuple[Link, ...]) -> Iterator[Link]:
    """Yield the links that are words of the dictionary."""
    for link in links:
        if link.entry is not None:
            yield link
