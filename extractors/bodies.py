"""Bodies read within limits: bytes as received and bytes after decompression are counted apart, while reading."""

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol

from extractors.records import Reason

brotli: Any
try:
    import brotli  # type: ignore[import-untyped,no-redef] # has no types
except ImportError:  # an extra of somebody else's; gzip is enough
    brotli = None

_UNPACKING: tuple[type[Exception], ...] = (zlib.error,) if brotli is None else (zlib.error, brotli.error)
STEP = 1 << 18  # most bytes that one call may decompress to, so that a bomb shows before it fills the memory
ACCEPT_ENCODING = "gzip, br" if brotli is not None else "gzip"


class BodyError(Exception):
    """A body that cannot be used; `code` is the reason, the message one sentence."""

    def __init__(self, code: Reason, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class _Decoder(Protocol):
    def pieces(self, data: bytes) -> Iterator[bytes]: ...
    def finished(self) -> bool: ...


class _Zlib:
    """gzip (members one after another, as the format allows) and deflate (with or without its own header)."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._machine = zlib.decompressobj(wbits=31 if gzip else 15)
        self._started = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._machine.eof:
                if not self._gzip or not data.startswith(b"\x1f\x8b"):
                    return  # padding behind the end
                self._machine = zlib.decompressobj(wbits=31)
            yield self._step(data)
            data = self._machine.unused_data if self._machine.eof else self._machine.unconsumed_tail

    def _step(self, data: bytes) -> bytes:
        try:
            piece = self._machine.decompress(data, STEP)
        except zlib.error:
            if self._gzip or self._started:
                raise
            self._machine = zlib.decompressobj(wbits=-15)
            piece = self._machine.decompress(data, STEP)
        self._started = True
        return piece

    def finished(self) -> bool:
        return self._machine.eof


class _Brotli:
    def __init__(self) -> None:
        self._machine: Any = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        piece = self._machine.process(data, output_buffer_limit=STEP)
        while piece:
            yield piece
            piece = self._machine.process(b"", output_buffer_limit=STEP)

    def finished(self) -> bool:
        return bool(self._machine.is_finished())


def _decoder(encoding: str) -> _Decoder | None:
    """Choose by the value of Content-Encoding; None for a plain body."""
    name = encoding.strip().lower()
    if name in {"", "identity", "none", "utf-8"}:  # some name the charset here
        return None
    if name in {"gzip", "x-gzip"}:
        return _Zlib(gzip=True)
    if name == "deflate":
        return _Zlib(gzip=False)
    if name == "br" and brotli is not None:
        return _Brotli()
    raise BodyError(Reason.BAD_ENCODING, f"the server packed the body as {encoding!r}, which we did not offer")


class Tally:
    """Counts what came over the wire, so that the ledger has it even where the body failed."""

    def __init__(self) -> None:
        self.received = 0


async def read_body(
    stream: AsyncIterator[bytes], *, encoding: str, length: str | None, limit: int, tally: Tally
) -> bytes:
    """Read a body to its end and decompress it, within `limit` bytes received and `limit` bytes after.

    `encoding` and `length` are the values of Content-Encoding and Content-Length.

    Raises:
        BodyError: too large, ended early, or not packed as `encoding` says.
    """
    if length is not None and length.isdecimal() and int(length) > limit:
        raise BodyError(Reason.TOO_LARGE, f"announced with {length} bytes, more than {limit}; nothing was read")
    decoders = [d for d in map(_decoder, reversed(encoding.split(","))) if d is not None][:2]
    body = bytearray()
    try:
        async for chunk in stream:
            tally.received += len(chunk)
            if tally.received > limit:
                raise BodyError(Reason.TOO_LARGE, f"more than {limit} bytes were sent; reading stopped there")
            for piece in _unpacked(chunk, decoders):
                body += piece
                if len(body) > limit:
                    raise BodyError(Reason.TOO_LARGE, f"unpacks to more than {limit} bytes; reading stopped there")
    except _UNPACKING as error:
        raise BodyError(Reason.BAD_ENCODING, f"the body is not {encoding}, as the server says: {error}") from error
    if tally.received and not all(decoder.finished() for decoder in decoders):
        raise BodyError(Reason.TRUNCATED, f"the {encoding} body ends early, after {tally.received} bytes")
    return bytes(body)


def _unpacked(chunk: bytes, decoders: list[_Decoder]) -> Iterator[bytes]:
    if not decoders:
        yield chunk
        return
    for piece in decoders[0].pieces(chunk):
        yield from _unpacked(piece, decoders[1:])
