"""One exchange with one server: a request in the host's turn, judged by its head, its body read within limits."""

import asyncio
import ssl
import time
from dataclasses import replace
from datetime import UTC, datetime

import httpcore2
import httpx2

from extractors.addresses import ForbiddenAddressError, GuardedBackend
from extractors.asking import Asking, Outcome, Redirect, default_port, fault_problem, headers_of, location_of
from extractors.bodies import ACCEPT_ENCODING, BodyError, Tally, read_body
from extractors.errors import SettingsError
from extractors.policy import ACCEPT, FetchPolicy
from extractors.politeness import Pacer, retry_after_seconds
from extractors.records import Problem, Reason, Response
from extractors.urls import host_key

_PERMANENT, _MOVED = {301, 308}, {301, 302, 303, 307, 308}
_READABLE = {200, 203, 226}
_TRANSIENT = {500, 502, 504}
KEPT_ALIVE = 16
"""Idle connections kept open; the pool looks at each of them at each request."""
_GONE, _RATE_LIMITED, _NOT_MODIFIED, _UNAVAILABLE = 410, 429, 304, 503
_FAULTS = (
    TimeoutError,
    BodyError,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
    httpx2.InvalidURL,
    ssl.SSLError,
    ValueError,  # what else the libraries think of an address
)


class Exchange:
    """The pool of connections, and the pacing of what goes over it."""

    def __init__(self, policy: FetchPolicy) -> None:
        self.policy = policy
        self._pacer = Pacer(host_delay=policy.host_delay, concurrency=policy.concurrency)
        self._backend = _backend(policy)
        self._pool = _pool(policy, self._backend)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
        self._backend.close()

    async def hop(self, asking: Asking, outcome: Outcome, deadline: float) -> Response | Problem | Redirect:
        """Ask one URL in its host's turn; what the network does wrong becomes a Problem here and nowhere else."""
        host = host_key(outcome.final_url)
        async with self._pacer.turn(host):
            refusal = self.refusal(outcome.final_url)
            if refusal is not None:  # closed while we waited for the turn
                return asking.problem(*refusal, None)
            begun, tally = time.monotonic(), Tally()
            left = min(deadline - outcome.seconds, self._pacer.patience(host, self.policy.deadline_s))
            try:
                async with asyncio.timeout(max(left, 0.1)):
                    return await self._exchange(asking, outcome, tally)
            except _FAULTS as error:
                outcome.transient = _is_transient(error)
                if isinstance(error, TimeoutError | httpcore2.TimeoutException):
                    self._pacer.waste(host, time.monotonic() - begun)
                return fault_problem(asking, error, tally)
            finally:
                outcome.seconds += time.monotonic() - begun
                outcome.received += tally.received

    async def _exchange(self, asking: Asking, outcome: Outcome, tally: Tally) -> Response | Problem | Redirect:
        request = httpx2.Request("GET", outcome.final_url, headers=self._headers(asking))
        if self.policy.proxy is not None and request.url.host not in self.policy.connect_to:
            await self._backend.permitted(request.url.host, request.url.port or default_port(request.url.scheme))
        address = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        silence = self.policy.silence_s
        patience = {"connect": self.policy.connect_s, "read": silence, "write": silence, "pool": None}
        sent = httpcore2.Request("GET", address, headers=request.headers.raw, extensions={"timeout": patience})
        answer = await self._pool.handle_async_request(sent)
        try:
            headers = headers_of(answer)
            outcome.transient = answer.status in _TRANSIENT
            judged = self._judge(asking, outcome, answer.status, headers)
            if judged is not None:
                return judged
            body = b"" if answer.status == _NOT_MODIFIED else await self._body(asking, answer, headers, tally)
            return Response(
                url=asking.url,
                final_url=outcome.final_url,
                status=answer.status,
                headers=headers,
                body=body,
                fetched_at=outcome.at,
                seconds=0.0,
            )
        finally:
            await answer.aclose()

    async def _body(self, asking: Asking, answer: httpcore2.Response, headers: dict[str, str], tally: Tally) -> bytes:
        return await read_body(
            answer.stream.__aiter__(),  # type: ignore[union-attr] # of an async pool, always async
            encoding=headers.get("content-encoding", ""),
            length=headers.get("content-length"),
            limit=self.policy.limit(asking.kind),
            tally=tally,
        )

    def _judge(
        self, asking: Asking, outcome: Outcome, status: int, headers: dict[str, str]
    ) -> Problem | Redirect | None:
        """Say what an answer's head already settles; None where the body is wanted."""
        wait = retry_after_seconds(headers.get("retry-after"), now=datetime.now(UTC))
        if status == _RATE_LIMITED:
            self._pacer.close(host_key(outcome.final_url), "the host asked us to slow down (429)")
        if wait is not None and (status in _MOVED or status in {_RATE_LIMITED, _UNAVAILABLE}):
            outcome.transient = False
            self._pacer.close(outcome.final_url, f"the server asked for {wait} s of peace")
            self._pacer.close(asking.url, f"the server asked for {wait} s of peace")
        elif status in _MOVED:
            target = location_of(headers, outcome.final_url)
            if target is None:
                return asking.problem(Reason.REDIRECTS, f"status {status} without a usable Location", status)
            return Redirect(target=target, status=status, permanent=status in _PERMANENT)
        if status == _NOT_MODIFIED and asking.validators:
            return None
        if status in _READABLE:
            return None
        code = {_GONE: Reason.GONE, _RATE_LIMITED: Reason.RATE_LIMITED}.get(status, Reason.HTTP_STATUS)
        return replace(asking.problem(code, f"the server answered {status}", status), retry_after_s=wait)

    def _headers(self, asking: Asking) -> list[tuple[bytes, bytes]]:
        return [
            (b"User-Agent", self.policy.user_agent.encode("latin-1", "replace")),
            (b"Accept", ACCEPT[asking.kind].encode()),
            (b"Accept-Encoding", ACCEPT_ENCODING.encode()),
            *asking.validators,
        ]

    def refusal(self, url: str) -> tuple[Reason, str] | None:
        """Say why this run asks a URL nothing more."""
        reason = self._pacer.closed(host_key(url), url)
        return None if reason is None else (Reason.RATE_LIMITED, reason)


