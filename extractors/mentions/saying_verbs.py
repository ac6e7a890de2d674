"""Which words are verbs of saying in a sentence, and which only look like them: nouns, passives, orders."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from extractors.mentions.quotations import Extent, inside
from extractors.mentions.speech import find_forms, shipped_speech

DAYS = r"(?:(?:late|early)\s+)?(?:on\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being|so-)\s*(?:\w+ly\s+|also\s+|not\s+)?$")
_MOST = 60  # words of saying in one sentence that are looked at
_GOING = re.compile(
    r"(?:,|\band|\bin|\bby|\bas|\bafter|\bbefore|\bwhile|\bwithout)\s+(?:\w+ly\s+|also\s+)?$"  # before "saying"
)
_ADJECTIVE = re.compile(r"\b(?:an?|the|his|her|its|their|any|more)\s+$")  # before "alleged", "reported"
_AMBIGUOUS = re.compile(  # forms that are nouns as well; a verb only with one of _OBJECTS behind
    r"(?:states?|reports?|claims?|posts?|comments?|calls?|charges?|fears?|hopes?|pledges?|promises?|signals?|notes?"
    r"|doubts?|terms?|labels?|faults?|counts?|counters?|voices?|brands?|remarks?|estimates?|forecasts?|disputes?|hints?"
    r"|stress|cautions?|questions?|laments?|blames?|places?|suspects?|starts?|opens?|closes?|answers?)$"
)
_PLURAL = re.compile(  # what a verb without ending needs before it
    r"(?:\w\w(?<!'s)s'?|they|we|people|police|military|media|will|would|did|does|do|can|could|may|might|must|should|not"
    r"|n't|to|now|also|[)\"])\s+$"
)
_OBJECTS = re.compile(
    rf"\s+(?:{DAYS}\s+)?(?:(?:that|the|an?|its?|he|she|they|their|his|no|there|not)\b|\""
    r"|[A-Z]\w+\s+(?:is|was|has|had|will)\b)"
)
_FINAL = re.compile(rf"\s*(?:[.,;:?!\"]|$|{DAYS}|(?:in|at|on|during)\b)")
_HEADLINE = re.compile(r"(?:[\w'-]+:\s)?[A-Z][\w'.-]*(?:\s[A-Z][\w'.-]*){0,2}\s$")  # all that stands before "claims"
_NEGATED = re.compile(r"(?:\b(?:not|never|cannot)|n't)\s+(?:\w+ly\s+|yet\s+|immediately\s+)?$")
_DECLARED = re.compile(  # an act by words, told by the reporter
    r"\s+(?:an?|the|its|his|their)?\s*(?:[\w-]+\s+){0,3}?(?:truce|ceasefire|war|emergency|holiday|blockade|mobili[sz]ation|victory"
    r"|end|no-fly|zone|law|curfew|independence|winner)\b"
)
_LAST = re.compile(r"\s*[.\"]*$")
_MODAL = re.compile(r"\b(?:would|could|might|may|can|should|must|to)\s+(?:\w+ly\s+|also\s+)?$")
_WARNS_OF = re.compile(rf"\s+(?:{DAYS}\s+)?(?:of|against|about)\b")
_BY = re.compile(r"\s+by\b")
_NOUNISH = re.compile(
    r"(?:\b(?:the|an?|its|his|her|their|this|that|these|those|of|to|by|from|on|in|with|about|against|any|no|some|such"
    r"|media|press|new|false|recent|denied|denies|deny|rejected|dismissed|despite|amid|over|for|what|as)|'s)\s+$",
    re.IGNORECASE,
)
_WHAT_IT_CALLED = re.compile(r"\bwhat\s+(?:it|he|she|they|we|was|is|are|were|has|have|[\w' ]*\bbeen)\s+$")
_DENIED_REPORTS = re.compile(r"\b(?:den(?:y|ied|ies|ying)|reject\w*|dismiss\w*|despite|amid)\s+(?:\w+\s+){0,2}$")
_NO_SAYING = {
    "call": re.compile(r"\s+(?:for|on|upon|off|up|an?|in|out|back|it a day|to)\b"),
    "hint": re.compile(r"\s+(?:to|for|of|against)\b(?!\s+(?:reporters|journalists|lawmakers))"),
    "tell": re.compile(
        r"\s+(?:(?:the|his|her|its|their|an?)\s+)?(?:(?!that\b|the\b|an?\b)[^\s,;\"]+\s+){1,4}?"
        r"(?:not\s+)?to\s+(?!the\b|an?\b|[A-Z])[a-z]+\b"
    ),
    "says": re.compile(r"\s+(?:no|yes|nothing|little|not\s+a\s+word)\b(?!\s+[a-z])"),
    "other": re.compile(
        r"\s+(?:a\s+(?:state of|new|war|ceasefire|truce|curfew|holiday|winner)\b"
        r"|(?:war|victory)\b)"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb of saying at `start`:`end` of a sentence made plain: its form, class, and the quotations around."""

    text: str
    start: int
    end: int
    form: str
    kind: str
    quotes: Sequence[Extent]

    @property
    def before(self) -> str:
        """Return what stands before the verb."""
        return self.text[: self.start]


