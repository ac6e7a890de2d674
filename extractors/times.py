"""Raw date strings read as instants, by our own rules: nothing is guessed where two readings differ.

feedparser and dateparser read some of these wrongly without a word (`2026/11/22 15:07:41`, MSK, IST, unix times), so
only the raw string counts. The feeds' formats: RFC 822 in all its bent forms, RFC 3339 and W3CDTF with week and
ordinal dates, asctime, months named in some twenty languages, unix times.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from extractors.dateforms import Parts, read_parts
from extractors.datewords import DOUBTFUL_ZONES, ZONES

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
_FULL_CIRCLE = 14 * 60  # no clock on Earth is further from Greenwich, in minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment in UTC, how it was read, and how far to believe it.

    `confidence` is high (date, time and zone are there), medium (no zone, so UTC was assumed, or a zone whose name
    several countries use) or low (no time of day, or a year of two digits).
    """

    at: datetime
    method: str
    confidence: str


def parse_instant(raw: str, *, now: datetime) -> Instant | None:
    """Read a raw date; None where it cannot be read, lies before 1990 or more than a day ahead of `now`.

    Also None where day and month cannot be told apart. Never raises.
    """
    text = " ".join(raw.split())[:100]
    if not text or not any(map(str.isdigit, text)):
        return None
    try:
        instant = _unix(text) or _of_parts(read_parts(text))
    except (ValueError, OverflowError):
        return None
    if instant is None or instant.at < EARLIEST or instant.at > now + _AHEAD:
        return None
    return instant


def _unix(text: str) -> Instant | None:
    """Read seconds or milliseconds since 1970; fourteen digits are a calendar date instead."""
    match = re.fullmatch(r"(\d{9,10})(\.\d+)?|(\d{12,13})", text)
    if match is None:
        return None
    seconds = float(text) / (1000 if match[3] else 1)
    return Instant(
        at=datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=0), method="unix", confidence="medium"
    )


def _of_parts(parts: Parts | None) -> Instant | None:
    """Let the calendar judge: second 60 and hour 24 are moments too, other overflows are not."""
    if parts is None:
        return None
    hours, minutes, seconds = parts.clock or (0, 0, 0.0)
    if hours > 24 or minutes > 59 or seconds >= 61 or (hours == 24 and (minutes or seconds)):  # noqa: PLR2004 - of a clock
        return None
    offset, doubtful = _offset(parts.zone)
    day = datetime(parts.day.year, parts.day.month, parts.day.day, tzinfo=UTC)
    at = day + timedelta(hours=hours, minutes=minutes - (offset or 0), seconds=int(seconds))
    vague = parts.clock is None or parts.vague
    confidence = "low" if vague else "medium" if offset is None or doubtful else "high"
    return Instant(at=at, method=parts.method, confidence=confidence)


def _offset(zone: str | None) -> tuple[int | None, bool]:
    """Give minutes east of Greenwich, None if not told; and whether the zone's name is ambiguous."""
    if not zone:
        return None, False
    text = zone.lower().replace("\u2212", "-").replace(" ", "")
    match = re.fullmatch(r"([a-z]*)([+-])(\d{1,2}):?(\d{2})?", text)
    if match is None:
        return ZONES.get(text), text in DOUBTFUL_ZONES
    minutes = int(match[3]) * 60 + int(match[4] or 0)
    if minutes > _FULL_CIRCLE:
        return None, True
    return (-minutes if match[2] == "-" else minutes), False
