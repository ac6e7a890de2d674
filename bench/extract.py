"""How much extraction costs: CPU against plain trafilatura over the same pages, and what a second worker brings.

    python bench/extract.py [PAGES] [--rounds N]

PAGES is a folder with gold.jsonl and html/ID.html.gz (default: ../shared/pages). The two are measured by turns, page
by page, in one process, so that whatever else the machine does slows both; the figure is the ratio of the best
rounds. The second part runs the pages through the worker pool with one worker and with two, by wall clock.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import trafilatura

from extractors.articles import Page, extract
from extractors.pool import WorkerPool

PAGES = Path(__file__).resolve().parents[2] / "shared" / "pages"


def load(folder: Path) -> list[Page]:
    """Read the pages as a fetch would hand them over."""
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").split("\n")
    found = [json.loads(line) for line in lines if line.strip()]
    return [
        Page(
            url=entry["url"],
            final_url=entry["url"],
            body=gzip.decompress((folder / "html" / f"{entry['id']}.html.gz").read_bytes()),
            outlet=entry["domain"],
        )
        for entry in found
    ]


def plain(page: Page) -> str | None:
    """Do what most people do: one call with nothing set."""
    return trafilatura.extract(page.body)


def cpu(work: Callable[[Page], object], page: Page) -> float:
    """Measure the CPU seconds of one call."""
    before = time.process_time()
    work(page)
    return time.process_time() - before


def one_round(pages: Sequence[Page]) -> tuple[float, float]:
    """Give the CPU seconds of plain trafilatura and of ours over all pages, by turns."""
    theirs = ours = 0.0
    for page in pages:
        theirs += cpu(plain, page)
        ours += cpu(extract, page)
    return theirs, ours


def wall(pages: Sequence[Page], workers: int) -> float:
    """Measure the wall seconds of all pages through a pool, its start apart."""
    with WorkerPool(workers=workers, preload=("extractors.articles",)) as pool:
        list(pool.map(extract, pages[: 4 * workers], subject=lambda page: page.url))
        before = time.perf_counter()
        list(pool.map(extract, pages, subject=lambda page: page.url))
        return time.perf_counter() - before


def main() -> int:
    """Print the figures; exit code 1 where they miss what the project promises."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="?", type=Path, default=PAGES)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    pages = load(arguments.pages)
    one_round(pages[:10])  # imports and caches
    rounds = [one_round(pages) for _ in range(arguments.rounds)]
    theirs, ours = min(r[0] for r in rounds), min(r[1] for r in rounds)
    print(f"{len(pages)} pages, best of {arguments.rounds}: plain trafilatura {theirs:.2f} s, ours {ours:.2f} s CPU")
    print(f"ratio {ours / theirs:.2f} (promised: at most 1.35)")
    one, two = (min(wall(pages * 2, workers) for _ in range(2)) for workers in (1, 2))
    print(f"one worker {one:.2f} s, two workers {two:.2f} s wall: {one / two:.2f} times (promised: at least 1.8)")
    return 0 if ours / theirs <= 1.35 and one / two >= 1.8 else 1  # noqa: PLR2004 - as promised above


if __name__ == "__main__":
    sys.exit(main())
