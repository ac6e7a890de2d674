"""The place and agency before a report's first words: "MOSCOW (AP) -"; nobody's act and nobody's scene."""

import re

_DATELINE = re.compile(
    r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.\'\u2019 /-]{2,40}"  # the city, in capitals
    r"(?:, [A-Z][A-Za-z. ]{2,30}?(?: \d{1,2})?)?"  # its state, or the day
    r"(?: ?\([^)]{2,40}\))?"  # the agency
    r"(?: ?(?:\u2014|\u2013|--) ?| - |: )"
)


def dateline_end(text: str) -> int:
    """Return where the sentence proper begins: behind its dateline, or 0 if it has none."""
    found = _DATELINE.match(text)
    return found.end() if found else 0
