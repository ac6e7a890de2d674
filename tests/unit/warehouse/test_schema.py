from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.connection import open_working
from warehouse.schema import Relation, as_text, describe


def without_comment(relations: list[Relation]) -> list[str]:
    bare = [relation.name for relation in relations if not relation.comment]
    columns = [(one.name, column) for one in relations if one.kind != "macro" for column in one.columns]
    return bare + [f"{name}.{column.name}" for name, column in columns if not column.comment]


def comment_of(relations: list[Relation], relation: str, column: str) -> str | None:
    columns = next(one.columns for one in relations if one.name == relation)
    return next(one.comment for one in columns if one.name == column)


def test_every_column_of_every_table_and_view_has_a_comment(connection: DuckDBPyConnection) -> None:
    relations = describe(connection)
    assert {relation.kind for relation in relations} == {"view", "table", "macro"}
    assert without_comment(relations) == []


def test_comments_survive_opening_the_file_again(db: Path) -> None:
    with open_working(db) as connection:
        first = describe(connection)
    with open_working(db) as connection:
        again = describe(connection)
    assert without_comment(again) == []
    assert [one.columns for one in again] == [one.columns for one in first]


def test_a_view_s_column_is_explained_as_the_view_has_it(connection: DuckDBPyConnection) -> None:
    relations = describe(connection)
    assert "that the text allows" in (comment_of(relations, "negotiations", "day") or "")
    assert "feed as subscribed" in (comment_of(relations, "feed_health", "url") or "")


def test_the_description_has_a_line_a_column(connection: DuckDBPyConnection) -> None:
    relations = describe(connection)
    text = as_text(relations)
    assert "runs (table, 0 rows): One row a run" in text
    assert sum(line.startswith("    ") for line in text.splitlines()) == sum(len(one.columns) for one in relations)
