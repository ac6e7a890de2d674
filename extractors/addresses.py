"""Which network addresses may be connected to, and a network back end that asks at the moment of connecting.

Names are resolved once and the very address that was judged is connected to: DNS has no second word. Python's
`is_global` alone lets multicast, NAT64 and 6to4 through, whose addresses carry a private one inside.
Sources: OWASP SSRF cheat sheet; IANA special-purpose address registries; RFC 6890.
"""

import asyncio
import contextlib
import socket
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpcore2
from httpcore2 import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream

_TUNNELS = tuple(
    ip_network(block)
    for block in (
        "192.88.99.0/24",  # 6to4 relays
        "::ffff:0:0/96",  # IPv4 written as IPv6
        "::/96",  # the same, older
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local use
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local, older
        "5f00::/16",  # segment routing
    )
)

_RESOLVERS, _RESOLVE_S = 32, 8.0  # threads, and seconds for one name
_MOST_ADDRESSES = 4  # of one name, that are tried


class ForbiddenAddressError(httpcore2.ConnectError):
    """The name leads to an address that we do not connect to."""


def is_public(address: str) -> bool:
    """Tell whether an IP address, in its plain spelling, is an ordinary host of the public Internet."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address or not ip.is_global or ip.is_multicast:
        return False
    return not any(ip.version == block.version and ip in block for block in _TUNNELS)


class GuardedBackend(AsyncNetworkBackend):
    """Connects to public addresses only, or to what the operator named.

    `exempt` holds "host:port" as a URL spells it; `connect_to` maps a host name to the address and port that stand
    in for it (as curl's --connect-to does).
    """

    def __init__(
        self, *, allow_private: bool, exempt: Collection[str], connect_to: Mapping[str, tuple[str, int]]
    ) -> None:
        self._allow_private = allow_private
        self._exempt = frozenset(name.lower() for name in exempt)
        self._connect_to = connect_to
        self._plain = AnyIOBackend()
        self._resolvers = ThreadPoolExecutor(_RESOLVERS, "resolver")

    def close(self) -> None:
        """Let go of the threads that ask for names; one that hangs is not waited for."""
        self._resolvers.shutdown(wait=False, cancel_futures=True)

    async def _resolve(self, host: str, port: int) -> tuple[str, ...]:
        """Give the addresses of a name in the system's order, asked in threads that nothing else waits for."""
        with contextlib.suppress(ValueError):
            return (str(ip_address(host)),)
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._resolvers, ask)
        return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))

    async def permitted(self, host: str, port: int) -> tuple[str, ...]:
        """Give the addresses of a name that may be connected to.

        Raises:
            ForbiddenAddressError: there are addresses, but none that may.
            httpcore2.ConnectError: the name leads nowhere.
        """
        try:
            async with asyncio.timeout(_RESOLVE_S):
                addresses = await self._resolve(host, port)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(f"no word from the name servers about {host}") from error
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"no address for {host}: {error}") from error
        if self._allow_private or _spelled(host, port) in self._exempt:
            return addresses
        public = tuple(address for address in addresses if is_public(address))
        if not public:
            raise ForbiddenAddressError(f"{host} leads to {', '.join(addresses)}, which is not a public address")
        return public

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore2's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to the first permitted address that answers."""
        if host in self._connect_to:
            address, at = self._connect_to[host]
            return await self._plain.connect_tcp(address, at, timeout, local_address, socket_options)
        failure: Exception = httpcore2.ConnectError(f"no address for {host}")
        addresses = (await self.permitted(host, port))[:_MOST_ADDRESSES]
        patience = None if timeout is None else max(timeout / len(addresses), 1.0)  # one dead address is not the end
        for address in addresses:
            try:
                return await self._plain.connect_tcp(address, port, patience, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait, as the pool asks between its own attempts."""
        await asyncio.sleep(seconds)


def _spelled(host: str, port: int) -> str:
    name = host.lower()
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
