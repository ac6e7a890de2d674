"""One verb of saying read in its clause: who is its subject, and how far its content reaches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.mentions.person_names import is_person, last_head, last_name
from extractors.mentions.quotations import Extent, inside, outlet_in
from extractors.mentions.saying_verbs import DAYS, Verb
from extractors.mentions.speakers import Subject, main_subject, subject_after, subject_before
from extractors.mentions.speech import shipped_speech

_QUOTED = re.compile(
    r"\b(?P<be>(?:was|were|is|are|been)\s+)?(?P<verb>quoted|quotes|quoting|cited|cites|citing)"
    r"\s+(?P<who>.*?)\bas\s+$"
)
_TO_OUTLET = re.compile(
    r"\b(?:told|tells|telling|with|(?:as )?saying by|(?:carried|quoted|cited|reported|broadcast|aired|posted) by"
    r"|reports? by|published (?:by|in)|wrote in|writing in|(?:said|says|conceded|spoke|speaking|interview|statement"
    r"|remarks|comments|talking|explained|confirmed|disclosed|admitted) (?:to|with))"
    r"\s+(?P<outlet>[^,;:\"]+?)(?=\s*(?:[,;:\".]|$|\s(?:that|on|in|by|late|who|as|after|about|how|why|he|she|it|they|its|his|her)\b))",
)
_TO_WHOM = re.compile(r"\s+to\s+(?P<outlet>[^,;:\"]+?)(?=[,;:\".]|$)")
_LISTENER = re.compile(  # "told the Daily Nation", "told LRT"; a bare "told Johnson" is a person
    r"\s+(?:the\s+(?P<name>[A-Z][\w'-]*(?:\s+(?:[A-Z\d][\w'-]*|of))*)|(?P<letters>[A-Z]{2,}\d*))(?=\s*[.,;:\"]|$|\s[a-z])"
)
_TOLD = re.compile(r"\s+(?:the\s+)?")
_NEAR = 60  # characters between a verb of saying and the outlet that was told
_TAIL = re.compile(  # what may follow a verb of saying that closes its content
    rf"\s*(?:$|[.,;:\"?!)\-\N{{EM DASH}}]|{DAYS}|\w+ly\b|(?:in|at|to|during|via|on|through|by|after|from|as|when|before"
    r"|while|over|without|earlier|this|last|later|again|reporters|journalists)\b)"
)
_TO_COMMA = re.compile(r"[^,;\"]*")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|may|might|must|did|that|it|he|they|[a-z]{3,}(?<!need)ed|no)\b"
)
_ALONE = re.compile(r"(?:,|;|\band|\bbut|\bn?or|^)\s*(?:\w+ly\s+|also\s+|then\s+|later\s+|instead\s+)?$")
_CLAUSE = re.compile(
    rf"\s+(?:{DAYS}\s+)?"
    r"(?:that\b|\"|[^,;\"]*?\b(?:is|are|was|were|has|have|had|will|would|could|may|might|must|[a-z]{3,}ed)\b)"
)
_CUT = re.compile(r"\s+and\s+(?:\w+ly\s+)?(?!that\b|denied\b)[a-z]+(?:ed|ought|old|aid)\b|,\s+(?:but|and|while)\b")
_WHOSE = re.compile(r",\s+(?:whose|whom)\s+(?:\w+\s+){0,2}$")
_ASKED = re.compile(r"(?:^|,\s*)asked\s+(?:by\s|whether\b|about\b|if\b)", re.IGNORECASE)
_WITHOUT_AUXILIARY = re.compile(r"\b(?:has|have|had|also|later|then|\s)+$")
_EACH_OTHER = re.compile(r"\s+(?:the\s+other|each\s+other|one\s+another)\b")
_WHERE = re.compile(  # "said in a report published on Monday"
    r"\s*(?:late\s+|early\s+)?(?:in|on|at|during|via)\s+(?:an?|the|his|her|its|their)\s+[\w\s'-]{0,50}(?:[.,;]|$)"
)
_ACRONYM = re.compile(r"(?:the\s+)?[A-Z]{2,}s?")
_PRONOUNS = frozenset({"he", "she", "it", "they"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody's saying: what stands at `start`:`end` is attributed to the speaker, to an outlet, or to both.

    `speaker` is the extent of the speaker's phrase in the sentence, `apposition` where a second phrase for the same one
    begins (0: none), `name` the person or body as written, `code` the party that the speaker speaks for, once known.
    `kind` is the class of the verb in `seeds/speech.toml`, or "according", "heading" or "outlet"; `form` the verb as
    written. `listener` is a name that was told and that may be an outlet's. `verb` is where the saying stands, `began`
    where its own clause begins.
    """

    start: int
    end: int
    kind: str
    verb: Extent
    began: int
    speaker: Extent | None = None
    name: str | None = None
    via: str | None = None
    form: str = ""
    apposition: int = 0
    listener: Extent | None = None
    code: str | None = None

    @property
    def rule(self) -> str:
        """Tell what led here, for `--explain`: the verb and its place in the dictionary, the speaker, the outlet."""
        verb = f'speech.toml [{self.kind}] "{self.form}"' if self.form else self.kind
        who = f', speaker "{self.name}" -> {self.code or "no code"}' if self.speaker else ""
        return verb + who + (f", via {self.via}" if self.via else "")


