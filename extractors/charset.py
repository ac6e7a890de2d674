"""Bytes to text by a ladder: byte order mark, charset parameter, declaration, UTF-8, windows-1252.

Where the bytes contradict a step, the next one that decodes without error is taken (RFC 7303 section 3, WHATWG).
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<?" or "<" with a letter begins where there is no mark (XML 1.0, appendix F).
_SHAPES = (
    (re.compile(rb"\x3c\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0\x3c"), "utf-32-be"),
    (re.compile(rb"[\x3c{\[]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[\x3c{\[]\0[^\0]"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
# What is declared under the narrower name is mostly the wider one (WHATWG encoding labels).
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]+)[\"']", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the encoding that read it, and the one that was announced if another had to be taken."""

    text: str
    encoding: str
    contradicted: str | None = None


def decode(body: bytes, content_type: str | None) -> Decoded:
    """Decode a body. Never raises: single bytes that fit nowhere become what windows-1252 or Latin-1 makes of them."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _marked(body[len(mark) :], encoding)
    announced = None
    for name in _choices(body, content_type):
        known = _known(name)
        announced = announced or name
        text = _strictly(body, known)
        if text is not None and known is not None:
            return Decoded(text=text, encoding=known, contradicted=None if _known(announced) == known else announced)
    return Decoded(text=_patched(body), encoding="utf-8" if _mostly_utf8(body) else "cp1252", contradicted=announced)


def _marked(body: bytes, encoding: str) -> Decoded:
    text = _strictly(body, encoding)
    if text is not None:
        return Decoded(text=text, encoding=encoding)
    if encoding == "utf-8":
        return Decoded(text=_patched(body), encoding=encoding, contradicted=encoding)
    return Decoded(text=body.decode(encoding, "replace"), encoding=encoding, contradicted=encoding)


def _choices(body: bytes, content_type: str | None) -> Iterator[str]:
    parameter = _PARAMETER.search(content_type or "")
    if parameter:
        yield parameter[1]
    for shape, encoding in _SHAPES:
        if shape.match(body):
            if encoding == "cp037":  # EBCDIC, whose variants agree on the declaration's letters
                declared = _DECLARED.match(body[:512].decode("cp037").encode())
                yield declared[1].decode("ascii") if declared else encoding
            yield encoding
    declared = _DECLARED.match(body[:512])
    if declared:
        yield declared[1].decode("ascii")
    yield "utf-8"


def _known(name: str) -> str | None:
    """Give Python's name of an encoding of text, in its wider form; None for one that it does not know."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True):  # base64, zlib and the like
        return None
    return _WIDER.get(found.name, found.name)


def _strictly(body: bytes, encoding: str | None) -> str | None:
    """Decode without error, or not at all; UTF-8 under a one-byte name counts as a contradiction."""
    if encoding is None or (encoding.startswith("utf-16") and b"<" in body[:64] and b"\0" not in body[:64]):
        return None
    if encoding.startswith(("cp125", "iso8859", "latin")) and _HIGH.search(body) and _is_utf8(body):
        return None
    try:
        return body.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(body: bytes) -> bool:
    """Tell whether the bytes beyond ASCII are chiefly whole UTF-8 characters: a few broken ones are not the rule."""
    good = sum(len(found) for found in _MULTIBYTE.findall(body))
    return good * 2 > len(_HIGH.findall(body))


def _patched(body: bytes) -> str:
    """Read as UTF-8 with single bytes taken for windows-1252, or as windows-1252 throughout."""
    return body.decode("utf-8", _PATCH) if _mostly_utf8(body) else "".join(map(_one_byte, body))


_PATCH = "parley-windows-1252"
_C1 = bytes(range(256)).decode("cp1252", "replace")


def _one_byte(byte: int) -> str:
    return chr(byte) if _C1[byte] == "\ufffd" else _C1[byte]


def _patch(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "".join(map(_one_byte, error.object[error.start : error.end])), error.end


codecs.register_error(_PATCH, _patch)
