"""The expressions for dates in English news, each with its reading; a new expression is one line of `_TABLE`."""

import re
from functools import cache

from extractors.mentions import date_readings as read
from extractors.mentions.date_readings import Reading

_PARTS = {
    "M": r"(?-i:(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?))",
    "Y": r"(?P<year>(?:1[89]|20)\d\d)\b(?!,\d|\.\d|\s*%|[-/]\d)",
    "D": r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b",
    "TO": r"(?:\s*(?:-|/|and|to|or)\s*(?P<until>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b)?",
    "SLASHED": r"(?P<sep>[./])(?P<number>1[0-2]|0?[1-9])",
    "WD": r"(?-i:(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Tue|Tues|Wed|Weds|Thu|Thur|Thurs)\b\.?))",
    "N": r"(?P<count>\d{1,3}|a couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|twenty|thirty)",
    "NEAR": r"(?P<near>the day before yesterday|the day after tomorrow|yesterday|last night|today|tonight|overnight"
    r"|this (?:morning|afternoon|evening)|tomorrow)",
    "PART": r"(?:(?:the )?(?:(?:first|second|last) (?:half|week|days|weeks)|beginning|begin|start|end|middle|close) of"
    r" (?:the )?|(?:early|late|mid)(?: |-)(?:in )?)",
    "HALF": r"(?:morning|evening|night|afternoon|day)",
    "UNIT": r"(?P<unit>day|week|fortnight|month|year)",
    "EDGE": r"(?:end|close|beginning|begin|start|middle)",
    "SEASONAL": r"\b(?:in|since|by|until|from|during|before)(?: the)?(?: early| late)?",
    "OWNER": r"\b(?:back in|his|her|its|their)",
    "WHICH": r"(?P<which>last|next|this|past|coming)",
    "PREP": r"\b(?:in|since|until|till|by|from|of|before|after|during|through|throughout|for|and|to|the|an?)",
}

# in order: the first that fits at a place wins; a blank stands for any white space, {X} for a part above
_TABLE: tuple[tuple[str, Reading], ...] = (
    (r"(?P<year>(?:19|20)\d\d)-(?P<number>0[1-9]|1[0-2])-{D}", read.iso_day),
    (r"{D}{TO} (?:of )?{M}(?:,? {Y})?", read.calendar_day),
    (r"{M} (?:the )?{D}(?!,\d|\.\d){TO}(?:,? {Y})?", read.calendar_day),
    (r"\bon {D}{SLASHED}(?:(?P=sep){Y}|\.(?!\d)|(?![\d/.%]| (?-i:[A-Z])))", read.numeric_day),
    (r"{D}{SLASHED}(?P=sep){Y}", read.numeric_day),
    (r"(?P<name>(?:Christmas|New Year's) (?:Eve|Day))(?:,? {Y})?", read.holiday),
    (r"{PART}{M}(?: (?P<yearly>last|this|next) year|,? (?:of )?{Y}|)", read.month),
    (r"{WHICH} {M}\b", read.month),
    (r"{M}(?:,? (?:of )?{Y}| (?:of )?(?P<yearly>last|this|next) year)", read.month),
    (r"(?:more )?(?:following )?that {M}(?! \d)", read.nothing),
    (r"(?:{PREP}|{OWNER}) {M}(?!\w|[ -]\d| the \d| (?:of )?(?:last|this|next) year)", read.month),
    (r"{M}(?='s\b)", read.month),
    (r"(?:every|each|(?-i:Black|Good|Bloody|Holy|Palm|Ash|Cyber|Super)) {WD}", read.nothing),
    (r"{WD}(?:s\b| (?-i:Times|Telegraph|Mail|Mirror|Express))", read.nothing),
    (r"(?:{WHICH} )?{WD}(?: {HALF})?(?: (?:of )?(?P<week>last|this|next) week\b)?", read.weekday),
    (r"{NEAR}\b", read.near),
    (r"{N} {UNIT}s? ago\b", read.ago),
    (r"in {N} (?P<unit>day|week|month|year)s?'? time\b", read.in_time),
    (r"within (?:the next )?{N} (?P<unit>day|week)s?\b", read.within),
    (r"{N} {UNIT}s? (?P<way>earlier|later|previously|before(?=[,.;:)]| and |$))", read.from_anchor),
    (r"{N} days? (?P<way>after|before)\b", read.day_after),
    (r"(?:on )?(?P<which>the same|that|the next|the following|the previous|the preceding) {HALF}\b", read.next_day),
    (r"the (?P<unit>day|night) (?P<way>before|after)\b", read.from_anchor),
    (r"(?P<which>last|this|next|all|the previous|the coming) week\b", read.week),
    (r"(?:earlier|later|early|late) in the (?P<which>week)\b", read.week),
    (r"(?:(?P<which>last|this|next)|the) weekend\b", read.weekend),
    (r"(?P<which>last|this|next) (?P<unit>month|year)\b", read.unit),
    (r"(?P<which>the )?(?P<unit>year|month)(?:'s |-| )end\b", read.unit),
    (r"the {D} of (?P<which>this|last|next) month\b", read.day_of_month),
    (r"{EDGE} of (?P<which>the|this|last|next|the previous|the coming) (?P<unit>month|year)\b", read.unit),
    (r"(?:{WHICH}|{SEASONAL}) (?P<season>spring|summer|autumn|winter|fall(?! of\b))(?: (?:of )?{Y})?\b", read.season),
    (r"(?:between|from) (?:1[89]|20)\d\d (?:and|to|until) (?:1[89]|20)\d\d\b", read.nothing),
    (r"{PART}{Y}", read.year),
    (r"(?:(?:{PREP}|{OWNER}) |\(|(?<='s\x20)){Y}(?!-(?:strong|kilo|km))", read.year),
)  # fmt: skip


def _compile(pattern: str) -> str:
    for name, part in _PARTS.items():
        pattern = pattern.replace("{" + name + "}", part)
    return pattern.replace(" ", r"\s+")


@cache
def expressions() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], Reading], ...]]:
    """Return one pattern that finds any expression, its groups numbered `r0`, `r1` ..., and the readings by number.

    Compiled at the first call: 30 ms.
    """
    parts = [(_compile(pattern), reading) for pattern, reading in _TABLE]
    nameless = [re.sub(r"\(\?P<\w+>", "(?:", re.sub(r"\(\?P=sep\)", "[./]", part)) for part, _ in parts]
    whole = "|".join(f"(?P<r{number}>{part})" for number, part in enumerate(nameless))
    return (
        re.compile(rf"(?<![\w.])(?:{whole})", re.IGNORECASE),
        tuple((re.compile(part, re.IGNORECASE), reading) for part, reading in parts),
    )
