"""Ctrl-C and SIGTERM end a command with a sentence and the exit code that shells know: 130 and 143.

SIGTERM lets a flow under way finish its batches and publish what it loaded; Ctrl-C does not wait.
"""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import typer
from typer.core import TyperGroup

from extractors.errors import ParleyError

RUNS = frozenset({"ingest", "reprocess", "serve"})
"""Commands that leave work for the next run."""


class StoppedError(ParleyError):
    """Somebody ended the command."""

    def __init__(self, command: str | None, number: signal.Signals) -> None:
        more = " What was loaded stays; the next run takes up the rest." if command in RUNS else ""
        super().__init__(f"Stopped.{more}")
        self.exit_code = 128 + number


class Terminated(KeyboardInterrupt):
    """SIGTERM came; event loops let pass what is a KeyboardInterrupt."""


class Commands(TyperGroup):
    """The commands, of which an end from outside leaves as StoppedError: Typer alone would end without a word."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # Typer's own click has no public name
        """Run the command.

        Raises:
            StoppedError: Ctrl-C or SIGTERM came.
        """
        try:
            return super().invoke(ctx)
        except BaseException as error:
            number = _number(error)
            if number is None:
                raise
            raise StoppedError(ctx.invoked_subcommand, number) from None


@contextmanager
def sigterm_stops() -> Iterator[None]:
    """Raise Terminated on SIGTERM meanwhile, so that a command closes what it opened."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def sigterm_sets(stop: asyncio.Event) -> Iterator[None]:
    """Set an event on SIGTERM meanwhile, instead of ending; in the main thread, where alone signals arrive."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop, before = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, before)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def _number(error: BaseException) -> signal.Signals | None:
    if isinstance(error, Terminated) or type(error).__name__ == "TerminationSignal":  # Prefect's, slow to import
        return signal.SIGTERM
    return signal.SIGINT if isinstance(error, KeyboardInterrupt) else None
