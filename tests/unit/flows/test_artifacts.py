"""What Prefect's UI shows of a run, above all that text of the web stays text."""

import pytest

from extractors.records import Problem, Reason, Stage
from flows.artifacts import SHOWN, arrow, escaped, link, newest_markdown, reasons_table, summary_markdown
from flows.summary import Tally
from warehouse.queries import Against


def test_a_summary_stands_beside_the_runs_before() -> None:
    tally = Tally(feeds=4, feeds_due=4, entries_new=30, articles=30)
    past = [dict.fromkeys(SHOWN, 0) | {"articles": articles} for articles in (12, 10, 11)]
    lines = summary_markdown(tally, past, seconds=2.0).splitlines()
    assert lines[2] == "| what | this run | | run before | median of 3 before |"
    assert "| articles new | 30 | ↑ | 12 | 11 |" in lines
    assert "| feeds failed | 0 | → | 0 | 0 |" in lines


def test_a_first_run_has_nothing_to_stand_beside() -> None:
    assert "| articles new | 7 | | | |" in summary_markdown(Tally(feeds=1, feeds_due=1, articles=7), [], seconds=1.0)


@pytest.mark.parametrize(
    ("count", "usual", "sign"), [(12, 10, "→"), (13, 10, "↑"), (8, 10, "→"), (7, 10, "↓"), (0, 0, "→"), (1, 0, "↑")]
)
def test_an_arrow_says_a_fifth_more_or_less(count: int, usual: float, sign: str) -> None:
    assert arrow(count, usual) == sign


def test_reasons_that_every_day_brings_come_last() -> None:
    tally = Tally()
    common = Problem(stage=Stage.FEED, code=Reason.BAD_DATE, subject="a", detail="b")
    tally.note([common, common, Problem(stage=Stage.FEED, code=Reason.TIMEOUT, subject="c", detail="d")])
    first, second = reasons_table(tally)
    assert (first["reason"], first["count"], first["example"]) == ("timeout", 1, "c: d")
    assert (second["reason"], second["count"], second["kind"]) == ("bad-date", 2, "every day's")
    assert reasons_table(Tally())[0]["reason"] == "no problems"


def test_text_of_the_web_is_escaped_to_the_last_mark() -> None:
    assert escaped("<b>*x*\u202e|\n[a](b)") == r"\<b\>\*x\* \| \[a\]\(b\)"
    assert len(escaped("a" * 1000)) == 401


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "", "file:///etc/passwd", "http://[x", "http://a/" + "b" * 2000]
)
def test_only_addresses_of_the_web_are_linked(url: str) -> None:
    assert link("The Courier", url) == "The Courier"


def test_an_address_cannot_leave_its_link() -> None:
    assert link("The [Courier](x)", "https://a.example/x>) <img src=y>") == (
        "[The Courier x](<https://a.example/x%3E%29%20%3Cimg%20src=y%3E>)"
    )


def test_a_refusal_tells_who_to_whom_and_according_to_whom() -> None:
    row = Against(
        published="2026-01-02",
        stage="refused",
        who="Russia",
        whom="Ukraine",
        according_to="the ministry",
        sentence="No talks.",
        outlet="Courier",
        url="https://a.example/1",
    )
    assert newest_markdown([row]) == (
        r"- 2026-01-02, **refused**, Russia → Ukraine, according to the ministry: “No talks\.” "
        "[Courier](<https://a.example/1>)"
    )
    assert newest_markdown([]) == "No refusal and no suspension is in the file yet."
