"""Which of a sentence's dates an event has: the one that its own clause gives, or none."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.mentions.clauses import Clauses, split_clauses
from extractors.mentions.dates import DateSpan
from extractors.mentions.plain import plain
from extractors.mentions.speech import find_forms, shipped_speech
from extractors.mentions.statement_days import is_statement_day

Extent = tuple[int, int]

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_FUNCTION = re.compile(
    r"\s*(?:$|[^\w\s']|(?:in|on|at|to|by|of|for|with|from|near|after|before|and|or|but|that|which|who|when|as|over|into"
    r"|against|between|during|under|amid|until|since|because|while|if|it|he|she|they|its|his|their|the|an?|was|were|is"
    r"|are|had|has|have|will|would|said|says)\b)",
    re.IGNORECASE,
)
# what may stand before a date that opens a sentence
_OPENING = re.compile(
    r"(?:(?:that|and|but|then|also|only|even|early|earlier|late|later|on|in|by|at|since|from|until|before|after|during|around"
    r"|the|of|dawn|noon|midnight|evening|morning|night|afternoon|starting|beginning|back|again|a|\W)+\s*)*$",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"\b(?<!was )(?<!were )(?<!been )(?:ordered|announced|promised|demanded|proposed|decided|threatened|claimed"
    r"|reported|condemned|approved|seen|described|known)\b"
)
_OCCURS = re.compile(
    r"\b(?:to be|held|hold|due|scheduled|planned|set|taking|take|took|began|begins?|starts?|started|carried|conducted"
    r"|launched|staged|signed|open|opened|opens|was|were|is|are|agreed|reached|happened|occurred|came|extended|issued"
    r"|made|delivered|presented|submitted|sent|received|offered|given"
    r"|interrupted|suspended|frozen|halted|stalled|blocked|paused|resumed|under way|going on|ongoing|broken off)\b"
)
_PHRASE = 4  # words that a noun phrase may put between a date and its noun, or a verb before its date
_AS = re.compile(r",?\s+as\b")
_WHEN = re.compile(r",?\s+when\b|,?\s+while\b|,\s+(?:at|during)\s+(?:an?|the|their|its|his|her)\s")
_AFTER_WHICH = re.compile(r"\s*(?:without|after|before|following|despite|amid|ahead of)\b")
_WHICH = re.compile(r",?\s+(?:that|which)\b")  # "a truce that they signed in May"
_SHARED = 60  # the cost from which a date may belong to another event as well: "on Friday, when ..."
_QUOTED_NAME = 45  # characters of a quoted noun phrase
_WEEK = dt.timedelta(days=7)
_MEETING = re.compile(
    r"\w*\s*(?:session|meeting|round|talks|summit|visit|gathering|conference|deadline|ceremony|election)"
)
_DAY_AFTER = re.compile(r"(?<!the )\bdays?\s+(?:after|before)$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)
_PHRASE_END = re.compile(r"[,;:.]|\b(?:of|that|about|on|to|for|over|by|against)\b")
_OF_YEAR = re.compile(r"\b(?!(?:evening|morning|night|end|beginning|middle|spring|summer|autumn)\b)[a-z]+\s+of\s+$")
_UNTIL = re.compile(r"\b(?:until|till)\s+(?:the\s+)?$")
_BEGAN = re.compile(r"\bwhich (?:began|started)\s+(?:on\s+|in\s+)?$")
_SUPERLATIVE = re.compile(r"\b(?:first|worst|most|\w{3,}est)\b[^,;]*$")
_QUOTE = re.compile(r"[\"]")
# the statement is the act itself: its day is the event's
_ACTS = frozenset({"refused", "suspended", "proposed"})
# "left the 2011 accord", "revive the 2009 pact": the year is the deal's, not that of the leaving or reviving
_HAPPENED = frozenset({"completed", "underway", "unspecified", ""})
_OWN_ACT = re.compile(r"\b(?:it|they|he|she|we) (?:had|has|have) (?:agreed|accepted|approved)\b")
_OFFERS = re.compile(
    r"\b(?:ready|willing|prepared|open to|offer\w*|invit\w*|propos\w*|call\w* (?:for|on)|urg\w*|demand\w*"
    r"|want\w*|seek\w*)\b"
)
_NO_PLAN = re.compile(r"\bno\s+plans?\b", re.IGNORECASE)
_PERFECT = re.compile(r"\b(?:had|has|have|was|were|been)\b(?!\s+\w+ing\b)")


def choose_date(
    text: str, spans: Sequence[DateSpan], trigger: Extent, stage: str, others: Iterable[Extent] = ()
) -> DateSpan | None:
    """Return the date of the event whose trigger stands at `trigger` of the sentence `text`, or None.

    `others` are the extents of the other triggers of the sentence: a date after a verb belongs to the nearest, one that
    opens the sentence to all. The day of a statement is the event's only where the statement is the act (NOTES 26).
    """
    if not spans:
        return None
    text = plain(text)
    rivals = [extent for extent in others if extent != trigger]
    clauses = split_clauses(text)
    best: tuple[float, DateSpan] | None = None
    for span in spans:
        if _not_then(text, span, stage):
            continue
        cost = _cost(text, clauses, span, trigger, stage)
        if cost is None or _taken(text, clauses, span, cost, rivals):
            continue
        if best is None or cost < best[0]:
            best = (cost, span)
    if best and stage == "planned" and best[1].later and best[1].later.precision == "day":
        soon = best[1].later.first - best[1].period.first <= _WEEK
        return replace(best[1], period=best[1].later) if soon else best[1]
    return best[1] if best else None


def _not_then(text: str, span: DateSpan, stage: str) -> bool:
    """Tell whether a date only bounds what happened, or does not bound it: "until May", "the first since 2018"."""
    before = text[: span.start]
    if _SINCE.search(before):
        return bool(_SUPERLATIVE.search(before)) or (stage == "denied" and " had " in before)
    return bool(_UNTIL.search(before)) or (stage == "suspended" and bool(_BEGAN.search(before)))


def _taken(text: str, clauses: Clauses, span: DateSpan, cost: float, rivals: Sequence[Extent]) -> bool:
    """Tell whether another trigger has the better claim to a date."""
    if cost >= _SHARED or is_opening(text, clauses, span) or is_statement_day(text, span):
        return False
    claims = (_cost(text, clauses, span, rival, "") for rival in rivals)
    return any(claim is not None and claim < cost for claim in claims)


def _cost(text: str, clauses: Clauses, span: DateSpan, trigger: Extent, stage: str) -> float | None:
    """Rate how far a date is from an event in grammar; None where it is not the event's."""
    start, end = trigger
    if start <= span.start and span.end <= end:
        return 0 if span.period.precision != "year" or stage in _HAPPENED else None
    if is_statement_day(text, span) or _says_first(text, clauses, span, trigger):
        return _statement_cost(text, clauses, span, trigger, stage)
    if _DAY_AFTER.search(span.text):
        return _day_after_cost(text, clauses, span, trigger)
    if _OF_YEAR.search(text, 0, span.start) and span.period.precision in {"year", "month"}:
        return 0 if text[end : span.start].strip() == "of" else None
    if is_modifier(text, span):
        return _modifier_cost(text, span, trigger)
    return (_before_cost if span.end <= start else _after_cost)(text, clauses, span, trigger)


