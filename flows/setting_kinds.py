"""The kinds of values that settings have: how each is read from TOML and from the environment's text."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_SWITCHES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a value is read; both readers raise ValueError for what is not `wanted`."""

    wanted: str
    from_text: Callable[[str], Any]
    from_toml: Callable[[object], Any]


def _number(value: object, *, least: float, most: float, whole: bool) -> float:
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise ValueError  # noqa: TRY004 - one error for whatever is not wanted
    if not least <= value <= most:  # nor is nan between them
        raise ValueError
    return value if whole else float(value)


def _numbers(wanted: str, *, least: float, most: float, whole: bool) -> Kind:
    return Kind(
        wanted=f"{wanted}, {least:,} to {most:,},",
        from_text=lambda text: _number((int if whole else float)(text), least=least, most=most, whole=whole),
        from_toml=lambda value: _number(value, least=least, most=most, whole=whole),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError
    return value.strip()


def _path(value: object) -> Path:
    return Path(_text(value)).expanduser()


def _proxy(value: object) -> str:
    address = _text(value)
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https", "socks5", "socks5h"} or not parts.hostname or parts.port == 0:
        raise ValueError
    return address


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 - one error for whatever is not wanted
    return value


def _switch_word(text: str) -> bool:
    if text.lower() not in _SWITCHES:
        raise ValueError
    return _SWITCHES[text.lower()]


SECONDS = _numbers("a number of seconds", least=0, most=86_400, whole=False)
LIMIT = _numbers("a number of seconds", least=0.1, most=86_400, whole=False)
HOURS = _numbers("a number of hours", least=0, most=100_000, whole=False)
COUNT = _numbers("a whole number", least=1, most=10_000, whole=True)
PROCESSES = _numbers("a whole number", least=1, most=256, whole=True)
DAYS = _numbers("a whole number of days", least=1, most=36_500, whole=True)
BYTES = _numbers("a number of bytes", least=100_000_000, most=1_000_000_000_000, whole=True)
TEXT = Kind(wanted="text on one line", from_text=_text, from_toml=_text)
PATH = Kind(wanted="a path", from_text=_path, from_toml=_path)
PROXY = Kind(wanted="an address such as http://proxy.example:3128", from_text=_proxy, from_toml=_proxy)
SWITCH = Kind(wanted="true or false", from_text=_switch_word, from_toml=_switch)
