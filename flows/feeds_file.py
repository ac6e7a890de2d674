"""The user's catalogue as a file: edited so that comments stay, written so that no crash leaves half of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from extractors.catalogue import dump_catalogue, load_catalogue, shipped_catalogue_text
from extractors.catalogue_edit import remove_feed
from extractors.errors import CatalogueError
from extractors.records import Feed
from extractors.urls import canonical_url
from flows.replacing import replacing
from flows.settings import Settings

_PATIENCE_S = 10.0  # for another command that edits the same file
_TABLE = re.compile(r"""^\s*\[\[\s*["']?feed""", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A catalogue's new text, which feeds are new in it, and which of the others were there before."""

    text: str
    new: tuple[Feed, ...]
    known: tuple[Feed, ...]


def followed_feeds(settings: Settings) -> tuple[Feed, ...]:
    """Read the user's catalogue, made from the shipped one at first use.

    Raises:
        CatalogueError: it cannot be made or read, or has a fault.
    """
    try:
        if not settings.feeds_file.exists():
            settings.home.mkdir(parents=True, exist_ok=True)
            write_text(settings.feeds_file, shipped_catalogue_text())
    except OSError as error:
        reason = error.strerror or error
        raise CatalogueError(f"The catalogue {settings.feeds_file} cannot be made: {reason}.") from None
    return read_list(settings.feeds_file)


def read_list(path: Path) -> tuple[Feed, ...]:
    """Read a file that lists feeds, in any form.

    Raises:
        CatalogueError: it cannot be read, or has a fault.
    """
    try:
        return load_catalogue(path.read_bytes(), name=str(path))
    except OSError as error:
        raise CatalogueError(f"The list of feeds {path} cannot be read: {error.strerror or error}.") from None


@contextmanager
def editing(settings: Settings) -> Iterator[str]:
    """Give the text of the user's catalogue, which nobody else edits meanwhile; made at first use.

    Raises:
        CatalogueError: it cannot be read, has a fault, or is no TOML, in which alone comments can stay.
    """
    path = settings.feeds_file
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE_S):
            yield _text(settings)
    except Timeout:
        raise CatalogueError(f"Another command is editing {path}; try again when it is done.") from None
    except OSError as error:
        raise CatalogueError(f"{path} cannot be edited: {error.strerror or error}.") from None


def merged(text: str, feeds: Iterable[Feed], *, name: str) -> Merged:
    """Append the feeds that a TOML catalogue does not follow yet; an address spelt a little differently is the same.

    Raises:
        CatalogueError: the catalogue, or what would become of it, has a fault.
    """
    followed = {alike(feed.url) for feed in load_catalogue(text, name=name)}
    new: dict[str, Feed] = {}
    known = []
    for feed in feeds:
        key = alike(feed.url)
        if key in followed or key in new:
            known.append(feed)
        else:
            new[key] = feed
    if new:
        text = text.rstrip("\n") + "\n\n" + dump_catalogue(new.values())
        load_catalogue(text, name=name)
    return Merged(text=text, new=tuple(new.values()), known=tuple(known))


def removed(text: str, url: str, *, name: str) -> tuple[str, Feed]:
    """Take the feed with this address out of a TOML catalogue; returns the new text and the feed.

    Raises:
        CatalogueError: no feed has it, it is the only one, or the catalogue has a fault.
    """
    feeds = load_catalogue(text, name=name)
    feed = next((feed for feed in feeds if feed.url == url), None) or same_feed(feeds, url)
    if feed is None:
        raise CatalogueError(f"{name} has no feed {url}; `parley feeds list` shows what it has.")
    return remove_feed(text, feed.url, name=name), feed


def same_feed(feeds: Sequence[Feed], url: str) -> Feed | None:
    """Find the feed that an address means, whatever its scheme, its `www.` and the slash at its end."""
    return next((feed for feed in feeds if alike(feed.url) == alike(url)), None)


def alike(url: str) -> str:
    """Give what addresses of one feed have in common."""
    canonical = canonical_url(url)
    parts = urlsplit(canonical)
    host = parts.netloc.removeprefix("www.").removesuffix(":443" if parts.scheme == "https" else ":80")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"


def write_text(path: Path, text: str) -> None:
    """Put a text in a file's place, whole or not at all; a link stays one, and permissions stay as they were.

    Raises:
        CannotStartError: it cannot be written; what was there stays.
    """
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


def _text(settings: Settings) -> str:
    followed_feeds(settings)
    path = settings.feeds_file
    text = path.read_bytes().decode("utf-8-sig", "replace")
    if not _TABLE.search(text):
        raise CatalogueError(
            f"{path} is no TOML, the form that can be edited; `parley feeds export --format toml` writes it so."
        )
    return text
