"""A Prefect API to report to: at `PREFECT_API_URL`, that of `parley serve` on this data folder, else one of our own.

The server that we start binds loopback unless told otherwise, keeps its database in the data folder (so that runs can
be looked at later) and cannot outlive us: it reads its standard input, a pipe that the kernel closes when we end,
however we end.
"""

import math
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
from filelock import FileLock, Timeout

from extractors.errors import CannotStartError
from flows.many_modules import many_modules
from flows.own_server import LOOPBACK, STOP_SECONDS, OwnServer, ServerError
from flows.setting_kinds import is_loopback
from flows.settings import Settings

START_SECONDS = 60.0
LOCK, SERVED_AT = "serve.lock", "serve.url"
FOR_ONE_RUN = {  # nothing is scheduled, cancelled or watched on a server that ends with its run
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in ("SCHEDULER", "LATE_RUNS")
}


@contextmanager
def prefect_api(prefect_home: Path) -> Iterator[str]:
    """Yield the URL of a Prefect API that answers, and make it the one that this process uses.

    Must be entered before anything imports prefect, which reads its settings once.

    Raises:
        ServerError: a server of our own was started and does not answer.
    """
    _quiet(prefect_home)
    for url in (os.environ.get("PREFECT_API_URL"), served_at(prefect_home)):
        if url and answers(url):
            with _used(url):
                yield url
            return
    with OwnServer(prefect_home, LOOPBACK, 0, FOR_ONE_RUN) as server, _used(server.url):
        yield server.url


@contextmanager
def standing_server(settings: Settings) -> Iterator[OwnServer | None]:
    """Start the server that schedules, watches and shows runs, unless `PREFECT_API_URL` answers: then None.

    A server named there that is started beside us has a minute to answer.

    Raises:
        CannotStartError: it is not to be reached from elsewhere without a password, or its port is taken.
        ServerError: it does not come up.
    """
    _quiet(settings.prefect_home)
    given = os.environ.get("PREFECT_API_URL", "")
    if given and _answers_soon(given):
        yield None
        return
    _check_guarded(settings.server_host)
    days = settings.keep_flow_runs_days
    keeping = {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(days * 86_400),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{min(days, 7)}D",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",  # the new UI asks amplitude.com at each page, telemetry off or not
    }
    own = OwnServer(settings.prefect_home, settings.server_host, settings.server_port, keeping)
    with own as server, _used(server.url):
        wait_until_up(server.url, server)
        (settings.prefect_home / SERVED_AT).write_text(server.url, encoding="utf-8")
        yield server


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Keep a second `parley serve` off the same data folder.

    Raises:
        CannotStartError: one is at work there.
    """
    try:
        with FileLock(settings.prefect_home / LOCK, timeout=1):  # somebody may be looking whether we are at work
            yield
    except Timeout:
        raise CannotStartError(f"`parley serve` is at work on {settings.home} already; stop that one first.") from None


def served_at(prefect_home: Path) -> str | None:
    """Say where the `parley serve` that is at work on this folder has its API; None where none is."""
    try:
        with FileLock(prefect_home / LOCK, timeout=0):
            return None
    except Timeout:
        with suppress(OSError):
            return (prefect_home / SERVED_AT).read_text(encoding="utf-8")
    return None


def _check_guarded(host: str) -> None:
    """Let nobody but this machine in, unless a password is set."""
    password = os.environ.get("PREFECT_SERVER_API_AUTH_STRING")
    if password:
        os.environ.setdefault("PREFECT_API_AUTH_STRING", password)
    elif not is_loopback(host):
        raise CannotStartError(
            f"The Prefect server would listen on {host}, open to others; set PREFECT_SERVER_API_AUTH_STRING to "
            f"user:password, or server_host to {LOOPBACK}."
        )


def answers(api_url: str, *, seconds: float = 2.0) -> bool:
    """Tell whether a Prefect API is at this address, and lets us in."""
    user, _, password = os.environ.get("PREFECT_API_AUTH_STRING", "").partition(":")
    login = (user, password) if user else None
    try:
        url = f"{api_url.rstrip('/')}/admin/version"
        return httpx2.get(url, timeout=seconds, trust_env=False, auth=login).is_success
    except (httpx2.HTTPError, httpx2.InvalidURL):
        return False


def wait_until_up(api_url: str, server: OwnServer | None = None, *, within: float | None = START_SECONDS) -> None:
    """Return once the API answers.

    Raises:
        ServerError: it does not within so many seconds (None: wait for ever), or our server cannot be started.
    """
    deadline = math.inf if within is None else time.monotonic() + within
    while not answers(api_url, seconds=min(5.0, max(0.5, deadline - time.monotonic()))):
        if server and server.lost.is_set():
            raise ServerError("The Prefect server does not start; prefect/server.log in the data folder says why.")
        if time.monotonic() > deadline:
            raise ServerError(f"The Prefect server at {api_url} did not start within {within:.0f} seconds.")
        time.sleep(0.1 if within else 2.0)


def _answers_soon(api_url: str) -> bool:
    try:
        wait_until_up(api_url)
    except ServerError:
        return False
    return True


def _quiet(prefect_home: Path) -> None:
    """Point Prefect at the project's own database, and keep it from calling home."""
    prefect_home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(prefect_home.resolve()))
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", "30")  # seconds; the least that Prefect takes
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")  # the terminal is ours
    os.environ.setdefault("PREFECT_INTERNAL_LOGGING_LEVEL", "CRITICAL")


@contextmanager
def _used(url: str) -> Iterator[None]:
    """Make it the API that this process uses."""
    given = os.environ.get("PREFECT_API_URL")
    os.environ["PREFECT_API_URL"] = url
    try:
        yield
    finally:
        if given is None:
            del os.environ["PREFECT_API_URL"]
        else:
            os.environ["PREFECT_API_URL"] = given


def serve(listening: socket.socket) -> None:
    """Run the Prefect server on this socket until standard input ends."""
    with many_modules():
        import prefect.server.api.server  # noqa: PLC0415 - the parent needs neither the server nor uvicorn
        import uvicorn  # noqa: PLC0415

    server = uvicorn.Server(
        uvicorn.Config(
            prefect.server.api.server.create_app,
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
