"""Feeds in words, and what a person may answer."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.main import get_command

from extractors.records import Entry
from flows import feeds_cli
from flows.feeds_show import HEALTH, chosen, counted, entry_lines, health_cells, health_line, span
from flows.terminal import table
from warehouse.health import Standing
from warehouse.yields import Yield

NOW = datetime(2026, 11, 25, tzinfo=UTC)
OPTION = re.compile(r"--[a-z][a-z-]+")

ANSWERS: dict[str, list[int] | None] = {
    "": [],
    "  ": [],
    "all": list(range(5)),
    "ALL": list(range(5)),
    "2": [1],
    "1 3": [0, 2],
    "3,1,1": [0, 2],
    "2-4": [1, 2, 3],
    "1, 4-5": [0, 3, 4],
    "0": None,
    "6": None,
    "4-6": None,
    "4-2": None,
    "1-": None,
    "-1": None,
    "two": None,
    "1 x": None,
    "9" * 5000: None,
    "1-" + "9" * 5000: None,
}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer[:10])
def test_answers(answer: str) -> None:
    assert chosen(answer, 5) == ANSWERS[answer]


def test_an_entry_with_everything() -> None:
    entry = Entry(
        entry_id="e",
        feed_id="f",
        title="Envoys meet",
        guid="a-1",
        url="https://a.example/1",
        summary="x" * 1200,
        authors=("A. Writer", "B. Writer"),
        published_at=datetime(2026, 11, 22, 15, 7, tzinfo=UTC),
        published_raw="22 Nov 2026 15:07 GMT",
        published_method="published:rfc822:high",
    )
    assert entry_lines(3, entry) == [
        "3. Envoys meet",
        "   https://a.example/1",
        "   published 2026-11-22 15:07 UTC (published read as rfc822, confidence high, from '22 Nov 2026 15:07 GMT')",
        "   by A. Writer, B. Writer; guid a-1; summary 1,200 characters",
    ]


def test_an_entry_with_nothing() -> None:
    assert entry_lines(1, Entry(entry_id="e", feed_id="f", title="")) == ["1. (no title)", "   (no link)", "   no date"]


def test_a_date_that_cannot_be_read_is_shown_as_written() -> None:
    entry = Entry(entry_id="e", feed_id="f", title="T", published_raw="24/13/2026")
    assert "   no date, from '24/13/2026'" in entry_lines(1, entry)


def test_one_is_no_plural() -> None:
    assert [counted(1, "feed"), counted(2, "feed"), counted(1200, "entry", "entries")] == [
        "1 feed",
        "2 feeds",
        "1,200 entries",
    ]


SPANS = [
    (timedelta(0), "0 min"),
    (timedelta(seconds=-90), "0 min"),
    (timedelta(minutes=119), "119 min"),
    (timedelta(hours=2), "2 h"),
    (timedelta(hours=47), "47 h"),
    (timedelta(days=2), "2 d"),
    (timedelta(days=400), "400 d"),
]


@pytest.mark.parametrize(("gap", "said"), SPANS)
def test_spans(gap: timedelta, said: str) -> None:
    assert span(NOW - gap, NOW) == said


def test_no_span_without_both_ends() -> None:
    assert span(None, NOW) is span(NOW, None) is None


def test_how_a_feed_does_fits_eighty_columns() -> None:
    feed = Standing(
        feed_id="f",
        url="https://courier.example/" + "long/" * 30,
        outlet="The Harbour Courier",
        title=None,
        status="ok",
        failures=0,
        last_error=None,
        last_polled_at=NOW,
        last_success_at=NOW - timedelta(hours=3),
        last_changed_at=NOW - timedelta(days=12),
        next_poll_at=NOW + timedelta(minutes=30),
        left_out=False,
        last_entry_at=NOW - timedelta(days=12),
        yields=Yield(days=3, normal=60, present=0),
        quiet=True,
    )
    cells = health_cells(feed, NOW)
    assert cells == ("quiet", "The Harbour Courier", "3 h", "12 d", "0 of 60 in 3 d", None, "30 min")
    assert health_line(feed).endswith("last new entry 2026-11-13 00:00")
    console = Console(width=80, file=StringIO(), record=True)
    console.print(table(HEALTH, [cells]))
    assert len(console.export_text().strip().splitlines()) == 2
    assert health_cells(replace(feed, status="gone"), NOW)[-1] is None
    assert health_line(replace(feed, status="failing", quiet=False, last_error="timeout: silence")).endswith("silence")


def test_every_command_and_option_stands_in_the_operators_page_and_no_other() -> None:
    page = (Path(__file__).parents[3] / "docs" / "feeds.md").read_text(encoding="utf-8")
    commands = {
        command.name or getattr(command.callback, "__name__", "") for command in feeds_cli.app.registered_commands
    }
    assert commands == set(re.findall(r"[|,] `parley feeds (\w+)", page))
    group = get_command(feeds_cli.app)
    options = {
        option for one in getattr(group, "commands", {}).values() for param in one.params for option in param.opts
    }
    assert set(OPTION.findall(page)) == {option for option in options if option.startswith("--")}
