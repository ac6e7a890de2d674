"""How fast the coder is: sentences a second on one core, start-up, memory, and whether cost grows with length alone.

    python bench/coding.py            sentences a second over our gold set; a text of 1, 2 and 5 MB
    python bench/coding.py --short    with texts of 50, 100 and 200 kB, for the gate
    python bench/coding.py --modules  the share of each module in the time, over the same texts

With ../shared beside the project also the share of trafilatura: coding its English pages against extracting them.
"""

import argparse
import cProfile
import gzip
import json
import pstats
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import trafilatura

from extractors.mentions.coder import Coder
from extractors.mentions.sentences import split

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT.parent / "shared" / "pages"
GOLD = ROOT / "tests" / "quality" / "gold.jsonl"
DAY = date(2025, 11, 12)
REPEATS = 3


def texts() -> list[str]:
    """Return the texts of our gold set."""
    return [json.loads(line)["text"] for line in GOLD.read_text(encoding="utf-8").splitlines()]


def cost(coder: Coder, articles: Sequence[str]) -> float:
    """Return the CPU seconds that coding takes, the best of a few."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        for text in articles:
            coder.code(article_id="a", title="", text=text, published=DAY)
        times.append(time.process_time() - start)
    return min(times)


def speed(coder: Coder) -> None:
    """Print sentences a second."""
    articles = texts()
    sentences = sum(len(split("text", text)) for text in articles)
    print(f"sentences a second      {sentences / cost(coder, articles):8.0f}   (aim: 1500)")


def linearity(coder: Coder, sizes: Sequence[int]) -> None:
    """Print the cost a megabyte of ever longer texts: it should not grow."""
    news = "\n".join(texts())
    for size in sizes:
        text = (news * (size // len(news) + 1))[:size]
        start = time.process_time()
        coder.code(article_id="a", title="", text=text, published=DAY)
        spent = time.process_time() - start
        print(f"text of {size / 1e6:4.2f} MB         {spent:8.1f} s  {spent / size * 1e6:6.1f} s a megabyte")
    for name, unit in (("no full stop", "the army attacked "), ("one word", "attack"), ("quotes", '"he said" ')):
        size = sizes[0]
        start = time.process_time()
        coder.code(article_id="a", title="", text=(unit * size)[:size], published=DAY)
        print(f"{name:14} {size / 1e6:4.2f} MB {time.process_time() - start:8.1f} s")


def modules(coder: Coder) -> None:
    """Print which modules the time goes to; what a library does counts for the module that calls it last."""
    profile = cProfile.Profile()
    profile.runcall(cost, coder, _pages() or texts())
    spent: dict[str, float] = {}
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if "/extractors/" in file:
            spent[Path(file).stem] = spent.get(Path(file).stem, 0) + own
        for (caller, _, _), (_, _, own_there, _) in callers.items():
            if "/extractors/" not in file and "/extractors/" in caller:
                spent[Path(caller).stem] = spent.get(Path(caller).stem, 0) + own_there
    total = sum(spent.values())
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1])[:25]:
        print(f"{name:20} {seconds / total:6.1%}")


def _pages() -> list[str]:
    """Return the texts of the real English pages, where they are here."""
    if not PAGES.exists():
        return []
    pages = map(json.loads, (PAGES / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    return [page["text"] for page in pages if page["lang"] == "en"]


def start_up() -> None:
    """Print how long `parley code` takes over nothing."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "flows.cli", "code"], input=b"", check=False, capture_output=True, cwd=ROOT
        )
        times.append(time.perf_counter() - start)
    print(f"start-up of parley code {min(times):8.2f} s  (at most 1.5)")


def against_extraction(coder: Coder) -> None:
    """Print coding's share of the time that plain trafilatura takes over the same English pages."""
    if not PAGES.exists():
        return
    pages = [json.loads(line) for line in (PAGES / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    english = [page for page in pages if page["lang"] == "en"]
    bodies = [gzip.decompress((PAGES / "html" / f"{page['id']}.html.gz").read_bytes()) for page in english]
    start = time.process_time()
    for body in bodies:
        trafilatura.extract(body)
    extracting = time.process_time() - start
    coding = cost(coder, [page["text"] for page in english])
    print(f"coding / extracting     {coding / extracting:8.2f}   ({len(english)} pages; at most 1, aim: 0.5)")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--modules", action="store_true")
    asked = parser.parse_args()
    coder = Coder.load()
    coder.code(article_id="a", title="Warm", text="The army attacked on Monday, he said.", published=DAY)
    if asked.modules:
        modules(coder)
        return
    speed(coder)
    linearity(coder, (50_000, 100_000, 200_000) if asked.short else (1_000_000, 2_000_000, 5_000_000))
    print(f"peak memory             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB (at most 400)")
    if not asked.short:
        start_up()
        against_extraction(coder)


if __name__ == "__main__":
    main()
