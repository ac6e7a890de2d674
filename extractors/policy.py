"""How we ask: the settings of the fetcher, and what differs between a feed, a page, a list of feeds and robots.txt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Literal

from extractors.records import Stage

FetchKind = Literal["feed", "page", "list", "robots"]

ACCEPT: dict[FetchKind, str] = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1",
    "page": "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
    "list": "text/x-opml, application/xml;q=0.9, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.1",
    "robots": "text/plain, */*;q=0.1",
}
STAGE: dict[FetchKind, Stage] = {
    "feed": Stage.FEED,
    "page": Stage.ARTICLE,
    "list": Stage.CATALOGUE,
    "robots": Stage.ARTICLE,
}


@cache
def own_version() -> str:
    """Give the version of this installation, 0 where it runs without one."""
    try:
        return version("parley")
    except PackageNotFoundError:
        return "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPolicy:
    """How we ask. Seconds and bytes; `contact` is an address or a page where a webmaster reaches a person.

    `allowed_hosts` ("127.0.0.1:8090") and the names of `connect_to` are exempt from the address check, as is the
    proxy; `allow_private_addresses` lifts it. `deadline_s` is for one asking with its retries, waiting for a turn
    left out.
    """

    contact: str = "https://example.org/parley"
    version: str = field(default_factory=own_version)
    host_delay: float = 1.0
    concurrency: int = 64
    allow_private_addresses: bool = False
    allowed_hosts: frozenset[str] = frozenset()
    connect_to: Mapping[str, tuple[str, int]] = field(default_factory=lambda: MappingProxyType({}))
    proxy: str | None = None
    http2: bool = True
    connect_s: float = 8.0
    silence_s: float = 12.0
    deadline_s: float = 30.0
    feed_bytes: int = 20_000_000
    page_bytes: int = 10_000_000
    max_redirects: int = 10
    retries: int = 2
    retry_pause_s: float = 1.0

    @property
    def user_agent(self) -> str:
        """Who we are, the same for feeds, pages and robots.txt."""
        return f"parley/{self.version} (+{self.contact})"

    def limit(self, kind: FetchKind) -> int:
        """Give the most bytes that an answer of this kind may have."""
        return self.page_bytes if kind == "page" else self.feed_bytes
