"""The forms that raw dates have, each read by a reader of its own into a day, a clock and a zone; nothing is judged."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from extractors.datewords import MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What was read before the calendar has its say. `vague` marks a year of two digits or a missing day."""

    day: date
    method: str
    clock: tuple[int, int, float] | None = None
    zone: str | None = None
    vague: bool = False


_TIME = (
    r"(?P<h>\d{1,2})(?:[:.](?P<mi>\d{1,2}))(?:[:.](?P<s>\d{1,2}(?:[.,]\d+)?))?"
    r"\s*(?P<ap>[ap]\.?m\.?(?!\w))?"
)
_ZONE = r"(?P<z>[+\u2212-]\s?\d{1,2}:?\d{2}|[+\u2212-]\d{1,2}\b|[a-z]{1,5}(?:\s?[+\u2212-]\s?\d{1,2}(?::?\d{2})?)?)"
_CLOCK = re.compile(rf"(?<![\d]){_TIME}(?:\s*{_ZONE})?", re.IGNORECASE)
_COMPACT = re.compile(r"[T ]?(?P<h>\d\d)(?P<mi>\d\d)(?P<s>\d\d(?:[.,]\d+)?)?\s*" + _ZONE + "?$", re.IGNORECASE)
_HOUR = re.compile(r"^[T ]\s*(?P<h>\d\d)\s*" + _ZONE + "?$", re.IGNORECASE)
_YMD = re.compile(r"(?P<y>\d{4})(?P<sep>[-/.\u2010-\u2015])\s?0?(?P<m>\d{1,2})(?P=sep)\s?(?P<d>\d{1,2})(?!\d)")
_KOREAN = re.compile(r"(?P<y>\d{4})\s*년\s*(?P<m>\d{1,2})\s*월\s*(?P<d>\d{1,2})\s*일")
_CHINESE = re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日")
_WEEK = re.compile(r"(?P<y>\d{4})-?W(?P<w>\d{2})(?:-?(?P<d>[1-7]))?(?!\d)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?P<y>\d{4})-?(?P<o>[0-3]\d{2})(?!\d)(?!-)")
_YYYYMMDD = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=$|[T ]|\d{6}$|\d{4}$)")
_USUAL = re.compile(
    r"(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (GMT|Z|UTC|EST|EDT|[+-]\d{4})"
)
_MONTH_ONLY = re.compile(r"(?P<y>\d{4})(?:-0?(?P<m>\d{1,2}))?$")
_SHORT_YEAR = re.compile(r"-?(?P<y>\d\d)-?(?:(?P<m>[01]\d)(?:-?(?P<d>[0-3]\d))?|(?P<o>[0-3]\d\d))$")
_DMY = re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<sep>[./-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<y>\d{4}|\d\d)(?!\d)")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_LEAD = re.compile(r"^\s*[^\W\d_]{2,}\.?,?\s+(?=\d{4}[-/.])")


def read_parts(text: str) -> Parts | None:
    """Read a date by the first reader that can; ValueError where the digits make no day or the clock goes on oddly."""
    usual = _USUAL.fullmatch(text)  # nine of ten dates in feeds, read three times as fast
    if usual is not None and usual[2].lower() in MONTHS:
        day = date(int(usual[3]), MONTHS[usual[2].lower()], int(usual[1]))
        return Parts(day=day, method="rfc822", clock=(int(usual[4]), int(usual[5]), float(usual[6])), zone=usual[7])
    for reader in (_numeric, _named, _day_first, _short):
        parts = reader(text)
        if parts is not None:
            return parts
    return None


def _numeric(text: str) -> Parts | None:
    """Read dates that begin with the year in digits: ISO 8601, RFC 3339, W3CDTF, and slashes or dots for hyphens."""
    text = _LEAD.sub("", text).strip()
    for pattern, method in (
        (_YMD, "iso8601"),
        (_KOREAN, "korean"),
        (_CHINESE, "cjk"),
        (_WEEK, "iso-week"),
        (_YYYYMMDD, "iso8601"),
    ):
        match = pattern.match(text)
        if match is not None:
            return _with_clock(_calendar(match.groupdict()), method, text[match.end() :])
    match = _ORDINAL.match(text)
    if match is not None:
        return _with_clock(_calendar(match.groupdict()), "iso-ordinal", text[match.end() :])
    match = _MONTH_ONLY.match(text)
    if match is not None:
        return Parts(day=_calendar(match.groupdict()), method="iso8601", vague=True)
    return None


def _calendar(found: dict[str, str | None]) -> date:
    """Give the day that year with month and day, with week, or with the day of the year mean; ValueError if none."""
    year = int(found["y"] or 0)
    if found.get("w"):
        return date.fromisocalendar(year, int(found["w"] or 1), int(found["d"] or 1))
    if found.get("o"):
        return datetime.strptime(f"{year:04d} {found['o']}", "%Y %j").replace(tzinfo=UTC).date()
    return date(year, int(found.get("m") or 1), int(found.get("d") or 1))


