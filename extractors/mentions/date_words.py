"""Calendar arithmetic for dates as news writes them: periods at their own precision, words to numbers."""

import calendar
import datetime as dt
from dataclasses import dataclass

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
WEEKDAYS |= {"tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3}
NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
            *("thirteen", "fourteen", "fifteen"),
        ),
        1,
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "a couple of": 2}
_DAY = dt.timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1800, 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days as precise as the words for it: `date` is ISO 8601 cut to its precision.

    A week is written as the month it lies in, while `first` and `last` still hold its days.
    """

    date: str
    precision: str  # day, week, month, year
    first: dt.date
    last: dt.date


def day(value: dt.date) -> Period:
    """Return the period of one day."""
    return Period(date=value.isoformat(), precision="day", first=value, last=value)


def shift(value: dt.date, days: int) -> dt.date | None:
    """Move a day, or None beyond the calendar's ends."""
    try:
        return value + days * _DAY
    except OverflowError:
        return None


def day_of(year: int, month: int, number: int) -> dt.date | None:
    """Return that day, or None where the calendar has none."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def week(value: dt.date) -> Period:
    """Return the week, Monday to Sunday, around a day; its `date` is the month of that day."""
    monday = value - value.weekday() * _DAY
    return Period(date=f"{value:%Y-%m}", precision="week", first=monday, last=monday + 6 * _DAY)


def weekend(saturday: dt.date) -> Period:
    """Return the two days from a Saturday on, written as its month."""
    return Period(date=f"{saturday:%Y-%m}", precision="week", first=saturday, last=saturday + _DAY)


def days(first: dt.date, last: dt.date) -> Period | None:
    """Return a range of days, written as the month that holds it all; None where it crosses months."""
    if (first.year, first.month) != (last.year, last.month) or first > last:
        return None
    return Period(date=f"{first:%Y-%m}", precision="month", first=first, last=last)


def month(year: int, number: int) -> Period | None:
    """Return a whole month; `number` may run below 1 or over 12 into the years beside."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    last = calendar.monthrange(year, number)[1]
    return Period(
        date=f"{year:04}-{number:02}",
        precision="month",
        first=dt.date(year, number, 1),
        last=dt.date(year, number, last),
    )


def year(number: int) -> Period | None:
    """Return a whole year that news may speak of."""
    if not _FIRST_YEAR <= number <= _LAST_YEAR:
        return None
    return Period(date=f"{number:04}", precision="year", first=dt.date(number, 1, 1), last=dt.date(number, 12, 31))


def last_weekday(number: int, published: dt.date) -> dt.date:
    """Return the latest such weekday up to and with the day of publication."""
    return published - ((published.weekday() - number) % 7) * _DAY


def coming_weekday(number: int, published: dt.date) -> dt.date:
    """Return the first such weekday from the day of publication on."""
    return published + ((number - published.weekday()) % 7) * _DAY


def count(word: str) -> int | None:
    """Read a small number written in digits or words; None for vague ones ("several")."""
    return int(word) if word.isdigit() else NUMBERS.get(word.lower())
