"""H7, H8 and H11: when a server wants to be left alone. H6, H9, H10 are the polling plan's (tests/unit)."""

import asyncio
import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest

from extractors.fetch import Fetcher
from extractors.politeness import Pacer, retry_after_seconds
from extractors.records import Problem, Reason, Response

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Wed, 25 Nov 2026 12:10:00 GMT", 600),
        ("Wed, 25 Nov 2026 11:00:00 GMT", None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("99999999999999999999", 30 * 86_400),
        ("Fri, 25 Nov 2099 12:00:00 GMT", 30 * 86_400),
    ],
)
def test_h7_retry_after_is_read_in_both_forms_and_kept_within_reason(value: str | None, seconds: int | None) -> None:
    assert retry_after_seconds(value, now=NOW) == seconds


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable", "302 Found"])
def test_h7_nothing_goes_to_a_url_before_its_retry_after(server: Any, desk: Any, status: str) -> None:
    url = server.route("/feed", server.http(b"", "Retry-After: 600", "Location: /other", status=status))
    first, second = asyncio.run(_twice(desk, url))
    assert (first.status, first.retry_after_s) == (int(status[:3]), 600)
    assert second.code is Reason.RATE_LIMITED
    assert server.paths() == ["/feed"]


def test_h7_retry_after_as_a_date(server: Any, desk: Any) -> None:
    at = format_datetime(datetime(2099, 1, 1, tzinfo=UTC), usegmt=True)
    url = server.route("/feed", server.http(b"", f"Retry-After: {at}", status="429 Too Many Requests"))
    assert desk.ask(url).retry_after_s == 30 * 86_400


def test_h7_a_429_ends_the_run_for_its_host_alone(server: Any, other_server: Any, desk: Any) -> None:
    limited = server.route("/limited", server.http(b"", status="429 Too Many Requests"))
    sibling = server.route("/feed", server.http(server.RSS))
    elsewhere = other_server.route("/feed", server.http(server.RSS))
    answers = desk.ask_all(limited, sibling, elsewhere)
    assert [getattr(answer, "code", "ok") for answer in answers] == [Reason.RATE_LIMITED, Reason.RATE_LIMITED, "ok"]
    assert server.paths() == ["/limited"]


def test_h7_a_503_leaves_the_rest_of_its_host_alone(server: Any, desk: Any) -> None:
    tired = server.route("/tired", server.http(b"", "Retry-After: 60", status="503 Busy"))
    sibling = server.route("/feed", server.http(server.RSS))
    answers = desk.ask_all(tired, sibling)
    assert isinstance(answers[0], Problem)
    assert isinstance(answers[1], Response)


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad Gateway", "504 Too Slow"])
def test_h8_transient_trouble_is_asked_again(server: Any, desk: Any, status: str) -> None:
    url = server.route(
        "/feed", server.http(b"", status=status), server.http(b"", status=status), server.http(server.RSS)
    )
    assert isinstance(desk.ask(url), Response)
    assert len(server.requests) == 3
    assert [row.outcome for row in desk.ledger] == ["problem", "problem", "ok"]


def test_h8_a_reset_is_asked_again(server: Any, desk: Any) -> None:
    def resets_once(_: Any, connection: Any) -> None:
        connection.close() if len(server.requests) == 1 else connection.sendall(server.http(server.RSS))

    url = server.route("/feed", resets_once)
    assert isinstance(desk.ask(url), Response)


@pytest.mark.parametrize(
    "status", ["400 Bad", "401 Who", "403 No", "404 None", "451 Law", "501 Never", "503 Busy", "505 Old"]
)
def test_h8_everything_else_is_asked_once(server: Any, desk: Any, status: str) -> None:
    answer = desk.ask(server.route("/feed", server.http(b"wall", status=status)))
    assert (answer.code, answer.status) == (Reason.HTTP_STATUS, int(status[:3]))
    assert len(server.requests) == 1


def test_h8_pauses_grow(server: Any, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def no_sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("extractors.fetch.asyncio.sleep", no_sleep)
    desk.ask(server.route("/feed", server.http(b"", status="500 Oops")), retry_pause_s=1.0)
    assert pauses == [1.0, 3.0]


def test_h11_one_request_at_a_time_to_a_host(server: Any, desk: Any) -> None:
    urls = [server.route(f"/feed{n}", server.http(server.RSS)) for n in range(20)]
    answers = desk.ask_all(*urls)
    assert all(isinstance(answer, Response) for answer in answers)
    assert server.most_at_once == 1


def test_h11_other_hosts_do_not_wait(server: Any, other_server: Any, desk: Any) -> None:
    served = threading.Event()

    def slow(_: Any, connection: Any) -> None:
        assert served.wait(4)  # ends only when the other host has been asked
        connection.sendall(server.http(server.RSS))

    def quick(_: Any, connection: Any) -> None:
        served.set()
        connection.sendall(server.http(server.RSS))

    urls = [server.route("/a", slow), server.route("/b", server.http(server.RSS)), other_server.route("/c", quick)]
    assert all(isinstance(answer, Response) for answer in desk.ask_all(*urls, silence_s=4.5))


def test_h11_a_pause_lies_between_two_requests_to_a_host() -> None:
    now, pauses = 100.0, []

    async def sleep(seconds: float) -> None:
        nonlocal now
        pauses.append(seconds)
        now += seconds

    async def run() -> None:
        nonlocal now
        pacer = Pacer(host_delay=5.0, concurrency=10, clock=lambda: now, sleep=sleep)
        for host in ("a", "b", "a", "a"):
            async with pacer.turn(host):
                now += 1.0

    asyncio.run(run())
    assert pauses == [4.0, 5.0]


async def _twice(desk: Any, url: str) -> tuple[Any, Any]:
    async with Fetcher(desk.policy) as fetcher:
        return await fetcher.get(url, kind="feed"), await fetcher.get(url, kind="feed")
