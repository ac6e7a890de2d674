"""What an edit to the dictionaries does to the coder: mentions gained, lost, changed, and each figure before and after.

    python bench/quality.py                      the seeds as edited against those of the last commit
    python bench/quality.py --against HEAD~5     ... of another commit
    python bench/quality.py --show 100           ... with up to 100 mentions of each sort (default 20)
    python bench/quality.py --floors             figures of our own gold set beside their floors
    python bench/quality.py --raise-floors       lift the floors to what the coder reaches now
    python bench/quality.py --lower stage=0.87 --reason "..."   lower one; the reason is kept in floors.json

Measured on tests/quality/gold.jsonl and, where ../shared is there, on its development sets. Only the dictionaries
differ between before and after: both are run by the code as it stands.
"""

import argparse
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))  # last, so that a child's seeds of another commit come first
from bench.scoring import score, score_roots  # noqa: E402 - the script may be run by path

OWN = ROOT / "tests" / "quality" / "gold.jsonl"
FLOORS = OWN.with_name("floors.json")
SHARED = ROOT.parent / "shared" / "gold"
MARGIN = 0.01  # how far under today's figure a raised floor lies
SLOTS = ("stage", "initiator", "recipient", "speaker", "via", "place", "country", "date", "event_type")
Rows = list[dict[str, Any]]


def read(path: Path) -> Rows:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def sets() -> dict[str, Path]:
    """Return the annotated sets that are here, by name."""
    places = {"own": OWN, "dev": SHARED / "dev.jsonl", "relations": SHARED / "relations.jsonl"}
    return {name: path for name, path in places.items() if path.exists()}


def code(documents: Iterable[dict[str, Any]]) -> Rows:
    """Code documents with the seeds that this process imports; each mention as `parley code` writes it."""
    from extractors.mentions.coder import Coder  # noqa: PLC0415 - the child alone pays for the dictionaries

    coder = Coder.load()
    return [_row(document, mention) for document in documents for mention in _coded(coder, document)]


def _coded(coder: Any, document: dict[str, Any]) -> Iterable[Any]:
    published = date.fromisoformat(document["published"]) if document.get("published") else None
    title, text = document.get("title") or "", document["text"]
    mentions: Iterable[Any] = coder.code(
        article_id=str(document["id"]), title=title, text=text, published=published
    ).mentions
    return mentions


def _row(document: dict[str, Any], mention: Any) -> dict[str, Any]:
    names = (*SLOTS, "start", "end", "trigger", "sentence", "kind", "main", "confidence")
    row = {name: getattr(mention, name) for name in names}
    row |= {name: list(row[name]) for name in ("initiator", "recipient")}
    return row | {"id": document["id"], "in": mention.field}


def run(seeds: Path | None, name: str) -> Rows:
    """Code one set in a process of its own, with the seeds below a folder (None: those of the working tree)."""
    paths = [str(place) for place in (seeds, ROOT) if place]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, __file__, "--child", name]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        fault = (done.stderr.strip() or "failed").splitlines()[-1]
        sys.exit(f"{name}, coded with the seeds of {seeds or ROOT}: {fault}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def unpack(commit: str, folder: Path) -> None:
    """Write the seeds of a commit below `folder`."""
    command = ["git", "-C", str(ROOT), "archive", commit, "seeds"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"no seeds at {commit}: {done.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")


def figures(name: str, coded: Rows) -> dict[str, float]:
    """Score one set."""
    rows = read(sets()[name])
    return score_roots(rows, coded) if name == "relations" else score(rows, coded)


def compare(before: Rows, after: Rows) -> Iterator[tuple[str, str]]:
    """Yield what happened to each mention: its sort (gained, lost, changed) and a line about it."""
    old = {_key(row): row for row in before}
    new = {_key(row): row for row in after}
    for key, row in new.items():
        was = old.get(key)
        if was is None:
            yield "gained", _line(row)
        elif changes := [f"{slot} {was[slot]} -> {row[slot]}" for slot in SLOTS if was[slot] != row[slot]]:
            yield "changed", f"{_line(row)}\n      {'; '.join(changes)}"
    for key, row in old.items():
        if key not in new:
            yield "lost", _line(row)


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["id"], row["in"], row["start"], row["kind"])


