"""Raw responses kept for ever: written to WARC files before anything reads them, one gzip member a record.

The warehouse keeps an index, a row per record, from `Archived`: record_id, url, final_url, file (its name within the
archive folder), position and size (bytes of the compressed record), status, content_type, payload_sha256, fetched_at,
run_id. A crash may leave records that no index row names; `warc.read_file` finds them.
"""

import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # warcio ships no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # as above

from extractors.errors import ArchiveError
from extractors.records import Response, make_id

ROTATE_AT = 256 * 1024 * 1024
"""Bytes after which a file is closed and the next begun."""

_FAST = 1  # zlib's level; its default of 6 and warcio's 9 would cost 40 % of extraction for a tenth less space
_GZIP = 31  # zlib's name for the gzip format
_NAME = "parley-{day:%Y%m%d}-{run_id}-{number:05d}.warc.gz"
_CODED = {"content-encoding", "transfer-encoding", "content-length"}  # true of the wire, not of what we keep
ASKED = "X-Parley-Asked-URI"
"""The WARC header that names the address before redirects, where it differs from WARC-Target-URI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """Where one response lies: a row of the index."""

    record_id: str
    url: str
    final_url: str
    file: str
    position: int
    size: int
    status: int
    content_type: str | None
    payload_sha256: str
    fetched_at: datetime
    run_id: str


class ArchiveWriter:
    """Appends responses to files that this run alone has opened; a context manager.

    Raises ArchiveError where the folder or the disk will not take them: nothing half-written stays then.
    """

    def __init__(self, folder: Path, *, run_id: str, now: datetime, rotate_at: int = ROTATE_AT) -> None:
        self._folder = folder
        self._run_id = run_id
        self._day = now.astimezone(UTC).date()
        self._rotate_at = rotate_at
        self._number = 0
        self._file: BinaryIO | None = None
        self._name = ""

    def write(self, responses: Iterable[Response]) -> tuple[Archived, ...]:
        """Write responses and have the disk confirm them; where each lies, in order. All of them or none."""
        batch = [(response, *_record(response)) for response in responses]
        if not batch:
            return ()
        try:
            file = self._open()
            start = file.tell()
            try:
                written = tuple(self._append(file, *item) for item in batch)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.seek(start)
                file.truncate(start)
                raise
        except OSError as error:
            raise ArchiveError(
                f"The archive in {self._folder} cannot be written: {error.strerror or error}."
            ) from error
        if file.tell() >= self._rotate_at:
            self.close()
        return written

    def _append(self, file: BinaryIO, response: Response, record_id: str, packed: bytes) -> Archived:
        position = file.tell()
        left = memoryview(packed)
        while left:  # an unbuffered write may take a part; a buffered one would keep bytes back when the disk is full
            left = left[file.write(left) :]
        return Archived(
            record_id=record_id,
            url=response.url,
            final_url=response.final_url,
            file=self._name,
            position=position,
            size=len(packed),
            status=response.status,
            content_type=_header(response, "content-type"),
            payload_sha256=sha256(response.body).hexdigest(),
            fetched_at=response.fetched_at,
            run_id=self._run_id,
        )

    def _open(self) -> BinaryIO:
        """Give the open file, or create the next: never one that exists, since a crash may have cut it short."""
        while self._file is None:
            self._number += 1
            self._name = _NAME.format(day=self._day, run_id=self._run_id, number=self._number)
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                self._file = (self._folder / self._name).open("xb", buffering=0)
            except FileExistsError:
                continue
            _sync_folder(self._folder)
        return self._file

    def close(self) -> None:
        """Close the open file; the next write begins another."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _record(response: Response) -> tuple[str, bytes]:
    """Make a response's id and its record as one gzip member."""
    record_id = make_id(
        "archived", response.final_url, response.fetched_at.isoformat(), sha256(response.body).hexdigest()
    )
    plain = BytesIO()
    writer = WARCWriter(plain, gzip=False)
    warc_headers = {
        "WARC-Date": response.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Record-ID": f"<urn:parley:{record_id}>",
    }
    if response.url != response.final_url:
        warc_headers[ASKED] = _one_line(response.url)
    record = writer.create_warc_record(
        _one_line(response.final_url),
        "response",
        payload=BytesIO(response.body),
        length=len(response.body),
        http_headers=StatusAndHeaders(f"{response.status:d} ", _http_headers(response), protocol="HTTP/1.1"),
        warc_headers_dict=warc_headers,
    )
    writer.write_record(record)
    packer = zlib.compressobj(_FAST, zlib.DEFLATED, _GZIP)
    return record_id, packer.compress(plain.getvalue()) + packer.flush()


def _http_headers(response: Response) -> list[tuple[str, str]]:
    """Give the headers as they hold for the body that we keep; those about its coding on the wire renamed."""
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _CODED else name, _one_line(value))
        for name, value in response.headers.items()
        if _one_line(name) == name and ":" not in name
    ]
    return [*headers, ("Content-Length", str(len(response.body)))]


def _one_line(text: str) -> str:
    """Keep a value from ending its header line; what a URL cannot hold anyway becomes spaces."""
    return "".join(character if character.isprintable() else " " for character in text).strip()


def _header(response: Response, name: str) -> str | None:
    return next((value for key, value in response.headers.items() if key.lower() == name), None)


def _sync_folder(folder: Path) -> None:
    """Have the disk confirm a new file's name as well."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
