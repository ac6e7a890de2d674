"""What the warehouse costs on generated data, each figure beside the bare operation that it is built on.

python -m bench.warehouse                      # 200,000 articles with 1,000,000 mentions: some minutes
python -m bench.warehouse --articles 10000     # the short form
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.generated import NOW, chunks
from extractors.pages import Page
from flows.reading import read_page
from flows.report import make_report
from flows.sample import resources
from warehouse.checks import run_checks
from warehouse.connection import open_published, open_working, sync, working_path
from warehouse.events import join_events
from warehouse.load import Outcome, load, mention_rows, party_rows
from warehouse.publish import publish
from warehouse.rows import append, arrow, transaction
from warehouse.runs import end_run, start_run


def seconds(work: Callable[..., object], *given: object) -> float:
    """Time one call."""
    begun = time.perf_counter()
    work(*given)
    return time.perf_counter() - begun


def bench_load(folder: Path, articles: int) -> dict[str, float]:
    """Load by our way, and the same rows by a bare insert of Arrow tables into a file without anything else in it."""
    spent = {"load_s": 0.0, "arrow_insert_s": 0.0, "records_and_insert_s": 0.0}
    config: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "memory_limit": "1GB"}
    with (
        open_working(folder / "full.duckdb") as ours,
        duckdb.connect(str(folder / "bare.duckdb"), config=config) as bare,
    ):
        for table in ("articles", "article_revisions", "mentions", "mention_parties"):
            bare.execute(ours.execute("SELECT sql FROM duckdb_tables() WHERE table_name = ?", [table]).fetchall()[0][0])
        for batch in chunks(0, articles):
            begun = time.perf_counter()
            tables = _tables(ours, batch)
            made = time.perf_counter() - begun
            inserted = seconds(_insert, bare, tables)
            spent["arrow_insert_s"] += inserted
            spent["records_and_insert_s"] += made + inserted
            spent["load_s"] += seconds(load, ours, "bench", batch, NOW)
    (folder / "bare.duckdb").unlink()
    spent["load_to_arrow_insert"] = spent["load_s"] / spent["arrow_insert_s"]
    spent["load_to_records_and_insert"] = spent["load_s"] / spent["records_and_insert_s"]
    return spent


def _tables(connection: duckdb.DuckDBPyConnection, batch: list[Outcome]) -> dict[str, pa.Table]:
    articles = [one.article for one in batch]
    mentions = [mention for one in batch for mention in one.mentions]
    return {
        "articles": arrow(connection, "articles", articles, run_id="bench"),
        "article_revisions": arrow(connection, "article_revisions", articles, revision=1, run_id="bench"),
        "mentions": mention_rows(connection, "bench", mentions),
        "mention_parties": party_rows(connection, "bench", mentions),
    }


def _insert(bare: duckdb.DuckDBPyConnection, tables: dict[str, pa.Table]) -> None:
    with transaction(bare):
        for table, rows in tables.items():
            append(bare, table, rows)


def bench_publish(folder: Path) -> dict[str, float]:
    """Publish, and copy the same file with `cp` and fsync; the best of three each."""
    db, copy = folder / "full.duckdb", folder / "copy"

    def bare() -> None:
        subprocess.run(["cp", str(working_path(db)), str(copy)], check=True)
        sync(copy)

    with open_working(db) as connection:
        connection.execute("CHECKPOINT")
        ours, theirs = [], []
        for _ in range(3):
            theirs.append(seconds(bare))
            copy.unlink()
            ours.append(seconds(lambda: publish(connection, db)))
    return {
        "publish_s": min(ours),
        "cp_fsync_s": min(theirs),
        "publish_to_cp": min(ours) / min(theirs),
        "file_mb": db.stat().st_size / 1e6,
    }


def bench_views(folder: Path) -> dict[str, float]:
    """Ask every view for its rows and for their number, and the macros for an answer."""
    day = (NOW - timedelta(days=30)).date().isoformat()
    with open_published(folder / "full.duckdb") as connection:
        connection.execute("SET threads = 2")
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
        asked = {f"view_{view}_s": f"FROM {view} LIMIT 1000" for (view,) in views}
        asked |= {f"count_{view}_s": f"SELECT count(*) FROM {view}" for (view,) in views}
        asked["macro_timeline_s"] = "FROM timeline('RUS', 'UKR')"
        asked["macro_mentions_between_s"] = f"FROM mentions_between('{day}', '{day}')"
        return {name: seconds(_ask, connection, sql) for name, sql in asked.items()}


def bench_report(folder: Path) -> dict[str, float]:
    """Make the report of the newest 90 days, and of all days."""
    page = folder / "report.html"
    figures: dict[str, float] = {}
    for name, since in (("report", None), ("report_all", date(2000, 1, 1))):
        took = seconds(partial(make_report, folder / "full.duckdb", page, since=since, until=None, now=NOW))
        figures |= {f"{name}_s": took, f"{name}_mb": page.stat().st_size / 1e6}
    return figures


def _ask(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    connection.execute(sql).fetchall()


def bench_run(folder: Path, articles: int) -> dict[str, float]:
    """Run 500 new articles into the full file and into an empty one: load, join, check, publish.

    `run_full_to_empty` counts the reading of their pages too, as a run does; fetching comes on top.
    """
    spent = {"read_500_s": read_500()}
    for name in ("empty", "full"):
        steps = _run(folder / f"{name}.duckdb", articles)
        spent |= {f"{name}_{step}_s": took for step, took in steps.items()}
        spent[f"run_{name}_s"] = sum(steps.values())
    spent["warehouse_full_to_empty"] = spent["run_full_s"] / spent["run_empty_s"]
    spent["run_full_to_empty"] = (spent["read_500_s"] + spent["run_full_s"]) / (
        spent["read_500_s"] + spent["run_empty_s"]
    )
    return spent


def read_500() -> float:
    """Time what a run does with 500 pages before it loads them, from pages of the sample newsroom, in two processes."""
    pages = [
        Page(
            url=f"https://{host}{path}",
            final_url=f"https://{host}{path}",
            body=found.body,
            content_type="text/html",
            entry=None,
            outlet=host,
        )
        for (host, path), found in resources(1).items()
        if path != "/" and found.content_type.startswith("text/html")
    ]
    read_page(pages[0])  # loads the dictionaries
    return seconds(lambda: [read_page(page) for page in pages]) * 500 / len(pages) / 2


def _run(db: Path, articles: int) -> dict[str, float]:
    new = list(chunks(articles, articles + 500, 100))
    with open_working(db) as connection:
        start_run(connection, "new", flow_run_id="", now=NOW, version="bench")
        return {
            "load": seconds(lambda: [load(connection, "new", batch, NOW) for batch in new]),
            "join": seconds(lambda: join_events(connection, "new")),
            "check": seconds(lambda: run_checks(connection, "new", NOW)),
            "end": seconds(lambda: end_run(connection, "new", state="completed", counts={}, now=NOW)),
            "publish": seconds(lambda: publish(connection, db)),
        }


def bench_join(folder: Path) -> dict[str, float]:
    """Join the last 2,000 articles, after each mention before them was made an event by itself to save an hour."""
    with open_working(folder / "full.duckdb") as connection:
        with transaction(connection):
            connection.execute(
                """
                INSERT INTO event_mentions BY NAME
                SELECT md5(mention_id)[:16] AS event_id, mention_id, mention_id AS component,
                    coalesce(date_from, published_at::DATE - 2) AS first_day,
                    coalesce(date_to, published_at::DATE) AS last_day, 'bench' AS run_id
                FROM mentions JOIN articles USING (article_id)
                WHERE article_id NOT IN (SELECT article_id FROM articles ORDER BY published_at DESC LIMIT 2000)
                """
            )
            connection.execute(
                """
                INSERT INTO events BY NAME
                SELECT event_id, kind, event_type, initiator, recipient, country, first_day AS first_date,
                    last_day AS last_date, stage, 1 AS mentions, 1 AS articles, 1 AS outlets, 1 AS clusters,
                    'bench' AS run_id FROM event_mentions JOIN mentions USING (mention_id)
                """
            )
        return {"join_2000_s": seconds(join_events, connection, "bench")}


def main() -> None:
    """Print the figures as JSON, as they come."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, help="where to work; default a new folder for temporary files")
    parser.add_argument("--keep", action="store_true", help="leave the files there")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="parley-bench-", dir=given.folder))
    try:
        figures: dict[str, float] = {
            "articles": given.articles,
            "mentions": given.articles * 5,
            "cpus": os.cpu_count() or 0,
        }
        figures |= bench_load(folder, given.articles)
        figures |= bench_join(folder)
        figures |= bench_publish(folder)
        figures |= bench_views(folder)
        figures |= bench_report(folder)
        figures |= bench_run(folder, given.articles)
        figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        json.dump({name: round(value, 3) for name, value in figures.items()}, sys.stdout, indent=2)
        print()
    finally:
        if not given.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
