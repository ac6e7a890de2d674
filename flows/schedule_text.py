"""Schedules as people write them: cron expressions, and intervals such as "15 minutes"."""

import re

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_INTERVAL = re.compile(r"(\d{1,9}) ?(s|seconds?|min|minutes?|h|hours?|d|days?)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS: tuple[tuple[int, int, dict[str, int]], ...] = (  # minute, hour, day, month, day of the week
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    (0, 7, {name: number for number, name in enumerate(_DAYS)}),
)
_PART = re.compile(
    r"(?:\*|(?P<first>\d{1,2}|[a-z]{3})(?:-(?P<last>\d{1,2}|[a-z]{3}))?)(?:/(?P<step>[1-9]\d?))?", re.ASCII
)


def interval_seconds(schedule: str) -> int:
    """Read an interval such as "15 minutes" or "2h"; 0 for what is none, as a cron expression."""
    found = _INTERVAL.fullmatch(schedule)
    return int(found[1]) * _UNITS[found[2][0]] if found else 0


def is_cron(schedule: str) -> bool:
    """Tell whether it is five fields of numbers, names, lists, ranges and steps, each within its bounds."""
    fields = schedule.lower().split(" ")
    if len(fields) != len(_FIELDS):
        return False
    return all(_fits(part, *bounds) for field, bounds in zip(fields, _FIELDS, strict=True) for part in field.split(","))


def _fits(part: str, least: int, most: int, names: dict[str, int]) -> bool:
    found = _PART.fullmatch(part)
    if not found:
        return False
    given = [str(names.get(text, text)) for text in found.group("first", "last") if text]
    numbers = [int(text) for text in given if text.isdigit()]
    return len(numbers) == len(given) and numbers == sorted(numbers) and all(least <= n <= most for n in numbers)
