"""Raw pages into the archive before anything reads them: many at a time, so that one wait for the disk serves all."""

import asyncio
from types import TracebackType
from typing import Self

from extractors.archive import Archived, ArchiveWriter
from extractors.records import Response


class Archivist:
    """Writes what is handed to it while it waits for the disk as one batch; an async context manager."""

    def __init__(self, writer: ArchiveWriter) -> None:
        self._writer = writer
        self._waiting: list[tuple[Response, asyncio.Future[Archived]]] = []
        self._working: asyncio.Task[None] | None = None

    async def keep(self, response: Response) -> Archived:
        """Return where a response lies once the disk has it.

        Raises:
            ArchiveError: the disk will not take it.
        """
        kept: asyncio.Future[Archived] = asyncio.get_running_loop().create_future()
        self._waiting.append((response, kept))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await kept

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                written = await asyncio.to_thread(self._writer.write, [response for response, _ in batch])
            except Exception as error:  # noqa: BLE001 - goes to everybody who waits, and ends the run there
                for _, kept in batch:
                    if not kept.cancelled():
                        kept.set_exception(error)
                continue
            for (_, kept), place in zip(batch, written, strict=True):
                if not kept.cancelled():
                    kept.set_result(place)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish what was begun and close the file."""
        if self._working is not None:
            await self._working
        self._writer.close()
