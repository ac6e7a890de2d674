import datetime as dt

import pytest

from extractors.mentions.date_choice import choose_date
from extractors.mentions.dates import find_dates, last_day

WEDNESDAY = dt.date(2025, 11, 12)


def dates(text: str, published: dt.date | None = WEDNESDAY, anchor: dt.date | None = None) -> list[str]:
    return [span.period.date for span in find_dates(text, published, anchor)]


def chosen(text: str, trigger: str, stage: str = "completed", others: tuple[str, ...] = ()) -> str | None:
    start = text.index(trigger)
    rivals = [(text.index(other), text.index(other) + len(other)) for other in others]
    span = choose_date(text, find_dates(text, WEDNESDAY), (start, start + len(trigger)), stage, rivals)
    return span.period.date if span else None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The envoys met on Nov 10.", "2025-11-10"),
        ("The envoys met on November 10th, 2024.", "2024-11-10"),
        ("The envoys met on 10 November 2024.", "2024-11-10"),
        ("The envoys met on the 10th of November.", "2025-11-10"),
        ("The envoys met on 12.11. in the town hall.", "2025-11-12"),
        ("The envoys met on 03.02.2024.", "2024-02-03"),
        ("The envoys met on 2024-02-03.", "2024-02-03"),
        ("The envoys met on 25/12/2024.", "2024-12-25"),
        ("The envoys met on Monday.", "2025-11-10"),
        ("The envoys will meet on Monday.", "2025-11-17"),
        ("The envoys are to meet on Monday.", "2025-11-17"),
        ("The envoys met on Wednesday.", "2025-11-12"),
        ("The envoys met last Wednesday.", "2025-11-05"),
        ("The envoys meet next Tuesday.", "2025-11-18"),
        ("The envoys meet next Friday.", "2025-11-21"),
        ("The envoys met on Friday last week.", "2025-11-07"),
        ("The envoys met late on Tuesday night.", "2025-11-11"),
        ("The envoys met yesterday.", "2025-11-11"),
        ("The envoys meet tomorrow.", "2025-11-13"),
        ("Drones came overnight.", "2025-11-12"),
        ("The envoys met three days ago.", "2025-11-09"),
        ("The envoys met two weeks ago.", "2025-10"),
        ("The envoys met a month ago.", "2025-10"),
        ("The envoys met a year ago.", "2024"),
        ("The envoys met earlier this week.", "2025-11"),
        ("The envoys met last month.", "2025-10"),
        ("The envoys met earlier this year.", "2025"),
        ("The envoys will meet at the weekend.", "2025-11"),
        ("The envoys will meet before the end of the year.", "2025"),
        ("The envoys met in mid-October.", "2025-10"),
        ("The envoys met in early March 2024.", "2024-03"),
        ("The road has been shut since March.", "2025-03"),
        ("Troops must leave by December 1.", "2025-12-01"),
        ("The envoys will meet in January.", "2026-01"),
        ("The envoys met in January.", "2025-01"),
        ("The envoys met last December.", "2024-12"),
        ("The envoys met in 2019.", "2019"),
        ("The envoys met in early 2024.", "2024"),
        ("The envoys met this summer.", "2025"),
        ("The delegations will meet within five days.", "2025-11"),
        ("The envoys met from 3 to 5 November.", "2025-11-03"),
        ("The envoys met on Christmas Day.", "2024-12-25"),
        ("The drills, starting December 1, are large.", "2025-12-01"),
        ("The army will leave by year's end.", "2025"),
        ("They met on the 9th of this month.", "2025-11-09"),
        ("They met in October last year.", "2024-10"),
        ("They met on 7/8 November.", "2025-11-07"),
        ("They withdrew on Monday from talks that were to start soon.", "2025-11-10"),
        ("Hamas broke out on October 7.", "2023-10-07"),
        ("The port reopened on October 7.", "2025-10-07"),
        ("They hoped to avenge the April 22 attack.", "2025-04-22"),
        ("They will attend the January summit.", "2026-01"),
    ],
)
def test_expression_is_read_at_its_precision(text: str, want: str) -> None:
    assert dates(text) == [want]


