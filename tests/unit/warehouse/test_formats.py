import csv
import io
import json
from collections.abc import Iterator

import duckdb
import pyarrow.parquet as pq
import pytest
from duckdb import DuckDBPyConnection

from extractors.errors import QueryError
from warehouse.formats import TEXT_FORMATS, guarded, visible, write_parquet, write_table
from warehouse.readonly import Answer, run_query

HOSTILE = [
    "\x1b]0;owned\x07",
    "\x1b[2J",
    "[bold red]x[/bold red]",
    "\u202ereversed",
    "\x9b31m",
    "a\x00b",
    "a\r\nb\u2028c",
    "\U000e0001tag",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "a | b",
    "=cmd|' /C calc'!A0",
    "  =1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\uff1d1",
    'quotes "inside"',
    "x" * 100_000,
    "\u05d0\u0645\u200c\u65e5\u672c",
]


@pytest.fixture
def connection() -> Iterator[DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def answer_of(connection: DuckDBPyConnection, sql: str) -> Answer:
    (answer,) = run_query(connection, sql)
    return answer


def hostile(connection: DuckDBPyConnection) -> Answer:
    result = connection.execute("SELECT unnest($1) AS cell", [HOSTILE])
    return Answer(columns=("cell",), types=("VARCHAR",), result=result)


def written(name: str, answer: Answer) -> str:
    out = io.StringIO()
    TEXT_FORMATS[name](answer, out)
    return out.getvalue()


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_no_format_lets_anything_through_that_a_terminal_acts_on(connection: DuckDBPyConnection, name: str) -> None:
    text = written(name, hostile(connection))
    left = text.replace("\t", "") if name == "csv" else text
    assert visible(left, keep="\n") == left
    assert "\x1b" not in text


def test_csv_holds_no_formulas_and_otherwise_what_was_there(connection: DuckDBPyConnection) -> None:
    rows = [row[0] for row in csv.reader(io.StringIO(written("csv", hostile(connection))))][1:]
    assert len(rows) == len(HOSTILE)
    assert not [row for row in rows if row.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))]
    assert rows[HOSTILE.index("=cmd|' /C calc'!A0")] == "'=cmd|' /C calc'!A0"
    assert rows[HOSTILE.index('quotes "inside"')] == 'quotes "inside"'
    assert rows[-1] == HOSTILE[-1]


def test_csv_leaves_numbers_as_they_are(connection: DuckDBPyConnection) -> None:
    answer = answer_of(
        connection, "SELECT -1 AS a, -2.5::DECIMAL(4,1) AS b, NULL AS c, DATE '2025-11-12' AS d, true AS e"
    )
    assert written("csv", answer) == "a,b,c,d,e\n-1,-2.5,,2025-11-12,True\n"


def test_json_gives_back_what_was_there(connection: DuckDBPyConnection) -> None:
    assert [row["cell"] for row in json.loads(written("json", hostile(connection)))] == HOSTILE


def test_json_of_every_kind_of_value(connection: DuckDBPyConnection) -> None:
    answer = answer_of(
        connection,
        "SELECT 1 AS i, 'NaN'::DOUBLE AS n, [1, NULL] AS l, {'a': DATE '2025-11-12'} AS s, MAP {'k': 1} AS m, "
        "TIMESTAMP '2025-11-12 01:02:03' AS t, 'ab'::BLOB AS b, 1.5::DECIMAL(3,1) AS d, INTERVAL 1 DAY AS v",
    )
    assert json.loads(written("json", answer)) == [
        {
            "i": 1,
            "n": None,
            "l": [1, None],
            "s": {"a": "2025-11-12"},
            "m": {"k": 1},
            "t": "2025-11-12T01:02:03",
            "b": "6162",
            "d": "1.5",
            "v": "1 day, 0:00:00",
        }
    ]


def test_json_without_rows_is_an_empty_array(connection: DuckDBPyConnection) -> None:
    assert json.loads(written("json", answer_of(connection, "SELECT 1 AS a WHERE false"))) == []


def test_markdown_brings_no_markup_to_life(connection: DuckDBPyConnection) -> None:
    text = written("markdown", hostile(connection))
    lines = text.splitlines()
    assert len(lines) == len(HOSTILE) + 2
    assert all(line.replace("\\|", "").count("|") == 2 for line in lines)
    assert "<" not in text
    assert "](" not in text.replace("\\]\\(", "")
    assert "![" not in text.replace("\\!\\[", "")
    assert "://" not in text


def test_a_table_lines_columns_up(connection: DuckDBPyConnection) -> None:
    # a wide character takes two columns
    answer = answer_of(connection, "SELECT * FROM (VALUES (1, '日本', NULL), (200, 'abc', [1, 2])) AS t(n, word, l)")
    assert written("table", answer) == ("  n  word  l\n---  ----  ------\n  1  日本\n200  abc   [1, 2]\n(2 rows)\n")


def test_a_table_ends_where_it_is_told_and_says_so(connection: DuckDBPyConnection) -> None:
    out = io.StringIO()
    write_table(answer_of(connection, "SELECT repeat('x', 500) AS a FROM range(10)"), out, most=3, widest=20)
    lines = out.getvalue().splitlines()
    assert lines[2:] == ["x" * 19 + "…"] * 3 + ["(3 rows, and more; --format csv gives all)"]


def test_parquet_keeps_types(connection: DuckDBPyConnection) -> None:
    out = io.BytesIO()
    write_parquet(answer_of(connection, "SELECT 1::BIGINT AS a, ['x'] AS b, DATE '2025-11-12' AS c"), out)
    out.seek(0)
    found = pq.read_table(out)
    assert [str(field.type) for field in found.schema][0::2] == ["int64", "date32[day]"]
    assert found.to_pylist()[0]["b"] == ["x"]


def test_what_parquet_lacks_is_a_sentence(connection: DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match="cast the column"):
        write_parquet(answer_of(connection, "SELECT INTERVAL 1 MONTH AS a"), io.BytesIO())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\nb"),
        ("-x", "'-x"),
        ("a-b", "a-b"),
        ("\x1b=", "\\x1b="),
        ("", ""),
        ('a; "=b', "a; \"'=b"),
        ("a;b=", "a;b="),
        ("a\n-b", "a\n'-b"),
    ],
)
def test_guarded(text: str, shown: str) -> None:
    assert guarded(text) == shown


def test_accents_without_end_do_not_flood_a_terminal(connection: DuckDBPyConnection) -> None:
    assert len(written("table", answer_of(connection, "SELECT 'a' || repeat('\u0301', 100000) AS cell"))) < 1000
