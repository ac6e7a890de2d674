"""The main job over real pages on loopback, beside plain trafilatura over the same bytes in the same run.

    python bench/ingest.py [--copies 1] [--shared ../shared]

Prints wall time and its ratio, and the peak of the proportional memory of our process tree without the Prefect server.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import duckdb
import psutil

PORT = 8093
PARLEY = Path(sys.executable).with_name("parley")


def plain(path: str) -> int:
    """Extract one page as trafilatura's users do; returns the length of its text."""
    from trafilatura import extract  # noqa: PLC0415 - in the worker alone

    return len(extract(gzip.decompress(Path(path).read_bytes()), include_comments=False) or "")


def plain_seconds(pages: list[str], copies: int) -> float:
    """Time plain trafilatura over the pages, as often as the newsroom serves them, in two processes."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(plain, pages[:2]))
        begun = time.perf_counter()
        list(pool.map(plain, pages * copies, chunksize=8))
        return time.perf_counter() - begun


class Watch(threading.Thread):
    """Samples the proportional set size of a process tree; `peak` and `main_peak` in bytes."""

    def __init__(self, process: psutil.Process) -> None:
        super().__init__(daemon=True)
        self.process, self.peak, self.main_peak, self.stopped = process, 0, 0, threading.Event()

    def run(self) -> None:
        """Sample once a second until the process ends: more often would cost what it measures."""
        while not self.stopped.wait(1.0):
            try:
                tree = [self.process, *self.process.children(recursive=True)]
                server = {
                    child.pid
                    for one in tree
                    if "flows.server" in one.cmdline()
                    for child in one.children(recursive=True)
                }
                ours = [one for one in tree if "flows.server" not in one.cmdline() and one.pid not in server]
                sizes = [one.memory_full_info().pss for one in ours]
            except psutil.Error:
                continue
            self.peak, self.main_peak = max(self.peak, sum(sizes)), max(self.main_peak, sizes[0])


def set_up(folder: Path) -> None:
    """Make Prefect's database, as `make run` does once before it runs anything."""
    home = folder / "data" / "prefect"
    home.mkdir(parents=True)
    command = [str(PARLEY.with_name("prefect")), "server", "database", "upgrade", "--yes"]
    subprocess.run(command, env=os.environ | {"PREFECT_HOME": str(home)}, stdout=subprocess.DEVNULL, check=True)


def ingest(folder: Path) -> tuple[float, Watch]:
    """Time one run of `parley ingest` over the newsroom."""
    flags = ["--host-delay", "0", "--allow-private-addresses", "--all-due", "--db", str(folder / "bench.duckdb")]
    command = [str(PARLEY), "ingest", "--feeds", f"http://127.0.0.1:{PORT}/feeds.opml", *flags]
    begun = time.perf_counter()
    run = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    watch = Watch(psutil.Process(run.pid))
    watch.start()
    said, _ = run.communicate()
    seconds = time.perf_counter() - begun
    watch.stopped.set()
    print("\n".join(line for line in said.splitlines() if "articles" in line))
    return seconds, watch


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[1] / ".." / "shared")
    options = parser.parse_args()
    gold = options.shared / "pages" / "gold.jsonl"
    if not gold.exists():
        sys.exit(f"No real pages in {options.shared}: this benchmark needs them.")
    ids = [json.loads(line)["id"] for line in gold.read_text().splitlines()]
    pages = [str(options.shared / "pages" / "html" / f"{page}.html.gz") for page in ids]
    server = [sys.executable, str(options.shared / "newsroom" / "newsroom.py")]
    newsroom = subprocess.Popen([*server, "--port", str(PORT), "--copies", str(options.copies)], stdout=subprocess.PIPE)
    try:
        assert newsroom.stdout is not None
        newsroom.stdout.readline()
        with tempfile.TemporaryDirectory() as folder:
            set_up(Path(folder))
            ours, watch = ingest(Path(folder))
            with duckdb.connect(str(Path(folder) / "bench.duckdb"), read_only=True) as file:
                articles = file.execute("SELECT count(*) FROM articles").fetchone()
            again, _ = ingest(Path(folder))
    finally:
        newsroom.terminate()
    base = plain_seconds(pages, options.copies)
    print(f"{len(pages) * options.copies} pages, {articles and articles[0]} articles")
    print(f"ours {ours:.1f} s, plain trafilatura in two processes {base:.1f} s, ratio {ours / base:.2f}")
    print(f"at most 1.5 x {base:.1f} + 12 = {1.5 * base + 12:.1f} s; a run again at once: {again:.1f} s")
    print(f"peak memory {watch.peak / 1e6:.0f} MB, of which the main process {watch.main_peak / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
