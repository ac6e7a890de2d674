"""Raw dates: every form that feeds use, and none that has two readings."""

# ruff: noqa: RUF001 - Greek and Cyrillic dates
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.times import EARLIEST, parse_instant

NOW = datetime(2026, 11, 25, 16, tzinfo=UTC)

READ = [
    # RFC 822 and its bent forms
    ("Sun, 22 Nov 2026 15:07:41 GMT", "2026-11-22T15:07:41", "rfc822", "high"),
    ("Sun, 22 Nov 2026 15:07:41 +0530", "2026-11-22T09:37:41", "rfc822", "high"),
    ("Sun, 22 Nov 2026 15:07:41 +01:00", "2026-11-22T14:07:41", "rfc822", "high"),
    ("Sun,22 Nov 2026 15:07:41 -0000", "2026-11-22T15:07:41", "rfc822", "high"),
    ("22 Nov 2026 15:07 EST", "2026-11-22T20:07:00", "rfc822", "high"),
    ("Sun, 22 Nov 26 15:07:41 GMT", "2026-11-22T15:07:41", "rfc822", "low"),
    ("Sun, 22 Nov 99 15:07:41 GMT", "1999-11-22T15:07:41", "rfc822", "low"),
    ("Sun, Nov 22 2026 15:07:41 GMT", "2026-11-22T15:07:41", "rfc822", "high"),
    ("Sun, 22-Nov-2026 15:07:41 GMT", "2026-11-22T15:07:41", "rfc822", "high"),
    ("Sun, 22 November, 2026 15:07:41 UTC", "2026-11-22T15:07:41", "rfc822", "high"),
    ("Sun, 22 Nov 2026 15:07:41 GMT+0300", "2026-11-22T12:07:41", "rfc822", "high"),
    ("Sun, 22 Nov 2026 15:07:41 GMT-05:00", "2026-11-22T20:07:41", "rfc822", "high"),
    ("Sun, 22 Nov 2026 15:07:41 +0100 (CET)", "2026-11-22T14:07:41", "rfc822", "high"),
    ("Sun, 22 Nov 2026 15:07:41 Etc/GMT", "2026-11-22T15:07:41", "rfc822", "medium"),
    ("Sun, 22 Nov 2026 15:07:41", "2026-11-22T15:07:41", "rfc822", "medium"),
    ("Sun, 22 Nov 2026", "2026-11-22T00:00:00", "rfc822", "low"),
    ("Sun, 22 Nov 2026 3:07:41 PM GMT", "2026-11-22T15:07:41", "rfc822", "high"),
    ("Sun, 22 Nov 2026 12:07 AM", "2026-11-22T00:07:00", "rfc822", "medium"),
    ("November 22, 2026 at 3:07 p.m. EST", "2026-11-22T20:07:00", "rfc822", "high"),
    # zones that feedparser drops without a word
    ("Sun, 22 Nov 2026 15:07:41 MSK", "2026-11-22T12:07:41", "rfc822", "high"),
    ("Sun, 22 Nov 2026 15:07:41 IST", "2026-11-22T09:37:41", "rfc822", "medium"),
    ("Sun, 22 Nov 2026 15:07:41 CEST", "2026-11-22T13:07:41", "rfc822", "high"),
    ("Sun, 22 Nov 2026 15:07:41 XYZT", "2026-11-22T15:07:41", "rfc822", "medium"),
    # asctime
    ("Sun Nov 22 15:07:41 2026", "2026-11-22T15:07:41", "asctime", "medium"),
    ("Sun Nov 22 15:07:41 +0200 2026", "2026-11-22T13:07:41", "asctime", "high"),
    # ISO 8601, RFC 3339, W3CDTF
    ("2026-11-22T15:07:41Z", "2026-11-22T15:07:41", "iso8601", "high"),
    ("2026-11-22t15:07:41.123456+03:00", "2026-11-22T12:07:41", "iso8601", "high"),
    ("2026-11-22T15:07:41+0300", "2026-11-22T12:07:41", "iso8601", "high"),
    ("2026-11-22T15:07:41+03", "2026-11-22T12:07:41", "iso8601", "high"),
    ("2026-11-22T15:07:41\u221205:00", "2026-11-22T20:07:41", "iso8601", "high"),
    ("2026-11-22 15:07:41 UTC", "2026-11-22T15:07:41", "iso8601", "high"),
    ("2026-11-22T15:07", "2026-11-22T15:07:00", "iso8601", "medium"),
    ("2026-11-22T24:00:00Z", "2026-11-23T00:00:00", "iso8601", "high"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00", "iso8601", "high"),
    ("2026-11-22", "2026-11-22T00:00:00", "iso8601", "low"),
    ("2026-11", "2026-11-01T00:00:00", "iso8601", "low"),
    ("2026", "2026-01-01T00:00:00", "iso8601", "low"),
    ("20261122T150741Z", "2026-11-22T15:07:41", "iso8601", "high"),
    ("20261122150741", "2026-11-22T15:07:41", "iso8601", "medium"),
    ("20261122", "2026-11-22T00:00:00", "iso8601", "low"),
    ("2026-W47-7T15:07Z", "2026-11-22T15:07:00", "iso-week", "high"),
    ("2026W477", "2026-11-22T00:00:00", "iso-week", "low"),
    ("2026-326", "2026-11-22T00:00:00", "iso-ordinal", "low"),
    ("2026326T15:07Z", "2026-11-22T15:07:00", "iso-ordinal", "high"),
    ("03-12-31", "2003-12-31T00:00:00", "iso8601", "low"),
    ("-0312", "2003-12-01T00:00:00", "iso8601", "low"),
    ("2026/11/22 15:07:41", "2026-11-22T15:07:41", "iso8601", "medium"),
    ("2026.11.22 15:07 +0900", "2026-11-22T06:07:00", "iso8601", "high"),
    ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53", "iso8601", "high"),
    # unix times
    ("1763100000", "2025-11-14T06:00:00", "unix", "medium"),
    ("1763100000123", "2025-11-14T06:00:00", "unix", "medium"),
    # days first, where only one order is possible
    ("22.11.2026 15:07", "2026-11-22T15:07:00", "numeric", "medium"),
    ("22/11/2026 15:07", "2026-11-22T15:07:00", "numeric", "medium"),
    ("11/22/2026 3:07 PM", "2026-11-22T15:07:00", "numeric", "medium"),
    ("05/05/2026", "2026-05-05T00:00:00", "numeric", "low"),
    # languages
    ("22 ноября 2026 г., 15:07", "2026-11-22T15:07:00", "rfc822", "medium"),
    ("Вс, 22 ноя 2026 15:07:41 +0300", "2026-11-22T12:07:41", "rfc822", "high"),
    ("22 листопада 2025 15:07", "2025-11-22T15:07:00", "rfc822", "medium"),
    ("dim., 22 novembre 2026 15:07:41 +0100", "2026-11-22T14:07:41", "rfc822", "high"),
    ("So, 22 Okt 2023 15:07:41 +0200", "2023-10-22T13:07:41", "rfc822", "high"),
    ("22 de noviembre de 2026", "2026-11-22T00:00:00", "rfc822", "low"),
    ("22 Kasım 2026 15:07", "2026-11-22T15:07:00", "rfc822", "medium"),
    ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00", "rfc822", "high"),
    ("2004-július-13T9:15-05:00", "2004-07-13T14:15:00", "rfc822", "high"),
    ("2004년 05월 28일  01:31:15", "2004-05-27T16:31:15", "korean", "high"),
    ("2004-05-25 오후 11:23:17", "2004-05-25T14:23:17", "iso8601", "high"),
    ("2026年11月22日 15:07", "2026-11-22T15:07:00", "cjk", "medium"),
    ("22 نوفمبر 2026 15:07", "2026-11-22T15:07:00", "rfc822", "medium"),
]


@pytest.mark.parametrize(("raw", "at", "method", "confidence"), READ)
def test_dates_are_read(raw: str, at: str, method: str, confidence: str) -> None:
    instant = parse_instant(raw, now=NOW)
    assert instant is not None
    assert (instant.at.isoformat(), instant.method, instant.confidence) == (f"{at}+00:00", method, confidence)


@pytest.mark.parametrize(
    "raw",
    [
        "", " ", "today", "12 hours ago", "n/a", "None", "0", "now",
        "Mon, 01 Jan 0001 00:00:00 +0000", "0000-00-00T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000",
        "31 Dec 1989 23:59:59 GMT", "Fri, 27 Nov 2026 10:00:00 GMT", "2099-01-01", "9999-12-31T23:59:59-99:99",
        "Sun, 31 Jun 2026 10:00:00 GMT", "2026-02-30", "2026-13-01", "2026-W54-1", "2026-366",
        "2026-11-22T25:00:00Z", "2026-11-22T10:61:00Z", "2026-11-22T10:14:61Z",
        "05/06/2026 10:00", "05-06-2026",
        "Sun, 16 Dec 2012 1:2:3:4 GMT", "Sun, 16 zzz 2012 11:47:32 GMT", "Sun, Dec x 2012 11:47:32 GMT",
        "Sun, 16 Dec zz 11:47:32 GMT", "Sun, 16 Dec 2012 11:47:32 +zz:00", "Sun, 16 Dec 2012 11:47:32 +00:zz",
        "99999999999999999999", "013",
    ],
)  # fmt: skip
def test_what_is_no_date_or_has_two_readings_is_none(raw: str) -> None:
    assert parse_instant(raw, now=NOW) is None


def test_a_day_ahead_is_allowed_for_clocks_that_are_fast() -> None:
    assert parse_instant("Thu, 26 Nov 2026 15:59:00 GMT", now=NOW) is not None
    assert parse_instant("Thu, 26 Nov 2026 16:01:00 GMT", now=NOW) is None


@given(st.text(max_size=60))
def test_no_text_raises(raw: str) -> None:
    instant = parse_instant(raw, now=NOW)
    assert instant is None or EARLIEST <= instant.at <= NOW + timedelta(days=1)


@given(
    st.from_regex(
        r"[A-Za-z]{0,3},? ?\d{1,4}[-/. ][A-Za-z0-9]{1,5}[-/. ]\d{1,4}[T ]?\d{0,2}:?\d{0,2}:?\d{0,2} ?[+-]?\w{0,5}",
        fullmatch=True,
    )
)
def test_nothing_date_like_raises(raw: str) -> None:
    instant = parse_instant(raw, now=NOW)
    assert instant is None or instant.at.tzinfo is UTC


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2026, 11, 25)), st.integers(-840, 840))  # noqa: DTZ001 - wall clocks
def test_rfc_822_and_3339_read_back_what_was_written(wall: datetime, offset: int) -> None:
    sign, minutes = "-" if offset < 0 else "+", abs(offset)
    zone = f"{sign}{minutes // 60:02}{minutes % 60:02}"
    expected = wall.replace(microsecond=0, tzinfo=UTC) - timedelta(minutes=offset)
    for raw in (f"{wall:%a, %d %b %Y %H:%M:%S} {zone}", f"{wall:%Y-%m-%dT%H:%M:%S}{zone[:3]}:{zone[3:]}"):
        instant = parse_instant(raw, now=NOW + timedelta(days=1))
        assert instant is not None
        assert (instant.at, instant.confidence) == (expected, "high")
