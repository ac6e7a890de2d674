"""One frozen settings object, read once at the command line's door and passed down.

Four places, in rising order of strength: the defaults here, `parley.toml`, the environment (`PARLEY_HOST_DELAY`) and
flags. Each value remembers which one it came from. A new setting is one line of `Settings`.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, get_type_hints

from extractors.errors import SettingsError
from extractors.tomltext import TomlFaultError, line_of, parse_toml
from flows.setting_kinds import (
    BYTES,
    COUNT,
    DATABASE,
    DAYS,
    HOST,
    HOURS,
    LIMIT,
    PATH,
    PORT,
    PROCESSES,
    PROXY,
    SCHEDULE,
    SCHEDULER,
    SECONDS,
    SWITCH,
    TEXT,
    WEBHOOK,
    Kind,
)
from warehouse.place import Lake

FILE = "parley.toml"
PREFIX = "PARLEY_"
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Declared:
    """What stands beside a setting: how it is read, and what it does."""

    kind: Kind
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may choose. `origins` tells where each value came from; no secret shows in `repr`."""

    home: Annotated[Path, Declared(PATH, "The data folder.")]
    db: Annotated[
        Path | Lake, Declared(DATABASE, "The published DuckDB file, or a DuckLake; the archive lies beside it.")
    ]
    contact: Annotated[str | None, Declared(TEXT, "An address or page where webmasters reach a person.")] = None
    host_delay: Annotated[float, Declared(SECONDS, "Seconds between two requests to a host.")] = 1.0
    concurrency: Annotated[int, Declared(COUNT, "Requests under way at once, over all hosts.")] = 64
    allow_private_addresses: Annotated[bool, Declared(SWITCH, "Whether feeds may lead into this network.")] = False
    proxy: Annotated[str | None, Declared(PROXY, "A proxy for all requests.")] = field(default=None, repr=False)
    workers: Annotated[int, Declared(PROCESSES, "Processes that extract and code.")] = 2
    dask: Annotated[str | None, Declared(SCHEDULER, "A Dask scheduler whose workers extract and code instead.")] = None
    page_seconds: Annotated[float, Declared(LIMIT, "Seconds that one page may take to extract and code.")] = 30.0
    page_memory: Annotated[int, Declared(BYTES, "Bytes of memory that one such process may take.")] = 600_000_000
    feed_batch: Annotated[int, Declared(COUNT, "Feeds in one task run.")] = 50
    article_batch: Annotated[int, Declared(COUNT, "Articles in one task run and one transaction.")] = 50
    refetch_after_h: Annotated[float, Declared(HOURS, "Hours until a young article is looked at again.")] = 24.0
    retention_days: Annotated[int | None, Declared(DAYS, "Days that the archive keeps; unset, for ever.")] = None
    warc_folder: Annotated[Path | None, Declared(PATH, "WARC files that `parley backfill` loads.")] = None
    schedule: Annotated[str, Declared(SCHEDULE, "When `parley serve` runs: cron (UTC), or an interval.")] = (
        "*/15 * * * *"
    )
    server_host: Annotated[str, Declared(HOST, "Where the Prefect server of `parley serve` listens.")] = "127.0.0.1"
    server_port: Annotated[int, Declared(PORT, "Its port; the UI is there.")] = 4200
    keep_flow_runs_days: Annotated[int, Declared(DAYS, "Days that Prefect keeps flow runs, logs and artifacts.")] = 30
    notify_url: Annotated[str | None, Declared(WEBHOOK, "A webhook that is told of trouble.")] = field(
        default=None, repr=False
    )
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)

    @property
    def prefect_home(self) -> Path:
        """Where the project's own Prefect database lies."""
        return self.home / "prefect"

    @property
    def archive(self) -> Path:
        """The folder of WARC files, beside the database that indexes it."""
        return self.db.with_name(f"{self.db.name}.archive")

    @property
    def feeds_file(self) -> Path:
        """The user's catalogue, a copy of the shipped one at first."""
        return self.home / "feeds.toml"

    def origin(self, name: str) -> str:
        """Say where a value came from: "default", "parley.toml, line 3", "PARLEY_HOST_DELAY" or "--host-delay"."""
        return self.origins.get(name, DEFAULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One line of `parley settings`; `value` has no secret in it."""

    name: str
    value: str
    origin: str
    about: str


def show_settings(settings: Settings) -> tuple[Shown, ...]:
    """List every setting with its value, where that came from and what it does; passwords masked."""
    return tuple(
        Shown(name=name, value=_shown(kind, getattr(settings, name)), origin=settings.origin(name), about=about)
        for name, kind, about in _declared()
    )


def read_settings(
    *,
    db: str | Path | None = None,
    dask: str | None = None,
    host_delay: float | None = None,
    private: bool = False,
    home: Path | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Read `parley.toml`, the environment and the flags given (None or False: not given), the last the strongest.

    The file is looked for in `folder` (by default the current one), then in the data folder. Paths in the file are
    relative to it.

    Raises:
        SettingsError: an unknown key or a value of the wrong kind; names place, key and what is wanted.
    """
    env = _from_environment(os.environ if environment is None else environment)
    place = None if db is None else _checked(DATABASE, db, "--db", text=True)
    scheduler = None if dask is None else _checked(SCHEDULER, dask, "--dask", text=True)
    if host_delay is not None:
        host_delay = _checked(SECONDS, host_delay, "--host-delay", text=False)
    flags: dict[str, tuple[Any, str]] = {
        name: (value, f"--{name.replace('_', '-')}")
        for name, value in {"home": home, "db": place, "dask": scheduler, "host_delay": host_delay}.items()
        if value is not None
    }
    if private:
        flags["allow_private_addresses"] = (True, "--allow-private-addresses")
    defaults = {"home": (Path("data"), DEFAULT), "workers": (os.cpu_count() or 2, DEFAULT)}
    found = defaults | _from_file(folder or Path(), defaults | env | flags) | env | flags
    found.setdefault("db", (found["home"][0] / "parley.duckdb", DEFAULT))
    origins = {name: origin for name, (_, origin) in found.items()}
    return Settings(**{name: value for name, (value, _) in found.items()}, origins=MappingProxyType(origins))


def _declared() -> Iterator[tuple[str, Kind, str]]:
    """Each setting's name, kind and purpose, in the order declared."""
    for name, hint in get_type_hints(Settings, include_extras=True).items():
        for declared in getattr(hint, "__metadata__", ()):
            yield name, declared.kind, declared.about


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    kinds = {PREFIX + name.upper(): (name, kind) for name, kind, _ in _declared()}
    found = {}
    for key in sorted(key for key, value in environment.items() if key.startswith(PREFIX) and value.strip()):
        if key not in kinds:
            raise SettingsError(f"The environment variable {key} is no setting; there are {', '.join(sorted(kinds))}.")
        name, kind = kinds[key]
        found[name] = (_checked(kind, environment[key], f"The environment variable {key}", text=True), key)
    return found


def _from_file(folder: Path, known: Mapping[str, tuple[Any, str]]) -> dict[str, tuple[Any, str]]:
    for place in (folder, known["home"][0]):
        path = place / FILE
        try:
            return _parsed(path.read_text(encoding="utf-8"), path, in_home=place is not folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no UTF-8 text"
            raise SettingsError(f"{path} cannot be read: {reason}; mend or remove it.") from None
    return {}


def _parsed(text: str, path: Path, *, in_home: bool) -> dict[str, tuple[Any, str]]:
    try:
        document = parse_toml(text)
    except TomlFaultError as error:
        raise SettingsError(f"{path}, line {error.line}: is not TOML ({error.fault}); mend that line.") from None
    kinds = {name: kind for name, kind, _ in _declared()}
    found = {}
    for key, value in document.items():
        where = f"{path}, line {line_of(text, key)}"
        if key not in kinds:
            raise SettingsError(f"{where}: {key!a} is no setting; there are {', '.join(sorted(kinds))}.")
        if key == "home" and in_home:
            raise SettingsError(f"{where}: home is settled before a file in the data folder is read; set {PREFIX}HOME.")
        checked = _checked(kinds[key], value, f"{where}: {key}", text=False)
        found[key] = (path.parent / checked if isinstance(checked, Path) else checked, where)
    return found


def _checked(kind: Kind, value: object, subject: str, *, text: bool) -> Any:
    """Read a value as its kind wants it, or say what is wrong; a secret is not repeated in the message."""
    try:
        return kind.from_text(str(value).strip()) if text else kind.from_toml(value)
    except ValueError:
        said = "is not of its kind" if kind.secret else f"is {str(value)[:60]!a}"
        raise SettingsError(f"{subject} {said}; {kind.wanted} is wanted.") from None


def _shown(kind: Kind, value: object) -> str:
    """Write a value for people, without what is secret in it."""
    return "unset" if value is None else kind.shown(value)
