"""What is a schedule, and that Prefect agrees."""

import pytest
from prefect.client.schemas.schedules import CronSchedule

from flows.schedule_text import interval_seconds, is_cron


@pytest.mark.parametrize(
    ("text", "seconds"), [("15 minutes", 900), ("2h", 7200), ("10 s", 10), ("1 day", 86_400), ("3 min", 180)]
)
def test_intervals(text: str, seconds: int) -> None:
    assert interval_seconds(text) == seconds
    assert not is_cron(text)


@pytest.mark.parametrize(
    "text", ["*/15 * * * *", "0 6 * * mon-fri", "0,30 8-18 1 jan *", "5 4 * * 7", "0-30/10 * 1,15 * SUN"]
)
def test_cron_that_a_calendar_has(text: str) -> None:
    assert is_cron(text)
    assert interval_seconds(text) == 0
    assert CronSchedule(cron=text).cron == text


@pytest.mark.parametrize(
    "text",
    ["61 * * * *", "* * * *", "@daily", "*/0 * * * *", "5-1 * * * *", "0 6 * * foo", "1 * * * * *", "jan * * * *", ""],
)
def test_cron_that_no_calendar_has(text: str) -> None:
    assert not is_cron(text)
