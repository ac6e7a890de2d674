"""H1-H3, H6-H10, H12-H14: the plan of when to ask again, from state, answer and now alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from extractors.feeds import ParsedFeed
from extractors.freshness import asked_wait
from extractors.hints import Hints
from extractors.polling import (
    CEILING_S,
    FIRST_INTERVAL_S,
    SHORTEST_S,
    after_failure,
    after_response,
    conditions,
    is_due,
    new_state,
    own_pace,
)
from extractors.records import Entry, Feed, FeedState, Problem, Reason, Response, Stage

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = Feed(feed_id="f", url="http://courier.example/feed", outlet="Harbour Courier")
READ = ParsedFeed(version="rss20")
UNREAD = ParsedFeed(problems=(Problem(stage=Stage.FEED, code=Reason.NOT_A_FEED, subject=FEED.url, detail="a page"),))


def _response(status: int = 200, permanent: str | None = None, **headers: str) -> Response:
    return Response(
        url=FEED.url,
        final_url=permanent or FEED.url,
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body=b"",
        fetched_at=NOW,
        seconds=0.1,
        permanent_url=permanent,
    )


def _state(**changes: object) -> FeedState:
    begun = replace(new_state(FEED, NOW - DAY), last_polled_at=NOW - HOUR, last_full_at=NOW - HOUR)
    return replace(begun, **changes)  # type: ignore[arg-type] # of replace, each field has its own type


def _answered(
    state: FeedState,
    response: Response,
    parsed: ParsedFeed | None = READ,
    *,
    new: int = 0,
    now: datetime = NOW,
    dice: float = 0.0,
) -> FeedState:
    return after_response(state, response, parsed, new_entries=new, now=now, random=lambda: dice)


def _failed(
    state: FeedState, code: Reason = Reason.UNREACHABLE, *, dice: float = 0.0, retry_after: int | None = None
) -> FeedState:
    problem = Problem(stage=Stage.FEED, code=code, subject=FEED.url, detail="no answer", retry_after_s=retry_after)
    return after_failure(state, problem, now=NOW, random=lambda: dice)


def test_a_new_feed_is_due_at_once_and_asked_unconditionally() -> None:
    state = new_state(FEED, NOW)
    assert is_due(state, NOW)
    assert conditions(state, NOW) == (None, None)
    assert state.current_url == FEED.url


def test_h1_validators_are_sent_once_known() -> None:
    state = _answered(new_state(FEED, NOW), _response(etag='W/"x"', last_modified="whenever"), new=3)
    assert conditions(state, NOW + HOUR) == ('W/"x"', "whenever")


def test_h1_a_body_that_could_not_be_read_makes_the_next_poll_unconditional() -> None:
    state = _answered(_state(etag='"x"', last_modified="m"), _response(etag='"y"'), UNREAD)
    assert (state.status, conditions(state, NOW)) == ("failing", (None, None))
    assert state.last_error == "a page"


def test_h2_a_200_replaces_both_validators() -> None:
    state = _answered(_state(etag='"x"', last_modified="m"), _response(etag='"y"'))
    assert (state.etag, state.last_modified) == ('"y"', None)


def test_h2_a_304_replaces_those_that_it_carries() -> None:
    state = _answered(_state(etag='"x"', last_modified="m"), _response(304, etag='"y"'), None)
    assert (state.etag, state.last_modified) == ('"y"', "m")


def test_h3_now_and_then_the_question_is_unconditional() -> None:
    state = _state(etag='"x"', last_full_at=NOW)
    assert conditions(state, NOW + 23 * HOUR) == ('"x"', None)
    assert conditions(state, NOW + DAY) == (None, None)


def test_h3_a_304_does_not_count_as_a_full_answer() -> None:
    assert _answered(_state(etag='"x"'), _response(304), None).last_full_at == NOW - HOUR
    assert _answered(_state(etag='"x"'), _response()).last_full_at == NOW


def test_h3_validators_that_stay_while_the_entries_change_are_not_sent_again() -> None:
    state = _answered(_state(etag='"x"'), _response(etag='"x"'), new=2)
    assert conditions(state, NOW + HOUR) == (None, None)
    assert conditions(_answered(_state(etag='"x"'), _response(etag='"x"')), NOW + HOUR) == ('"x"', None)


def test_a_feed_that_changes_is_asked_sooner_and_one_that_does_not_later() -> None:
    changed = _answered(_state(), _response(), new=1)
    unchanged = _answered(_state(), _response(304), None)
    assert changed.interval_s < FIRST_INTERVAL_S < unchanged.interval_s
    assert (changed.last_changed_at, unchanged.last_changed_at) == (NOW, None)


def test_the_interval_stays_between_its_bounds() -> None:
    busy = idle = _state()
    for _ in range(50):
        busy, idle = _answered(busy, _response(), new=5), _answered(idle, _response())
    assert (busy.interval_s, idle.interval_s) == (SHORTEST_S, CEILING_S)


@pytest.mark.parametrize(
    ("headers", "hints", "seconds"),
    [
        ({"cache-control": "public, max-age=7200"}, Hints(ttl_s=60), 7200),
        ({"cache-control": "max-age=7200", "age": "1200"}, Hints(), 6000),
        ({"cache-control": "max-age=100", "age": "1200"}, Hints(), 0),
        ({"cache-control": "s-maxage=9999"}, Hints(ttl_s=5), 5),
        ({"cache-control": "max-age=0", "expires": "Wed, 25 Nov 2026 14:00:00 GMT"}, Hints(), 0),
        ({"expires": "Wed, 25 Nov 2026 14:00:00 GMT"}, Hints(ttl_s=60), 7200),
        ({"expires": "Wed, 25 Nov 2026 14:00:00 GMT", "date": "Wed, 25 Nov 2026 13:00:00 GMT"}, Hints(), 3600),
        ({"expires": "0"}, Hints(ttl_s=60, update_s=90), 60),
        ({}, Hints(update_s=90), 90),
        ({}, Hints(), 0),
    ],
)
def test_h6_what_an_answer_wishes(headers: dict[str, str], hints: Hints, seconds: int) -> None:
    assert asked_wait(headers, hints, now=NOW) == seconds


def test_h6_wishes_lengthen_the_wait_only_and_up_to_a_day() -> None:
    def wait(**headers: str) -> timedelta:
        return _answered(_state(interval_s=7200), _response(200, None, **headers)).next_poll_at - NOW

    usual = wait()
    assert wait(cache_control="max-age=1") == usual
    assert wait(cache_control="max-age=36000") == timedelta(hours=10)
    assert wait(cache_control="max-age=999999999") == DAY


def test_h6_a_wish_does_not_change_the_feeds_own_pace() -> None:
    state = _answered(_state(), _response(cache_control="max-age=36000"), new=1)
    assert state.interval_s == int(FIRST_INTERVAL_S * 0.7)


def test_h6_polls_stay_out_of_the_hours_and_days_that_a_feed_skips() -> None:
    hours = ParsedFeed(version="rss20", hints=Hints(skip_hours=frozenset(range(12, 20))))
    assert _answered(_state(), _response(), hours).next_poll_at.hour == 20
    days = ParsedFeed(version="rss20", hints=Hints(skip_days=frozenset({2})))
    assert _answered(_state(), _response(), days).next_poll_at.weekday() == 3
    never = ParsedFeed(version="rss20", hints=Hints(skip_days=frozenset({2, 3, 4, 5, 6})))
    assert _answered(_state(), _response(), never).next_poll_at - NOW <= DAY + 2 * HOUR


def test_h7_retry_after_is_kept_and_cut_to_a_month() -> None:
    assert _failed(_state(), Reason.RATE_LIMITED, retry_after=7 * 86_400).next_poll_at == NOW + 7 * DAY
    assert _failed(_state(), Reason.RATE_LIMITED, retry_after=10**9).next_poll_at == NOW + 30 * DAY
    assert _failed(_state(), Reason.RATE_LIMITED, retry_after=1).next_poll_at == _failed(_state()).next_poll_at


def test_h8_failures_in_a_row_double_the_wait_up_to_a_day_and_success_ends_them() -> None:
    state, waits = _state(interval_s=3600), []
    for _ in range(8):
        state = _failed(state)
        waits.append((state.next_poll_at - NOW) / HOUR)
    assert waits == [2, 4, 8, 16, 24, 24, 24, 24]
    assert (state.status, state.failures, state.interval_s) == ("failing", 8, 3600)
    again = _answered(state, _response(304), None)
    assert (again.status, again.failures, again.last_error, again.interval_s) == ("ok", 0, None, 4320)


def test_h9_a_feed_that_fails_for_ever_is_asked_for_ever() -> None:
    state = _state()
    for _ in range(5000):
        state = _failed(state)
    assert is_due(state, NOW + DAY)
    assert state.last_error == "unreachable: no answer"


def test_h10_polls_are_spread_by_the_dice() -> None:
    waits = {_answered(_state(), _response(), dice=dice).next_poll_at for dice in (0.0, 0.25, 0.5, 1.0)}
    assert len(waits) == 4
    assert max(waits) - min(waits) == timedelta(seconds=0.2 * FIRST_INTERVAL_S * 1.2)
    assert _failed(_state(), dice=1.0).next_poll_at > _failed(_state(), dice=0.0).next_poll_at


def test_h12_a_permanent_move_is_believed_at_the_third_time() -> None:
    state, target = _state(), "https://courier.example/new"
    for expected in (FEED.url, FEED.url, target):
        state = _answered(state, _response(permanent=target))
        assert state.current_url == expected
    assert (state.feed_id, state.moved_to, state.moved_seen) == (FEED.feed_id, None, 0)


@pytest.mark.parametrize("between", [_response(), _response(permanent="https://courier.example/elsewhere")])
def test_h12_the_three_times_must_be_in_a_row(between: Response) -> None:
    state, target = _state(), "https://courier.example/new"
    for answer in (target, target, None, target, target):
        state = _answered(state, _response(permanent=answer) if answer else between)
    assert (state.current_url, state.moved_seen) == (FEED.url, 2)


def test_h12_a_move_to_what_is_no_feed_is_not_believed() -> None:
    state, target = _state(), "https://courier.example/parked"
    for _ in range(5):
        state = _answered(state, _response(permanent=target), UNREAD)
    assert state.current_url == FEED.url


def test_h14_410_ends_polling_until_a_person_takes_it_up() -> None:
    state = _failed(_state(), Reason.GONE)
    assert state.status == "gone"
    assert not is_due(state, NOW + 1000 * DAY)
    assert is_due(replace(state, status="ok"), NOW + 1000 * DAY)


def test_h14_other_refusals_are_failures_like_any() -> None:
    assert _failed(_state(), Reason.HTTP_STATUS).status == "failing"


def test_h20_the_hub_is_kept_with_the_feed() -> None:
    told = ParsedFeed(version="rss20", hints=Hints(hub="http://hub.example/", self_url="http://self.example/"))
    state = _answered(_state(), _response(), told)
    assert (state.hub, state.self_url) == ("http://hub.example/", "http://self.example/")
    assert _answered(state, _response(304), None).hub == "http://hub.example/"


def test_an_empty_feed_is_no_failure() -> None:
    assert _answered(_state(), _response(), ParsedFeed(version="rss20")).status == "ok"


def test_a_feed_goes_home_when_the_place_it_moved_to_fails() -> None:
    moved = _state(current_url="https://courier.example/new", failures=3)
    problem = Problem(stage=Stage.FEED, code=Reason.UNREACHABLE, subject=FEED.url, detail="no answer")
    for expected in ("https://courier.example/new", FEED.url):
        moved = after_failure(moved, problem, now=NOW, random=lambda: 0.0, subscribed=FEED.url)
        assert moved.current_url == expected


def test_gone_from_the_place_it_moved_to_is_not_gone_for_good() -> None:
    moved = _state(current_url="https://courier.example/new", etag='"x"')
    gone = Problem(stage=Stage.FEED, code=Reason.GONE, subject=FEED.url, detail="410")
    home = after_failure(moved, gone, now=NOW, random=lambda: 0.0, subscribed=FEED.url)
    assert (home.status, home.current_url, home.etag) == ("failing", FEED.url, None)
    assert after_failure(home, gone, now=NOW, random=lambda: 0.0, subscribed=FEED.url).status == "gone"


def test_a_feed_that_breaks_before_its_first_entry_failed() -> None:
    assert _answered(_state(), _response(), ParsedFeed(version="rss20", broken=True)).status == "failing"


def _dated(*hours_ago: float) -> ParsedFeed:
    entries = tuple(
        Entry(entry_id=str(hours), feed_id="f", title="", published_at=NOW - HOUR * hours) for hours in hours_ago
    )
    return ParsedFeed(version="rss20", entries=entries)


def test_the_dates_of_entries_tell_a_feeds_pace() -> None:
    assert own_pace(_dated(1, 3, 5, 7, 100).entries, now=NOW) == 2 * 3600
    assert own_pace(_dated(40, 42, 44).entries, now=NOW) == 10 * 3600  # silent since
    assert own_pace(_dated(1, 3).entries, now=NOW) is None
    assert own_pace(_dated(1, 1, 1, 1).entries, now=NOW) is None


def test_a_slow_feed_is_not_asked_every_hour_after_its_first_poll() -> None:
    first = new_state(FEED, NOW)
    slow, fast = _dated(24, 200, 400, 600), _dated(0.1, 0.2, 0.3, 0.4)
    assert _answered(first, _response(), slow, new=4).interval_s > 4 * FIRST_INTERVAL_S
    assert _answered(first, _response(), fast, new=4).interval_s == FIRST_INTERVAL_S


def test_dates_hasten_the_pace_but_never_turn_it_round() -> None:
    slow, fast = _dated(24, 200, 400, 600), _dated(0.1, 0.2, 0.3, 0.4)
    plain = _answered(_state(), _response(), new=1).interval_s
    assert _answered(_state(), _response(), fast, new=1).interval_s < plain
    assert _answered(_state(), _response(), slow, new=1).interval_s == plain
    quiet = _answered(_state(), _response()).interval_s
    assert _answered(_state(), _response(), slow).interval_s > quiet
    assert _answered(_state(), _response(), fast).interval_s == quiet
