"""Serves the sample newsroom over real HTTP on loopback: every outlet by its own host name, on one port."""

import html
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from extractors.records import Feed
from extractors.urls import feed_id
from flows.sample_articles import RELATED, SampleArticle, SampleOutlet, read_articles, read_outlets, render_page
from flows.sample_feeds import render_feed

LOOPBACK = "127.0.0.1"
_ROBOTS = b"User-agent: *\nDisallow: /search\nDisallow: /share/\n"
_IDLE_SECONDS = 5
_POLL_SECONDS = 0.05  # how soon the server notices that it is to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What one address answers, with its validators."""

    body: bytes
    content_type: str
    modified: datetime
    etag: str


def resources(day: int, until: datetime | None = None) -> dict[tuple[str, str], Resource]:
    """Render everything that the newsroom serves on a day, by host and path: pages, feeds, front pages, robots.txt.

    `until` leaves out what comes later; an outlet that has no article by then is not there yet.
    """
    found: dict[tuple[str, str], Resource] = {}
    articles = read_articles(day, until)
    for outlet in {article.outlet: None for article in articles}:
        own = [article for article in articles if article.outlet == outlet]
        for number, article in enumerate(own):
            page = render_page(article, own[max(0, number - RELATED) : number])
            found[outlet.host, article.path] = _html(page, article.modified)
        latest = max(article.modified for article in own)
        body, content_type = render_feed(outlet, own)
        found[outlet.host, outlet.feed_path] = _resource(body, content_type, latest)
        found[outlet.host, "/"] = _html(_front_page(outlet, own), latest)
        found[outlet.host, "/robots.txt"] = _resource(_ROBOTS, "text/plain; charset=utf-8", own[0].published)
    return found


class SampleNewsroom:
    """The newsroom of one day, served while the context is open, synchronous or asynchronous.

    Attributes:
        day: 1, or 2 for the next day, which adds articles and revises one.
        feeds: the outlets' feeds, as a catalogue would list them; their addresses do not depend on the port.
        port: where 127.0.0.1 listens while the context is open; 0 before.
        connect_to: for each outlet's host, the address to connect to in its place.
    """

    def __init__(self, day: int = 1) -> None:
        """Read and render the day; nothing listens yet.

        Raises:
            ValueError: for a day that the newsroom does not have.
        """
        self.day = day
        self.port = 0
        self.connect_to: dict[str, tuple[str, int]] = {}
        self.feeds: tuple[Feed, ...] = tuple(_feed(outlet) for outlet in read_outlets())
        self._resources = resources(day)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Listen on an ephemeral port of the loopback address."""
        self._server = _Server(self._resources)
        self.port = int(self._server.server_address[1])
        self.connect_to = {host: (LOOPBACK, self.port) for host, _ in self._resources}
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name="sample-newsroom", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def move_to(self, now: datetime) -> None:
        """Serve from now on what the day has brought by this instant."""
        self._resources = resources(self.day, now)
        if self._server is not None:
            self._server.answers = self._resources

    async def __aenter__(self) -> Self:
        """Listen, as the synchronous context does; it never waits."""
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening, at once."""
        self.__exit__(kind, error, trace)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answers: Mapping[tuple[str, str], Resource]) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.answers = answers


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "SampleNewsroom"
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True  # head and body go out in two writes: 40 ms an answer otherwise

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own signature
        """Say nothing: the run's own log tells what was fetched."""

    def _answer(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        found = self.server.answers.get((host, self.path.partition("?")[0]))
        if found is None:
            self._send(404, {"Content-Type": "text/plain; charset=utf-8"}, b"Not found.\n", with_body=with_body)
            return
        headers = {
            "ETag": found.etag,
            "Last-Modified": format_datetime(found.modified, usegmt=True),
            "Cache-Control": "max-age=60",
        }
        if self._unchanged(found):
            self._send(304, headers, b"", with_body=False)
        else:
            headers["Content-Type"] = found.content_type
            self._send(200, headers, found.body, with_body=with_body)

    def _unchanged(self, found: Resource) -> bool:
        """Compare validators; If-None-Match decides alone where it is sent (RFC 9110, 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return found.etag in tags or tags.strip() == "*"
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return found.modified <= parsedate_to_datetime(since)
        except (ValueError, TypeError):  # not a date, or one without a zone: RFC 9110 says to ignore it
            return False

    def _send(self, status: int, headers: Mapping[str, str], body: bytes, *, with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:  # noqa: PLR2004 - a 304 has no body and need not tell the length of one
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def _feed(outlet: SampleOutlet) -> Feed:
    return Feed(
        feed_id=feed_id(outlet.feed_url),
        url=outlet.feed_url,
        outlet=outlet.name,
        title=outlet.name,
        country=outlet.country,
        language="en",
    )


def _front_page(outlet: SampleOutlet, articles: list[SampleArticle]) -> str:
    links = "".join(f'<li><a href="{a.path}">{html.escape(a.title)}</a></li>' for a in reversed(articles))
    name = html.escape(outlet.name)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title></head>'
        f"<body><h1>{name}</h1><p>{html.escape(outlet.tagline)}</p><ul>{links}</ul></body></html>"
    )


def _html(page: str, modified: datetime) -> Resource:
    return _resource(page.encode("utf-8"), "text/html; charset=utf-8", modified)


def _resource(body: bytes, content_type: str, modified: datetime) -> Resource:
    etag = f'"{sha256(body).hexdigest()[:16]}"'
    return Resource(
        body=body, content_type=content_type, modified=modified.astimezone(UTC).replace(microsecond=0), etag=etag
    )
