"""For which party a speaker speaks: the phrase looked up among the actors, pronouns among who spoke last."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.mentions.memory import Memory
from extractors.mentions.offices import RECENT, Scene, Site, Speakers, office_code, subject_state
from extractors.mentions.person_names import last_head
from extractors.mentions.sayings import Attribution
from extractors.mentions.spans import ActorSpan
from extractors.mentions.speech import shipped_speech

__all__ = ["Speakers", "identify"]

_PRONOUN = re.compile(
    r"(?:he|she|it|they|the spokes(?:man|woman|person)|the (?:official|minister|statement))", re.IGNORECASE
)
_ITS = re.compile(r"(?:its|his|her|their)\s", re.IGNORECASE)
_NO_PARTY = re.compile(r"\b(?:former|ex-\w+|opposition|exiled|retired)\b", re.IGNORECASE)
_UNKNOWN_BODY = re.compile(
    r"\b[A-Z]\w+\s+(?:Government|Party|Army|Front|Movement|Council|Authority|Union|League|Alliance)\b"
)
_CONGRESS = re.compile(
    r"\b(?:Democratic|Republican)\s+(?:Sen|Rep|Congress)|\b(?:Sen|Rep)\.\s|\bCongress(?:man|woman)\b"
)
_THE = re.compile(r"(?:the|its)\s+(\w+)(?:'s\b.*)?$", re.IGNORECASE)
_SOURCE = re.compile(r"\b(?:security|diplomatic|intelligence)\s+sources?\b", re.IGNORECASE)
_ASSEMBLY = re.compile(
    r"\b(?:Congress|Parliament|MPs?|Senate|Duma|Knesset|Bundestag|Assembly|Council|House|Commons|Lords|Diet|Majlis|Rada|Sejm"
    r"|Committee|Commission|Security|Mr|Mrs|Ms|Dr|President|Minister|Prime|King|Secretary|General|Americans|Europeans|God)\b"
)
_UNLISTED = re.compile(
    r"\b(?:Western|[Aa]llied|[Ss]eparatist|[Rr]ebel|[Ii]nsurgent|[Mm]ilitia|[Bb]reakaway|[Nn]obody|[Nn]o one)\b"
)
_NAMES = frozenset({"capital", "office", "person", "group", "surname"})


def identify(
    says: Sequence[Attribution],
    text: str,
    spans: Sequence[ActorSpan],
    *,
    memory: Memory,
    speakers: Speakers,
    sites: Sequence[Site] = (),
) -> tuple[Attribution, ...]:
    """Return the attributions of a sentence with the codes of their speakers, and teach `speakers` who spoke last.

    Call it for every sentence in order, those without attributions too; `sites`, the places of the sentence, help with
    governors and mayors. No code for people who speak for no party (former officials, opposition, residents), for
    unlisted groups, and where the phrase is not plain.
    """
    speakers.age += 1
    speakers.country = next((site.country for site in sites if site.country), speakers.country)
    via = next((one.via for one in says if one.via), None)
    scene = Scene(text=text, spans=spans, sites=sites, memory=memory, speakers=speakers, via=via)
    coded = []
    for one in says:
        if one.kind == "heading" and not _speaks(one, spans):
            continue
        coded.append(_heard(_identified(one, scene), scene) if one.speaker else one)
    speakers.subject = memory.subject.code if memory.subject else speakers.subject
    return tuple(coded)


def _heard(one: Attribution, scene: Scene) -> Attribution:
    """Take a name that was told for an outlet, where it is neither an actor nor a place nor a parliament."""
    if one.via or not one.listener:
        return one
    start, end = one.listener
    name = scene.text[start:end]
    places = [(span.start, span.end) for span in scene.spans] + [(site.start, site.end) for site in scene.sites]
    taken = any(place[0] < end and start < place[1] for place in places)
    return one if taken or _ASSEMBLY.search(name) else replace(one, via=name)


def _identified(one: Attribution, scene: Scene) -> Attribution:
    """Find the code of one speaker, and remember who spoke."""
    start, end = one.speaker or (0, 0)
    named = [span for span in scene.spans if span.start < end and start < span.end and not _only_qualifies(span, start)]
    code = _code(one, scene.text[start:end].strip(), named, scene)
    scene.speakers.code, scene.speakers.age = code, 0
    name = _last_word(one)
    if code and name[:1].isupper():
        scene.speakers.names[name] = code
    if code and named and named[0].form not in {"generic", "pronoun"}:
        scene.speakers.names[last_head(one.name or "").lower()] = code
    return replace(one, code=code)


def _code(one: Attribution, phrase: str, named: Sequence[ActorSpan], scene: Scene) -> str | None:
    if _PRONOUN.fullmatch(phrase):
        code = _of_pronoun(one, phrase, named, scene)
        if code:
            return code
    if _speaks_for_nobody(one, phrase, named):
        return None
    sure = _by_phrase(one, phrase, named, scene)
    if sure or _UNLISTED.search(phrase):
        return sure
    return _by_context(one, phrase, named, scene)


def _by_phrase(one: Attribution, phrase: str, named: Sequence[ActorSpan], scene: Scene) -> str | None:
    """Read a phrase that names its party: a member of Congress, "its spokesman", a state's minister, a mayor's town."""
    if _CONGRESS.search(phrase):
        return "USA"
    if one.apposition and named and named[0].form == "generic" and named[0].end <= one.apposition:
        return named[0].code  # "A junta spokesman, General X": the office tells more surely than the name
    plain = [span for span in named if span.form not in {"generic", "pronoun"} and not _first_name(span, one)]
    owner = _its_owner(one, scene) if _ITS.match(phrase) else None
    persons = all(span.form in {"person", "surname"} for span in plain)
    if owner is None and persons and shipped_speech().local.search(phrase):
        owner = office_code(one, phrase, scene)
    return owner or (_owner(plain, one).code if plain else None)


def _of_pronoun(one: Attribution, phrase: str, named: Sequence[ActorSpan], scene: Scene) -> str | None:
    """Read "he said" as whoever spoke in the sentence before, else as whom the actors take it for.

    "The Israeli military has killed a commander, it said": "it" behind its content is the office that begins it.
    """
    first = scene.spans[0] if scene.spans else None
    behind = one.start <= 1 < (one.speaker or (0, 0))[0]
    if phrase == "it" and behind and first and first.head and shipped_speech().office.search(first.head):
        return first.code
    speakers = scene.speakers
    if speakers.age > RECENT or (named and not speakers.code):
        return None
    return named[0].code if named and speakers.age > 1 else speakers.code


def _its_owner(one: Attribution, scene: Scene) -> str | None:
    """Read "its spokesman": of the first party named before in the sentence, else of who spoke last."""
    start = (one.speaker or (0, 0))[0]
    qualifies = {"modifier", "pair", "pronoun"}
    owner = next((span for span in scene.spans if span.end <= start and span.form not in qualifies), None)
    if owner is not None:
        return owner.code
    return scene.speakers.code if scene.speakers.age <= RECENT else None


def _by_context(one: Attribution, phrase: str, named: Sequence[ActorSpan], scene: Scene) -> str | None:
    """Read a phrase that names no party of itself: a name known from before, a body, a bare office."""
    if any(span.form not in {"generic", "pronoun"} and not _first_name(span, one) for span in named):
        return None  # a party without a code
    known = scene.speakers.names.get(_last_word(one))
    if known or _UNKNOWN_BODY.search(phrase):
        return known
    head = _THE.match(phrase)
    if head and head[1].lower() in scene.speakers.names:
        return scene.speakers.names[head[1].lower()]
    speech = shipped_speech()
    if named and not (named[0].form == "generic" and speech.local.search(phrase)):
        behind = named[0].form == "generic" and one.start <= 1 < (one.speaker or (0, 0))[0]
        return (subject_state(scene) if behind else None) or named[0].code
    if _SOURCE.search(phrase):
        return None
    return office_code(one, phrase, scene) if speech.office.search(phrase) or speech.local.search(phrase) else None


def _speaks_for_nobody(one: Attribution, phrase: str, named: Sequence[ActorSpan]) -> bool:
    """Tell residents, experts and former officials, and both sides at once, from those who speak for a party."""
    if _NO_PARTY.search(phrase) or (re.search(r"\bsides?\b", phrase) and any(span.form == "pair" for span in named)):
        return True
    start = (one.speaker or (0, 0))[0]
    words = [start + word.start() for word in shipped_speech().no_code.finditer(phrase)]
    private = [place for place in words if not any(span.start <= place < span.end for span in named)]
    beside = phrase.rfind(" and ") + start
    joined = bool(private) and max(private) < beside and any(span.start > beside for span in named)
    joined |= bool(private) and any(span.code and span.end <= min(private) for span in named) and " and " in phrase
    return bool(private) and not joined and not shipped_speech().office.search(phrase)


def _only_qualifies(span: ActorSpan, start: int) -> bool:
    """Tell "Turkish-backed" from the adjective of an office's long name ("Peruvian Border Guard Commander")."""
    return span.form == "modifier" and ("-" in span.text or span.start > start + len("the "))


