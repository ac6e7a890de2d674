"""The readings of date expressions: pure functions from a match and its setting to periods.

A reading returns the period that the expression means where it looks back and where it looks ahead from the day of
publication; both are equal where the words leave no choice, and both None where they give no date after all.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from extractors.mentions import date_words as words
from extractors.mentions.date_words import Period

Pair = tuple[Period | None, Period | None]
Reading = Callable[[re.Match[str], "Setting"], Pair]
NOTHING: Pair = (None, None)
_KNOWN_DAYS = {(10, 7): (2023, re.compile(r"Hamas|Israel")), (9, 11): (2001, re.compile(r"attacks|Qaeda"))}
_ANNIVERSARY = dt.timedelta(days=30)  # so long around it a day of this year may be meant
_SUNDAY = 6
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an expression is read against: the day of publication, and the day spoken of last, where there is one."""

    published: dt.date | None
    anchor: dt.date | None = None


def _group(match: re.Match[str], name: str) -> str:
    """Return a group in lower case with single blanks; empty where the pattern has none or it did not take part."""
    return " ".join((match.groupdict().get(name) or "").lower().split())


def _both(period: Period | None) -> Pair:
    return period, period


def _day(value: dt.date | None) -> Pair:
    return _both(words.day(value)) if value else NOTHING


# -- days of the calendar ------------------------------------------------------------------------------------------


def calendar_day(match: re.Match[str], setting: Setting) -> Pair:
    """Read "12 November", "Nov 12, 2025"; a range gives its first day."""
    month, number = words.MONTHS[match["month"].lower().rstrip(".")], int(match["day"])
    year = _group(match, "year") or _known_year(match, month, number, setting)
    return _dated(month, number, year, setting)


def _known_year(match: re.Match[str], month: int, number: int, setting: Setting) -> str:
    """Return the year of a day that goes by its date alone ("the October 7 attack"), months after its anniversary."""
    known = _KNOWN_DAYS.get((month, number))
    latest = _dated(month, number, "", setting)[0]
    if not known or not latest or not setting.published or setting.published - latest.first < _ANNIVERSARY:
        return ""
    return str(known[0]) if known[1].search(match.string) and latest.first.year > known[0] else ""


def _dated(month: int, number: int, year: str, setting: Setting) -> Pair:
    if year:
        return _day(words.day_of(int(year), month, number))
    published = setting.published
    if not published:
        return NOTHING
    days = [words.day_of(published.year + step, month, number) for step in (-1, 0, 1)]
    past = [value for value in days if value and value <= published]
    future = [value for value in days if value and value >= published]
    return (words.day(past[-1]) if past else None, words.day(future[0]) if future else None)


def numeric_day(match: re.Match[str], setting: Setting) -> Pair:
    """Read "12.11." and "25/12/2024", day first; with slashes only where it cannot be a month."""
    number, month = int(match["day"]), int(match["number"])
    if match["sep"] == "/" and number <= _MONTHS:  # 5/6 is read two ways
        return NOTHING
    if month > _MONTHS:
        return NOTHING
    return _dated(month, number, _group(match, "year"), setting)


def iso_day(match: re.Match[str], _setting: Setting) -> Pair:
    """Read "2025-11-12"."""
    return _day(words.day_of(int(match["year"]), int(match["number"]), int(match["day"])))


def holiday(match: re.Match[str], setting: Setting) -> Pair:
    """Read the few feasts that keep their day."""
    days = {"christmas eve": (12, 24), "christmas day": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1)}
    month, number = days[_group(match, "name")]
    return _dated(month, number, _group(match, "year"), setting)


def weekday(match: re.Match[str], setting: Setting) -> Pair:
    """Read "Monday", "last Monday", "Monday of next week"."""
    published = setting.published
    if not published:
        return NOTHING
    number = words.WEEKDAYS[match["weekday"].lower().rstrip(".")]
    which = _group(match, "which")
    last, coming = words.last_weekday(number, published), words.coming_weekday(number, published)
    if _group(match, "week"):
        step = {"last": -7, "this": 0, "next": 7}[_group(match, "week")]
        return _day(words.shift(published, number - published.weekday() + step))
    if which in {"last", "past"}:
        return _day(words.shift(last, -7) if last == published else last)
    if which in {"next", "coming"}:
        # "next Friday" said on a Monday skips the Friday of this week
        skips = which == "next" and coming.isocalendar().week == published.isocalendar().week
        return _day(words.shift(coming, 7) if skips else coming)
    return words.day(last), words.day(coming)


# -- days counted from publication or from another day ---------------------------------------------------------------

_NEAR = {
    "the day before yesterday": -2, "the day after tomorrow": 2, "yesterday": -1, "last night": -1, "today": 0,
    "tonight": 0, "overnight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1,
}  # fmt: skip


def near(match: re.Match[str], setting: Setting) -> Pair:
    """Read "yesterday", "overnight", "tomorrow"."""
    if not setting.published:
        return NOTHING
    return _day(words.shift(setting.published, _NEAR[_group(match, "near")]))


def _counted(start: dt.date, number: int, unit: str) -> Pair:
    """Count `number` units (below 0: back) from a day; weeks from publication stay weeks."""
    if unit == "day":
        return _day(words.shift(start, number))
    if unit in {"week", "fortnight"}:
        there = words.shift(start, number * (7 if unit == "week" else 14))
        return _both(words.week(there)) if there else NOTHING
    if unit == "month":
        return _both(words.month(start.year, start.month + number))
    return _both(words.year(start.year + number))


def ago(match: re.Match[str], setting: Setting) -> Pair:
    """Read "three days ago"."""
    number = words.count(_group(match, "count"))
    if not setting.published or not number:
        return NOTHING
    return _counted(setting.published, -number, _group(match, "unit"))


