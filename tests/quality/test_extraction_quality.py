"""The floors of extraction and of clusters: lowering one takes a reason, said here."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extractors.clusters import fingerprint, similar
from extractors.extract_lines import extract_lines

PAGES = Path(__file__).parents[2] / ".." / "shared" / "pages"
PAIRS = Path(__file__).parent / "near_duplicates.jsonl"
FLOORS = {"f1": 0.976, "macro_f1": 0.980}
METADATA_FLOORS = {"title": 0.90, "published": 0.985, "authors": 0.90}
WORST = {"below_.9": 14, "below_.5": 0, "empty": 0, "missing": 0}
PAIRS_FLOOR = 0.98


def score_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages_score", PAGES / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["pages_score"] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(
    not PAGES.is_dir(), reason="the real pages belong to their publishers and are not in the repository"
)
def test_real_pages_reach_their_floors() -> None:
    score = score_module()
    gold = [json.loads(line) for line in (PAGES / "gold.jsonl").read_text(encoding="utf-8").split("\n") if line]
    lines = (
        json.dumps({"id": page["id"], "path": str(PAGES / "html" / f"{page['id']}.html.gz"), "url": page["url"]})
        for page in gold
    )
    predicted = {answer["id"]: answer for answer in extract_lines(lines, seconds=120)}
    summary: dict[str, Any] = score.summarise(score.score(gold, predicted))
    assert {name: round(summary[name], 4) for name, floor in FLOORS.items() if summary[name] < floor} == {}
    assert {name: summary[name] for name, most in WORST.items() if summary[name] > most} == {}
    found = {name: row["accuracy"] for name, row in summary["metadata"].items()}
    assert {name: found[name] for name, floor in METADATA_FLOORS.items() if found[name] < floor} == {}


@pytest.mark.skipif(not PAIRS.is_file(), reason="the set of near-duplicate pairs is not there")
def test_near_duplicates_are_found_and_lookalikes_are_not() -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").split("\n") if line]
    verdicts = [
        (bool(pair["same"]), similar(fingerprint("a", pair["a"]["text"]), fingerprint("b", pair["b"]["text"])))
        for pair in pairs
    ]
    both = sum(same and found for same, found in verdicts)
    assert both / sum(same for same, _ in verdicts) >= PAIRS_FLOOR
    assert both / sum(found for _, found in verdicts) >= PAIRS_FLOOR
