"""The Prefect server that a run starts for itself."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from flows.server import answers, prefect_api, wait_until_up

HOLDER = """
import sys, time
from pathlib import Path
from flows.server import prefect_api, wait_until_up
with prefect_api(Path(sys.argv[1])) as url:
    wait_until_up(url)
    print(url, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def _no_api_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_a_server_dies_with_its_parent_even_after_kill_9(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    url = holder.stdout.readline().strip()
    assert answers(url)
    children = psutil.Process(holder.pid).children(recursive=True)
    assert children
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive
    assert not answers(url)


def test_a_server_that_answers_is_used_and_left_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with prefect_api(tmp_path / "first") as url:
        wait_until_up(url)
        monkeypatch.setenv("PREFECT_API_URL", url)
        with prefect_api(tmp_path / "second") as again:
            assert again == url
        assert answers(url)
    assert not answers(url)


def test_an_address_that_does_not_answer_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with prefect_api(tmp_path) as url:
        wait_until_up(url)
        assert url != "http://127.0.0.1:9/api"
        assert answers(url)
    assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:9/api"
