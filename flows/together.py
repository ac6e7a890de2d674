"""Work side by side, where the first failure stops the rest, and work that may be asked to stop."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


async def together(work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Await all; the results in order. When one raises, the others are cancelled and waited for, and it is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in work]
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]


async def until_stopped(work: Coroutine[Any, Any, object], stop: asyncio.Event, *, seconds: float) -> None:
    """Await work; once `stop` is set it has so many seconds to end by itself, and is then cancelled and waited for."""
    working, told = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            await asyncio.wait({working}, timeout=seconds)
        if working.done():
            await working
    finally:
        for task in (working, told):
            task.cancel()
        await asyncio.wait({working, told})