def _is_transient(error: Exception) -> bool:
    """Tell whether asking again at once may help: not after the whole deadline, nor where the answer is the fault."""
    if isinstance(error, BodyError):
        return error.code is Reason.TRUNCATED
    if isinstance(error, ForbiddenAddressError | httpcore2.LocalProtocolError):
        return False
    if isinstance(error.__cause__, ssl.SSLError):  # a certificate does not mend within seconds
        return False
    return isinstance(error, httpcore2.TimeoutException | httpcore2.NetworkError | httpcore2.RemoteProtocolError)


def _backend(policy: FetchPolicy) -> GuardedBackend:
    exempt = set(policy.allowed_hosts)
    if policy.proxy is not None:
        proxy = httpx2.URL(policy.proxy)
        exempt.add(f"{proxy.host}:{proxy.port or default_port(proxy.scheme)}")
    return GuardedBackend(
        allow_private=policy.allow_private_addresses, exempt=exempt, connect_to=dict(policy.connect_to)
    )


def _pool(policy: FetchPolicy, backend: GuardedBackend) -> httpcore2.AsyncConnectionPool:
    """Open the pool; SSL certificates are checked against the system's or certifi's roots, as httpx2 chooses."""
    context = httpx2.create_ssl_context()
    proxy = None
    if policy.proxy is not None:
        at = httpx2.URL(policy.proxy)
        if at.scheme not in {"http", "https"} or not at.host:
            raise SettingsError(f"The proxy {policy.proxy} cannot be used: it must be an http or https address.")
        auth = (at.username, at.password) if at.username or at.password else None
        proxy = httpcore2.Proxy(policy.proxy, auth=auth)
    return httpcore2.AsyncConnectionPool(
        ssl_context=context,
        proxy=proxy,
        max_connections=policy.concurrency,
        max_keepalive_connections=KEPT_ALIVE,
        keepalive_expiry=30.0,
        http2=policy.http2,
        network_backend=backend,
    )
