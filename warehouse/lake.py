"""Past one machine: a DuckLake (catalogue in PostgreSQL, tables as Parquet files) in the place of the DuckDB file.

Whatever takes the path of a published file takes a `Lake` too: this module registers how a lake is opened, published
and so on, and nothing else knows that there are two kinds. Several runs may write at once. Their transactions take
turns by an advisory lock of PostgreSQL, because DuckLake has no keys: of two transactions that add the same row at
once it would keep both. Readers see each transaction as soon as it is committed; there is no file to swap.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from duckdb import DuckDBPyConnection

from extractors.errors import StorageError, WarehouseError
from warehouse.advisory import Advisory, advisory
from warehouse.connection import (
    OFFLINE,
    copy_to,
    first_line,
    how_to_open,
    open_published,
    open_working,
    own_files,
    require,
)
from warehouse.migrate import check_version, list_views, migrate
from warehouse.place import Lake
from warehouse.publish import publish
from warehouse.readonly import LOCKED, open_reader
from warehouse.runs import announce, others_alive
from warehouse.vitals import Vitals, read_vitals, vitals_of

if TYPE_CHECKING:
    _DuckDB = DuckDBPyConnection
else:
    _DuckDB = object  # the real one lets nobody inherit from it

_EXTENSIONS = ("ducklake", "postgres_scanner")
_OPENING, _WRITING, _RUNNING = 0x50415230, 0x50415231, 0x50415232  # classes of advisory locks, ours by these numbers
_LATER = {"enable_external_access", "allow_persistent_secrets"}  # attaching needs the one, and asks for the other
_NO_SUCH_COMMENT = re.compile(r"\s*COMMENT ON (?:COLUMN|MACRO)", re.IGNORECASE)


class LakeConnection(_DuckDB):
    """A connection whose transactions wait for their turn; in everything else a DuckDBPyConnection."""

    def __init__(self, connection: DuckDBPyConnection, turn: Advisory, presence: Advisory) -> None:
        self._connection, self._turn, self.presence = connection, turn, presence

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def begin(self) -> DuckDBPyConnection:
        """Begin a transaction once no other writer has one, so that it sees what they committed."""
        self._turn.take(_WRITING, 0)
        try:
            self._connection.begin()
        except BaseException:
            self._turn.give()
            raise
        return self

    def commit(self) -> DuckDBPyConnection:
        """Commit, and let the next one begin."""
        try:
            self._connection.commit()
        finally:
            self._turn.give()
        return self

    def rollback(self) -> DuckDBPyConnection:
        """Undo, and let the next one begin."""
        try:
            self._connection.rollback()
        finally:
            self._turn.give()
        return self


@open_working.register
@contextmanager
def _(db: Lake, *, memory_limit: str = "1GB", threads: int = 2) -> Iterator[DuckDBPyConnection]:
    """Open a lake to write, at the newest schema; it is made where there is none. Others may write too.

    Raises:
        WarehouseError: PostgreSQL does not answer, the data folder cannot be made, or a newer Parley made the lake.
    """
    try:
        db.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(f"The folder {db.data} cannot be made: {error.strerror}.") from None
    with advisory(db) as opening, advisory(db) as turn, advisory(db) as presence:
        opening.take(_OPENING, 0)  # of two that make the lake at once the second finds it made
        limits = {"memory_limit": memory_limit, "threads": threads}
        inner = _attached(db, limits, f"DATA_PATH '{_quoted(str(db.data))}'")
        with closing(LakeConnection(inner, turn, presence)) as connection:
            migrate(connection, db, views=[one for one in list_views() if not _NO_SUCH_COMMENT.match(one)])
            opening.give()
            yield connection


@open_published.register
@contextmanager
def _(db: Lake) -> Iterator[DuckDBPyConnection]:
    """Read a lake.

    Raises:
        WarehouseError: PostgreSQL does not answer, or there is no lake.
    """
    connection = _attached(db, {}, "READ_ONLY")
    try:
        yield connection
    finally:
        connection.close()


@open_reader.register
@contextmanager
def _(db: Lake, *, memory_limit: str = "1GB", threads: int = 2) -> Iterator[DuckDBPyConnection]:
    """Read a lake so that settings are locked and nothing but its own data files can be reached.

    Raises:
        WarehouseError: PostgreSQL does not answer, or there is no lake.
    """
    closed = {key: value for key, value in LOCKED.items() if key not in _LATER}
    connection = _attached(db, closed | {"memory_limit": memory_limit, "threads": threads}, "READ_ONLY")
    try:
        connection.execute(f"SET allowed_directories = ['{_quoted(str(db.data))}']")
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


@publish.register
def _(connection: LakeConnection, db: Lake) -> int:
    """Join small data files to larger ones: what was committed is public already."""
    connection.begin()
    try:
        connection.execute("CALL lake.merge_adjacent_files()")
    except duckdb.Error as error:
        connection.rollback()
        raise StorageError(f"The data files of {db} could not be joined: {first_line(error)}.") from None
    connection.commit()
    return 0


@own_files.register
def _(db: Lake) -> tuple[Path, ...]:
    return (db.data,)


@require.register
def _(db: Lake) -> None:  # noqa: ARG001 - opening it tells
    return


@copy_to.register
def _(db: Lake, target: Path) -> None:
    with open_published(db) as connection:
        connection.execute(f"ATTACH '{_quoted(str(target))}' AS copy")
        connection.execute("COPY FROM DATABASE lake TO copy")


@read_vitals.register
def _(db: Lake, now: datetime) -> Vitals:
    with open_published(db) as connection:
        return vitals_of(connection, now, working=False)


@how_to_open.register
def _(db: Lake) -> str:
    return f"The lake: {db} (ATTACH 'ducklake:…' (READ_ONLY) in a DuckDB with the extensions ducklake and postgres)"


@announce.register
def _(connection: LakeConnection, run_id: str) -> None:
    connection.presence.take(_RUNNING, _number(run_id))


@others_alive.register
def _(connection: LakeConnection, run_ids: list[str]) -> frozenset[str]:
    held = connection.presence.held(_RUNNING)
    return frozenset(run_id for run_id in run_ids if _number(run_id) in held)


def _number(run_id: str) -> int:
    return zlib.crc32(run_id.encode()) >> 1  # PostgreSQL's integers have a sign


def _attached(lake: Lake, config: dict[str, Any], options: str) -> DuckDBPyConnection:
    connection = _loaded(config)
    try:
        connection.execute(f"ATTACH 'ducklake:postgres:{_quoted(lake.catalogue)}' AS lake ({options})")
        connection.execute("USE lake")
        check_version(connection, lake)
    except duckdb.Error as error:
        connection.close()
        raise WarehouseError(f"{lake} cannot be opened: {first_line(error)}.") from None
    except BaseException:
        connection.close()
        raise
    return connection


def _loaded(config: dict[str, Any] | None = None) -> DuckDBPyConnection:
    connection = duckdb.connect(config=OFFLINE | (config or {}))
    load_extensions(connection)
    return connection


def load_extensions(connection: DuckDBPyConnection) -> None:
    """Load what a lake needs from packages: nothing is fetched at run time.

    Raises:
        WarehouseError: the extra `lake` is not installed, or of another version of DuckDB.
    """
    for name in _EXTENSIONS:
        spec = find_spec(f"duckdb_extension_{name}")
        folder = Path(spec.origin).parent if spec and spec.origin else Path()
        binary = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if not binary.is_file():
            raise WarehouseError(
                f"DuckDB {duckdb.__version__} has no extension {name} here; pip install 'parley[lake]'."
            )
        connection.execute(f"LOAD '{_quoted(str(binary))}'")


def _quoted(text: str) -> str:
    return text.replace("'", "''")