def _line(row: dict[str, Any]) -> str:
    return f"{row['id']} {row['kind']}/{row['stage']} {row['trigger']!r} in {row['sentence'][:110]!r}"


def report(against: str, show: int) -> None:
    """Print what the edited dictionaries change on every set."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(against, Path(folder))
        for name in sets():
            before, after = run(Path(folder), name), run(None, name)
            print(f"\n== {name}: {len(before)} mentions with the seeds of {against}, {len(after)} now")
            _print_mentions(list(compare(before, after)), show)
            _print_figures(figures(name, before), figures(name, after))


def _print_mentions(found: list[tuple[str, str]], show: int) -> None:
    for sort in ("gained", "lost", "changed"):
        lines = [line for kind, line in found if kind == sort]
        print(f"{sort}: {len(lines)}")
        for line in lines[:show]:
            print(f"  {line}")


def _print_figures(before: dict[str, float], after: dict[str, float]) -> None:
    print(f"{'figure':24}{'before':>8}{'after':>8}")
    for name, value in after.items():
        change = value - before[name]
        print(f"{name:24}{before[name]:8.3f}{value:8.3f}  {f'{change:+.3f}' if abs(change) >= 0.0005 else ''}")  # noqa: PLR2004 - what three digits show


def gold_hash() -> str:
    """Return the SHA-256 of our own gold set: a floor holds for exactly these bytes."""
    return hashlib.sha256(OWN.read_bytes()).hexdigest()


def show_floors() -> None:
    """Print each floor beside what the coder reaches."""
    now, kept = figures("own", run(None, "own")), json.loads(FLOORS.read_text(encoding="utf-8"))
    for name, value in now.items():
        floor = kept["floors"].get(name)
        print(f"{name:24}{value:8.3f}  {f'floor {floor:.3f}' if floor is not None else ''}")


def raise_floors() -> None:
    """Lift each floor to just under today's figure; none sinks."""
    now, kept = figures("own", run(None, "own")), json.loads(FLOORS.read_text(encoding="utf-8"))
    if kept["gold"] != gold_hash():
        sys.exit("the gold set has changed since the floors were set: lower or confirm them with --lower and --reason")
    for name, floor in kept["floors"].items():
        kept["floors"][name] = max(floor, int((now[name] - MARGIN) * 1000) / 1000)
    _write(kept)


def lower_floors(changes: list[str], reason: str) -> None:
    """Set floors by hand, and keep why; also the way to accept a changed gold set."""
    kept = json.loads(FLOORS.read_text(encoding="utf-8"))
    for change in changes:
        name, _, value = change.partition("=")
        if name not in kept["floors"]:
            sys.exit(f"no floor is called {name!r}: {', '.join(kept['floors'])}")
        kept["reasons"].append({"figure": name, "from": kept["floors"][name], "to": float(value), "reason": reason})
        kept["floors"][name] = float(value)
    kept["gold"] = gold_hash()
    _write(kept)


def _write(kept: dict[str, Any]) -> None:
    FLOORS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {FLOORS.relative_to(ROOT)}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", default="HEAD", help="commit whose seeds are the measure (default: the last)")
    parser.add_argument("--show", type=int, default=20, help="mentions of each sort to print")
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--lower", nargs="+", metavar="FIGURE=VALUE")
    parser.add_argument("--reason")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        for row in code(read(sets()[asked.child])):
            print(json.dumps(row))
    elif asked.lower:
        if not asked.reason:
            parser.error("--lower needs --reason: it is kept in floors.json")
        lower_floors(asked.lower, asked.reason)
    elif asked.floors or asked.raise_floors:
        (raise_floors if asked.raise_floors else show_floors)()
    else:
        report(asked.against, asked.show)


if __name__ == "__main__":
    main()
