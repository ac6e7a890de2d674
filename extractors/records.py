"""The records that pass between the rooms: one frozen class per concept, no behaviour beyond their own making.

Instants are aware datetimes in UTC. Country codes are ISO 3166-1 alpha-3. Text offsets count characters from 0, end
exclusive. Ids are the first 16 hex digits of a SHA-256 over few raw source fields, so that a second run makes the same.
"""

import datetime as dt
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


def make_id(*parts: str) -> str:
    """Hash raw fields, in order, to 16 hex digits; no trimming or case folding on the way in."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Stage(StrEnum):
    """Where in the journey a problem was noticed."""

    CATALOGUE = "catalogue"
    FEED = "feed"
    ENTRY = "entry"
    ARTICLE = "article"
    EXTRACT = "extract"
    CODE = "code"
    LOAD = "load"
    CHECK = "check"


class Reason(StrEnum):
    """Why something was discarded or doubted: the code of a `Problem`, counted in every summary."""

    # asking a server
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    HTTP_STATUS = "http-status"
    GONE = "gone"
    RATE_LIMITED = "rate-limited"
    FORBIDDEN_ADDRESS = "forbidden-address"
    FORBIDDEN_SCHEME = "forbidden-scheme"
    REDIRECTS = "redirects"
    ROBOTS = "robots"
    TOO_LARGE = "too-large"
    TRUNCATED = "truncated"
    BAD_ENCODING = "bad-encoding"
    # reading a feed
    NOT_A_FEED = "not-a-feed"
    BROKEN_FEED = "broken-feed"
    NO_LINK = "no-link"
    BAD_DATE = "bad-date"
    DUPLICATE = "duplicate"
    REUSED_GUID = "reused-guid"
    # reading a page
    NOT_HTML = "not-html"
    NO_TEXT = "no-text"
    PAYWALL = "paywall"
    PARTIAL = "partial"
    WORKER_DIED = "worker-died"
    EXTRACT_FAILED = "extract-failed"
    # coding
    UNSUPPORTED_LANGUAGE = "unsupported-language"
    BAD_INPUT = "bad-input"
    CODE_FAILED = "code-failed"
    # loaded tables
    EXPECTATION = "expectation"
    QUIET_FEED = "quiet-feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A counted, reason-coded discard. `subject` is the URL, id or line concerned, `detail` one sentence."""

    stage: Stage
    code: Reason
    subject: str
    detail: str
    status: int | None = None  # what the server answered, where it answered
    retry_after_s: int | None = None  # how long the server asked us to stay away


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A document of the catalogue that lists an outlet's entries. `url` is as subscribed and makes the id.

    `found_in` is the public page or repository in which the address was found; `verified` tells whether anybody
    has seen the feed answer since.
    """

    feed_id: str
    url: str
    outlet: str
    title: str | None = None
    country: str | None = None
    language: str | None = None
    found_in: str | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed. `content` is the feed's own full text as HTML, where it gives one."""

    entry_id: str
    feed_id: str
    title: str
    guid: str | None = None
    url: str | None = None
    summary: str | None = None
    content: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_raw: str | None = None
    published_method: str | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer of a server, whole, decompressed and within the limits. `body` is empty for a 304."""

    url: str
    final_url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime
    seconds: float
    permanent_url: str | None = None

    @property
    def not_modified(self) -> bool:
        """Whether the server said that nothing changed since the validators that we sent."""
        return self.status == 304  # noqa: PLR2004 - HTTP's own number


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One asking of a server, redirects included: a row of the ledger. `url` is as asked, `outcome` a word.

    Outcomes: ok, not-modified, problem. `bytes` counts what came over the wire, before decompression.
    """

    url: str
    final_url: str
    status: int | None
    outcome: str
    bytes: int
    seconds: float
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What polling knows of one feed: a row of `feed_state`. `polling` alone decides what changes it.

    `status` is ok, failing, gone (410; a person takes it up again) or paused. Validators are kept byte for byte, as
    Latin-1. `moved_to` was named by permanent redirects on `moved_seen` polls in a row; `last_full_at` is the last
    answer with a body; `weak_validators` are those caught lying, which are no longer sent.
    """

    feed_id: str
    status: str
    current_url: str
    next_poll_at: datetime
    interval_s: int
    etag: str | None = None
    last_modified: str | None = None
    last_polled_at: datetime | None = None
    last_changed_at: datetime | None = None
    last_success_at: datetime | None = None
    last_full_at: datetime | None = None
    failures: int = 0
    moved_to: str | None = None
    moved_seen: int = 0
    weak_validators: bool = False
    hub: str | None = None
    self_url: str | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One page's extracted text. `article_id` hashes the canonical URL; `extractor` names method and version.

    `flags` say why a text may not be whole (paywall, live-blog, soft-404, video-only, too-short); `origins` tells of
    each field where it came from, as "title:json-ld"; `agency` is the one that the text is signed with, None for none.
    """

    article_id: str
    url: str
    canonical_url: str
    outlet: str
    title: str
    text: str
    text_hash: str
    extractor: str
    authors: tuple[str, ...] = ()
    language: str | None = None
    published_at: datetime | None = None
    flags: tuple[str, ...] = ()
    modified_at: datetime | None = None
    origins: tuple[str, ...] = ()
    agency: str | None = None


class Kind(StrEnum):
    """What a mention is about."""

    NEGOTIATION = "negotiation"
    OPERATION = "operation"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One party of a mention with its evidence: `text` stands at `start`:`end` of the mention's field."""

    role: str  # initiator or recipient
    actor_id: str
    name: str
    country: str | None
    sector: str | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One normalized claim in one sentence; `docs/mention.md` tells what each field means."""

    mention_id: str
    article_id: str
    field: str  # title or text
    start: int
    end: int
    trigger: str
    sentence: str
    sentence_start: int
    sentence_end: int
    kind: Kind
    event_type: str
    event_mode: str | None
    quad: int
    stage: str
    main: bool
    initiator: tuple[str, ...]
    recipient: tuple[str, ...]
    parties: tuple[Party, ...]
    speaker: str | None
    speaker_name: str | None
    via: str | None
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    date: str | None
    date_precision: str | None
    date_from: dt.date | None
    date_to: dt.date | None
    confidence: str
    coder: str
    rules: tuple[str, ...] = ()
