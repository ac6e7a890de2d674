"""The command for dictionary authors: what it calls gained, lost and changed, and how floors move."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def quality() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_quality_command", ROOT / "bench" / "quality.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def floors(quality: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "floors.json"
    kept = {"gold": quality.gold_hash(), "floors": {"stage": 0.9, "date": 0.8}, "reasons": []}
    path.write_text(json.dumps(kept), encoding="utf-8")
    monkeypatch.setattr(quality, "FLOORS", path)
    monkeypatch.setattr(quality, "ROOT", tmp_path)
    return path


def row(**other: Any) -> dict[str, Any]:
    base: dict[str, Any] = dict.fromkeys(("stage", "speaker", "via", "place", "country", "date", "event_type"))
    base |= {"initiator": [], "recipient": [], "id": "a", "in": "text", "start": 0, "kind": "operation"}
    return base | {"trigger": "raid", "sentence": "A raid."} | other


def test_mentions_are_gained_lost_and_changed(quality: ModuleType) -> None:
    before = [row(start=1), row(start=2, stage="denied"), row(start=3)]
    after = [row(start=2, stage="completed"), row(start=3), row(start=4)]
    found = dict(quality.compare(before, after))
    assert found.keys() == {"gained", "lost", "changed"}
    assert "stage denied -> completed" in found["changed"]


def test_what_stays_is_not_told(quality: ModuleType) -> None:
    assert list(quality.compare([row()], [row()])) == []


def test_a_floor_sinks_only_by_name_and_keeps_why(quality: ModuleType, floors: Path) -> None:
    quality.lower_floors(["stage=0.85"], "drills are read anew")
    kept = json.loads(floors.read_text(encoding="utf-8"))
    assert kept["floors"] == {"stage": 0.85, "date": 0.8}
    assert kept["reasons"] == [{"figure": "stage", "from": 0.9, "to": 0.85, "reason": "drills are read anew"}]
    with pytest.raises(SystemExit, match="no floor is called"):
        quality.lower_floors(["stages=0.85"], "a slip")


def test_floors_rise_and_never_sink(quality: ModuleType, floors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "run", lambda *_: [])
    monkeypatch.setattr(quality, "figures", lambda *_: {"stage": 0.95, "date": 0.7})
    quality.raise_floors()
    assert json.loads(floors.read_text(encoding="utf-8"))["floors"] == {"stage": 0.94, "date": 0.8}


def test_floors_of_another_gold_set_do_not_rise(
    quality: ModuleType, floors: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = json.loads(floors.read_text(encoding="utf-8")) | {"gold": "another"}
    floors.write_text(json.dumps(kept), encoding="utf-8")
    monkeypatch.setattr(quality, "run", lambda *_: [])
    monkeypatch.setattr(quality, "figures", lambda *_: {"stage": 0.95, "date": 0.7})
    with pytest.raises(SystemExit, match="gold set has changed"):
        quality.raise_floors()


def test_lowering_without_a_reason_is_refused() -> None:
    command = [sys.executable, str(ROOT / "bench" / "quality.py"), "--lower", "stage=0.1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--reason" in done.stderr


def test_seeds_of_another_commit_are_unpacked(quality: ModuleType, tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("no history here: not a clone")
    quality.unpack("HEAD", tmp_path)
    assert (tmp_path / "seeds" / "speech.toml").exists()
    with pytest.raises(SystemExit, match="no seeds at"):
        quality.unpack("no-such-commit", tmp_path)
