"""The systemd units of ops/, held against systemd's own reading of them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.settings import Settings

OPS = Path(__file__).parents[2] / "ops"
UNITS = ("parley.service", "prefect-server.service")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with the commands of this environment in place of those of /opt/parley."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (Debian: apt-get install systemd)")
    shutil.copytree(OPS, tmp_path / "units")
    for unit in UNITS:
        path = tmp_path / "units" / unit
        path.write_text(path.read_text().replace("/opt/parley/bin", str(Path(sys.executable).parent)))
    return tmp_path / "units"


def complaints(units: Path, *command: str) -> str:
    """What systemd says; it ignores a key that it does not know with a warning, and exit code 0."""
    done = subprocess.run(
        ["systemd-analyze", *command, *(str(units / unit) for unit in UNITS)],
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{units}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr + ("" if done.returncode == 0 else f"exit code {done.returncode}: {done.stdout}")


def test_systemd_takes_every_line(units: Path) -> None:
    assert complaints(units, "verify", "--man=no") == ""


@pytest.mark.parametrize("file", [*UNITS, "parley.service.d/two-processes.conf"])
def test_a_wrong_line_would_be_seen(file: str, units: Path) -> None:
    path = units / file
    path.write_text(path.read_text().replace("[Service]", "[Service]\nRestartt=always"))
    assert "Restartt" in complaints(units, "verify", "--man=no")


def test_both_forms_keep_runs_as_long() -> None:
    kept = Settings(home=Path(), db=Path()).keep_flow_runs_days * 86_400
    unit = (OPS / "prefect-server.service").read_text()
    assert f"PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD={kept}\n" in unit


def test_the_services_are_shut_in(units: Path) -> None:
    shut_in = ("security", "--offline=yes", "--threshold=20", "--no-pager")  # 2.0 of 10, where systemd says OK
    assert complaints(units, *shut_in) == ""
