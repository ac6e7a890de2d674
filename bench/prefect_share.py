"""What Prefect costs: `parley ingest` of 500 articles on a warm server, beside the same work as plain functions.

    python -m bench.prefect_share [--articles 500] [--rounds 2]

Either is a process of its own, timed from its start to its end, on an empty warehouse; the best of the rounds counts.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from extractors.archive import ArchiveWriter
from extractors.fetch import Fetcher
from extractors.polling import new_state
from extractors.records import Problem
from flows.archiving import Archivist
from flows.clustering import cluster
from flows.feeds_file import followed_feeds
from flows.opening import open_warehouse, plan_of, policy_of, workers
from flows.plan import Run
from flows.poll import poll
from flows.read import by_page, read, spread
from flows.reading import actors
from flows.sample_articles import read_articles
from flows.server import prefect_api, wait_until_up
from flows.settings import Settings, read_settings
from flows.together import together
from warehouse.actors import save_actors
from warehouse.checks import run_checks
from warehouse.events import join_events
from warehouse.feed_state import pending_entries, save_feeds
from warehouse.health import check_yields
from warehouse.publish import publish
from warehouse.runs import end_run, start_run

OUTLETS = 25
ABREAST = 4


class Newsroom(BaseHTTPRequestHandler):
    """Serves /feed and /page/N on each of 127.0.1.1 to 127.0.1.25: the sample newsroom's articles, again and again."""

    articles = 0
    samples = read_articles(1)

    def do_GET(self) -> None:
        """Answer."""
        host = self.headers["Host"]
        if self.path.startswith("/page/"):
            number = int(self.path.rpartition("/")[2])
            sample = self.samples[number % len(self.samples)]
            paragraphs = "".join(f"<p>{line}</p>" for line in (f"Edition {number} of the day.", *sample.paragraphs))
            self._send("text/html", f"<html lang=en><article><h1>{sample.title}</h1>{paragraphs}</article></html>")
        elif self.path == "/feed":
            own = range(int(host.split(":")[0].rpartition(".")[2]) - 1, self.articles, OUTLETS)
            items = "".join(f"<item><title>No {n}</title><link>http://{host}/page/{n}</link></item>" for n in own)
            self._send("application/rss+xml", f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>')
        else:
            self.send_error(404)

    def _send(self, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        """Keep quiet."""


def serve(articles: int) -> None:
    """Be the newsroom until killed; the first line printed is the port."""
    Newsroom.articles = articles
    with ThreadingHTTPServer(("", 0), Newsroom) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


async def plain(settings: Settings, run: Run) -> None:
    """Do what the flow `ingest` does, without Prefect."""
    now, connection, run_id = run.plan.now, run.warehouse, run.plan.run_id
    await run.store(start_run, connection, run_id, flow_run_id="", now=now, version="plain")
    await run.store(save_feeds, connection, run_id, run.plan.feeds)
    await poll(run, [(feed, new_state(feed, now)) for feed in run.plan.feeds])
    pending = spread(by_page(await run.store(pending_entries, connection)), key=lambda one: one.outlet)
    known = await run.pool.run(actors, None, subject="actors")
    assert not isinstance(known, Problem)
    await run.store(save_actors, connection, run_id, known)
    gate, size = asyncio.Semaphore(ABREAST), settings.article_batch

    async def batch(start: int) -> None:
        async with gate:
            await read(run, pending[start : start + size])

    await together(batch(start) for start in range(0, len(pending), size))
    await run.store(check_yields, connection, run_id, now)
    await cluster(run)
    await run.store(join_events, connection, run_id)
    await run.store(run_checks, connection, run_id, now)
    await run.store(end_run, connection, run_id, state="completed", counts=run.tally.counts(), now=datetime.now(UTC))
    await run.store(publish, connection, settings.db)


async def hold(settings: Settings) -> None:
    """Open what a run needs, as the flow does."""
    plan = plan_of(settings, followed_feeds(settings), policy_of(settings))
    archive = ArchiveWriter(settings.archive, run_id=plan.run_id, now=plan.now)
    with open_warehouse(settings) as warehouse, workers(settings) as pool:
        async with Fetcher(plan.policy) as fetcher, Archivist(archive) as archivist:
            run = Run(plan=plan, warehouse=warehouse, fetcher=fetcher, pool=pool(), archivist=archivist)
            await plain(settings, run)
            run.close()


def timed(command: list[str], port: int, environment: dict[str, str]) -> float:
    """Time a process over a data folder of its own."""
    with tempfile.TemporaryDirectory() as home:
        lines = (
            f'[[feed]]\nurl = "http://127.0.1.{n + 1}:{port}/feed"\noutlet = "Outlet {n}"\n' for n in range(OUTLETS)
        )
        Path(home, "feeds.toml").write_text("".join(lines))
        begun = time.perf_counter()
        subprocess.run(
            command,
            env=os.environ | environment | {"PARLEY_HOME": home},
            stdout=subprocess.DEVNULL,
            check=True,
            cwd=home,
        )
        return time.perf_counter() - begun


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--be", choices=["newsroom", "plain"])
    options = parser.parse_args()
    if options.be == "newsroom":
        return serve(options.articles)
    if options.be == "plain":
        return asyncio.run(hold(read_settings()))
    own = [sys.executable, "-m", "bench.prefect_share"]
    newsroom = subprocess.Popen(
        [*own, "--be", "newsroom", "--articles", str(options.articles)], stdout=subprocess.PIPE, text=True
    )
    assert newsroom.stdout is not None
    port = int(newsroom.stdout.readline())
    root = str(Path(__file__).resolve().parents[1])
    around = {"PYTHONPATH": root, "PARLEY_HOST_DELAY": "0", "PARLEY_ALLOW_PRIVATE_ADDRESSES": "true"}
    flows, plains = [], []
    try:
        with tempfile.TemporaryDirectory() as folder, prefect_api(Path(folder)) as url:
            wait_until_up(url)
            parley = str(Path(sys.executable).with_name("parley"))
            for _ in range(options.rounds):
                plains.append(timed([*own, "--be", "plain"], port, around))
                flows.append(timed([parley, "ingest"], port, around | {"PREFECT_API_URL": url}))
    finally:
        newsroom.kill()
    base, ours = min(plains), min(flows)
    print(f"{options.articles} articles: with Prefect {ours:.1f} s, plain {base:.1f} s, ratio {ours / base:.2f}")
    print(f"Prefect's share {ours - base:.1f} s; at most 3 s + 5 % of {ours:.1f} s = {3 + 0.05 * ours:.1f} s")
    return None


if __name__ == "__main__":
    main()