def _day_after_cost(text: str, clauses: Clauses, span: DateSpan, trigger: Extent) -> float | None:
    """Give "a day after rebels took the port" to what its clause tells."""
    near = span.end <= trigger[0] and clauses.at(trigger[0]) == clauses.at(span.end + 1)
    return 3 + _words(text, span.end, trigger[0]) if near else None


def _statement_cost(text: str, clauses: Clauses, span: DateSpan, trigger: Extent, stage: str) -> float | None:
    """Give the day of a statement to the act that the statement is: refusing, suspending, offering."""
    content = text[min(span.end, trigger[0]) : trigger[1]]
    if _OWN_ACT.search(content):
        return 50
    if stage not in _ACTS or clauses.at(trigger[0]).kind not in {"main", "content"}:
        return None
    if stage == "refused":
        return None if _NO_PLAN.search(text, max(0, trigger[0] - len("no ")), trigger[1]) else 50
    if trigger[1] <= span.start:
        return None
    if stage == "proposed":
        return 50 if _OFFERS.search(content) else None
    announced = re.search(r"\b(?:announced|declared)\b", text[max(0, span.start - 60) : trigger[0]])
    return 50 if announced or not _PERFECT.search(content) else None


def _modifier_cost(text: str, span: DateSpan, trigger: Extent) -> float | None:
    """Give "Tuesday's attack" and "the March 3 raids" to the noun behind, "to Friday's session" to its verb."""
    if span.end <= trigger[0]:
        near = not _PHRASE_END.search(text, span.end, trigger[0]) and _words(text, span.end, trigger[0]) <= _PHRASE
        return 1 if near else None
    meeting = _MEETING.match(text, span.end + len("'s") if text.startswith("'", span.end) else span.end)
    near = trigger[1] <= span.start and _words(text, trigger[1], span.start) <= _PHRASE
    return 8 if meeting and near else None


