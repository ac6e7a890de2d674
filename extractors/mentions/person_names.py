"""The name in a speaker's phrase: "Colonel Ana Reyes of the marines" is Ana Reyes, "the foreign ministry" itself."""

import re

from extractors.mentions.speech import shipped_speech

_BODY = re.compile(
    r"\b(?:ministry|office|council|force|forces|command|department|army|navy|government|agency|house|staff|service)\b",
    re.IGNORECASE,
)
_OF_TITLE = re.compile(
    r"\b(?:Minister|Secretary|Ministry)\s+(?:of|for)\s+(?:the\s+)?(?:Foreign\s+Affairs|Justice|Defen[cs]e|Interior|Finance|State"
    r"|Economy|Health|Information|Energy)\s+(?=[A-Z])"
)
_HEAD = re.compile(
    r"\s(?:of|in|for|from|at|on|by|to|with|which|that|issued|read|published|signed|seen|obtained|reviewed)\s"
)
_CUT = re.compile(r"\s(?:of|in|for|from|at|who)\s")
_PREFIXED = re.compile(r"(?:al|el|as|an|ash|ad|ar|az)-[A-Z]")
_PARTICLES = frozenset(
    ("al", "bin", "ibn", "de", "da", "dos", "van", "von", "der", "den", "la", "le", "el", "abu", "ben", "ag")
)


def last_head(phrase: str) -> str:
    """Return the head of a noun phrase: its last word before a preposition."""
    words = _HEAD.split(phrase, maxsplit=1)[0].split()
    return words[-1] if words else ""


def is_person(phrase: str) -> bool:
    """Tell whether a phrase ends in a name of two words or more: "Major General Ana Reyes", not "Peru's minister"."""
    name = last_name(phrase).split()
    upper = [word for word in name if word[:1].isupper() or _PREFIXED.match(word)]
    return len(upper) > 1 and len(upper) + sum(word.lower() in _PARTICLES for word in name) == len(name)


def last_name(phrase: str) -> str:
    """Return the person in a phrase of title and name; a phrase without one is returned whole."""
    parts = _CUT.split(_OF_TITLE.sub("Minister ", phrase), maxsplit=1)
    head = parts[0].split()
    start = len(head)
    while start and _in_name(head[start - 1]):
        start -= 1
    name = " ".join(head[start:])
    if not name or _BODY.search(name):
        return phrase
    qualified = len(parts) > 1 and len(head) > 1 and not start and re.search(r"\s(?:of|from)\s", phrase)
    return name if qualified or (start and _is_title(head[start - 1])) else phrase


def _in_name(word: str) -> bool:
    name = word[:1].isupper() or word.lower().strip(".") in _PARTICLES or bool(_PREFIXED.match(word))
    return name and not _is_title(word) and not word.endswith("'s")


def _is_title(word: str) -> bool:
    return word.lower().strip(".,") in shipped_speech().titles
