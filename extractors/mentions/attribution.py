"""To whom a sentence attributes what it tells: speakers, outlets, and the stretch that each speaks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from extractors.mentions.plain import plain
from extractors.mentions.quotations import Extent, find_quotations, inside, outlet_in
from extractors.mentions.saying_verbs import find_verbs
from extractors.mentions.sayings import Attribution, named, read_saying, sentence_part
from extractors.mentions.speakers import Subject
from extractors.mentions.speech import shipped_speech

__all__ = ["Attribution", "attribute", "find_attributions"]

_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the (?:words|view) of|[Bb]y the account of)\s+")
_IN_WORDS = re.compile(r"the words of|the view of|the account of")
_CITING = re.compile(r"\b(?:citing|quoting)\s+")
_BY_OUTLET = re.compile(  # spelt out, for IGNORECASE is three times slower
    r"\b(?:(?:carried|published|broadcast|aired|quoted|cited|reported|reports)\s+(?:(?:on\s+)?\w+day\s+)?(?:by|in)"
    r"|(?:reached|seen|obtained|reviewed|verified|contacted|interviewed|[Aa]sked|viewed|questioned|approached)\s+by"
    r"|(?:[Ii]nterview|remarks|comments|statement|[Ss]peaking|[Tt]alking)\s+(?:with|to|for|on))\s+(?:the\s+)?"
)
_CARRIERS = re.compile(r"nterview |remarks |comments |statement |peaking |alking |ed in |cast in ")  # where no "by" is
_PHRASE = re.compile(
    r"[^,;:\"()]+?(?=\s*(?:[,;:\"()]|\.?\s*$|(?<!Col)(?<!Gen)(?<!Maj)(?<!Brig)(?<!Lt)(?<!Capt)(?<!Adm)(?<!Dr)(?<!Mr)\.\s)"
    r"|\s(?:who|which|that|after|quoted by|cited by|carried by|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
)
_HEADING = re.compile(
    r"(?:\d{1,2}[:.]\d\d\s*[-\N{EM DASH}]?\s*)?(?:the\s+)?(?P<who>[A-Z][\w.' -]{1,30}):\s+"
    r"(?=[\w'\"])(?!(?:what|how|why|where|when|who|the|live|five|three)\b)",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"(?<=\w):\s+(?P<who>[A-Z][\w.'-]*(?:\s[\w.'-]+){0,3})$")
_NAME = 3  # words
_MOST = 20  # sayings of one sentence that are read: prose has few, and the cost of each grows with the sentence
_TURN = re.compile(r"(?:,\s*(?:but|and|while|whereas|though|although|yet)|\bbut|\bwhile|\bwhereas)\s+$")


def find_attributions(sentence: str, *, opened: bool = False) -> tuple[Attribution, ...]:
    """Return who says what in a sentence, in order of the verbs; offsets count in the sentence.

    `opened` says that the sentence begins inside a quotation; verbs inside quotation marks are not read.
    """
    text = plain(sentence)
    quotes = find_quotations(text, opened=opened)
    found: list[Attribution] = []
    for verb in islice(find_verbs(text, quotes), _MOST):
        told = read_saying(verb, found)
        found.extend([told] if told else [])
    found.extend(_according(text, quotes))
    found.extend(_outlets(text, quotes))
    found.extend(_heading(text))
    found.extend(_closing(text))
    turned = _turned(text, _cited(text, sorted(found, key=lambda one: one.verb)))
    return tuple(turned if text == sentence else (_as_written(one, text, sentence) for one in turned))


def attribute(attributions: Sequence[Attribution], trigger: Extent) -> Attribution | None:
    """Return the attribution that covers a trigger: the innermost speaker, with the outlet of any that covers."""
    covering = [one for one in attributions if one.start <= _content(one, trigger) < one.end]
    if not covering:
        return None
    spoken = [one for one in covering if one.speaker]
    if not spoken:
        return next((one for one in reversed(covering) if one.via), covering[-1])
    inner = max(spoken, key=lambda one: (one.start, -one.end))
    via = next((one.via for one in reversed(covering) if one.via and one.end >= inner.end), None)
    return replace(inner, via=inner.via or via)


def _content(one: Attribution, trigger: Extent) -> int:
    """Return where a trigger begins to be content; behind the verb where it holds that too ("confirmed the attack").

    A verb of hinting or turning down that is part of a trigger is the act itself ("dismissed the offer").
    """
    if one.verb[0] >= trigger[1] or trigger[0] >= one.verb[1]:
        return trigger[0]
    act = one.kind == "hint" or one.form.startswith("dismiss")
    return -1 if act else min(one.verb[1], trigger[1] - 1)


def _as_written(one: Attribution, text: str, sentence: str) -> Attribution:
    """Give the name back the signs that `plain` made plain."""
    if not one.speaker or not one.name:
        return one
    start = text.find(one.name, *one.speaker)
    return one if start < 0 else replace(one, name=sentence[start : start + len(one.name)])


def _according(text: str, quotes: Sequence[Extent]) -> Iterator[Attribution]:
    if "ccording to" not in text and not _IN_WORDS.search(text):
        return
    for match in islice(_ACCORDING.finditer(text), _MOST):
        phrase = _PHRASE.match(text, match.end())
        if inside(quotes, match.start()) or not phrase:
            continue
        start, end = sentence_part(text, match.start(), quotes)
        made = Attribution(start=start, end=end, kind="according", verb=match.span(), began=match.start())
        yield named(text, made, Subject(start=phrase.start(), end=phrase.end()))


def _outlets(text: str, quotes: Sequence[Extent]) -> Iterator[Attribution]:
    """Read outlets beside a participle: "in a statement carried by KCNA", "reports by Reuters"."""
    if " by " not in text and not _CARRIERS.search(text):
        return
    for match in _BY_OUTLET.finditer(text):
        phrase = _PHRASE.match(text, match.end())
        if inside(quotes, match.start()):
            continue
        listed = shipped_speech().outlet.match(text, match.end())
        outlet = listed[0] if listed else outlet_in(phrase[0]) if phrase else None
        if outlet:
            start, end = sentence_part(text, match.start(), quotes)
            yield Attribution(start=start, end=end, kind="outlet", verb=match.span(), began=match.start(), via=outlet)


def _heading(text: str) -> Iterator[Attribution]:
    """Read a headline's "Islamabad: talks are over"."""
    match = _HEADING.match(text)  # a country there is a topic ("Sudan: army boycotts talks"): `identify` drops it
    if not match or not match["who"][0].isupper() or len(match["who"].split()) > _NAME:
        return
    prose = text.rstrip().endswith((".", '."')) and match.start("who") == 0 and text[match.end()] != '"'
    if not prose:
        end = match.end("who")
        made = Attribution(start=match.end(), end=len(text), kind="heading", verb=(end, end + 1), began=0)
        yield named(text, made, Subject(start=match.start("who"), end=end))