def _before_cost(text: str, clauses: Clauses, span: DateSpan, trigger: Extent) -> float | None:
    there, here = clauses.at(span.start), clauses.at(trigger[0])
    gap = text[span.end : trigger[0]]
    distance = _words(text, span.end, trigger[0])
    if (_WHEN.match(gap) or (here.kind == "adverbial" and _AS.match(gap))) and not re.search(r"[,;]", gap[1:]):
        return _SHARED + distance
    inside = clauses.parent(here) == there and here.kind == "participle"
    if is_opening(text, clauses, span):
        related = there == here or clauses.parent(here) == there != here or there.kind == here.kind == "main"
        return 10 + distance if related and ";" not in gap and here.kind not in {"relative", "adverbial"} else None
    if _AFTER_WHICH.match(gap) or _in_speech(text, span.end, trigger[0]):
        return None
    return 20 + distance if there == here or inside else None


def _after_cost(text: str, clauses: Clauses, span: DateSpan, trigger: Extent) -> float | None:
    there, here = clauses.at(span.start), clauses.at(trigger[0])
    gap = text[trigger[1] : span.start]
    if _QUOTE.search(gap.lstrip("\"' ")) or _ORDERED.search(gap):
        return None
    if there == here:
        return 5 + _words(text, trigger[1], span.start)
    if there.kind == "relative" and _WHICH.match(gap) and clauses.parent(there) == here and "," not in gap[1:]:
        return 15 + _words(text, trigger[1], span.start)
    if (
        there.kind in {"participle", "relative", "content"}
        and clauses.parent(there) == here
        and _OCCURS.search(text[trigger[0] : span.start])
    ):
        return 25 + _words(text, trigger[1], span.start)
    return None


def _words(text: str, start: int, end: int) -> int:
    return len(_WORD.findall(text, start, end))


def _in_speech(text: str, start: int, end: int) -> bool:
    """Tell whether speech in quotation marks begins between two places; a quoted name does not count."""
    opening = text.rfind('"', start, end)
    closing = text.find('"', opening + 1)
    return opening >= 0 and not 0 <= closing - opening <= _QUOTED_NAME


def _says_first(text: str, clauses: Clauses, span: DateSpan, trigger: Extent) -> bool:
    """Tell whether a verb of saying comes between an opening date and the event: the date is then the statement's."""
    if span.end > trigger[0] or clauses.at(span.start).kind != "main" or not is_opening(text, clauses, span):
        return False
    kinds = shipped_speech().kinds
    forms = find_forms(text, span.end, trigger[0])
    return any(kinds.get(form) in {"report", "hint", "deny"} for _, _, form in forms)


def is_opening(text: str, clauses: Clauses, span: DateSpan) -> bool:
    """Tell whether nothing but prepositions stands before the date in its main clause: "On Friday, ..."."""
    clause = clauses.at(span.start)
    begin = next(iter(clauses.extent(clause)))[0]
    return clause.kind in {"main", "content"} and bool(_OPENING.fullmatch(text, begin, span.start))


def is_modifier(text: str, span: DateSpan) -> bool:
    """Tell whether the date stands before a noun as part of its phrase: "Tuesday's attack", "the June summit"."""
    rest = text[span.end :]
    if _SINCE.search(text, 0, span.start):
        return False
    if rest.startswith(("'s", "' ")):
        return True
    lead = re.search(r"(?:\b(?:the|an?|its|his|their)|'s)\s+$", text[: span.start], re.IGNORECASE)
    return bool(lead) and not _FUNCTION.match(rest)
