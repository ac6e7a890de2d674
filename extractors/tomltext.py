"""TOML with lines: what people write by hand is refused with the line to mend, which tomllib keeps to itself."""

import re
import tomllib
from typing import Any

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class TomlFaultError(ValueError):
    """The text is no TOML; `line` counts from 1, `fault` says what the reader stumbled over."""

    def __init__(self, line: int, fault: str) -> None:
        super().__init__(f"line {line}: {fault}")
        self.line = line
        self.fault = fault


def parse_toml(text: str) -> dict[str, Any]:
    """Parse TOML.

    Raises:
        TomlFaultError: it is none.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        line = int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1
        raise TomlFaultError(line, message[: place.start()] if place else message) from None


def line_of(text: str, key: str) -> int:
    """Find the line of a top-level key or table header; 1 where it cannot be told."""
    place = re.search(rf"""^\s*\[*\s*["']?{re.escape(key)}\b""", text, re.MULTILINE)
    return text.count("\n", 0, place.end()) + 1 if place else 1
