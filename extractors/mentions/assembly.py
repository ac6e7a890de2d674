"""From an event and what was found around it to the record: offsets of the field, ids, parties, day and place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.mentions.confidence import grounds, tier
from extractors.mentions.date_words import Period
from extractors.mentions.events import Event
from extractors.mentions.places import PlaceSpan
from extractors.mentions.roles import Roles
from extractors.mentions.sayings import Attribution
from extractors.mentions.sentences import Sentence
from extractors.mentions.spans import ActorSpan
from extractors.mentions.triggers import QUADS
from extractors.records import Mention, Party, make_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What one mention is made of; `main` tells whether the sentence is chiefly about it, `dated` what gave the day."""

    event: Event
    roles: Roles
    said: Attribution | None
    period: Period | None
    dated: str | None
    place: PlaceSpan | None
    main: bool


def make_mention(parts: Parts, sentence: Sentence, *, article_id: str, coder: str) -> Mention:
    """Return the record of one event in `sentence`."""
    event, roles, said, period, place = parts.event, parts.roles, parts.said, parts.period, parts.place
    settled = bool(period or place)
    sure = tier(event, roles, main=parts.main, settled=settled)
    start, end = sentence.start + event.start, sentence.start + event.end
    return Mention(
        mention_id=make_id(article_id, sentence.field, str(start), str(end), event.event_type),
        article_id=article_id,
        field=sentence.field,
        start=start,
        end=end,
        trigger=sentence.text[event.start : event.end],
        sentence=sentence.text,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        kind=event.kind,
        event_type=event.event_type,
        event_mode=event.event_mode,
        quad=QUADS[event.event_type],
        stage=event.stage,
        main=parts.main,
        initiator=_codes(roles.initiator),
        recipient=_codes(roles.recipient),
        parties=tuple(_parties(roles, sentence.start)),
        speaker=said.code if said else None,
        speaker_name=said.name if said else None,
        via=said.via if said else None,
        place=place.text if place else None,
        country=place.country if place else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        date=period.date if period else None,
        date_precision=period.precision if period else None,
        date_from=period.first if period else None,
        date_to=period.last if period else None,
        confidence=sure,
        coder=coder,
        rules=tuple(_rules(parts, f"{sure} by {grounds(event, roles, main=parts.main, settled=settled)}")),
    )


def _rules(parts: Parts, confidence: str) -> Iterable[str]:
    """Tell the chain that led to a mention, in the order of its making."""
    yield from parts.event.rules
    yield from (f"roles: {rule}" for rule in parts.roles.rules)
    if parts.said:
        yield f"speaker: {parts.said.rule}"
    if parts.period:
        yield f"date: {parts.dated}"
    yield f"confidence: {confidence}"


def _codes(spans: Sequence[ActorSpan]) -> tuple[str, ...]:
    """Return the codes of the guidelines, each once, in order."""
    return tuple(dict.fromkeys(span.code for span in spans if span.code))


def _parties(roles: Roles, offset: int) -> Iterable[Party]:
    for role, spans in (("initiator", roles.initiator), ("recipient", roles.recipient)):
        for span in spans:
            yield Party(
                role=role,
                actor_id=span.actor.actor_id,
                name=span.actor.name,
                country=span.actor.country,
                sector=span.actor.sector,
                text=span.text,
                start=offset + span.start,
                end=offset + span.end,
            )
