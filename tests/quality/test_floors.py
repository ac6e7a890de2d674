"""The coder reaches the floors kept for our own gold set, and the floors belong to exactly this set."""

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
GOLD = Path(__file__).with_name("gold.jsonl")
FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "bench" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


scoring = load("scoring")


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    quality = load("quality")
    documents = quality.read(GOLD)
    reached: dict[str, float] = scoring.score(documents, quality.code(documents))
    return reached


def test_the_floors_were_set_for_this_gold_set() -> None:
    assert hashlib.sha256(GOLD.read_bytes()).hexdigest() == FLOORS["gold"], (
        "gold.jsonl has changed: see `python bench/quality.py --help` (--lower ... --reason ...)"
    )


@pytest.mark.parametrize("name", sorted(FLOORS["floors"]))
def test_the_coder_reaches_its_floor(name: str, figures: dict[str, float]) -> None:
    assert figures[name] >= FLOORS["floors"][name]


def test_a_floor_that_was_lowered_has_its_reason() -> None:
    for change in FLOORS["reasons"]:
        assert change["figure"] in FLOORS["floors"]
        assert change["reason"].strip()


def document(**mention: Any) -> dict[str, Any]:
    base = {"sentence": "They met, then fought.", "trigger": "met", "kind": "negotiation", "stage": "completed"}
    return {"id": "a", "title": "", "text": "They met, then fought.", "mentions": [base | {"in": "text"} | mention]}


def coded(start: int, end: int, **mention: Any) -> dict[str, Any]:
    base = {"id": "a", "in": "text", "kind": "negotiation", "stage": "completed", "confidence": "high"}
    return base | {"start": start, "end": end} | mention


def test_a_mention_over_the_trigger_or_in_its_sentence_is_found() -> None:
    assert scoring.score([document()], [coded(5, 8)])["detection"] == 1
    assert scoring.score([document()], [coded(15, 21)])["detection"] == 1
    assert scoring.score([document()], [coded(5, 8, kind="operation")])["detection"] == 0
    assert scoring.score([document()], [coded(5, 8, id="b")])["detection"] == 0


def test_each_mention_is_used_once() -> None:
    figures = scoring.score([document()], [coded(5, 8), coded(15, 21)])
    assert figures["detection"] == pytest.approx(2 / 3)
    assert figures["high_precision"] == 0.5


def test_whole_asks_for_stage_and_both_parties() -> None:
    want = document(initiator=["FRA"], recipient=["DEU"])
    assert scoring.score([want], [coded(5, 8, initiator=["FRA"], recipient=["DEU"])])["whole"] == 1
    assert scoring.score([want], [coded(5, 8, initiator=["FRA"], recipient=[])])["whole"] == 0
    assert scoring.score([want], [coded(5, 8, initiator=["FRA"], recipient=["DEU"], stage="denied")])["whole"] == 0


def test_slots_are_compared_without_regard_to_case() -> None:
    figures = scoring.score([document(via="Tass", date="2025-11")], [coded(5, 8, via="TASS", date="2025")])
    assert (figures["via"], figures["date"]) == (1, 0)


def test_event_types_are_scored_over_the_main_mentions() -> None:
    rows = [{"id": 1, "plover_root": ["YIELD"]}, {"id": 2, "plover_root": ["ASSAULT"]}]
    answers = [
        coded(0, 1, id=1, event_type="CONCEDE", main=True),
        coded(0, 1, id=2, event_type="AGREE", main=True),
        coded(0, 1, id=2, event_type="ASSAULT", main=False),
    ]
    assert scoring.score_roots(rows, answers) == {"root": 0.5, "quad": 0.5, "binary": pytest.approx(1 / 3)}
