"""Every question of docs/queries.md runs, and its answer stands there as the sample newsroom gives it."""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from extractors.clusters import assign, fingerprint
from extractors.feeds import parse_feed
from extractors.pages import Page
from extractors.records import Entry, Feed
from flows.reading import actors, read_page
from flows.sample import SampleNewsroom, resources
from warehouse.actors import save_actors
from warehouse.clusters import unprinted, update_clusters
from warehouse.connection import open_working
from warehouse.events import join_events
from warehouse.feed_state import save_feeds
from warehouse.formats import write_table
from warehouse.load import Outcome, load
from warehouse.publish import publish
from warehouse.readonly import open_reader, run_query

DOC = Path(__file__).parents[2] / "docs" / "queries.md"
NOW = datetime(2025, 11, 17, 20, 0, tzinfo=UTC)
BLOCK = re.compile(r"```sql\n(?P<sql>.*?)```\n(?:```text\n(?P<answer>.*?)```\n)?", re.DOTALL)
WIDEST = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A heading of the document with its SQL and the answer that stands there."""

    heading: str
    sql: str
    answer: str


def questions() -> list[Question]:
    text = DOC.read_text(encoding="utf-8")
    return [
        Question(
            heading=text[: found.start()].rstrip().rpartition("\n")[2].lstrip("# "),
            sql=found["sql"],
            answer=found["answer"] or "",
        )
        for found in BLOCK.finditer(text)
    ]


def entries(served: dict[tuple[str, str], bytes], feed: Feed) -> tuple[Entry, ...]:
    host, _, path = feed.url.partition("://")[2].partition("/")
    return parse_feed(served[host, f"/{path}"], feed=feed, base_url=feed.url, content_type=None, now=NOW).entries


def outcome(served: dict[tuple[str, str], bytes], entry: Entry, outlet: str) -> Outcome:
    assert entry.url
    host, _, path = entry.url.partition("://")[2].partition("/")
    body = served[host, f"/{path.partition('?')[0]}"]
    page = Page(url=entry.url, final_url=entry.url, body=body, content_type="text/html", entry=entry, outlet=outlet)
    reading = read_page(page)
    assert reading.article
    return Outcome(
        entry_id=entry.entry_id,
        state="loaded",
        article=reading.article,
        article_id=reading.article.article_id,
        mentions=reading.mentions,
        problems=reading.problems,
    )


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """The sample newsroom's first day, read without server and flow."""
    db = tmp_path_factory.mktemp("cookbook") / "sample.duckdb"
    served = {address: resource.body for address, resource in resources(1).items()}
    feeds = SampleNewsroom(1).feeds
    with open_working(db) as connection:
        save_feeds(connection, "r1", feeds)
        save_actors(connection, "r1", actors(None))
        outcomes = [outcome(served, entry, feed.outlet) for feed in feeds for entry in entries(served, feed)]
        load(connection, "r1", outcomes, NOW)
        prints = [fingerprint(article_id, text) for article_id, text in unprinted(connection)]
        update_clusters(connection, "r1", NOW, prints, lambda _: assign(prints, []))
        join_events(connection, "r1")
        publish(connection, db)
    with open_reader(db) as connection:
        yield connection


def answered(reader: DuckDBPyConnection, sql: str) -> str:
    (answer,) = run_query(reader, sql)
    out = io.StringIO()
    write_table(answer, out, most=20, widest=WIDEST)
    return out.getvalue()


def test_there_are_twenty_questions_at_least() -> None:
    headings = [question.heading for question in questions()]
    assert len(headings) >= 20
    assert len(set(headings)) == len(headings)
    assert all(heading.endswith("?") for heading in headings)


def test_answers_are_written_anew_on_demand(reader: DuckDBPyConnection) -> None:
    if not os.environ.get("PARLEY_WRITE_ANSWERS"):
        pytest.skip("PARLEY_WRITE_ANSWERS=1 writes them")
    text = DOC.read_text(encoding="utf-8")
    DOC.write_text(
        BLOCK.sub(lambda found: f"```sql\n{found['sql']}```\n```text\n{answered(reader, found['sql'])}```\n", text),
        encoding="utf-8",
    )


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.heading)
def test_the_answer_stands_in_the_document(reader: DuckDBPyConnection, question: Question) -> None:
    found = next(one for one in questions() if one.heading == question.heading)  # may have been written a moment ago
    assert answered(reader, question.sql) == found.answer, (
        "the coder or the sample changed: PARLEY_WRITE_ANSWERS=1 pytest tests/integration/test_queries_doc.py"
    )
