"""What tests of the whole share: a Prefect server, the installed `parley` command, a site on loopback, a browser."""

import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from flows.cli import main
from flows.server import prefect_api, wait_until_up

PARLEY = Path(sys.executable).with_name("parley")
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
Parley = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prefect_api(tmp_path_factory.mktemp("prefect")) as url:
        wait_until_up(url)
        yield url


def environment_of(api: str, folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "PREFECT_"))}
    return kept | {"PREFECT_API_URL": api, "PARLEY_HOME": str(folder / "data")}


@pytest.fixture
def environment(api: str, tmp_path: Path) -> dict[str, str]:
    return environment_of(api, tmp_path)


@pytest.fixture(scope="session")
def calm(api: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one undisturbed run over the sample newsroom publishes, its archive beside it; for all tests to compare."""
    folder = tmp_path_factory.mktemp("calm")
    command = [str(PARLEY), "ingest", "--sample", "--db", str(folder / "calm.duckdb")]
    subprocess.run(command, env=environment_of(api, folder), cwd=folder, capture_output=True, check=True, timeout=300)
    return folder / "calm.duckdb"


@pytest.fixture
def parley(environment: dict[str, str], tmp_path: Path) -> Parley:
    def run(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [str(PARLEY), *map(str, arguments)]
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            check=False,
            timeout=300,
        )

    return run


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Tab:
    """One page of a headless Chromium; keeps what the page logged and what it asked for."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self._number = 0
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message.get("id") == self._number:
                assert "error" not in message, message
                return dict(message["result"])
            self.events.append(message)

    def eval(self, script: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def go(self, url: str, ready: str, *, width: int = 1200, scheme: str = "light") -> Any:
        """Open an address and wait, 20 seconds at most, until a script gives something true, which is returned."""
        phone = width < 600
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=phone)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.events.clear()
        self.call("Page.navigate", url=url)
        found = f"document.readyState === 'complete' && ({ready})"
        value = self.eval(
            f"new Promise(done => {{ const late = Date.now() + 20000, look = () => {{ const found = {found};"
            " found || Date.now() > late ? done(found) : setTimeout(look, 50); }; look(); })"
        )
        assert value, self.eval("document.body.innerText")
        return value

    def complaints(self) -> list[Any]:
        said = [e["params"] for e in self.events if e["method"] in {"Runtime.exceptionThrown", "Log.entryAdded"}]
        return said + [
            e["params"]
            for e in self.events
            if e["method"] == "Runtime.consoleAPICalled" and e["params"]["type"] in {"error", "warning"}
        ]

    def asked(self) -> set[str]:
        urls = {e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"}
        return {url for url in urls if not url.startswith("data:")}

    def shoot(self, name: str) -> None:
        """Keep a picture where the environment names a folder for it."""
        if folder := os.environ.get("PARLEY_SHOTS"):
            shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
            Path(folder, f"{name}.png").write_bytes(base64.b64decode(shot))


@pytest.fixture(scope="session")
def tab() -> Iterator[Tab]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium")
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [CHROMIUM, *flags, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:
            assert browser.stderr is not None
            line = next((line for line in browser.stderr if "DevTools listening on" in line), "")
            root = line.split()[-1]
            with connect(root, max_size=None) as control:
                control.send(json.dumps({"id": 1, "method": "Target.createTarget", "params": {"url": "about:blank"}}))
                target = json.loads(control.recv())["result"]["targetId"]
                page = f"{root.split('/devtools')[0]}/devtools/page/{target}"
                with connect(page, max_size=None) as socket:
                    yield Tab(socket)
                with contextlib.suppress(Exception):
                    control.send(json.dumps({"id": 2, "method": "Browser.close"}))
            try:
                browser.wait(10)
            except subprocess.TimeoutExpired:
                browser.kill()


class Site:
    """A site on loopback whose answers a test chooses: path -> (status, content type, body)."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str, bytes]] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                status, kind, body = site.answers.get(self.path, (404, "text/plain", b"not here"))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def rss(self, path: str, links: list[str]) -> str:
        entries = "".join(f"<item><title>Entry {n}</title><link>{link}</link></item>" for n, link in enumerate(links))
        body = f'<rss version="2.0"><channel><title>Feed</title>{entries}</channel></rss>'
        self.answers[path] = (200, "application/rss+xml", body.encode())
        return self.url + path


@pytest.fixture(scope="session")
def make_site() -> type[Site]:
    return Site


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


class Postgres:
    """A PostgreSQL of Debian's on loopback, that can be started, stopped and started again at the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "cluster"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        folder.mkdir()
        if os.geteuid() == 0:  # which PostgreSQL refuses to run as
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "--auth=trust", "--username=parley", "--no-sync", f"--pgdata={self.data}")

    def start(self) -> None:
        """Start it, and return once it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "start", "--wait", f"--pgdata={self.data}", f"--log={self.folder / 'log'}", "-o", options)

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        self._run("pg_ctl", "stop", "--wait", "--mode=fast", f"--pgdata={self.data}")

    def create(self, database: str) -> str:
        """Make a database; returns libpq's words for it."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "parley", database)
        return f"host=127.0.0.1 port={self.port} user=parley dbname={database}"

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(POSTGRES[-1].with_name(program)), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
        with (self.folder / "said").open("ab") as said:
            subprocess.run(command, stdout=said, stderr=said, check=True, cwd="/", timeout=60)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    if not POSTGRES:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    with TemporaryDirectory(prefix="postgres") as folder:  # pytest's own folders are closed to PostgreSQL's user
        Path(folder).chmod(0o755)
        server = Postgres(Path(folder) / "server")
        server.start()
        yield server
        server.stop()


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str

    def refused(self, code: int) -> str:
        """Give the one line of a refusal with this exit code."""
        """Check that a command said one sentence and ended with this code; returns the sentence."""
        assert self.returncode == code, self.stdout + self.stderr
        lines = self.stderr.strip().splitlines()
        assert len(lines) == 1, self.stderr
        assert lines[0].startswith("parley: ")
        return lines[0]


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run the command line in this process, which saves a second a command."""
    for name in [name for name in os.environ if name.startswith("PARLEY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PARLEY_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("PARLEY_HOST_DELAY", "0")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["parley", "feeds", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return Done(returncode=int(ended.value.code or 0), stdout=said.out, stderr=said.err)

    return run