def read_saying(verb: Verb, earlier: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution that a verb of saying makes, or None where nobody is its subject."""
    floor = max([0, *(end + 1 for _, end in verb.quotes if end < verb.start), *(one.verb[1] for one in earlier)])
    quoted = _QUOTED.search(verb.text, floor, verb.start)
    if quoted:
        return _read_quoted(verb, quoted, floor)
    subject = subject_before(verb.text, verb.start, floor)
    comma = verb.before.rstrip().endswith(",") and not (subject and subject.apposition) and _rest_is_phrase(verb)
    after = subject_after(verb.text, verb.end, len(verb.text)) if _may_invert(verb, comma or subject is None) else None
    whom = after or subject
    if whom is None:
        return _shared(verb, earlier)
    if verb.kind == "quote" and not verb.text[: min(whom.start, verb.start)].rstrip().endswith('"'):
        return None
    made = named(verb.text, replace(_reach(verb, whom), form=verb.form), whom)
    if _EACH_OTHER.match(verb.text, verb.end):
        made = replace(made, speaker=None, name=None)
    if earlier and made.name in _PRONOUNS and earlier[-1].start <= verb.start < earlier[-1].end:
        made = replace(made, speaker=earlier[-1].speaker, name=earlier[-1].name)
    heard = _TO_WHOM.match(verb.text, after.end) if after else None
    outlet = outlet_in(heard["outlet"]) if heard else None
    return replace(made, via=outlet) if outlet else _with_outlet(verb, made)


def named(text: str, made: Attribution, subject: Subject) -> Attribution:
    """Put the speaker into an attribution, or the outlet where the subject is one."""
    phrase = text[subject.start : subject.end]
    outlet = outlet_in(phrase)
    if outlet:
        return replace(made, via=outlet)
    head = last_head(phrase)
    if shipped_speech().mute.search(head) or shipped_speech().outlet_noun.fullmatch(head):
        return made
    if subject.apposition:
        other = text[slice(*subject.apposition)]
        inner = is_person(other) or _ACRONYM.fullmatch(other)
        name = last_name(other) if inner and not is_person(phrase) else last_name(phrase)
        whole = (subject.start, subject.apposition[1])
        return replace(made, speaker=whole, name=name, apposition=subject.apposition[0])
    return replace(made, speaker=(subject.start, subject.end), name=last_name(phrase))


def _reach(verb: Verb, subject: Subject) -> Attribution:
    """Mark the content: the whole sentence for a saying that closes it, else what follows the verb."""
    text, began = verb.text, min(subject.start, verb.start)
    if subject.start > verb.start or _closes(verb, subject):
        start, end = sentence_part(text, verb.start, verb.quotes)
        return Attribution(start=start, end=end, kind=verb.kind, verb=(verb.start, verb.end), began=began)
    start, end = verb.end, scope_end(text, verb.end, verb.quotes)
    asked = _ASKED.search(text, 0, verb.start)
    if asked:
        return Attribution(start=asked.start(), end=end, kind=verb.kind, verb=(verb.start, verb.end), began=began)
    if _WHOSE.search(text, 0, subject.start) or (
        subject.relative and verb.before.rstrip().endswith((", who", ", which"))
    ):
        comma = text.find(",", verb.end)
        end = min(end, comma) if comma >= 0 else end
    elif verb.kind in {"judge", "charge", "deny"} and text[: subject.start].endswith(", which "):
        start = 0
    elif verb.kind in {"judge", "charge"} or not _CLAUSE.match(text, verb.end):
        cut = _CUT.search(text, verb.end, end)
        end = cut.start() if cut and not inside(verb.quotes, cut.start()) else end
    return Attribution(start=start, end=end, kind=verb.kind, verb=(verb.start, verb.end), began=began)


def _with_outlet(verb: Verb, made: Attribution) -> Attribution:
    told = _LISTENER.match(verb.text, verb.end) if verb.form in {"told", "tells"} else None
    known = _TOLD.match(verb.text, verb.end) if verb.form in {"told", "tells"} else None
    listed = shipped_speech().outlet.match(verb.text, known.end()) if known else None
    if listed and not made.via:
        return replace(made, via=listed[0])
    made = replace(made, listener=told.span(told.lastgroup or 0)) if told else made
    for told in _TO_OUTLET.finditer(verb.text, max(0, made.began)):
        if told.start() - made.verb[1] > _NEAR or made.via:
            break
        outlet = outlet_in(told["outlet"])
        if outlet and told.end() > verb.start - _NEAR:
            return replace(made, via=outlet)
    return made


def _read_quoted(verb: Verb, quoted: re.Match[str], floor: int) -> Attribution | None:
    """Read "TASS quoted Peskov as saying" and "Peskov was quoted as saying by TASS"."""
    text = verb.text
    before = subject_before(text, quoted.start(), floor)
    start, end = verb.end, scope_end(text, verb.end, verb.quotes)
    if _rest_is_phrase(verb) and floor < quoted.start():
        start, end = sentence_part(text, verb.start, verb.quotes)
    began = before.start if before else quoted.start()
    made = Attribution(start=start, end=end, kind="report", verb=(quoted.start(), verb.end), began=began)
    who = quoted["who"].strip()
    if quoted["be"]:
        made = replace(made, via=outlet_in(who.removeprefix("by ")) if who.startswith("by ") else None)
        return _with_outlet(verb, named(text, made, before)) if before else None
    if not who:
        return None
    outlet = outlet_in(text[before.start : before.end]) if before else None
    begin = quoted.start("who")
    return replace(named(text, made, Subject(start=begin, end=begin + len(who))), via=outlet)


def _shared(verb: Verb, earlier: Sequence[Attribution]) -> Attribution | None:
    """Read a verb without a subject of its own: "and denied ...", ", adding that ..." speak for the last speaker."""
    end = scope_end(verb.text, verb.end, verb.quotes)
    going = verb.form.endswith("ing")
    made = Attribution(
        start=verb.end, end=end, kind=verb.kind, verb=(verb.start, verb.end), began=verb.start, form=verb.form
    )
    if verb.kind == "quote":
        return None
    before = _WITHOUT_AUXILIARY.sub("", verb.before)
    if earlier and (going or _ALONE.search(before)):
        last = earlier[-1]
        return replace(made, speaker=last.speaker, name=last.name, via=last.via)
    joined = before.rstrip().endswith(" and")
    whom = main_subject(verb.text, verb.start) if going or joined else None
    return named(verb.text, made, whom) if whom else None


def _may_invert(verb: Verb, free: object) -> bool:
    """Tell whether the subject may follow: `"...," said the mayor`."""
    opens = not verb.before.strip() or verb.before.rstrip()[-1] in ',"'
    return bool(free) and opens and not verb.form.endswith("ing") and verb.kind in {"report", "hint", "quote"}


def _rest_is_phrase(verb: Verb) -> bool:
    """Tell whether no clause of content follows: up to the next comma neither a finite verb nor a quotation."""
    rest = _TO_COMMA.match(verb.text, verb.end)
    near = any(0 <= start - verb.end < _NEAR for start, _ in verb.quotes)
    return not near and not (rest and _FINITE.search(rest[0]))


def _closes(verb: Verb, subject: Subject) -> bool:
    """Tell whether the saying comes after its content: `..., X said.` or `..., X said, ...`."""
    before = verb.text[: subject.start].rstrip()
    if not before or before[-1] not in ',"-\N{EM DASH}':
        return False
    if verb.form in {"told", "tells"}:
        return _rest_is_phrase(verb)
    where = _WHERE.match(verb.text, verb.end)
    return bool(_TAIL.match(verb.text, verb.end)) and bool(where or before[-1] == '"' or _rest_is_phrase(verb))


def sentence_part(text: str, offset: int, quotes: Sequence[Extent]) -> Extent:
    """Return the stretch between semicolons around an offset."""
    start = text.rfind(";", 0, offset)
    while start >= 0 and inside(quotes, start):
        start = text.rfind(";", 0, start)
    return start + 1, scope_end(text, offset, quotes)


def scope_end(text: str, offset: int, quotes: Sequence[Extent]) -> int:
    """Return where the content that begins at an offset ends: at a semicolon, else with the sentence."""
    end = text.find(";", offset)
    while end >= 0 and inside(quotes, end):
        end = text.find(";", end + 1)
    return end if end >= 0 else len(text)
