"""URLs made comparable, and the ids that are hashes of them.

courlan tidies scheme, host and path. The query is ours: courlan drops parameters by the start of their name (`gl`
takes `global`, `cid` an article's number) and those without a value, which would make one article of many.
"""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from courlan.clean import normalize_url

from extractors.records import make_id

_TRACKER_STARTS = (
    "utm_",
    "at_",
    "mc_",
    "mkt_",
    "mtm_",
    "pk_",
    "piwik_",
    "hsa_",
    "oly_",
    "vero_",
    "itm_",
    "wt.",
    "ns_mchannel",
)
_TRACKERS = frozenset(
    {
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "twclid",
        "yclid",
        "ysclid",
        "ttclid",
        "igsh",
        "igshid",
        "epik",
        "li_fat_id",
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "__hssc",
        "__hstc",
        "__hsfp",
        "__twitter_impression",
        "__tn__",
        "xtor",
        "cmpid",
        "ocid",
        "icid",
        "ncid",
        "ito",
        "smid",
        "smtyp",
        "spref",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "traffic_source",
        "source_tag",
        "wt_mc",
        "wt_zmc",
        "ns_source",
        "ns_campaign",
        "ns_linkname",
        "ns_fee",
        "feedname",
        "rssfeed",
        "cmp",
        "ref_src",
        "ref_url",
        "soc_src",
        "soc_trk",
    }
)


def canonical_url(url: str) -> str:
    """Give the form under which two links to one page are equal: tracking parameters and fragment off.

    Never raises: what cannot be read as a URL comes back as it was, stripped of white space at its ends.
    """
    raw = url.strip()
    try:
        parts = urlsplit(raw)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return raw
        tidy = urlsplit(normalize_url(urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "", ""))))
        return urlunsplit((tidy.scheme, tidy.netloc, tidy.path, _clean_query(parts.query), ""))
    except (ValueError, AttributeError, UnicodeError):
        return raw


def _clean_query(query: str) -> str:
    """Drop tracking parameters and sort the rest by name, values as they are."""
    pairs = [pair for pair in query.split("&") if pair and not _is_tracker(pair.partition("=")[0].lower())]
    return "&".join(sorted(pairs, key=lambda pair: pair.partition("=")[0]))


def _is_tracker(name: str) -> bool:
    return name in _TRACKERS or name.startswith(_TRACKER_STARTS)


def absolute_url(base: str, link: str | None) -> str | None:
    """Resolve a link against the document that holds it; None where nothing fetchable comes of it."""
    if not link or not link.strip():
        return None
    try:
        joined = urljoin(base, re.sub(r"[\t\r\n]", "", link.strip()))
        parts = urlsplit(joined)
        usable = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return joined if usable else None


def host_key(url: str) -> str:
    """Name the server that answers for a URL, host and port: what pacing and robots.txt go by. Never raises."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def article_id(canonical: str) -> str:
    """Name an article by its canonical URL."""
    return make_id("article", canonical)


def feed_id(url: str) -> str:
    """Name a feed by its URL as subscribed, to the letter."""
    return make_id("feed", url)


def entry_id(feed: str, guid: str | None, url: str | None, title: str, text: str = "") -> str:
    """Name an entry within its feed by the first that it has: guid (to the letter), canonical link, content."""
    if guid:
        return make_id("entry", feed, "guid", guid)
    if url:
        return make_id("entry", feed, "link", canonical_url(url))
    return make_id("entry", feed, "content", title, text)
