"""What the commands of `parley feeds` do, apart from reading the command line and printing."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import duckdb

from extractors.catalogue import dump_catalogue, dump_opml
from extractors.errors import CatalogueError, WarehouseError
from extractors.fetch import Fetcher
from extractors.records import Feed
from flows.feeds_file import Merged, alike, editing, followed_feeds, merged, removed, same_feed, write_text
from flows.feeds_find import Labels, Look, find_feeds, look, read_feeds, refuse_private, to_follow, whole_address
from flows.opening import policy_of
from flows.settings import Settings
from warehouse.connection import open_published, open_working, require
from warehouse.health import Standing, standings
from warehouse.holds import followed_addresses, pause, resume
from warehouse.publish import publish
from warehouse.runs import last_state

T = TypeVar("T")
Say = Callable[[str], None]
Choose = Callable[[Sequence[Look]], Sequence[Look]]


def add(settings: Settings, address: str, labels: Labels, *, choose: Choose, say: Say) -> tuple[Feed, ...]:
    """Follow the feed at an address, or those that `choose` picks of the several that a page names.

    Raises:
        CannotStartError: it is no address, or is followed already; or the catalogue cannot be edited.
        ParleyError: there is no feed that can be read.
    """
    url, name = whole_address(address, labels), str(settings.feeds_file)
    followed = followed_feeds(settings)
    _refuse_followed(followed, [url], name)
    now = datetime.now(UTC)
    found = _asking(settings, lambda fetcher: find_feeds(fetcher, url, now=now, say=say))
    new = [each for each in found if same_feed(followed, each.lasting_url) is None]
    if not new:
        _refuse_followed(followed, [each.lasting_url for each in found], name)
    picked = new if len(new) == 1 else choose(new)
    feeds = [to_follow(each, labels) for each in picked]
    with editing(settings) as text:
        result = merged(text, feeds, name=name)
        if result.new:
            write_text(settings.feeds_file, result.text)
    return result.new


def remove(settings: Settings, address: str) -> Feed:
    """Stop following a feed; what it brought stays in the warehouse.

    Raises:
        CannotStartError: it is not followed, is the only one, or the catalogue cannot be edited.
    """
    with editing(settings) as text:
        left, feed = removed(text, address.strip(), name=str(settings.feeds_file))
        write_text(settings.feeds_file, left)
    return feed


def take_in(settings: Settings, name: str) -> Merged:
    """Follow all feeds of a list, from a file or an address, that are not followed yet.

    Raises:
        CannotStartError: the list cannot be read, names a private address, or the catalogue cannot be edited.
    """
    listed = _asking(settings, lambda fetcher: read_feeds(fetcher, name))
    with editing(settings) as text:
        result = merged(text, listed, name=str(settings.feeds_file))
        if not settings.allow_private_addresses:
            refuse_private(result.new, name=name)
        if result.new:
            write_text(settings.feeds_file, result.text)
    return result


def export(settings: Settings, form: str) -> str:
    """Write the catalogue as opml, for other readers, or toml, with all that ours holds but its comments."""
    feeds = followed_feeds(settings)
    return dump_opml(feeds) if form == "opml" else dump_catalogue(feeds)


def try_feed(settings: Settings, address: str) -> Look:
    """Ask for a feed and read it as a run would; writes nothing.

    Raises:
        CannotStartError: it is no address.
    """
    url, now = whole_address(address, Labels()), datetime.now(UTC)
    return _asking(settings, lambda fetcher: look(fetcher, url, now=now))


def health(settings: Settings, now: datetime) -> list[Standing]:
    """Tell from the published file how each feed does, quiet ones first.

    Raises:
        WarehouseError: there is no such file, or it is none that Parley publishes today.
    """
    with open_published(settings.db) as published:
        try:
            return standings(published, now)
        except duckdb.CatalogException:
            raise WarehouseError(
                f"{settings.db} has no tables of feeds as this Parley knows them; run `parley ingest` on it first."
            ) from None


def hold(settings: Settings, address: str, *, paused: bool) -> str:
    """Pause a feed, or take one up again that was paused, gone or failing; returns its address as subscribed.

    Raises:
        WarehouseError: a run is going on, or no run ever asked this feed.
        PublishError: the feed is held, but the published file does not show it yet.
    """
    require(settings.db)
    with open_working(settings.db) as working:
        addresses = followed_addresses(working)
        url = next((url for url in addresses if alike(url) == alike(address.strip())), None)
        if url is None:
            raise WarehouseError(f"No run that wrote {settings.db} has asked a feed {address}.")
        if paused:
            pause(working, addresses[url])
        else:
            resume(working, addresses[url], datetime.now(UTC))
        if last_state(working) == "completed":  # what another one left is unchecked
            publish(working, settings.db)
    return url


def _refuse_followed(followed: Sequence[Feed], urls: Sequence[str], name: str) -> None:
    known = [feed for feed in (same_feed(followed, url) for url in urls) if feed is not None]
    if known:
        which = ", ".join(f"{feed.url} ({feed.outlet})" for feed in known)
        raise CatalogueError(f"{name} follows {which} already; nothing was added.")


def _asking(settings: Settings, ask: Callable[[Fetcher], Awaitable[T]]) -> T:
    """Ask the web with the fetcher of a run, and its guard."""

    async def run() -> T:
        async with Fetcher(policy_of(settings)) as fetcher:
            return await ask(fetcher)

    return asyncio.run(run())
