"""Looking at feeds before they are followed: what an address yields, and which feeds a site's page names."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from extractors.addresses import is_public
from extractors.catalogue import dump_catalogue, load_catalogue
from extractors.charset import decode
from extractors.discovery import feed_links
from extractors.errors import CatalogueError, ParleyError
from extractors.feeds import ParsedFeed, parse_feed
from extractors.fetch import Fetcher
from extractors.outlets import known_outlet, outlet_of
from extractors.records import Feed, Problem, Response
from extractors.urls import feed_id
from flows.feeds_file import read_list

MOST_LINKS = 20
"""Feeds of one page that are looked at, those that it declares first; each costs the host a request."""
_NEW = "the new feed"
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a person says of a feed; None leaves it to the feed and the dictionary of outlets."""

    outlet: str | None = None
    country: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What came of asking for a feed: `parsed` is None where nothing came. `found_in` is the page that named it."""

    url: str
    answer: Response | Problem
    parsed: ParsedFeed | None = None
    found_in: str | None = None

    @property
    def problem(self) -> Problem | None:
        """Why this is no feed that can be followed; None where it is one."""
        if isinstance(self.answer, Problem):
            return self.answer
        if self.parsed is None or self.parsed.readable or self.parsed.entries:
            return None
        return self.parsed.problems[0]

    @property
    def lasting_url(self) -> str:
        """The address to subscribe to: where permanent redirects lead, else the one asked."""
        return (isinstance(self.answer, Response) and self.answer.permanent_url) or self.url

    @property
    def title(self) -> str | None:
        """The title that the feed gives itself."""
        return self.parsed.title[:_LONGEST_TITLE] if self.parsed and self.parsed.title else None

    @property
    def entries(self) -> int:
        """How many entries it lists."""
        return len(self.parsed.entries) if self.parsed else 0

    @property
    def newest(self) -> datetime | None:
        """When the newest of its entries was published, as far as they say."""
        dates = [entry.published_at for entry in self.parsed.entries if entry.published_at] if self.parsed else []
        return max(dates, default=None)


def whole_address(address: str, labels: Labels) -> str:
    """Give the http address that a person means, "https://" set before one that has no scheme.

    Raises:
        CatalogueError: it is none, or the labels are none that a catalogue takes.
    """
    url = address.strip() if "://" in address else f"https://{address.strip()}"
    feed = Feed(feed_id="", url=url, outlet=labels.outlet or "?", country=labels.country, language=labels.language)
    load_catalogue(dump_catalogue([feed]), name=_NEW)
    return url


async def read_feeds(fetcher: Fetcher, name: str) -> tuple[Feed, ...]:
    """Read a list of feeds, in any form, from a file or an address.

    Raises:
        CatalogueError: it cannot be read, or has a fault.
    """
    if not name.startswith(("http://", "https://")):
        return read_list(Path(name))
    answer = await fetcher.get(name, kind="list")
    if isinstance(answer, Problem):
        raise CatalogueError(f"The list of feeds at {name} cannot be read: {told(answer)}.")
    return load_catalogue(answer.body, name=name)


async def look(fetcher: Fetcher, url: str, *, now: datetime, found_in: str | None = None) -> Look:
    """Ask for a feed and read it; raises for no fault of a server."""
    answer = await fetcher.get(url, kind="feed")
    if isinstance(answer, Problem):
        return Look(url=url, answer=answer, found_in=found_in)
    feed = Feed(feed_id=feed_id(url), url=url, outlet=outlet_of(url))
    kind = answer.headers.get("content-type")
    parsed = await asyncio.to_thread(
        parse_feed, answer.body, feed=feed, base_url=answer.final_url, content_type=kind, now=now
    )
    return Look(url=url, answer=answer, parsed=parsed, found_in=found_in)


async def find_feeds(fetcher: Fetcher, url: str, *, now: datetime, say: Callable[[str], None]) -> tuple[Look, ...]:
    """Find what can be followed at an address: itself, or the feeds that the page there names.

    Raises:
        ParleyError: there is none; says why.
    """
    first = await look(fetcher, url, now=now)
    if first.problem is None:
        return (first,)
    if isinstance(first.answer, Problem):
        raise ParleyError(f"{url} cannot be added: {told(first.problem)}.")
    text = decode(first.answer.body, first.answer.headers.get("content-type")).text
    links = feed_links(text, first.answer.final_url)
    if not links:
        raise ParleyError(f"{url} is no feed, and no page that names one: {told(first.problem)}.")
    say(f"{url} names what may be feeds: {len(links)}, of which {min(len(links), MOST_LINKS)} are asked now.")
    asked = (look(fetcher, link.url, now=now, found_in=url) for link in links[:MOST_LINKS])
    looks = await asyncio.gather(*asked)
    found = {each.lasting_url: each for each in reversed(looks) if each.problem is None}
    if not found:
        reasons = "; ".join(f"{each.url}: {told(each.problem)}" for each in looks if each.problem)
        raise ParleyError(f"{url} names feeds, but none of them can be read: {reasons}.")
    return tuple(reversed(found.values()))


def to_follow(found: Look, labels: Labels) -> Feed:
    """Make the catalogue's record of a feed that was looked at; what a person says goes before what it says.

    The outlet is the dictionary's, for the feed's address, the page that named it or the site that it names; else the
    host: the feed's title names a section more often than a publisher.

    Raises:
        CatalogueError: a label is none that a catalogue takes.
    """
    url = found.lasting_url
    site = found.parsed.site_url if found.parsed else None
    known = next((outlet for outlet in map(known_outlet, filter(None, (url, found.found_in, site))) if outlet), None)
    language = labels.language or _language(found.parsed.language if found.parsed else None)
    return Feed(
        feed_id=feed_id(url),
        url=url,
        outlet=labels.outlet or (known.name if known else outlet_of(found.found_in or url)),
        title=found.title,
        country=labels.country or (known.country if known and not labels.outlet else None),
        language=language,
        found_in=found.found_in,
        verified=True,
    )


def refuse_private(feeds: tuple[Feed, ...], *, name: str) -> None:
    """Refuse a list that names addresses within a network; names that lead there are refused when they are asked.

    Raises:
        CatalogueError: there is one.
    """
    for feed in feeds:
        host = (urlsplit(feed.url).hostname or "").rstrip(".")
        if host == "localhost" or host.endswith(".localhost") or (_is_numeric(host) and not is_public(host)):
            raise CatalogueError(
                f"{name}: {feed.url} is no public address; take it out, or say --allow-private-addresses."
            )


def told(problem: Problem | None) -> str:
    """Say a problem in half a sentence, without a full stop."""
    return "nothing came" if problem is None else problem.detail.strip().rstrip(".")


def _language(tag: str | None) -> str | None:
    """Take a feed's own word for its language where a catalogue takes it: "en_US" and "EN-us" are en-US."""
    primary, _, rest = (tag or "").strip().replace("_", "-").partition("-")
    tidy = "-".join(filter(None, (primary.lower(), rest.upper() if len(rest) == 2 else rest)))  # noqa: PLR2004 - a country
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9-]{1,20})?", tidy):
        return None
    try:
        whole_address("https://any.example/", Labels(language=tidy))
    except CatalogueError:
        return None
    return tidy


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