def _with_clock(day: date, method: str, rest: str) -> Parts:
    match = _CLOCK.search(rest) or _COMPACT.match(rest) or _HOUR.match(rest)
    if match is None:
        return Parts(day=day, method=method)
    found = match.groupdict()
    clock = _hours(found.get("h"), found.get("mi"), found.get("s"), found.get("ap") or _half_day(rest))
    korean = method == "korean" or any(word in rest for word in ("오전", "오후"))
    return Parts(day=day, method=method, clock=clock, zone=found.get("z") or ("kst" if korean else None))


def _half_day(rest: str) -> str | None:
    """Find Korean and Chinese words for morning and afternoon, which stand before the hour."""
    match = re.search("오전|오후|上午|下午", rest)
    return match[0] if match else None


def _hours(hour: str | None, minute: str | None, second: str | None, half: str | None) -> tuple[int, int, float]:
    hours = int(hour or 0)
    if half:
        after = half.lower().startswith("p") or half in {"오후", "下午"}  # in the afternoon
        hours = hours % 12 + (12 if after else 0)
    return hours, int(minute or 0), float((second or "0").replace(",", "."))


def _named(text: str) -> Parts | None:
    """Read dates whose month is a word, in any order of day, month and year: RFC 822, asctime, many languages."""
    clock = _CLOCK.search(text)
    rest = text if clock is None else f"{text[: clock.start()]} | {text[clock.end() :]}"
    words = _WORDS.findall(rest.lower())
    month = next((MONTHS[word] for word in words if word in MONTHS), None) or _clipped_month(words)
    numbers = [word for word in words if word.isdigit() and len(word) in {1, 2, 4}]
    year = next((word for word in numbers if len(word) == 4), None)  # noqa: PLR2004 - digits of a full year
    days = [word for word in numbers if word != year]
    if month is None or not days or (year is None and len(days) < 2):  # noqa: PLR2004 - day and short year
        return None
    day = date(_full_year(year or days[1]), month, int(days[0]))
    if clock is None and year and len(days) > 1:
        return Parts(day=day, method="rfc822", clock=(int(days[1]), 0, 0.0), vague=True)
    method = "asctime" if year and 0 <= rest.find("|") < rest.find(year) else "rfc822"
    return _finish_named(day, method, clock, text, year)


def _finish_named(day: date, method: str, clock: "re.Match[str] | None", text: str, year: str | None) -> Parts:
    if clock is None:
        return Parts(day=day, method=method, vague=year is None)
    found, rest = clock.groupdict(), text[clock.end() :]
    if re.match(r":|[+-]\w", rest) or (not found["z"] and re.match(r"\s*[+-]\w", rest)):
        raise ValueError("the clock goes on in a way that cannot be read")
    zone = found["z"] or _trailing_zone(rest)
    hours = _hours(found["h"], found["mi"], found["s"], found["ap"])
    return Parts(day=day, method=method, clock=hours, zone=zone, vague=year is None)


def _trailing_zone(rest: str) -> str | None:
    match = re.search(r"(?:^|\s)" + _ZONE + r"\s*$", rest, re.IGNORECASE)
    return match["z"] if match else None


def _clipped_month(words: list[str]) -> int | None:
    """Read a month by its first three letters, as broken RFC 822 dates have it (`Decem`)."""
    return next((MONTHS[word[:3]] for word in words if len(word) > 3 and word[:3] in _ENGLISH and word.isascii()), None)  # noqa: PLR2004


_ENGLISH = frozenset({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})


def _full_year(digits: str) -> int:
    """Read a year of two digits as 1990-2089, as feeds of the nineties wrote it."""
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 90 else 1900)  # noqa: PLR2004


def _day_first(text: str) -> Parts | None:
    """Read `22.11.2026` and, where only one order is possible, `11/22/2026`."""
    match = _DMY.search(text)
    if match is None:
        return None
    first, second, year = int(match["a"]), int(match["b"]), _full_year(match["y"])
    american = match["sep"] == "/" and (second > 12 or re.search(r"\d\s*[ap]m\b", text, re.IGNORECASE) is not None)  # noqa: PLR2004
    if match["sep"] != "." and not american and first <= 12 and first != second:  # noqa: PLR2004
        return None
    day = date(year, first, second) if american else date(year, second, first)
    parts = _with_clock(day, "numeric", text[match.end() :])
    return Parts(day=day, method="numeric", clock=parts.clock, zone=parts.zone, vague=len(match["y"]) == 2)  # noqa: PLR2004


def _short(text: str) -> Parts | None:
    """Read ISO 8601's forms with a year of two digits."""
    match = _SHORT_YEAR.match(text)
    if match is None:
        return None
    found = match.groupdict()
    return Parts(day=_calendar({**found, "y": str(_full_year(match["y"]))}), method="iso8601", vague=True)
