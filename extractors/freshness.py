"""How long an answer wishes to be held fresh: HTTP's cache headers before the feed's own words."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from extractors.hints import Hints

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)


def asked_wait(headers: Mapping[str, str], hints: Hints, *, now: datetime) -> int:
    """Give the seconds that an answer asks to wait, 0 if it asks nothing (RFC 9111 sections 4.2.1 and 5.2-5.3).

    `Cache-Control: max-age` less `Age`, else `Expires`, else RSS `ttl`, else `sy:updatePeriod`.
    """
    match = _MAX_AGE.search(headers.get("cache-control", ""))
    if match is not None:
        return max(0, int(match[1]) - _seconds(headers.get("age")))
    expires = _date(headers.get("expires"))
    if expires is not None:
        return max(0, int((expires - (_date(headers.get("date")) or now)).total_seconds()))
    return hints.ttl_s or hints.update_s or 0


def _seconds(value: str | None) -> int:
    text = (value or "").strip()
    return int(text[:12]) if text.isascii() and text.isdigit() else 0


def _date(value: str | None) -> datetime | None:
    """Read an HTTP-date; `Expires: 0` and the like count as absent."""
    try:
        when = parsedate_to_datetime(value or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when.replace(tzinfo=when.tzinfo or UTC)