@pytest.mark.parametrize(
    "text",
    [
        "The 45-year-old minister commands 2,000 soldiers.",
        "It was the fifth round in three months.",
        "Several weeks ago the guns fell silent.",
        "The mission lasted from 1992 to 2004.",
        "They may march on the capital, and may not.",
        "The envoys met on 05/06 of the calendar.",
        "The talks went on for 12 hours.",
        "A lifetime ago this was a market.",
        "Resolution 2231 expired.",
        "Every Friday and on Mondays they pray.",
        "The Sunday Times reported from the Good Friday talks.",
        "It lasted in 2014-2015.",
        "More came that September.",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert dates(text) == []


def test_without_publication_only_dates_with_a_year_are_read() -> None:
    text = "On Monday, on 3 May, on 4 May 2021 and in 2019, last week and in June the envoys met."
    assert dates(text, None) == ["2021-05-04", "2019"]


def test_a_day_is_counted_from_the_last_one_spoken_of() -> None:
    monday = dt.date(2025, 11, 10)
    assert dates("They had left two weeks earlier.", anchor=monday) == ["2025-10-27"]
    assert dates("They came back the next morning.", anchor=monday) == ["2025-11-11"]
    assert dates("The town fell on Saturday and was retaken two days later.") == ["2025-11-08", "2025-11-10"]
    assert dates("They came back two days later.") == []


def test_the_pluperfect_does_not_move_the_telling_on() -> None:
    assert last_day(find_dates("The column had left the base on 2 October.", WEDNESDAY)) is None
    assert last_day(find_dates("The column left the base on 2 October.", WEDNESDAY)) == dt.date(2025, 10, 2)


def test_a_week_keeps_its_days() -> None:
    (span,) = find_dates("The envoys met last week.", WEDNESDAY)
    assert (span.period.precision, span.period.first, span.period.last) == (
        "week",
        dt.date(2025, 11, 3),
        dt.date(2025, 11, 9),
    )


def test_a_sentence_of_nothing_but_dates_is_read_to_a_bound() -> None:
    assert len(dates("on Monday " * 200)) == 40


def test_a_date_explains_itself() -> None:
    assert [span.rule for span in find_dates("They met last week.", WEDNESDAY)] == ['"last week" -> 2025-11 (week)']


def test_offsets_hold_the_expression_without_its_preposition() -> None:
    text = "Since late October the envoys, who met on Monday, have been silent."
    assert [text[span.start : span.end] for span in find_dates(text, WEDNESDAY)] == ["late October", "Monday"]


def test_days_beyond_the_calendar_are_no_error() -> None:
    assert dates("They met 3 days ago and on 31 February.", dt.date(1, 1, 2)) == []
    assert dates("They meet the day after tomorrow, next week, in 12 years' time.", dt.date(9999, 12, 31)) == []


@pytest.mark.parametrize(
    ("text", "trigger", "stage", "others", "want"),
    [
        # its own clause
        ("Rebels took it on Sunday and shelled the fort on Monday.", "took", "completed", ("shelled",), "2025-11-09"),
        ("Rebels took it on Sunday and shelled the fort on Monday.", "shelled", "completed", ("took",), "2025-11-10"),
        ("Rebels took the port on Sunday and shelled the airfield.", "shelled", "completed", ("took",), None),
        # one that opens the sentence holds for all of it
        ("On Sunday rebels took the port and shelled the airfield.", "shelled", "completed", ("took",), "2025-11-09"),
        # relative clauses keep their dates
        ("The army, which left the fort in May, bombed the town.", "bombed", "completed", (), None),
        ("The army, which left in May, bombed the town on Monday.", "bombed", "completed", ("left",), "2025-11-10"),
        # before the noun
        ("Officials counted the dead of Tuesday's air raid.", "air raid", "completed", (), "2025-11-11"),
        ("The envoy, saying that the May 2 raids were just, left.", "raids", "completed", (), "2025-05-02"),
        ("The capital welcomed Tuesday's news of a truce.", "truce", "completed", (), None),
        # the day of a statement is the event's only where the statement is the act
        ("The army said on Monday that it had bombed the town.", "bombed", "completed", (), None),
        ("The army on Monday denied that it had bombed the town.", "bombed", "denied", (), None),
        ("On Monday the army said it had bombed the town.", "bombed", "completed", (), None),
        ("No talks will be joined, a spokesman said on Monday.", "No talks", "refused", (), "2025-11-10"),
        # a day after what happened
        ("It bombed them on Monday, a day after rebels took the port.", "took", "completed", ("bombed",), "2025-11-09"),
        # put off: the day that it was due
        ("The government postponed Friday's talks.", "postponed Friday's talks", "suspended", (), "2025-11-14"),
    ],
)  # fmt: skip
def test_the_date_of_an_event_is_the_one_its_clause_gives(
    text: str, trigger: str, stage: str, others: tuple[str, ...], want: str | None
) -> None:
    assert chosen(text, trigger, stage, others) == want
