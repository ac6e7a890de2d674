"""Advisory locks of PostgreSQL, by which the writers of a lake take turns and show that they are alive."""

import asyncio
import re
import threading
from collections.abc import Coroutine, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no types

from extractors.errors import StorageError, WarehouseError
from warehouse.connection import first_line
from warehouse.place import Lake

_WORD = re.compile(r"(\w+)\s*=\s*('[^']*'|\S+)")
_GONE = (OSError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError)


class Advisory:
    """A session of PostgreSQL that holds advisory locks until it gives them up, or dies with us.

    A session of its own, and not one of DuckDB's: that resets those that it keeps, and ends the whole process where a
    transaction cannot be rolled back because the server is gone. A thread runs its loop, whoever asks.
    """

    def __init__(self, lake: Lake) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="locks", daemon=True).start()
        self._session: Any = self._wait(_connected(lake.catalogue))

    def take(self, kind: int, number: int) -> None:
        """Wait for a lock; it is held until `give`.

        Raises:
            StorageError: the server is gone.
        """
        try:
            self._wait(self._session.execute("SELECT pg_advisory_lock($1, $2)", kind, number))
        except _GONE as error:
            raise StorageError(f"PostgreSQL does not answer any more ({error}); what was loaded stays.") from None

    def give(self) -> None:
        """Let go of all."""
        with suppress(*_GONE):  # a server that went away took the locks with it
            self._wait(self._session.execute("SELECT pg_advisory_unlock_all()"))

    def held(self, kind: int) -> set[int]:
        """List the numbers of the locks of a kind that anybody holds."""
        sql = "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid::bigint = $1"
        return {row[0] for row in self._wait(self._session.fetch(sql, kind))}

    def close(self) -> None:
        """End the session; its locks go with it."""
        self._loop.call_soon_threadsafe(self._session.terminate)
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _wait(self, answer: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(answer, self._loop).result()


async def _connected(words: str) -> Any:
    """Connect as libpq would by these words; a password comes from where libpq looks for it."""
    given = {key: value.strip("'") for key, value in _WORD.findall(words)}
    return await asyncpg.connect(
        host=given.get("host"),
        port=given.get("port"),
        user=given.get("user"),
        database=given.get("dbname"),
        ssl=given.get("sslmode"),
        passfile=given.get("passfile"),
    )


@contextmanager
def advisory(lake: Lake) -> Iterator[Advisory]:
    """Open a session for locks.

    Raises:
        WarehouseError: PostgreSQL does not answer.
    """
    try:
        session = Advisory(lake)
    except (*_GONE, asyncpg.PostgresError, ValueError) as error:
        raise WarehouseError(f"{lake} cannot be opened: {first_line(error)}.") from None
    with closing(session):
        yield session
