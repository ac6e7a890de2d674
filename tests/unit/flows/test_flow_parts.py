"""The plain functions that the flows are made of."""

from collections import Counter

from extractors.records import Entry, Problem, Reason, Stage
from flows.artifacts import problem_table
from flows.read import by_page, spread
from flows.summary import Tally, problem_lines, sentence
from flows.terminal import plain, table


def problem(code: Reason) -> Problem:
    return Problem(stage=Stage.FEED, code=code, subject="http://a.example/", detail="a detail")


def test_items_are_dealt_out_one_of_each_key_in_turn() -> None:
    assert spread(["a1", "a2", "a3", "b1", "c1", "c2"], key=lambda item: item[0]) == [
        "a1",
        "b1",
        "c1",
        "a2",
        "c2",
        "a3",
    ]
    assert spread([], key=str) == []


def test_entries_that_lead_to_one_page_are_read_once() -> None:
    def entry(name: str, url: str | None) -> tuple[Entry, str, int]:
        return Entry(entry_id=name, feed_id="f", title=name, url=url), "Outlet", 0

    pages = by_page(
        [
            entry("a", "http://a.example/1?utm_source=rss"),
            entry("b", "http://a.example/2"),
            entry("c", "http://a.example/1"),
            entry("d", None),
            entry("e", None),
        ]
    )
    assert [(page.entry.entry_id, page.others) for page in pages] == [("a", ("c",)), ("b", ()), ("d", ()), ("e", ())]


def test_a_tally_tells_failures_from_what_every_day_brings() -> None:
    tally = Tally(feeds=3, feeds_due=3)
    tally.note([problem(Reason.DUPLICATE), problem(Reason.UNSUPPORTED_LANGUAGE)])
    assert tally.failures == 0
    tally.note([problem(Reason.TIMEOUT), problem(Reason.TIMEOUT)])
    assert tally.failures == 2
    assert problem_lines(tally)[0] == "2 x feed: timeout"
    serious = {"reason": "timeout", "stage": "feed", "what": "http://a.example/", "detail": "a detail"}
    assert problem_table(tally)[:2] == [serious, serious]
    assert tally.counts()["problems"] == 4


def test_a_run_is_summed_up_by_what_it_brought() -> None:
    assert sentence(Tally(feeds=4)) == "None of 4 feeds is due."
    assert sentence(Tally(feeds=4, feeds_due=2, feeds_unchanged=2)).startswith("Nothing new: 2 of 4 feeds asked")
    assert "1 revised" in sentence(Tally(feeds=4, feeds_due=4, entries_new=0, revised=1))
    assert "2 gained, 0 lost, 1 changed" in sentence(Tally(changes=Counter(articles=9, gained=2, changed=1)))


def test_text_from_the_web_does_nothing_to_a_terminal() -> None:
    assert plain("a\x1b[31mb\nc\u202ed\ud800e[/b]") == "a [31mb c d e[/b]"
    laid = table(("title",), [("[/b] [link=http://a.example]x[/link]",), (None,)])
    assert [str(cell) for cell in laid.columns[0].cells] == ["[/b] [link=http://a.example]x[/link]", "-"]
