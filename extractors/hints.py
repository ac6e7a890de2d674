"""What a feed wishes of its readers: how often to ask, when not to, and where its hub is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SKIP_HOURS = re.compile(r"<skipHours>(.{0,2000}?)</skipHours>", re.DOTALL | re.IGNORECASE)
_SKIP_DAYS = re.compile(r"<skipDays>(.{0,1000}?)</skipDays>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Wishes, none of which is an order. `skip_hours` are hours of the day in UTC, `skip_days` weekdays, Monday 0."""

    ttl_s: int | None = None
    update_s: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    hub: str | None = None
    self_url: str | None = None


def read_hints(head: Mapping[str, Any], text: str) -> Hints:
    """Read the wishes from what feedparser found of the channel and, for what it loses, from the text."""
    skips = "skip" in text  # saves two searches of the whole text
    hours = {int(hour) % 24 for hour in re.findall(r"\d{1,2}", _inside(_SKIP_HOURS, text))} if skips else set()
    days = {n for n, day in enumerate(_DAYS) if day in _inside(_SKIP_DAYS, text).lower()} if skips else set()
    return Hints(
        ttl_s=_ttl(head),
        update_s=_update(head),
        skip_hours=frozenset(hours) if len(hours) < len(range(24)) else frozenset(),
        skip_days=frozenset(days) if len(days) < len(_DAYS) else frozenset(),
        hub=_link(head, "hub"),
        self_url=_link(head, "self"),
    )


def _inside(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def _ttl(head: Mapping[str, Any]) -> int | None:
    """Read RSS `ttl`, minutes."""
    match = re.fullmatch(r"\s*(\d{1,9})(?:\.\d+)?\s*", str(head.get("ttl", "")))
    return int(match[1]) * 60 if match and int(match[1]) else None


def _update(head: Mapping[str, Any]) -> int | None:
    """Read RSS 1.0 `sy:updatePeriod` and `sy:updateFrequency`: so many times in a period."""
    period = _PERIODS.get(str(head.get("sy_updateperiod", "")).strip().lower())
    frequency = re.fullmatch(r"\s*(\d{1,6})\s*", str(head.get("sy_updatefrequency", "1")))
    if period is None:
        return None
    return period // max(1, int(frequency[1])) if frequency else period


def _link(head: Mapping[str, Any], relation: str) -> str | None:
    for link in head.get("links", ()):
        if str(link.get("rel", "")).lower() == relation and str(link.get("href", "")).startswith(
            ("http://", "https://")
        ):
            return str(link["href"])
    return None
