"""The dictionary's actors, kept beside the mentions that name them."""

from collections.abc import Sequence
from typing import Protocol

from duckdb import DuckDBPyConnection

from warehouse.rows import arrow, replace, transaction


class Actor(Protocol):
    """An actor of the dictionary; `name`, `country`, `sector` and `kind` are attributes likewise."""

    @property
    def actor_id(self) -> str:
        """ISO 3166-1 alpha-3 of a state, else the code of an organisation or armed group."""


def save_actors(connection: DuckDBPyConnection, run_id: str, actors: Sequence[Actor]) -> None:
    """Write the actors as the dictionary has them now; those that it no longer has stay, for older mentions."""
    known = dict(connection.execute("SELECT actor_id, run_id FROM actors").fetchall())
    runs = [known.get(actor.actor_id, run_id) for actor in actors]
    with transaction(connection):
        replace(connection, "actors", "actor_id", arrow(connection, "actors", actors, run_id=runs))
