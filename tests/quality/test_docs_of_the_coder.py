"""The pages for analysts and dictionary authors name every field, dictionary, option and figure that there is."""

import datetime as dt
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from extractors.mentions.coder import Coder
from extractors.records import Mention

ROOT = Path(__file__).parents[2]
MENTION = (ROOT / "docs" / "mention.md").read_text(encoding="utf-8")
DICTIONARIES = (ROOT / "docs" / "dictionaries.md").read_text(encoding="utf-8")
STAGES = (
    "proposed", "planned", "underway", "completed", "suspended", "resumed", "refused", "denied", "unspecified",
)  # fmt: skip


@pytest.mark.parametrize("name", [field.name for field in fields(Mention) if field.name != "field"])
def test_each_field_of_a_mention_is_explained(name: str) -> None:
    assert f"`{name}`" in MENTION


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_is_explained(stage: str) -> None:
    assert f"| `{stage}` |" in MENTION


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (ROOT / "seeds").glob("*.toml") if path.name != "feeds.toml")
)
def test_each_dictionary_is_listed(name: str) -> None:
    assert f"`{name}`" in DICTIONARIES


def test_each_table_of_speech_is_explained() -> None:
    tables = tomllib.loads((ROOT / "seeds" / "speech.toml").read_text(encoding="utf-8"))
    missing = [
        name for name in tables if name != "verbs" and not re.search(rf"^\| `{name}[`.]", DICTIONARIES, re.MULTILINE)
    ]
    missing += [name for name in tables["verbs"] if f"`verbs.{name}`" not in DICTIONARIES]
    assert missing == []


def test_each_option_of_the_command_is_listed() -> None:
    command = [sys.executable, str(ROOT / "bench" / "quality.py"), "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"^  (--[a-z-]+)", shown, re.MULTILINE))
    assert {option for option in options if option not in DICTIONARIES} == set()


def test_the_example_is_coded_as_the_page_says() -> None:
    quoted = re.search(r"^> (.+)$", MENTION, re.MULTILINE)
    assert quoted
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\|.*\|$", MENTION, re.MULTILINE)
    ]
    names, _, *wanted = rows[:4]
    coded = Coder.load().code(article_id="a", title="", text=quoted[1], published=dt.date(2025, 11, 12))
    found = [[_cell(getattr(mention, name)) for name in names] for mention in coded.mentions]
    assert found == wanted
    assert [mention.main for mention in coded.mentions] == [True, False]


def _cell(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value or "")
