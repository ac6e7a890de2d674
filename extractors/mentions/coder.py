"""Title and text in, mentions out: the composition of the stages, each of which is a pure function of its own module.

How the stages meet (all offsets count in `sentence.text`; only the last step adds `sentence.start`):

    sentences = split("title", title) + split("text", text)
    memory = actors.start_memory(sentences)
    for each sentence, in order:
        spans  = actors.find_actors(sentence, memory, published)            # every sentence: it teaches the memory
        sites  = places.find_places(sentence, spans, memory)                # -> tuple[PlaceSpan, ...]
        says   = speaking.identify(attribution.find_attributions(sentence.text, opened=...), ...)
        dates  = dates.find_dates(sentence.text, published, anchor)
        events = find_events(tokens, dictionaries, context)                 # triggers, operators, stage, root
        for each event:
            roles.assign(sentence, event, events, spans, memory)            # -> Roles(initiator, recipient, rules)
            attribution.attribute(says, (event.start, event.end))
            date_choice.choose_date(sentence.text, dates, (event.head_start, event.head_end), event.stage, others)
            places.choose_place(sentence, sites, event, events, spans)      # -> PlaceSpan | None

`Roles.initiator` and `.recipient` are tuples of ActorSpan, in order, one a party (`rules` names what decided, in words
that a subject expert can follow); `PlaceSpan` has start, end, text, country, latitude, longitude. An event whose
`mutual` is set has all parties as initiators; `Event.operators` tells of accusers, refusers and those who demand.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import resources

from extractors.mentions.actors import Memory, find_actors, start_memory
from extractors.mentions.assembly import Parts, make_mention
from extractors.mentions.attribution import attribute, find_attributions
from extractors.mentions.context import context_of
from extractors.mentions.date_choice import choose_date
from extractors.mentions.dates import DateSpan, find_dates, last_day
from extractors.mentions.events import Event
from extractors.mentions.finder import Dictionaries, find_events, shipped_dictionaries
from extractors.mentions.headings import main_event
from extractors.mentions.language import is_english
from extractors.mentions.place_choice import choose_place
from extractors.mentions.places import PlaceSpan, find_places
from extractors.mentions.roles import assign
from extractors.mentions.sayings import Attribution
from extractors.mentions.sentences import Sentence, split
from extractors.mentions.spans import ActorSpan
from extractors.mentions.speaking import Speakers, identify
from extractors.mentions.surroundings import Cues, Surroundings, shipped_cues, surroundings_of
from extractors.mentions.tokens import tokenize, words_of
from extractors.records import Kind, Mention, Problem, Reason, Stage

VERSION = "1"
_DONE = frozenset(["completed", "underway", "unspecified"])  # no stages of what is still to come
_DICTIONARIES = (
    "triggers.toml",
    "operators.toml",
    "inflections.toml",
    "noise.toml",
    "actors.toml",
    "groups.toml",
    "leaders.toml",
    "places.toml",
    "speech.toml",
    "grammar.toml",
    "gazetteer.bin",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The mentions of one article in order of their place, title first, and what kept it from being coded."""

    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Codes articles with one set of dictionaries; holds nothing of the articles that it has coded.

    `version` names this code and the dictionaries: two coders of one version give the same mentions.
    """

    dictionaries: Dictionaries
    cues: Cues
    version: str

    @classmethod
    def load(cls) -> "Coder":
        """Read the dictionaries of `seeds/`; raises DictionaryError with file, line and reason."""
        return cls(dictionaries=shipped_dictionaries(), cues=shipped_cues(), version=coder_version())

    def code(self, *, article_id: str, title: str, text: str, published: dt.date | None) -> Coded:
        """Return the mentions of one article; the same for the same article whatever came before."""
        if not is_english(text or title):
            detail = "the text is not English, the only language that the coder reads"
            problem = Problem(stage=Stage.CODE, code=Reason.UNSUPPORTED_LANGUAGE, subject=article_id, detail=detail)
            return Coded(problems=(problem,))
        sentences = split("title", title) + split("text", text)
        concerned: list[bool] = []
        surroundings = surroundings_of(self._words(sentences, concerned), self.cues)
        if not surroundings.concerned or not any(concerned):
            return Coded()
        article = _Article(self, article_id, published, surroundings)
        return Coded(mentions=tuple(article.mentions(sentences, concerned)))

    def _words(self, sentences: Sequence[Sentence], concerned: list[bool]) -> Iterator[list[str]]:
        """Yield the words of each sentence, and note which sentences hold the beginning of a trigger."""
        for sentence in sentences:
            words = words_of(sentence.text)
            concerned.append(self.dictionaries.triggers.concerns(words))
            yield words


def coder_version() -> str:
    """Return the version of the code and a hash of the dictionaries."""
    folder = resources.files("seeds")
    content = b"".join(folder.joinpath(name).read_bytes() for name in _DICTIONARIES)
    return f"{VERSION}-{sha256(content).hexdigest()[:8]}"


class _Article:
    """One article on its way through the stages; what it has said so far is kept here and nowhere else."""

    memory: Memory

    def __init__(self, coder: Coder, article_id: str, published: dt.date | None, surroundings: Surroundings) -> None:
        self.coder, self.article_id, self.published = coder, article_id, published
        self.surroundings = surroundings
        self.speakers = Speakers()
        self.anchor: dt.date | None = None
        self.opened = False

    def mentions(self, sentences: Sequence[Sentence], concerned: Sequence[bool]) -> Iterator[Mention]:
        """Yield the mentions sentence by sentence."""
        self.memory = start_memory(sentences)
        self.surroundings = self.surroundings.among(len(self.memory.counts))
        for sentence, told in zip(sentences, concerned, strict=True):
            yield from self._sentence(sentence, told=told)

    def _sentence(self, sentence: Sentence, *, told: bool) -> Iterator[Mention]:
        spans = find_actors(sentence, self.memory, self.published)
        sites = find_places(sentence, spans, self.memory)
        says = self._says(sentence, spans, sites)
        dates = find_dates(sentence.text, self.published, self.anchor)
        self.anchor = last_day(dates) or self.anchor
        if not told:
            return
        tokens = tokenize(sentence.text)
        context = context_of(tokens, spans, self.coder.cues, self.surroundings, sites)
        events = find_events(tokens, self.coder.dictionaries, context, headline=sentence.headline)
        main = main_event(events, sentence.text)
        around = _Around(sentence=sentence, spans=spans, sites=sites, says=says, dates=dates, events=events)
        for event in events:
            parts = self._parts(event, around, main=event is main)
            yield make_mention(parts, sentence, article_id=self.article_id, coder=self.coder.version)

    def _says(
        self, sentence: Sentence, spans: Sequence[ActorSpan], sites: Sequence[PlaceSpan]
    ) -> tuple[Attribution, ...]:
        says = find_attributions(sentence.text, opened=self.opened)
        self.opened = _stays_open(sentence.text, opened=self.opened)
        return identify(says, sentence.text, spans, memory=self.memory, speakers=self.speakers, sites=sites)

    def _parts(self, event: Event, around: "_Around", *, main: bool) -> Parts:
        text, events = around.sentence.text, around.events
        others = [
            (other.head_start, other.head_end)
            for other in events
            if other is not event and other.kind is not Kind.OTHER
        ]
        day = choose_date(text, around.dates, (event.head_start, event.head_end), event.stage, others)
        if day and self.published and day.period.first > self.published and event.stage in _DONE:
            if event.past:  # "two days earlier" than a day to come that the sentence before names
                day = None
            else:
                event = replace(event, stage="planned")
        roles = assign(around.sentence, event, events, around.spans, self.memory)
        if event.event_type == "MOBILIZE" and event.event_mode == "weapons" and len(roles.initiator) > 1:
            event = replace(event, event_type="COOPERATE")  # an exercise of several armies, whatever it is called
        return Parts(
            event=event,
            roles=roles,
            said=attribute(around.says, (event.start, event.end)),
            period=day.period if day else None,
            dated=day.rule if day else None,
            place=choose_place(around.sentence, around.sites, event, events, around.spans, memory=self.memory),
            main=main,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """All that was found in one sentence."""

    sentence: Sentence
    spans: Sequence[ActorSpan]
    sites: Sequence[PlaceSpan]
    says: Sequence[Attribution]
    dates: Sequence[DateSpan]
    events: Sequence[Event]


def _stays_open(text: str, *, opened: bool) -> bool:
    """Tell whether a quotation still runs at the end of a sentence."""
    opening, closing = text.count("\u201c"), text.count("\u201d")
    if opening or closing:
        return text.rfind("\u201c") > text.rfind("\u201d")
    return opened != (text.count('"') % 2 == 1)
