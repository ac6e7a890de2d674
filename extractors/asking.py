"""What is asked of a server and what comes of it: the values that `exchange` and `fetch` hand to each other."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import httpcore2

from extractors.addresses import ForbiddenAddressError
from extractors.bodies import BodyError, Tally
from extractors.policy import STAGE, FetchKind
from extractors.records import Problem, Reason, Response

_CONTROLS = {chr(n) for n in (*range(32), 127)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One wish, whatever number of requests it takes: `url` as the caller wrote it names it in every record."""

    url: str
    kind: FetchKind
    validators: tuple[tuple[bytes, bytes], ...] = ()

    def problem(self, code: Reason, detail: str, status: int | None) -> Problem:
        """Say why there is no answer."""
        return Problem(stage=STAGE[self.kind], code=code, subject=self.url, detail=detail, status=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """The server says to ask elsewhere."""

    target: str
    status: int
    permanent: bool


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What one attempt has come to so far; it grows hop by hop. `seconds` leaves waiting for turns out."""

    final_url: str
    at: datetime
    seconds: float = 0.0
    received: int = 0
    transient: bool = False
    answer: Response | Problem = field(init=False)


def placed(answer: Response | Problem, outcome: Outcome, *, permanent: bool) -> Response | Problem:
    """Tell a response where the chain ended, how long it took and whether every hop was permanent."""
    if isinstance(answer, Problem):
        return answer
    return replace(answer, seconds=outcome.seconds, permanent_url=outcome.final_url if permanent else None)


def unfetchable(url: str) -> tuple[Reason, str] | None:
    """Say why a URL is none that we ask, by its spelling alone."""
    try:
        parts = urlsplit(url)
        scheme, host = parts.scheme.lower(), parts.hostname
        _ = parts.port  # raises for one that is no number
    except ValueError as error:
        return Reason.UNREACHABLE, f"not a usable address: {error}"
    if scheme not in {"http", "https"}:
        return Reason.FORBIDDEN_SCHEME, f"only http and https are asked, not {scheme or 'an address without scheme'}"
    return None if host else (Reason.UNREACHABLE, "the address names no host")


def validators(etag: str | None, last_modified: str | None) -> tuple[tuple[bytes, bytes], ...]:
    """Give the conditional headers, byte for byte as the server sent them (RFC 9110 section 13.1)."""
    named = ((b"If-None-Match", etag), (b"If-Modified-Since", last_modified))
    return tuple(
        (name, value.encode("latin-1", "replace"))
        for name, value in named
        if value and not _CONTROLS.intersection(value)
    )


def headers_of(answer: httpcore2.Response) -> dict[str, str]:
    """Give the headers as Latin-1 text under lower-case names; repeated ones joined by a comma."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in answer.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def location_of(headers: Mapping[str, str], base: str) -> str | None:
    """Give where a redirect leads, without fragment; headers that are UTF-8 in truth are read as such."""
    told = headers.get("location", "").strip()
    with contextlib.suppress(UnicodeError):
        told = told.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, told).partition("#")[0] if told else None
    except ValueError:
        return None


def default_port(scheme: str) -> int:
    """Give the port that a URL of this scheme means when it names none."""
    return 443 if scheme == "https" else 80


def fault_problem(asking: Asking, error: Exception, tally: Tally) -> Problem:
    """Name what went wrong on the way: one reason for each kind of fault."""
    what, came = str(error) or type(error).__name__, f"{tally.received} bytes came"
    match error:
        case BodyError():
            code = error.code
        case ForbiddenAddressError():
            code = Reason.FORBIDDEN_ADDRESS
        case TimeoutError():
            code, what = Reason.TIMEOUT, f"the answer was not complete in time ({came})"
        case httpcore2.TimeoutException():
            code, what = Reason.TIMEOUT, f"the server fell silent ({type(error).__name__}, {came})"
        case _ if tally.received:
            code, what = Reason.TRUNCATED, f"broke off: {what} ({came})"
        case httpcore2.NetworkError() | httpcore2.ProtocolError() | httpcore2.ProxyError():
            code, what = Reason.UNREACHABLE, f"no answer: {what}"
        case _:
            code, what = Reason.UNREACHABLE, f"not a usable address: {what}"
    return asking.problem(code, what, None)