def _closing(text: str) -> Iterator[Attribution]:
    """Read a headline's "Truce extended until May: Islamabad"."""
    match = _CLOSING.search(text)
    if match:
        who = match.span("who")
        made = Attribution(start=0, end=match.start(), kind="heading", verb=(match.start(), who[0]), began=who[0])
        yield named(text, made, Subject(start=who[0], end=who[1]))


def _cited(text: str, found: list[Attribution]) -> list[Attribution]:
    """Give an outlet's report the speaker whom it cites: "KCNA said, citing a party official"."""
    if all(one.speaker or not one.via for one in found):
        return found
    for match in _CITING.finditer(text):
        phrase = _PHRASE.match(text, match.end())
        for place, one in enumerate(found):
            if phrase and one.via and not one.speaker and one.verb[1] <= match.start():
                whom = named(text, replace(one, via=None), Subject(start=phrase.start(), end=phrase.end()))
                found[place] = replace(whom, via=one.via) if whom.speaker else one
    return found


def _turned(text: str, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """End each saying where another speaker takes over: "A said ..., but B denied ..."."""
    for place, one in enumerate(found):
        turns = [
            later.began
            for later in found[place + 1 :]
            if later.speaker != one.speaker and later.began > one.verb[1] and _TURN.search(text[: later.began])
        ]
        yield replace(one, end=min([one.end, *turns])) if turns else one
