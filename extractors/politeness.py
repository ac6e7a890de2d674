"""One request at a time to a host with a pause between two, hosts that asked to be left alone, Retry-After.

A host is what answers: name and port. Other hosts never wait for it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LEAST_PATIENCE_S = 5.0  # enough for a host that is well again
LONGEST_RETRY_AFTER = timedelta(days=30)


def retry_after_seconds(value: str | None, *, now: datetime) -> int | None:
    """Read a Retry-After header, seconds or HTTP-date; None where absent, unreadable or past, at most a month."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:12])
    else:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        seconds = (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds()
    return int(min(seconds, LONGEST_RETRY_AFTER.total_seconds())) if seconds >= 1 else None


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    wasted_s: float = 0.0


class Pacer:
    """Hands out turns per host and remembers for the run which hosts and URLs must not be asked again."""

    def __init__(
        self,
        *,
        host_delay: float,
        concurrency: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._delay = host_delay
        self._clock, self._sleep = clock, sleep
        self._hosts: dict[str, _Host] = {}
        self._slots = asyncio.Semaphore(concurrency)
        self._closed: dict[str, str] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Hold the host's only turn: wait for it, then for the pause since the last one to be over."""
        state = self._hosts.setdefault(host, _Host())
        async with state.lock:
            wait = state.free_at - self._clock()
            if wait > 0:
                await self._sleep(wait)
            async with self._slots:
                try:
                    yield
                finally:
                    state.free_at = self._clock() + self._delay

    def waste(self, host: str, seconds: float) -> None:
        """Note that a host let us wait for nothing."""
        self._hosts.setdefault(host, _Host()).wasted_s += seconds

    def patience(self, host: str, whole: float) -> float:
        """Give the seconds that a host may still take for an answer: all, less what it wasted, but a few always."""
        state = self._hosts.get(host)
        return whole if state is None else max(whole - state.wasted_s, min(whole, _LEAST_PATIENCE_S))

    def close(self, key: str, reason: str) -> None:
        """Ask nothing more of a host or a URL in this run."""
        self._closed[key] = reason

    def closed(self, *keys: str) -> str | None:
        """Say why one of these may not be asked, None if all may."""
        return next((self._closed[key] for key in keys if key in self._closed), None)