def _last_word(one: Attribution) -> str:
    return one.name.split()[-1] if one.name and one.name.split() else ""


def _first_name(span: ActorSpan, one: Attribution) -> bool:
    """Tell whether a leader's surname is only the first part of another's name: "Kim" in "Kim Ji-woo"."""
    name = one.name or ""
    return span.form == "surname" and len(name.split()) > 1 and not name.endswith(span.text)


def _owner(named: Sequence[ActorSpan], one: Attribution) -> ActorSpan:
    """Return the party of "Sudan's RSF": the group that a state's possessive stands before, else the first named.

    A group that has no code gets that of its apposition: "the group X, al-Qaeda's local arm".
    """
    if not named[0].code and one.apposition:
        return next((span for span in named if span.code and span.start >= one.apposition), named[0])
    if len(named) > 1 and named[0].possessive and named[1].actor.kind in {"armed-group", "organisation"}:
        return named[1]
    return named[0]


def _speaks(one: Attribution, spans: Sequence[ActorSpan]) -> bool:
    """Tell a heading's speaker ("Kyiv: talks are over") from its topic ("Sudan: army boycotts talks")."""
    start, end = one.speaker or (0, 0)
    return any(
        span.start < end and start < span.end and (span.form in _NAMES or (span.form == "name" and span.head))
        for span in spans
    )
