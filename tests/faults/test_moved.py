"""H12-H14 and H16: redirects, where they lead, and what is gone."""

from typing import Any

import pytest

from extractors.records import Problem, Reason, Response


def _hop(server: Any, status: int, target: str) -> bytes:
    return bytes(server.http(b"", f"Location: {target}", status=f"{status} Elsewhere"))


@pytest.mark.parametrize("status", [301, 308])
def test_h12_permanent_moves_are_followed_and_named(server: Any, desk: Any, status: int) -> None:
    server.route("/old", _hop(server, status, "/new"))
    server.route("/new", server.http(server.RSS))
    answer = desk.ask(server.url("/old"))
    assert (answer.url, answer.final_url, answer.permanent_url) == (server.url("/old"), *[server.url("/new")] * 2)


@pytest.mark.parametrize("statuses", [(302,), (303,), (307,), (301, 302), (302, 301), (308, 307)])
def test_h13_a_chain_with_a_temporary_hop_is_temporary(server: Any, desk: Any, statuses: tuple[int, ...]) -> None:
    for n, status in enumerate(statuses):
        server.route(f"/{n}", _hop(server, status, f"/{n + 1}"))
    server.route(f"/{len(statuses)}", server.http(server.RSS))
    answer = desk.ask(server.url("/0"))
    assert isinstance(answer, Response)
    assert answer.permanent_url is None


def test_h13_validators_travel_with_the_redirect(server: Any, desk: Any) -> None:
    server.route("/old", _hop(server, 302, "/new"))
    server.route("/new", server.http(status="304 Not Modified"))
    assert desk.ask(server.url("/old"), etag='"x"').not_modified
    assert [request.header("If-None-Match") for request in server.requests] == ['"x"', '"x"']


def test_h14_gone_is_told_from_missing(server: Any, desk: Any) -> None:
    gone = desk.ask(server.route("/gone", server.http(b"", status="410 Gone")))
    missing = desk.ask(server.url("/missing"))
    assert (gone.code, missing.code) == (Reason.GONE, Reason.HTTP_STATUS)


def test_h16_a_circle_is_a_problem(server: Any, desk: Any) -> None:
    server.route("/a", _hop(server, 301, "/b"))
    server.route("/b", _hop(server, 301, "/a#again"))
    answer = desk.ask(server.url("/a"))
    assert answer.code is Reason.REDIRECTS
    assert server.paths() == ["/a", "/b"]


def test_h16_an_endless_chain_is_cut(server: Any, desk: Any) -> None:
    for n in range(20):
        server.route(f"/{n}", _hop(server, 302, f"/{n + 1}"))
    assert desk.ask(server.url("/0")).code is Reason.REDIRECTS
    assert len(server.requests) == 11


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "data:text/xml,<rss/>", "javascript:1"]
)
def test_h16_only_http_and_https(server: Any, desk: Any, target: str) -> None:
    server.route("/a", _hop(server, 302, target))
    answer = desk.ask(server.url("/a"))
    assert answer.code is Reason.FORBIDDEN_SCHEME
    assert target.partition(":")[0] in answer.detail


@pytest.mark.parametrize("target", ["/caf\u00e9 \u2014 x", "/caf%C3%A9%20%E2%80%94%20x"])
def test_a_location_in_raw_utf8_is_followed(server: Any, desk: Any, target: str) -> None:
    server.route("/caf%C3%A9%20%E2%80%94%20x", server.http(server.RSS))
    server.route("/a", server.http(b"", "Location: " + target.encode().decode("latin-1"), status="302 Found"))
    assert isinstance(desk.ask(server.url("/a")), Response)


def test_h16_a_redirect_without_a_target_is_a_problem(server: Any, desk: Any) -> None:
    assert desk.ask(server.route("/a", server.http(b"", status="302 Found"))).code is Reason.REDIRECTS


PRIVATE = [
    "http://127.0.0.1:{port}/secret",
    "http://127.1:{port}/secret",
    "http://2130706433:{port}/secret",
    "http://0x7f000001:{port}/secret",
    "http://017700000001:{port}/secret",
    "http://localhost:{port}/secret",
    "http://0.0.0.0:{port}/secret",
    "http://[::1]:{port}/secret",
    "http://[::]:{port}/secret",
    "http://[::ffff:127.0.0.1]:{port}/secret",
    "http://[::127.0.0.1]:{port}/secret",
    "http://[64:ff9b::7f00:1]:{port}/secret",
    "http://[2002:7f00:1::1]:{port}/secret",
    "http://[fe80::1]:{port}/secret",
    "http://[fd00::1]:{port}/secret",
    "http://[ff02::1]:{port}/secret",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://192.88.99.1/",
    "http://\u2460\u2461\u2466.0.0.1:{port}/secret",
    "http://user:word@127.0.0.1:{port}/secret",
    "//127.0.0.1:{port}/secret",
]


@pytest.mark.parametrize("target", PRIVATE)
def test_h16_no_redirect_leads_to_a_private_address(server: Any, other_server: Any, desk: Any, target: str) -> None:
    """The first server is allowed by name; the second, behind the redirect, is not."""
    other_server.route("/secret", server.http(server.RSS))
    place = target.format(port=other_server.port)
    server.route("/feed", server.http(b"", f"Location: {place}".encode().decode("latin-1"), status="302 Found"))
    answer = desk.ask(
        server.url("/feed"), allow_private_addresses=False, allowed_hosts=frozenset({server.host}), retries=0
    )
    assert isinstance(answer, Problem)
    assert answer.code in {Reason.FORBIDDEN_ADDRESS, Reason.UNREACHABLE}
    assert other_server.requests == []


@pytest.mark.parametrize("target", PRIVATE[:-1])
def test_h16_nor_is_one_asked_outright(server: Any, desk: Any, target: str) -> None:
    answer = desk.ask(target.format(port=server.port), allow_private_addresses=False, retries=0)
    unwritable = "\u2460" in target  # IDNA refuses circled digits before any address is known
    assert answer.code is (Reason.UNREACHABLE if unwritable else Reason.FORBIDDEN_ADDRESS)
    assert server.requests == []


def test_h16_pages_pass_the_same_guard(server: Any, desk: Any) -> None:
    answer = desk.ask(server.url("/page"), kind="page", allow_private_addresses=False, retries=0)
    assert isinstance(answer, Problem)
    assert server.requests == []


def test_names_of_the_sample_newsroom_lead_to_loopback(server: Any, desk: Any) -> None:
    server.route("/feed", server.http(server.RSS))
    answer = desk.ask(
        "http://courier.example/feed",
        allow_private_addresses=False,
        connect_to={"courier.example": ("127.0.0.1", server.port)},
    )
    assert answer.body == server.RSS
    assert server.requests[0].header("Host") == "courier.example"


def test_a_proxy_gets_the_request_and_targets_are_judged_first(server: Any, desk: Any) -> None:
    server.routes["http://93.184.215.14/feed"] = lambda _, connection: connection.sendall(server.http(server.RSS))
    through = {"proxy": server.url("/"), "allow_private_addresses": False, "retries": 0}
    assert desk.ask("http://93.184.215.14/feed", **through).body == server.RSS
    assert desk.ask("http://10.0.0.1/feed", **through).code is Reason.FORBIDDEN_ADDRESS
    assert server.paths() == ["http://93.184.215.14/feed"]
