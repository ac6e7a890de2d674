"""The names that outlets go by, found from an address."""

from urllib.parse import urlsplit


def outlet_of(url: str, *, default: str = "") -> str:
    """Name the outlet that an address belongs to: by `default`, else by its host without "www."."""
    return default or (urlsplit(url).hostname or url).removeprefix("www.")
