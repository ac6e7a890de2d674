"""Who speaks: the noun phrase before or behind a verb of saying, and the name in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_WORD = re.compile(r"[^\W_]+(?:[.'&-][^\W_]+)*[.']?|[^\w\s]")
_BETWEEN = re.compile(  # between a subject and its verb
    r"(?:\s*\b(?:has|have|had|did|does|do|not|never|will|would|could|can|may|might|must|should|also|later|then|again|once"
    r"|further|however|too|now|therefore|previously|earlier|repeatedly|still|even|only|just|both|all|neither|nor|either"
    r"|on|late|early|yesterday|today|overnight|this|last|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|morning|afternoon"
    r"|evening|night|week|month|[a-z]+ly)\b)*\s*$"
)
_BOUNDS = (
    "that but while when because if after before although though whether who which where as than since until unless so"
    " yet or whom whose what amid despite"
)
_BOUND = frozenset(_BOUNDS.split())
_VERBS = (
    "is are was were be been has have had will would can could may might must should did does do said says told took"
    " began met fell struck hit went came left held shot sent gave made found"
)
_FINITE = frozenset(_VERBS.split())
_HEADLESS = re.compile(
    r"^(?:(?:late|early)\s+)?(?:on|in|at|during|from|after|by|for|with|since|under|amid|despite)\s", re.IGNORECASE
)
_LEADING = re.compile(r"^(?:(?:and|but|so|then|meanwhile|later|however|also|earlier)\b[,\s]*)+", re.IGNORECASE)
_DATE_FIRST = re.compile(
    r"^(?:(?:late|early|earlier|later)\s+)?(?:[Oo]n\s+)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:night|morning|evening))?|[Yy]esterday|[Tt]oday|[Ll]ast\s+\w+|[Tt]his\s+(?:week|month|year|morning))\s+"
)
_RESTRICTED = re.compile(r"\s+who\s+(?:\w+\s+){0,5}?\w+(?:ed|e|w|n|t)$")
_RELATIVE = re.compile(r",?\s*\b(?:who|which)\s*$")
_SEGMENTS = 4  # stretches between commas that may stand between a name and its verb
_BEGINS_ING = re.compile(r"\s*\w+ing\b")
_PREPOSITION = re.compile(r"\b(?:to|of|in|with|for|from|by|on|against|at)\s+")
_PAST = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|had|will|would|said|told|took|began|met|made|gave|held|put|left|went)\b"
    r"|[a-z]{3,}ed\b)"
)
_HEADLINE = re.compile(  # "Kremlin refuses talks and says ...": names, then a verb in the present
    r"(?P<who>[A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*){0,3})\s[a-z]{3,}[a-rt-z]s\s(?!(?:have|has|had|are|were|will|who|that|of)\b)"
)
_AFTER_COMMA = re.compile(
    r",\s+(?P<name>[A-Z][\w'-]+(?:\s(?:[A-Z][\w'-]+|al|bin|de|van))+)(?=[.,\"]|$|\s(?:told|who|on|in)\b)"
)
_BEHIND = re.compile(
    r"\s*(?P<phrase>(?=\S)(?!(?:that|it|in|on|to|at|late|there|they|he|she)\b)[^,;:\"()]+?)"
    r"(?=\s*(?:[,;:\"()]?\.?\s*$|[,;:\"]|(?<!Col)(?<!Gen)(?<!Maj)(?<!Brig)(?<!Lt)(?<!Capt)(?<!Adm)(?<!Dr)(?<!Mr)(?<!Sen)(?<!Rep)\.\s)"
    r"|\s(?:to|on|in a|told|late|who|after|during|as)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A speaker's noun phrase at `start`:`end`; `apposition` extends it where a second phrase names the same."""

    start: int
    end: int
    apposition: tuple[int, int] | None = None
    relative: bool = False


def subject_before(text: str, verb: int, floor: int = 0) -> Subject | None:
    """Return the noun phrase whose verb starts at `verb`, looking no further left than `floor`.

    Sees through adverbs and days ("on Friday"), apposition ("An officer, Ana Reyes, said") and "who" or "which".
    None where a conjunction, a quotation mark or nothing stands before the verb.
    """
    between = _BETWEEN.search(text, floor, verb)
    end = between.start() if between else verb
    end = len(text[:end].rstrip())
    if end <= floor:
        return None
    if text[end - 1] == ",":
        return _around_comma(text, end - 1, floor)
    relative = re.search(r",?\s*\b(?:who|which)$", text[floor:end])
    if relative:
        found = _phrase_left(text, floor + relative.start(), floor)
        return Subject(start=_last_noun(text, *found), end=found[1], relative=True) if found else None
    restricted = _RESTRICTED.search(text, floor, end)
    if restricted and not re.search(r",\s*$", text[floor : restricted.start()]):
        inner = _phrase_left(text, restricted.start(), floor)
        return Subject(start=inner[0], end=end) if inner else None
    found = _phrase_left(text, end, floor)
    return Subject(start=found[0], end=found[1]) if found else None


