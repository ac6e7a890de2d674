"""Days of statements: "said late on Friday" dates what was said, not what it is about."""

import re

from extractors.mentions.dates import DateSpan
from extractors.mentions.speech import find_forms, shipped_speech

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_REACH = 60  # characters before a day in which its verb of saying stands
_PHRASE = 4  # words between a noun of saying and its day
_STATEMENT_NOUN = re.compile(
    r"\b(?:statements?|interview|speech|address|briefing|(?:press|news) conference|post|tweet|remarks|message|letter"
    r"|announcement|communiqu[eé]|comments|report|speaking|addressing)\b",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"\s*(?:(?:the\s+|an?\s+)?[\w.'-]+\s+){0,3}?(?:late|early|earlier|also|in\s+the\s+small\s+hours\s+of|on)?\s*(?:on\s+)?$"
)
_NOT_OF_SAYING = re.compile(r"\b(?:for|to|in|at|near|of|by|between|against|with|until|since|from)\s", re.IGNORECASE)
_PAUSE = re.compile(r"[,;:]")
_BLANK = re.compile(r"\s*")
_NOUN_FORM = re.compile(
    r"states|reports|claims|posts|comments|calls|charges|fears|hopes|pledges|promises|signals|notes"
)


def is_statement_day(text: str, span: DateSpan) -> bool:
    """Tell whether the date says when something was said: "said late on Friday", "the ministry on Friday denied"."""
    begin = max(0, span.start - _REACH)
    if any(_said_then(text, found, span.start) for found in find_forms(text, begin, span.start)):
        return True
    nouns = [match.end() for match in _STATEMENT_NOUN.finditer(text, begin, span.start)]
    if (
        nouns
        and len(_WORD.findall(text, nouns[-1], span.start)) <= _PHRASE
        and not _PAUSE.search(text, nouns[-1], span.start)
    ):
        return True
    blank = _BLANK.match(text, span.end)
    after = next(find_forms(text, blank.end() if blank else span.end, span.end + 20), None)
    adjacent = after is not None and not text[span.end : after[0]].strip()
    return adjacent and shipped_speech().kinds.get(after[2], "quote") != "quote" if after else False


def _said_then(text: str, found: tuple[int, int, str], day: int) -> bool:
    """Tell whether nothing but the listener stands between a verb of saying and a day: "told reporters late on"."""
    start, end, form = found
    speech = shipped_speech()
    other = speech.kinds.get(form, "quote") in {"judge", "quote"} or form in speech.lemmas or form == "expected"
    if other or not text[start].islower() or text[start - 1 : start] == "-" or _NOUN_FORM.fullmatch(form):
        return False
    gap = text[end:day].replace("in the small hours of", "")
    return bool(_TO_WHOM.fullmatch(gap)) and not _NOT_OF_SAYING.search(gap) and " that " not in gap
