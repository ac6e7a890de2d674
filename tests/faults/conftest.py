"""A server on loopback that misbehaves on purpose, and a fetcher with short patience to meet it."""

import asyncio
import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from extractors.fetch import Fetcher, FetchPolicy
from extractors.policy import FetchKind
from extractors.records import Fetch, Problem, Response

RSS = (
    b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Harbour Courier</title>'
    b"<link>http://courier.example/</link><item><title>Envoys meet</title><link>/a/1</link><guid>a-1</guid>"
    b"<pubDate>Sun, 22 Nov 2026 15:07:41 GMT</pubDate></item></channel></rss>"
)


@dataclass(frozen=True)
class Request:
    """What came in: the path with its query, and the headers as sent, in order."""

    path: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


Answer = Callable[[Request, socket.socket], None]


def http(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """Write a response; `length` lies about the body's."""
    told = [f"Content-Length: {len(body) if length is None else length}"] if "304" not in status else []
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, *told, "", ""]).encode("latin-1") + body


def says(*answers: bytes) -> Answer:
    """Give these answers one after another, the last one for ever."""
    left = list(answers)

    def answer(_: Request, connection: socket.socket) -> None:
        connection.sendall(left.pop(0) if len(left) > 1 else left[0])

    return answer


class FaultServer:
    """Serves routes by path on one loopback address; counts what was asked and how many at once."""

    RSS = RSS
    http = staticmethod(http)

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.routes: dict[str, Answer] = {}
        self.requests: list[Request] = []
        self.at_once = self.most_at_once = 0
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._server = _listen(host, self)
        self.port: int = self._server.server_address[1]
        self.host = f"{host}:{self.port}"

    def route(self, path: str, *answers: bytes | Answer) -> str:
        """Answer with these bytes one after another, the last for ever, or as a function does; give the URL."""
        first = answers[0]
        self.routes[path] = (
            says(*(each for each in answers if isinstance(each, bytes))) if isinstance(first, bytes) else first
        )
        return self.url(path)

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def serve(self, connection: socket.socket) -> None:
        """Answer requests on one connection until either side has enough."""
        while not self.stopping.is_set():
            request = _read_request(connection)
            if request is None:
                return
            with self._lock:
                self.requests.append(request)
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
            try:
                route = self.routes.get(
                    request.path.partition("?")[0], says(http(b"no such page", status="404 Not Found"))
                )
                route(request, connection)
            finally:
                with self._lock:
                    self.at_once -= 1

    def close(self) -> None:
        self.stopping.set()
        threading.Thread(target=self._server.shutdown, daemon=True).start()
        self._server.server_close()


def _read_request(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return Request(path=first.split(" ")[1], headers=headers)


def _listen(host: str, owner: FaultServer) -> socketserver.ThreadingTCPServer:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                owner.serve(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, allow_reuse_address, request_queue_size, block_on_close = True, True, 256, False

    server = Server((host, 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@dataclass
class Desk:
    """Asks with a policy of short patience; keeps the ledger of each asking."""

    policy: FetchPolicy
    ledger: list[Fetch] = field(default_factory=list)

    def ask(
        self,
        url: str,
        *,
        kind: FetchKind = "feed",
        etag: str | None = None,
        last_modified: str | None = None,
        **policy: Any,
    ) -> Response | Problem:
        """Ask once, with a fetcher of its own."""

        async def run() -> Response | Problem:
            async with Fetcher(replace(self.policy, **policy)) as fetcher:
                try:
                    return await fetcher.get(url, kind=kind, etag=etag, last_modified=last_modified)
                finally:
                    self.ledger.extend(fetcher.take_fetches())

        return asyncio.run(run())

    def ask_all(self, *urls: str, kind: FetchKind = "feed", **policy: Any) -> list[Response | Problem]:
        """Ask all at once, with one fetcher."""

        async def run() -> list[Response | Problem]:
            async with Fetcher(replace(self.policy, **policy)) as fetcher:
                answers = await asyncio.gather(*(fetcher.get(url, kind=kind) for url in urls))
                self.ledger.extend(fetcher.take_fetches())
                return list(answers)

        return asyncio.run(run())


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    yield made
    made.close()


@pytest.fixture
def make_server() -> Iterator[Callable[[], FaultServer]]:
    """Give servers, each at a port of its own, which is a host of its own to pacing."""
    made: list[FaultServer] = []

    def make() -> FaultServer:
        made.append(FaultServer())
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def other_server() -> Iterator[FaultServer]:
    made = FaultServer("127.0.0.2")
    yield made
    made.close()


@pytest.fixture
def desk() -> Desk:
    patience: dict[str, Any] = {"connect_s": 2.0, "silence_s": 2.0, "deadline_s": 5.0, "retry_pause_s": 0.0}
    return Desk(
        FetchPolicy(contact="mailto:desk@courier.example", host_delay=0.0, allow_private_addresses=True, **patience)
    )
