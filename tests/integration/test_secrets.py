"""Passwords in settings and in Prefect's environment reach neither the screen nor a log, even with --debug."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Parley = Callable[..., subprocess.CompletedProcess[str]]
SECRET = "hunter2hunter2"
OPEN = {
    "PARLEY_PROXY": f"http://me:{SECRET}@127.0.0.1:9",
    "PARLEY_NOTIFY_URL": f"https://hooks.example/{SECRET}",
    "PREFECT_API_AUTH_STRING": f"me:{SECRET}",
    "PREFECT_SERVER_API_AUTH_STRING": f"me:{SECRET}",
}


def everything(done: subprocess.CompletedProcess[str], folder: Path) -> str:
    """What it said, and what it wrote as text."""
    written = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return done.stdout + done.stderr + b"".join(written).decode(errors="replace")


@pytest.mark.parametrize(
    "command",
    [
        ("settings",),
        ("doctor",),
        ("feeds", "try", "http://192.0.2.1/feed"),  # by the proxy, which is not there
        ("ingest", "--feeds", "http://192.0.2.1/feeds.opml"),
        ("ingest", "--sample", "--db", "no/such/folder.duckdb"),
    ],
)
def test_a_secret_is_shown_nowhere(
    command: tuple[str, ...], parley: Parley, environment: dict[str, str], tmp_path: Path
) -> None:
    environment |= OPEN
    done = parley("--debug", *command)
    assert done.stdout + done.stderr
    assert SECRET not in everything(done, tmp_path)


@pytest.mark.parametrize("line", [f'proxy = "{SECRET}"', f"proxy = {SECRET}", f'notify_url = "{SECRET}"'])
def test_nor_one_that_is_wrong(line: str, parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text(line)
    done = parley("--debug", "settings")
    assert done.returncode != 0
    assert SECRET not in done.stdout + done.stderr
