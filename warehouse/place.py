"""Where a warehouse is: a path, or a DuckLake's address. Light, so that settings can hold either."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

PREFIX = "ducklake:postgres:"
_DATA = re.compile(r"(?:^|\s)data_path=(?:'([^']+)'|(\S+))")


class Place(Protocol):
    """Where a warehouse is: the path of its published file, or what another module registers (`warehouse.lake`)."""

    @property
    def name(self) -> str:
        """What it is called among what lies beside it."""

    @property
    def parent(self) -> Path:
        """The folder that it lies in."""

    def with_name(self, name: str, /) -> Path:
        """Say what lies beside it under another name, such as the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lake:
    """Where a lake is: libpq's words for the catalogue's database, and the folder of the data files."""

    catalogue: str
    data: Path

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `ducklake:postgres:dbname=parley host=… data_path=/srv/parley`.

        Raises:
            ValueError: it is something else, has no absolute `data_path`, or a password, which commands would show.
        """
        import warehouse.lake  # noqa: PLC0415, F401 - tells the rest of the room what to do with a lake

        words = text.removeprefix(PREFIX)
        found = _DATA.search(words)
        if (
            words == text
            or "password=" in words
            or found is None
            or not (data := Path(found[1] or found[2])).is_absolute()
        ):
            raise ValueError(text)
        return cls(catalogue=_DATA.sub("", words).strip(), data=data)

    def __str__(self) -> str:
        """Name it as `--db` does."""
        return f"{PREFIX}{self.catalogue} data_path={self.data}"

    @property
    def name(self) -> str:
        """The name of the data folder, as a path has one."""
        return self.data.name

    @property
    def parent(self) -> Path:
        """The folder that the data folder lies in."""
        return self.data.parent

    def with_name(self, name: str) -> Path:
        """Say what lies beside the data folder under another name, such as the archive."""
        return self.data.with_name(name)