def in_time(match: re.Match[str], setting: Setting) -> Pair:
    """Read "in three days' time"."""
    number = words.count(_group(match, "count"))
    if not setting.published or not number:
        return NOTHING
    return _counted(setting.published, number, _group(match, "unit"))


def within(match: re.Match[str], setting: Setting) -> Pair:
    """Read "within five days" as the month, where all of them lie in one."""
    number = words.count(_group(match, "count"))
    if not setting.published or not number:
        return NOTHING
    last = words.shift(setting.published, number * (7 if _group(match, "unit") == "week" else 1))
    return _both(words.days(setting.published, last)) if last else NOTHING


def from_anchor(match: re.Match[str], setting: Setting) -> Pair:
    """Read "two weeks earlier", "the next day", "a day after": counted from the day spoken of last."""
    anchor = setting.anchor
    number = words.count(_group(match, "count") or "one")
    if not anchor or not number:
        return NOTHING
    back = _group(match, "way") in {"earlier", "before", "previously", "previous"}
    unit = _group(match, "unit") or "day"
    if unit in {"week", "fortnight"}:
        unit, number = "day", number * (7 if unit == "week" else 14)
    elif unit not in {"month", "year"}:
        unit = "day"
    return _counted(anchor, -number if back else number, unit)


def next_day(match: re.Match[str], setting: Setting) -> Pair:
    """Read "the same day", "the next morning"."""
    if not setting.anchor:
        return NOTHING
    which = _group(match, "which").removeprefix("the ")
    step = {"same": 0, "that": 0, "next": 1, "following": 1, "previous": -1, "preceding": -1}[which]
    return _day(words.shift(setting.anchor, step))


def day_after(match: re.Match[str], setting: Setting) -> Pair:
    """Read "a day after <something happened>": what happened lies a day before the day spoken of last."""
    if not setting.anchor:
        return NOTHING
    number = words.count(_group(match, "count"))
    step = -1 if _group(match, "way") == "after" else 1
    return _day(words.shift(setting.anchor, step * number)) if number else NOTHING


# -- weeks, months, years ----------------------------------------------------------------------------------------------


def week(match: re.Match[str], setting: Setting) -> Pair:
    """Read "last week", "earlier in the week"."""
    published = setting.published
    if not published:
        return NOTHING
    step = {"last": -7, "next": 7, "the previous": -7, "the coming": 7}.get(_group(match, "which"), 0)
    there = words.shift(published, step)
    return _both(words.week(there)) if there else NOTHING


def weekend(match: re.Match[str], setting: Setting) -> Pair:
    """Read "the weekend", "last weekend"."""
    published = setting.published
    if not published:
        return NOTHING
    last, coming = words.last_weekday(5, published), words.coming_weekday(5, published)
    which = _group(match, "which")
    if which == "next":
        return _both(words.weekend(coming))
    is_on = published.weekday() == _SUNDAY
    past, future = words.weekend(last), words.weekend(last if is_on else coming)
    return (past, past) if which == "last" else (past, future)


def month(match: re.Match[str], setting: Setting) -> Pair:
    """Read "November 2024", "last May", "mid-October", "March of next year"."""
    number = words.MONTHS[match["month"].lower().rstrip(".")]
    if _group(match, "year"):
        return _both(words.month(int(match["year"]), number))
    if not setting.published:
        return NOTHING
    year, now = setting.published.year, setting.published.month
    yearly = _group(match, "yearly")
    if yearly:
        return _both(words.month(year + {"last": -1, "this": 0, "next": 1}[yearly], number))
    which = _group(match, "which")
    back, ahead = (number >= now, number <= now) if which else (number > now, number < now)
    past, future = words.month(year - back, number), words.month(year + ahead, number)
    named = {"last": past, "past": past, "next": future, "coming": future, "this": words.month(year, number)}
    return _both(named[which]) if which else (past, future)


def unit(match: re.Match[str], setting: Setting) -> Pair:
    """Read "last month", "earlier this year", "by the end of the month"."""
    published = setting.published
    if not published:
        return NOTHING
    step = {"last": -1, "next": 1, "the previous": -1, "the coming": 1}.get(_group(match, "which"), 0)
    return _counted(published, step, _group(match, "unit"))


def day_of_month(match: re.Match[str], setting: Setting) -> Pair:
    """Read "the 9th of this month"."""
    published = setting.published
    if not published:
        return NOTHING
    there = words.month(published.year, published.month + {"last": -1, "this": 0, "next": 1}[_group(match, "which")])
    return _day(words.day_of(there.first.year, there.first.month, int(match["day"]))) if there else NOTHING


def season(match: re.Match[str], setting: Setting) -> Pair:
    """Read a season as its year; a winter lies in two years and gives none."""
    published = setting.published
    name, which = _group(match, "season"), _group(match, "which")
    if _group(match, "year"):
        return _both(words.year(int(match["year"])))
    if not published or name == "winter":
        return NOTHING
    ends = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11}[name]
    if which == "last":
        return _both(words.year(published.year - (published.month <= ends)))
    if which == "next":
        return _both(words.year(published.year + (published.month >= ends - 2)))
    if which == "this":
        return _both(words.year(published.year))
    past = words.year(published.year - (published.month < ends - 2))
    return past, words.year(published.year + (published.month > ends))


def year(match: re.Match[str], _setting: Setting) -> Pair:
    """Read "in 2019"."""
    return _both(words.year(int(match["year"])))


def nothing(_match: re.Match[str], _setting: Setting) -> Pair:
    """Read a span of years: no date at one precision says it."""
    return NOTHING