def _around_comma(text: str, comma: int, floor: int) -> Subject | None:
    """Read "A, B, said" with the comma before the verb at `comma`: the subject is A, and B tells more of it.

    Ages and places between are passed over: "Ana Reyes, 60, from Lima, said".
    """
    for _ in range(_SEGMENTS):
        start = max(text.rfind(",", floor, comma), text.rfind('"', floor, comma)) + 1
        if start <= floor or not text[start:comma].strip():
            return None
        found = _before_comma(text, start - 1, floor)
        if found is not None:
            return found if found.relative else replace(found, apposition=_apposition(text, start, comma))
        comma = start - 1
    return None


def _before_comma(text: str, comma: int, floor: int) -> Subject | None:
    """Return the phrase that ends at a comma, if it can be a subject."""
    outer = text[floor:comma]
    relative = _RELATIVE.search(outer)
    found = _phrase_left(text, floor + (relative.start() if relative else len(outer.rstrip())), floor)
    if not found or not re.search(r"[^\W\d]", text[slice(*found)]):
        return None
    return Subject(start=found[0], end=found[1], relative=bool(relative))


def _apposition(text: str, start: int, comma: int) -> tuple[int, int] | None:
    """Return the extent between two commas, if it names the subject again."""
    inner = text[start:comma].strip()
    words = inner.lower().split()
    if (
        _HEADLESS.match(inner)
        or words[0].endswith("ed")
        or any(word in _FINITE or word.endswith("ing") for word in words)
    ):
        return None
    begin = text.index(inner, start)
    return begin, begin + len(inner)


def _phrase_left(text: str, end: int, floor: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends at `end`."""
    words = list(_WORD.finditer(text, floor, end))
    start = end
    if words and words[-1][0].lower() in {"and", "or", "nor", "but"}:
        return None
    for index in range(len(words) - 1, -1, -1):
        word = words[index][0]
        low = word.lower()
        if low in _BOUND or low in _FINITE or (not word[0].isalnum() and word not in {"(", ")", "&", "/"}):
            break
        if low in {"and", "or"} and _has_verb([left[0] for left in words[:index]]):
            break
        start = words[index].start()
    phrase = text[start:end]
    for pattern in (_LEADING, _DATE_FIRST):
        cut = pattern.match(phrase)
        if cut:
            start, phrase = start + cut.end(), phrase[cut.end() :]
    if _HEADLESS.match(phrase):
        inner = list(re.finditer(r"\b(?:the|an?|its|his|their)\s|\b(?:he|she|it|they)$", phrase))
        if not inner:
            return None
        start += inner[-1].start()
    start = _after_verb(text, start, end)
    return (start, end) if text[start:end].strip() else None


def _has_verb(words: Sequence[str]) -> bool:
    """Tell whether a finite verb stands among the words after the last comma: an "and" behind it joins clauses."""
    last = max((place for place, word in enumerate(words) if word in {",", ";", ":", '"'}), default=-1)
    return any(word.lower() in _FINITE or word.endswith("ed") for word in words[last + 1 :])


def _after_verb(text: str, start: int, end: int) -> int:
    """Cut "moved in and the army" or "areas the army" to the phrase that begins with the last article."""
    cut = start
    for article in re.finditer(r"(\w+)\s+(?=(?:the|an?|he|she|it|they)\b)", text[start:end]):
        if article[1].lower() not in {
            "of",
            "in",
            "for",
            "at",
            "from",
            "to",
            "with",
            "on",
            "and",
            "by",
            "near",
            "under",
            "against",
        }:
            cut = start + article.end()
    return cut


def _last_noun(text: str, start: int, end: int) -> int:
    """Cut "fighting a claim from Peru" to the phrase that "which" can mean."""
    if not _BEGINS_ING.match(text, start, end):
        return start
    places = [match.end() for match in _PREPOSITION.finditer(text, start, end)]
    return places[-1] if places else start


def main_subject(text: str, limit: int) -> Subject | None:
    """Return the subject of the first verb before `limit`: the one that a participle behind it shares."""
    headline = _HEADLINE.match(text, 0, limit)
    if headline:
        return Subject(start=0, end=headline.end("who"))
    for verb in _PAST.finditer(text, 0, limit):
        found = subject_before(text, verb.start())
        if found:
            return found
    return None


def subject_after(text: str, verb_end: int, ceiling: int) -> Subject | None:
    """Return the noun phrase behind an inverted verb: `"...," said the mayor of Donetsk to reporters`."""
    match = _BEHIND.match(text, verb_end, ceiling)
    if match is None:
        return None
    named = _AFTER_COMMA.match(text, match.end("phrase"))
    return Subject(
        start=match.start("phrase"), end=match.end("phrase"), apposition=named.span("name") if named else None
    )
