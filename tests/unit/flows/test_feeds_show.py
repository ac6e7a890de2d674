"""Feeds in words, and what a person may answer."""

from datetime import UTC, datetime

import pytest

from extractors.records import Entry
from flows.feeds_show import chosen, counted, entry_lines

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
