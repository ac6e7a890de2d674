"""Feeds a minute over loopback: ours beside a bare loop of the same libraries, in the same run.

usage: python bench/feeds.py [--feeds 2000] [--unchanged 5000] [--hosts 250]

A server process serves feeds on as many loopback hosts; a child process asks for them, once ours (fetch with its
limits, address checks and pacing, parse, polling plan) and once bare (httpx2 and feedparser, nothing else). Each child
reports its rate and the peak of its resident memory. Ratio: the bare rate over ours.
"""

import argparse
import asyncio
import io
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime

import feedparser  # type: ignore[import-untyped] # has no types
import httpx2

from extractors.feeds import ParsedFeed, parse_feed
from extractors.fetch import Fetcher, FetchPolicy
from extractors.polling import after_response, conditions, new_state
from extractors.records import Feed, FeedState, Response
from extractors.urls import feed_id

TARGETS = {"changed": 1500, "unchanged": 10_000}  # feeds a minute
ENTRIES = 20  # what the real feeds hold on average
AT_ONCE = 64
WORDS = ("envoys", "ministers", "talks", "halted", "resumed", "border", "harbour", "statement", "agency", "ceasefire")


def make_feed(number: int) -> bytes:
    """Write an RSS 2.0 document of about 40 KB with entries of its own."""
    dice = random.Random(number)
    entries = "".join(_make_entry(number, n, dice) for n in range(ENTRIES))
    head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    return f'<?xml version="1.0"?>{head}<channel><title>Feed {number}</title>{entries}</channel></rss>'.encode()


def _make_entry(number: int, n: int, dice: random.Random) -> str:
    words = " ".join(dice.choices(WORDS, k=220))
    return (
        f"<item><title>{words[:70]}</title><link>http://courier.example/{number}/{n}?utm_source=rss</link>"
        f"<guid isPermaLink='false'>{number}-{n}</guid><pubDate>Sun, 22 Nov 2026 15:{n:02}:41 GMT</pubDate>"
        f"<description>&lt;p&gt;{words[:300]}&lt;/p&gt;</description>"
        f"<content:encoded><![CDATA[<p>{words}</p>]]></content:encoded></item>"
    )


def serve(hosts: list[str], ready: "multiprocessing.Queue[int]") -> None:
    """Serve /N on every host at one port: 304 to whoever sends an ETag, else a feed."""
    bodies = [make_feed(n) for n in range(200)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if b"if-none-match" in head.lower():
                    writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
                else:
                    body = bodies[int(head.split(b" ", 2)[1].strip(b"/")) % len(bodies)]
                    writer.write(b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: %d\r\n\r\n' % len(body) + body)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        first = await asyncio.start_server(answer, hosts[0], 0, backlog=1024)
        port = first.sockets[0].getsockname()[1]
        others = [await asyncio.start_server(answer, host, port, backlog=64) for host in hosts[1:]]
        ready.put(port)
        await asyncio.gather(*(server.serve_forever() for server in (first, *others)))

    asyncio.run(run())


async def ours(urls: list[str], *, unchanged: bool) -> int:
    """Poll every feed as a run does, and drop what was read, as a run does once it is stored."""
    now = datetime.now(UTC)
    feeds = [Feed(feed_id=feed_id(url), url=url, outlet="bench") for url in urls]
    policy = FetchPolicy(host_delay=0.0, allow_private_addresses=True, concurrency=AT_ONCE)
    states: dict[str, FeedState] = {}
    async with Fetcher(policy) as fetcher:

        async def poll(feed: Feed) -> int:
            state = new_state(feed, now)
            etag, modified = ('"1"', None) if unchanged else conditions(state, now)
            answer = await fetcher.get(feed.url, kind="feed", etag=etag, last_modified=modified)
            fetcher.take_fetches(feed.url)
            if not isinstance(answer, Response):
                return 0
            parsed = None if answer.not_modified else _parsed(answer, feed, now)
            new = 0 if parsed is None else len(parsed.entries)
            states[feed.feed_id] = after_response(state, answer, parsed, new_entries=new, now=now, random=random.random)
            return 1

        return sum(await asyncio.gather(*map(poll, feeds)))


def _parsed(answer: Response, feed: Feed, now: datetime) -> ParsedFeed:
    kind = answer.headers.get("content-type")
    return parse_feed(answer.body, feed=feed, base_url=answer.final_url, content_type=kind, now=now)


async def bare(urls: list[str], *, unchanged: bool) -> int:
    """Do the least that can be done with the same libraries."""
    slots = asyncio.Semaphore(AT_ONCE)
    limits = httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    async with httpx2.AsyncClient(http2=True, limits=limits) as client:

        async def poll(url: str) -> int:
            async with slots:
                answer = await client.get(url, headers={"If-None-Match": '"1"'} if unchanged else {})
            if answer.status_code == 200:  # noqa: PLR2004 - HTTP's own number
                found = feedparser.parse(io.BytesIO(answer.content), sanitize_html=False, resolve_relative_uris=False)
                return int(len(found.entries) == ENTRIES)
            return int(unchanged)

        return sum(await asyncio.gather(*map(poll, urls)))


def child(role: str, mode: str, count: int, hosts: list[str], port: int) -> None:
    """Ask for every feed once and print what it took."""
    urls = [f"http://{hosts[n % len(hosts)]}:{port}/{n}" for n in range(count)]
    loop = {"ours": ours, "bare": bare}[role]
    begun = time.perf_counter()
    done = asyncio.run(loop(urls, unchanged=mode == "unchanged"))
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        json.dumps(
            {"role": role, "mode": mode, "done": done, "per_minute": round(done * 60 / seconds), "peak_mb": peak}
        )
    )


def measure(role: str, mode: str, count: int, hosts: int, port: int) -> dict[str, int]:
    """Run a child of this file."""
    command = [sys.executable, __file__, "--child", role, mode, str(count), str(hosts), str(port)]
    found: dict[str, int] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main() -> int:
    """Measure both and print a table; exit code 1 below a target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=2000)
    parser.add_argument("--unchanged", type=int, default=5000)
    parser.add_argument("--hosts", type=int, default=250)
    parser.add_argument("--child", nargs=5, help=argparse.SUPPRESS)
    args = parser.parse_args()
    hosts = [f"127.9.{n // 250}.{1 + n % 250}" for n in range(int(args.child[3]) if args.child else args.hosts)]
    if args.child:
        child(args.child[0], args.child[1], int(args.child[2]), hosts, int(args.child[4]))
        return 0
    ready: multiprocessing.Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(hosts, ready), daemon=True)
    server.start()
    port, missed = ready.get(), False
    for mode, count in (("changed", args.feeds), ("unchanged", args.unchanged)):
        us, them = (measure(role, mode, count, args.hosts, port) for role in ("ours", "bare"))
        ratio = them["per_minute"] / us["per_minute"]
        missed = missed or us["per_minute"] < TARGETS[mode] or us["done"] < count
        print(
            f"{mode:>9}: ours {us['per_minute']:>7,} a minute ({us['done']} of {count}, peak {us['peak_mb']} MB), "
            f"bare {them['per_minute']:>7,} a minute, ratio {ratio:.2f} (target {TARGETS[mode]:,}, 1.3)"
        )
    server.terminate()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
