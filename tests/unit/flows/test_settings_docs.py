"""What docs/settings.md lists is what there is."""

import re
from pathlib import Path

import pytest

from extractors.errors import SettingsError
from flows.settings import read_settings, show_settings

DOCS = (Path(__file__).parents[3] / "docs" / "settings.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|", DOCS, re.MULTILINE))
BOUNDS = re.findall(r"^\| `(\w+)` \| (?:whole )?number, ([\d.,]+) to ([\d,]+) \|", DOCS, re.MULTILINE)
TOLD_IN_WORDS = {"db", "workers"}


def test_the_table_has_every_setting_in_order(tmp_path: Path) -> None:
    assert list(ROWS) == [line.name for line in show_settings(read_settings(folder=tmp_path, environment={}))]


def test_the_defaults_are_right(tmp_path: Path) -> None:
    for line in show_settings(read_settings(folder=tmp_path, environment={})):
        assert line.name in TOLD_IN_WORDS or ROWS[line.name].strip("` ") == line.value.replace("False", "false")


def test_the_example_is_a_settings_file(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    (tmp_path / "parley.toml").write_text(example, encoding="utf-8")
    settings = read_settings(folder=tmp_path, environment={})
    assert (settings.host_delay, settings.retention_days) == (2.0, 365)


def test_the_bounds_are_right(tmp_path: Path) -> None:
    assert len(BOUNDS) == sum(bool(re.fullmatch(r"[\d]+(\.\d+)?", cell.strip("` "))) for cell in ROWS.values()) + 2
    for name, least, most in BOUNDS:
        for bound in (least, most):
            number = bound.replace(",", "")
            read_settings(folder=tmp_path, environment={f"PARLEY_{name.upper()}": number})
        with pytest.raises(SettingsError, match=f"{least} to {most}, is wanted"):
            read_settings(folder=tmp_path, environment={f"PARLEY_{name.upper()}": f"{most.replace(',', '')}0"})
