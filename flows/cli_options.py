"""Options that several commands take."""

from typing import Annotated

import typer

Db = Annotated[str | None, typer.Option("--db", metavar="PATH", help="The published DuckDB file, or a DuckLake.")]
Dask = Annotated[
    str | None, typer.Option("--dask", metavar="ADDRESS", help="A Dask scheduler whose workers extract and code.")
]
