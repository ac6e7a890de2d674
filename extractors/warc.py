"""WARC files read back, ours or anybody's: whole records only, within limits, and never an exception for bad bytes."""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # warcio ships no types

from extractors.archive import ASKED, Archived
from extractors.pages import MAX_BYTES
from extractors.records import Problem, Reason, Response, Stage, make_id

_GZIP = 31
_MAX_RECORD = MAX_BYTES + 1_000_000  # unpacked: the largest page with its headers
_CHUNK = 1 << 16
_CODED = {"content-encoding", "transfer-encoding"}


def read_archived(folder: Path, place: Archived) -> Response | Problem:
    """Read one response from where the index says that it lies."""
    subject = f"{place.file}:{place.position}"
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(place.position)
            packed = file.read(place.size)
    except OSError as error:
        return _problem(Reason.TRUNCATED, subject, f"the archive's file cannot be read: {error.strerror or error}")
    plain = _unpack(packed)
    return plain if isinstance(plain, Problem) else _parse(plain, subject)


def read_file(path: Path) -> Iterator[Response | Problem]:
    """Read a file's responses in order, up to the last whole record; a Problem for each that is not whole or too large.

    Records of other types (requests, metadata) are passed over. One gzip member a record, as the standard wants.
    """
    with path.open("rb") as file:
        for position, _, plain in _members(file):
            subject = f"{path.name}:{position}"
            if isinstance(plain, Problem):
                yield replace(plain, subject=subject)
            elif not _is_other(plain):
                yield _parse(plain, subject)


def list_file(path: Path) -> Iterator[Archived | Problem]:
    """List a file's responses as `read_file` reads them, without their bodies."""
    with path.open("rb") as file:
        for position, size, plain in _members(file):
            subject = f"{path.name}:{position}"
            if isinstance(plain, Problem):
                yield replace(plain, subject=subject)
            elif not _is_other(plain):
                yield _listed(_parse(plain, subject), path.name, position, size)


def _listed(response: Response | Problem, file: str, position: int, size: int) -> Archived | Problem:
    if isinstance(response, Problem):
        return response
    return Archived(
        record_id=make_id(file, str(position)),
        url=response.url,
        final_url=response.final_url,
        file=file,
        position=position,
        size=size,
        status=response.status,
        content_type=response.headers.get("content-type"),
        payload_sha256=sha256(response.body).hexdigest(),
        fetched_at=response.fetched_at,
        run_id="",
    )


def _members(file: BinaryIO) -> Iterator[tuple[int, int, bytes | Problem]]:
    """Unpack gzip members one after the other, each within the limit; the rest of a larger one is skipped.

    Gives where each begins, how long it is packed, and what it holds.
    """
    position, rest = 0, b""
    while rest or (rest := file.read(_CHUNK)):
        unpacker = zlib.decompressobj(_GZIP)
        parts: list[bytes] = []
        size = used = 0
        try:
            while not unpacker.eof and (rest or (rest := file.read(_CHUNK))):
                part = unpacker.decompress(rest, _CHUNK)
                left = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
                used += len(rest) - len(left)
                rest, size = left, size + len(part)
                if size <= _MAX_RECORD:
                    parts.append(part)
        except zlib.error as error:
            yield position, used, _problem(Reason.TRUNCATED, "", f"not gzip data: {error}")
            return
        if not unpacker.eof:
            yield position, used, _problem(Reason.TRUNCATED, "", "the file ends within this record")
            return
        yield position, used, _too_large() if size > _MAX_RECORD else b"".join(parts)
        position += used


def _unpack(packed: bytes) -> bytes | Problem:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(packed, _MAX_RECORD + 1)
    except zlib.error as error:
        return _problem(Reason.TRUNCATED, "", f"not gzip data: {error}")
    if len(plain) > _MAX_RECORD:
        return _too_large()
    return plain if unpacker.eof else _problem(Reason.TRUNCATED, "", "the record is cut short")


def _is_other(plain: bytes) -> bool:
    head = plain[:4096].lower()
    return b"\r\nwarc-type:" in head and b"\r\nwarc-type: response" not in head


def _parse(plain: bytes, subject: str) -> Response | Problem:
    """Read one record. warcio gives a record that was cut short without a word, so its length is checked."""
    try:
        record = next(ArchiveIterator(BytesIO(plain)))
        promised = int(record.http_headers.get_header("Content-Length") or -1)
        body = record.raw_stream.read(_MAX_RECORD)
        fetched_at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
        status = int(record.http_headers.get_statuscode())
        final_url = str(record.rec_headers.get_header("WARC-Target-URI"))
    except Exception as error:  # noqa: BLE001 - warcio raises what it likes on bytes that are no WARC
        return _problem(Reason.TRUNCATED, subject, f"not a WARC response: {type(error).__name__}")
    if len(body) != record.payload_length or (promised >= 0 and len(body) != promised):
        return _problem(Reason.TRUNCATED, subject, f"the record holds {len(body):,} bytes of {promised:,}")
    headers = {name.lower(): value for name, value in record.http_headers.headers if value is not None}
    if not _CODED.isdisjoint(headers):  # as others keep it: packed as it came over the wire
        unpacked = _decoded(plain)
        if unpacked is None or len(unpacked) > _MAX_RECORD:
            return _problem(Reason.BAD_ENCODING, subject, "the body cannot be unpacked as its headers say")
        body = unpacked
    return Response(
        url=record.rec_headers.get_header(ASKED) or final_url,
        final_url=final_url,
        status=status,
        headers=headers,
        body=body,
        fetched_at=fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC),
        seconds=0.0,
    )


def _decoded(plain: bytes) -> bytes | None:
    try:
        body: bytes = next(ArchiveIterator(BytesIO(plain))).content_stream().read(_MAX_RECORD + 1)
    except Exception:  # noqa: BLE001 - as in _parse
        return None
    return body


def _too_large() -> Problem:
    return _problem(Reason.TOO_LARGE, "", f"the record unpacks to more than {_MAX_RECORD:,} bytes")


def _problem(code: Reason, subject: str, detail: str) -> Problem:
    return Problem(stage=Stage.EXTRACT, code=code, subject=subject, detail=detail)


def files_before(folder: Path, day: date) -> tuple[tuple[Path, int], ...]:
    """List the archive's files named with an earlier day than `day`, oldest first, and the bytes that each holds.

    What retention may delete; nothing is deleted here.
    """
    found = ((path, _day_of(path.name)) for path in sorted(folder.glob("parley-*.warc.gz")))
    return tuple((path, path.stat().st_size) for path, named in found if named is not None and named < day)


def _day_of(name: str) -> date | None:
    try:
        return datetime.strptime(name.split("-")[1], "%Y%m%d").replace(tzinfo=UTC).date()
    except (ValueError, IndexError):
        return None
