"""The names that outlets go by, found from an address: `seeds/outlets.toml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from extractors.errors import DictionaryError
from extractors.tomltext import TomlFaultError, line_of, parse_toml

_FILE = "outlets.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher: its name, and the ISO 3166-1 alpha-3 code of the country where it sits, if any."""

    name: str
    country: str | None = None


def outlet_of(url: str, *, default: str = "") -> str:
    """Name the outlet that an address belongs to: as the dictionary does, else `default`, else its host."""
    known = known_outlet(url)
    return known.name if known else default or _host(url) or url


def known_outlet(url: str) -> Outlet | None:
    """Find the outlet of an address by its host or the nearest domain above; None where the dictionary has none."""
    hosts = shipped_outlets()
    return next((hosts[domain] for domain in _domains(_host(url)) if domain in hosts), None)


@cache
def shipped_outlets() -> Mapping[str, Outlet]:
    """Read the shipped dictionary, once: host -> outlet."""
    return load_outlets(files("seeds").joinpath(_FILE).read_text(encoding="utf-8"))


def load_outlets(text: str, *, name: str = f"seeds/{_FILE}") -> Mapping[str, Outlet]:
    """Read a dictionary of outlets.

    Raises:
        DictionaryError: no TOML, or an entry with a fault; names file, line and fault.
    """
    try:
        document = parse_toml(text)
    except TomlFaultError as error:
        raise DictionaryError(f"{name}, line {error.line}: is not TOML ({error.fault}); mend that line.") from None
    unknown = sorted(document.keys() - {"hosts"})
    if unknown:
        raise DictionaryError(f"{name}, line {line_of(text, unknown[0])}: {unknown[0]!a} is not known here.")
    hosts = document.get("hosts", {})
    return MappingProxyType(
        {host: _outlet(entry, f"{name}, line {line_of(text, host)}") for host, entry in hosts.items()}
    )


def _outlet(entry: Any, where: str) -> Outlet:
    if not isinstance(entry, dict) or entry.keys() - {"outlet", "country"} or not entry.get("outlet"):
        raise DictionaryError(f'{where}: write {{ outlet = "…", country = "…" }}, the country only where there is one.')
    return Outlet(name=entry["outlet"], country=entry.get("country"))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _domains(host: str) -> Iterator[str]:
    """The host and each domain above it, the longest first."""
    while host:
        yield host
        host = host.partition(".")[2]
