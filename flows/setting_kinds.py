"""The kinds of values that settings have: how each is read from TOML and from the environment's text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flows.schedule_text import interval_seconds, is_cron
from warehouse.place import Lake

_SWITCHES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a value is read; both readers raise ValueError for what is not `wanted`. `shown` leaves secrets out.

    A `secret` value is not repeated in a message either.
    """

    wanted: str
    from_text: Callable[[str], Any]
    from_toml: Callable[[object], Any]
    shown: Callable[[Any], str] = str
    secret: bool = False


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach what listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


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


def _database(value: object) -> Path | Lake:
    if not _text(value).startswith("ducklake:"):
        return _path(value)
    return Lake.parse(_text(value))


def _scheduler(value: object) -> str:
    address = _text(value)
    parts = urlsplit(address)
    if parts.scheme not in {"tcp", "tls"} or not parts.port or not parts.hostname:
        raise ValueError
    if parts.scheme != "tls" and not is_loopback(parts.hostname):  # whoever reaches a scheduler runs what he likes
        raise ValueError
    return address


def _proxy(value: object) -> str:
    address = _text(value)
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https", "socks5", "socks5h"} or not parts.hostname or parts.port == 0:
        raise ValueError
    return address


def _host(value: object) -> str:
    host = _text(value)
    if not re.fullmatch(r"[\w.:-]+", host, re.ASCII):
        raise ValueError
    return host


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc="***@" + parts.netloc.rpartition("@")[2])) if "@" in address else address


def _webhook(value: object) -> str:
    address = _text(value)
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError
    return address


def _host_alone(address: str) -> str:
    """Leave of an address what is no secret: a webhook's path is its password."""
    return f"{urlsplit(address).scheme}://{urlsplit(address).hostname}/***"


def _schedule(value: object) -> str:
    schedule = _text(value)
    if not is_cron(schedule) and not _SHORTEST <= interval_seconds(schedule) <= _YEAR:
        raise ValueError
    return schedule


_SHORTEST, _YEAR = 10, 366 * 86_400


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
DATABASE = Kind(
    wanted='a path, or "ducklake:postgres:dbname=… data_path=/…" without a password (PGPASSFILE names a file of them)',
    from_text=_database,
    from_toml=_database,
)
HOST = Kind(wanted="an address such as 127.0.0.1", from_text=_host, from_toml=_host)
PORT = _numbers("a whole number", least=1, most=65_535, whole=True)
SCHEDULE = Kind(
    wanted='a cron expression such as "*/15 * * * *" or an interval from 10 seconds on such as "15 minutes"',
    from_text=_schedule,
    from_toml=_schedule,
)
SCHEDULER = Kind(
    wanted="an address such as tcp://127.0.0.1:8786, or tls://… for one that is not on this machine",
    from_text=_scheduler,
    from_toml=_scheduler,
)
PROXY = Kind(
    wanted="an address such as http://proxy.example:3128",
    from_text=_proxy,
    from_toml=_proxy,
    shown=_without_password,
    secret=True,
)
WEBHOOK = Kind(
    wanted="an address such as https://hooks.example/secret",
    from_text=_webhook,
    from_toml=_webhook,
    shown=_host_alone,
    secret=True,
)
SWITCH = Kind(wanted="true or false", from_text=_switch_word, from_toml=_switch)