def find_verbs(text: str, quotes: Sequence[Extent]) -> Iterator[Verb]:
    """Yield the verbs of saying outside quotation marks, in order; "rejected suggestions" is a verb of denial."""
    for start, end, form in islice(find_forms(text), _MOST):
        verb = None if inside(quotes, start) else _verb(text, (start, end), form, quotes)
        if verb and _is_saying(verb):
            yield verb


def _verb(text: str, extent: Extent, form: str, quotes: Sequence[Extent]) -> Verb | None:
    start, end = extent
    kind = shipped_speech().kinds.get(form)
    if kind:
        return Verb(text=text, start=start, end=end, form=form, kind=kind, quotes=quotes)
    rejected = shipped_speech().turned_down.match(text, start)
    return Verb(text=text, start=start, end=rejected.end(), form=form, kind="deny", quotes=quotes) if rejected else None


def _is_saying(verb: Verb) -> bool:
    """Tell a verb of saying from its noun ("the claim"), its passive ("was told"), orders and compounds."""
    before = verb.before
    compound = before.endswith("-") or verb.text.startswith("-", verb.end)
    by = _BY.match(verb.text, verb.end) and verb.form not in {"said", "saying", "told"}
    if compound or by or _NEGATED.search(before) or _ADJECTIVE.search(before) or _means_else(verb):
        return False
    if verb.form.endswith("ing"):
        return bool(_GOING.search(before))
    if _PASSIVE.search(before) or (_needs_object(verb) and not _OBJECTS.match(verb.text, verb.end)):
        return False
    noun = _NOUNISH.search(before)
    capital = verb.text[verb.start].isupper()
    if _AMBIGUOUS.match(verb.form) and (noun or capital or _DENIED_REPORTS.search(before)):
        return False
    bare = verb.form in shipped_speech().lemmas
    if bare and _MODAL.search(before):
        return False
    return not bare or (not noun and (not _AMBIGUOUS.match(verb.form) or bool(_PLURAL.search(before))))


def _needs_object(verb: Verb) -> bool:
    """Tell whether a form says something only with a clause or an object behind it: "reports that", "warned it"."""
    if verb.kind == "hint":
        warns = verb.form.startswith("warn") and _WARNS_OF.match(verb.text, verb.end)
        return not warns and not _FINAL.match(verb.text, verb.end)
    if _HEADLINE.match(verb.before) and verb.form != "states":
        return False
    closes = verb.form.endswith("s") and _LAST.match(verb.text, verb.end)
    return verb.form == "alleged" or (bool(_AMBIGUOUS.match(verb.form)) and not closes)


def _means_else(verb: Verb) -> bool:
    """Tell "called off", "vowed to fight", "told troops to advance", "declared war", "what it called" from saying."""
    if verb.form in {"says", "said", "say"}:
        return bool(_NO_SAYING["says"].match(verb.text, verb.end))
    if verb.form.startswith("warn") and _WARNS_OF.match(verb.text, verb.end):
        return False
    name = "call" if verb.form.startswith("call") else "tell" if verb.form[:4] in {"tell", "told"} else verb.kind
    if verb.kind == "judge" and _WHAT_IT_CALLED.search(verb.before):
        return True  # "what it called a truce": the phrase is quoted, the sentence is not
    if verb.form.startswith("declar") and _DECLARED.match(verb.text, verb.end):
        return True
    return bool(_NO_SAYING.get(name, _NO_SAYING["other"]).match(verb.text, verb.end))
