"""The kinds of values that settings have: how each is read from TOML and from the environment's text."""

import math
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


def _number(value: object, *, least: float, whole: bool) -> float:
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise ValueError  # noqa: TRY004 - one error for whatever is not wanted
    if not math.isfinite(value) or value < least:
        raise ValueError
    return value if whole else float(value)


def _numbers(wanted: str, *, least: float, whole: bool) -> Kind:
    return Kind(
        wanted=wanted,
        from_text=lambda text: _number((int if whole else float)(text), least=least, whole=whole),
        from_toml=lambda value: _number(value, least=least, whole=whole),
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


SECONDS = _numbers("a number of seconds, 0 or more,", least=0, whole=False)
LIMIT = _numbers("a number of seconds, 0.1 or more,", least=0.1, whole=False)
HOURS = _numbers("a number of hours, 0 or more,", least=0, whole=False)
COUNT = _numbers("a whole number, 1 or more,", least=1, whole=True)
DAYS = _numbers("a whole number of days, 1 or more,", least=1, whole=True)
BYTES = _numbers("a number of bytes, 100,000,000 or more,", least=100_000_000, whole=True)
TEXT = Kind(wanted="text on one line", from_text=_text, from_toml=_text)
PATH = Kind(wanted="a path", from_text=_path, from_toml=_path)
PROXY = Kind(wanted="an address such as http://proxy.example:3128", from_text=_proxy, from_toml=_proxy)
SWITCH = Kind(wanted="true or false", from_text=_switch_word, from_toml=_switch)
