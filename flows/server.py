"""A Prefect API to report to: the one at `PREFECT_API_URL` if it answers, else a server of our own for one run.

The server that we start binds loopback, keeps its database in the data folder (so that `prefect server start` with the
same `PREFECT_HOME` shows the run later) and cannot outlive us: it reads its standard input, a pipe that the kernel
closes when we end, however we end.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from extractors.errors import ParleyError

START_SECONDS = 60.0
STOP_SECONDS = 10.0
OWN_SERVER = {
    # one insert per hundred task runs instead of one each: the recorder is what makes a busy run lag behind
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",  # cut to whole seconds there: 0.5 would spin
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",  # nothing is scheduled on a server that ends with its run
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
}


class ServerError(ParleyError):
    """The Prefect server that we started did not come up."""


@contextmanager
def prefect_api(prefect_home: Path) -> Iterator[str]:
    """Yield the URL of a Prefect API that answers, and make it the one that this process uses.

    Must be entered before anything imports prefect, which reads its settings once.

    Raises:
        ServerError: a server of our own was started and does not answer.
    """
    _quiet(prefect_home)
    given = os.environ.get("PREFECT_API_URL", "")
    if given and answers(given):
        yield given
        return
    server, port = _start(prefect_home)
    try:
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        yield os.environ["PREFECT_API_URL"]
    finally:
        if given:
            os.environ["PREFECT_API_URL"] = given
        else:
            del os.environ["PREFECT_API_URL"]
        _stop(server)


def answers(api_url: str, *, seconds: float = 2.0) -> bool:
    """Tell whether a healthy Prefect API is at this address."""
    try:
        return httpx2.get(f"{api_url.rstrip('/')}/health", timeout=seconds, trust_env=False).is_success
    except (httpx2.HTTPError, httpx2.InvalidURL):
        return False


def wait_until_up(api_url: str) -> None:
    """Return once the API answers.

    Raises:
        ServerError: it does not within a minute.
    """
    deadline = time.monotonic() + START_SECONDS
    while not answers(api_url, seconds=max(0.5, deadline - time.monotonic())):
        if time.monotonic() > deadline:
            raise ServerError(f"The Prefect server at {api_url} did not start within {START_SECONDS:.0f} seconds.")
        time.sleep(0.1)


def _quiet(prefect_home: Path) -> None:
    """Point Prefect at the project's own database, and keep it from calling home."""
    prefect_home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(prefect_home.resolve()))
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")  # the terminal is ours


def _start(prefect_home: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server on a port that nobody else can take in between: we bind it, the server inherits it."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        port: int = listening.getsockname()[1]
        url = f"http://127.0.0.1:{port}/api"
        with (prefect_home / "server.log").open("ab") as log:
            server = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "flows.server", str(listening.fileno())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[listening.fileno()],
                env=os.environ | OWN_SERVER | {"PREFECT_API_URL": url, "PREFECT_SERVER_UI_API_URL": url},
            )
    return server, port


def _stop(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin is not None
    server.stdin.close()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def serve(listening: socket.socket) -> None:
    """Run the Prefect server on this socket until standard input ends."""
    import uvicorn  # noqa: PLC0415 - the parent needs neither uvicorn nor the server

    server = uvicorn.Server(
        uvicorn.Config(
            "prefect.server.api.server:create_app",
            factory=True,
            lifespan="on",
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
    )
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server.run(sockets=[listening])


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS / 2)
    os._exit(1)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
