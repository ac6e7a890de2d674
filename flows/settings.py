"""One frozen settings object, read once at the command line's door and passed down."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may choose. Times are in seconds, sizes in bytes."""

    home: Path
    db: Path
    contact: str | None = None
    host_delay: float = 1.0
    allow_private_addresses: bool = False
    proxy: str | None = None
    workers: int = 2
    page_seconds: float = 30.0
    page_memory: int = 1_000_000_000

    @property
    def prefect_home(self) -> Path:
        """Where the project's own Prefect database lies."""
        return self.home / "prefect"


def read_settings(*, db: Path | None = None, host_delay: float | None = None, private: bool = False) -> Settings:
    """Read the environment and the flags given, the latter the stronger."""
    home = Path(os.environ.get("PARLEY_HOME", "data"))
    return Settings(
        home=home,
        db=db or home / "parley.duckdb",
        host_delay=1.0 if host_delay is None else host_delay,
        allow_private_addresses=private,
        workers=os.cpu_count() or 2,
    )
