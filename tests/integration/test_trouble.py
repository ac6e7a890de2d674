"""What happens when a server dies, a run is stopped or killed, or runs fail: a sentence, and nothing lost."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import duckdb
import httpx2
import psutil
import pytest
from prefect.client.orchestration import get_client
from prefect.events.worker import EventsWorker
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.automations import automate
from flows.prefect_events import tell_of_quiet
from flows.server import answers, prefect_api, wait_until_up
from flows.settings import read_settings

PARLEY = Path(sys.executable).with_name("parley")
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Start `parley` with other surroundings; what it says comes by a pipe."""
    begun: list[subprocess.Popen[str]] = []

    def begin(*words: object, **changes: str | None) -> subprocess.Popen[str]:
        around = {name: value for name, value in (environment | changes).items() if value is not None}
        pipe = subprocess.PIPE
        command = [str(PARLEY), *map(str, words)]
        begun.append(subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=around, cwd=tmp_path))
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def wait_for_line(process: subprocess.Popen[str], start: str) -> None:
    assert process.stdout is not None
    assert any(line.startswith(start) for line in process.stdout)


def loaded(db: Path) -> list[tuple[str, int]]:
    with duckdb.connect(str(db), read_only=True) as file:
        return file.execute("SELECT state, count(*) FROM entries GROUP BY ALL ORDER BY ALL").fetchall()


def test_a_server_of_ours_that_is_killed_is_started_again_and_the_run_goes_on(tmp_path: Path, start: Start) -> None:
    db = tmp_path / "x.duckdb"
    run = start("ingest", "--sample", "--db", db, PREFECT_API_URL=None)
    wait_for_line(run, "feeds:")
    (server,) = [one for one in psutil.Process(run.pid).children() if "flows.server" in one.cmdline()]
    server.kill()
    _, said = run.communicate(timeout=120)
    assert run.returncode == 0, said
    assert "The Prefect server ended and is started again" in said
    assert [state for state, _ in loaded(db)] == ["loaded"]


def test_a_server_that_does_not_start_is_given_up(start: Start) -> None:
    run = start(
        "serve", PREFECT_API_URL=None, PREFECT_SERVER_EVENTS_RETENTION_PERIOD="x", PREFECT_API_DATABASE_TIMEOUT="x"
    )
    _, said = run.communicate(timeout=120)
    assert run.returncode == 1
    assert "The Prefect server does not start; prefect/server.log" in said.splitlines()[-1]


def test_a_server_of_others_that_dies_ends_the_run_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: Start
) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_HOME"):
        monkeypatch.delenv(name, raising=False)
    db = tmp_path / "x.duckdb"
    with prefect_api(tmp_path / "theirs") as url:
        wait_until_up(url)
        run = start("ingest", "--sample", "--db", db, PREFECT_API_URL=url, PREFECT_CLIENT_MAX_RETRIES="0")
        wait_for_line(run, "articles:")
    _, said = run.communicate(timeout=120)
    assert run.returncode == 1
    assert f"The Prefect server at {url} does not answer any more." in said
    again = start("ingest", "--sample", "--db", db)
    again.communicate(timeout=120)
    assert again.returncode == 0
    assert [state for state, _ in loaded(db)] == ["loaded"]


def test_sigterm_lets_batches_end_and_publishes_them(tmp_path: Path, start: Start, site: Any) -> None:
    asked, go_on = Queue[str](), Event()
    page = (
        "<html lang=en><article><h1>News</h1><p>" + "Some words are said about it here. " * 20 + "</p></article></html>"
    )
    answer = site.server.RequestHandlerClass.do_GET

    def slowly(self: Any) -> None:
        if self.path.startswith("/page"):
            asked.put(self.path)
            go_on.wait(60)
        answer(self)

    site.server.RequestHandlerClass.do_GET = slowly
    for number in range(9):
        site.answers[f"/page{number}"] = (200, "text/html", page.encode())
    feed = site.rss("/feed.xml", [f"{site.url}/page{number}" for number in range(9)])
    db, listed = tmp_path / "x.duckdb", tmp_path / "feeds.txt"
    listed.write_text(feed)
    flags = ["--feeds", listed, "--db", db, "--host-delay", 0, "--allow-private-addresses"]
    run = start("ingest", *flags, PARLEY_ARTICLE_BATCH="1")
    asked.get(timeout=60)
    run.send_signal(signal.SIGTERM)
    go_on.set()
    _, said = run.communicate(timeout=60)
    assert run.returncode == 143, said
    assert said.endswith("Stopped. What was loaded stays; the next run takes up the rest.\n")
    (of_loaded, some), (of_pending, others) = loaded(db)
    assert (of_loaded, of_pending, some + others) == ("loaded", "pending", 9)
    with duckdb.connect(str(db), read_only=True) as file:
        assert file.execute("SELECT state, articles FROM runs").fetchall() == [("completed", some)]


@pytest.fixture
def webhook() -> Iterator[tuple[str, Queue[dict[str, str]]]]:
    told = Queue[dict[str, str]]()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hush-hush", told
        server.shutdown()


def test_a_webhook_is_told_and_its_address_is_shown_to_nobody(
    tmp_path: Path, api: str, webhook: tuple[str, Queue[dict[str, str]]]
) -> None:
    url, told = webhook
    settings = replace(read_settings(home=tmp_path, environment={}, folder=tmp_path), notify_url=url)

    async def set_up_and_tell() -> tuple[list[Any], list[Any]]:
        await automate(settings)
        async with get_client() as client:
            first = (await client.request("POST", "/automations/filter", json={})).json()
            await automate(settings)
            second = (await client.request("POST", "/automations/filter", json={})).json()
        tell_of_quiet("Ruritania", "The Courier: quiet")
        return first, second

    with temporary_settings({PREFECT_API_URL: api}):
        first, second = asyncio.run(set_up_and_tell())
        EventsWorker.instance().wait_until_empty()
        body = told.get(timeout=30)
        asyncio.run(automate(replace(settings, notify_url=None)))
    assert len(first) == 3
    assert first == second
    assert body["subject"] == "Parley: the feeds of Ruritania have fallen silent"
    assert body["body"] == "The Courier: quiet"
    assert "hush" not in repr(settings)
    assert "hush" not in httpx2.post(f"{api}/block_documents/filter", json={}).text


def test_a_run_that_is_killed_is_called_crashed_within_two_minutes(
    tmp_path: Path,
    api: str,
    start: Start,
    drill: bool,  # noqa: FBT001 - a fixture
) -> None:
    if not drill:
        pytest.skip("takes two minutes: make drill")
    with temporary_settings({PREFECT_API_URL: api}):
        asyncio.run(automate(read_settings(home=tmp_path, environment={}, folder=tmp_path)))
    run = start("ingest", "--sample", "--db", tmp_path / "x.duckdb")
    wait_for_line(run, "articles:")
    os.kill(run.pid, signal.SIGKILL)
    killed = time.monotonic()
    sought = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}
    while httpx2.post(f"{api}/flow_runs/filter", json=sought).json():
        assert time.monotonic() - killed < 120
        time.sleep(1)
    assert answers(api)
