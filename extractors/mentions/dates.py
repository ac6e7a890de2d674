"""Date expressions in a sentence, resolved against the day of publication at the precision that the words have.

What is not sure is None: an expression without year and without a day of publication, a winter, "several weeks ago".
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from extractors.mentions.date_patterns import expressions
from extractors.mentions.date_readings import NOTHING, Pair, Setting
from extractors.mentions.date_words import Period
from extractors.mentions.plain import plain

# every expression holds one of these; spelt out, for IGNORECASE is three times slower
_HINT = re.compile(
    r"day|night|week|month|year|ago\b|earlier|later|morning|evening|afternoon|fortnight|spring|summer|autumn|winter"
    r"|\bfall\b|tomorrow|Tomorrow|Day\b|Eve\b|\b(?:1[89]|20)\d\d\b|\d[./]\d|\b(?:Tues?|Weds?|Thu|Thurs?)\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\b|uary|ruary|ch\b|il\b|e\b|y\b|ust|ember|tember|ober)"
)
_MOST = 40  # dates of one sentence that are read
_EDGE = re.compile(
    r"[;:()\u2014\"]|,|\b(?:and|but|that|which|who|where|when|while|because|if|unless|although|though)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|going to|(?:is|are|am|be) to|must|should|may|can|could|might|ready to|intends?|hopes?"
    r"|wants?|aims?|plans?|prepar(?:es?|ing)|expects?|(?:meet|resume|begin|start|open|visit|arrive|travel|leave|hold|convene"
    r"|return|gather|expire|end)s?|flies|until)\b|'ll\b"
)
_DUE = re.compile(
    r"\b(?:(?:was|were|had been) to|due|ahead of|set (?:for|to)|slated|scheduled|planned|planning|expected|deadline"
    r"|coming|upcoming|to (?!the\b|an?\b|his\b|its\b|their\b)[a-z]+)\b"
)
_IRREGULAR = (
    "said told took began met fell struck hit killed went came left held shot fought won lost sent gave"
    " made found flew drove broke swept blew put withdrew fled spoke wrote drew threw rose sank sought"
    " brought caught sat stood ran chose froze overran retook overthrew undertook beat dealt kept built"
    " spent laid paid became grew crept sold bought forbade forwent swore"
)
_BACK = re.compile(
    rf"\b(?:was|were|had|did|has|have|since|(?<!\bbe )(?:{'|'.join(_IRREGULAR.split())}"
    r"|(?<!\ban )(?<!\ba )(?<!\bthe )(?<!\bits )(?!(?:expected|scheduled|planned|slated)\b)[a-z]{2,}ed))\b"
)
_PLUPERFECT = re.compile(r"\bhad\s+(?:been\s+)?\w+")
_LEAD = re.compile(
    r"(?:(?:in|on|since|until|till|by|from|of|before|after|during|through|throughout|for|and|to|back)\s+|(?:the|an?)\s+(?=(?-i:[A-Z])|\d)|\()*",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|its|their|his|her)\s+$")  # "the April 22 attack" is one that is known
_NOUN = re.compile(r"\s+(?!(?:and|or|in|on|at|to|by|of|for|with|from|when|after|before|as)\b)[a-z]")
_SOON = dt.timedelta(days=92)
_PUT_OFF = re.compile(r"\b(?:postpon|delay|put(?:s|ting)? off|cancel|call(?:s|ed|ing)? off|scrap)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """A date expression at `start`:`end` of the sentence's text, and the period it means.

    Where the words can look back and ahead from the day of publication ("on Friday"), the tense around has decided.
    `later` is the reading that looks ahead, where there is one; `background` marks a day of
    the pluperfect ("had left on Monday"), from which the telling does not go on.
    """

    start: int
    end: int
    text: str
    period: Period
    later: Period | None = None
    background: bool = False

    @property
    def rule(self) -> str:
        """Tell what led here, for `--explain`: the words, and the day, month or year that they mean."""
        return f'"{self.text}" -> {self.period.date} ({self.period.precision})'


def find_dates(text: str, published: dt.date | None, anchor: dt.date | None = None) -> tuple[DateSpan, ...]:
    """Return the date expressions of a sentence in order.

    `anchor` is the last day spoken of before this sentence (`last_day` of the one before): "two days later" counts
    from the latest day in the sentence itself or, failing that, from there. With `published` None only expressions
    that name their year are read.
    """
    if not _HINT.search(text):
        return ()
    text = plain(text)
    found: list[DateSpan] = []
    for match in islice(expressions()[0].finditer(text), _MOST):
        here = next((span.period.first for span in reversed(found) if span.period.precision == "day"), None)
        span = _read(text, match, Setting(published=published, anchor=here or anchor))
        found.extend([span] if span else [])
    return tuple(found)


def _read(text: str, match: re.Match[str], setting: Setting) -> DateSpan | None:
    pattern, reading = expressions()[1][int((match.lastgroup or "r0")[1:])]
    parts = pattern.match(text, match.start(), match.end())
    lead = _LEAD.match(text, match.start(), match.end())
    start, end = lead.end() if lead else match.start(), match.end()
    pair = reading(parts, setting) if parts else NOTHING
    period = _lean(text, (start, end), pair, setting.published)
    if not period:
        return None
    had = _PLUPERFECT.search(text, clause_bounds(text, start, end)[0], start)
    return DateSpan(start=start, end=end, text=text[start:end], period=period, later=pair[1], background=bool(had))


def last_day(spans: Sequence[DateSpan]) -> dt.date | None:
    """Return the day that "two days earlier" in a later sentence counts from: the last one of the telling itself."""
    days = (span.period.first for span in reversed(spans) if span.period.precision == "day" and not span.background)
    return next(days, None)


def clause_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch around `start`:`end` up to the next punctuation or conjunction on each side."""
    left = 0
    for edge in _EDGE.finditer(text, 0, start):
        left = edge.end()
    right = _EDGE.search(text, end)
    return left, right.start() if right else len(text)


def _lean(text: str, extent: tuple[int, int], pair: Pair, published: dt.date | None) -> Period | None:
    """Choose between looking back and ahead by the verbs around; the nearest before the expression first."""
    past, future = pair
    if past is None or future is None or past == future or published is None:
        return past or future
    left, right = clause_bounds(text, *extent)
    before, after = text[left : extent[0]], text[extent[1] : right]
    if after.startswith("'s") and _PUT_OFF.search(before):
        return future
    if _DEFINITE.search(before) and _NOUN.match(after):
        soon = future.first - published <= _SOON and bool(_AHEAD.search(before))
        return future if soon else past
    tense = _tense(before)
    if not tense and not after.startswith("'s"):
        tense = _tense(after) or _tense(text[:left])
    if not tense and future.first - past.last > _SOON:
        return past if published - past.last <= future.first - published else future
    if tense == "due" and (_BACK.search(before) or _BACK.search(after)):
        return past if published - past.last <= future.first - published else future
    return future if tense in {"ahead", "due"} else past


def _tense(text: str) -> str:
    """Name what the last verb form in a stretch of text speaks of: ahead, due, back, or nothing."""
    last, name = -1, ""
    for pattern, tense in ((_BACK, "back"), (_DUE, "due"), (_AHEAD, "ahead")):
        for match in pattern.finditer(text):
            if match.end() > last:
                last, name = match.end(), tense
    return name
